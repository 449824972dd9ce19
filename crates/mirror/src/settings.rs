//! What of an org goes into a mirror: remembered in the file.

use serde_json::{Value, json};

use crate::ask::Reader;
use crate::error::{Error, Result};
use crate::feed::Log;
use crate::file::Mirror;
use crate::kind::Kind;
use crate::kinds::kind;

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
}

impl Settings {
    /// Whether a kind is read: it is asked for, or something that is asked for is read from it.
    pub(crate) fn wants(&self, wanted: &Kind) -> bool {
        self.allows(wanted) && (self.only.is_empty() || self.asks_for(wanted))
    }

    fn allows(&self, wanted: &Kind) -> bool {
        let parent = wanted.parent().and_then(kind);
        !self.except.iter().any(|name| name == wanted.name) && parent.is_none_or(|parent| self.allows(parent))
    }

    fn asks_for(&self, wanted: &Kind) -> bool {
        let is_above = |name: &String| {
            let mut at = kind(name);
            while let Some(known) = at {
                if known.name == wanted.name {
                    return true;
                }
                at = known.parent().and_then(kind);
            }
            false
        };
        self.only.iter().any(is_above) || self.schema_of_wanted(wanted)
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

    /// Says that a name is none of a kind.
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

    /// Changes what goes into the mirror from the next run on.
    ///
    /// # Errors
    /// There is no kind of a name, or the file cannot be written.
    pub fn choose(&self, settings: &Settings) -> Result<()> {
        settings.check()?;
        self.note("settings", &settings.json().to_string())
    }
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
