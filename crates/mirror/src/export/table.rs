//! What there is to export: tables with typed columns.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::error::Result;
use crate::kind::Kind;
use crate::tables::{columns, quoted};

/// Columns that hold times. What the org's own attributes hold is a matter of their schema.
const TIMES: [&str; 17] = [
    "activated",
    "created",
    "expiration",
    "expiresAt",
    "first",
    "last",
    "lastLogin",
    "lastMembershipUpdated",
    "lastSync",
    "lastUpdated",
    "last_used",
    "passwordChanged",
    "published",
    "read_at",
    "statusChanged",
    "valid_from",
    "valid_to",
];

/// The column of the revision; no attribute of an org is called so.
#[cfg(feature = "postgres")]
pub(super) const REVISION: &str = "oktars_revision";

/// Numbers whose column says no type, since they are computed.
const COUNTS: [&str; 2] = ["count", "rows"];

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Boolean,
    Integer,
    Real,
    Time,
    Json,
}

/// A column of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub name: String,
    pub form: Form,
}

/// A table of an export, with the question that gives its rows, column by column.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    pub select: String,
}

/// A value with its type. What does not fit the type of its column is null; the document has it as it was.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Text(Cow<'a, str>),
    Boolean(bool),
    Integer(i64),
    Real(f64),
    Time(Timestamp),
}

impl Form {
    /// A value of SQLite as one of this form.
    pub fn value(self, found: ValueRef<'_>) -> Value<'_> {
        let value = match self {
            Form::Text | Form::Json => text(found).map(Value::Text),
            Form::Boolean => {
                integer(found).filter(|number| matches!(number, 0 | 1)).map(|n| Value::Boolean(n == 1))
            }
            Form::Integer => integer(found).map(Value::Integer),
            Form::Real => real(found).map(Value::Real),
            Form::Time => text(found).and_then(|text| text.parse().ok()).map(Value::Time),
        };
        value.unwrap_or(Value::Null)
    }
}

fn text(found: ValueRef<'_>) -> Option<Cow<'_, str>> {
    match found {
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes)),
        ValueRef::Integer(number) => Some(number.to_string().into()),
        ValueRef::Real(number) => Some(number.to_string().into()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

fn integer(found: ValueRef<'_>) -> Option<i64> {
    match found {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Real(number) if number.fract() == 0.0 && number.abs() < 9e15 => Some(number as i64),
        _ => None,
    }
}

fn real(found: ValueRef<'_>) -> Option<f64> {
    match found {
        ValueRef::Integer(number) => Some(number as f64),
        ValueRef::Real(number) => Some(number),
        _ => None,
    }
}

impl Column {
    pub fn new(name: &str, form: Form) -> Self {
        Column { name: name.to_owned(), form }
    }

    /// A column of which the name tells what it holds.
    pub fn told(name: &str, declared: &str) -> Self {
        match name {
            "json" => Column::new(name, Form::Json),
            _ if TIMES.contains(&name) => Column::new(name, Form::Time),
            _ if COUNTS.contains(&name) => Column::new(name, Form::Integer),
            _ => Column::attribute(name, declared),
        }
    }

    /// A column for an attribute of the org: its schema says what it holds, and not its name.
    fn attribute(name: &str, declared: &str) -> Self {
        let form = match declared.to_ascii_lowercase().as_str() {
            "boolean" => Form::Boolean,
            "integer" => Form::Integer,
            "real" => Form::Real,
            _ => Form::Text,
        };
        Column::new(name, form)
    }
}

/// The objects of a kind as they are: what names them, the columns that `mirror sql` shows, and the documents.
#[cfg(feature = "parquet")]
pub(super) fn of_kind(db: &Connection, kind: &Kind) -> Result<Table> {
    beginning_with(db, kind, &[("key", key_of(kind))])
}

/// The same with a text that is another one whenever the object is.
#[cfg(feature = "postgres")]
pub(super) fn of_kind_with_revision(db: &Connection, kind: &Kind) -> Result<Table> {
    // A document that is published has a number of its own. Who belongs to whom has no document.
    let revision =
        if kind.keeps_documents { "r.valid_from || ' ' || coalesce(r.n, '')" } else { "valid_from" };
    beginning_with(db, kind, &[("key", key_of(kind)), (REVISION, revision)])
}

fn key_of(kind: &Kind) -> &'static str {
    if kind.keeps_documents { "r.key" } else { "group_id || '/' || user_id" }
}

/// The table of a kind, with these columns in front.
fn beginning_with(db: &Connection, kind: &Kind, first: &[(&str, &str)]) -> Result<Table> {
    let rows = format!("{}_rows", kind.name);
    let declared = declared(db, &rows)?;
    let attributes = attributes(db, kind)?;
    let typed = columns(db, kind)?.into_iter().map(|column| {
        let declared = declared.get(&column.name).map_or("", String::as_str);
        let told = if attributes.contains(&column.name) { Column::attribute } else { Column::told };
        told(&column.name, declared)
    });
    let own = ["valid_from", "event", "actor"].map(|name| Column::told(name, ""));
    let typed: Vec<Column> = typed.chain(own).collect();
    let first_names = first.iter().map(|(name, value)| format!("{value} as {name}"));
    let (from, before) = if kind.keeps_documents {
        (format!("{rows} r left join documents d on d.n = r.n"), "r.")
    } else {
        // Of some groups, the members are computed.
        (kind.name.to_owned(), "")
    };
    let names = first_names.chain(typed.iter().map(|column| format!("{before}{}", quoted(&column.name))));
    let mut names: Vec<String> = names.collect();
    let mut all: Vec<Column> = first.iter().map(|(name, _)| Column::new(name, Form::Text)).collect();
    all.extend(typed);
    if kind.keeps_documents {
        names.push("d.json".to_owned());
        all.push(Column::new("json", Form::Json));
    }
    let select = format!("select {} from {from}", names.join(", "));
    Ok(Table { name: kind.name.to_owned(), columns: all, select })
}

/// All versions of the objects of a kind.
#[cfg(feature = "parquet")]
pub(super) fn versions_of_kind(kind: &Kind) -> Table {
    let names = ["key", "valid_from", "valid_to", "event", "actor", "end_event", "end_actor", "json"];
    let name = format!("{}_history", kind.name);
    Table {
        columns: names.iter().map(|name| Column::told(name, "")).collect(),
        select: format!("select {} from {name}", names.join(", ")),
        name,
    }
}

/// A table or view of the file, as it is.
pub(super) fn as_it_is(db: &Connection, name: &str) -> Result<Table> {
    let mut found = db.prepare("select name, coalesce(type, '') from pragma_table_info(?1)")?;
    let columns = found.query_map([name], |row| {
        let (name, declared): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(Column::told(&name, &declared))
    })?;
    let columns: Vec<Column> = columns.collect::<rusqlite::Result<_>>()?;
    let names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    Ok(Table { name: name.to_owned(), select: format!("select {} from {name}", names.join(", ")), columns })
}

/// The events of one day.
#[cfg(feature = "parquet")]
pub(super) fn events(db: &Connection, condition: &str) -> Result<Table> {
    let mut table = as_it_is(db, "log")?;
    let names: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    table.select =
        format!("select {} from log_rows where {condition} order by published, n", names.join(", "));
    Ok(table)
}

/// The condition of a day, for which there is an index.
#[cfg(feature = "parquet")]
pub(super) fn is_of_day(day: &str) -> String {
    use crate::tables::literal;
    // What stands behind a day sorts before a tilde.
    format!("published >= {} and published < {}", literal(day), literal(&format!("{day}~")))
}

fn declared(db: &Connection, table: &str) -> Result<BTreeMap<String, String>> {
    let mut found = db.prepare("select name, coalesce(type, '') from pragma_table_info(?1)")?;
    let rows = found.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn attributes(db: &Connection, kind: &Kind) -> Result<BTreeSet<String>> {
    let mut found = db.prepare("select name from attribute where kind = ?1")?;
    let names = found.query_map([kind.name], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value that does not fit would end the whole export, or lie.
    #[test]
    fn a_value_is_of_the_form_of_its_column_or_null() {
        let text = |text: &'static str| ValueRef::Text(text.as_bytes());
        let time = |text: &str| Value::Time(text.parse().unwrap());
        let cases = [
            (Form::Text, text("a"), Value::Text("a".into())),
            (Form::Text, ValueRef::Integer(7), Value::Text("7".into())),
            (Form::Text, ValueRef::Null, Value::Null),
            (Form::Boolean, ValueRef::Integer(1), Value::Boolean(true)),
            (Form::Boolean, ValueRef::Integer(2), Value::Null),
            (Form::Boolean, text("yes"), Value::Null),
            (Form::Integer, ValueRef::Integer(-3), Value::Integer(-3)),
            (Form::Integer, ValueRef::Real(4.0), Value::Integer(4)),
            (Form::Integer, ValueRef::Real(4.5), Value::Null),
            (Form::Integer, text("four"), Value::Null),
            (Form::Real, ValueRef::Integer(4), Value::Real(4.0)),
            (Form::Time, text("2026-01-31T00:00:00.500Z"), time("2026-01-31T00:00:00.500Z")),
            (Form::Time, text("some day"), Value::Null),
            (Form::Json, text("{}"), Value::Text("{}".into())),
        ];
        for (form, found, expected) in cases {
            assert_eq!(form.value(found), expected, "{form:?} {found:?}");
        }
    }

    /// An attribute that somebody called `created` may hold any text.
    #[test]
    fn the_name_of_an_attribute_does_not_make_it_a_time() {
        assert_eq!(Column::told("created", "text").form, Form::Time);
        assert_eq!(Column::attribute("created", "text").form, Form::Text);
    }
}
