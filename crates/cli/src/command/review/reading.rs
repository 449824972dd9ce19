//! The mirror that a review is read from: the one that is named, or one that is made for it and removed afterwards.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use oktars_mirror::{Log, Published, Reader};
use serde::de::DeserializeOwned;

use super::written;
use crate::command::{mirror, named};
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// The longest that one question may take.
const LONGEST: Duration = Duration::from_secs(600);
/// Of how many days the events are read into a mirror that is made for a review: as many as Okta keeps.
const LOG_DAYS: u32 = 90;

pub struct Reading {
    reader: Reader,
    /// When the org was as the mirror says.
    pub as_of: String,
    /// Since when the mirror follows the org: what it saw come since then is new.
    pub follows_since: String,
    /// Dropped after the reader, which has a file in it open.
    _place: Option<mirror::Folder>,
}

#[derive(serde::Deserialize)]
struct First {
    first: Option<String>,
}

impl Reading {
    /// Opens a mirror as it is; without one, reads these kinds of the org into a new one.
    pub async fn open(
        run: &mut Run,
        file: Option<&Path>,
        kinds: &[&str],
        since: Option<Timestamp>,
    ) -> Result<Self, Stop> {
        match file {
            Some(file) => {
                let reading = Reading::of(file, None)?;
                run.note(&format!("{} shows the org as of {}", named(file), reading.as_of));
                if let Some(since) = since.filter(|since| reading.follows_since > written(*since)) {
                    run.note(&format!(
                        "note: the mirror follows the org since {}, and {} is before that",
                        reading.follows_since,
                        written(since)
                    ));
                }
                Ok(reading)
            }
            None => {
                run.note(&format!(
                    "reading the org, with the events of {LOG_DAYS} days; `oktars mirror sync FILE` and --mirror FILE save that"
                ));
                let place = mirror::Folder::new()?;
                let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
                whole(mirror::read_kinds(run, &place.file(), kinds, Log::Changes(LOG_DAYS)).await?)?;
                Reading::of(&place.file(), Some(place))
            }
        }
    }

    /// The org as it is now: the mirror is brought up to date, or a new one is made.
    pub async fn now(run: &mut Run, file: Option<&Path>, kinds: &[&str]) -> Result<Self, Stop> {
        match file {
            Some(file) => {
                let opened = mirror::sync::open(run, file)?;
                whole(mirror::sync::bring_up_to_date(run, &opened).await?)?;
                drop(opened);
                Reading::of(file, None)
            }
            None => Reading::open(run, None, kinds, None).await,
        }
    }

    fn of(file: &Path, place: Option<mirror::Folder>) -> Result<Self, Stop> {
        let reader = mirror::reader(file)?;
        let as_of = reader.noted("published_at").map_err(mirror::failure)?.ok_or_else(|| {
            Failure::usage(format!("no sync of {} was finished yet", named(file)))
                .hint("`oktars mirror sync FILE` reads the org")
        })?;
        let mut reading = Reading { reader, follows_since: as_of.clone(), as_of, _place: place };
        let first: Vec<First> =
            reading.rows("select min(started) as first from run where state = 'published'")?;
        if let Some(first) = first.into_iter().next().and_then(|row| row.first) {
            reading.follows_since = first;
        }
        Ok(reading)
    }

    /// The address of the org, and its id where it told one.
    pub fn org(&self) -> Result<(String, Option<String>), Stop> {
        let noted = |name: &str| self.reader.noted(name).map_err(mirror::failure);
        Ok((noted("org")?.unwrap_or_default(), noted("org_id")?))
    }

    /// Whether the factors of all people are in it, and not those of administrators alone.
    pub fn has_all_factors(&self) -> Result<bool, Stop> {
        Ok(self.reader.settings().map_err(mirror::failure)?.all_factors)
    }

    /// Gives each row of an answer.
    pub fn each<T: DeserializeOwned>(
        &mut self,
        sql: &str,
        give: &mut dyn FnMut(T) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut ended = Ok(());
        let asked = self.reader.ask(sql, LONGEST, &mut |row| {
            ended = give(serde_json::from_str(row.get())?);
            if ended.is_err() { Err(std::io::Error::other("it ended early")) } else { Ok(()) }
        });
        let asked = asked.map_err(mirror::failure)?;
        ended?;
        Ok(asked?)
    }

    pub fn rows<T: DeserializeOwned>(&mut self, sql: &str) -> Result<Vec<T>, Stop> {
        let mut rows = Vec::new();
        self.each(sql, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Says what was asked for and is not whole.
    pub fn tell_gaps(&self, run: &mut Run) -> Result<(), Stop> {
        for gap in self.reader.gaps().map_err(mirror::failure)? {
            let reason = gap.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            let needs = gap.needs.map(|needs| format!("; it takes {needs}")).unwrap_or_default();
            run.note(&format!("note: {} is {}{reason}{needs}", gap.kind, gap.state));
        }
        Ok(())
    }
}

/// Some texts as SQL takes them: `('a', 'b')`.
pub fn quoted_list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    format!("({})", texts.map(mirror::literal).collect::<Vec<_>>().join(", "))
}

/// Refuses a mirror of which a part could not be read.
fn whole(published: Published) -> Result<(), Stop> {
    if !published.is_partial() {
        return Ok(());
    }
    let partial = published.kinds.iter().filter(|kind| kind.state == "partial").map(|kind| kind.name);
    let names = partial.collect::<Vec<_>>().join(", ");
    let failure = Failure::new(Exit::Failed, format!("not everything could be read: {names}"));
    Err(failure.hint("a review of a part of the org would mislead; run the command again").into())
}
