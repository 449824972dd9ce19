//! Results in the form that was asked for: a table for people, records for programs.

mod csv;
mod field;
pub mod formula;
mod jq;
mod json;
mod misspelt;
mod table;
mod time;
pub mod workbook;
mod yaml;

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use serde_json::value::RawValue;

pub use csv::BYTE_ORDER_MARK;
pub use field::{Columns, Fields, leaves};
pub use jq::{Jq, Over, check as check_jq};
pub use misspelt::{Schemed, Watch};
pub use time::Zone;

/// How deep an answer is followed, level by level; what is below is shown as Okta sent it. Okta's own objects have
/// less than 20 levels.
const DEEPEST: usize = 64;

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns, fitted to the terminal
    Table,
    /// A table with all columns, and with nothing cut
    Wide,
    /// One JSON document, as Okta sent it
    Json,
    /// One JSON object a line, as Okta sent it
    Ndjson,
    /// Comma-separated values that are safe to open in a spreadsheet
    Csv,
    /// A workbook for Excel and other spreadsheet programs
    Xlsx,
    /// YAML, for reading whole objects
    Yaml,
}

/// The form of the results, and the file that they go into where one was named: `-o csv`, `-o people.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    pub format: Format,
    pub file: Option<PathBuf>,
}

/// The forms that a file's name can end with.
const ENDINGS: [(&str, Format); 7] = [
    ("json", Format::Json),
    ("ndjson", Format::Ndjson),
    ("jsonl", Format::Ndjson),
    ("csv", Format::Csv),
    ("xlsx", Format::Xlsx),
    ("yaml", Format::Yaml),
    ("yml", Format::Yaml),
];

/// Reads what `-o` says: a form, or a file whose name ends with one.
#[derive(Clone)]
pub struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Output, clap::Error> {
        let path = Path::new(value);
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let named = ENDINGS.iter().find(|(known, _)| ending.as_deref() == Some(*known));
        if let Some((_, format)) = named {
            return Ok(Output { format: *format, file: Some(path.to_owned()) });
        }
        let format = EnumValueParser::<Format>::new().parse_ref(command, argument, value)?;
        Ok(Output { format, file: None })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Format::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

/// Writes items, a page at a time.
pub trait Sink {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands behind the last page. It is not called where a listing broke off, so that a
    /// JSON array which is not closed is not complete.
    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// What a sink needs to know about its target.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    /// The columns of the terminal; `None` where there is no terminal.
    pub width: Option<usize>,
    /// Whether headings may stand out.
    pub color: bool,
    /// The zone of dates for people; Okta's own text without one.
    pub zone: Option<Zone>,
    /// Whether CSV begins with a byte order mark.
    pub bom: bool,
}

/// The fields of a list: those that were asked for, the usual ones, or those of the first item.
#[derive(Debug, Clone)]
pub struct Chosen {
    fields: Option<Fields>,
    is_usual: bool,
}

impl Chosen {
    fn new(asked: Option<Fields>, usual: Option<Fields>) -> Self {
        Chosen { is_usual: asked.is_none(), fields: asked.or(usual) }
    }

    /// The fields, when the first item is there. Usual ones of which it has none are of something else.
    fn of(&mut self, first: &RawValue) -> Fields {
        let fields = match self.fields.take() {
            Some(fields) if self.is_usual => fields.or_those_of(first),
            Some(fields) => fields,
            None => Fields::of(first),
        };
        self.is_usual = false;
        self.fields.insert(fields).clone()
    }

    /// The fields where there are no items.
    fn without_items(&self) -> Option<Fields> {
        self.fields.clone()
    }

    #[cfg(test)]
    fn those(fields: Option<&str>) -> Self {
        Chosen::new(fields.map(|fields| Fields::parse(fields).unwrap()), None)
    }
}

/// Why results do not fit into the form that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Unfit {
    pub what: String,
    pub hint: Option<String>,
}

impl Unfit {
    fn new(what: impl Into<String>) -> Self {
        Unfit { what: what.into(), hint: None }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Unfit { hint: Some(hint.into()), ..self }
    }
}

impl From<Unfit> for io::Error {
    fn from(unfit: Unfit) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, unfit)
    }
}

/// The sink of a list.
pub fn list(format: Format, asked: Option<&Fields>, columns: &Columns, place: Place) -> Box<dyn Sink> {
    let fields = || asked.map(|fields| fields.named_by(columns, false));
    let headed = asked.map(|fields| fields.named_by(columns, true));
    let all = Chosen::new(headed.clone(), columns.all());
    match format {
        Format::Json => Box::new(json::Array::new(fields())),
        Format::Ndjson => Box::new(json::Lines::new(fields())),
        Format::Csv => Box::new(csv::Csv::new(all, place.zone, place.bom)),
        Format::Xlsx => Box::new(workbook::Book::new(all, place.zone)),
        Format::Yaml => Box::new(yaml::Yaml::new(fields(), true)),
        Format::Table => Box::new(table::Table::new(Chosen::new(headed, columns.table()), place)),
        Format::Wide => Box::new(table::Table::new(all, Place { width: None, ..place })),
    }
}

/// The sink of a single object.
pub fn object(format: Format, asked: Option<&Fields>, columns: &Columns, place: Place) -> Box<dyn Sink> {
    let fields = |has_headings| asked.map(|fields| fields.named_by(columns, has_headings));
    match format {
        Format::Json | Format::Ndjson => Box::new(json::Lines::new(fields(false))),
        Format::Csv | Format::Xlsx => list(format, asked, columns, place),
        Format::Yaml => Box::new(yaml::Yaml::new(fields(false), false)),
        Format::Table | Format::Wide => Box::new(table::Sheet::new(fields(true), place)),
    }
}
