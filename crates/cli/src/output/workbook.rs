//! Workbooks (XLSX): a sheet with a heading that stays in sight, and cells that are what they say.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};

use jiff::civil::DateTime;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet};
use serde_json::value::RawValue;

use super::field::Found;
use super::{Chosen, Sink, Unfit, Zone, time};

/// How wide columns are, in characters of their headings.
const WIDTHS: (usize, usize) = (14, 40);
/// Rows of a sheet, the heading included, and what a cell takes, in units of UTF-16. Both are Excel's.
const ROWS: u32 = 1_048_576;
const LONGEST: usize = 32_767;
/// Up to here, each whole number has a floating-point number of its own.
const EXACT: i64 = 1 << 53;

const OTHER_FORMS: &str = "CSV and NDJSON have no such bound";

/// What stands in a cell.
pub enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    Boolean(bool),
    Time(DateTime),
}

/// A workbook in the making.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    columns: u16,
    rows: u32,
}

impl Workbook {
    /// With a heading.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> io::Result<Self> {
        let mut book = rust_xlsxwriter::Workbook::new();
        // What is written is not held: a row follows the one before.
        let sheet = book.add_worksheet_with_low_memory().map_err(unwritable)?;
        let bold = Format::new().set_bold();
        let names: Vec<&str> = names.collect();
        let columns = u16::try_from(names.len()).map_err(unwritable)?;
        for (column, name) in (0..columns).zip(&names) {
            let width = name.chars().count().clamp(WIDTHS.0, WIDTHS.1);
            sheet.set_column_width(column, width as f64).map_err(unwritable)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(unwritable)?;
        for (column, name) in (0..columns).zip(names) {
            sheet.write_string_with_format(0, column, name, &bold).map_err(unwritable)?;
        }
        Ok(Workbook { book, columns, rows: 1 })
    }

    pub fn row<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) -> io::Result<()> {
        if self.rows == ROWS {
            return Err(Unfit::new(format!("a workbook has at most {ROWS} rows")).hint(OTHER_FORMS).into());
        }
        let row = self.rows;
        self.rows += 1;
        let sheet = self.book.worksheet_from_index(0).map_err(unwritable)?;
        for (column, cell) in (0..self.columns).zip(cells) {
            write(sheet, row, column, cell)?;
        }
        Ok(())
    }

    /// The whole file.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        let sheet = self.book.worksheet_from_index(0).map_err(unwritable)?;
        if let Some(last) = self.columns.checked_sub(1) {
            sheet.autofilter(0, 0, self.rows - 1, last).map_err(unwritable)?;
        }
        self.book.save_to_buffer().map_err(unwritable)
    }
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>) -> io::Result<()> {
    let written = match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) if text.encode_utf16().count() > LONGEST => {
            let what = format!(
                "row {}, column {}: a text is longer than {LONGEST} characters, which no cell takes",
                row + 1,
                column + 1
            );
            return Err(Unfit::new(what).hint(OTHER_FORMS).into());
        }
        Cell::Text(text) => sheet.write_string(row, column, text),
        Cell::Number(number) => sheet.write_number(row, column, number),
        Cell::Boolean(value) => sheet.write_boolean(row, column, value),
        Cell::Time(time) => {
            let format = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
            sheet.write_datetime_with_format(row, column, moment(time).map_err(unwritable)?, &format)
        }
    };
    written.map(drop).map_err(unwritable)
}

fn moment(time: DateTime) -> Result<ExcelDateTime, rust_xlsxwriter::XlsxError> {
    let [month, day, hour] = [time.month(), time.day(), time.hour()].map(i8::unsigned_abs);
    let date = ExcelDateTime::from_ymd(time.year().unsigned_abs(), month, day)?;
    date.and_hms(u16::from(hour), time.minute().unsigned_abs(), f64::from(time.second()))
}

fn unwritable(error: impl Display) -> io::Error {
    Unfit::new(format!("the workbook cannot be made: {error}")).into()
}

/// A number as a cell holds it; `None` where a cell would hold another one.
pub fn number(json: &str) -> Option<f64> {
    let number: f64 = json.parse().ok()?;
    match json.parse::<i64>() {
        Ok(whole) => (-EXACT..=EXACT).contains(&whole).then_some(number),
        Err(_) if json.contains(['.', 'e', 'E']) => Some(number).filter(|number| number.is_finite()),
        Err(_) => None,
    }
}

/// A list as a workbook.
pub struct Book {
    chosen: Chosen,
    zone: Option<Zone>,
    book: Option<Workbook>,
}

impl Book {
    pub fn new(chosen: Chosen, zone: Option<Zone>) -> Self {
        Book { chosen, zone, book: None }
    }
}

impl Sink for Book {
    fn page(&mut self, items: &[Box<RawValue>], _: &mut dyn Write) -> io::Result<()> {
        let Some(first) = items.first() else { return Ok(()) };
        let fields = self.chosen.of(first);
        let book = match &mut self.book {
            Some(book) => book,
            None => self.book.insert(Workbook::new(fields.labels())?),
        };
        items
            .iter()
            .try_for_each(|item| book.row(fields.pick(item).iter().map(|found| cell(found, self.zone))))
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let book = match (self.book.take(), self.chosen.without_items()) {
            (Some(book), _) => book,
            (None, Some(fields)) => Workbook::new(fields.labels())?,
            (None, None) => Workbook::new([].into_iter())?,
        };
        out.write_all(&book.finish()?)
    }
}

/// Texts stay texts, even if they look like formulas, numbers or dates; a cell knows which it is.
fn cell<'a>(found: &Found<'a>, zone: Option<Zone>) -> Cell<'a> {
    let text = || match found.text() {
        text if text.is_empty() => Cell::Empty,
        text => time::civil(&text, zone).map_or(Cell::Text(text), Cell::Time),
    };
    match found {
        Found::Nothing => Cell::Empty,
        Found::One(raw) => match raw.get() {
            "true" => Cell::Boolean(true),
            "false" => Cell::Boolean(false),
            json if json.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
                number(json).map_or_else(text, Cell::Number)
            }
            _ => text(),
        },
        Found::Many(_) => text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_cells_where_none_of_their_digits_is_lost() {
        let cases = [
            ("7", Some(7.0)),
            ("-1.5", Some(-1.5)),
            ("1e3", Some(1000.0)),
            ("9007199254740992", Some(9_007_199_254_740_992.0)),
            ("9007199254740993", None),
            ("12345678901234567890123", None),
            ("1e999", None),
        ];
        for (json, expected) in cases {
            assert_eq!(number(json), expected, "{json}");
        }
    }

    #[test]
    fn what_no_cell_takes_is_told() {
        let mut book = Workbook::new(["a", "b"].into_iter()).unwrap();
        book.row([Cell::Text("x".repeat(LONGEST).into())].into_iter()).unwrap();
        let error =
            book.row([Cell::Empty, Cell::Text("x".repeat(LONGEST + 1).into())].into_iter()).unwrap_err();
        assert!(error.to_string().contains("row 3, column 2"), "{error}");
    }
}
