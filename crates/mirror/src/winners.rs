//! Assignments that groups give. Which of a user's groups gives an app, and what it puts into the assignment, follows
//! from the memberships of the user and from the priorities of the groups. No event says for whom it has changed, so
//! it is found by the events of the memberships and of the groups' assignments.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::error::Result;
use crate::kind::Kind;
use crate::kinds::kind;
use crate::list::{self, Form};
use crate::settings::Settings;

/// The page of a list of an app's users: beyond so many, the list costs less than each by itself.
const PAGE: u64 = 500;

/// Pairs of an app and a user: users who came into a group of the app or left it. The same for all members of a group
/// that got the app, lost it, or has another priority.
const MOVED: &str = "
with given(app, team) as (
    select app_id, group_id from app_groups_rows
    union select key_part(key, 0), key_part(key, 1) from stage where kind = 'app_groups' and not gone
    union select key_part(key, 0), key_part(key, 1) from cause where kind = 'app_groups' and key like '%/%'
),
turned(app, team) as (
    select key_part(key, 0), key_part(key, 1) from cause where kind = 'app_groups' and key like '%/%'
),
moved(app, person) as (
    select g.app, key_part(c.key, 1) from cause c join given g on g.team = key_part(c.key, 0)
    where c.kind = 'memberships'
    union
    select t.app, m.user_id from turned t join memberships m on m.group_id = t.team
    union
    select t.app, key_part(s.key, 1) from turned t join stage s on s.kind = 'memberships'
        and s.key > t.team || '/' and s.key < t.team || '0'
)
select app, person from moved
where exists (select 1 from app_users_rows r where r.key = app || '/' || person and r.scope is not 'USER')
    or exists (select 1 from stage s where s.kind = 'app_users' and s.key = app || '/' || person and not s.gone)";

/// Has assignments be read again that other groups may give now.
pub(crate) fn add(db: &Connection, settings: &Settings) -> Result<()> {
    let Some(kind) = kind("app_users").filter(|kind| settings.wants(kind)) else { return Ok(()) };
    let tx = db.unchecked_transaction()?;
    let mut found = tx.prepare(MOVED)?;
    let pairs = found.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    for pair in pairs {
        let (app, person) = pair?;
        list::add_again(&tx, kind, Form::One, &format!("{app}/{person}"), "")?;
    }
    drop(found);
    read_whole_lists(&tx, kind)?;
    tx.commit()?;
    Ok(())
}

/// If many users of an app must be read one by one, its list needs fewer requests.
fn read_whole_lists(db: &Connection, kind: &Kind) -> Result<()> {
    let mut found = db.prepare(
        "select key_part(list, 0), count(*) from list where kind = ?1 and form = 'one' and state = 'waiting' group by 1",
    )?;
    let counted =
        found.query_map([kind.name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u64>(1)?)))?;
    let counted: BTreeMap<String, u64> = counted.collect::<rusqlite::Result<_>>()?;
    for (app, singles) in counted {
        let all: u64 = db.query_row(
            "select max(
                (select count(*) from app_users_rows where key > ?1 || '/' and key < ?1 || '0'),
                (select count(*) from stage where kind = ?2 and key > ?1 || '/' and key < ?1 || '0'))",
            [&app, kind.name],
            |row| row.get(0),
        )?;
        if singles > (all + singles).div_ceil(PAGE) {
            db.execute(
                "delete from list where kind = ?1 and form = 'one' and state = 'waiting'
                 and list > ?2 || '/' and list < ?2 || '0'",
                [kind.name, &app],
            )?;
            list::add_again(db, kind, Form::All, &app, "")?;
        }
    }
    Ok(())
}
