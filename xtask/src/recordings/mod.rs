//! Puts recorded answers before the SDK: what it makes of them, and whether it can ask as the recording did.
mod asked;
mod call;
mod wire;

use std::path::PathBuf;

use oktars_catalog::{Operation, Paging};
use serde_json::Value;

use crate::recording::{self, Exchange};
use crate::tally::{Tally, Verdict};
use crate::{Outcome, reference};
use asked::Asked;

pub fn run(file: Option<PathBuf>, verbose: bool) -> Outcome {
    let Some(path) = file.or_else(|| reference("recordings.ndjson")) else {
        println!("recordings: skipped, no recordings at ../shared/okta/recordings.ndjson; name a file");
        return Ok(());
    };
    let tally = check(&recording::read(&path)?, verbose)?;
    if verbose {
        println!("{}", tally.details());
    }
    println!("{}", tally.line());
    Ok(())
}

pub fn check(exchanges: &[Exchange], verbose: bool) -> Result<Tally, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| format!("cannot start a runtime: {error}"))?;
    let mut tally = Tally::default();
    for exchange in exchanges {
        let (verdict, notes) = runtime.block_on(one(exchange));
        if verbose && let Verdict::Different(_) = &verdict {
            println!("{} {}\n  {}", exchange.origin(), exchange.request_line(), notes.join("\n  "));
        }
        tally.add(exchange.operation().map_or("no operation", |operation| operation.id), verdict);
    }
    Ok(tally)
}

async fn one(exchange: &Exchange) -> (Verdict, Vec<String>) {
    let not_covered = |reason: &str| (Verdict::NotCovered(reason.to_owned()), Vec::new());
    let Some(operation) = exchange.operation() else { return not_covered("no such operation") };
    if exchange.suspect {
        return not_covered("suspect");
    }
    let (okta, wire) = wire::Wire::answering(exchange);
    let asked = Asked::new(operation, exchange);
    let Some(answer) = call::typed(&okta, &asked).await else {
        return not_covered("not typed by the SDK");
    };
    let mut found = match answer {
        Ok(value) if exchange.succeeded() => differences(told(operation, exchange), &value),
        Ok(_) => vec![("the refusal is not told".to_owned(), String::new())],
        Err(error) if exchange.succeeded() => {
            vec![("the answer cannot be read".to_owned(), error.to_string())]
        }
        Err(error) => wire::error_differences(exchange, &error),
    };
    found.extend(wire.request_differences(operation, exchange, &okta, &asked));
    if found.is_empty() {
        return (Verdict::Same, Vec::new());
    }
    let (kinds, notes) =
        found.into_iter().map(|(kind, note)| (kind.clone(), format!("{kind} {note}"))).unzip();
    (Verdict::Different(kinds), notes)
}

/// What an answer says: the items of a list that stand in an object, nothing where a status allows no body.
fn told<'a>(operation: &Operation, exchange: &'a Exchange) -> &'a Value {
    match operation.paging {
        _ if exchange.status == 204 => &Value::Null,
        Paging::Object(member) => &exchange.response_body[member],
        _ => &exchange.response_body,
    }
}

/// A difference: its kind, and what exactly.
type Found = (String, String);

/// Where what was written again is not what was read, explicit nulls aside.
fn differences(recorded: &Value, written: &Value) -> Vec<Found> {
    let mut found = Vec::new();
    // A call whose answer holds nothing has read all that `{}` says.
    if !(written.is_null() && recorded.as_object().is_some_and(serde_json::Map::is_empty)) {
        compare("", recorded, written, &mut found);
    }
    found
}

fn compare(path: &str, recorded: &Value, written: &Value, found: &mut Vec<Found>) {
    let differs = || (format!("written again: {path}"), format!("expected {recorded} / got {written}"));
    match (recorded, written) {
        (Value::Object(left), Value::Object(right)) => {
            let names = left.keys().chain(right.keys().filter(|name| !left.contains_key(*name)));
            for name in names {
                let side =
                    |map: &serde_json::Map<String, Value>| map.get(name).cloned().unwrap_or(Value::Null);
                compare(&format!("{path}/{name}"), &side(left), &side(right), found);
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            left.iter()
                .zip(right)
                .for_each(|(left, right)| compare(&format!("{path}[]"), left, right, found));
        }
        _ if recorded != written => found.push(differs()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;
    use crate::shapes::Description;
    use crate::tally::Known;
    use serde_json::json;

    #[test]
    fn values_are_compared_and_explicit_nulls_are_not() {
        let cases: [(Value, Value, &[&str]); 7] = [
            (json!({"a": 1, "b": null}), json!({"a": 1}), &[]),
            (json!({"a": 1}), json!({"a": 1, "b": null}), &[]),
            (json!({"a": 1}), json!({"a": 2}), &["written again: /a"]),
            (json!({"a": null}), json!({"a": ""}), &["written again: /a"]),
            (json!([{"a": [1, 2]}]), json!([{"a": [1]}]), &["written again: []/a"]),
            (json!({}), Value::Null, &[]),
            (json!({"a": 1}), Value::Null, &["written again: "]),
        ];
        for (recorded, written, expected) in cases {
            let kinds: Vec<String> =
                differences(&recorded, &written).into_iter().map(|(kind, _)| kind).collect();
            assert_eq!(kinds, expected, "{recorded} {written}");
        }
    }

    #[test]
    fn an_answer_that_fits_no_type_and_a_request_that_we_cannot_make_are_found() {
        let exchange = |path: &str, status: u16, body: Value| -> Exchange {
            serde_json::from_value(json!({
                "source": "s", "cassette": "c", "n": 0, "method": "GET", "path": path, "status": status,
                "response_body": body,
            }))
            .expect("it is an exchange")
        };
        let cases = [
            (
                exchange("/api/v1/users/00u1", 200, json!({"id": "00u1"})),
                "1 same, 0 different, 0 not covered",
            ),
            (exchange("/api/v1/users/00u1", 200, json!([])), "0 same, 1 different, 0 not covered"),
            (
                exchange("/api/v1/idps/0oa1/metadata.xml", 200, json!([])),
                "0 same, 0 different, 1 not covered",
            ),
            (
                exchange("/api/v1/users/00u1", 404, json!({"errorCode": "E0000007"})),
                "1 same, 0 different, 0 not covered",
            ),
        ];
        for (exchange, expected) in cases {
            let tally = check(std::slice::from_ref(&exchange), false).expect("it runs");
            assert_eq!(tally.line(), format!("1 exchanges: {expected}"), "{exchange:?}");
        }
    }

    /// An exchange whose answer holds nothing.
    fn bare(operation: &Operation) -> Exchange {
        let path = operation.path.replace("{lifecycle}", "enable").replace('{', "a-").replace('}', "");
        let body = match operation.paging {
            Paging::None => json!({}),
            Paging::Whole | Paging::Link { .. } => json!([]),
            Paging::Object(member) => json!({ member: [] }),
        };
        serde_json::from_value(json!({
            "source": "s", "cassette": "c", "n": 0, "method": operation.method.as_str(), "path": path,
            "status": 200, "response_body": body,
        }))
        .expect("it is an exchange")
    }

    /// Which operations the sources of the SDK's resources name.
    fn named_by_the_sdk() -> BTreeSet<String> {
        let folder = crate::root().join("crates/oktars/src/resource");
        let mut names = BTreeSet::new();
        for file in crate::coverage::files(&folder).expect("the resources are there") {
            names.extend(crate::typed::named(&fs::read_to_string(file).expect("a source is text")));
        }
        names.retain(|name| name.chars().any(|c| c.is_ascii_uppercase()));
        names
    }

    /// A typed call that goes elsewhere than its operation, or that no recording would ever be put before.
    #[test]
    fn every_typed_call_makes_its_request_and_is_known_here() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let named = named_by_the_sdk();
        let mut known = BTreeSet::new();
        for operation in oktars_catalog::all_operations() {
            let exchange = bare(operation);
            let (okta, wire) = wire::Wire::answering(&exchange);
            let asked = Asked::new(operation, &exchange);
            if runtime.block_on(call::typed(&okta, &asked)).is_some() {
                let mut found = wire.request_differences(operation, &exchange, &okta, &asked);
                found.retain(|(kind, _)| kind != "query");
                assert!(found.is_empty(), "{}: {found:?}", operation.id);
                known.insert(crate::generate::constant(operation.id));
            }
        }
        let unknown: Vec<&String> = named.difference(&known).collect();
        assert!(unknown.is_empty(), "typed calls without an arm in recordings/call: {unknown:?}");
    }

    /// The answers that Okta's description shows: policies of each type, zones, identity providers and all else that
    /// was not recorded. Nulls and members of another shape than described come through too.
    #[test]
    fn described_answers_come_through_the_sdk_exactly() {
        let Some(path) = reference("management.yaml") else {
            println!("skipped: no description");
            return;
        };
        let description = Description::read(&path).expect("the description can be read");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let (mut compared, mut wrong) = (0, Vec::new());
        for (id, status, body) in description.examples() {
            let Some(operation) = oktars_catalog::operation(id) else { continue };
            let Some(exchange) = described(operation, status, body) else { continue };
            let (okta, _) = wire::Wire::answering(&exchange);
            let asked = Asked::new(operation, &exchange);
            match runtime.block_on(call::typed(&okta, &asked)) {
                Some(Ok(written)) if written.is_null() || &written == told(operation, &exchange) => {
                    compared += 1
                }
                Some(Ok(written)) => wrong.push(format!("{id}: {body} / {written}")),
                Some(Err(error)) => wrong.push(format!("{id}: {error}")),
                None => {}
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(compared > 300, "only {compared} examples were compared");
    }

    /// An exchange with an answer of the description, unless the answer is an error or has a shape that no org sends.
    /// Links beside a list are left out: they lead nowhere.
    fn described(operation: &Operation, status: u16, body: &Value) -> Option<Exchange> {
        let mut exchange = Exchange { status, response_body: body.clone(), ..bare(operation) };
        let told = told(operation, &exchange).clone();
        if let Paging::Object(member) = operation.paging {
            exchange.response_body = json!({ member: told.clone() });
        }
        let fits = if operation.paging == Paging::None { told.is_object() } else { told.is_array() };
        (exchange.succeeded() && fits).then_some(exchange)
    }

    /// Real answers that the SDK cannot read, or would write back as something else.
    #[test]
    fn recorded_answers_come_through_the_sdk() {
        let Some(path) = reference("recordings.ndjson") else {
            println!("skipped: no recordings");
            return;
        };
        let exchanges = recording::read(&path).expect("the recordings can be read");
        let tally = check(&exchanges, false).expect("it runs");
        let known = Known::read(&crate::root().join("xtask/recordings-differences.txt")).expect("a list");
        let wrong = known.check(&tally.differences);
        assert!(wrong.is_empty(), "{}\n{}", tally.line(), wrong.join("\n"));
    }
}
