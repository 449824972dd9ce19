//! The workbook of a review: a sheet that says what it is of, and one for each reviewer.

use std::collections::HashSet;
use std::fmt::Display;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, Workbook, Worksheet, XlsxError,
};

use super::people::Person;
use super::rows::Row;
use super::{Reviewed, shown, written};
use crate::failure::{Exit, Failure, Stop};

/// The sheets that belong to no reviewer.
pub const FIRST_SHEET: &str = "Review";
pub const NO_REVIEWER: &str = "no reviewer";
pub const GONE_SHEET: &str = "gone";
/// What stands in the first cell of a review.
pub const MARK: &str = "Access review";
/// The values of a decision.
pub const KEEP: &str = "keep";
pub const REVOKE: &str = "revoke";

/// The columns that are read when the workbook comes back.
pub const PERSON: &str = "Person";
pub const LOGIN: &str = "Login";
pub const ACCESS: &str = "Access";
pub const WAY: &str = "Way";
pub const DECISION: &str = "Decision";
pub const COMMENT: &str = "Comment";
pub const ROW_ID: &str = "Row id";

/// What stands on the first sheet before its values.
pub mod facts {
    pub const SCOPE: &str = "Scope";
    pub const ORG: &str = "Org";
    pub const ORG_ID: &str = "Org id";
    pub const AS_OF: &str = "As of";
    pub const MADE: &str = "Made";
    pub const REVIEWER: &str = "Reviewer";
}

/// Excel's bounds: characters of a cell, and of the name of a sheet, in units of UTF-16.
const LONGEST: usize = 32_767;
const LONGEST_NAME: usize = 31;
/// A name that Excel keeps for itself.
const RESERVED: &str = "history";
const NOT_KNOWN: &str = "not known";

/// A column: its name, its width in characters, and what stands in it.
struct Column {
    name: &'static str,
    width: f64,
    text: fn(&Shown<'_>) -> String,
}

/// A row with what a column needs.
struct Shown<'a> {
    row: &'a Row,
    person: &'a Person,
    marks: String,
}

const COLUMNS: &[Column] = &[
    Column { name: PERSON, width: 24.0, text: |shown| shown.person.name() },
    Column { name: LOGIN, width: 30.0, text: |shown| shown.person.login.to_string() },
    Column { name: "Department", width: 18.0, text: |shown| text(shown.person.department.as_deref()) },
    Column { name: "Title", width: 20.0, text: |shown| text(shown.person.title.as_deref()) },
    Column { name: ACCESS, width: 28.0, text: |shown| shown.row.access() },
    Column { name: WAY, width: 30.0, text: |shown| shown.row.way() },
    Column { name: "Since", width: 17.0, text: |shown| time(shown.row.origin.since.as_deref(), NOT_KNOWN) },
    Column {
        name: "By",
        width: 24.0,
        text: |shown| shown.row.origin.by.as_deref().unwrap_or(NOT_KNOWN).to_owned(),
    },
    Column { name: "Last use", width: 17.0, text: |shown| time(shown.row.last_use.as_deref(), "none seen") },
    Column { name: "Marks", width: 28.0, text: |shown| shown.marks.clone() },
];

const LAST_TIME: Column =
    Column { name: "Last time", width: 24.0, text: |shown| shown.row.last_time.clone().unwrap_or_default() };

fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

fn time(value: Option<&str>, otherwise: &str) -> String {
    value.map_or_else(|| otherwise.to_owned(), shown)
}

/// The whole file.
pub fn workbook(review: &Reviewed) -> Result<Vec<u8>, Stop> {
    made(review).map_err(|error| unwritable(&error))
}

fn unwritable(error: &dyn Display) -> Stop {
    Failure::new(Exit::Failed, format!("the workbook cannot be made: {error}")).into()
}

fn made(review: &Reviewed) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut names = Names::default();
    let mut sheets: Vec<(String, String, String, Vec<usize>)> = Vec::new();
    for (reviewer, rows) in review.reviewers.each() {
        let person = &review.people.all[reviewer];
        let name = names.unique(&person.name());
        sheets.push((name, person.name(), text(person.email.as_deref()), rows.to_vec()));
    }
    let without = review.reviewers.rows_without();
    if !without.is_empty() {
        sheets.push((NO_REVIEWER.to_owned(), NO_REVIEWER.to_owned(), String::new(), without));
    }
    first_sheet(&mut book, review, &sheets)?;
    for (name, _, _, rows) in &sheets {
        rows_sheet(&mut book, review, name, rows)?;
    }
    gone_sheet(&mut book, review)?;
    book.save_to_buffer()
}

fn bold() -> Format {
    Format::new().set_bold()
}

/// Texts stay texts, even if they look like formulas.
fn write(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    sheet.write_string(row, column, cut(text)).map(drop)
}

/// A text that a cell takes.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > LONGEST
    });
    end.map_or(text, |(end, _)| &text[..end])
}

fn first_sheet(
    book: &mut Workbook,
    review: &Reviewed,
    sheets: &[(String, String, String, Vec<usize>)],
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(FIRST_SHEET)?;
    for (column, width) in (0..).zip([28.0, 44.0, 34.0, 10.0]) {
        sheet.set_column_width(column, width)?;
    }
    let facts = facts_of(review);
    let mut at = 0;
    for (name, value) in &facts {
        sheet.write_string_with_format(at, 0, *name, &bold())?;
        write(sheet, at, 1, value)?;
        at += 1;
    }
    at += 1;
    for (column, name) in (0..).zip([facts::REVIEWER, "Address", "Sheet", "Rows"]) {
        sheet.write_string_with_format(at, column, name, &bold())?;
    }
    for (name, reviewer, address, rows) in sheets {
        at += 1;
        for (column, text) in (0..).zip([reviewer, address, name]) {
            write(sheet, at, column, text)?;
        }
        sheet.write_number(at, 3, rows.len() as f64)?;
    }
    Ok(())
}

/// What the review is of.
fn facts_of(review: &Reviewed) -> Vec<(&'static str, String)> {
    let mut all = vec![
        (MARK, review.scope.text()),
        (facts::ORG, review.org.clone()),
        (facts::ORG_ID, review.org_id.clone().unwrap_or_default()),
        (facts::SCOPE, review.scope.mark()),
        (facts::AS_OF, review.as_of.clone()),
        (facts::MADE, written(review.made)),
        ("Rows", review.rows.len().to_string()),
        ("People", review.people_count().to_string()),
        ("Reviewers", review.reviewers.count().to_string()),
        ("Rows without a reviewer", review.reviewers.without().to_string()),
    ];
    let known_of = if review.has_all_factors { "everybody" } else { "administrators" };
    all.push(("Second factors", format!("known of {known_of}")));
    if let Some(drawn) = &review.chosen.sample {
        all.push(("Sample", format!("{} of {} rows, seed {}", drawn.asked, drawn.from, drawn.seed)));
    }
    if let Some(new) = &review.chosen.since {
        let unknown = match new.unknown {
            0 => String::new(),
            count => format!("; for {count} of them, it is not known since when"),
        };
        all.push(("New since", format!("{}, of {} rows{unknown}", new.since, new.from)));
    }
    if let Some(compared) = &review.chosen.compared {
        let (new, gone) = (compared.new, compared.gone.len());
        all.push(("Compared with", format!("the review of {}: {new} new, {gone} gone", compared.made)));
    }
    let how = "choose keep or revoke in the column Decision; times are UTC";
    all.push(("How to", how.to_owned()));
    all
}

fn rows_sheet(book: &mut Workbook, review: &Reviewed, name: &str, rows: &[usize]) -> Result<(), XlsxError> {
    let decision_format = Format::new().set_background_color(Color::RGB(0x00FF_F8DC));
    // What is written is not held: a row follows the one before.
    let sheet = book.add_worksheet_with_low_memory()?;
    sheet.set_name(name)?;
    let last_time = review.chosen.compared.is_some().then_some(&LAST_TIME);
    let columns: Vec<&Column> = COLUMNS.iter().chain(last_time).collect();
    let decision = columns.len() as u16;
    let (comment, id) = (decision + 1, decision + 2);
    let headings = columns.iter().map(|column| (column.name, column.width));
    let own = [(DECISION, 12.0), (COMMENT, 40.0), (ROW_ID, 40.0)];
    let headings: Vec<(&str, f64)> = headings.chain(own).collect();
    for (column, (_, width)) in (0..).zip(&headings) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_column_hidden(id)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, (heading, _)) in (0..).zip(&headings) {
        sheet.write_string_with_format(0, column, *heading, &bold())?;
    }
    let mut last = 0;
    for (number, at) in (1..).zip(rows) {
        let row = &review.rows[*at];
        let shown = Shown { row, person: &review.people.all[row.person], marks: review.marks(*at) };
        for (place, column) in (0..).zip(&columns) {
            write(sheet, number, place, &(column.text)(&shown))?;
        }
        sheet.write_blank(number, decision, &decision_format)?;
        sheet.write_blank(number, comment, &decision_format)?;
        write(sheet, number, id, &row.id.to_string())?;
        last = number;
    }
    sheet.autofilter(0, 0, last, id)?;
    let values = DataValidation::new()
        .allow_list_strings(&[KEEP, REVOKE])?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Decision")?
        .set_error_message("Choose keep or revoke, or leave it empty.")?;
    sheet.add_data_validation(1, decision, last.max(1), decision, &values)?;
    Ok(())
}

/// What the earlier review had and the org no longer has.
fn gone_sheet(book: &mut Workbook, review: &Reviewed) -> Result<(), XlsxError> {
    let Some(compared) = review.chosen.compared.as_ref().filter(|compared| !compared.gone.is_empty()) else {
        return Ok(());
    };
    let sheet = book.add_worksheet();
    sheet.set_name(GONE_SHEET)?;
    sheet.set_freeze_panes(1, 0)?;
    let headings = [(PERSON, 24.0), (LOGIN, 30.0), (ACCESS, 28.0), (WAY, 30.0), ("Last time", 40.0)];
    for (column, (heading, width)) in (0..).zip(headings) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, &bold())?;
    }
    for (number, row) in (1..).zip(&compared.gone) {
        let texts = [&row.person, &row.login, &row.access, &row.way, &row.told()];
        for (column, text) in (0..).zip(texts) {
            write(sheet, number, column, text)?;
        }
    }
    sheet.autofilter(0, 0, compared.gone.len() as u32, headings.len() as u16 - 1)?;
    Ok(())
}

/// Names of sheets that are taken, in lower case.
struct Names(HashSet<String>);

impl Default for Names {
    fn default() -> Self {
        let taken = [FIRST_SHEET, NO_REVIEWER, GONE_SHEET, RESERVED];
        Names(taken.iter().map(|name| name.to_lowercase()).collect())
    }
}

impl Names {
    /// A name that a sheet can have and that no other has, whatever its case.
    fn unique(&mut self, wanted: &str) -> String {
        let plain: String = wanted
            .chars()
            .map(|letter| if letter.is_control() || "[]:*?/\\".contains(letter) { ' ' } else { letter })
            .collect();
        let plain = plain.trim_matches(|letter: char| letter == '\'' || letter.is_whitespace());
        let plain = if plain.is_empty() { "reviewer" } else { plain };
        let mut number = 1;
        loop {
            let ending = if number == 1 { String::new() } else { format!(" ({number})") };
            let name = format!("{}{ending}", start(plain, LONGEST_NAME - ending.len()));
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    }
}

/// As much of a name as fits, without what no name ends with.
fn start(name: &str, units: usize) -> &str {
    let mut used = 0;
    let end = name.char_indices().find(|(_, letter)| {
        used += letter.len_utf16();
        used > units
    });
    let cut = end.map_or(name, |(end, _)| &name[..end]);
    cut.trim_end_matches(|letter: char| letter == '\'' || letter.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_those_that_spreadsheets_take() {
        let long = "Wilhelmina Featherstonehaugh-Cholmondeley";
        let cases = [
            ("Ann Lee", "Ann Lee"),
            ("ANN LEE", "ANN LEE (2)"),
            ("Ann/Lee: [IT]*?\\", "Ann Lee   IT"),
            ("'Bob'", "Bob"),
            ("Review", "Review (2)"),
            ("No Reviewer", "No Reviewer (2)"),
            ("History", "History (2)"),
            ("", "reviewer"),
            (" ' ", "reviewer (2)"),
            (long, "Wilhelmina Featherstonehaugh-Ch"),
            (long, "Wilhelmina Featherstonehaug (2)"),
            ("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"),
            ("a\u{7}b", "a b"),
        ];
        let mut names = Names::default();
        for (wanted, given) in cases {
            assert_eq!(names.unique(wanted), given, "{wanted:?}");
            assert!(given.encode_utf16().count() <= LONGEST_NAME);
            Workbook::new().add_worksheet().set_name(given).unwrap();
        }
    }

    #[test]
    fn a_text_that_is_too_long_for_a_cell_is_cut() {
        assert_eq!(cut("=1+1"), "=1+1");
        assert_eq!(cut(&"é".repeat(40_000)).chars().count(), LONGEST);
        assert_eq!(cut(&"😀".repeat(20_000)).chars().count(), LONGEST / 2);
    }
}
