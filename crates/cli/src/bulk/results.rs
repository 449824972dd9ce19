//! The file that says what became of each row.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Map, Value};

use super::cell;
use super::form::{self, Form};
use super::plan::{Outcome, Plan, Row, unwritable};
use crate::failure::Stop;
use crate::file::{NewFile, Readers};
use crate::output::BYTE_ORDER_MARK;
use crate::output::workbook::Workbook;
use crate::run::Run;

const COLUMNS: [&str; 5] = ["row", "subject", "outcome", "id", "error"];

/// Writes a line for each row, in the form that the name says; NDJSON where it says none.
pub fn write<W>(run: &mut Run, path: &Path, plan: &Plan<W>) -> Result<(), Stop> {
    let mut file = NewFile::create(path, Readers::Owner)?;
    let out = BufWriter::new(&mut file);
    let written = match form::of_name(path)?.unwrap_or(Form::Ndjson) {
        Form::Csv => csv(out, run.global().bom, &plan.rows),
        Form::Xlsx => xlsx(out, &plan.rows),
        Form::Json => json(out, &plan.rows, ("[\n", ",\n", "\n]\n")),
        Form::Ndjson => json(out, &plan.rows, ("", "\n", "\n")),
    };
    written.map_err(unwritable)?;
    file.keep_and_tell(|text| run.note(text))?;
    Ok(())
}

fn csv(mut out: impl Write, bom: bool, rows: &[Row]) -> io::Result<()> {
    if bom {
        out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for row in rows {
        writer.write_record(values(row).iter().map(|value| cell::write(value.as_ref()).into_owned()))?;
    }
    writer.flush()
}

fn xlsx(mut out: impl Write, rows: &[Row]) -> io::Result<()> {
    let mut book = Workbook::new(COLUMNS.into_iter())?;
    for row in rows {
        book.row(values(row).iter().map(|value| cell::cell(value.as_ref())))?;
    }
    out.write_all(&book.finish()?)?;
    out.flush()
}

fn json(mut out: impl Write, rows: &[Row], (start, between, end): (&str, &str, &str)) -> io::Result<()> {
    out.write_all(start.as_bytes())?;
    for (n, row) in rows.iter().enumerate() {
        let named = COLUMNS.into_iter().map(str::to_owned).zip(values(row));
        let line: Map<String, Value> = named.map(|(name, value)| (name, value.unwrap_or_default())).collect();
        write!(out, "{}{}", if n == 0 { "" } else { between }, Value::Object(line))?;
    }
    out.write_all(if rows.is_empty() { end.trim_start_matches('\n') } else { end }.as_bytes())?;
    out.flush()
}

/// The values of a row, one for each column.
fn values(row: &Row) -> [Option<Value>; 5] {
    let (outcome, id, error) = parts(&row.outcome);
    let text = |text: &str| (!text.is_empty()).then(|| Value::from(text));
    [number(row).map(Value::from), text(&row.subject), text(outcome), text(id), text(error)]
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
        Outcome::Protected(reason) => ("protected", "", reason),
        Outcome::Left(reason) => ("left", "", reason),
    }
}
