//! What stands between a command and harm: protected accounts, and the question before what is not undone.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};

use bytes::Bytes;
use http::{Method, Request};
use oktars::redact;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::args::WriteArgs;
use crate::failure::{Exit, Failure, Stop};
use crate::printer::visible;
use crate::progress::grouped;
use crate::run::Run;
use crate::wait::{Waited, interruptible};

/// How many names a question shows.
const EXAMPLES: usize = 5;

/// Users and groups that are changed with `--force` alone: those of the list, the caller, and Everyone.
#[derive(Debug, Clone, Default)]
pub struct Protected {
    /// Ids, logins and names, in lower case.
    listed: BTreeSet<String>,
    /// Id and login of the token's owner.
    caller: Option<(String, String)>,
}

impl Protected {
    pub fn new<S: AsRef<str>>(listed: impl IntoIterator<Item = S>) -> Self {
        let listed = listed.into_iter().map(|name| name.as_ref().to_lowercase()).collect();
        Protected { listed, caller: None }
    }

    /// Protects the owner of the token too, who is given as Okta shows a user.
    #[must_use]
    pub fn with_caller(mut self, user: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_lowercase);
        self.caller = text(&user["id"]).zip(text(&user["profile"]["login"]));
        self
    }

    /// Lists the id of a user whose login is listed, and the other way round.
    pub fn list_as_well(&mut self, name: &str, user: &Value) {
        let names = [&user["id"], &user["profile"]["login"]].map(|name| name.as_str().map(str::to_lowercase));
        // The part of a login before the @ finds a user as well, who is not meant.
        if names.contains(&Some(name.to_lowercase())) {
            self.listed.extend(names.into_iter().flatten());
        }
    }

    /// Why a user or a group, given as Okta shows it, is not to be harmed.
    pub fn reason(&self, object: &Value) -> Option<String> {
        self.listed_reason(object).or_else(|| {
            let is_caller = self.caller.as_ref().is_some_and(|(id, _)| object["id"] == id.as_str());
            let id = object["id"].as_str().unwrap_or_default().to_lowercase();
            let is_caller = is_caller || self.caller.as_ref().is_some_and(|(caller, _)| *caller == id);
            let is_everyone = object["type"] == "BUILT_IN" && object["profile"]["name"] == "Everyone";
            match (is_caller, is_everyone) {
                (true, _) => Some(format!("{} is the owner of the token", name(object))),
                (_, true) => Some("the group Everyone is protected".to_owned()),
                _ => None,
            }
        })
    }

    /// Why an id, a login or a group's name is not to be harmed, as far as that can be told from it alone.
    pub fn reason_of_name(&self, name: &str) -> Option<String> {
        let plain = name.to_lowercase();
        if let Some(reason) = self.listed_reason_of_name(name) {
            return Some(reason);
        }
        let (id, login) = self.caller.as_ref()?;
        (plain == *id || plain == *login || plain == "me")
            .then(|| format!("{name} is the owner of the token"))
    }

    /// Why an id, a login or a group's name is not to be changed at all.
    pub fn listed_reason_of_name(&self, name: &str) -> Option<String> {
        self.listed.contains(&name.to_lowercase()).then(|| format!("{name} is on the protected list"))
    }

    fn listed_reason(&self, object: &Value) -> Option<String> {
        let names = [&object["id"], &object["profile"]["login"], &object["profile"]["name"]];
        let mut names = names.into_iter().filter_map(Value::as_str);
        names
            .any(|name| self.listed.contains(&name.to_lowercase()))
            .then(|| format!("{} is on the protected list", name(object)))
    }
}

/// Refuses a request that would change what is protected.
///
/// What is on the list is not changed at all. The caller and Everyone are protected from what takes
/// something away: an administrator may well change the own phone number.
pub async fn guard(run: &mut Run, request: &Request<Bytes>) -> Result<(), Stop> {
    let harmful = harms(request);
    let listed = !run.protected_names().is_empty();
    let named = named(request);
    if named.is_empty() || !(harmful || listed) {
        return Ok(());
    }
    let protected = run.protected().await?;
    for (collection, name) in named {
        let object = run.look(collection, &name).await?;
        let reason = match (&object, harmful) {
            (Some(object), true) => protected.reason(object),
            (Some(object), false) => protected.listed_reason(object),
            // It cannot be looked at, perhaps for want of a scope: the name has to do.
            (None, _) => protected.reason_of_name(&name),
        };
        if let Some(reason) = reason {
            return Err(refused(&reason));
        }
    }
    Ok(())
}

/// Refuses to harm a user or a group, given as Okta shows it, that is protected.
pub async fn protect(run: &mut Run, write: WriteArgs, object: &Value) -> Result<(), Stop> {
    match run.protected().await?.reason(object) {
        Some(reason) if !write.force => Err(refused(&reason)),
        _ => Ok(()),
    }
}

/// The failure of a command that was about to change what is protected.
pub fn refused(reason: &str) -> Stop {
    Failure::new(Exit::Cancelled, format!("{reason}; nothing was changed"))
        .hint("add --force if that is what you mean")
        .into()
}

/// Whether a request takes something away from what it names.
fn harms(request: &Request<Bytes>) -> bool {
    let on_group = matches!(segments(request).as_slice(), [first, _] if first == "groups");
    takes_away(request) || (request.method() != Method::GET && on_group)
}

/// The users and groups that stand in the path of a request.
pub fn named(request: &Request<Bytes>) -> Vec<(&'static str, String)> {
    let segments = segments(request);
    let collection = |name: &str| ["users", "groups"].into_iter().find(|known| *known == name);
    let pairs = segments.windows(2).filter_map(|pair| Some((collection(&pair[0])?, pair[1].clone())));
    // `rules` is a collection below groups, and no group.
    pairs.filter(|(collection, name)| !(*collection == "groups" && name == "rules")).collect()
}

fn segments(request: &Request<Bytes>) -> Vec<String> {
    let path = request.uri().path().strip_prefix("/api/v1/").unwrap_or_default();
    path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect()
}

/// How somebody reads what a user or a group is called.
pub fn name(object: &Value) -> &str {
    let profile = &object["profile"];
    let named = [&profile["login"], &profile["name"], &object["label"], &object["name"], &object["id"]];
    named.into_iter().find_map(Value::as_str).unwrap_or("it")
}

/// What is about to be done, for the question before it.
#[derive(Debug)]
pub struct Question<'a> {
    /// What is done, such as `Delete for good`.
    pub what: &'a str,
    /// One of what it is done to, such as `user`, and several of them, such as `users`.
    pub kind: (&'a str, &'a str),
    pub count: u64,
    /// What else to say, after the question.
    pub besides: &'a str,
    /// Some of those that it is done to; the first few are shown.
    pub examples: &'a [String],
    /// Whether the org's name has to be typed, because so much is at stake.
    pub typed: bool,
}

impl<'a> Question<'a> {
    /// About a single one.
    pub fn one(what: &'a str, kind: &'a str, example: &'a [String; 1]) -> Self {
        Question { what, kind: (kind, kind), count: 1, besides: "", examples: example, typed: false }
    }
}

impl Question<'_> {
    /// `Deactivate 3 users in acme? (1 row is invalid and left out)`. Where a sentence would need more grammar, the
    /// step stands alone: `Delete for good: 1 user in acme?`
    fn text(&self, org: &str) -> String {
        let kind = if self.count == 1 { self.kind.0 } else { self.kind.1 };
        let (what, count) = (self.what, grouped(self.count));
        match (what.contains(' '), what.ends_with(|c: char| c.is_ascii_digit())) {
            (false, _) => format!("{what} {count} {kind} in {org}?{}", self.besides),
            (_, true) => format!("{what} {kind} in {org}?{}", self.besides),
            _ => format!("{what}: {count} {kind} in {org}?{}", self.besides),
        }
    }
}

/// Shows org, count and examples, and asks. Without anybody to ask, the answer is no.
pub fn confirm(run: &mut Run, write: WriteArgs, question: &Question<'_>) -> Result<(), Stop> {
    if write.yes {
        return Ok(());
    }
    let org = run.org_label()?;
    let asked = question.text(&org);
    let examples = examples(question);
    if !std::io::stdin().is_terminal() {
        let asked = format!("{asked} {}", examples.join(", "));
        let hint = "add --yes to do it without a question, or --dry-run to see the requests";
        return Err(nobody_to_ask(&asked).hint(hint).into());
    }
    run.printer.flush()?;
    let mut err = anstream::stderr();
    let _ = writeln!(err, "{}", visible(&asked));
    for example in &examples {
        let _ = writeln!(err, "  {}", visible(example));
    }
    let agreed = if question.typed {
        ask(&format!("Type the name of the org ({org}) to continue: "))? == org
    } else {
        is_yes()?
    };
    if agreed { Ok(()) } else { Err(Failure::new(Exit::Cancelled, "cancelled; nothing was changed").into()) }
}

pub fn nobody_to_ask(what: &str) -> Failure {
    Failure::new(Exit::Cancelled, format!("there is no terminal to ask on: {what}"))
}

/// Says what would change, and asks.
pub fn ask_to_go_on(what: &str) -> Result<(), Stop> {
    let _ = writeln!(anstream::stderr(), "{}", visible(what));
    if is_yes()? {
        Ok(())
    } else {
        Err(Failure::new(Exit::Cancelled, "cancelled; nothing was changed").into())
    }
}

fn is_yes() -> Result<bool, Stop> {
    Ok(matches!(ask("Go on? [y/N] ")?.as_str(), "y" | "Y" | "yes"))
}

/// Asks before a request that was written by hand, if it takes something away and somebody is there to ask.
///
/// A script that says DELETE means it.
pub fn confirm_request(run: &mut Run, write: WriteArgs, request: &Request<Bytes>) -> Result<(), Stop> {
    if write.shows_only() || !takes_away(request) || !std::io::stdin().is_terminal() {
        return Ok(());
    }
    run.may_write()?;
    let example = [redact::request_line(request)];
    confirm(run, write, &Question::one("Send what takes something away", "request", &example))
}

/// Whether a request deletes, deactivates or resets.
fn takes_away(request: &Request<Bytes>) -> bool {
    oktars_catalog::Effect::of(request.method().as_str(), request.uri().path()).takes_away()
}

fn examples(question: &Question<'_>) -> Vec<String> {
    let mut shown: Vec<String> = question.examples.iter().take(EXAMPLES).cloned().collect();
    let more = question.count.saturating_sub(shown.len() as u64);
    if more > 0 {
        shown.push(format!("and {} more", grouped(more)));
    }
    shown
}

fn ask(prompt: &str) -> Result<String, Stop> {
    let mut err = anstream::stderr();
    let _ = write!(err, "{}", visible(prompt));
    let _ = err.flush();
    let read = || {
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).map(|_| answer)
    };
    match interruptible(None, read) {
        Waited::Done(Ok(answer)) => Ok(answer.trim().to_owned()),
        Waited::Done(Err(error)) => {
            Err(Failure::new(Exit::Failed, format!("the answer cannot be read: {error}")).into())
        }
        Waited::Interrupted | Waited::TooLong => {
            Err(Failure::interrupted("cancelled; nothing was changed").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_protected_is_known_by_any_of_its_names() {
        let protected = Protected::new(["Break@acme.example", "00g1", "Payroll"])
            .with_caller(&json!({"id": "00uME", "profile": {"login": "me@acme.example"}}));
        let cases = [
            (json!({"id": "00u1", "profile": {"login": "break@ACME.example"}}), "protected list"),
            (json!({"id": "00g1", "profile": {"name": "Any"}}), "protected list"),
            (json!({"id": "00g2", "profile": {"name": "payroll"}}), "protected list"),
            (json!({"id": "00uME", "profile": {"login": "me@acme.example"}}), "owner of the token"),
            (json!({"id": "00g3", "type": "BUILT_IN", "profile": {"name": "Everyone"}}), "Everyone"),
        ];
        for (object, reason) in cases {
            assert!(protected.reason(&object).is_some_and(|why| why.contains(reason)), "{object}");
        }
        let free = [
            json!({"id": "00u2", "profile": {"login": "ann@acme.example"}}),
            json!({"id": "00g4", "type": "OKTA_GROUP", "profile": {"name": "Everyone"}}),
        ];
        for object in free {
            assert_eq!(protected.reason(&object), None, "{object}");
        }
        assert!(protected.reason_of_name("BREAK@acme.example").is_some());
        assert!(protected.reason_of_name("me").is_some());
        assert_eq!(protected.reason_of_name("ann@acme.example"), None);
    }

    #[test]
    fn questions_are_sentences() {
        let cases = [
            ("Deactivate", 1, "Deactivate 1 user in acme?"),
            ("Deactivate", 3000, "Deactivate 3,000 users in acme?"),
            ("Create 412, update 37", 449, "Create 412, update 37 users in acme?"),
            ("Delete for good", 1, "Delete for good: 1 user in acme?"),
        ];
        for (what, count, text) in cases {
            let question =
                Question { what, kind: ("user", "users"), count, besides: "", examples: &[], typed: false };
            assert_eq!(question.text("acme"), text);
        }
    }

    #[test]
    fn requests_tell_whom_they_harm() {
        let cases = [
            ("DELETE", "users/00u1", true, vec![("users", "00u1")]),
            ("POST", "users/a%40b.test/lifecycle/suspend", true, vec![("users", "a@b.test")]),
            ("POST", "users/00u1/lifecycle/unlock", false, vec![("users", "00u1")]),
            ("POST", "users/00u1", false, vec![("users", "00u1")]),
            ("DELETE", "groups/00g1/users/00u1", true, vec![("groups", "00g1"), ("users", "00u1")]),
            ("DELETE", "apps/0oa1/groups/00g1", true, vec![("groups", "00g1")]),
            ("PUT", "groups/00g1", true, vec![("groups", "00g1")]),
            ("PUT", "groups/00g1/users/00u1", false, vec![("groups", "00g1"), ("users", "00u1")]),
            ("DELETE", "groups/rules/0pr1", true, vec![]),
            ("POST", "users", false, vec![]),
        ];
        for (method, path, harmful, names) in cases {
            let request =
                Request::builder().method(method).uri(format!("https://acme.okta.com/api/v1/{path}"));
            let request = request.body(Bytes::new()).unwrap();
            assert_eq!(harms(&request), harmful, "{method} {path}");
            let found = named(&request);
            let found: Vec<_> = found.iter().map(|(kind, name)| (*kind, name.as_str())).collect();
            assert_eq!(found, names, "{method} {path}");
        }
    }
}
