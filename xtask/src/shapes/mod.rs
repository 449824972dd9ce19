//! Holds what the local org answered against Okta's OpenAPI description.
//!
//! Recorded traffic beats the description: what real orgs were seen to do otherwise, ours may do as well.
mod check;
mod description;
#[cfg(test)]
mod requirements;

use std::collections::BTreeMap;
use std::path::Path;

use crate::recording::{self, Exchange};
use crate::tally::{Difference, Known};
use crate::{Outcome, reference, root};
use check::Check;
pub use description::Description;

const EXCEPTIONS: &str = "xtask/shape-exceptions.txt";

/// Where something is not as described: an exchange and the value, and how often.
type Found = BTreeMap<Difference, (usize, String)>;

/// Checks a file of exchanges. Where it is of all tests, an exception that nothing needs is an error.
pub fn run(file: &Path, whole: bool) -> Outcome {
    let (Some(described), Some(recorded)) = (reference("management.yaml"), reference("recordings.ndjson"))
    else {
        println!("shapes: skipped, no description at ../shared/okta/management.yaml");
        return Ok(());
    };
    let description = Description::read(&described)?;
    let mut exchanges = recording::read(file)?;
    // The sweep below sends bodies that are wrong on purpose, and what is sent is often given back.
    exchanges.retain(|exchange| !exchange.cassette.starts_with("shapes::"));
    let answers = exchanges.len();
    let wrong = unexplained(&description, &exchanges, &recording::read(&recorded)?);
    let listed = Known::read(&root().join(EXCEPTIONS))?;
    let counts = wrong.iter().map(|(difference, (count, _))| (difference.clone(), *count)).collect();
    let mut complaints = listed.check(&counts);
    if !whole {
        complaints.retain(|complaint| complaint.starts_with("new"));
    }
    println!("shapes: {answers} answers, {} exceptions", listed.len());
    if complaints.is_empty() {
        return Ok(());
    }
    let examples =
        wrong.iter().map(|((place, what), (count, example))| (format!("{place} | {what}"), count, example));
    let examples: Vec<String> = examples
        .filter(|(shown, ..)| complaints.iter().any(|complaint| complaint.ends_with(shown.as_str())))
        .map(|(shown, count, example)| format!("{shown}\n      {count} times, as in {example}"))
        .collect();
    complaints.retain(|complaint| !complaint.starts_with("new"));
    Err(format!("answers are not as described:\n  {}\n  {}", examples.join("\n  "), complaints.join("\n  ")))
}

/// What our answers do otherwise than described, and neither a real org nor an example was seen to do.
fn unexplained(description: &Description, ours: &[Exchange], recorded: &[Exchange]) -> Found {
    let mut shown = Found::new();
    let real = recorded.iter().filter(|exchange| !exchange.suspect);
    real.for_each(|exchange| add(&mut shown, description, exchange));
    for (operation, status, body) in description.examples() {
        let mut check = Check::new(description);
        check.answer(operation, status, body);
        shown.extend(check.findings.into_iter().map(|(difference, value)| (difference, (1, value))));
    }
    let mut found = Found::new();
    ours.iter().for_each(|exchange| add(&mut found, description, exchange));
    found.retain(|difference, _| !shown.contains_key(difference));
    found
}

fn add(found: &mut Found, description: &Description, exchange: &Exchange) {
    let Some(operation) = exchange.operation().filter(|_| is_json(exchange)) else { return };
    let mut check = Check::new(description);
    check.answer(operation.id, exchange.status, &exchange.response_body);
    for (difference, value) in check.findings {
        let example = || format!("{} {} {}: {value}", exchange.origin(), operation.id, exchange.status);
        found.entry(difference).or_insert_with(|| (0, example())).0 += 1;
    }
}

fn is_json(exchange: &Exchange) -> bool {
    let kind = exchange.response_headers.get("content-type").and_then(|kind| kind.as_str());
    kind.is_none_or(|kind| kind.starts_with("application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_description_requires_of_a_body_is_required() {
        let Some(path) = reference("management.yaml") else {
            println!("skipped: no description");
            return;
        };
        let description = Description::read(&path).expect("a description");
        let known = Known::read(&root().join("xtask/requirement-exceptions.txt")).expect("a list");
        let wrong = known.check(&requirements::sweep(&description));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
