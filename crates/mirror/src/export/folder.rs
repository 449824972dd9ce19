//! A folder of Parquet files: one folder for each kind and for its past, and the log by day.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rusqlite::params;
use serde_json::{Value, json};

use super::parquet_file::{self, Failed};
use super::table::{self, Table};
use super::{Exported, Source};
use crate::ask::Reader;
use crate::error::{Error, Result};
use crate::kinds::KINDS;

/// What says that a folder is an export, and of what.
const STATE: &str = "oktars-export.json";
/// What keeps two exports into one folder apart.
const LOCK: &str = ".oktars-export.lock";
/// Tables and views of the file that are exported beside the kinds.
const OTHERS: [&str; 4] = ["app_use", "status", "access", "admins"];

/// An export that is being written.
struct Folder<'a> {
    reader: &'a Reader,
    path: PathBuf,
    source: Source,
    /// The export before, if there was one.
    before: Option<Before>,
    _held: File,
}

/// How far the export before was.
struct Before {
    source: Source,
    /// How many events of each day it has written.
    days: BTreeMap<String, u64>,
}

/// How many events a mirror has of a day.
struct Day {
    day: String,
    /// Those that an export of the same mirror before has seen.
    old: u64,
    /// Those that came since.
    new: u64,
}

/// What is done with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Nothing: all of it is written.
    Keep,
    /// All that the mirror has is written, and takes the place of what was.
    Replace,
    /// What is new is written beside it, since the mirror lacks some of what was written.
    Add,
}

impl Reader {
    /// Writes the whole mirror into a folder of Parquet files, or brings such a folder up to date. Days of the log of
    /// which there is nothing new are not written again, and what was removed from the log of the mirror stays.
    ///
    /// # Errors
    /// No sync was finished yet, the folder holds something else, or it cannot be written.
    pub fn export_parquet(&self, folder: &Path) -> Result<Vec<Exported>> {
        // One state of the file, while another process may write it.
        let _snapshot = self.db.unchecked_transaction()?;
        let folder = Folder::open(self, folder)?;
        let mut exported = Vec::new();
        for kind in KINDS {
            exported.push(folder.replace(&table::of_kind(&self.db, kind)?)?);
            exported.push(folder.replace(&table::versions_of_kind(kind))?);
        }
        for name in OTHERS {
            exported.push(folder.replace(&table::as_it_is(&self.db, name)?)?);
        }
        exported.push(folder.write_log()?);
        Ok(exported)
    }
}

impl<'a> Folder<'a> {
    fn open(reader: &'a Reader, path: &Path) -> Result<Self> {
        let source = Source::of(reader)?;
        let is_used = fs::read_dir(path).is_ok_and(|mut inside| inside.next().is_some());
        let state = fs::read_to_string(path.join(STATE)).ok();
        let begun = path.join(LOCK).exists();
        if is_used && state.is_none() && !begun {
            return Err(refused(path, "it holds other files and no export"));
        }
        let before =
            state.map(|text| Before::read(&text).ok_or_else(|| refused(path, "its state is damaged")));
        let before = before.transpose()?;
        if let Some(Before { source: other, .. }) = &before
            && source.is_other(&other.org, &other.org_id)
        {
            return Err(refused(path, &format!("it holds the export of another org, {}", other.org)));
        }
        make_folder(path)?;
        let held = hold(path)?;
        Ok(Folder { reader, path: path.to_owned(), source, before, _held: held })
    }

    /// Writes a table again, in the place of the old one.
    fn replace(&self, table: &Table) -> Result<Exported> {
        let folder = self.path.join(&table.name);
        make_folder(&folder)?;
        let rows = self.write(table, &folder.join(format!("{}.parquet", table.name)))?;
        Ok(Exported { table: table.name.clone(), rows, written: rows })
    }

    /// Writes a file beside the one that is there, and then puts it in its place, so that readers see whole files.
    fn write(&self, table: &Table, path: &Path) -> Result<u64> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = path.with_file_name(format!(".{name}.unfinished"));
        let failed = |error| Error::Io { path: path.to_owned(), error };
        let file = begin(&unfinished).map_err(failed)?;
        let mut statement = self.reader.db.prepare(&table.select)?;
        let rows = parquet_file::write(file, table, statement.query([])?).map_err(|why| {
            let _ = fs::remove_file(&unfinished);
            match why {
                Failed::Read(error) => Error::Sql(error),
                Failed::Written(error) => refused(path, &error.to_string()),
            }
        })?;
        fs::rename(&unfinished, path).map_err(failed)?;
        Ok(rows)
    }

    /// Writes the days of the log of which there is something new, and then how far the export is.
    fn write_log(&self) -> Result<Exported> {
        let same = self.before.as_ref().filter(|before| before.source.begun == self.source.begun);
        let last = same.map_or(0, |before| before.source.run);
        let mut days = self.before.as_ref().map(|before| before.days.clone()).unwrap_or_default();
        // Without an event, there is a file still, so that who asks finds the columns.
        if days.is_empty() && self.days(last)?.is_empty() {
            self.write_day(
                &self.source.published_at.chars().take(10).collect::<String>(),
                Step::Replace,
                last,
            )?;
        }
        let mut written = 0;
        for day in self.days(last)? {
            let before = days.get(&day.day).copied().unwrap_or_default();
            let step = day.step(before, same.is_some());
            let rows = self.write_day(&day.day, step, last)?;
            written += rows;
            days.insert(day.day, if step == Step::Replace { rows } else { before + rows });
        }
        let rows = days.values().sum();
        self.save(&days)?;
        Ok(Exported { table: "log".to_owned(), rows, written })
    }

    fn days(&self, last: i64) -> Result<Vec<Day>> {
        let mut found = self.reader.db.prepare(
            "select substr(published, 1, 10), sum(run <= ?1), sum(run > ?1) from log_rows where run <= ?2
             group by 1 order by 1",
        )?;
        let days = found.query_map(params![last, self.source.run], |row| {
            Ok(Day { day: row.get(0)?, old: row.get(1)?, new: row.get(2)? })
        })?;
        Ok(days.collect::<rusqlite::Result<_>>()?)
    }

    fn write_day(&self, day: &str, step: Step, last: i64) -> Result<u64> {
        let folder = self.path.join("log").join(format!("day={day}"));
        let until = self.source.run;
        let condition = table::is_of_day(day);
        match step {
            Step::Keep => Ok(0),
            Step::Replace => {
                make_folder(&self.path.join("log"))?;
                make_folder(&folder)?;
                let table = table::events(&self.reader.db, &format!("{condition} and run <= {until}"))?;
                let rows = self.write(&table, &folder.join("events.parquet"))?;
                remove_added(&folder)?;
                Ok(rows)
            }
            Step::Add => {
                let new = format!("{condition} and run > {last} and run <= {until}");
                let table = table::events(&self.reader.db, &new)?;
                // An export that was stopped before it said how far it is writes the same file again.
                self.write(&table, &folder.join(format!("added-{last}.parquet")))
            }
        }
    }

    fn save(&self, days: &BTreeMap<String, u64>) -> Result<()> {
        let Source { org, org_id, begun, run, published_at } = &self.source;
        let state = json!({
            "org": org, "orgId": org_id, "mirrorBegun": begun, "run": run, "publishedAt": published_at, "days": days,
        });
        let path = self.path.join(STATE);
        let unfinished = self.path.join(format!(".{STATE}.unfinished"));
        let saved = begin(&unfinished)
            .and_then(|mut file| file.write_all(format!("{state:#}\n").as_bytes()))
            .and_then(|()| fs::rename(&unfinished, &path));
        saved.map_err(|error| Error::Io { path, error })
    }
}

impl Before {
    fn read(text: &str) -> Option<Self> {
        let state: Value = serde_json::from_str(text).ok()?;
        let text = |name: &str| state[name].as_str().map(str::to_owned);
        let days = state["days"].as_object()?.iter();
        Some(Before {
            source: Source {
                org: text("org")?,
                org_id: text("orgId")?,
                begun: text("mirrorBegun")?,
                run: state["run"].as_i64()?,
                published_at: text("publishedAt")?,
            },
            days: days.map(|(day, rows)| Some((day.clone(), rows.as_u64()?))).collect::<Option<_>>()?,
        })
    }
}

impl Day {
    /// What to do if so many events of the day are written, by an export of the same mirror or of another.
    fn step(&self, written: u64, is_same_mirror: bool) -> Step {
        if is_same_mirror {
            match (self.new, self.old == written) {
                (0, _) => Step::Keep,
                (_, true) => Step::Replace,
                (_, false) => Step::Add,
            }
        } else if self.old + self.new > written {
            Step::Replace
        } else {
            Step::Keep
        }
    }
}

/// Removes what was written beside the file of a day, which has all of it now.
fn remove_added(folder: &Path) -> Result<()> {
    let failed = |error| Error::Io { path: folder.to_owned(), error };
    for file in fs::read_dir(folder).map_err(failed)? {
        let file = file.map_err(failed)?;
        if file.file_name().to_string_lossy().starts_with("added-") {
            fs::remove_file(file.path()).map_err(failed)?;
        }
    }
    Ok(())
}

/// Makes a folder for its owner alone, if there is none. Nothing is written through a link.
fn make_folder(path: &Path) -> Result<()> {
    if path.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
        return Err(Error::Link(path.to_owned()));
    }
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| Error::Io { path: path.to_owned(), error })
}

/// A new file for its owner alone, which replaces what a stopped export left.
fn begin(path: &Path) -> io::Result<File> {
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn hold(path: &Path) -> Result<File> {
    let name = path.join(LOCK);
    let failed = |error| Error::Io { path: name.clone(), error };
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&name).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Error::Held { path: path.to_owned(), holder: "another export".to_owned() })
        }
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

fn refused(path: &Path, why: &str) -> Error {
    Error::NoExport { path: path.to_owned(), why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day that is written again for nothing costs what the whole log costs; one that is not, loses events.
    #[test]
    fn a_day_is_written_again_only_for_what_is_new() {
        let cases = [
            // old, new, written, the same mirror
            (10, 0, 10, true, Step::Keep),
            // The log was pruned since.
            (3, 0, 10, true, Step::Keep),
            (10, 5, 10, true, Step::Replace),
            (3, 5, 10, true, Step::Add),
            (0, 5, 0, true, Step::Replace),
            (0, 10, 10, false, Step::Keep),
            (0, 3, 10, false, Step::Keep),
            (0, 12, 10, false, Step::Replace),
        ];
        for (old, new, written, same, expected) in cases {
            let day = Day { day: String::new(), old, new };
            assert_eq!(day.step(written, same), expected, "{old} {new} {written} {same}");
        }
    }
}
