//! `oktars users dossier`: everything about one person, from the org or from a mirror with its past.

mod from_mirror;
mod from_org;

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::mirror;
use crate::failure::Stop;
use crate::output::{Columns, Format};
use crate::run::Run;

const COLUMNS: Columns = Columns { table: "section,name,how,status,since,by", csv: "detail,id" };

#[derive(Debug, clap::Args)]
pub struct Dossier {
    /// The id or the login; `me` is the owner of the token
    #[arg(value_name = "USER")]
    user: String,
    /// The mirror to ask in place of the org: it knows since when, and what was
    #[arg(long, value_name = "FILE")]
    mirror: Option<PathBuf>,
}

/// One line of a dossier.
#[derive(Debug, Default)]
struct Entry {
    section: &'static str,
    /// What it is about: an attribute, a group, an app.
    name: String,
    /// By which way the person has it.
    how: String,
    status: String,
    since: String,
    by: String,
    detail: String,
    id: String,
}

impl Entry {
    fn new(section: &'static str, name: impl Into<String>) -> Self {
        Entry { section, name: name.into(), ..Entry::default() }
    }

    /// What could not be read is said, or an empty section would say that there is nothing.
    fn unread(section: &'static str, why: &str) -> Self {
        Entry {
            how: why.to_owned(),
            status: "not readable".to_owned(),
            detail: why.to_owned(),
            ..Entry::new(section, "")
        }
    }

    fn json(&self) -> Value {
        json!({
            "section": self.section, "name": self.name, "how": or_null(&self.how), "status": or_null(&self.status),
            "since": or_null(&self.since), "by": or_null(&self.by), "detail": or_null(&self.detail),
            "id": or_null(&self.id),
        })
    }
}

fn or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

/// A member as a text; nothing where it is missing.
fn text(object: &Value, pointer: &str) -> String {
    match object.pointer(pointer) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

impl Dossier {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        // What cannot be printed is told before anything is asked.
        drop(run.sink(&COLUMNS)?);
        let (user, entries) = match mirror::of_org(run, self.mirror)? {
            Some(path) => from_mirror::read(run, &path, &self.user)?,
            None => from_org::read(run, &self.user).await?,
        };
        let entries: Vec<Entry> = profile(&user).into_iter().chain(entries).collect();
        match run.chosen_format() {
            Some(Format::Json | Format::Yaml)
                if run.global().fields.is_none() && run.global().jq.is_none() =>
            {
                let mut sections: Map<String, Value> = Map::new();
                for entry in &entries {
                    let list = sections.entry(entry.section).or_insert_with(|| json!([]));
                    list.as_array_mut().into_iter().for_each(|list| list.push(entry.json()));
                }
                run.print_object(&json!({ "user": user, "sections": sections }), &COLUMNS).await
            }
            _ => mirror::print(run, entries.iter().map(Entry::json), &COLUMNS),
        }
    }
}

/// Nobody can list sessions: when they began is among the sign-ins.
fn sessions() -> Entry {
    Entry::unread("sessions", "Okta lists no sessions; sign-ins show when they began")
}

/// What the profile says, and the dates of the account.
fn profile(user: &Value) -> Vec<Entry> {
    let mut entries = Vec::new();
    for name in
        ["status", "created", "activated", "statusChanged", "lastLogin", "passwordChanged", "lastUpdated"]
    {
        let value = text(user, &format!("/{name}"));
        if !value.is_empty() {
            entries.push(Entry { detail: value.clone(), status: value, ..Entry::new("account", name) });
        }
    }
    for (name, value) in
        user["profile"].as_object().into_iter().flatten().filter(|(_, value)| !value.is_null())
    {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        entries.push(Entry { status: value.clone(), detail: value, ..Entry::new("profile", name) });
    }
    entries
}
