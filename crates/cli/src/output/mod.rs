//! Results in the form that was asked for: a table for people, records for programs.

mod csv;
mod field;
mod jq;
mod json;
mod table;
mod time;
mod yaml;

use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::value::RawValue;

pub use field::{Columns, Fields};
pub use jq::{Jq, Over, check as check_jq};
pub use time::Zone;

/// How deep an answer is followed, level by level; what is below is shown as Okta sent it. Okta's own objects have
/// less than 20 levels.
const DEEPEST: usize = 64;

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns, fitted to the terminal
    Table,
    /// One JSON document, as Okta sent it
    Json,
    /// One JSON object a line, as Okta sent it
    Ndjson,
    /// Comma-separated values that are safe to open in a spreadsheet
    Csv,
    /// YAML, for reading whole objects
    Yaml,
}

/// Writes items, a page at a time.
pub trait Sink {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands behind the last page. It is not called where a listing broke off, so that a
    /// JSON array which is not closed is not complete.
    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// What a sink needs to know of where it writes to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    /// The columns of the terminal; `None` where there is no terminal.
    pub width: Option<usize>,
    /// Whether headings may stand out.
    pub color: bool,
    /// The zone of dates for people; Okta's own text without one.
    pub zone: Option<Zone>,
}

/// The sink of a list.
pub fn list(format: Format, fields: Option<&Fields>, columns: &Columns, place: Place) -> Box<dyn Sink> {
    match format {
        Format::Json => Box::new(json::Array::new(fields.cloned())),
        Format::Ndjson => Box::new(json::Lines::new(fields.cloned())),
        Format::Csv => Box::new(csv::Csv::new(fields.cloned().or_else(|| columns.csv()), place.zone)),
        Format::Yaml => Box::new(yaml::Yaml::new(fields.cloned(), true)),
        Format::Table => Box::new(table::Table::new(fields.cloned().or_else(|| columns.table()), place)),
    }
}

/// The sink of a single object.
pub fn object(format: Format, fields: Option<&Fields>, columns: &Columns, place: Place) -> Box<dyn Sink> {
    match format {
        Format::Json | Format::Ndjson => Box::new(json::Lines::new(fields.cloned())),
        Format::Csv => list(format, fields, columns, place),
        Format::Yaml => Box::new(yaml::Yaml::new(fields.cloned(), false)),
        Format::Table => Box::new(table::Sheet::new(fields.cloned(), place)),
    }
}
