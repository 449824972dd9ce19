//! Pages as they come: staged beside what readers see, with the position of their list, in one transaction each.

use jiff::{SignedDuration, Timestamp};
use oktars_catalog::op;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::carry;
use crate::error::Result;
use crate::file::Mirror;
use crate::fresh::Fresh;
use crate::item::{Item, Page};
use crate::kind::{Again, Kind};
use crate::list::{self, Form, List};
use crate::settings::Settings;
use crate::tables;

/// The ids of Everyone, as it is and as it was read in this run.
pub(crate) const EVERYONE: &str = "
    select key from groups_rows where type = 'BUILT_IN' and name = 'Everyone'
    union
    select s.key from stage s join documents d on d.n = s.n where s.kind = 'groups'
        and d.json ->> '$.type' = 'BUILT_IN' and d.json ->> '$.profile.name' = 'Everyone'";
/// Why a list has failed that was read to its end.
const UNKEPT: &str = "an object came that cannot be read, or that nothing names";
/// How far the date of a group may lie behind the event that changed its members.
const LAG: SignedDuration = SignedDuration::from_secs(5);

/// What was there of an object before it was staged.
struct Before {
    n: Option<i64>,
    json: Option<String>,
}

impl Mirror {
    /// Keeps a page, and where its list continues.
    pub(crate) fn keep_page(&self, list: &List, page: &Page, settings: &Settings) -> Result<()> {
        let tx = self.db.unchecked_transaction()?;
        let odd = Staging::of(&tx, list, page, settings)?.keep(&page.items)?;
        if page.next.is_none() && list.form == Form::Some {
            confirm_missing(&tx, list, &page.items)?;
        }
        // What came of a list and cannot be kept is not gone: the list has failed then.
        tx.prepare_cached(
            "update list set position = ?2, rows = rows + ?3, reason = coalesce(reason, ?4),
             state = case when ?2 is not null then 'waiting' when coalesce(reason, ?4) is null then 'done' else 'failed' end
             where id = ?1",
        )?
        .execute(params![list.id, page.next, page.items.len(), odd])?;
        tx.commit()?;
        Ok(())
    }

    /// Remembers why a list was not read.
    pub(crate) fn keep_refusal(&self, list: &List, state: &str, error: &oktars::Error) -> Result<()> {
        let tx = self.db.unchecked_transaction()?;
        if state == "gone" && list.form == Form::One {
            let parent = list.list.rsplit_once('/').map_or("", |(parent, _)| parent);
            put(&tx, list.kind, &list.list, parent, None, true)?;
        }
        let reason = error.summary().map_or_else(|| error.to_string(), str::to_owned);
        let status = error.status().map(|status| status.as_u16());
        tx.execute(
            "update list set state = ?2, status = ?3, reason = ?4, needs = ?5 where id = ?1",
            params![list.id, state, status, reason, needs(list.kind, error)],
        )?;
        tx.commit()?;
        Ok(())
    }
}

/// What a token needs to read a kind.
fn needs(kind: &Kind, error: &oktars::Error) -> Option<String> {
    if !error.is_forbidden() {
        return None;
    }
    let scopes = kind.operation.scopes.join(" or ");
    Some(format!("the scope {scopes}, and a role with {}", kind.operation.permission()))
}

/// What is the same for all objects of a page.
struct Staging<'a> {
    db: &'a Connection,
    list: &'a List,
    /// The kinds whose lists belong to the objects. Those that come last are made when all of this kind is known.
    children: Vec<&'static Kind>,
    /// Whether readers see any object of the kind by now.
    has_rows: bool,
    /// Where the rows of a kind are written of which they see none.
    fresh: Option<Fresh<'a>>,
}

impl<'a> Staging<'a> {
    fn of(db: &'a Connection, list: &'a List, page: &Page, settings: &'a Settings) -> Result<Self> {
        let kind = list.kind;
        let children =
            settings.children_of(kind.name).filter(|child| settings.wants(child) && !child.is_last);
        let has_rows = tables::has_rows(db, kind)?;
        Ok(Staging {
            db,
            list,
            children: children.collect(),
            has_rows,
            fresh: if has_rows { None } else { Fresh::of(db, kind, page.next.is_some())? },
        })
    }

    /// Stages objects. Says why the list has failed, if one of them cannot be kept.
    fn keep(mut self, items: &[Item]) -> Result<Option<&'static str>> {
        let mut odd = None;
        for item in items {
            if !self.keep_item(item)? {
                odd = Some(UNKEPT);
            }
        }
        Ok(odd)
    }

    /// Stages an object. Says whether it could.
    fn keep_item(&mut self, item: &Item) -> Result<bool> {
        let (list, kind) = (self.list, self.list.kind);
        let Some(key) = &item.key else { return Ok(false) };
        let in_list = match list.form {
            Form::One => list.list.rsplit_once('/').map_or("", |(parent, _)| parent),
            _ => &list.list,
        };
        if !kind.keeps_documents {
            self.put((key, in_list), None, item)?;
        } else if list.form != Form::One || matches!(kind.again, Again::One(_)) {
            self.keep_document((key, in_list), item)?;
        }
        // Else it was only looked for, and is there: the index behind the expression did not show it yet. The next
        // run reads it.
        Ok(true)
    }

    fn keep_document(&mut self, (key, in_list): (&str, &str), item: &Item) -> Result<()> {
        let (db, kind) = (self.db, self.list.kind);
        let before = if self.has_rows { before(db, kind, key)? } else { None };
        for path in &item.left_out {
            db.prepare_cached("insert into left_out (kind, path) values (?1, ?2) on conflict do nothing")?
                .execute([kind.name, path])?;
        }
        let is_same = before.as_ref().is_some_and(|before| before.json.as_deref() == Some(&*item.text));
        let n = match before.as_ref().and_then(|before| before.n).filter(|_| is_same) {
            Some(n) => n,
            None => {
                db.prepare_cached("insert into documents (json) values (?1)")?.execute([&item.text])?;
                db.last_insert_rowid()
            }
        };
        self.put((key, in_list), Some(n), item)?;
        self.add_lists_below(key, &item.object, before.as_ref(), is_same)
    }

    fn put(&mut self, (key, in_list): (&str, &str), n: Option<i64>, item: &Item) -> Result<()> {
        put(self.db, self.list.kind, key, in_list, n, false)?;
        self.fresh.as_mut().map_or(Ok(()), |fresh| fresh.put(key, in_list, n, item))
    }

    /// The lists of a new object are read, and those that may have changed with it.
    fn add_lists_below(
        &self,
        key: &str,
        object: &Value,
        before: Option<&Before>,
        is_same: bool,
    ) -> Result<()> {
        if self.children.is_empty() {
            return Ok(());
        }
        let db = self.db;
        let was: Option<Value> = before.and_then(|before| serde_json::from_str(before.json.as_deref()?).ok());
        for &child in &self.children {
            let had = was.as_ref().and_then(|was| child.list_below(key, was));
            let has = child.list_below(key, object);
            let is_planned = carry::is_planned(db, child)?;
            let list = match (&has, &had) {
                (Some(list), _) if had != has => list,
                (Some(list), _) if is_planned && !carry::was_read(db, child, list)? => list,
                (Some(list), _) if !is_same && may_differ(db, child, key, was.as_ref(), object)? => list,
                // It had a list and has none now: what was in it is gone once the list says so.
                (None, Some(list)) if !is_planned => list,
                _ => continue,
            };
            list::add(db, child, Form::All, list, "")?;
        }
        Ok(())
    }
}

fn before(db: &Connection, kind: &Kind, key: &str) -> Result<Option<Before>> {
    let sql = format!(
        "select r.n, d.json from {}_rows r left join documents d on d.n = r.n where r.key = ?1",
        kind.name
    );
    let mut found = db.prepare_cached(&sql)?;
    Ok(found.query_row([key], |row| Ok(Before { n: row.get(0)?, json: row.get(1)? })).optional()?)
}

/// Stages an object, or that it is gone. A document that was staged for it before is forgotten.
pub(crate) fn put(
    db: &Connection,
    kind: &Kind,
    key: &str,
    list: &str,
    n: Option<i64>,
    is_gone: bool,
) -> Result<()> {
    let mut add = db.prepare_cached(
        "insert into stage (kind, key, list, n, gone) values (?1, ?2, ?3, ?4, ?5) on conflict do nothing",
    )?;
    if add.execute(params![kind.name, key, list, n, is_gone])? > 0 {
        return Ok(());
    }
    let mut staged = db.prepare_cached("select n from stage where kind = ?1 and key = ?2")?;
    let staged: Option<i64> = staged.query_row([kind.name, key], |row| row.get(0))?;
    if let Some(old) = staged.filter(|old| Some(*old) != n) {
        let sql = format!(
            "delete from documents where n = ?1 and not exists
             (select 1 from {}_rows where key = ?2 and n = ?1)",
            kind.name
        );
        db.prepare_cached(&sql)?.execute(params![old, key])?;
    }
    db.prepare_cached("update stage set list = ?3, n = ?4, gone = ?5 where kind = ?1 and key = ?2")?
        .execute(params![kind.name, key, list, n, is_gone])?;
    Ok(())
}

/// Whether a list may have changed with the object that it belongs to.
fn may_differ(db: &Connection, child: &Kind, key: &str, was: Option<&Value>, object: &Value) -> Result<bool> {
    if child.operation.id == op::LIST_GROUP_USERS.id {
        return is_unexplained(db, child, key, was, object);
    }
    Ok(!has_events_of_its_own(child))
}

/// Whether the members of a group have changed by its date, and no event told how: imports write none for each.
fn is_unexplained(
    db: &Connection,
    members: &Kind,
    group: &str,
    was: Option<&Value>,
    object: &Value,
) -> Result<bool> {
    let date = |group: &Value| group["lastMembershipUpdated"].as_str().map(str::to_owned);
    let (Some(before), Some(now)) = (was.and_then(date), date(object)) else { return Ok(false) };
    if before == now {
        return Ok(false);
    }
    let mut told = db.prepare_cached(
        "select max(at) from cause where kind = ?1 and key > ?2 || '/' and key < ?2 || '0'",
    )?;
    let told: Option<String> = told.query_row([members.name, group], |row| row.get(0))?;
    let time = |text: &str| text.parse::<Timestamp>().ok();
    let (Some(told), Some(now)) = (told.as_deref().and_then(time), time(&now)) else { return Ok(true) };
    Ok(now > told + LAG)
}

/// Whether events tell of what is in a list, so that a change of the object that it belongs to says nothing.
fn has_events_of_its_own(kind: &Kind) -> bool {
    matches!(kind.parent(), Some("groups" | "apps" | "users" | "admin_users"))
        && kind.operation.id != op::GET_APPLICATION_USER_SCHEMA.id
}

/// Objects that were asked for by id and did not come are looked for by themselves: an index may be late, and what
/// is gone answers 404.
fn confirm_missing(db: &Connection, list: &List, came: &[Item]) -> Result<()> {
    // One that an earlier page of this run has may be gone since.
    for id in ids_of(&list.detail).filter(|id| came.iter().all(|item| item.key.as_deref() != Some(id))) {
        list::add_again(db, list.kind, Form::One, id, "")?;
    }
    Ok(())
}

/// The ids in an expression such as `id eq "1" or id eq "2"`.
fn ids_of(expression: &str) -> impl Iterator<Item = &str> {
    let parts = expression.split(" or ").filter_map(|part| part.strip_prefix("id eq \""));
    parts.filter_map(|part| part.strip_suffix('"'))
}
