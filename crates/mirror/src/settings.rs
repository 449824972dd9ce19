//! What of an org goes into a mirror: remembered in the file.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::ask::Reader;
use crate::error::{Error, Result};
use crate::feed::Log;
use crate::file::{Mirror, note};
use crate::kind::Kind;
use crate::kinds::{KINDS, LINKED_VALUES, kind};
use crate::tables;

/// The name of the log where kinds are chosen.
pub(crate) const LOG: &str = "log";

/// What goes into a mirror.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// These kinds alone, and those that they are read from; all where it is empty.
    pub only: Vec<String>,
    /// Without these kinds.
    pub except: Vec<String>,
    /// Which events.
    pub log: Log,
    /// Without these attributes of people.
    pub without_attributes: Vec<String>,
    /// With the phone numbers of factors.
    pub phones: bool,
    /// With the factors of all people, and not of administrators alone.
    pub all_factors: bool,
    /// With who is linked to whom, which needs a request for each person and relationship.
    pub linked_values: bool,
}

impl Settings {
    /// Whether a kind is read: it is asked for, or something that is asked for is read from it.
    pub(crate) fn wants(&self, wanted: &Kind) -> bool {
        self.allows(wanted) && (self.only.is_empty() || self.asks_for(wanted))
    }

    /// The kind whose objects the lists of a kind belong to.
    pub(crate) fn parent_of(&self, kind: &Kind) -> Option<&'static str> {
        kind.only_of.filter(|_| !self.all_factors).or(kind.parent())
    }

    /// The kinds whose lists belong to objects of this one.
    pub(crate) fn children_of(&self, parent: &str) -> impl Iterator<Item = &'static Kind> {
        KINDS.iter().filter(move |kind| self.parent_of(kind) == Some(parent))
    }

    fn allows(&self, wanted: &Kind) -> bool {
        let parent = self.parent_of(wanted).and_then(kind);
        let is_asked_for =
            !wanted.is_extra || self.linked_values || self.only.iter().any(|name| name == wanted.name);
        is_asked_for
            && !self.except.iter().any(|name| name == wanted.name)
            && parent.is_none_or(|parent| self.allows(parent))
    }

    fn asks_for(&self, wanted: &Kind) -> bool {
        let is_above = |name: &String| {
            let mut at = kind(name);
            while let Some(known) = at {
                if known.name == wanted.name {
                    return true;
                }
                at = self.parent_of(known).and_then(kind);
            }
            false
        };
        self.only.iter().any(is_above) || self.schema_of_wanted(wanted) || self.names_wanted(wanted)
    }

    /// Who is linked to whom is asked for by the names of the relationships.
    fn names_wanted(&self, wanted: &Kind) -> bool {
        wanted.name == "linked_objects" && self.only.iter().any(|name| name == LINKED_VALUES)
    }

    /// Columns come of schemas, so a kind brings along the one that describes it.
    fn schema_of_wanted(&self, wanted: &Kind) -> bool {
        self.only
            .iter()
            .filter_map(|name| kind(name)?.schema)
            .any(|schema| schema == wanted.name || kind(schema).and_then(Kind::parent) == Some(wanted.name))
    }

    pub(crate) fn wants_log(&self) -> bool {
        self.log != Log::None && !self.except.iter().any(|name| name == LOG)
    }

    /// The paths that are null in the documents of a kind.
    pub(crate) fn hidden(&self, kind: &Kind) -> Vec<&str> {
        let mut paths: Vec<&str> = if self.phones { Vec::new() } else { kind.personal.to_vec() };
        if kind.name == "users" {
            paths.extend(self.without_attributes.iter().map(String::as_str));
        }
        paths
    }

    /// Says that a name is not one of a kind.
    fn check(&self) -> Result<()> {
        let all = self.only.iter().chain(&self.except);
        match all.into_iter().find(|name| kind(name).is_none() && *name != LOG) {
            Some(name) => Err(Error::NoKind(name.clone())),
            None => Ok(()),
        }
    }

    fn json(&self) -> Value {
        json!({
            "only": self.only,
            "except": self.except,
            "log": self.log.text(),
            "withoutAttributes": self.without_attributes,
            "phones": self.phones,
            "allFactors": self.all_factors,
            "linkedValues": self.linked_values,
        })
    }

    fn of(value: &Value) -> Self {
        let names = |member: &str| {
            let items = value[member].as_array().into_iter().flatten();
            items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        Settings {
            only: names("only"),
            except: names("except"),
            log: Log::of(value["log"].as_str().unwrap_or_default()),
            without_attributes: names("withoutAttributes"),
            phones: value["phones"] == true,
            all_factors: value["allFactors"] == true,
            linked_values: value["linkedValues"] == true,
        }
    }
}

impl Mirror {
    /// What goes into the mirror.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn settings(&self) -> Result<Settings> {
        let text = self.noted("settings")?.unwrap_or_default();
        Ok(Settings::of(&serde_json::from_str(&text).unwrap_or_default()))
    }

    /// The attributes to leave out that nobody has, as far as the mirror knows the schemas.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn unknown_attributes(&self, settings: &Settings) -> Result<Vec<String>> {
        let users = kind("users").map_or(&[][..], |kind| kind.columns);
        let mut unknown = Vec::new();
        for name in settings.without_attributes.iter().filter_map(|path| path.strip_prefix("profile.")) {
            let path = format!("$.profile.{name}");
            // Before the first run, nothing is known.
            let sql = "select exists (select 1 from attribute where kind = 'users')
                and not exists (select 1 from attribute where kind = 'users' and path = ?1)";
            let path_of_column = format!("$.profile.\"{name}\"");
            let is_unknown = self.db.prepare_cached(sql)?.query_row([path_of_column], |row| row.get(0))?;
            if is_unknown && !users.iter().any(|(_, known)| *known == path) {
                unknown.push(name.to_owned());
            }
        }
        Ok(unknown)
    }

    /// Changes what goes into the mirror from the next run on.
    ///
    /// # Errors
    /// There is no kind of a name, or the file cannot be written.
    pub fn choose(&self, settings: &Settings) -> Result<()> {
        settings.check()?;
        let before = self.settings()?;
        let tx = self.db.unchecked_transaction()?;
        if before.all_factors != settings.all_factors {
            // What names the lists is read with them, or nobody knows which of them no longer exist.
            let anew = "update kind_state set state = 'never read' where kind in ('factors', 'admin_users')";
            tx.execute(anew, [])?;
            note(&tx, CHOSEN_ANEW, "factors")?;
        }
        let hidden = |settings: &Settings| -> BTreeSet<(&'static str, String)> {
            KINDS
                .iter()
                .flat_map(|kind| settings.hidden(kind).into_iter().map(|path| (kind.name, path.to_owned())))
                .collect()
        };
        let (had, has) = (hidden(&before), hidden(settings));
        for (kind, path) in has.difference(&had) {
            hide(&tx, kind, path)?;
        }
        if had.difference(&has).next().is_some() {
            // What was left out is read now.
            note(&tx, "must_read_all", "1")?;
        }
        note(&tx, "settings", &settings.json().to_string())?;
        tx.commit()?;
        if has.difference(&had).next().is_some() && self.noted("published_at")?.is_some() {
            // What was written over lies in the file still, where nothing is.
            self.db.execute_batch("vacuum")?;
            self.db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
        }
        Ok(())
    }
}

/// The kinds of which other objects are read than before, so that many may be gone.
pub(crate) const CHOSEN_ANEW: &str = "chosen_anew";

/// Takes out what was kept of an attribute so far, of the past too.
fn hide(db: &Connection, name: &str, path: &str) -> Result<()> {
    let Some(kind) = kind(name) else { return Ok(()) };
    let path =
        format!("$.{}", path.split('.').map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join("."));
    db.execute(
        &format!(
            "update documents set json = json_replace(json, ?1, null) where n in
             (select n from {name}_rows union select n from stage where kind = ?2) and json ->> ?1 is not null"
        ),
        [&path, kind.name],
    )?;
    db.execute(
        "update history set json = packed(json_replace(json_of(json), ?1, null))
         where kind = ?2 and json_of(json) ->> ?1 is not null",
        [&path, kind.name],
    )?;
    tables::drop_fresh(db, kind)?;
    for column in tables::columns(db, kind)? {
        let is_of =
            format!("update {name}_rows set {0} = null where {0} is not null", tables::quoted(&column.name));
        let plain = |text: &str| text.replace('"', "");
        if plain(&column.value()) == plain(&tables::extracted(&path)) {
            db.execute(&is_of, [])?;
        }
    }
    Ok(())
}

impl Reader {
    /// What goes into the mirror.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn settings(&self) -> Result<Settings> {
        let text = self.noted("settings")?.unwrap_or_default();
        Ok(Settings::of(&serde_json::from_str(&text).unwrap_or_default()))
    }
}
