//! A run: it decides what to read, reads it, and publishes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::try_join;
use jiff::{SignedDuration, Timestamp};
use oktars::{Listing, Okta};
use oktars_catalog::op;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::carry;
use crate::error::{Error, Result};
use crate::feed::{self, CURSOR};
use crate::file::{Mirror, now, written};
use crate::fresh;
use crate::kind::{Again, Kind, Lists};
use crate::kinds::KINDS;
use crate::list::{self, Form};
use crate::publish::Published;
use crate::reading::{Verdict, verdict_of};
use crate::settings::Settings;
use crate::winners;

/// A run that is older is not continued: what it staged is too old, and so are its positions.
const OLDEST_RUN: SignedDuration = SignedDuration::from_hours(24);
/// How long the org keeps its log.
pub(crate) const RETENTION: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How far dates are read again: an index may be late.
const OVERLAP: SignedDuration = SignedDuration::from_hours(1);
/// After so many days at the latest, each list is read again, whatever feed and dates say.
const SWEEP_DAYS: i64 = 7;

/// How a run goes about it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SyncOptions {
    /// Reads everything, whatever is known.
    pub full: bool,
    /// Publishes a run in which many objects are gone.
    pub accept_deletions: bool,
    /// Counts what is read, for who looks on.
    pub counts: Arc<Counts>,
}

/// What a run has read so far.
#[derive(Debug, Default)]
pub struct Counts {
    objects: AtomicU64,
    requests: AtomicU64,
}

impl Counts {
    /// Objects and events.
    pub fn objects(&self) -> u64 {
        self.objects.load(Ordering::Relaxed)
    }

    /// Requests that were answered.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(crate) fn add(&self, objects: usize) {
        self.objects.fetch_add(objects as u64, Ordering::Relaxed);
        self.requests.fetch_add(1, Ordering::Relaxed);
    }
}

/// A run that is under way.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub id: i64,
    pub is_full: bool,
    pub started: String,
}

impl Mirror {
    /// Brings the mirror up to date: reads what is new, or continues a run that was interrupted, and publishes
    /// it in one transaction.
    ///
    /// # Errors
    /// The org is another one or lets nobody in, the file cannot be written, or more is gone than is likely. What
    /// was read is kept, and the next run continues there.
    pub async fn sync(&self, okta: &Okta, options: &SyncOptions) -> Result<Published> {
        let here = now();
        let time = self.check_org(okta).await?;
        let settings = self.settings()?;
        let run = match self.unfinished(options, time)? {
            Some(run) => run,
            None => self.begin(okta, &settings, options, time).await?,
        };
        let counts = &options.counts;
        if !run.is_full {
            self.poll(okta, &run, &settings, counts).await?;
        }
        try_join(self.read_past(okta, &run, &settings, counts), self.read_lists(okta, &settings, counts))
            .await?;
        if run.is_full {
            self.poll(okta, &run, &settings, counts).await?;
            self.read_lists(okta, &settings, counts).await?;
        }
        let published = self.publish(&run, &settings, options.accept_deletions)?;
        self.note(SYNCED, &here)?;
        Ok(published)
    }

    /// Refuses an org that is not the one in the file. Gives the time by the org's clock: events have it too, and
    /// a clock here that is wrong would leave some of them out.
    async fn check_org(&self, okta: &Okta) -> Result<Timestamp> {
        let asked = okta.org_url().to_string();
        let here = Timestamp::now();
        let told = okta.call(op::GET_WELLKNOWN_ORG_METADATA).json::<Value>().answer().await;
        let (id, time) = match told {
            Ok((told, answer)) => {
                let date = answer.headers().get("date").and_then(|date| date.to_str().ok());
                (told["id"].as_str().map(str::to_owned), date.map_or(here, |date| time_there(here, date)))
            }
            Err(error) if error.is_connection() || error.is_timeout() => return Err(error.into()),
            Err(_) => (None, here),
        };
        let (held, held_id) = (self.noted("org")?, self.noted("org_id")?);
        let is_other = match (&id, &held_id) {
            (Some(id), Some(held_id)) => id != held_id,
            _ => held.as_ref().is_some_and(|held| *held != asked),
        };
        if is_other {
            let held = held.unwrap_or_default();
            return Err(Error::OtherOrg { path: self.path.clone(), held, asked });
        }
        self.note("org", &asked)?;
        if let Some(id) = id {
            self.note("org_id", &id)?;
        }
        Ok(time)
    }

    /// The run that was interrupted, if it can be continued.
    fn unfinished(&self, options: &SyncOptions, time: Timestamp) -> Result<Option<Run>> {
        let Some(run) = under_way(&self.db)? else { return Ok(None) };
        let settings: String =
            self.db.query_row("select options from run where id = ?1", [run.id], |row| row.get(0))?;
        let is_young = run.started > written(time - OLDEST_RUN);
        let is_same = settings == self.noted("settings")?.unwrap_or_default();
        if is_young && is_same && (run.is_full || !options.full) {
            return Ok(Some(run));
        }
        self.abandon(&run)?;
        Ok(None)
    }

    /// Forgets what a run has staged. What its events told is lost with it, so the next one reads everything.
    fn abandon(&self, run: &Run) -> Result<()> {
        let tx = self.db.unchecked_transaction()?;
        tx.execute("update run set state = 'abandoned', ended = ?2 where id = ?1", params![run.id, now()])?;
        tx.execute_batch(FORGET)?;
        fresh::forget_all(&tx)?;
        let used: Vec<String> = KINDS
            .iter()
            .map(|kind| format!("select n from {}_rows where n is not null", kind.name))
            .collect();
        tx.execute_batch(&format!("delete from documents where n not in ({})", used.join(" union all ")))?;
        crate::file::note(&tx, "must_read_all", "1")?;
        tx.commit()?;
        Ok(())
    }

    async fn begin(
        &self,
        okta: &Okta,
        settings: &Settings,
        options: &SyncOptions,
        time: Timestamp,
    ) -> Result<Run> {
        let started = written(time);
        let feed = self.feed_is_known(okta, settings, time).await?;
        let last = self.noted("published_at")?;
        let oldest = written(time - RETENTION);
        let is_gap = last.as_ref().is_some_and(|last| *last < oldest);
        let must = self.noted("must_read_all")?.is_some_and(|value| value == "1");
        let is_full = options.full || last.is_none() || is_gap || must || !feed;
        if is_gap {
            self.note("gap", &format!("{} to {started}", last.as_deref().unwrap_or_default()))?;
        }
        let tx = self.db.unchecked_transaction()?;
        tx.execute(
            "insert into run (form, started, state, options) values (?1, ?2, 'reading', ?3)",
            params![
                if is_full { "full" } else { "incremental" },
                started,
                self.noted("settings")?.unwrap_or_default()
            ],
        )?;
        let run = Run { id: tx.last_insert_rowid(), is_full, started };
        self.forget_old_lists(&run, settings, time)?;
        crate::file::note(&tx, "must_read_all", "0")?;
        for kind in KINDS.iter().filter(|kind| settings.wants(kind)) {
            if is_full || was_not_read(&self.db, kind)? {
                self.plan_from_present(kind, is_full, settings)?;
            } else {
                self.add_changes(kind, last.as_deref().unwrap_or_default(), time)?;
            }
        }
        tx.commit()?;
        Ok(run)
    }

    /// Lists that the last run left are continued, unless all is read anyway, or it was long ago.
    fn forget_old_lists(&self, run: &Run, settings: &Settings, time: Timestamp) -> Result<()> {
        let since = self.noted(carry::SINCE)?.unwrap_or_default();
        if run.is_full || since < written(time - OLDEST_RUN) {
            self.db.execute_batch(FORGET)?;
            fresh::forget_all(&self.db)?;
            return self.note(carry::SINCE, "");
        }
        carry::forget_unwanted(&self.db, settings)
    }

    /// Has all lists of a kind be read. Where its parent is not read in this run, the present objects name them.
    fn plan_from_present(&self, kind: &Kind, is_full: bool, settings: &Settings) -> Result<()> {
        list::plan(&self.db, kind)?;
        let Some(parent) = settings.parent_of(kind).filter(|_| !is_full) else { return Ok(()) };
        self.each_list_of_present(kind, parent, |list| list::add(&self.db, kind, Form::All, list, ""))
    }

    fn each_list_of_present(
        &self,
        kind: &Kind,
        parent: &str,
        mut give: impl FnMut(&str) -> Result<()>,
    ) -> Result<()> {
        let sql = format!("select r.key, d.json from {parent}_rows r join documents d on d.n = r.n");
        let mut found = self.db.prepare(&sql)?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            let (key, json): (String, String) = (row.get(0)?, row.get(1)?);
            let object: Value = serde_json::from_str(&json).unwrap_or_default();
            if let Some(list) = kind.list_below(&key, &object) {
                give(&list)?;
            }
        }
        Ok(())
    }

    /// Has what may have changed of a kind be read: what dates tell, small lists whole, and lists that were not
    /// read for long.
    fn add_changes(&self, kind: &Kind, last: &str, time: Timestamp) -> Result<()> {
        match (kind.lists, kind.again) {
            (Lists::One, Again::ByExpression(_, dates, _)) if !dates.is_empty() => {
                let since = changes_since(last);
                let parts: Vec<String> = dates.iter().map(|date| format!("{date} gt \"{since}\"")).collect();
                list::add(&self.db, kind, Form::Some, "", &parts.join(" or "))?;
            }
            (Lists::One | Lists::Each(..), Again::List) => {
                for first in list::first(kind) {
                    list::add(&self.db, kind, Form::All, first, "")?;
                }
                return Ok(());
            }
            _ => {}
        }
        self.sweep(kind, time)
    }

    /// Lists that were not read for a week are read again.
    fn sweep(&self, kind: &Kind, now: Timestamp) -> Result<()> {
        let due = due_lists(&self.db, kind, now)?;
        due.iter().try_for_each(|list| list::add(&self.db, kind, Form::All, list, ""))
    }

    /// Whether the log can be followed. The first time, finds where it is.
    async fn feed_is_known(&self, okta: &Okta, settings: &Settings, time: Timestamp) -> Result<bool> {
        if !settings.wants_log() {
            self.note(CURSOR, "")?;
            self.set_state(feed::KIND, "left out", None, None, None)?;
            return Ok(false);
        }
        if self.cursor()?.is_some() {
            return Ok(true);
        }
        match feed::take_cursor(okta, &settings.log, self.begin_of_feed(time)?).await {
            Ok(Some(position)) => {
                self.note(CURSOR, &position.to_string())?;
                // What changed before is not known from the log, so this run reads everything.
                self.note("must_read_all", "1")?;
                Ok(true)
            }
            Ok(None) => Ok(false),
            Err(Error::Okta(error)) if matches!(verdict_of(&error), Verdict::Refused | Verdict::Gone) => {
                let needs = Some("the scope okta.logs.read");
                let reason = error.summary().unwrap_or("refused").to_owned();
                self.set_state(feed::KIND, "not readable", Some(&reason), needs, None)?;
                Ok(false)
            }
            Err(Error::Okta(error)) => self.log_failed(error).map(|()| false),
            Err(error) => Err(error),
        }
    }

    /// A log that cannot be read now does not stop the rest: the next run continues it.
    fn log_failed(&self, error: oktars::Error) -> Result<()> {
        if verdict_of(&error) == Verdict::Abort || error.status().is_none() {
            return Err(error.into());
        }
        let reason = error.summary().map_or_else(|| error.to_string(), str::to_owned);
        self.set_state(feed::KIND, "partial", Some(&reason), None, None)
    }

    /// Where the feed begins: now, or where it was lost. Events that are known already are not kept twice.
    fn begin_of_feed(&self, time: Timestamp) -> Result<Timestamp> {
        let polled = self.noted(POLLED)?.and_then(|polled| polled.parse::<Timestamp>().ok());
        let lost = polled.map(|polled| (polled - OVERLAP).max(time - RETENTION + OVERLAP));
        Ok(lost.map_or(time, |lost| lost.min(time)))
    }

    /// Reads the events of the days before the first run, from where it was left.
    async fn read_past(&self, okta: &Okta, run: &Run, settings: &Settings, counts: &Counts) -> Result<()> {
        let noted = self.noted(PAST)?.unwrap_or_default();
        if noted == "done" || self.cursor()?.is_none() {
            return Ok(());
        }
        let listing = match noted.parse() {
            Ok(position) => Some(Listing::<Box<RawValue>>::resume(okta, &position)),
            Err(_) => {
                feed::past(okta, &settings.log, run.started.parse().unwrap_or_else(|_| Timestamp::now()))
            }
        };
        let Some(listing) = listing else { return self.note(PAST, "done") };
        let mut pages = listing.pages();
        loop {
            let page = match pages.try_next().await {
                Ok(Some(page)) => page,
                Ok(None) => break,
                Err(error) => return self.log_failed(error),
            };
            let next = page.next.map_or_else(|| "done".to_owned(), |next| next.to_string());
            counts.add(page.items.len());
            self.keep_events(run.id, &page.items, Some((PAST, &next)), None, settings)?;
        }
        self.note(PAST, "done")
    }

    /// Reads what the log tells since the last time.
    async fn poll(&self, okta: &Okta, run: &Run, settings: &Settings, counts: &Counts) -> Result<()> {
        let Some(cursor) = self.cursor()? else { return Ok(()) };
        // Of what was read before the events of this run, the events say nothing new.
        let since = if run.is_full { since(&run.started) } else { String::new() };
        let mut pages = Listing::<Box<RawValue>>::resume(okta, &cursor).pages();
        loop {
            let page = match pages.try_next().await {
                Ok(Some(page)) => page,
                Ok(None) => break,
                Err(error) if matches!(verdict_of(&error), Verdict::Refused | Verdict::Gone) => {
                    // The position is too old, or the token may not read the log any more.
                    self.lose_feed(&error)?;
                    return list::add_lists_of_dirty(&self.db);
                }
                Err(error) => {
                    self.log_failed(error)?;
                    return list::add_lists_of_dirty(&self.db);
                }
            };
            counts.add(page.items.len());
            let next = page.next.map(|next| next.to_string());
            let goes_on = next.as_deref().map(|next| (CURSOR, next));
            self.keep_events(run.id, &page.items, goes_on, Some(&since), settings)?;
        }
        self.note(POLLED, &run.started)?;
        feed::follow_everyone(&self.db, settings)?;
        list::add_lists_of_dirty(&self.db)?;
        winners::add(&self.db, settings)
    }

    /// The next run finds the position again, reads the events since the last one, and everything else.
    fn lose_feed(&self, error: &oktars::Error) -> Result<()> {
        self.note(CURSOR, "")?;
        self.note("must_read_all", "1")?;
        let reason = error.summary().unwrap_or("its position was refused");
        self.set_state(feed::KIND, "partial", Some(reason), None, None)
    }
}

/// The run that reads, or was interrupted.
pub(crate) fn under_way(db: &Connection) -> Result<Option<Run>> {
    let mut found = db.prepare_cached(
        "select id, form, started from run where state = 'reading' order by id desc limit 1",
    )?;
    let run = found.query_row([], |row| {
        let form: String = row.get(1)?;
        Ok(Run { id: row.get(0)?, is_full: form == "full", started: row.get(2)? })
    });
    Ok(run.optional()?)
}

/// Whether a kind was never read, or not whole and nothing is left of its lists.
pub(crate) fn was_not_read(db: &Connection, kind: &Kind) -> Result<bool> {
    let mut found = db.prepare_cached("select state from kind_state where kind = ?1")?;
    let state: Option<String> = found.query_row([kind.name], |row| row.get(0)).optional()?;
    Ok(match state.as_deref() {
        Some("complete" | "not readable" | "partly readable") => false,
        Some("partial") => !carry::has_any(db, kind)?,
        _ => true,
    })
}

/// From when on dates tell of changes: those of the last run may have come into an index after it.
pub(crate) fn changes_since(published: &str) -> String {
    written(published.parse::<Timestamp>().map_or(Timestamp::UNIX_EPOCH, |time| time - OVERLAP))
}

/// The lists that were not read for a week, each at a time of its own, so that not all come at once.
pub(crate) fn due_lists(db: &Connection, kind: &Kind, now: Timestamp) -> Result<Vec<String>> {
    let mut found = db.prepare_cached("select list, at from list_read where kind = ?1")?;
    let mut rows = found.query([kind.name])?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        let (list, at): (String, String) = (row.get(0)?, row.get(1)?);
        let early = i64::from(list.bytes().fold(7u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte)));
        let hours = SWEEP_DAYS * 24 * (512 - early) / 512;
        let at = at.parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH);
        if at + SignedDuration::from_hours(hours) < now {
            due.push(list);
        }
    }
    Ok(due)
}

/// When the log was read to its end last, by the org's clock.
pub(crate) const POLLED: &str = "polled_at";
/// Where the events of the days before the first run continue; `done` at their end.
pub(crate) const PAST: &str = "past_events";
/// When the run that was published last began, by the clock here.
pub(crate) const SYNCED: &str = "synced_at";

/// The time by the org's clock, which tells whole seconds: ours where it is the same second.
fn time_there(here: Timestamp, date: &str) -> Timestamp {
    let Ok(told) = jiff::fmt::rfc2822::parse(date) else { return here };
    let told = told.timestamp();
    let is_same = here.duration_since(told).abs() < SignedDuration::from_secs(1);
    if is_same { here } else { told }
}

/// From when on events matter: clocks that seem to be the same may differ by a second.
fn since(started: &str) -> String {
    let time = started.parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH);
    written(time - SignedDuration::from_secs(1))
}

/// Empties what belongs to one run.
pub(crate) const FORGET: &str =
    "delete from list; delete from stage; delete from cause; delete from planned; delete from dirty";

impl Mirror {
    /// Says how a kind is.
    pub(crate) fn set_state(
        &self,
        kind: &str,
        state: &str,
        reason: Option<&str>,
        needs: Option<&str>,
        read_at: Option<&str>,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "insert into kind_state (kind, state, reason, needs, rows, read_at) values (?1, ?2, ?3, ?4, null, ?5)
                 on conflict (kind) do update set state = ?2, reason = ?3, needs = ?4,
                 read_at = coalesce(?5, read_at)",
            )?
            .execute(params![kind, state, reason, needs, read_at])?;
        Ok(())
    }

    /// Whether the mirror is younger than this.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_younger(&self, age: SignedDuration) -> Result<bool> {
        let last = self.noted(SYNCED)?.and_then(|last| last.parse::<Timestamp>().ok());
        Ok(last.is_some_and(|last| Timestamp::now().duration_since(last) < age))
    }
}
