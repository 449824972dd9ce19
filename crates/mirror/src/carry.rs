//! What a run could not read is kept for the next one: the lists that failed, where they were left, and what they gave
//! so far. So the next run reads the rest of them, and still sees what they lack.

use rusqlite::{Connection, params};

use crate::error::Result;
use crate::file::{note, noted};
use crate::kind::Kind;
use crate::kinds::KINDS;
use crate::list;
use crate::settings::Settings;
use crate::sync::Run;
use crate::tables::literal;

/// When the run began whose lists are kept, or the oldest of several.
pub(crate) const SINCE: &str = "carried_since";
/// After the name of a kind: the lists below the rest of its parents must still be read.
const REST: &str = " rest";

/// Keeps the lists that failed, and of what was staged only what they gave. A list that was read in parts keeps all
/// of its parts. One without a position starts again.
const KEEP: &str = "
update list as l set state = 'parts' where form = 'all' and state = 'failed'
    and exists (select 1 from list p where p.kind = l.kind and p.form = 'part');
update list set state = 'waiting', status = null, reason = null, needs = null where state = 'failed';
delete from list as l where state not in ('waiting', 'parts') and not (form = 'part'
    and exists (select 1 from list p where p.kind = l.kind and p.state = 'parts'));
";
const KEEP_STAGED: &str = "
delete from stage as s where gone or not exists (select 1 from list l where l.kind = s.kind and l.form = 'all'
    and l.list = s.list and (l.position is not null or l.state = 'parts'));
delete from cause as c where not exists (select 1 from list l where l.kind = c.kind
    and (l.form = 'one' and l.list = c.key or l.form = 'some' and instr(l.detail, c.key) > 0));
delete from dirty;
";

/// Ends what belongs to a run that is published, apart from what failed.
pub(crate) fn keep(db: &Connection, run: &Run, settings: &Settings) -> Result<()> {
    db.execute_batch(KEEP)?;
    // To empty a table is quicker than to look at each of its rows.
    let is_any: bool = db.query_row("select exists (select 1 from list)", [], |row| row.get(0))?;
    db.execute_batch(if is_any {
        KEEP_STAGED
    } else {
        "delete from stage; delete from cause; delete from dirty"
    })?;
    for kind in KINDS {
        forget_gone(db, kind, settings)?;
    }
    keep_planned(db, settings)?;
    let is_any: bool = db.query_row("select exists (select 1 from list)", [], |row| row.get(0))?;
    let since = noted(db, SINCE)?.filter(|since| !since.is_empty()).unwrap_or_else(|| run.started.clone());
    note(db, SINCE, if is_any { &since } else { "" })
}

/// What is gone needs no list, and is not staged.
fn forget_gone(db: &Connection, kind: &Kind, settings: &Settings) -> Result<()> {
    let sql = format!(
        "delete from stage where kind = ?1 and not exists (select 1 from {}_rows r where r.key = stage.key)",
        kind.name
    );
    db.execute(&sql, [kind.name])?;
    if let Some(parent) = settings.parent_of(kind) {
        let of_gone =
            "delete from list where kind = ?1 and list in (select key from temp.gone where kind = ?2)";
        db.execute(of_gone, [kind.name, parent])?;
    }
    Ok(())
}

/// If the list of a kind continues, the lists below the rest of its objects are read too.
fn keep_planned(db: &Connection, settings: &Settings) -> Result<()> {
    let mut rest = Vec::new();
    for kind in KINDS.iter().filter(|kind| settings.wants(kind)) {
        if is_planned(db, kind)? && has_open_list_above(db, kind, settings)? {
            rest.push(kind);
        }
    }
    db.execute("delete from planned", [])?;
    for kind in rest {
        db.execute("insert into planned (kind) values (?1)", [format!("{}{REST}", kind.name)])?;
    }
    Ok(())
}

fn has_open_list_above(db: &Connection, kind: &Kind, settings: &Settings) -> Result<bool> {
    let mut above = settings.parent_of(kind);
    let mut found =
        db.prepare_cached("select exists (select 1 from list where kind = ?1 and form = 'all')")?;
    while let Some(name) = above {
        if found.query_row([name], |row| row.get(0))? {
            return Ok(true);
        }
        above = crate::kinds::kind(name).and_then(|kind| settings.parent_of(kind));
    }
    Ok(false)
}

/// Whether all lists of a kind are read in this run, or those below the rest of its parents.
pub(crate) fn is_planned(db: &Connection, kind: &Kind) -> Result<bool> {
    let mut found = db.prepare_cached("select exists (select 1 from planned where kind in (?1, ?2))")?;
    Ok(found.query_row(params![kind.name, format!("{}{REST}", kind.name)], |row| row.get(0))?)
}

/// Whether a list was read by the run that left some of the objects above it.
pub(crate) fn was_read(db: &Connection, kind: &Kind, list: &str) -> Result<bool> {
    let Some(since) = noted(db, SINCE)?.filter(|since| !since.is_empty()) else { return Ok(false) };
    if list::is_planned(db, kind)? {
        return Ok(false);
    }
    let mut found = db.prepare_cached(
        "select exists (select 1 from list_read where kind = ?1 and list = ?2 and at >= ?3)",
    )?;
    Ok(found.query_row(params![kind.name, list, since], |row| row.get(0))?)
}

/// Whether a kind has lists that an earlier run has left, so that it need not be read from its beginning.
pub(crate) fn has_any(db: &Connection, kind: &Kind) -> Result<bool> {
    let mut found = db.prepare_cached("select exists (select 1 from list where kind = ?1)")?;
    Ok(found.query_row([kind.name], |row| row.get(0))? || is_planned(db, kind)?)
}

/// Forgets what is kept of kinds that are not read any more.
pub(crate) fn forget_unwanted(db: &Connection, settings: &Settings) -> Result<()> {
    let wanted = KINDS.iter().filter(|kind| settings.wants(kind)).map(|kind| literal(kind.name));
    let wanted = wanted.collect::<Vec<_>>().join(", ");
    for table in ["list", "stage"] {
        db.execute(&format!("delete from {table} where kind not in ({wanted})"), [])?;
    }
    Ok(())
}
