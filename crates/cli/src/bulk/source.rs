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
use encoding_rs::Encoding;
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
    /// The same, of which some are formulas whose value the file does not hold.
    Formulas(Vec<String>, Vec<usize>),
    Object(Map<String, Value>),
    /// What is wrong with the row.
    Broken(String),
}

/// What some programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8; 3] = b"\xef\xbb\xbf";
const NO_UTF8: &str = "it is not UTF-8: say what it is, as in --encoding windows-1252 for a file of Excel under Windows, or save it \
                       as \"CSV UTF-8\"";

/// How a file is to be read, where it does not tell by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'a> {
    pub form: Option<Form>,
    pub sheet: Option<&'a str>,
    pub encoding: Option<&'static Encoding>,
    /// The number of the row that names the columns.
    pub header_row: Option<u64>,
}

/// The encoding that a name is of.
pub fn encoding(name: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label(name.trim().as_bytes());
    let known = known.or_else(|| Encoding::for_label(name.replace(['-', '_', ' '], "").as_bytes()));
    known.ok_or_else(|| {
        "it is no encoding that is known; some are windows-1252, iso-8859-2, macintosh, shift_jis".to_owned()
    })
}

trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

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

impl Source {
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

    fn fill(&mut self, form: Form, mut bytes: Box<dyn Bytes>, reading: &Reading<'_>) -> Result<(), Failure> {
        let name = self.name.clone();
        let wrong = |what: String| Failure::usage(format!("{name}: {what}"));
        match form {
            Form::Csv => self.fill_csv(bytes, reading.header_row).map_err(wrong)?,
            Form::Ndjson => self.fill_ndjson(bytes).map_err(wrong)?,
            Form::Json => {
                refuse_larger(&mut bytes, KEPT, "write one object a line (NDJSON)")
                    .map_err(|error| wrong(error.to_string()))?;
                skip_mark(&mut bytes).map_err(|error| wrong(error.to_string()))?;
                let items = items(BufReader::new(bytes)).map_err(|error| wrong(no_array(&error)))?;
                self.places = (1..).take(items.len()).map(Place::numbered).collect();
                self.content = Content::Json(items);
            }
            Form::Xlsx => {
                let mut all = Vec::new();
                bytes
                    .take(FILE as u64 + 1)
                    .read_to_end(&mut all)
                    .map_err(|error| wrong(error.to_string()))?;
                let rows = sheet::rows(all, reading.sheet).map_err(wrong)?;
                self.fill_sheet(rows, reading.header_row).map_err(wrong)?;
            }
        }
        Ok(())
    }

    fn fill_sheet(&mut self, rows: Vec<sheet::Row>, header_row: Option<u64>) -> Result<(), String> {
        let mut rows =
            rows.into_iter().skip_while(|row| header_row.is_some_and(|wanted| row.number < wanted));
        let first = rows.next();
        match (&first, header_row) {
            (Some(row), Some(wanted)) if row.number != wanted => return Err(no_heading(wanted)),
            (None, Some(wanted)) => return Err(no_heading(wanted)),
            _ => {}
        }
        if let Some(column) = first.as_ref().and_then(|row| row.unstored.first()) {
            return Err(format!("the name of column {} is {}", column + 1, sheet::UNSTORED));
        }
        let names = first.map(|row| row.cells).unwrap_or_default();
        self.header = checked(names.into_iter().map(|name| name.trim().to_owned()).collect())?;
        let (places, rows) = rows.map(|row| (Place::numbered(row.number), row)).unzip();
        self.places = places;
        self.content = Content::Sheet(rows);
        Ok(())
    }

    fn fill_csv(&mut self, mut bytes: Box<dyn Bytes>, header_row: Option<u64>) -> Result<(), String> {
        let told_io = |error: io::Error| error.to_string();
        let delimiter = delimiter(&mut bytes, header_row).map_err(told_io)?;
        let mut lines = Lines::of(&mut bytes).map_err(told_io)?;
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
        let mut is_heading_found = false;
        loop {
            let start = reader.position().byte();
            allowance.renew();
            if !reader.read_byte_record(&mut record).map_err(|error| told(number + 1, &error))? {
                break;
            }
            if start == 0 && is_separator_line(&record) {
                lines.skip(reader.position());
                continue;
            }
            number = lines.number(number, reader.position(), &record);
            if std::str::from_utf8(record.as_slice()).is_err() {
                return Err(format!("row {number}: {NO_UTF8}"));
            }
            match header_row {
                _ if is_heading_found => {
                    // Spreadsheets end a file with rows of nothing but separators.
                    if record.iter().any(|cell| !cell.is_empty()) {
                        self.add(Place { start, number, hash: hash_of(record.as_slice()) })?;
                    }
                }
                Some(wanted) if number < wanted => {}
                Some(wanted) if number > wanted => return Err(no_heading(wanted)),
                _ => {
                    self.header = header(&record)?;
                    is_heading_found = true;
                }
            }
        }
        if let Some(wanted) = header_row.filter(|_| !is_heading_found) {
            return Err(no_heading(wanted));
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
            if std::str::from_utf8(&line).is_err() {
                return Err(format!("line {number}: {NO_UTF8}"));
            }
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

fn no_heading(row: u64) -> String {
    format!(
        "row {row} names no columns; --header-row is the number that a spreadsheet shows beside the names"
    )
}

/// What Excel writes before a table to say what stands between two cells. It shows no row of it.
fn is_separator_line(record: &csv::ByteRecord) -> bool {
    let first = record.get(0).unwrap_or_default();
    let first = first.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first);
    record.len() == 2 && first == b"sep=" && record.get(1).is_some_and(<[u8]>::is_empty)
}

/// Counts rows as a spreadsheet does: with the empty ones, which the reader of CSV goes past, and not with the line
/// breaks within cells.
struct Lines {
    /// Whether the reader stops before the end of a line, as it does at a carriage return.
    stops_before: bool,
    /// Where a last line without an end ends.
    open_end: Option<u64>,
    /// Line breaks that are no rows.
    within: u64,
}

impl Lines {
    fn of(bytes: &mut Box<dyn Bytes>) -> io::Result<Self> {
        let stops_before = start_of(bytes)?.windows(2).any(|two| two == b"\r\n");
        let length = bytes.seek(SeekFrom::End(0))?;
        bytes.seek(SeekFrom::Start(length.saturating_sub(1)))?;
        let mut last = [0];
        bytes.read_exact(&mut last)?;
        bytes.rewind()?;
        Ok(Lines { stops_before, open_end: (last != *b"\n").then_some(length), within: 0 })
    }

    /// The number of the row that ends here, behind that of the one before it.
    fn number(&mut self, before: u64, end: &csv::Position, record: &csv::ByteRecord) -> u64 {
        self.within += record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
        let is_closed = !self.stops_before && self.open_end != Some(end.byte());
        let ends = end.line() - u64::from(is_closed);
        (before + 1).max(ends.saturating_sub(self.within))
    }

    /// Does not count what was read so far.
    fn skip(&mut self, end: &csv::Position) {
        self.within += end.line() - u64::from(!self.stops_before);
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

fn no_array(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.contains("unicode") || text.contains("UTF-8") {
        true => NO_UTF8.to_owned(),
        false => format!("it is no array of JSON objects: {text}"),
    }
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

/// The same of a file in any other encoding.
fn in_encoding(mut bytes: Box<dyn Bytes>, encoding: &'static Encoding) -> io::Result<Box<dyn Bytes>> {
    refuse_larger(&mut bytes, KEPT, "save it as UTF-8")?;
    let all = read_all(bytes)?;
    let (text, used, is_malformed) = encoding.decode(&all);
    if is_malformed {
        let why = format!("it is not {}, or is damaged", used.name());
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    Ok(Box::new(Cursor::new(text.into_owned().into_bytes())))
}

/// Whether there is nothing in it, as in the output of a list that has no items.
fn is_blank(bytes: &mut Box<dyn Bytes>) -> io::Result<bool> {
    let start = start_of(bytes)?;
    let text = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&start);
    Ok(start.len() < STARTS && text.trim_ascii().is_empty())
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
    bytes.take(STARTS as u64).read_to_end(&mut start)?;
    bytes.seek(SeekFrom::Start(0))?;
    Ok(start)
}

/// How much of a file is looked at to find out what it is.
const STARTS: usize = 1 << 16;

/// What stands most often in the line that names the columns: spreadsheets of half the world write semicolons.
fn delimiter(bytes: &mut Box<dyn Bytes>, header_row: Option<u64>) -> io::Result<u8> {
    let start = start_of(bytes)?;
    let start = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&start);
    let mut lines = start.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    if let [b's', b'e', b'p', b'=', named] | [b's', b'e', b'p', b'=', named, b'\r'] = first {
        return Ok(*named);
    }
    let skipped = header_row.unwrap_or(1).saturating_sub(2);
    let line = match header_row {
        Some(2..) => lines.nth(usize::try_from(skipped).unwrap_or(usize::MAX)).unwrap_or_default(),
        _ => first,
    };
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

impl sheet::Row {
    fn record(&self) -> Record {
        match self.unstored[..] {
            [] => Record::Cells(self.cells.clone()),
            _ => Record::Formulas(self.cells.clone(), self.unstored.clone()),
        }
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
        let cases: [(&str, &[u64]); 7] = [
            ("a\n1\n2\n", &[2, 3]),
            ("a\n1\n\n\n2", &[2, 5]),
            ("\n\na\n1\n", &[4]),
            ("\r\na\r\n1\r\n\r\n2\r\n", &[3, 5]),
            ("a\n\"x\ny\"\n\n2\n", &[2, 4]),
            ("a\r\n\"x\r\ny\"\r\n\r\n2", &[2, 4]),
            ("sep=;\na;b\n1;2\n\n3;4\n", &[2, 4]),
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

    #[test]
    fn the_heading_may_stand_below_a_title() {
        let text = "Leavers, 2026\n\nLogin;Why\na@x;left\n";
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
        let cases: [(&str, &[u8], &str); 8] = [
            ("x.csv", b"a\n1\ncaf\xe9\n", "row 3: it is not UTF-8"),
            ("x.ndjson", b"{}\n{\"a\":\"caf\xe9\"}\n", "line 2: it is not UTF-8"),
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
