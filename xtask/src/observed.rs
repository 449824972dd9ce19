//! Compares what clients saw of two orgs, the local one and a real one, step by step.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::Outcome;

/// A line of what a story saw.
#[derive(Deserialize)]
struct Observed {
    client: String,
    story: String,
    step: String,
    saw: Value,
}

type Steps = BTreeMap<String, Value>;

/// How two answers relate, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// They are the same.
    Match,
    /// They differ as two orgs do: ids, times, tokens, the host.
    Varies,
    /// The local org says something that the real one does not.
    Extra,
    /// The real org says something that the local one does not.
    Missing,
    /// Both say something, and not the same.
    Mismatch,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Match => "match",
            Verdict::Varies => "varies",
            Verdict::Extra => "extra",
            Verdict::Missing => "missing",
            Verdict::Mismatch => "mismatch",
        })
    }
}

/// A place where they are not the same.
struct Finding {
    verdict: Verdict,
    path: String,
    detail: String,
}

pub fn run(local: &Path, live: &Path) -> Outcome {
    let (report, differ) = compare(&read(local)?, &read(live)?);
    print!("{report}");
    if differ == 0 { Ok(()) } else { Err(format!("{differ} steps are not the same in both orgs")) }
}

fn read(path: &Path) -> Result<Steps, String> {
    let named = |error: String| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| named(error.to_string()))?;
    let mut steps = Steps::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let seen: Observed = serde_json::from_str(line).map_err(|error| named(format!("{error}: {line}")))?;
        steps.insert(format!("{} {}: {}", seen.client, seen.story, seen.step), seen.saw);
    }
    Ok(steps)
}

/// The report, and how many steps differ by more than two orgs always do. Some steps are told to the local
/// org alone, such as those that look into its outbox: they are no difference.
fn compare(local: &Steps, live: &Steps) -> (String, usize) {
    let mut report = String::new();
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    let mut only_local = 0;
    let names: std::collections::BTreeSet<&String> = local.keys().chain(live.keys()).collect();
    for name in names {
        let findings = match (local.get(name), live.get(name)) {
            (Some(local), Some(live)) => findings(local, live),
            (Some(_), None) => vec![finding(Verdict::Extra, "", "the live story did not come to it")],
            _ => vec![finding(Verdict::Missing, "", "the local story did not come to it")],
        };
        only_local += usize::from(!live.contains_key(name));
        let worst = findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Match);
        *counts.entry(worst).or_default() += 1;
        report += &format!("{worst:8} {name}\n");
        for Finding { path, detail, .. } in findings.iter().filter(|found| found.verdict > Verdict::Varies) {
            report += &format!("         {path} {detail}\n");
        }
    }
    let of = |verdict| counts.get(&verdict).copied().unwrap_or(0);
    let [same, varies, extra, missing, mismatch] =
        [Verdict::Match, Verdict::Varies, Verdict::Extra, Verdict::Missing, Verdict::Mismatch].map(of);
    report +=
        &format!("{same} match, {varies} vary, {mismatch} mismatch, {missing} missing, {extra} extra\n");
    (report, extra + missing + mismatch - only_local)
}

fn findings(local: &Value, live: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    collect("", local, live, &mut found);
    found
}

fn collect(path: &str, local: &Value, live: &Value, found: &mut Vec<Finding>) {
    match (local, live) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, value) in ours {
                let path = format!("{path}/{name}");
                match theirs.get(name) {
                    Some(their_value) => collect(&path, value, their_value, found),
                    None => found.push(finding(Verdict::Extra, &path, &value.to_string())),
                }
            }
            for (name, value) in theirs.iter().filter(|(name, _)| !ours.contains_key(*name)) {
                found.push(finding(Verdict::Missing, &format!("{path}/{name}"), &value.to_string()));
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                collect(&format!("{path}/{at}"), ours, theirs, found);
            }
        }
        (ours, theirs) if ours == theirs => {}
        (Value::String(ours), Value::String(theirs)) if shape(path, ours) == shape(path, theirs) => {
            found.push(finding(Verdict::Varies, path, ""));
        }
        _ => found.push(finding(Verdict::Mismatch, path, &format!("local {local}, live {live}"))),
    }
}

fn finding(verdict: Verdict, path: &str, detail: &str) -> Finding {
    Finding { verdict, path: path.to_owned(), detail: detail.to_owned() }
}

/// Members whose values are random, or the org's own.
const RANDOM: &[&str] = &[
    "errorId",
    "kid",
    "x5c",
    "x5t#S256",
    "x5tS256",
    "n",
    "e",
    "csr",
    "client_secret",
    "uuid",
    "activationToken",
    "tempPassword",
    "sessionToken",
    "orn",
    "eventId",
];

/// How ids begin that stories come across; what else is as long and as mixed is a one-time token.
const PREFIXES: &[&str] = &[
    "00T", "00g", "00o", "00p", "00u", "0oa", "0pr", "aus", "cr0", "iam", "nzo", "oag", "ocl", "ocs", "osc",
    "oty", "ra1", "rst", "rul", "scp", "tos", "who",
];

/// A text without what is another one in every org: host, ids, times.
fn shape(path: &str, text: &str) -> String {
    // An item of a list is random where its list is.
    let name = path.rsplit('/').find(|part| part.parse::<usize>().is_err());
    if name.is_some_and(|name| RANDOM.contains(&name)) {
        return "(random)".to_owned();
    }
    let text = match text.split_once("://") {
        Some((_, rest)) => format!("(host){}", rest.find('/').map_or("", |at| &rest[at..])),
        None => text.to_owned(),
    };
    let mut shape = String::new();
    let mut word = String::new();
    for sign in text.chars().chain(['\n']) {
        if sign.is_ascii_alphanumeric() {
            word.push(sign);
            continue;
        }
        shape += &masked(&word);
        word.clear();
        shape.push(sign);
    }
    if is_time(text.as_str()) { "(time)".to_owned() } else { shape }
}

/// An id keeps its prefix, for that is a fact of Okta's. One-time tokens stand in paths.
fn masked(word: &str) -> String {
    let mixed =
        word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().any(|byte| byte.is_ascii_alphabetic());
    match word.len() {
        20 if PREFIXES.contains(&&word[..3]) => format!("({})", &word[..3]),
        20.. if mixed => "(token)".to_owned(),
        _ => word.to_owned(),
    }
}

fn is_time(text: &str) -> bool {
    let form = b"dddd-dd-ddTdd:dd:dd.dddZ";
    let fits = |(byte, form): (u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == *form };
    text.len() == form.len() && text.bytes().zip(form).all(fits)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The local org's answer, the real one's, and what is found.
    type Case = (Value, Value, &'static [(Verdict, &'static str)]);

    fn verdicts(local: Value, live: Value) -> Vec<(Verdict, String)> {
        findings(&local, &live).into_iter().map(|found| (found.verdict, found.path)).collect()
    }

    #[test]
    fn what_is_another_in_every_org_varies_and_the_rest_is_told() {
        use Verdict::{Extra, Mismatch, Missing, Varies};
        let id = |end: &str| format!("00u0000000000000{end}");
        let cases: [Case; 13] = [
            (json!({"status": "ACTIVE"}), json!({"status": "ACTIVE"}), &[]),
            (json!({"id": id("1234")}), json!({"id": id("5678")}), &[(Varies, "/id")]),
            (
                json!({"id": id("1234")}),
                json!({"id": id("5678").replace("00u", "00g")}),
                &[(Mismatch, "/id")],
            ),
            (
                json!(format!("http://127.0.0.1:1/api/v1/users/{}", id("1234"))),
                json!(format!("https://dev-1.okta.com/api/v1/users/{}", id("5678"))),
                &[(Varies, "")],
            ),
            (
                json!("http://localhost/api/v1/users"),
                json!("https://a.okta.com/api/v1/groups"),
                &[(Mismatch, "")],
            ),
            (json!("2026-01-01T00:00:00.000Z"), json!("2026-01-02T10:00:07.000Z"), &[(Varies, "")]),
            (json!("2026-01-01T00:00:00Z"), json!("2026-01-02T10:00:07.000Z"), &[(Mismatch, "")]),
            (json!({"errorId": "oaeA"}), json!({"errorId": "oaeBC"}), &[(Varies, "/errorId")]),
            (json!({"a": 1, "b": 2}), json!({"a": 1, "c": 3}), &[(Extra, "/b"), (Missing, "/c")]),
            (json!({"a": null}), json!({"a": "x"}), &[(Mismatch, "/a")]),
            (json!([1, 2]), json!([1]), &[(Mismatch, "")]),
            (json!("/welcome/QCoobO15zM7SIcXzPram"), json!("/welcome/9mFBJvcbXhirgdkkfodX"), &[(Varies, "")]),
            (json!({"x5c": ["MII1"]}), json!({"x5c": ["MII2"]}), &[(Varies, "/x5c/0")]),
        ];
        for (local, live, expected) in cases {
            let expected: Vec<_> =
                expected.iter().map(|(verdict, path)| (*verdict, (*path).to_owned())).collect();
            assert_eq!(verdicts(local.clone(), live.clone()), expected, "{local} {live}");
        }
    }

    #[test]
    fn a_step_that_one_story_did_not_come_to_is_told() {
        let steps =
            |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), json!(1))).collect::<Steps>();
        let (report, differ) = compare(&steps(&["a", "b"]), &steps(&["b", "c"]));
        assert_eq!(differ, 1, "what is told to the local org alone is no difference");
        assert!(report.ends_with("1 match, 0 vary, 0 mismatch, 1 missing, 1 extra\n"), "{report}");
    }
}
