//! What the checks are.

use std::io::Write;

use oktars_mirror::check::Check;
use serde_json::{Value, json};

use crate::command::mirror;
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

const LIST: Columns = Columns { table: "name,severity,stig,title", csv: "rule,reads" };

/// The check of a name, or what is written alike.
pub fn find<'a>(checks: &'a [Check], name: &str) -> Result<&'a Check, Failure> {
    let found = checks.iter().find(|check| check.name == name);
    found.ok_or_else(|| {
        let alike = |check: &&Check| (strsim::jaro(&check.name, name) * 1000.0) as u32;
        let similar = checks.iter().max_by_key(alike).filter(|check| alike(check) > 800);
        let hint = match similar {
            Some(check) => format!("did you mean {}?", check.name),
            None => "`oktars check list` shows all of them".to_owned(),
        };
        // Somebody may have typed something else at this place.
        Failure::usage("there is no check of this name").hint(hint)
    })
}

pub fn list(run: &mut Run, checks: &[Check]) -> Result<(), Stop> {
    mirror::print(run, checks.iter().map(row), &LIST)
}

fn row(check: &Check) -> Value {
    json!({
        "name": check.name,
        "severity": check.severity.name(),
        "stig": check.stig.as_ref().map(|stig| &stig.group),
        "title": check.title,
        "rule": check.stig.as_ref().map(|stig| &stig.version),
        "why": check.why,
        "fix": check.fix,
        "reads": check.reads.join(", "),
        "manual": check.is_manual(),
        "sql": check.sql(),
    })
}

pub fn explain(run: &mut Run, checks: &[Check], name: &str) -> Result<(), Stop> {
    let check = find(checks, name)?;
    if run.chosen_format().is_some() {
        return mirror::print(run, [row(check)], &LIST);
    }
    let mut text = format!("{}: {}\n\n", check.name, check.title);
    let mut add = |label: &str, value: &str| text.push_str(&format!("{label:<9} {value}\n"));
    add("severity", check.severity.name());
    if let Some(stig) = &check.stig {
        add("STIG", &format!("{}, {}, {}", stig.group, stig.version, stig.controls.join(" ")));
    }
    add("why", &check.why);
    add("to do", &check.fix);
    match check.sql() {
        Some(sql) => {
            add("reads", &check.reads.join(", "));
            text.push_str(&format!("\n{sql}\n"));
        }
        None => add("how", "by hand: the API does not show it"),
    }
    Ok(write!(run.out(), "{text}")?)
}
