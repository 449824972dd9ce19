//! Replays recorded requests against a local org and compares the answers with those of real orgs.
mod document;
mod edition;
mod features;
mod headers;
mod ids;
mod org;
mod precondition;
mod relation;
mod secrets;
mod shape;

use std::collections::HashSet;
use std::path::PathBuf;

use bytes::Bytes;
use oktars_catalog::{Body, Operation};
use oktars_local::Org;
use serde_json::{Value, json};

use crate::recording::{self, Exchange};
use crate::tally::{Tally, Verdict};
use crate::{Outcome, reference};
use ids::Names;
#[cfg(test)]
pub use org::ask_json;
use org::{Answer, Question, ask};

pub fn run(file: Option<PathBuf>, verbose: bool) -> Outcome {
    let Some(path) = file.or_else(|| reference("recordings.ndjson")) else {
        println!("replay: skipped, no recordings at ../shared/okta/recordings.ndjson; name a file");
        return Ok(());
    };
    let tally = replay(recording::read(&path)?, verbose);
    if verbose {
        println!("{}", tally.details());
    }
    println!("{}", tally.line());
    Ok(())
}

/// Replays all stories, each against an org of its own.
pub fn replay(exchanges: Vec<Exchange>, verbose: bool) -> Tally {
    let mut tally = Tally::default();
    for story in recording::stories(exchanges) {
        let mut told = Story::begin(&story);
        for exchange in &story {
            let (verdict, notes) = told.next(exchange);
            if verbose && let Verdict::Different(_) = &verdict {
                println!("{} {}\n  {}", exchange.origin(), exchange.request_line(), notes.join("\n  "));
            }
            tally.add(exchange.operation().map_or("no operation", |operation| operation.id), verdict);
        }
    }
    tally
}

/// A story while it is told.
struct Story {
    org: Org,
    names: Names,
    /// Recorded ids that an exchange of this story brought up and that our org did not.
    lost: HashSet<String>,
    /// Recorded ids of what an exchange brought up that was not asked of our org.
    absent: HashSet<String>,
    /// Who can sign in, for the exchanges whose credentials were taken out of the recording.
    sign_in: Value,
    /// A password was changed: what the recording still calls the same is the new one.
    changed: bool,
}

type Noted = (Verdict, Vec<String>);

fn not_covered(reason: &str) -> Noted {
    (Verdict::NotCovered(reason.to_owned()), Vec::new())
}

impl Story {
    fn begin(story: &[Exchange]) -> Story {
        let org = Org::builder().features(features::of(story)).build().expect("an org in memory can be made");
        let mut names = Names::default();
        precondition::prepare(&org, story, &mut names);
        Story {
            org,
            names,
            lost: HashSet::new(),
            absent: HashSet::new(),
            sign_in: Value::Null,
            changed: false,
        }
    }

    fn next(&mut self, exchange: &Exchange) -> Noted {
        let Some(operation) = exchange.operation() else { return not_covered("no such operation") };
        if let Some(reason) = cannot_be_asked(exchange) {
            self.lacks(exchange);
            return not_covered(reason);
        }
        if exchange.query.iter().any(|(name, cursor)| name == "after" && self.names.cursor(cursor).is_none())
        {
            return not_covered("a cursor of an org that is not ours");
        }
        if exchange.status != 404
            && let Some(noted) = self.cannot_refer(exchange)
        {
            return noted;
        }
        let answer = self.ask(operation, exchange);
        if answer.status == 501 {
            self.lacks(exchange);
            return not_covered("not served by the local org");
        }
        self.remember(exchange, &answer);
        let verdict = judge(operation, exchange, &answer, &self.names);
        let guessed = exchange.path.split('/').any(|part| self.names.is_guessed(part));
        match verdict {
            // Another object in its place may well answer otherwise.
            (Verdict::Different(_), _) if guessed => not_covered("precondition not in the recording"),
            verdict => verdict,
        }
    }

    /// Whether an exchange is about something that our org does not have, and why not.
    fn cannot_refer(&self, exchange: &Exchange) -> Option<Noted> {
        let unknown = self.names.unknown_in(&exchange.path);
        let mut used = unknown.clone();
        precondition::ids_inside(&exchange.request_body, &mut used);
        used.extend(exchange.path.split('/').map(str::to_owned));
        if used.iter().any(|id| self.absent.contains(id) && self.names.get(id).is_none()) {
            return Some(not_covered("needs what an exchange that is not covered made"));
        }
        if unknown.iter().any(|id| self.lost.contains(id)) {
            let what = "an object that an earlier answer should have brought is not there".to_owned();
            return Some((Verdict::Different(vec![what.clone()]), vec![what]));
        }
        (!unknown.is_empty()).then(|| not_covered("precondition not in the recording"))
    }

    fn ask(&self, operation: &Operation, exchange: &Exchange) -> Answer {
        let path = self.names.translate(&exchange.path);
        let query: Vec<_> = exchange
            .query
            .iter()
            .map(|(name, value)| (name.clone(), self.names.translate_query(name, value)))
            .collect();
        let body = match &exchange.request_body {
            Value::Null if operation.id == "authenticate" => self.sign_in.to_string().into(),
            Value::Null => Bytes::new(),
            Value::String(text) => text.clone().into(),
            body => self.names.translate_body(&secrets::restore(body, self.changed)).to_string().into(),
        };
        let json = ("content-type".to_owned(), "application/json".to_owned());
        let missing =
            (!body.is_empty() && !exchange.request_headers.contains_key("content-type")).then_some(json);
        let headers: Vec<(&str, &str)> = exchange
            .request_headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(missing.iter().map(|(name, value)| (name.as_str(), value.as_str())))
            .collect();
        // The token of a refused request was a bad one.
        let token = if exchange.error_code() == Some("E0000011") { "00bad" } else { self.org.token() };
        let token = exchange.auth.as_ref().map(|_| token);
        ask(
            &self.org,
            &Question {
                method: &exchange.method,
                path: &path,
                query: &query,
                token,
                headers: &headers,
                body,
            },
        )
    }

    /// Takes down what our org does not have because an exchange was not asked.
    fn lacks(&mut self, exchange: &Exchange) {
        if exchange.succeeded() && exchange.method == "POST" {
            self.absent.extend(exchange.response_body["id"].as_str().map(str::to_owned));
        }
    }

    /// Learns what our org calls what the recording names.
    fn remember(&mut self, exchange: &Exchange, answer: &Answer) {
        if exchange.succeeded() && answer.succeeded() {
            self.names.learn(&exchange.response_body, &answer.body);
            if let (Some(theirs), Some(ours)) = (headers::recorded_cursor(exchange), headers::cursor(answer))
            {
                self.names.insert_cursor(&theirs, &ours);
            }
        } else if exchange.succeeded()
            && let Some(id) = precondition::created(exchange)
        {
            self.lost.insert(id.to_owned());
        }
        self.changed |= secrets::changes_password(&exchange.request_body) && answer.succeeded();
        let password = exchange.request_body.pointer("/credentials/password/value");
        if let (Some(password), Some(login)) = (password, exchange.request_body.pointer("/profile/login")) {
            self.sign_in = json!({"username": login, "password": password});
        }
    }
}

/// Why an exchange cannot be asked again, whatever the org.
fn cannot_be_asked(exchange: &Exchange) -> Option<&'static str> {
    match exchange {
        Exchange { suspect: true, .. } => Some("suspect"),
        Exchange { status: 429 | 500.., .. } => Some("trouble of that moment"),
        Exchange { auth: Some(scheme), .. } if scheme != "SSWS" => {
            Some("signed with a key that is not in the recording")
        }
        _ if exchange.path == "/oauth2/v1/token" => Some("signed with a key that is not in the recording"),
        _ if exchange.error_code() == Some("E0000015") => Some("a feature that the org had not bought"),
        _ if waits_for_a_clean_up(exchange) => Some("trouble of that moment"),
        _ if lacks_its_body(exchange) => Some("the request's body is not in the recording"),
        _ => None,
    }
}

/// Real orgs remove attributes in the background and refuse them until then.
fn waits_for_a_clean_up(exchange: &Exchange) -> bool {
    let causes = exchange.response_body["errorCauses"].as_array().into_iter().flatten();
    let mut texts = causes.filter_map(|cause| cause["errorSummary"].as_str());
    texts.any(|text| text.contains("the deletion process for an attribute"))
}

fn lacks_its_body(exchange: &Exchange) -> bool {
    let needs_one = exchange.operation().is_some_and(|operation| operation.body == Body::Json);
    // What it was is known for signing in: see `sign_in`.
    let known = exchange.path.trim_end_matches('/') == "/api/v1/authn";
    needs_one && exchange.request_body.is_null() && exchange.succeeded() && !known
}

fn judge(operation: &Operation, exchange: &Exchange, answer: &Answer, names: &Names) -> Noted {
    let recorded = (exchange.status, exchange.error_code());
    let ours = (answer.status, answer.error_code());
    if recorded != ours {
        let show = |(status, code): (u16, Option<&str>)| format!("{status} {}", code.unwrap_or("-"));
        let what = format!("status: {} / {}", show(recorded), show(ours));
        let detail = format!("expected {} / got {}", exchange.response_body, answer.body);
        return (Verdict::Different(vec![what.clone()]), vec![what, shorten(&detail)]);
    }
    let mut differences = headers::compare(operation, exchange, answer);
    match shape::compare(&exchange.response_body, &answer.body, names) {
        None => return not_covered("nothing in common to compare"),
        Some(found) => {
            let found = found.iter().filter(|found| !edition::explains(found));
            differences.extend(found.map(kind));
        }
    }
    differences.sort();
    differences.dedup();
    if differences.is_empty() {
        return (Verdict::Same, Vec::new());
    }
    (Verdict::Different(differences.clone()), differences)
}

/// A difference without the names that somebody gave to attributes and links.
fn kind(difference: &shape::Difference) -> String {
    let mut previous = "";
    let mut path = Vec::new();
    for step in difference.path.split('/') {
        let named = matches!(previous, "properties" | "appLinks");
        path.push(if named { "*" } else { step });
        previous = step;
    }
    format!("{}: {} / {}", path.join("/"), difference.expected, difference.got)
}

fn shorten(text: &str) -> String {
    text.chars().take(2400).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::Known;

    fn story(lines: &[Value]) -> Vec<Exchange> {
        let base = |n: usize, line: &Value| {
            let mut exchange = json!({"source": "s", "cassette": "c", "n": n, "method": "GET", "auth": "SSWS", "status": 200});
            let members = line.as_object().into_iter().flatten();
            members.for_each(|(name, value)| exchange[name] = value.clone());
            serde_json::from_value(exchange).expect("it is an exchange")
        };
        lines.iter().enumerate().map(|(n, line)| base(n, line)).collect()
    }

    fn line(lines: &[Value]) -> String {
        replay(story(lines), false).line()
    }

    fn group(id: &str) -> Value {
        json!({
            "id": id,
            "created": "2020-01-01T00:00:00.000Z",
            "lastUpdated": "2020-01-01T00:00:00.000Z",
            "lastMembershipUpdated": "2020-01-01T00:00:00.000Z",
            "objectClass": ["okta:user_group"],
            "type": "OKTA_GROUP",
            "profile": {"name": "Name", "description": "Text"},
        })
    }

    #[test]
    fn what_cannot_be_compared_is_not_taken_for_the_same() {
        let id = "00g1aaaaaaaaaaaaaaaa";
        let path = format!("/api/v1/groups/{id}");
        let cases = [
            (json!({"path": path, "suspect": true}), "1 not covered"),
            (json!({"path": path, "status": 503}), "1 not covered"),
            (json!({"path": path, "auth": "DPoP"}), "1 not covered"),
            (json!({"path": "/api/v1/device-posture-checks/default", "response_body": []}), "1 not covered"),
            (json!({"path": "/api/v1/nowhere"}), "1 not covered"),
            (json!({"path": "/api/v1/groups", "query": [["after", "x"]]}), "1 not covered"),
            (
                json!({"path": "/api/v1/groups", "method": "POST", "response_body": group(id)}),
                "1 not covered",
            ),
            (
                json!({"path": "/api/v1/groups/rules/0pr1aaaaaaaaaaaaaaaa", "response_body": {}}),
                "1 not covered",
            ),
        ];
        for (exchange, expected) in cases {
            let line = line(std::slice::from_ref(&exchange));
            assert!(line.ends_with(expected), "{exchange}: {line}");
        }
    }

    #[test]
    fn a_difference_is_found_and_what_follows_from_it_too() {
        let id = "00g1aaaaaaaaaaaaaaaa";
        let path = format!("/api/v1/groups/{id}");
        let create = json!({"path": "/api/v1/groups", "method": "POST", "response_body": group(id)});
        let mut refused = create.clone();
        refused["request_body"] = json!({"profile": {"description": "no name"}});
        let read = json!({"path": path, "response_body": group(id)});
        // The group is refused, and so the second exchange cannot be asked.
        assert_eq!(line(&[refused, read]), "2 exchanges: 0 same, 2 different, 0 not covered");
        let gone = json!({"path": path, "status": 404, "response_body": {
            "errorCode": "E0000007", "errorSummary": "", "errorLink": "", "errorId": "", "errorCauses": [],
        }});
        assert_eq!(line(&[gone]), "1 exchanges: 1 same, 0 different, 0 not covered");
        let mut strange = group(id);
        strange["strange"] = json!(1);
        let read = json!({"path": path, "response_body": strange});
        assert!(line(&[read]).contains("1 different"), "the group is made beforehand, and lacks a member");
    }

    /// The promise of the local org: what works against it works against Okta.
    #[test]
    fn the_local_org_answers_as_real_orgs_did() {
        let Some(path) = reference("recordings.ndjson") else {
            println!("skipped: no recordings");
            return;
        };
        let tally = replay(recording::read(&path).expect("the recordings can be read"), false);
        let known = Known::read(&crate::root().join("xtask/replay-differences.txt")).expect("a list");
        let wrong = known.check(&tally.differences);
        assert!(wrong.is_empty(), "{}\n{}", tally.line(), wrong.join("\n"));
    }
}
