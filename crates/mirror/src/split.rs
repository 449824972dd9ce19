//! A list that one cursor reads too slowly for its rate limit is read by several: users by ranges of `created`.

use std::time::Duration;

use jiff::Timestamp;
use oktars::limits::{Limits, Priority};
use oktars::user::ListUsers;
use oktars::{Okta, SortOrder, attr};
use oktars_catalog::op;
use rusqlite::{OptionalExtension, params};

use crate::error::Result;
use crate::file::Mirror;
use crate::list::{self, Form, List};
use crate::sync;

/// After so many pages it is known how long one takes, and that there are many.
pub(crate) const ASK_AFTER: usize = 3;
/// The most cursors of one list.
const MOST: usize = 8;
/// Ranges for each cursor, as there are more people in some than in others.
const RANGES: usize = 4;

/// How many cursors use what is left of a rate limit before its window ends.
pub(crate) fn useful_cursors(limits: &Limits, bucket: &str, page: Duration, now: Timestamp) -> usize {
    let known = limits.buckets.iter().find(|known| known.name == bucket);
    let Some((remaining, reset)) =
        known.and_then(|known| Some((known.remaining?, known.reset.as_ref()?.instant()?)))
    else {
        return 1;
    };
    cursors(remaining, page, reset.duration_since(now).as_secs_f64())
}

fn cursors(remaining: u32, page: Duration, seconds: f64) -> usize {
    // A little more than one can do is not worth reading the first pages again.
    let useful = (f64::from(remaining) * page.as_secs_f64() / seconds.max(1.0) - 0.3).ceil();
    (useful.max(1.0) as usize).min(MOST)
}

/// Whether a list can be split.
pub(crate) fn is_possible(list: &List) -> bool {
    list.form == Form::All && list.detail.is_empty() && list.kind.operation.id == op::LIST_USERS.id
}

/// When the first and the last user were made.
pub(crate) async fn edges(okta: &Okta) -> Option<(Timestamp, Timestamp)> {
    Some((created(okta, SortOrder::Ascending).await?, created(okta, SortOrder::Descending).await?))
}

impl Mirror {
    /// Has a list be read in parts. Says whether it is.
    pub(crate) fn split(
        &self,
        list: &List,
        (first, last): (Timestamp, Timestamp),
        cursors: usize,
    ) -> Result<bool> {
        let parts = ListUsers::split(first, last, cursors * RANGES);
        let searches: Vec<&str> = parts.iter().filter_map(|part| part.search.as_ref()?.text().ok()).collect();
        if searches.len() < 2 || searches.len() < parts.len() {
            return Ok(false);
        }
        let tx = self.db.unchecked_transaction()?;
        tx.execute("update list set state = 'parts', position = null where id = ?1", [list.id])?;
        for search in searches {
            list::add(&tx, list.kind, Form::Part, "", search)?;
        }
        tx.commit()?;
        Ok(true)
    }

    /// Makes one list of its parts again. Says whether something must be read because of it.
    pub(crate) fn join_parts(&self) -> Result<bool> {
        let split = "select id, kind, form, list, detail, position from list where state = 'parts' limit 1";
        let Some(list) = self.db.query_row(split, [], List::of_row).optional()?.flatten() else {
            return Ok(false);
        };
        let (open, refused, failed): (u64, u64, u64) = self.db.query_row(
            "select coalesce(sum(state = 'waiting'), 0), coalesce(sum(state in ('refused', 'gone')), 0),
                coalesce(sum(state = 'failed'), 0)
             from list where kind = ?1 and form = 'part'",
            [list.kind.name],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        if open > 0 {
            return Ok(false);
        }
        let tx = self.db.unchecked_transaction()?;
        if refused > 0 {
            // The org does not take the question: as one list then.
            tx.execute("delete from list where kind = ?1 and form = 'part'", [list.kind.name])?;
            list::forget_staged(&tx, list.kind, &list.list)?;
            tx.execute(
                "update list set state = 'waiting', detail = 'whole', position = null where id = ?1",
                [list.id],
            )?;
        } else {
            tx.execute(
                "update list set state = ?2, reason = (select reason from list where form = 'part' and state = 'failed' limit 1)
                 where id = ?1",
                params![list.id, if failed > 0 { "failed" } else { "done" }],
            )?;
            // Who changed since the run began may have been in a range when it was read, or not yet.
            if let Some(run) = sync::under_way(&tx)? {
                let changed = format!("lastUpdated gt \"{}\"", run.started);
                list::add(&tx, list.kind, Form::Some, "", &changed)?;
            }
        }
        tx.commit()?;
        Ok(true)
    }
}

/// When the first or the last user was made.
async fn created(okta: &Okta, order: SortOrder) -> Option<Timestamp> {
    let query =
        ListUsers::new().search(attr("status").present()).sort_by("created").sort_order(order).limit(1);
    let page = okta.users().list(&query).priority(Priority::Bulk).page().await.ok()?;
    page.items.first()?.created.as_ref()?.instant()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_cursors_as_a_limit_has_use_for() {
        // Milliseconds of a page, and how many cursors read 300 pages in a minute.
        for (milliseconds, wanted) in [(1, 1), (200, 1), (400, 2), (1_000, 5), (60_000, MOST)] {
            assert_eq!(cursors(300, Duration::from_millis(milliseconds), 60.0), wanted, "{milliseconds}");
        }
        assert_eq!(cursors(0, Duration::from_secs(5), 30.0), 1, "where nothing is left, one can wait");
    }
}
