//! Kinds that are read for the first time. Nobody sees any row of them yet. So their rows are written as the pages come,
//! into a table of their own. It takes the place of the empty one when the run is published. To make the rows of many
//! objects at the end would take as long again as to read them.

use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use rusqlite::{CachedStatement, Connection};
use serde_json::Value;

use crate::error::Result;
use crate::item::Item;
use crate::kind::{Kind, own_id};
use crate::kinds::{self, KINDS};
use crate::list;
use crate::sync;
use crate::tables::{self, Column, Source, literal, quoted};

/// A table of rows that nobody sees yet.
pub(crate) struct Fresh<'a> {
    db: &'a Connection,
    columns: Vec<Column>,
    insert: CachedStatement<'a>,
    began: String,
}

impl<'a> Fresh<'a> {
    /// The table of a kind that has no row yet, if there is one. The first page that another page follows makes it, if
    /// the columns are known by then: few rows are not worth a table.
    pub fn of(db: &'a Connection, kind: &Kind, is_long: bool) -> Result<Option<Self>> {
        let Some(run) = sync::under_way(db)? else { return Ok(None) };
        if !tables::exists(db, &tables::fresh_name(kind))? {
            // Only a run that reads everything publishes whole tables.
            if !is_long || !run.is_full || !schema_is_staged(db, kind)? {
                return Ok(None);
            }
            tables::create_fresh(db, kind)?;
        }
        let columns = tables::fresh_columns(db, kind)?;
        let names: String = columns.iter().map(|column| format!(", {}", quoted(&column.name))).collect();
        let insert = format!(
            "insert or replace into {} (key, list, n, valid_from{names}) values (?, ?, ?, ?{})",
            tables::fresh_name(kind),
            ", ?".repeat(columns.len())
        );
        Ok(Some(Fresh { db, columns, insert: db.prepare_cached(&insert)?, began: run.started }))
    }

    /// Writes the row of an object, in the place of an earlier one.
    pub fn put(&mut self, key: &str, list: &str, n: Option<i64>, item: &Item) -> Result<()> {
        let insert = &mut self.insert;
        insert.raw_bind_parameter(1, key)?;
        insert.raw_bind_parameter(2, list)?;
        insert.raw_bind_parameter(3, n)?;
        insert.raw_bind_parameter(4, &self.began)?;
        for (at, column) in self.columns.iter().enumerate() {
            let value = match &column.source {
                Source::OwnId => text(own_id(key)),
                Source::PartOfList(at) => list.split('/').nth(*at).map_or(NULL, text),
                Source::Document(path) => typed(self.db, item, path)?,
            };
            insert.raw_bind_parameter(at + 5, value)?;
        }
        insert.raw_execute()?;
        Ok(())
    }
}

const NULL: ToSqlOutput<'static> = ToSqlOutput::Owned(Sql::Null);

fn text(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

/// What SQLite says of a path in a document, without having it read the whole document for each column.
fn typed<'a>(db: &Connection, item: &'a Item, path: &str) -> Result<ToSqlOutput<'a>> {
    Ok(match at(&item.object, path) {
        None | Some(Value::Null) => NULL,
        Some(Value::String(found)) => text(found),
        Some(Value::Bool(found)) => ToSqlOutput::Owned(Sql::Integer((*found).into())),
        Some(Value::Number(found)) if found.is_i64() => {
            ToSqlOutput::Owned(Sql::Integer(found.as_i64().unwrap_or_default()))
        }
        // Lists, objects and other numbers are the text that stands there.
        Some(_) => {
            let mut said = db.prepare_cached("select ?1 ->> ?2")?;
            ToSqlOutput::Owned(said.query_row([&*item.text, path], |row| row.get(0))?)
        }
    })
}

/// What stands at a path such as `$.profile."costCenter"`.
fn at<'a>(object: &'a Value, path: &str) -> Option<&'a Value> {
    let mut rest = path.strip_prefix("$.")?;
    let mut found = object;
    loop {
        let (name, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').map(|(name, after)| (name, after.strip_prefix('.')))?,
            None => rest.split_once('.').map_or((rest, None), |(name, after)| (name, Some(after))),
        };
        found = found.get(name)?;
        match after {
            Some(after) => rest = after,
            None => return Some(found),
        }
    }
}

/// Whether the columns that the org's schemas name can be told: the schemas are there, or are not read.
fn schema_is_staged(db: &Connection, kind: &Kind) -> Result<bool> {
    let Some(schema) = kind.schema.and_then(kinds::kind) else { return Ok(true) };
    if !list::is_planned(db, schema)? {
        return Ok(true);
    }
    let mut open = db.prepare_cached(
        "select exists (select 1 from list where kind in (?1, ?2) and state <> 'done')
            or not exists (select 1 from list where kind = ?1)",
    )?;
    let is_open: bool =
        open.query_row([schema.name, schema.parent().unwrap_or_default()], |row| row.get(0))?;
    Ok(!is_open && !tables::has_rows(db, schema)?)
}

/// Makes the table what readers see, if there is one. Says whether it did: the schema may have changed while the pages
/// came.
pub(crate) fn publish(db: &Connection, kind: &Kind) -> Result<bool> {
    let table = tables::fresh_name(kind);
    if !tables::exists(db, &table)? {
        return Ok(false);
    }
    let of = |columns: Vec<Column>| columns.into_iter().map(|column| (column.value(), column.name));
    let is_as_it_should_be = of(tables::columns(db, kind)?).eq(of(tables::fresh_columns(db, kind)?));
    if tables::has_rows(db, kind)? || !is_as_it_should_be {
        tables::drop_fresh(db, kind)?;
        return Ok(false);
    }
    let (name, text) = (kind.name, literal(kind.name));
    // The views name the table whose place it takes, and stay as they are.
    db.execute_batch(&format!(
        "pragma legacy_alter_table = on;
         drop table {name}_rows;
         alter table {table} rename to {name}_rows;
         pragma legacy_alter_table = off;
         delete from {name}_rows as r where not exists (
            select 1 from stage s where s.kind = {text} and s.key = r.key and s.n is r.n and not s.gone);
         update {name}_rows as r set (valid_from, event, actor) = (
            select c.at, c.event, c.actor from cause c where c.kind = {text} and c.key = r.key)
         where key in (select key from cause where kind = {text});"
    ))?;
    tables::drop_fresh(db, kind)?;
    tables::create_indexes(db, kind)?;
    Ok(true)
}

/// Takes all such tables away: their run is over, and was not published.
pub(crate) fn forget_all(db: &Connection) -> Result<()> {
    KINDS.iter().try_for_each(|kind| tables::drop_fresh(db, kind))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_to_what_stands_there() {
        let object =
            json!({ "status": "ACTIVE", "profile": { "costCenter": 7, "a.b": true, "x": { "y": null } } });
        for (path, found) in [
            ("$.status", Some(json!("ACTIVE"))),
            ("$.profile.costCenter", Some(json!(7))),
            ("$.profile.\"costCenter\"", Some(json!(7))),
            ("$.profile.\"a.b\"", Some(json!(true))),
            ("$.profile.x.y", Some(json!(null))),
            ("$.profile.x.y.z", None),
            ("$.profile.\"none\"", None),
            ("$.status.x", None),
        ] {
            assert_eq!(at(&object, path), found.as_ref(), "{path}");
        }
    }
}
