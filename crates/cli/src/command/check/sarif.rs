//! SARIF 2.1.0: what is wrong, as code scanning of GitHub takes it.

use oktars_mirror::check::{Check, Finding, Outcome, Severity, State};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Report;

/// GitHub refuses a run with more than 25,000 results.
const MOST_OF_A_CHECK: usize = 200;
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub fn written(report: &Report) -> Value {
    let rules: Vec<Value> = report.outcomes.iter().map(|outcome| rule(&outcome.check)).collect();
    let failed = report.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.state == State::Fail);
    let results: Vec<Value> = failed.flat_map(|(at, outcome)| results(at, outcome)).collect();
    // What does not fail is no result: GitHub would show each of them as an alert.
    let unread = report.outcomes.iter().filter(|outcome| outcome.state == State::NotReadable);
    let told: Vec<Value> = unread.map(notification).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "oktars",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": told }],
            "properties": { "org": report.org, "asOf": report.at },
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// The number by which GitHub sorts alerts: above 7 is high, above 4 is medium.
fn number(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "8.0",
        Severity::Medium => "5.0",
        Severity::Low => "2.0",
    }
}

fn rule(check: &Check) -> Value {
    let tags: Vec<&str> = check.stig.iter().map(|stig| stig.group.as_str()).chain(["security"]).collect();
    json!({
        "id": check.name,
        "name": check.name,
        "shortDescription": { "text": check.title },
        "fullDescription": { "text": check.why },
        "help": { "text": check.fix },
        "defaultConfiguration": { "level": level(check.severity) },
        "properties": { "tags": tags, "security-severity": number(check.severity) },
    })
}

fn results(at: usize, outcome: &Outcome) -> Vec<Value> {
    let more = outcome.findings.len().saturating_sub(MOST_OF_A_CHECK);
    let shown = outcome.findings.iter().take(MOST_OF_A_CHECK).enumerate();
    shown
        .map(|(n, finding)| {
            let is_last = more > 0 && n + 1 == MOST_OF_A_CHECK;
            result(at, &outcome.check, finding, if is_last { more } else { 0 })
        })
        .collect()
}

fn result(at: usize, check: &Check, finding: &Finding, more: usize) -> Value {
    let Finding { kind, id, name, detail } = finding;
    let more = if more == 0 { String::new() } else { format!(" ({more} more are not shown)") };
    let digest = Sha256::digest(format!("{}\n{kind}\n{id}", check.name));
    let fingerprint: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    json!({
        "ruleId": check.name,
        "ruleIndex": at,
        "kind": "fail",
        "level": level(check.severity),
        "message": { "text": format!("{name}: {detail}{more}") },
        "locations": [{
            // GitHub demands a file: the one of the check stands for the org.
            "physicalLocation": {
                "artifactLocation": { "uri": format!("checks/{}.sql", check.name) },
                "region": { "startLine": 1 },
            },
            "logicalLocations": [{ "name": name, "fullyQualifiedName": format!("{kind}/{id}"), "kind": "resource" }],
        }],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint },
    })
}

fn notification(outcome: &Outcome) -> Value {
    let reason = outcome.reason.as_deref().unwrap_or("it cannot be read");
    json!({
        "level": "warning",
        "message": { "text": format!("{}: not readable: {reason}", outcome.check.name) },
        "associatedRule": { "id": outcome.check.name },
    })
}
