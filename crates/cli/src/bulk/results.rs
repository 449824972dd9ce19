//! The file that says what became of each row.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::cell;
use super::plan::{Outcome, Plan, Row, unwritable};
use crate::failure::Failure;
use crate::file::{NewFile, Readers};

/// Writes a line for each row: CSV where the name says so, NDJSON otherwise.
pub fn write<W>(path: &Path, plan: &Plan<W>) -> Result<(), Failure> {
    let mut file = NewFile::create(path, Readers::Owner)?;
    let out = BufWriter::new(&mut file);
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let written = if is_csv { csv(out, &plan.rows) } else { ndjson(out, &plan.rows) };
    written.map_err(unwritable)?;
    file.keep()
}

fn csv(out: impl Write, rows: &[Row]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["row", "subject", "outcome", "id", "error"])?;
    for row in rows {
        let (outcome, id, error) = parts(&row.outcome);
        let [subject, error] = [&*row.subject, error].map(Value::from);
        let text = |value: &Value| match value.as_str() {
            Some("") => String::new(),
            _ => cell::write(Some(value)).into_owned(),
        };
        writer.write_record([
            &number(row).map_or_else(String::new, |number| number.to_string()),
            &text(&subject),
            outcome,
            id,
            &text(&error),
        ])?;
    }
    writer.flush()
}

fn ndjson(mut out: impl Write, rows: &[Row]) -> io::Result<()> {
    for row in rows {
        let (outcome, id, error) = parts(&row.outcome);
        let present = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let line = json!({
            "row": number(row),
            "subject": row.subject,
            "outcome": outcome,
            "id": present(id),
            "error": present(error),
        });
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// The number of a row, where it is one of the file.
fn number(row: &Row) -> Option<u64> {
    Some(row.number).filter(|number| *number > 0)
}

fn parts(outcome: &Outcome) -> (&'static str, &str, &str) {
    match outcome {
        Outcome::Open => ("not done", "", ""),
        Outcome::Same => ("same", "", ""),
        Outcome::Done(verb, id) => (verb.past(), id.as_deref().unwrap_or_default(), ""),
        Outcome::Failed(error) => ("failed", "", error),
        Outcome::Invalid(error) => ("invalid", "", error),
    }
}
