//! The last step of a run: what was staged becomes what readers see, in one transaction.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde_json::Value;

use crate::carry;
use crate::error::{Error, Result};
use crate::feed;
use crate::file::{Mirror, note, noted, now};
use crate::fresh;
use crate::kind::{Kind, Lists};
use crate::kinds::{KINDS, LINKED_VALUES};
use crate::list;
use crate::settings::{CHOSEN_ANEW, Settings};
use crate::stage::EVERYONE;
use crate::sync::{PAST, POLLED, Run};
use crate::tables::{self, literal, quoted};

/// More than one in twenty, and it may be the list that is wrong.
const LIKELY: u64 = 20;

/// What a run has published.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Published {
    /// Whether everything was read, and not only what has changed.
    pub is_full: bool,
    /// What became of each kind of which something changed, or that was not read whole.
    pub kinds: Vec<PublishedKind>,
    /// How many events are new.
    pub events: u64,
    /// What was new, different or gone, where only changes were read.
    pub touched: Vec<Touched>,
}

/// An object that a run changed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Touched {
    /// Its kind.
    pub kind: String,
    /// What names it in the mirror.
    pub key: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
}

/// What became of a kind.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct PublishedKind {
    /// Its name.
    pub name: &'static str,
    /// Objects that were not there.
    pub new: u64,
    /// Objects that are different.
    pub changed: u64,
    /// Objects that are not there any more.
    pub gone: u64,
    /// `complete`, `partial`, `partly readable`, or `not readable`.
    pub state: String,
    /// Why it is not complete.
    pub reason: Option<String>,
}

impl Published {
    /// Whether a kind failed and keeps what it had.
    pub fn is_partial(&self) -> bool {
        self.kinds.iter().any(|kind| kind.state == "partial")
    }
}

impl Mirror {
    /// Publishes a run.
    pub(crate) fn publish(&self, run: &Run, settings: &Settings, accept: bool) -> Result<Published> {
        let tx = self.db.unchecked_transaction()?;
        tx.execute_batch(SCRATCH)?;
        let mut published = Published { is_full: run.is_full, ..Published::default() };
        let wanted = || KINDS.iter().filter(|kind| settings.wants(kind));
        forget_members_of_everyone(&tx)?;
        for kind in KINDS {
            forget_orphans(&tx, kind, settings)?;
            find_gone(&tx, kind, settings)?;
        }
        if !accept {
            let chosen = noted(&tx, CHOSEN_ANEW)?.unwrap_or_default();
            wanted().filter(|kind| kind.name != chosen).try_for_each(|kind| refuse_many_gone(&tx, kind))?;
        }
        let mut fresh = BTreeSet::new();
        for kind in KINDS {
            // Schemas stand before what they describe, so rows are written with all of their columns.
            tables::follow_schema(&tx, kind)?;
            if fresh::publish(&tx, kind)? {
                fresh.insert(kind.name);
            }
            find_changes(&tx, kind)?;
            apply(&tx, kind, run)?;
        }
        for kind in KINDS {
            let mut told = counted(&tx, kind)?;
            if fresh.contains(kind.name) {
                told.new = count(&tx, kind)?;
            }
            (told.state, told.reason) = state(&tx, kind, run, settings)?;
            let is_news = told.new + told.changed + told.gone > 0;
            if is_news || !matches!(told.state.as_str(), "complete" | "left out") {
                published.kinds.push(told);
            }
        }
        if !run.is_full {
            published.touched = touched(&tx)?;
        }
        published.events = publish_log(&tx, run, settings)?;
        let log = state_of(&tx, feed::KIND)?.filter(|(state, _)| state == "partial");
        published.kinds.extend(log.map(|(state, reason)| PublishedKind {
            name: feed::KIND,
            state,
            reason,
            ..PublishedKind::default()
        }));
        end(&tx, run, settings)?;
        if run.is_full {
            // Without the sizes of tables SQLite begins at the largest.
            tx.execute_batch("pragma analysis_limit = 400; analyze")?;
        }
        tx.commit()?;
        self.give_back()?;
        // Readers may hold the pages of before; another time then.
        let _ = self.db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()));
        Ok(published)
    }
}

/// What is gone, and what is new or different.
const SCRATCH: &str = "
create temp table if not exists gone (
    kind text not null, key text not null, why text not null, primary key (kind, key)
) without rowid;
create temp table if not exists changes (
    kind text not null, key text not null, old integer, n integer, list text not null, what text not null,
    primary key (kind, key)
) without rowid;
delete from temp.gone;
delete from temp.changes;
";

/// An event may tell of a member of Everyone, who is computed.
fn forget_members_of_everyone(db: &Connection) -> Result<()> {
    db.execute(&format!("delete from stage where kind = 'memberships' and list in ({EVERYONE})"), [])?;
    Ok(())
}

/// What was read, or told, of objects that are gone: those that came and went between two runs have no row with
/// which it would go.
fn forget_orphans(db: &Connection, kind: &Kind, settings: &Settings) -> Result<()> {
    let parent = settings.parent_of(kind).map(|parent| (parent, "s.list"));
    let other = kind.refers_to().map(|other| (other, "own_id(s.key)"));
    let text = literal(kind.name);
    for (of, key) in parent.into_iter().chain(other) {
        let orphans = format!(
            "from stage s where s.kind = {text} and not s.gone and exists (
                select 1 from stage p where p.kind = {} and p.key = {key} and p.gone)",
            literal(of)
        );
        db.execute(
            &format!(
                "delete from documents where n in (select s.n {orphans})
                 and n not in (select n from {}_rows where n is not null)",
                kind.name
            ),
            [],
        )?;
        db.execute(
            &format!("delete from stage where kind = {text} and key in (select s.key {orphans})"),
            [],
        )?;
    }
    Ok(())
}

/// Finds what is not there any more: what the log or a 404 told, what whole lists lack, and what belonged to it.
fn find_gone(db: &Connection, kind: &Kind, settings: &Settings) -> Result<()> {
    let (name, text) = (kind.name, literal(kind.name));
    let add = |why: &str, select: &str| -> Result<()> {
        let sql = format!(
            "insert into temp.gone select {text}, key, {} from ({select}) where true on conflict do nothing",
            literal(why)
        );
        db.execute(&sql, [])?;
        Ok(())
    };
    add(
        "told",
        &format!(
            "select s.key from stage s join {name}_rows r on r.key = s.key where s.kind = {text} and s.gone"
        ),
    )?;
    if let Some(parent) = settings.parent_of(kind) {
        add(
            "parent",
            &format!(
                "select r.key from temp.gone g join {name}_rows r on {} where g.kind = {}",
                belongs(kind, "g.key"),
                literal(parent)
            ),
        )?;
    }
    if let Some(other) = kind.refers_to() {
        let column = quoted(kind.own);
        add(
            "parent",
            &format!(
                "select r.key from temp.gone g join {name}_rows r on r.{column} = g.key where g.kind = {}",
                literal(other)
            ),
        )?;
    }
    if kind.name == LINKED_VALUES {
        let of_relationship = format!(
            "select r.key from temp.gone g join {name}_rows r on r.relationship = g.key where g.kind = 'linked_objects'"
        );
        add("parent", &of_relationship)?;
    }
    let is_staged = format!("exists (select 1 from stage s where s.kind = {text} and s.key = r.key)");
    let of_list = if matches!(kind.lists, Lists::Of(..)) {
        belongs(kind, "l.list")
    } else {
        "r.list = l.list".to_owned()
    };
    add(
        "list",
        &format!(
            "select r.key from list l join {name}_rows r on {of_list}
             where l.kind = {text} and l.form = 'all' and l.state = 'done' and not {is_staged}"
        ),
    )?;
    let names_all_lists = match settings.parent_of(kind) {
        Some(parent) => list::is_planned(db, kind)? && is_complete(db, parent)?,
        None => false,
    };
    if names_all_lists {
        add(
            "list",
            &format!(
                "select r.key from {name}_rows r where not exists (select 1 from list l where l.kind = {text}
                 and l.form = 'all' and l.list = r.list) and not {is_staged}"
            ),
        )?;
    }
    Ok(())
}

/// The condition that a row belongs to a list, by its key, which is found quickly.
fn belongs(kind: &Kind, list: &str) -> String {
    if kind.id.is_empty() {
        format!("r.key = {list}")
    } else {
        format!("r.key > {list} || '/' and r.key < {list} || '0'")
    }
}

/// Whether all lists of a kind were read to their end in this run.
fn is_complete(db: &Connection, name: &str) -> Result<bool> {
    let mut found = db.prepare_cached(
        "select exists (select 1 from planned where kind = ?1)
            and not exists (select 1 from list where kind = ?1 and form = 'all' and state not in ('done', 'not offered'))",
    )?;
    Ok(found.query_row([name], |row| row.get(0))?)
}

/// Stops where more of a kind is gone than is likely. What belonged to what is gone does not count.
fn refuse_many_gone(db: &Connection, kind: &Kind) -> Result<()> {
    let told = if kind.parent().is_none() { "'told', 'list'" } else { "'list'" };
    let gone: u64 = db.query_row(
        &format!("select count(*) from temp.gone where kind = ?1 and why in ({told})"),
        [kind.name],
        |row| row.get(0),
    )?;
    let before = count(db, kind)?;
    if gone > 1 && gone * LIKELY > before {
        return Err(Error::ManyGone { kind: kind.name, gone, before });
    }
    Ok(())
}

fn count(db: &Connection, kind: &Kind) -> Result<u64> {
    Ok(db.query_row(&format!("select count(*) from {}_rows", kind.name), [], |row| row.get(0))?)
}

/// Finds what is new or different. What Okta only counts, or links to, is no new version of an object.
fn find_changes(db: &Connection, kind: &Kind) -> Result<()> {
    let (name, text) = (kind.name, literal(kind.name));
    if count(db, kind)? == 0 {
        let all_new = format!(
            "insert into temp.changes select {text}, key, null, n, list, 'new' from stage
             where kind = {text} and not gone"
        );
        db.execute(&all_new, [])?;
        return Ok(());
    }
    let restless: String = kind.restless.iter().map(|member| format!(", '$.{member}'")).collect();
    let plain = |json: &str| format!("json_remove({json}, '$._embedded', '$._links'{restless})");
    let sql = format!(
        "insert into temp.changes
         select {text}, s.key, r.n, s.n, s.list,
            case when r.key is null then 'new' when {old} = {new} then 'same' else 'changed' end
         from stage s
         left join {name}_rows r on r.key = s.key
         left join documents o on o.n = r.n
         left join documents d on d.n = s.n
         where s.kind = {text} and not s.gone and (r.key is null or r.n is not s.n)",
        old = plain("o.json"),
        new = plain("d.json"),
    );
    db.execute(&sql, [])?;
    Ok(())
}

/// Writes the changes of a kind, and its history.
fn apply(db: &Connection, kind: &Kind, run: &Run) -> Result<()> {
    keep_versions(db, kind, run)?;
    let (name, text) = (kind.name, literal(kind.name));
    db.execute(
        &format!(
            "delete from documents where n in (
                select r.n from temp.gone g join {name}_rows r on r.key = g.key where g.kind = {text})"
        ),
        [],
    )?;
    db.execute(
        &format!("delete from {name}_rows where key in (select key from temp.gone where kind = {text})"),
        [],
    )?;
    let is_first: bool = db.query_row(
        &format!(
            "select not exists (select 1 from {name}_rows) and exists (select 1 from temp.changes where kind = {text})"
        ),
        [],
        |row| row.get(0),
    )?;
    if is_first {
        tables::drop_indexes(db, kind)?;
    }
    write_rows(db, kind, run)?;
    if is_first {
        tables::create_indexes(db, kind)?;
    }
    let old = "delete from documents where n in
        (select old from temp.changes where kind = ?1 and old is not null)";
    db.execute(old, [kind.name])?;
    Ok(())
}

/// The time of a change: when the log says, or when this run began.
fn time_of_change(run: &Run) -> String {
    format!("case when c.at > r.valid_from then c.at else max(r.valid_from, {}) end", literal(&run.started))
}

/// Versions that end with this run.
fn keep_versions(db: &Connection, kind: &Kind, run: &Run) -> Result<()> {
    let (name, text) = (kind.name, literal(kind.name));
    let sql = format!(
        "insert or replace into history
         (kind, key, valid_from, valid_to, event, actor, end_event, end_actor, json)
         select {text}, r.key, r.valid_from, {time}, r.event, r.actor, c.event, c.actor, packed(d.json)
         from (select key from temp.gone where kind = {text}
            union all select key from temp.changes where kind = {text} and what = 'changed') e
         join {name}_rows r on r.key = e.key
         left join documents d on d.n = r.n
         left join cause c on c.kind = {text} and c.key = r.key",
        time = time_of_change(run),
    );
    db.execute(&sql, [])?;
    Ok(())
}

fn write_rows(db: &Connection, kind: &Kind, run: &Run) -> Result<()> {
    let (name, text) = (kind.name, literal(kind.name));
    let columns = tables::columns(db, kind)?;
    let names: String = columns.iter().map(|column| format!(", {}", quoted(&column.name))).collect();
    let values: String = columns.iter().map(|column| format!(", {}", column.value())).collect();
    let began = literal(&run.started);
    let sql = format!(
        "insert or replace into {name}_rows (key, list, n, valid_from, event, actor{names})
         select key, list, n, since, event, actor{values} from (
            select x.key, x.list, x.n, d.json,
                case x.what when 'same' then r.valid_from when 'new' then coalesce(c.at, {began})
                    else {time} end as since,
                case x.what when 'same' then r.event else c.event end as event,
                case x.what when 'same' then r.actor else c.actor end as actor
            from temp.changes x
            left join documents d on d.n = x.n
            left join {name}_rows r on r.key = x.key
            left join cause c on c.kind = {text} and c.key = x.key
            where x.kind = {text})",
        time = time_of_change(run),
    );
    db.execute(&sql, [])?;
    Ok(())
}

fn counted(db: &Connection, kind: &Kind) -> Result<PublishedKind> {
    let (new, changed): (u64, u64) = db.query_row(
        "select count(*) filter (where what = 'new'), count(*) filter (where what = 'changed')
         from temp.changes where kind = ?1",
        [kind.name],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let gone =
        db.query_row("select count(*) from temp.gone where kind = ?1", [kind.name], |row| row.get(0))?;
    Ok(PublishedKind { name: kind.name, new, changed, gone, ..PublishedKind::default() })
}

fn touched(db: &Connection) -> Result<Vec<Touched>> {
    let mut found = db.prepare(
        "select kind, key, case what when 'new' then 'added' else 'changed' end from temp.changes where what <> 'same'
         union all select kind, key, 'removed' from temp.gone",
    )?;
    let rows = found.query_map([], |row| {
        let change: String = row.get(2)?;
        let change = ["added", "removed"].into_iter().find(|known| *known == change).unwrap_or("changed");
        Ok(Touched { kind: row.get(0)?, key: row.get(1)?, change })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How the lists of a kind went.
struct Went {
    done: u64,
    refused: u64,
    failed: u64,
    gone: u64,
    reason: Option<String>,
    needs: Option<String>,
}

fn went(db: &Connection, kind: &Kind) -> Result<Went> {
    let sum = |state: &str| format!("coalesce(sum(state = '{state}' and form = 'all'), 0)");
    let sql = format!(
        "select {}, {},
            coalesce(sum(state = 'failed' or state = 'refused' and form <> 'all'), 0), {},
            (select reason from list where kind = ?1 and state in ('refused', 'failed', 'gone') order by state limit 1),
            (select needs from list where kind = ?1 and state = 'refused' limit 1)
         from list where kind = ?1",
        sum("done"),
        sum("refused"),
        sum("gone")
    );
    Ok(db.query_row(&sql, [kind.name], |row| {
        Ok(Went {
            done: row.get(0)?,
            refused: row.get(1)?,
            failed: row.get(2)?,
            gone: row.get(3)?,
            reason: row.get(4)?,
            needs: row.get(5)?,
        })
    })?)
}

/// Says how a kind is after this run, and remembers it.
fn state(db: &Connection, kind: &Kind, run: &Run, settings: &Settings) -> Result<(String, Option<String>)> {
    let went = went(db, kind)?;
    let before: (String, Option<String>, Option<String>) = db
        .query_row("select state, reason, needs from kind_state where kind = ?1", [kind.name], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap_or(("never read".to_owned(), None, None));
    let is_planned = carry::is_planned(db, kind)?;
    let parent = settings.parent_of(kind).map(|parent| state_of(db, parent)).transpose()?.flatten();
    let nothing = went.done == 0 && (went.refused + went.gone > 0);
    let (state, reason, needs) = if !settings.wants(kind) {
        ("left out".to_owned(), None, None)
    } else if went.failed > 0 {
        ("partial".to_owned(), went.reason, None)
    } else if is_planned
        && let Some((bad, why)) =
            parent.filter(|(state, _)| state == "partial" || went.done == 0 && state != "complete")
    {
        let of = settings.parent_of(kind).unwrap_or_default();
        (bad, Some(format!("it is read from {of}: {}", why.unwrap_or_default())), None)
    } else if nothing && (is_planned || before.0 != "complete") {
        ("not readable".to_owned(), went.reason, went.needs)
    } else if went.refused > 0 {
        ("partly readable".to_owned(), went.reason, went.needs)
    } else if is_planned || before.0 == "partial" || went.done > 0 && kind.parent().is_none() {
        // What failed in earlier runs has been read, or it would wait.
        ("complete".to_owned(), None, None)
    } else {
        before
    };
    let read_at = matches!(state.as_str(), "complete" | "partly readable").then_some(run.started.as_str());
    db.execute(
        "insert into kind_state (kind, state, reason, needs, rows, read_at) values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (kind) do update set state = ?2, reason = ?3, needs = ?4, rows = ?5,
         read_at = coalesce(?6, read_at)",
        params![kind.name, state, reason, needs, count(db, kind)?, read_at],
    )?;
    Ok((state, reason))
}

fn state_of(db: &Connection, name: &str) -> Result<Option<(String, Option<String>)>> {
    let mut found = db.prepare_cached("select state, reason from kind_state where kind = ?1")?;
    let mut rows = found.query([name])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some((row.get(0)?, row.get(1)?)))
}

/// Shows the events of the run, and remembers who used which app.
fn publish_log(db: &Connection, run: &Run, settings: &Settings) -> Result<u64> {
    // Runs that were begun and never published have read events too.
    let last: i64 = noted(db, "published_run")?.and_then(|run| run.parse().ok()).unwrap_or_default();
    let mut found = db.prepare(
        "select json from log_rows where run > ?1 and run <= ?2 and eventType = 'user.authentication.sso'",
    )?;
    let mut rows = found.query([last, run.id])?;
    while let Some(row) = rows.next()? {
        let json: String = row.get(0)?;
        remember_use(db, &serde_json::from_str(&json).unwrap_or_default())?;
    }
    let (new, all): (u64, u64) = db.query_row(
        "select (select count(*) from log_rows where run > ?1 and run <= ?2), (select count(*) from log_rows)",
        [last, run.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let is_whole =
        noted(db, POLLED)?.as_ref() == Some(&run.started) && noted(db, PAST)?.as_deref() == Some("done");
    if settings.wants_log() && is_whole && noted(db, feed::CURSOR)?.is_some_and(|cursor| !cursor.is_empty()) {
        db.execute(
            "insert into kind_state (kind, state, rows, read_at) values ('log', 'complete', ?1, ?2)
             on conflict (kind) do update set state = 'complete', reason = null, needs = null, rows = ?1, read_at = ?2",
            params![all, run.started],
        )?;
    }
    Ok(new)
}

fn remember_use(db: &Connection, event: &Value) -> Result<()> {
    let apps =
        event["target"].as_array().into_iter().flatten().filter(|about| about["type"] == "AppInstance");
    let (Some(user), Some(at)) = (event["actor"]["id"].as_str(), event["published"].as_str()) else {
        return Ok(());
    };
    if event["outcome"]["result"] != "SUCCESS" {
        return Ok(());
    }
    for app in apps.filter_map(|app| app["id"].as_str()) {
        db.prepare_cached(
            "insert into app_use (user_id, app_id, first, last, count) values (?1, ?2, ?3, ?3, 1)
             on conflict (user_id, app_id) do update set first = min(first, ?3), last = max(last, ?3),
             count = count + 1",
        )?
        .execute([user, app, at])?;
    }
    Ok(())
}

/// Remembers which lists were read, and that the run is over.
fn end(db: &Connection, run: &Run, settings: &Settings) -> Result<()> {
    db.execute(
        "insert or replace into list_read (kind, list, at)
         select kind, list, ?1 from list where form = 'all' and state = 'done'",
        [&run.started],
    )?;
    // The lists of what is gone are not asked for again.
    db.execute(
        "delete from list_read where (kind, list) in (select kind, list from list where form = 'all' and state = 'gone')",
        [],
    )?;
    for kind in KINDS {
        if let Some(parent) = settings.parent_of(kind) {
            let gone = "delete from list_read where kind = ?1
                and (list in (select key from temp.gone where kind = ?2)
                    or key_part(list, 0) in (select key from temp.gone where kind = ?2))";
            db.execute(gone, [kind.name, parent])?;
        }
    }
    carry::keep(db, run, settings)?;
    note(db, CHOSEN_ANEW, "")?;
    db.execute("update run set state = 'published', ended = ?2 where id = ?1", params![run.id, now()])?;
    note(db, "published_run", &run.id.to_string())?;
    note(db, "published_at", &run.started)
}
