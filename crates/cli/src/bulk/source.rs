//! The file that a bulk command reads: CSV, NDJSON, JSON or XLSX, as rows that can be read again.
//!
//! Of a CSV or NDJSON file, only the places of its rows are kept; a row is read again when it is sent.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use clap::ValueEnum;
use serde::Deserializer;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::bounds::file::{COLUMN_NAME, COLUMNS, KEPT, ROW, ROWS};
use super::bounds::workbook::FILE;
use super::sheet;
use crate::failure::Failure;

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
    Object(Map<String, Value>),
    /// What is wrong with the row.
    Broken(String),
}

/// What some programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8; 3] = b"\xef\xbb\xbf";
const NO_UTF8: &str = "it is not UTF-8; save it as \"CSV UTF-8\"";

trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

enum Content {
    Csv(Box<csv::Reader<Metered>>, Allowance),
    Ndjson(BufReader<Box<dyn Bytes>>),
    Json(Vec<Box<RawValue>>),
    Sheet(Vec<Vec<String>>),
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

impl Source {
    /// Opens a file, or stdin where it is `-`, and finds its rows.
    pub fn open(path: &Path, form: Option<Form>, sheet: Option<&str>) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let failed = |error: io::Error| Failure::usage(format!("{name} cannot be read: {error}"));
        let mut bytes = bytes_of(path).map_err(failed)?;
        let digest = digest(&mut bytes).map_err(failed)?;
        let mut bytes = in_utf8(bytes).map_err(failed)?;
        let form = match form.or_else(|| form_of_name(path)) {
            Some(form) => form,
            None => form_of_content(&mut bytes).map_err(failed)?,
        };
        let mut source = Source {
            name,
            header: Vec::new(),
            digest,
            content: Content::Sheet(Vec::new()),
            places: Vec::new(),
        };
        source.fill(form, bytes, sheet)?;
        let is_table = matches!(form, Form::Csv | Form::Xlsx);
        if is_table && source.header.is_empty() {
            return Err(Failure::usage(format!(
                "{} is empty: its first line must name the columns",
                source.name
            )));
        }
        Ok(source)
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
            Content::Sheet(rows) => Ok((Record::Cells(rows[row].clone()), 0)),
        }
    }

    fn fill(&mut self, form: Form, mut bytes: Box<dyn Bytes>, sheet: Option<&str>) -> Result<(), Failure> {
        let name = self.name.clone();
        let wrong = |what: String| Failure::usage(format!("{name}: {what}"));
        match form {
            Form::Csv => self.fill_csv(bytes).map_err(wrong)?,
            Form::Ndjson => self.fill_ndjson(bytes).map_err(wrong)?,
            Form::Json => {
                refuse_larger(&mut bytes, KEPT, "write one object a line (NDJSON)")
                    .map_err(|error| wrong(error.to_string()))?;
                skip_mark(&mut bytes).map_err(|error| wrong(error.to_string()))?;
                let items = items(BufReader::new(bytes))
                    .map_err(|error| wrong(format!("it is no array of JSON objects: {error}")))?;
                self.places = (1..).take(items.len()).map(Place::numbered).collect();
                self.content = Content::Json(items);
            }
            Form::Xlsx => {
                let mut all = Vec::new();
                bytes
                    .take(FILE as u64 + 1)
                    .read_to_end(&mut all)
                    .map_err(|error| wrong(error.to_string()))?;
                let mut rows = sheet::rows(all, sheet).map_err(wrong)?.into_iter();
                self.header =
                    checked(rows.next().map(|(_, names)| names).unwrap_or_default()).map_err(wrong)?;
                let (places, rows) = rows.map(|(number, row)| (Place::numbered(number), row)).unzip();
                self.places = places;
                self.content = Content::Sheet(rows);
            }
        }
        Ok(())
    }

    fn fill_csv(&mut self, mut bytes: Box<dyn Bytes>) -> Result<(), String> {
        let delimiter = delimiter(&mut bytes).map_err(|error| error.to_string())?;
        let allowance = Allowance::default();
        let bytes = Metered { bytes, allowance: allowance.clone() };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(bytes);
        let mut record = csv::ByteRecord::new();
        let mut number = 0;
        loop {
            let start = reader.position().byte();
            allowance.renew();
            if !reader.read_byte_record(&mut record).map_err(|error| told(number + 1, &error))? {
                break;
            }
            number += 1;
            if number == 1 {
                self.header = header(&record)?;
            } else if record.iter().any(|cell| !cell.is_empty()) {
                // Spreadsheets end a file with rows of nothing but separators.
                self.add(Place { start, number, hash: hash_of(record.as_slice()) })?;
            }
        }
        self.content = Content::Csv(Box::new(reader), allowance);
        Ok(())
    }

    fn fill_ndjson(&mut self, mut bytes: Box<dyn Bytes>) -> Result<(), String> {
        let mut start = skip_mark(&mut bytes).map_err(|error| error.to_string())?;
        let mut reader = BufReader::with_capacity(1 << 16, bytes);
        let mut number = 0;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read =
                read_line(&mut reader, &mut line).map_err(|error| format!("line {}: {error}", number + 1))?;
            if read == 0 {
                break;
            }
            number += 1;
            if !line.trim_ascii().is_empty() {
                self.add(Place { start, number, hash: hash_of(&line) })?;
            }
            start += read as u64;
        }
        self.content = Content::Ndjson(reader);
        Ok(())
    }

    fn add(&mut self, place: Place) -> Result<(), String> {
        if self.places.len() == ROWS {
            return Err(format!("it has more than {ROWS} rows; split it"));
        }
        self.places.push(place);
        Ok(())
    }
}

/// How many bytes may still be read before a row must have ended. Clones are the same.
#[derive(Clone, Default)]
struct Allowance(Rc<Cell<u64>>);

impl Allowance {
    fn renew(&self) {
        self.0.set(ROW);
    }
}

/// Bytes of which no row takes more than it may: a quote that is never closed would take in all that follows.
struct Metered {
    bytes: Box<dyn Bytes>,
    allowance: Allowance,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.allowance.0.get();
        if left == 0 {
            return Err(too_long());
        }
        let read = self.bytes.read(buffer)?;
        self.allowance.0.set(left.saturating_sub(read as u64));
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

fn too_long() -> io::Error {
    let why = format!("it is longer than {} KiB; is a quote not closed?", ROW >> 10);
    io::Error::new(io::ErrorKind::InvalidData, why)
}

fn told(row: u64, error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => format!("row {row}: {error}"),
        _ => error.to_string(),
    }
}

fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let read = reader.take(ROW + 1).read_until(b'\n', line)?;
    if read as u64 > ROW { Err(too_long()) } else { Ok(read) }
}

/// The items of an array.
fn items(json: impl Read) -> serde_json::Result<Vec<Box<RawValue>>> {
    struct Items;
    impl<'de> Visitor<'de> for Items {
        type Value = Vec<Box<RawValue>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
            let mut items: Self::Value = Vec::new();
            while let Some(item) = array.next_element()? {
                if items.len() == ROWS {
                    return Err(A::Error::custom(format!("it has more than {ROWS} items; split it")));
                }
                items.push(item);
            }
            Ok(items)
        }
    }
    let mut json = serde_json::Deserializer::from_reader(json);
    let items = json.deserialize_seq(Items)?;
    json.end()?;
    Ok(items)
}

/// Refuses what would have to be kept whole and is too large for that.
fn refuse_larger(bytes: &mut Box<dyn Bytes>, most: u64, advice: &str) -> io::Result<()> {
    let length = bytes.seek(SeekFrom::End(0))?;
    bytes.rewind()?;
    if length <= most {
        return Ok(());
    }
    let why = format!("it is larger than {} MiB; {advice}", most >> 20);
    Err(io::Error::new(io::ErrorKind::FileTooLarge, why))
}

fn read_all(bytes: impl Read) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    bytes.take(KEPT + 1).read_to_end(&mut all)?;
    if all.len() as u64 > KEPT {
        let why = format!("it is larger than {} MiB; save it as a file", KEPT >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    Ok(all)
}

/// A file that can be read twice; what cannot, such as a pipe, is kept.
fn bytes_of(path: &Path) -> io::Result<Box<dyn Bytes>> {
    if path == Path::new("-") {
        return Ok(Box::new(Cursor::new(read_all(io::stdin().lock())?)));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_file() {
        return Ok(Box::new(file));
    }
    Ok(Box::new(Cursor::new(read_all(file)?)))
}

/// A file in UTF-16, as spreadsheets write "Unicode text", is turned into UTF-8.
fn in_utf8(mut bytes: Box<dyn Bytes>) -> io::Result<Box<dyn Bytes>> {
    let mut mark = [0; 2];
    let unit = match bytes.read(&mut mark)? {
        2 if mark == [0xff, 0xfe] => u16::from_le_bytes,
        2 if mark == [0xfe, 0xff] => u16::from_be_bytes,
        _ => {
            bytes.rewind()?;
            return Ok(bytes);
        }
    };
    refuse_larger(&mut bytes, KEPT, "save it as UTF-8")?;
    bytes.seek(SeekFrom::Start(2))?;
    let all = read_all(bytes)?;
    let (pairs, rest) = all.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    let text = text
        .ok()
        .filter(|_| rest.is_empty())
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it is cut off or no UTF-16"))?;
    Ok(Box::new(Cursor::new(text.into_bytes())))
}

/// Goes past the mark that some programs write before UTF-8. Gives how long it is.
fn skip_mark(bytes: &mut Box<dyn Bytes>) -> io::Result<u64> {
    let mut mark = [0; 3];
    let read = bytes.read(&mut mark)?;
    let length = if read == 3 && mark == *BYTE_ORDER_MARK { 3 } else { 0 };
    bytes.seek(SeekFrom::Start(length))
}

fn digest(bytes: &mut Box<dyn Bytes>) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        let read = bytes.read(&mut block)?;
        if read == 0 {
            break;
        }
        hasher.update(&block[..read]);
    }
    bytes.rewind()?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
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

fn start_of(bytes: &mut Box<dyn Bytes>) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    bytes.take(1 << 16).read_to_end(&mut start)?;
    bytes.seek(SeekFrom::Start(0))?;
    Ok(start)
}

/// What stands most often in the first line: spreadsheets of half the world write semicolons.
fn delimiter(bytes: &mut Box<dyn Bytes>) -> io::Result<u8> {
    let start = start_of(bytes)?;
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|byte| **byte == wanted).count();
    // Of equals, the last is taken.
    Ok([b'\t', b';', b','].into_iter().max_by_key(|wanted| count(*wanted)).unwrap_or(b','))
}

fn header(record: &csv::ByteRecord) -> Result<Vec<String>, String> {
    let names: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
    let names = names.map_err(|_| NO_UTF8.to_owned())?;
    let names = names.into_iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned());
    checked(names.collect())
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

fn cells(record: &csv::ByteRecord, columns: usize) -> Record {
    if record.len() != columns {
        return Record::Broken(format!("it has {} cells, and the header has {columns}", record.len()));
    }
    let texts: Result<Vec<String>, _> =
        record.iter().map(|cell| std::str::from_utf8(cell).map(str::to_owned)).collect();
    texts.map_or_else(|_| Record::Broken(NO_UTF8.to_owned()), Record::Cells)
}

fn object(json: &[u8]) -> Record {
    match serde_json::from_slice::<Value>(json) {
        Ok(Value::Object(members)) => Record::Object(members),
        Ok(_) => Record::Broken("it is no JSON object".to_owned()),
        Err(error) => Record::Broken(format!("it is no JSON: {error}")),
    }
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
        Source::open(&path, None, None)
    }

    fn cells(texts: &[&str]) -> Record {
        Record::Cells(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn rows_of_a_csv_are_read_in_any_order() {
        let text =
            "\u{feff}login,title\r\na@x,\"two\nlines\"\r\n\r\nb@x,\"say \"\"hi\"\"\"\nc@x\nd@x,\u{202e}\n";
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
        assert_eq!((0..4).map(|row| source.number(row)).collect::<Vec<_>>(), [2, 3, 4, 5]);
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
            assert!(matches!(source.row(1).unwrap(), Record::Broken(why) if why.contains("no JSON object")));
            assert!(matches!(source.row(2).unwrap(), Record::Broken(why) if why.contains("no JSON:")));
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
        let cases: [(&str, &[u8], &str); 7] = [
            ("x.csv", b"", "is empty"),
            ("x.csv", b"a,a\n1,2\n", "two columns are called \"a\""),
            ("x.csv", b"caf\xe9\n1\n", "UTF-8"),
            ("x.csv", b"\xff\xfea\0\n\x001", "no UTF-16"),
            ("x.csv", b"\xff\xfea\0\x00\xd8", "no UTF-16"),
            ("x.json", b"{}", "no array of JSON objects"),
            ("x.xlsx", b"PK no workbook", "x.xlsx"),
        ];
        for (name, content, message) in cases {
            let error = source(name, content).err().unwrap().text(None);
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn a_row_that_changes_meanwhile_is_noticed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x.csv");
        std::fs::write(&path, "a\n1\n2\n").unwrap();
        let mut source = Source::open(&path, None, None).unwrap();
        std::fs::write(&path, "a\n1\n3\n").unwrap();
        assert!(source.row(1).unwrap_err().text(None).contains("was changed"));
    }
}
