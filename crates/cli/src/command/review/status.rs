//! `oktars review status`: how far the reviewers are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::decided::{Decided, Decision};
use crate::command::mirror;
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

const COLUMNS: Columns =
    Columns { table: "reviewer,keep,revoke,open,other,comments,file", csv: "sheet,address" };

#[derive(Debug, clap::Args)]
pub struct Status {
    /// The workbooks
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// The decisions on one sheet.
#[derive(Default)]
struct Counts {
    keep: u64,
    revoke: u64,
    open: u64,
    other: u64,
    comments: u64,
}

impl Status {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let mut rows = Vec::new();
        let (mut open, mut all) = (0, 0);
        for path in &self.files {
            let decided = Decided::read(path)?;
            for sheet in &decided.others {
                run.note(&format!("note: the sheet {sheet:?} of {} has no rows of a review", decided.file));
            }
            let counts = counted(&decided);
            open += counts.values().map(|counts| counts.open).sum::<u64>();
            all += decided.rows.len();
            rows.extend(counts.iter().map(|(sheet, counts)| shown(&decided, sheet, counts)));
        }
        mirror::print(run, rows, &COLUMNS)?;
        run.note(&format!("{open} of {all} rows are open"));
        Ok(())
    }
}

/// The decisions by sheet. A sheet without a decision is one as well.
fn counted(decided: &Decided) -> BTreeMap<&str, Counts> {
    let mut sheets: BTreeMap<&str, Counts> =
        decided.reviewers.iter().map(|row| (row.sheet.as_str(), Counts::default())).collect();
    for row in &decided.rows {
        let counts = sheets.entry(&row.sheet).or_default();
        match row.decision {
            Decision::Keep => counts.keep += 1,
            Decision::Revoke => counts.revoke += 1,
            Decision::Open => counts.open += 1,
            Decision::Other(_) => counts.other += 1,
        }
        counts.comments += u64::from(!row.comment.is_empty());
    }
    sheets
}

fn shown(decided: &Decided, sheet: &str, counts: &Counts) -> Value {
    let of = decided.reviewers.iter().find(|row| row.sheet == sheet);
    json!({
        "reviewer": of.map_or(sheet, |row| &row.reviewer), "keep": counts.keep, "revoke": counts.revoke,
        "open": counts.open, "other": counts.other, "comments": counts.comments, "file": decided.file,
        "sheet": sheet, "address": of.map(|row| &row.address),
    })
}
