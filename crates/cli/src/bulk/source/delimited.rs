//! Tables of text: cells between commas, semicolons or tabs.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use super::bytes::{BYTE_ORDER_MARK, Bytes, NO_UTF8, start_of, too_long};
use super::numbers::Numbers;
use super::{Content, Place, Record, Source, checked, hash_of, no_heading};
use crate::bulk::bounds::file::ROW;

impl Source {
    pub(super) fn fill_csv(
        &mut self,
        mut bytes: Box<dyn Bytes>,
        header_row: Option<u64>,
    ) -> Result<(), String> {
        let told_io = |error: io::Error| error.to_string();
        let delimiter = delimiter(&mut bytes, header_row).map_err(told_io)?;
        let mut numbers = Numbers::of(&mut bytes, delimiter).map_err(told_io)?;
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
                numbers.begin_anew();
                continue;
            }
            number = numbers.following();
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
}

/// How many bytes may still be read before a row must have ended. Clones are the same.
#[derive(Clone, Default)]
pub struct Allowance(Rc<Cell<u64>>);

impl Allowance {
    pub fn renew(&self) {
        self.0.set(ROW);
    }
}

/// Bytes of which no row takes more than it may: a quote that is never closed would take in all that follows.
pub struct Metered {
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

/// What Excel writes before a table to say what stands between two cells. It shows no row of it.
fn is_separator_line(record: &csv::ByteRecord) -> bool {
    let first = record.get(0).unwrap_or_default();
    let first = first.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first);
    record.len() == 2 && first == b"sep=" && record.get(1).is_some_and(<[u8]>::is_empty)
}

/// What stands most often in the line that names the columns: spreadsheets of half the world write semicolons.
fn delimiter(bytes: &mut Box<dyn Bytes>, header_row: Option<u64>) -> io::Result<u8> {
    let start = start_of(bytes)?;
    let start = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&start);
    let first = lines(start).next().unwrap_or_default();
    if let [b's', b'e', b'p', b'=', named] = first {
        return Ok(*named);
    }
    let skipped = usize::try_from(header_row.unwrap_or(1).saturating_sub(1)).unwrap_or(usize::MAX);
    let line = lines(start).nth(skipped).unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|byte| **byte == wanted).count();
    // Of equals, the last is taken.
    Ok([b'\t', b';', b','].into_iter().max_by_key(|wanted| count(*wanted)).unwrap_or(b','))
}

/// The lines of a text, whatever ends them.
fn lines(mut text: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(text.len());
        let (line, rest) = text.split_at(end);
        let ending = if rest.starts_with(b"\r\n") { 2 } else { rest.len().min(1) };
        text = &rest[ending..];
        Some(line)
    })
}

fn header(record: &csv::ByteRecord) -> Result<Vec<String>, String> {
    let names: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
    let names = names.map_err(|_| NO_UTF8.to_owned())?;
    let names = names.into_iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned());
    checked(names.collect())
}

pub fn cells(record: &csv::ByteRecord, columns: usize) -> Record {
    if record.len() != columns {
        return Record::Broken(format!("it has {} cells, and the header has {columns}", record.len()));
    }
    let texts: Result<Vec<String>, _> =
        record.iter().map(|cell| std::str::from_utf8(cell).map(str::to_owned)).collect();
    texts.map_or_else(|_| Record::Broken(NO_UTF8.to_owned()), Record::Cells)
}

fn told(row: u64, error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => format!("row {row}: {error}"),
        _ => error.to_string(),
    }
}
