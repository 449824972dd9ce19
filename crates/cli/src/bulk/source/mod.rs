//! The file that a bulk command reads: CSV, NDJSON, JSON or XLSX, as rows that can be read again.
//!
//! Of a CSV or NDJSON file, only the places of its rows are kept; a row is read again when it is sent.

mod bytes;
mod delimited;
mod json;
mod numbers;
mod sheet;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use clap::ValueEnum;
use encoding_rs::Encoding;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use self::bytes::{BYTE_ORDER_MARK, Bytes, bytes_of, digest, in_encoding, in_utf8, is_blank, start_of};
use self::delimited::{Allowance, Metered, cells};
use self::json::{object, read_line};
use super::bounds::file::{COLUMN_NAME, COLUMNS, ROWS};
use super::bounds::workbook;
use crate::failure::Failure;

pub use self::bytes::encoding;
pub use self::sheet::{Row as SheetRow, UNSTORED};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Comma-separated values with a header; semicolons and tabs are recognised
    Csv,
    /// One JSON object a line
    Ndjson,
    /// An array of JSON objects
    Json,
    /// A workbook, of which one sheet is read
    Xlsx,
}

/// One row as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A text for each column of the header.
    Cells(Vec<String>),
    /// The same, of which some are formulas whose value the file does not hold.
    Formulas(Vec<String>, Vec<usize>),
    Object(Map<String, Value>),
    /// What is wrong with the row.
    Broken(String),
}

/// How to read a file, if the file itself does not show it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'a> {
    pub form: Option<Form>,
    pub sheet: Option<&'a str>,
    pub encoding: Option<&'static Encoding>,
    /// The number of the row that names the columns.
    pub header_row: Option<u64>,
}

enum Content {
    Csv(Box<csv::Reader<Metered>>, Allowance),
    Ndjson(BufReader<Box<dyn Bytes>>),
    Json(Vec<Box<RawValue>>),
    Sheet(Vec<sheet::Row>),
}

/// Where a row stands.
struct Place {
    start: u64,
    /// What it is called: the number that a spreadsheet or an editor shows beside it.
    number: u64,
    /// Tells whether the row is still what it was when it was checked.
    hash: u64,
}

pub struct Source {
    /// The file as it was named.
    pub name: String,
    /// The names of the columns; none where each row brings its own.
    pub header: Vec<String>,
    /// SHA-256 of all of it.
    pub digest: String,
    content: Content,
    places: Vec<Place>,
}

/// All sheets of a workbook, for a command that knows what stands on them.
pub struct Sheets {
    /// SHA-256 of all of the file.
    pub digest: String,
    /// The name of each sheet, and its rows.
    pub sheets: Vec<(String, Vec<SheetRow>)>,
}

impl Sheets {
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let name = crate::command::named(path);
        let failed = |error: io::Error| Failure::usage(format!("{name} cannot be read: {error}"));
        let mut bytes = bytes_of(path).map_err(failed)?;
        let digest = digest(&mut bytes).map_err(failed)?;
        let mut all = Vec::new();
        bytes.take(workbook::FILE as u64 + 1).read_to_end(&mut all).map_err(failed)?;
        let sheets = sheet::all_rows(all).map_err(|problem| Failure::usage(format!("{name}: {problem}")))?;
        Ok(Sheets { digest, sheets })
    }
}

impl Source {
    /// Rows that a command has read by itself. Only their numbers are needed.
    pub fn of_numbers(name: &str, digest: String, numbers: &[u64]) -> Self {
        Source {
            name: name.to_owned(),
            header: Vec::new(),
            digest,
            content: Content::Sheet(numbers.iter().map(|number| SheetRow::of_text(*number, "")).collect()),
            places: numbers.iter().map(|number| Place::numbered(*number)).collect(),
        }
    }

    /// Opens a file, or stdin where it is `-`, and finds its rows. Where nothing is in it, there are none.
    pub fn open(path: &Path, reading: &Reading<'_>) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let failed = |error: io::Error| Failure::usage(format!("{name} cannot be read: {error}"));
        let mut bytes = bytes_of(path).map_err(failed)?;
        let digest = digest(&mut bytes).map_err(failed)?;
        let form = reading.form.or_else(|| form_of_name(path));
        let mut bytes = match reading.encoding {
            Some(_) if form == Some(Form::Xlsx) => {
                return Err(Failure::usage(
                    "a workbook says itself in which encoding it is; leave --encoding out",
                ));
            }
            Some(encoding) => in_encoding(bytes, encoding).map_err(failed)?,
            None => in_utf8(bytes).map_err(failed)?,
        };
        let mut source = Source {
            name: name.clone(),
            header: Vec::new(),
            digest,
            content: Content::Sheet(Vec::new()),
            places: Vec::new(),
        };
        if is_blank(&mut bytes).map_err(failed)? {
            return Ok(source);
        }
        let form = match form {
            Some(form) => form,
            None => form_of_content(&mut bytes).map_err(failed)?,
        };
        if reading.header_row.is_some() && matches!(form, Form::Ndjson | Form::Json) {
            return Err(Failure::usage(
                "--header-row is for tables; rows of JSON name their columns themselves",
            ));
        }
        source.fill(form, bytes, reading)?;
        Ok(source)
    }

    /// Names that stand on the command line: a row for each, in one column.
    pub fn of_names(column: &str, names: &[String]) -> Self {
        let rows = names.iter().zip(1..).map(|(name, number)| sheet::Row::of_text(number, name));
        Source {
            name: "the command line".to_owned(),
            header: vec![column.to_owned()],
            digest: String::new(),
            content: Content::Sheet(rows.collect()),
            places: (1..).take(names.len()).map(Place::numbered).collect(),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// What a row is called: the number that a spreadsheet or an editor shows.
    pub fn number(&self, row: usize) -> u64 {
        self.places[row].number
    }

    /// A row, counted from 0.
    pub fn row(&mut self, row: usize) -> Result<Record, Failure> {
        let Place { start, hash, .. } = self.places[row];
        let (record, now) =
            self.read(row, start).map_err(|error| Failure::usage(format!("{}: {error}", self.name)))?;
        if now != hash {
            return Err(Failure::usage(format!("{} was changed while it was read", self.name))
                .hint("run the command again"));
        }
        Ok(record)
    }

    fn read(&mut self, row: usize, start: u64) -> io::Result<(Record, u64)> {
        match &mut self.content {
            Content::Csv(reader, allowance) => {
                allowance.renew();
                let mut position = csv::Position::new();
                position.set_byte(start);
                // Reading forwards, the reader is there already, and keeps what it has read ahead.
                if reader.position().byte() != start {
                    reader.seek(position)?;
                }
                let mut record = csv::ByteRecord::new();
                reader.read_byte_record(&mut record)?;
                Ok((cells(&record, self.header.len()), hash_of(record.as_slice())))
            }
            Content::Ndjson(reader) => {
                let here = reader.stream_position()?;
                reader.seek_relative(start as i64 - here as i64)?;
                let mut line = Vec::new();
                read_line(reader, &mut line)?;
                Ok((object(&line), hash_of(&line)))
            }
            Content::Json(items) => Ok((object(items[row].get().as_bytes()), 0)),
            Content::Sheet(rows) => Ok((rows[row].record(), 0)),
        }
    }

    fn fill(&mut self, form: Form, bytes: Box<dyn Bytes>, reading: &Reading<'_>) -> Result<(), Failure> {
        let filled = match form {
            Form::Csv => self.fill_csv(bytes, reading.header_row),
            Form::Ndjson => self.fill_ndjson(bytes),
            Form::Json => self.fill_json(bytes),
            Form::Xlsx => self.fill_sheet(bytes, reading),
        };
        filled.map_err(|what| Failure::usage(format!("{}: {what}", self.name)))
    }

    fn add(&mut self, place: Place) -> Result<(), String> {
        if self.places.len() == ROWS {
            return Err(format!("it has more than {ROWS} rows; split it"));
        }
        self.places.push(place);
        Ok(())
    }
}

fn no_heading(row: u64) -> String {
    format!(
        "row {row} names no columns; --header-row is the number that a spreadsheet shows beside the names"
    )
}

fn form_of_name(path: &Path) -> Option<Form> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "csv" | "tsv" => Some(Form::Csv),
        "ndjson" | "jsonl" => Some(Form::Ndjson),
        "json" => Some(Form::Json),
        "xlsx" | "xlsm" | "xls" | "ods" => Some(Form::Xlsx),
        _ => None,
    }
}

fn form_of_content(bytes: &mut Box<dyn Bytes>) -> io::Result<Form> {
    let start = start_of(bytes)?;
    let start = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&start);
    Ok(match start.trim_ascii_start().first() {
        Some(b'{') => Form::Ndjson,
        Some(b'[') => Form::Json,
        _ if start.starts_with(b"PK") => Form::Xlsx,
        _ => Form::Csv,
    })
}

/// The names of the columns, which must be few and each another's.
fn checked(names: Vec<String>) -> Result<Vec<String>, String> {
    if names.len() > COLUMNS {
        return Err(format!("it has {} columns; a table has at most {COLUMNS}", names.len()));
    }
    let mut known = HashSet::new();
    for name in &names {
        if name.len() > COLUMN_NAME {
            return Err(format!("the name of a column is longer than {COLUMN_NAME} bytes"));
        }
        if !name.is_empty() && !known.insert(name) {
            return Err(format!("two columns are called {name:?}"));
        }
    }
    Ok(names)
}

impl Place {
    /// Of a row that is kept.
    fn numbered(number: u64) -> Self {
        Place { start: 0, number, hash: 0 }
    }
}

fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str, content: &[u8]) -> Result<Source, Failure> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(name);
        std::fs::write(&path, content).unwrap();
        // The file stays open when its directory goes.
        Source::open(&path, &Reading::default())
    }

    fn cells(texts: &[&str]) -> Record {
        Record::Cells(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn rows_of_a_csv_are_read_in_any_order() {
        let text = "\u{feff}login,title\r\na@x,\"two\nlines\"\r\n\r\nb@x,\"say \"\"hi\"\"\"\r\nc@x\r\nd@x,\u{202e}\r\n";
        let mut source = source("people.csv", text.as_bytes()).unwrap();
        assert_eq!(source.header, ["login", "title"]);
        for _ in 0..2 {
            for row in [3, 0, 1, 2] {
                let expected = match row {
                    0 => cells(&["a@x", "two\nlines"]),
                    1 => cells(&["b@x", "say \"hi\""]),
                    2 => Record::Broken("it has 1 cells, and the header has 2".to_owned()),
                    _ => cells(&["d@x", "\u{202e}"]),
                };
                assert_eq!(source.row(row).unwrap(), expected, "{row}");
            }
        }
        assert_eq!((0..4).map(|row| source.number(row)).collect::<Vec<_>>(), [2, 4, 5, 6]);
    }

    /// Empty rows and line breaks within cells, with all ends of lines that there are.
    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let cases: [(&str, &[u64]); 13] = [
            ("a\n1\n2\n", &[2, 3]),
            ("a\n1\n\n\n2", &[2, 5]),
            ("\n\na\n1\n", &[4]),
            ("\r\na\r\n1\r\n\r\n2\r\n", &[3, 5]),
            ("a\n\"x\ny\"\n\n2\n", &[2, 4]),
            ("a\r\n\"x\r\ny\"\r\n\r\n2", &[2, 4]),
            ("sep=;\na;b\n1;2\n\n3;4\n", &[2, 4]),
            ("sep=;\r\na;b\n1;2\r\n\n3;4\r", &[2, 4]),
            ("a\r1\r\r2\r", &[2, 4]),
            ("a\r\n1\n2\r\n\n3\n", &[2, 3, 5]),
            ("a\n1\r\n\r\n2\n3\r4", &[2, 4, 5, 6]),
            ("a;b\n\"x\r\ny\";1\r\n\n2;2", &[2, 4]),
            ("a;b\n1;\"say \"\"\nhi\"\"\"\r\n2;x\"y\n3;4\r\n", &[2, 3, 4]),
        ];
        for (text, numbers) in cases {
            let source = source("x.csv", text.as_bytes()).unwrap();
            assert_eq!(
                (0..source.len()).map(|row| source.number(row)).collect::<Vec<_>>(),
                numbers,
                "{text:?}"
            );
        }
    }

    /// A file that went through several programs has several ends of lines, and rows are found by number.
    #[test]
    fn whatever_ends_a_line_the_numbers_are_the_same() {
        const LINES: [&str; 7] = ["a;b", "1;1", "", "2;2", "\"x\r\n\ny\";3", "", "4;\"\"\"\""];
        const ENDS: [&str; 3] = ["\n", "\r\n", "\r"];
        for choice in 0..3_usize.pow(LINES.len() as u32) {
            let ends: Vec<&str> =
                (0..LINES.len()).map(|n| ENDS[choice / 3_usize.pow(n as u32) % 3]).collect();
            // A return and a line feed with nothing between them are one end.
            let joined = |n: usize| LINES[n].is_empty() && ends[n - 1] == "\r" && ends[n].starts_with('\n');
            if (1..LINES.len()).any(joined) {
                continue;
            }
            let text: String = LINES.iter().zip(&ends).map(|(line, end)| format!("{line}{end}")).collect();
            let source = source("x.csv", text.as_bytes()).unwrap();
            let numbers: Vec<u64> = (0..source.len()).map(|row| source.number(row)).collect();
            assert_eq!(numbers, [2, 4, 5, 7], "{text:?}");
        }
    }

    #[test]
    fn the_heading_may_stand_below_a_title() {
        let text = "Leavers, 2026\r\rLogin;Why\na@x;left\r\n";
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x.csv");
        std::fs::write(&path, text).unwrap();
        let open = |row| Source::open(&path, &Reading { header_row: Some(row), ..Reading::default() });
        let mut source = open(3).unwrap();
        assert_eq!((source.header.join("|"), source.number(0)), ("Login|Why".to_owned(), 4));
        assert_eq!(source.row(0).unwrap(), cells(&["a@x", "left"]));
        for row in [2, 9] {
            assert!(open(row).err().unwrap().text(None).contains("names no columns"), "{row}");
        }
    }

    #[test]
    fn other_encodings_are_read_where_they_are_named() {
        let directory = tempfile::tempdir().unwrap();
        let read = |bytes: &[u8], name: &str| {
            let path = directory.path().join("x.csv");
            std::fs::write(&path, bytes).unwrap();
            let reading = Reading { encoding: Some(encoding(name).unwrap()), ..Reading::default() };
            Source::open(&path, &reading).and_then(|mut source| source.row(0))
        };
        for (bytes, name) in [
            (&b"n\nZo\xeb\n"[..], "windows-1252"),
            (b"n\nZo\xeb\n", "Latin-1"),
            (b"n\nZo\x91\n", "macintosh"),
            (b"n\nZo\x89\n", "ibm866"),
            ("n\nZoë\n".as_bytes(), "utf-8"),
        ] {
            let expected = if name == "ibm866" { "ZoЙ" } else { "Zoë" };
            assert_eq!(read(bytes, name).unwrap(), cells(&[expected]), "{name}");
        }
        assert!(read(b"n\nZo\xeb\n", "utf-8").unwrap_err().text(None).contains("not UTF-8"));
        assert!(encoding("klingon").is_err());
    }

    #[test]
    fn semicolons_and_tabs_are_recognised() {
        for text in ["a;b\n1,5;x\n", "a\tb\n1,5\tx\n"] {
            assert_eq!(
                source("x", text.as_bytes()).unwrap().row(0).unwrap(),
                cells(&["1,5", "x"]),
                "{text:?}"
            );
        }
    }

    #[test]
    fn json_is_told_by_its_name_or_its_start() {
        let lines = b"{\"a\":1}\n\n[]\n{\n{\"a\":null}";
        for name in ["x.ndjson", "x"] {
            let mut source = source(name, lines).unwrap();
            assert_eq!(source.len(), 4);
            assert!(
                matches!(source.row(1).unwrap(), Record::Broken(why) if why.contains("not a JSON object"))
            );
            assert!(matches!(source.row(2).unwrap(), Record::Broken(why) if why.contains("not JSON:")));
            assert_eq!((source.number(0), source.number(3)), (1, 5), "numbers are those of the lines");
            assert!(matches!(source.row(3).unwrap(), Record::Object(members) if members["a"].is_null()));
            assert!(matches!(source.row(0).unwrap(), Record::Object(members) if members["a"] == 1));
        }
        let mut array = source("x", b" [{\"a\":1}, 5]").unwrap();
        assert!(matches!(array.row(0).unwrap(), Record::Object(_)));
        assert!(matches!(array.row(1).unwrap(), Record::Broken(_)));
    }

    #[test]
    fn what_is_no_table_is_told() {
        let cases: [(&str, &[u8], &str); 8] = [
            ("x.csv", b"a\n1\ncaf\xe9\n", "row 3: it is not UTF-8"),
            ("x.ndjson", b"{}\n{\"a\":\"caf\xe9\"}\n", "line 2: it is not UTF-8"),
            ("x.csv", b"a,a\n1,2\n", "two columns are called \"a\""),
            ("x.csv", b"caf\xe9\n1\n", "UTF-8"),
            ("x.csv", b"\xff\xfea\0\n\x001", "no UTF-16"),
            ("x.csv", b"\xff\xfea\0\x00\xd8", "no UTF-16"),
            ("x.json", b"{}", "not an array of JSON objects"),
            ("x.xlsx", b"PK no workbook", "x.xlsx"),
        ];
        for (name, content, message) in cases {
            let error = source(name, content).err().unwrap().text(None);
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn where_nothing_is_there_are_no_rows() {
        for name in ["x", "x.csv", "x.ndjson", "x.json", "x.xlsx"] {
            for content in ["", "\n", "\u{feff}", " \r\n\r\n"] {
                let source = source(name, content.as_bytes()).unwrap();
                assert!(source.len() == 0 && source.header.is_empty(), "{name} {content:?}");
            }
        }
    }

    #[test]
    fn a_row_that_changes_meanwhile_is_noticed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x.csv");
        std::fs::write(&path, "a\n1\n2\n").unwrap();
        let mut source = Source::open(&path, &Reading::default()).unwrap();
        std::fs::write(&path, "a\n1\n3\n").unwrap();
        assert!(source.row(1).unwrap_err().text(None).contains("was changed"));
    }
}
