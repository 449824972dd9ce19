//! Replays recorded requests against a local org and compares the answers with those of real orgs.
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
    /// Recorded ids of what the local org would have to create and does not serve.
    unserved: HashSet<String>,
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
            unserved: HashSet::new(),
            sign_in: Value::Null,
            changed: false,
        }
    }

    fn next(&mut self, exchange: &Exchange) -> Noted {
        let Some(operation) = exchange.operation() else { return not_covered("no such operation") };
        if let Some(reason) = cannot_be_asked(exchange) {
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
            self.unserved.extend(precondition::created(exchange).map(str::to_owned));
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
        if used.iter().any(|id| self.unserved.contains(id)) {
            return Some(not_covered("needs what the local org does not serve"));
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
