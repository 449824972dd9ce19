//! Which rows go into a review: all, those that are new, or some that are drawn at random.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::decided::{Decided, DecidedRow, Decision};
use super::reading::Reading;
use super::refused;
use super::row_id::RowId;
use super::rows::Row;
use super::scope::Scope;
use crate::failure::Stop;
use crate::progress::grouped;

/// How many rows are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    Rows(usize),
    Percent(f64),
}

impl Sample {
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "write a number of rows, such as 50, or a part of them, such as 10%".to_owned();
        match text.strip_suffix('%') {
            Some(percent) => {
                let percent: f64 = percent.trim().parse().map_err(|_| wrong())?;
                if percent > 0.0 && percent <= 100.0 { Ok(Sample::Percent(percent)) } else { Err(wrong()) }
            }
            None => match text.parse() {
                Ok(0) | Err(_) => Err(wrong()),
                Ok(rows) => Ok(Sample::Rows(rows)),
            },
        }
    }

    /// How many that are of so many; one at least.
    fn of(self, all: usize) -> usize {
        match self {
            Sample::Rows(rows) => rows.min(all),
            Sample::Percent(percent) => ((all as f64 * percent / 100.0).ceil() as usize).min(all),
        }
    }

    fn text(self) -> String {
        match self {
            Sample::Rows(rows) => grouped(rows as u64),
            Sample::Percent(percent) => format!("{percent}%"),
        }
    }
}

/// What was chosen on the command line.
pub struct Choice {
    pub sample: Option<Sample>,
    pub seed: u64,
    /// Only what is new since this time.
    pub since: Option<String>,
    /// The workbook of an earlier review.
    pub before: Option<Decided>,
}

/// What came of it.
#[derive(Default)]
pub struct Chosen {
    pub sample: Option<Drawn>,
    pub since: Option<NewOnly>,
    pub compared: Option<Compared>,
}

/// Rows that were drawn.
pub struct Drawn {
    pub asked: String,
    pub from: usize,
    pub seed: u64,
}

/// Rows that are new.
pub struct NewOnly {
    pub since: String,
    pub from: usize,
    /// Of so many, nobody knows since when; they are among the rows.
    pub unknown: usize,
}

/// How the rows differ from those of an earlier review.
pub struct Compared {
    pub file: String,
    pub made: String,
    pub new: usize,
    pub gone: Vec<DecidedRow>,
}

impl Choice {
    pub fn among(
        self,
        mut rows: Vec<Row>,
        scope: &Scope,
        reading: &Reading,
    ) -> Result<(Vec<Row>, Chosen), Stop> {
        let mut chosen = Chosen::default();
        if let Some(before) = self.before {
            before.check_org(&reading.org()?)?;
            if before.scope != scope.mark() {
                let what = format!("{} is a review of other access: {}", before.file, before.title);
                return Err(refused(what, "--compare takes the workbook of a review of the same"));
            }
            chosen.compared = Some(compare(before, &mut rows));
        }
        if let Some(since) = self.since {
            let from = rows.len();
            rows.retain(|row| is_new(row, &since, &reading.follows_since));
            let unknown = rows.iter().filter(|row| row.origin.since.is_none()).count();
            chosen.since = Some(NewOnly { since, from, unknown });
        }
        if let Some(sample) = self.sample {
            let from = rows.len();
            rows = draw(rows, sample.of(from), self.seed);
            chosen.sample = Some(Drawn { asked: sample.text(), from, seed: self.seed });
        }
        Ok((rows, chosen))
    }
}

/// What nobody knows the beginning of counts as new, unless the mirror had it before that time.
fn is_new(row: &Row, since: &str, follows_since: &str) -> bool {
    match &row.origin.since {
        Some(began) => **began >= *since,
        None if follows_since <= since => row.valid_from.as_deref().is_none_or(|from| from >= since),
        None => true,
    }
}

/// The same rows for the same seed, in whatever order they come.
fn draw(mut rows: Vec<Row>, count: usize, seed: u64) -> Vec<Row> {
    let lot = |row: &Row| -> Vec<u8> { Sha256::digest(format!("{seed}\n{}", row.id)).to_vec() };
    let mut lots: Vec<(Vec<u8>, usize)> = rows.iter().enumerate().map(|(at, row)| (lot(row), at)).collect();
    lots.sort_unstable();
    let drawn: HashSet<usize> = lots.into_iter().take(count).map(|(_, at)| at).collect();
    let mut at = 0;
    rows.retain(|_| {
        at += 1;
        drawn.contains(&(at - 1))
    });
    rows
}

/// Notes in each row what was decided of it, and finds what is gone.
fn compare(before: Decided, rows: &mut [Row]) -> Compared {
    let Decided { file, made, rows: old, .. } = before;
    let mut known: HashMap<RowId, DecidedRow> =
        old.into_iter().filter_map(|row| Some((row.id.clone()?, row))).collect();
    let mut new = 0;
    for row in rows {
        row.last_time = Some(match known.remove(&row.id) {
            None => {
                new += 1;
                "new".to_owned()
            }
            Some(old) => old.told(),
        });
    }
    let mut gone: Vec<DecidedRow> = known.into_values().collect();
    gone.sort_by(|one, other| {
        (&one.login, &one.access, &one.id).cmp(&(&other.login, &other.access, &other.id))
    });
    Compared { file, made, new, gone }
}

impl DecidedRow {
    /// What was decided, with the comment.
    pub fn told(&self) -> String {
        let decision = match &self.decision {
            Decision::Open => "open",
            Decision::Keep => "keep",
            Decision::Revoke => "revoke",
            Decision::Other(text) => text,
        };
        if self.comment.is_empty() { decision.to_owned() } else { format!("{decision}: {}", self.comment) }
    }
}

impl Chosen {
    /// What somebody who made the review should know.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(Drawn { from, seed, .. }) = &self.sample {
            notes.push(format!("picked from {} rows; --seed {seed} picks them again", grouped(*from as u64)));
        }
        if let Some(NewOnly { since, unknown, from }) = &self.since {
            notes.push(format!("of {} rows, those that are new since {since}", grouped(*from as u64)));
            if *unknown > 0 {
                notes.push(format!(
                    "note: for {} of them, it is not known since when; a mirror that is older than {since} knows",
                    grouped(*unknown as u64)
                ));
            }
        }
        if let Some(Compared { file, new, gone, .. }) = &self.compared {
            notes.push(format!(
                "compared with {file}: {} new, {} gone",
                grouped(*new as u64),
                grouped(gone.len() as u64)
            ));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::review::origin::Origin;

    fn row(number: usize, since: Option<&str>, valid_from: &str) -> Row {
        Row {
            id: RowId::parse(&format!("app/0oa1/00u{number}/direct")).unwrap(),
            person: number,
            what: "CRM".into(),
            group: None,
            rules: Vec::new(),
            origin: Origin { since: since.map(Into::into), by: None },
            valid_from: Some(valid_from.into()),
            last_use: None,
            last_time: None,
        }
    }

    #[test]
    fn samples_are_numbers_or_parts() {
        let cases =
            [("5", 20, 5), ("5", 3, 3), ("10%", 20, 2), ("10%", 3, 1), ("100%", 7, 7), ("0.5%", 1000, 5)];
        for (text, all, drawn) in cases {
            assert_eq!(Sample::parse(text).unwrap().of(all), drawn, "{text} of {all}");
        }
        for text in ["", "0", "-1", "0%", "101%", "x", "%", "NaN%"] {
            assert!(Sample::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_seed_draws_the_same_rows_whatever_their_order() {
        let rows: Vec<Row> = (0..100).map(|number| row(number, None, "2026")).collect();
        let ids = |rows: Vec<Row>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        let first = ids(draw(rows.clone(), 10, 7));
        assert_eq!(first.len(), 10);
        let mut turned = ids(draw(rows.iter().rev().cloned().collect(), 10, 7));
        turned.reverse();
        assert_eq!(turned, first);
        assert_ne!(ids(draw(rows, 10, 8)), first);
    }

    #[test]
    fn what_was_there_before_is_not_new() {
        let cases = [
            (Some("2026-03-02"), "2026-01-01", "2026-01-01", true),
            (Some("2026-02-02"), "2026-01-01", "2026-01-01", false),
            // The mirror had it in January.
            (None, "2026-01-01", "2026-01-01", false),
            (None, "2026-03-05", "2026-01-01", true),
            // The mirror began in April, and it may have come in March.
            (None, "2026-04-01", "2026-04-01", true),
        ];
        for (since, valid_from, follows_since, expected) in cases {
            let row = row(1, since, valid_from);
            assert_eq!(
                is_new(&row, "2026-03-01", follows_since),
                expected,
                "{since:?} {valid_from} {follows_since}"
            );
        }
    }
}
