//! What an object was, and what changed between two times.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use crate::ask::Reader;
use crate::error::{Error, Result};
use crate::file::written;
use crate::kind::Kind;
use crate::kinds::{KINDS, kind};
use crate::tables::literal;

/// One version of an object.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Version {
    /// Since when it was so.
    pub valid_from: String,
    /// Until when; `None` where it still is.
    pub valid_to: Option<String>,
    /// The event that made it so, where the log tells.
    pub event: Option<String>,
    /// Who did.
    pub actor: Option<String>,
    /// The event that ended it.
    pub end_event: Option<String>,
    /// Who did.
    pub end_actor: Option<String>,
    /// The document; `None` if there is none.
    pub json: Option<Value>,
}

/// A member that is different.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// Its path.
    pub path: String,
    /// What it was.
    pub from: Value,
    /// What it is.
    pub to: Value,
}

/// An object that is different, or that only one side has.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Change {
    /// The kind.
    pub kind: &'static str,
    /// What a person calls it.
    pub name: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// What is different, where it is on both sides.
    pub differences: Vec<Difference>,
}

/// Members that say where an object is and how it stands to others, and nothing of itself.
const OUTER: [&str; 2] = ["_links", "_embedded"];

impl Reader {
    /// All versions of an object, the oldest first. It is named by its id, or by its login, name or label.
    ///
    /// # Errors
    /// There is no such kind or object, or the file cannot be read.
    pub fn history(&self, kind_name: &str, name: &str) -> Result<Vec<Version>> {
        let found = kind(kind_name).or_else(|| kind(&format!("{kind_name}s")));
        let kind = found.ok_or_else(|| Error::NoKind(kind_name.to_owned()))?;
        let missing = || Error::NoObject { kind: kind.name.to_owned(), name: name.to_owned() };
        let key = self.key_of(kind, name)?.ok_or_else(missing)?;
        let sql = format!(
            "select valid_from, valid_to, event, actor, end_event, end_actor, json from {}_history
             where key = ?1 order by valid_from",
            kind.name
        );
        let mut found = self.db.prepare(&sql)?;
        let versions = found.query_map([key], |row| {
            let json: Option<String> = row.get(6)?;
            Ok(Version {
                valid_from: row.get(0)?,
                valid_to: row.get(1)?,
                event: row.get(2)?,
                actor: row.get(3)?,
                end_event: row.get(4)?,
                end_actor: row.get(5)?,
                json: json.and_then(|json| serde_json::from_str(&json).ok()),
            })
        })?;
        Ok(versions.collect::<rusqlite::Result<_>>()?)
    }

    /// The key of what somebody calls by an id or a name, as it is or as it was.
    fn key_of(&self, kind: &Kind, name: &str) -> Result<Option<String>> {
        let by_name = NAMES.iter().map(|path| format!("json ->> {} = ?1", literal(path)));
        let by_name = by_name.collect::<Vec<_>>().join(" or ");
        let sql = format!(
            "select key from {0}_history where key = ?1
             union all select key from (
                select key from {0}_history where {by_name} order by valid_to is not null, valid_to desc)
             limit 1",
            kind.name
        );
        Ok(self.db.prepare(&sql)?.query_row([name], |row| row.get(0)).optional()?)
    }

    /// What is different at one time from what was at another.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn changes(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Change>> {
        let (from, to) = (written(from), written(to));
        let mut changes = Vec::new();
        for kind in KINDS {
            let sql = format!(
                "select distinct key from {}_history
                 where valid_from > ?1 and valid_from <= ?2 or valid_to > ?1 and valid_to <= ?2 order by key",
                kind.name
            );
            let mut found = self.db.prepare(&sql)?;
            let keys = found.query_map(params![from, to], |row| row.get::<_, String>(0))?;
            let keys: Vec<String> = keys.collect::<rusqlite::Result<_>>()?;
            for key in keys {
                let (before, after) = (self.at(kind, &key, &from)?, self.at(kind, &key, &to)?);
                changes.extend(self.change(kind, &key, before, after));
            }
        }
        Ok(changes)
    }

    /// What became of an object with the last run that touched it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn last_change(&self, kind_name: &str, key: &str) -> Result<Option<Change>> {
        let Some(kind) = kind(kind_name) else { return Ok(None) };
        let sql = format!(
            "select json, valid_to from {}_history where key = ?1
             order by valid_to is not null, valid_to desc limit 2",
            kind.name
        );
        let mut found = self.db.prepare_cached(&sql)?;
        let rows = found.query_map([key], |row| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?))
        })?;
        let versions: Vec<(Option<String>, Option<String>)> = rows.collect::<rusqlite::Result<_>>()?;
        let document = |json: &Option<String>| {
            json.as_deref().and_then(|json| serde_json::from_str::<Value>(json).ok()).unwrap_or_default()
        };
        let mut present = versions.iter().filter(|(_, end)| end.is_none()).map(|(json, _)| document(json));
        let mut past = versions.iter().filter(|(_, end)| end.is_some()).map(|(json, _)| document(json));
        Ok(self.change(kind, key, past.next(), present.next()))
    }

    /// An object as it was at a time.
    fn at(&self, kind: &Kind, key: &str, time: &str) -> Result<Option<Value>> {
        let sql = format!(
            "select json from {}_history
             where key = ?1 and valid_from <= ?2 and (valid_to is null or valid_to > ?2) limit 1",
            kind.name
        );
        let mut found = self.db.prepare_cached(&sql)?;
        let json: Option<Option<String>> = found.query_row([key, time], |row| row.get(0)).optional()?;
        Ok(json.map(|json| json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()))
    }

    fn change(&self, kind: &Kind, key: &str, before: Option<Value>, after: Option<Value>) -> Option<Change> {
        let object = after.as_ref().or(before.as_ref())?;
        let name = self.called(kind, key, object);
        let (change, differences) = match (&before, &after) {
            (Some(before), Some(after)) => ("changed", differences(before, after)),
            (None, _) => ("added", Vec::new()),
            (Some(_), None) => ("removed", Vec::new()),
        };
        let is_none = change == "changed" && differences.is_empty();
        (!is_none).then(|| Change { kind: kind.name, name, change, differences })
    }

    /// What a person calls an object: its name behind that of what it belongs to.
    fn called(&self, kind: &Kind, key: &str, object: &Value) -> String {
        let own = name_of(object).unwrap_or_else(|| crate::kind::own_id(key).to_owned());
        let own = if object.is_null() || kind.own != "id" {
            self.name_of_id(crate::kind::own_id(key)).unwrap_or(own)
        } else {
            own
        };
        match (kind.parent(), key.rsplit_once('/')) {
            (Some(_), Some((parents, _))) => {
                let parents =
                    parents.split('/').map(|id| self.name_of_id(id).unwrap_or_else(|| id.to_owned()));
                format!("{} / {own}", parents.collect::<Vec<_>>().join(" / "))
            }
            (Some(_), None) => self.name_of_id(key).unwrap_or(own),
            _ => own,
        }
    }

    fn name_of_id(&self, id: &str) -> Option<String> {
        ["users", "groups", "apps", "policies", "authorization_servers"].iter().find_map(|name| {
            let sql =
                format!("select json from {name}_history where key = ?1 order by valid_from desc limit 1");
            let json: Option<String> =
                self.db.prepare_cached(&sql).ok()?.query_row([id], |row| row.get(0)).ok()?;
            name_of(&serde_json::from_str(&json?).ok()?)
        })
    }
}

/// Where the name of an object may stand.
const NAMES: [&str; 6] =
    ["$.profile.login", "$.label", "$.profile.name", "$.name", "$.profile.displayName", "$.title"];

/// What a person calls an object.
pub(crate) fn name_of(object: &Value) -> Option<String> {
    let at = |path: &str| {
        let names = path.trim_start_matches("$.").split('.');
        let mut names = names;
        names.try_fold(object, |value, name| value.get(name))?.as_str().map(str::to_owned)
    };
    NAMES.iter().find_map(|path| at(path))
}

/// The members that are different. Links say where an object is, and do not count.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", before, after, &mut found);
    found
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    if before == after {
        return;
    }
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        found.push(Difference { path: path.to_owned(), from: before.clone(), to: after.clone() });
        return;
    };
    let mut names: Vec<&String> =
        old.keys().chain(new.keys().filter(|name| !old.contains_key(*name))).collect();
    names.retain(|name| !(path.is_empty() && OUTER.contains(&name.as_str())));
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let nothing = Value::Null;
        compare(&below, old.get(name).unwrap_or(&nothing), new.get(name).unwrap_or(&nothing), found);
    }
}

/// What is different between two orgs. Objects are the same where they are called the same, and ids count for what
/// they stand for.
///
/// # Errors
/// One of the files cannot be read.
pub fn compare_orgs(left: &Path, right: &Path) -> Result<Vec<Change>> {
    let (left, right) = (Reader::open(left)?, Reader::open(right)?);
    let mut changes = Vec::new();
    for kind in KINDS {
        if !left.was_read(kind)? || !right.was_read(kind)? {
            continue;
        }
        let (before, after) = (left.by_name(kind)?, right.by_name(kind)?);
        let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (change, differences) = match (before.get(name), after.get(name)) {
                (Some(before), Some(after)) => ("changed", differences(before, after)),
                (None, _) => ("added", Vec::new()),
                (_, None) => ("removed", Vec::new()),
            };
            if change != "changed" || !differences.is_empty() {
                changes.push(Change { kind: kind.name, name: name.clone(), change, differences });
            }
        }
    }
    Ok(changes)
}

/// The kinds that only one of two files has, so that they cannot be compared.
///
/// # Errors
/// One of the files cannot be read.
pub fn not_compared(left: &Path, right: &Path) -> Result<Vec<&'static str>> {
    let (left, right) = (Reader::open(left)?, Reader::open(right)?);
    let mut names = Vec::new();
    for kind in KINDS {
        if left.was_read(kind)? != right.was_read(kind)? {
            names.push(kind.name);
        }
    }
    Ok(names)
}

/// Members that are never the same in two orgs, though the objects are.
const OF_ONE_ORG: [&str; 9] = [
    "id",
    "created",
    "lastUpdated",
    "lastMembershipUpdated",
    "statusChanged",
    "activated",
    "passwordChanged",
    "lastLogin",
    "uuid",
];

impl Reader {
    /// Whether the file has what the org has of a kind, or a part of it.
    fn was_read(&self, kind: &Kind) -> Result<bool> {
        let sql = "select exists (select 1 from kind_state where kind = ?1
            and state in ('complete', 'partial', 'partly readable'))";
        Ok(self.db.prepare_cached(sql)?.query_row([kind.name], |row| row.get(0))?)
    }

    /// The objects of a kind by what a person calls them, without what belongs to one org alone.
    fn by_name(&self, kind: &Kind) -> Result<BTreeMap<String, Value>> {
        let sql = format!("select key, json from {}_history where valid_to is null", kind.name);
        let mut found = self.db.prepare(&sql)?;
        let mut rows = found.query([])?;
        let mut objects = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (key, json): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            let mut object: Value =
                json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
            let mut name = self.called(kind, &key, &object);
            if let Some(members) = object.as_object_mut() {
                members.retain(|name, _| {
                    !OF_ONE_ORG.contains(&name.as_str()) && !OUTER.contains(&name.as_str())
                });
            }
            self.name_ids(&mut object);
            while objects.contains_key(&name) {
                name.push('\'');
            }
            objects.insert(name, object);
        }
        Ok(objects)
    }

    /// Replaces ids with names.
    fn name_ids(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.name_ids(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.name_ids(member)),
            Value::String(text) if is_id(text) => {
                if let Some(name) = self.name_of_id(text) {
                    *value = Value::from(name);
                }
            }
            _ => {}
        }
    }
}

fn is_id(text: &str) -> bool {
    let begins = ["00", "0o", "aus"].iter().any(|start| text.starts_with(start));
    begins && text.len() == 20 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
