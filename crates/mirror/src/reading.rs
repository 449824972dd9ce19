//! Lists are read: those of different rate limits side by side, each page kept as it comes.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use oktars::Okta;
use rusqlite::params;
use tokio::task::{JoinSet, yield_now};

use crate::error::Result;
use crate::file::Mirror;
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

    /// Reads lists, those of different limits side by side. The next page of a list is asked for before this one is
    /// kept. Where the runtime has a thread of its own for that, it comes meanwhile.
    async fn read_waiting(&self, okta: &Okta, settings: &Settings, counts: &Counts) -> Result<()> {
        let mut sent = JoinSet::new();
        let mut reading = Reading::default();
        loop {
            if reading.failed.is_none() {
                for list in self.waiting(&reading.flying)? {
                    reading.flying.insert(list.id, list.kind.bucket());
                    let reader = list.reader(okta);
                    sent.spawn(work(okta.clone(), Task::Page(list, reader)));
                }
            }
            let Some(came) = sent.join_next().await else { break };
            match came.unwrap_or_else(|failed| resume_unwind(failed.into_panic())) {
                Came::Page(list, reader, Ok(page), took) => {
                    counts.add(page.items.len());
                    if let Some(task) = reading.goes_on(okta, (list.clone(), reader), &page, took) {
                        sent.spawn(work(okta.clone(), task));
                        // Has it sent before this thread is busy.
                        yield_now().await;
                    }
                    self.keep_page(&list, &page, settings)?;
                    if page.next.is_none() && last::follow_from(list.kind) {
                        last::add(&self.db, settings)?;
                    }
                }
                Came::Page(list, _, Err(error), _) => self.refused(&mut reading, &list, error)?,
                Came::Edges(list, reader, edges, cursors) => {
                    let is_split = match edges {
                        Some(edges) => self.split(&list, edges, cursors)?,
                        None => false,
                    };
                    if is_split {
                        reading.flying.remove(&list.id);
                    } else {
                        sent.spawn(work(okta.clone(), Task::Page(list, reader)));
                    }
                }
            }
        }
        reading.failed.map_or(Ok(()), |error| Err(error.into()))
    }

    fn refused(&self, reading: &mut Reading, list: &List, error: oktars::Error) -> Result<()> {
        reading.flying.remove(&list.id);
        reading.failures += u32::from(verdict_of(&error) == Verdict::Failed);
        if verdict_of(&error) == Verdict::Abort || reading.failures >= PATIENCE {
            reading.failed = Some(error);
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
#[derive(Default)]
struct Reading {
    /// Lists that are being read, with their rate limits.
    flying: BTreeMap<i64, &'static str>,
    /// Requests in a row that failed.
    failures: u32,
    /// Why nothing more is sent.
    failed: Option<oktars::Error>,
    /// Pages of a list that may be split.
    pages: usize,
}

impl Reading {
    /// What follows a page: the next one, or where a list that one cursor reads too slowly can be split.
    fn goes_on(
        &mut self,
        okta: &Okta,
        (list, reader): (List, Reader),
        page: &Read,
        took: Duration,
    ) -> Option<Task> {
        self.failures = 0;
        if page.next.is_none() || self.failed.is_some() {
            self.flying.remove(&list.id);
            return None;
        }
        self.pages += usize::from(split::is_possible(&list));
        if split::is_possible(&list) && self.pages == split::ASK_AFTER {
            let cursors = split::useful_cursors(&okta.limits(), list.kind.bucket(), took, Timestamp::now());
            if cursors > 1 {
                return Some(Task::Edges(list, reader, cursors));
            }
        }
        Some(Task::Page(list, reader))
    }
}

/// What is sent for a list.
enum Task {
    Page(List, Reader),
    /// When the first and the last of it were made, for so many cursors.
    Edges(List, Reader, usize),
}

/// What came of it.
enum Came {
    /// A page, and how long it took.
    Page(List, Reader, oktars::Result<Read>, Duration),
    Edges(List, Reader, Option<(Timestamp, Timestamp)>, usize),
}

async fn work(okta: Okta, task: Task) -> Came {
    match task {
        Task::Page(list, mut reader) => {
            let begun = Instant::now();
            let outcome = reader.read().await;
            Came::Page(list, reader, outcome, begun.elapsed())
        }
        Task::Edges(list, reader, cursors) => Came::Edges(list, reader, split::edges(&okta).await, cursors),
    }
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
