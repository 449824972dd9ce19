//! The file of exceptions: what is accepted, why, and until when.

use std::path::Path;

use jiff::civil::Date;
use oktars_mirror::check::{Check, Exception};
use serde::Deserialize;

use super::explain;
use crate::command::{named, read as read_file};
use crate::failure::{Failure, Stop};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    exception: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    check: String,
    object: String,
    reason: String,
    until: toml_edit::Datetime,
}

const FORM: &str = "each exception is: [[exception]], check = \"NAME\", object = \"ID or name\", reason = \"...\", until = 2027-01-31";

pub fn read(path: &Path, checks: &[Check]) -> Result<Vec<Exception>, Stop> {
    let bytes = read_file(path)?;
    let text =
        String::from_utf8(bytes).map_err(|_| Failure::usage(format!("{} is not UTF-8", named(path))))?;
    let wrong = |what: &str| Failure::usage(format!("{}: {what}", named(path))).hint(FORM);
    let file: File = toml_edit::de::from_str(&text).map_err(|error: toml_edit::de::Error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text[..at].matches('\n').count() + 1;
        wrong(&format!("line {line}: {}", error.message()))
    })?;
    let mut exceptions = Vec::new();
    for Entry { check, object, reason, until } in file.exception {
        // An exception from a check that was left out by --only is as good as one from a check that runs.
        if !checks.iter().any(|known| known.name == check) {
            explain::find(&Check::shipped().unwrap_or_default(), &check)?;
        }
        if object.trim().is_empty() || reason.trim().is_empty() {
            return Err(wrong(&format!("the exception from {check} names no object or no reason")).into());
        }
        let until: Date = until
            .date
            .and_then(|date| date.to_string().parse().ok())
            .ok_or_else(|| wrong(&format!("the exception of {object} from {check} has no end date")))?;
        exceptions.push(Exception { check, object, reason, until });
    }
    exceptions.retain(|exception| checks.iter().any(|check| check.name == exception.check));
    Ok(exceptions)
}
