//! Lists that come last in their rate limit: one request each, for little that is in them. They are made when it is
//! known what they belong to, so that they stand behind all other lists of it.

use rusqlite::{Connection, params};

use crate::carry;
use crate::error::Result;
use crate::file::noted;
use crate::kind::Kind;
use crate::kinds::{KINDS, LINKED_VALUES};
use crate::list::{self, Form};
use crate::settings::Settings;
use crate::tables::literal;

/// The kind that names the relationships.
pub(crate) const RELATIONSHIPS: &str = "linked_objects";

/// Whether lists that come last follow from a kind.
pub(crate) fn follow_from(kind: &Kind) -> bool {
    kind.name == RELATIONSHIPS || KINDS.iter().any(|last| last.is_last && last.parent() == Some(kind.name))
}

/// Makes the lists that come last, where all that they follow from was read. Says whether there are new ones.
pub(crate) fn add(db: &Connection, settings: &Settings) -> Result<bool> {
    let mut added = 0;
    for kind in KINDS.iter().filter(|kind| kind.is_last && settings.wants(kind)) {
        let Some(parent) = kind.parent() else { continue };
        let is_pair = kind.name == LINKED_VALUES;
        if is_open(db, parent)? || is_pair && is_open(db, RELATIONSHIPS)? {
            continue;
        }
        let lists = if is_pair { pairs(db, kind, parent)? } else { singles(db, kind, parent)? };
        let unread = match noted(db, carry::SINCE)?.filter(|since| !since.is_empty()) {
            // Those that were read by the run that left some of their parents.
            Some(since) if !list::is_planned(db, kind)? => format!(
                "where not exists (select 1 from list_read l where l.kind = {} and l.list = x.list and l.at >= {})",
                literal(kind.name),
                literal(&since)
            ),
            _ => "where true".to_owned(),
        };
        added += db.execute(
            &format!(
                "insert into list (kind, form, list, detail, bucket)
                 select ?1, ?2, x.list, '', ?3 from ({lists}) x {unread} order by x.list on conflict do nothing"
            ),
            params![kind.name, Form::All.name(), kind.bucket()],
        )?;
    }
    Ok(added > 0)
}

fn is_open(db: &Connection, kind: &str) -> Result<bool> {
    let mut found = db.prepare_cached(
        "select exists (select 1 from list where kind = ?1 and state in ('waiting', 'parts'))",
    )?;
    Ok(found.query_row([kind], |row| row.get(0))?)
}

/// One list for each object.
fn singles(db: &Connection, kind: &Kind, parent: &str) -> Result<String> {
    let which = if carry::is_planned(db, kind)? { all(db, parent)? } else { new(parent) };
    Ok(format!("select key as list from ({which})"))
}

/// One list for each user and each relationship.
fn pairs(db: &Connection, kind: &Kind, parent: &str) -> Result<String> {
    let pair = |users: &str, names: &str| {
        format!("select u.key || '/' || n.key as list from ({users}) u cross join ({names}) n")
    };
    let (users, names) = (all(db, parent)?, all(db, RELATIONSHIPS)?);
    if carry::is_planned(db, kind)? {
        return Ok(pair(&users, &names));
    }
    Ok(format!("{} union {}", pair(&new(parent), &names), pair(&users, &new(RELATIONSHIPS))))
}

/// The objects that are there now, as far as this run knows.
fn all(db: &Connection, name: &str) -> Result<String> {
    let text = literal(name);
    let staged = format!("select key from stage where kind = {text} and not gone");
    let mut read = db.prepare_cached(
        "select exists (select 1 from list where kind = ?1 and form = 'all' and state = 'done')",
    )?;
    let is_read: bool = read.query_row([name], |row| row.get(0))?;
    if is_read {
        return Ok(staged);
    }
    Ok(format!(
        "{staged} union select key from {name}_rows r where not exists
         (select 1 from stage s where s.kind = {text} and s.key = r.key and s.gone)"
    ))
}

/// The objects that were not there before this run.
fn new(name: &str) -> String {
    format!(
        "select key from stage s where s.kind = {} and not s.gone
         and not exists (select 1 from {name}_rows r where r.key = s.key)",
        literal(name)
    )
}
