//! Workbooks: the cells of one sheet as texts, as a CSV file would have them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use zip::ZipArchive;

use super::bytes::Bytes;
use super::{Content, Place, Reading, Record, Source, checked, no_heading};
use crate::bulk::bounds::file::COLUMNS;
use crate::bulk::bounds::workbook::{CELLS, FILE, PART, PARTS, TEXT, TEXTS, UNPACKED};

/// What every message ends with that is about the size of a workbook.
const SAVE_AS_CSV: &str = "save the sheet as CSV";

/// The error for a formula that was never calculated.
pub const UNSTORED: &str =
    "a formula whose value is not in the file; open and save it with a spreadsheet program";

/// A row with its number.
pub struct Row {
    pub number: u64,
    pub cells: Vec<String>,
    /// The columns that have a formula without a value.
    pub unstored: Vec<usize>,
}

impl Source {
    pub(super) fn fill_sheet(&mut self, bytes: Box<dyn Bytes>, reading: &Reading<'_>) -> Result<(), String> {
        let mut all = Vec::new();
        bytes.take(FILE as u64 + 1).read_to_end(&mut all).map_err(|error| error.to_string())?;
        let header_row = reading.header_row;
        let rows = rows(all, reading.sheet)?;
        let mut rows =
            rows.into_iter().skip_while(|row| header_row.is_some_and(|wanted| row.number < wanted));
        let first = rows.next();
        match (&first, header_row) {
            (Some(row), Some(wanted)) if row.number != wanted => return Err(no_heading(wanted)),
            (None, Some(wanted)) => return Err(no_heading(wanted)),
            _ => {}
        }
        if let Some(column) = first.as_ref().and_then(|row| row.unstored.first()) {
            return Err(format!("the name of column {} is {}", column + 1, UNSTORED));
        }
        let names = first.map(|row| row.cells).unwrap_or_default();
        self.header = checked(names.into_iter().map(|name| name.trim().to_owned()).collect())?;
        let (places, rows) = rows.map(|row| (Place::numbered(row.number), row)).unzip();
        self.places = places;
        self.content = Content::Sheet(rows);
        Ok(())
    }
}

impl Row {
    /// One text.
    pub fn of_text(number: u64, text: &str) -> Self {
        Row { number, cells: vec![text.to_owned()], unstored: Vec::new() }
    }

    pub fn record(&self) -> Record {
        match self.unstored[..] {
            [] => Record::Cells(self.cells.clone()),
            _ => Record::Formulas(self.cells.clone(), self.unstored.clone()),
        }
    }
}

/// The rows of a sheet, the first unless it is named. Rows without any text are left out.
fn rows(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Vec<Row>, String> {
    let mut workbook = opened(bytes)?;
    let names = workbook.sheet_names();
    let name = match sheet {
        Some(name) if names.iter().any(|known| known == name) => name.to_owned(),
        Some(name) => return Err(format!("it has no sheet {name:?}; its sheets are {}", names.join(", "))),
        None => names.first().cloned().ok_or("it has no sheet")?,
    };
    let mut table = Table::default();
    read(&mut workbook, &name, &mut table)?;
    table.into_rows()
}

/// The rows of all sheets, with the names of the sheets. Together they are no larger than one sheet may be.
pub fn all_rows(bytes: Vec<u8>) -> Result<Vec<(String, Vec<Row>)>, String> {
    let mut workbook = opened(bytes)?;
    let (mut sheets, mut cells, mut bytes) = (Vec::new(), 0, 0);
    for name in workbook.sheet_names() {
        let mut table = Table { cells, bytes, ..Table::default() };
        read(&mut workbook, &name, &mut table)?;
        (cells, bytes) = (table.cells, table.bytes);
        sheets.push((name, table.into_rows()?));
    }
    Ok(sheets)
}

type Book = Xlsx<Cursor<Vec<u8>>>;

fn opened(bytes: Vec<u8>) -> Result<Book, String> {
    refuse_bombs(&bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|error| no_workbook(&error))
}

fn read(workbook: &mut Book, name: &str, table: &mut Table) -> Result<(), String> {
    let wrong = |error| format!("sheet {name:?}: {error}");
    let mut cells = workbook.worksheet_cells_reader(name).map_err(wrong)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(wrong)? {
        let is_unstored = cell.formula.is_some() && cell.value == DataRef::Empty;
        table.put(cell.pos, &cell.value, is_unstored)?;
    }
    Ok(())
}

fn no_workbook(error: &dyn std::fmt::Display) -> String {
    format!("it is not an XLSX workbook: {error}; {SAVE_AS_CSV}")
}

/// Unpacks each part once, since what a file says of its own size may be wrong.
fn refuse_bombs(bytes: &[u8]) -> Result<(), String> {
    if !bytes.starts_with(b"PK") {
        return Err(no_workbook(&"it is not zipped"));
    }
    if bytes.len() > FILE {
        return Err(too_large(&format!("{} MiB", FILE >> 20)));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| no_workbook(&error))?;
    if archive.len() > PARTS {
        return Err(too_large(&format!("{PARTS} parts")));
    }
    let mut unpacked = 0;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|error| no_workbook(&error))?;
        unpacked += length_of(part)?;
        if unpacked > UNPACKED {
            return Err(too_large(&format!("{} MiB when it is unpacked", UNPACKED >> 20)));
        }
    }
    Ok(())
}

/// How long a part is when it is unpacked.
fn length_of(part: impl Read) -> Result<u64, String> {
    let mut text = Vec::new();
    part.take(PART + 1).read_to_end(&mut text).map_err(|error| no_workbook(&error))?;
    let length = text.len() as u64;
    if length > PART {
        return Err(too_large(&format!("{} MiB in one part when it is unpacked", PART >> 20)));
    }
    if is_utf16(&text) || texts_promised(&text) > length {
        return Err(no_workbook(&"a part of it is malformed"));
    }
    Ok(length)
}

/// Office programs write UTF-8; in other encodings, what a part promises could not be seen here.
fn is_utf16(text: &[u8]) -> bool {
    let marked = text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff");
    marked || text.starts_with(b"<\0") || text.starts_with(b"\0<")
}

/// The greatest number of shared texts that a part promises. Room for them is made before they are read, and
/// each of them takes more than a byte.
fn texts_promised(text: &[u8]) -> u64 {
    const COUNT: &[u8] = b"uniqueCount";
    let places = text.windows(COUNT.len()).enumerate().filter(|(_, window)| *window == COUNT);
    places.map(|(at, _)| number_behind(&text[at + COUNT.len()..])).max().unwrap_or(0)
}

/// The number in an attribute's value: `="12"`.
fn number_behind(text: &[u8]) -> u64 {
    let Some(value) = text.trim_ascii_start().strip_prefix(b"=") else { return 0 };
    let digits =
        value.iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

fn too_large(bound: &str) -> String {
    format!("it is too large: a workbook has at most {bound}; {SAVE_AS_CSV}")
}

/// The cells that have a text, as they come.
#[derive(Default)]
struct Table {
    /// Without a text, it is a formula without a value.
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    cells: usize,
    bytes: usize,
}

impl Table {
    fn put(
        &mut self,
        (row, column): (u32, u32),
        value: &DataRef<'_>,
        is_unstored: bool,
    ) -> Result<(), String> {
        let text = text(value, row, column)?;
        if text.is_empty() && !is_unstored {
            return Ok(());
        }
        self.cells += 1;
        self.bytes += text.len();
        if self.cells > CELLS {
            return Err(too_large(&format!("{CELLS} cells")));
        }
        if self.bytes > TEXTS {
            return Err(too_large(&format!("{} MiB of text in a sheet", TEXTS >> 20)));
        }
        self.rows.entry(row).or_default().insert(column, text);
        Ok(())
    }

    /// All rows over the columns in which there is anything.
    fn into_rows(self) -> Result<Vec<Row>, String> {
        let first = self.rows.values().filter_map(|cells| cells.keys().next()).min().copied();
        let last = self.rows.values().filter_map(|cells| cells.keys().next_back()).max().copied();
        let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
        let width = (last - first) as usize + 1;
        if width > COLUMNS {
            return Err(too_large(&format!("{COLUMNS} columns between its first and its last cell")));
        }
        if width * self.rows.len() > CELLS {
            return Err(too_large(&format!("{CELLS} cells, empty ones between others included")));
        }
        let dense = |(row, mut cells): (u32, BTreeMap<u32, String>)| {
            let unstored = cells.iter().filter(|(_, text)| text.is_empty());
            let unstored = unstored.map(|(column, _)| (column - first) as usize).collect();
            let texts = (first..=last).map(|column| cells.remove(&column).unwrap_or_default());
            Row { number: u64::from(row) + 1, cells: texts.collect(), unstored }
        };
        Ok(self.rows.into_iter().map(dense).collect())
    }
}

fn text(cell: &DataRef<'_>, row: u32, column: u32) -> Result<String, String> {
    let text = match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text,
        DataRef::SharedString(text) => *text,
        other => return Ok(plain(other)),
    };
    if text.len() > TEXT && text.chars().count() > TEXT {
        let place = format!("the cell in row {}, column {}", u64::from(row) + 1, u64::from(column) + 1);
        return Err(format!("{place} is longer than {TEXT} characters"));
    }
    Ok(text.to_owned())
}

fn plain(cell: &DataRef<'_>) -> String {
    match cell {
        // An employee number is not a fraction, even if the spreadsheet has only those.
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
        }
        DataRef::Error(error) => format!("#{error:?}"),
        _ => String::new(),
    }
}
