//! A workbook that comes back: what it is a review of, and what was decided.

use std::path::Path;

use super::refused;
use super::row_id::RowId;
use super::sheet::{
    ACCESS, COMMENT, DECISION, FIRST_SHEET, GONE_SHEET, KEEP, LOGIN, MARK, PERSON, REVOKE, ROW_ID, WAY, facts,
};
use crate::bulk::source::{SheetRow, Sheets, UNSTORED};
use crate::command::named;
use crate::failure::{Failure, Stop};

/// What a reviewer decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Open,
    Keep,
    Revoke,
    /// Something that is not one of the values.
    Other(String),
}

impl Decision {
    fn of(text: &str) -> Self {
        match text.trim() {
            "" => Decision::Open,
            text if text.eq_ignore_ascii_case(KEEP) => Decision::Keep,
            text if text.eq_ignore_ascii_case(REVOKE) => Decision::Revoke,
            other => Decision::Other(other.to_owned()),
        }
    }
}

/// A row that came back.
#[derive(Debug, Clone)]
pub struct DecidedRow {
    pub sheet: String,
    /// The number that a spreadsheet shows beside it.
    pub number: u64,
    /// None where it is not what any review writes.
    pub id: Option<RowId>,
    pub id_text: String,
    pub person: String,
    pub login: String,
    pub access: String,
    pub way: String,
    pub decision: Decision,
    pub comment: String,
}

/// A workbook that came back.
pub struct Decided {
    pub file: String,
    pub digest: String,
    /// What it is a review of: for people, and as it is found again.
    pub title: String,
    pub scope: String,
    pub org: String,
    pub org_id: Option<String>,
    pub made: String,
    /// The reviewers with their addresses and sheets.
    pub reviewers: Vec<SheetOf>,
    pub rows: Vec<DecidedRow>,
    /// Sheets that somebody added.
    pub others: Vec<String>,
}

/// A sheet and its reviewer.
pub struct SheetOf {
    pub sheet: String,
    pub reviewer: String,
    pub address: String,
}

impl Decided {
    pub fn read(path: &Path) -> Result<Self, Stop> {
        let file = named(path);
        let Sheets { digest, sheets } = Sheets::open(path)?;
        let first = sheets.iter().find(|(name, _)| name == FIRST_SHEET);
        let is_review = |(_, rows): &&(String, Vec<SheetRow>)| {
            rows.first().and_then(|row| row.cells.first()).is_some_and(|text| text == MARK)
        };
        let Some((_, first)) = first.filter(is_review) else {
            return Err(Failure::usage(format!("{file} is not a workbook of `oktars review`"))
                .hint(format!(
                    "its sheet {FIRST_SHEET:?} says what it is a review of; leave that sheet as it is"
                ))
                .into());
        };
        let fact = |name: &str| {
            let row = first.iter().find(|row| row.cells.first().is_some_and(|text| text == name));
            row.and_then(|row| row.cells.get(1)).filter(|text| !text.is_empty()).cloned()
        };
        let reviewers = reviewers(first);
        let mut decided = Decided {
            title: fact(MARK).unwrap_or_default(),
            scope: fact(facts::SCOPE).unwrap_or_default(),
            org: fact(facts::ORG).unwrap_or_default(),
            org_id: fact(facts::ORG_ID),
            made: fact(facts::MADE).unwrap_or_default(),
            file,
            digest,
            reviewers,
            rows: Vec::new(),
            others: Vec::new(),
        };
        for (name, rows) in &sheets {
            if name != FIRST_SHEET && name != GONE_SHEET {
                decided.take(name, rows);
            }
        }
        Ok(decided)
    }

    /// Takes in a sheet with rows. Its columns may have been moved.
    fn take(&mut self, sheet: &str, rows: &[SheetRow]) {
        let Some((header, rows)) = rows.split_first() else { return };
        let column = |name: &str| header.cells.iter().position(|cell| cell.trim() == name);
        let (Some(id), Some(decision)) = (column(ROW_ID), column(DECISION)) else {
            self.others.push(sheet.to_owned());
            return;
        };
        let [person, login, access, way, comment] = [PERSON, LOGIN, ACCESS, WAY, COMMENT].map(column);
        for row in rows {
            let text = |column: usize| row.cells.get(column).map(String::as_str).unwrap_or_default().trim();
            let given = |column: Option<usize>| column.map(text).unwrap_or_default().to_owned();
            // Text below the rows, such as a signature, is not a row.
            if text(id).is_empty() && text(decision).is_empty() {
                continue;
            }
            let decision = match row.unstored.contains(&decision) {
                true => Decision::Other(UNSTORED.to_owned()),
                false => Decision::of(text(decision)),
            };
            self.rows.push(DecidedRow {
                sheet: sheet.to_owned(),
                number: row.number,
                id: RowId::parse(text(id)),
                id_text: text(id).to_owned(),
                person: given(person),
                login: given(login),
                access: given(access),
                way: given(way),
                decision,
                comment: given(comment),
            });
        }
    }

    /// Refuses a workbook of another org.
    pub fn check_org(&self, (org, id): &(String, Option<String>)) -> Result<(), Stop> {
        let is_same = match (&self.org_id, id) {
            (Some(of_review), Some(id)) => of_review == id,
            _ => self.org == *org,
        };
        if is_same {
            return Ok(());
        }
        let what = format!("{} is a review of {}, and this org is {org}", self.file, self.org);
        Err(refused(what, "name the org of the review with --org or OKTA_CLIENT_ORGURL"))
    }
}

/// The table of reviewers, which stands on the first sheet below the facts.
fn reviewers(first: &[SheetRow]) -> Vec<SheetOf> {
    let cell = |row: &SheetRow, column: usize| row.cells.get(column).cloned().unwrap_or_default();
    let table = first.iter().skip_while(|row| cell(row, 0) != facts::REVIEWER).skip(1);
    table
        .map(|row| SheetOf { reviewer: cell(row, 0), address: cell(row, 1), sheet: cell(row, 2) })
        .filter(|row| !row.sheet.is_empty())
        .collect()
}
