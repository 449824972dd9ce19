//! Lists are read: those of different rate limits side by side, each page kept as it comes.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join;
use jiff::Timestamp;
use oktars::Okta;
use rusqlite::params;
use tokio::sync::mpsc::{self, Sender};
use tokio::task::{JoinSet, yield_now};

use crate::error::Result;
use crate::file::Mirror;
use crate::item::{Item, Page};
use crate::kind::{Kind, Lists};
use crate::last;
use crate::list::{self, Form, List, Read, Reader};
use crate::settings::Settings;
use crate::split;
use crate::sync::Counts;

/// How many lists of one rate limit are read side by side.
const SIDE_BY_SIDE: usize = 8;
/// So many requests in a row without an answer, and the org is not there.
const PATIENCE: u32 = 10;
/// So many refusals of a kind, with nothing read of it, and the rest of it is not asked for.
const REFUSALS: u32 = 3;

/// What to make of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The token may not, or the org does not offer it.
    Refused,
    /// What it is about is gone.
    Gone,
    /// It may work another time.
    Failed,
    /// Nothing will work.
    Abort,
}

impl Mirror {
    /// Reads all lists that wait.
    pub(crate) async fn read_lists(&self, okta: &Okta, settings: &Settings, counts: &Counts) -> Result<()> {
        last::add(&self.db, settings)?;
        self.read_waiting(okta, settings, counts).await?;
        while self.join_parts()? || last::add(&self.db, settings)? {
            self.read_waiting(okta, settings, counts).await?;
        }
        Ok(())
    }

    /// Reads lists, those of different limits side by side, each in a task of its own. Where the runtime has a thread
    /// for that, it reads while pages are kept.
    async fn read_waiting(&self, okta: &Okta, settings: &Settings, counts: &Counts) -> Result<()> {
        let (send, mut receive) = mpsc::channel(1);
        let mut reading = Reading::new(okta, settings, send);
        loop {
            if reading.failed.is_none() {
                for list in self.waiting(&reading.flying)? {
                    reading.flying.insert(list.id, list.kind.bucket());
                    let reader = list.reader(okta);
                    reading.begin(list, reader, true);
                }
            }
            if reading.flying.is_empty() {
                break;
            }
            tokio::select! {
                Some(came) = receive.recv() => self.take(&mut reading, came, settings, counts)?,
                Some(ended) = reading.tasks.join_next() => {
                    ended.unwrap_or_else(|failed| resume_unwind(failed.into_panic()));
                }
            }
        }
        reading.failed.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Goes on with what came of a list.
    fn take(&self, reading: &mut Reading, came: Came, settings: &Settings, counts: &Counts) -> Result<()> {
        match came {
            Came::Page(list, page) => {
                counts.add(page.items.len());
                self.keep_page(&list, &page, settings)?;
                reading.failures = 0;
                if page.next.is_none() || reading.failed.is_some() {
                    reading.flying.remove(&list.id);
                }
                if page.next.is_none() && last::follow_from(list.kind) {
                    last::add(&self.db, settings)?;
                }
                Ok(())
            }
            Came::Failed(list, error) => self.refused(reading, &list, error),
            Came::Edges(list, reader, edges, cursors) => {
                let is_split = match edges {
                    Some(edges) => self.split(&list, edges, cursors)?,
                    None => false,
                };
                if is_split {
                    reading.flying.remove(&list.id);
                } else {
                    reading.begin(list, reader, false);
                }
                Ok(())
            }
        }
    }

    fn refused(&self, reading: &mut Reading, list: &List, error: oktars::Error) -> Result<()> {
        reading.flying.remove(&list.id);
        reading.failures += u32::from(verdict_of(&error) == Verdict::Failed);
        if verdict_of(&error) == Verdict::Abort || reading.failures >= PATIENCE {
            reading.failed = Some(error);
            reading.stops.store(true, Ordering::Relaxed);
            return Ok(());
        }
        self.give_up(list, &error)
    }

    /// Lists that may be begun: for each limit as many as are useful.
    fn waiting(&self, flying: &BTreeMap<i64, &'static str>) -> Result<Vec<List>> {
        // One step of the index for each limit, however many lists wait for it.
        let mut buckets = self.db.prepare_cached(
            "with recursive waiting(bucket) as (
                select min(bucket) from list where state = 'waiting'
                union all
                select (select min(bucket) from list where state = 'waiting' and bucket > waiting.bucket)
                from waiting where waiting.bucket is not null)
             select bucket from waiting where bucket is not null",
        )?;
        let buckets = buckets.query_map([], |row| row.get::<_, String>(0))?;
        let buckets: BTreeSet<String> = buckets.collect::<rusqlite::Result<_>>()?;
        let mut found = Vec::new();
        for bucket in buckets {
            let under_way = flying.values().filter(|known| **known == bucket).count();
            let room = SIDE_BY_SIDE.saturating_sub(under_way);
            if room > 0 {
                let lists = self.waiting_in(&bucket, flying.len() + room)?;
                found.extend(lists.into_iter().filter(|list| !flying.contains_key(&list.id)).take(room));
            }
        }
        Ok(found)
    }

    fn waiting_in(&self, bucket: &str, most: usize) -> Result<Vec<List>> {
        let mut found = self.db.prepare_cached(
            "select id, kind, form, list, detail, position from list where state = 'waiting' and bucket = ?1
             order by id limit ?2",
        )?;
        let lists = found.query_map(params![bucket, most], List::of_row)?;
        Ok(lists.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// Remembers that a list was not read, and why.
    fn give_up(&self, list: &List, error: &oktars::Error) -> Result<()> {
        let verdict = match verdict_of(error) {
            Verdict::Gone if list.form != Form::One && list.kind.parent().is_none() => Verdict::Refused,
            verdict => verdict,
        };
        let resumed = list.position.is_some();
        if resumed && matches!(verdict, Verdict::Refused | Verdict::Gone) {
            // The position may be too old: from the beginning then.
            return self.begin_again(list);
        }
        let is_choice = matches!(list.kind.lists, Lists::Each(..));
        match verdict {
            // Which values there are is up to the org.
            Verdict::Refused if is_choice && error.is_validation() => {
                self.keep_refusal(list, "not offered", error)
            }
            Verdict::Gone => self.keep_refusal(list, "gone", error),
            Verdict::Refused => {
                self.keep_refusal(list, "refused", error)?;
                self.refuse_rest(list.kind)
            }
            Verdict::Failed | Verdict::Abort => self.keep_refusal(list, "failed", error),
        }
    }

    fn begin_again(&self, list: &List) -> Result<()> {
        let tx = self.db.unchecked_transaction()?;
        tx.execute("update list set position = null, reason = null where id = ?1", [list.id])?;
        if list.form == Form::All {
            list::forget_staged(&tx, list.kind, &list.list)?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Where a token may not read a kind, each of its lists would be refused.
    fn refuse_rest(&self, kind: &Kind) -> Result<()> {
        let count = |state: &str| -> Result<u32> {
            let mut found =
                self.db.prepare_cached("select count(*) from list where kind = ?1 and state = ?2")?;
            Ok(found.query_row([kind.name, state], |row| row.get(0))?)
        };
        if count("refused")? >= REFUSALS && count("done")? == 0 {
            self.db.execute(
                "update list set state = 'refused', (status, reason, needs) =
                 (select status, reason, needs from list where kind = ?1 and state = 'refused' limit 1)
                 where kind = ?1 and state = 'waiting' and position is null",
                [kind.name],
            )?;
        }
        Ok(())
    }
}

/// How the reading of lists is going.
struct Reading {
    okta: Okta,
    settings: Arc<Settings>,
    tasks: JoinSet<()>,
    send: Sender<Came>,
    /// Lists that are being read, with their rate limits.
    flying: BTreeMap<i64, &'static str>,
    /// Requests in a row that failed.
    failures: u32,
    /// Why nothing more is sent.
    failed: Option<oktars::Error>,
    /// Whether nothing more is sent.
    stops: Arc<AtomicBool>,
}

impl Reading {
    fn new(okta: &Okta, settings: &Settings, send: Sender<Came>) -> Self {
        Reading {
            okta: okta.clone(),
            settings: Arc::new(settings.clone()),
            tasks: JoinSet::new(),
            send,
            flying: BTreeMap::new(),
            failures: 0,
            failed: None,
            stops: Arc::default(),
        }
    }

    fn begin(&mut self, list: List, reader: Reader, may_split: bool) {
        let work = Work {
            okta: self.okta.clone(),
            settings: self.settings.clone(),
            stops: self.stops.clone(),
            send: self.send.clone(),
            list,
        };
        self.tasks.spawn(work.read(reader, may_split));
    }
}

/// What comes of a list.
enum Came {
    Page(List, Page),
    Failed(List, oktars::Error),
    /// When the first and the last object of it were made, and for how many cursors it is worth while to split it.
    Edges(List, Reader, Option<(Timestamp, Timestamp)>, usize),
}

/// The reading of one list.
struct Work {
    okta: Okta,
    settings: Arc<Settings>,
    stops: Arc<AtomicBool>,
    send: Sender<Came>,
    list: List,
}

impl Work {
    /// Reads page after page. The next one is asked for before one is made ready, and waits until that one is taken.
    async fn read(self, mut reader: Reader, may_split: bool) {
        let mut pages = 0;
        let (mut outcome, mut took) = timed(&mut reader).await;
        loop {
            let page = match outcome {
                Ok(page) => page,
                Err(error) => return self.give(Came::Failed(self.list.clone(), error)).await,
            };
            if page.next.is_none() || self.stops.load(Ordering::Relaxed) {
                return self.give_page(page).await;
            }
            pages += 1;
            let cursors = if may_split && pages == split::ASK_AFTER { self.useful_cursors(took) } else { 1 };
            if cursors > 1 {
                self.give_page(page).await;
                let edges = split::edges(&self.okta).await;
                return self.give(Came::Edges(self.list.clone(), reader, edges, cursors)).await;
            }
            ((outcome, took), ()) = join(timed(&mut reader), self.give_page(page)).await;
        }
    }

    /// With how many cursors the list is read as fast as its limit allows.
    fn useful_cursors(&self, took: Duration) -> usize {
        if !split::is_possible(&self.list) {
            return 1;
        }
        split::useful_cursors(&self.okta.limits(), self.list.kind.bucket(), took, Timestamp::now())
    }

    async fn give_page(&self, page: Read) {
        // Lets the request for the next page go out before this thread is busy.
        yield_now().await;
        let items = Item::all_of(&self.list, &self.settings, page.items);
        self.give(Came::Page(self.list.clone(), Page { items, next: page.next })).await;
    }

    async fn give(&self, came: Came) {
        // Nobody takes it once the run has failed.
        let _ = self.send.send(came).await;
    }
}

async fn timed(reader: &mut Reader) -> (oktars::Result<Read>, Duration) {
    let begun = Instant::now();
    let outcome = reader.read().await;
    (outcome, begun.elapsed())
}

pub(crate) fn verdict_of(error: &oktars::Error) -> Verdict {
    if error.is_no_token() || error.is_unauthorized() || error.is_config() || error.is_foreign_origin() {
        return Verdict::Abort;
    }
    match error.status().map(|status| status.as_u16()) {
        Some(404) => Verdict::Gone,
        Some(400 | 403 | 405 | 410 | 501) => Verdict::Refused,
        _ => Verdict::Failed,
    }
}
