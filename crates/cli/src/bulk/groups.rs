//! `oktars groups import`: groups created and changed as a file says.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use oktars::group::{GroupProfile, ListGroups, NewGroup};
use oktars::{Call, Okta, op};
use serde_json::{Map, Value, json};

use super::cell;
use super::columns::{Columns, Given, Known, Values};
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::schema::{Schema, same};
use super::source::Source;
use super::{BulkArgs, Guard, Job, carry, user_refs};
use crate::failure::{Failure, Stop};
use crate::run::Run;

const KNOWN: Known = Known {
    names: &[("id", &["group id"])],
    ignored: &[
        "type",
        "created",
        "lastUpdated",
        "lastMembershipUpdated",
        "objectClass",
        "_links",
        "_embedded",
    ],
    lenient: false,
    profiles: false,
};

/// Options of `groups import`
#[derive(Debug, clap::Args)]
pub struct Import {
    #[command(flatten)]
    bulk: BulkArgs,
}

/// What to do for one group.
#[derive(Debug, Clone)]
pub struct Work {
    /// The group, if there is one.
    id: Option<Box<str>>,
    /// The whole profile, as a group's profile can only be replaced.
    profile: Map<String, Value>,
}

struct Importing<'a> {
    guard: Guard,
    source: RefCell<Source>,
    schema: &'a Schema,
    columns: Columns<'a>,
    key: By,
}

/// By what rows find their groups.
#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    /// The id where a row has one, and the name otherwise.
    IdOrName,
    Id,
    Attribute(String),
}

impl By {
    /// The columns of which there must be one.
    fn columns(&self) -> Vec<String> {
        match self {
            By::IdOrName => vec!["id".to_owned(), "profile.name".to_owned()],
            By::Id => vec!["id".to_owned()],
            By::Attribute(name) => vec![format!("profile.{name}")],
        }
    }

    /// What names the group of a row.
    fn of<'a>(&'a self, wanted: &'a Wanted) -> Option<(&'a str, String)> {
        let id = wanted.id.clone().map(|id| ("id", id));
        let text = |name: &'a str| {
            let text = wanted.profile.get(name)?.as_str().filter(|text| !text.is_empty())?;
            Some((name, text.to_lowercase()))
        };
        match self {
            By::IdOrName => id.or_else(|| text("name")),
            By::Id => id,
            By::Attribute(name) => text(name),
        }
    }

    fn missing(&self) -> &str {
        match self {
            By::IdOrName => "name",
            By::Id => "id",
            By::Attribute(name) => name,
        }
    }
}

impl Import {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let mut source = self.bulk.source()?;
        let schema: Value = run.okta()?.call(op::GET_GROUP_SCHEMA).json().await?;
        let schema = Schema::of(&schema);
        let columns = Columns::new(&mut source, self.bulk.meaning(), &KNOWN, Some(&schema))?;
        let key = match self.bulk.key().map(|name| name.strip_prefix("profile.").unwrap_or(name)) {
            None => By::IdOrName,
            Some("id") => By::Id,
            Some(name) => {
                user_refs::check_key(&schema, name)?;
                By::Attribute(name.to_owned())
            }
        };
        if !key.columns().iter().any(|name| columns.has(name)) {
            return Err(columns.nothing_named(&source.header, "group").into());
        }
        let guard = Guard::new(run, &self.bulk).await?;
        let source = RefCell::new(source);
        let job = Importing { guard, source, schema: &schema, columns, key };
        carry(run, &self.bulk, &job).await
    }
}

impl Job for Importing<'_> {
    type Work = Work;

    fn command(&self) -> String {
        "groups import".to_owned()
    }

    fn nouns(&self) -> (&'static str, &'static str) {
        ("group", "groups")
    }

    fn source(&self) -> &RefCell<Source> {
        &self.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let mut rows: Vec<(usize, Wanted)> = Vec::new();
        let mut named: HashMap<String, u64> = HashMap::new();
        let count = self.source.borrow().len();
        for row in 0..count {
            let (number, wanted) = self.row(row)?;
            let is_open = plan.row(number, &wanted.as_ref().map(Wanted::subject).unwrap_or_default());
            match wanted {
                Err(problem) => plan.invalid(row, problem)?,
                Ok(wanted) => {
                    let key = self.key.of(&wanted).map(|(name, text)| format!("{name} {text}"));
                    let names = wanted.names().into_iter().chain(key);
                    let names: HashSet<String> = names.collect();
                    let others: Vec<u64> =
                        names.into_iter().filter_map(|name| named.insert(name, number)).collect();
                    match others.into_iter().next() {
                        Some(other) => plan.invalid(row, format!("the group is in row {other} as well"))?,
                        None if is_open => rows.push((row, wanted)),
                        None => {}
                    }
                }
            }
        }
        let groups = Groups::read(&okta, None).await?;
        let mut rows_of: HashMap<String, u64> = HashMap::new();
        for (row, wanted) in rows {
            let number = plan.rows[row].number;
            let found = groups.of(&self.key, &wanted);
            let found = found.ok().flatten().and_then(|group| group["id"].as_str().map(str::to_owned));
            let planned = match found.and_then(|id| rows_of.insert(id, number)) {
                Some(other) => Planned::Invalid(format!("the group is in row {other} as well")),
                None => self.planned(wanted, &groups),
            };
            plan.planned(run, row, planned)?;
        }
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize, _begun: Verb) -> Result<Planned<Work>, Stop> {
        let wanted = self.row(row)?.1.map_err(Failure::usage)?;
        let few = (self.key == By::IdOrName).then_some(&wanted);
        let groups = Groups::read(okta, few).await?;
        Ok(self.planned(wanted, &groups))
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        let made: Value = request(okta, &entry.work).json().await?;
        Ok(made["id"].as_str().map(str::to_owned))
    }

    fn calls(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Vec<Call>, Stop> {
        Ok(vec![request(okta, &entry.work)])
    }
}

fn request(okta: &Okta, work: &Work) -> Call {
    let call = match &work.id {
        Some(id) => okta.groups().replace(id, &GroupProfile::default()).raw(),
        None => okta.groups().create(&NewGroup::default()).raw(),
    };
    call.body(&json!({ "profile": work.profile }))
}

/// What a row says of a group.
struct Wanted {
    id: Option<String>,
    profile: Map<String, Value>,
}

impl Wanted {
    /// What its reader knows it by.
    fn subject(&self) -> String {
        name(&self.profile).or_else(|| self.id.clone()).unwrap_or_default()
    }

    /// The names that no other row may have.
    fn names(&self) -> Vec<String> {
        let name = name(&self.profile).map(|name| name.to_lowercase());
        self.id.clone().into_iter().chain(name).collect()
    }
}

impl Importing<'_> {
    /// The number of a row in its file, and what it says.
    fn row(&self, row: usize) -> Result<(u64, Result<Wanted, String>), Failure> {
        let mut source = self.source.borrow_mut();
        let number = source.number(row);
        let wanted = self.columns.values(source.row(row)?).and_then(|values| self.wanted(values));
        Ok((number, wanted))
    }

    fn wanted(&self, values: Values) -> Result<Wanted, String> {
        let mut wanted = Wanted { id: None, profile: Map::new() };
        let mut problems = Vec::new();
        for (name, given) in values {
            if name == "id" {
                wanted.id = given.text().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
            }
            let Some(name) = name.strip_prefix("profile.") else { continue };
            match self.value(name, given) {
                Ok(Some(value)) => drop(wanted.profile.insert(name.to_owned(), value)),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if matches!(self.key, By::Attribute(_)) {
            // Other ids in the file are not looked at.
            wanted.id = None;
        }
        if let Some(id) = wanted.id.as_ref().filter(|id| !user_refs::is_id(id, "00g")) {
            problems.push(format!(
                "id {id:?} is not an id of a group: 00g and 17 letters and digits; --map id= leaves such a column out"
            ));
        }
        let has_name = name(&wanted.profile).is_some_and(|name| !name.is_empty());
        if self.key.of(&wanted).is_none() {
            problems.push(format!("{} is missing", self.key.missing()));
        } else if !has_name && wanted.profile.contains_key("name") {
            problems.push("name is missing".to_owned());
        }
        if problems.is_empty() { Ok(wanted) } else { Err(problems.join("; ")) }
    }

    fn value(&self, name: &str, given: Given) -> Result<Option<Value>, String> {
        let Some(place) = self.schema.place(name) else { return Ok(None) };
        let attribute = &self.schema.attributes()[place];
        let value = match given {
            Given::Json(value) => Some(value),
            Given::Text(text) => {
                cell::read(&attribute.kind, &text).map_err(|problem| format!("{name}: {problem}"))?
            }
        };
        match value.as_ref().and_then(|value| attribute.fault(value)) {
            Some(fault) => Err(format!("{name} {fault}")),
            None => Ok(value),
        }
    }

    fn planned(&self, wanted: Wanted, groups: &Groups) -> Planned<Work> {
        let found = match groups.of(&self.key, &wanted) {
            Ok(found) => found,
            Err(problem) => return Planned::Invalid(problem),
        };
        let Wanted { id, profile } = wanted;
        if let Some(other) = groups.other_of_name(found, &profile) {
            return Planned::Invalid(format!("its name is that of another group, {other}"));
        }
        let Some(found) = found else {
            if name(&profile).is_none() && id.is_none() {
                return Planned::Invalid("name is required of a new group".to_owned());
            }
            if let Some(id) = id {
                return Planned::Invalid(format!(
                    "there is no group with the id {id}; --map id= finds groups by their names"
                ));
            }
            let values = profile.iter().filter(|(_, value)| !value.is_null());
            let differences = values
                .map(|(name, value)| Difference {
                    field: format!("profile.{name}"),
                    old: None,
                    new: Some(value.clone()),
                })
                .collect();
            return Planned::Change(Verb::Create, Work { id: None, profile }, differences);
        };
        let mut whole = found["profile"].as_object().cloned().unwrap_or_default();
        let mut differences = Vec::new();
        for (name, value) in profile {
            let old = whole.get(&name).cloned();
            if same(old.as_ref().unwrap_or(&Value::Null), &value) {
                continue;
            }
            differences.push(Difference { field: format!("profile.{name}"), old, new: Some(value.clone()) });
            whole.insert(name, value);
        }
        if differences.is_empty() {
            return Planned::Same;
        }
        if found["type"] != "OKTA_GROUP" {
            return Planned::Invalid("only Okta or an app can change this group".to_owned());
        }
        let text = |value: &'_ Value| value.as_str().unwrap_or_default().to_owned();
        if let Some(reason) = self
            .guard
            .reason(false, &[&text(&found["id"]), &text(&found["profile"]["name"]), &text(&whole["name"])])
        {
            return Planned::Refused(reason);
        }
        let id = found["id"].as_str().map(Into::into);
        Planned::Change(Verb::Update, Work { id, profile: whole }, differences)
    }
}

fn name(profile: &Map<String, Value>) -> Option<String> {
    profile.get("name")?.as_str().map(str::to_owned)
}

/// The groups of the org.
#[derive(Default)]
struct Groups {
    by_id: HashMap<String, Value>,
    /// By their folded names; of several that share one, the org's own.
    by_name: HashMap<String, String>,
}

impl Groups {
    /// Reads all, or those that a row may be about.
    async fn read(okta: &Okta, wanted: Option<&Wanted>) -> Result<Self, Stop> {
        let mut groups = Groups::default();
        let named = wanted.and_then(|wanted| name(&wanted.profile));
        if wanted.is_none() || named.is_some() {
            let mut query = ListGroups::new();
            query.search = named.map(|name| oktars::attr("profile.name").eq(name.as_str()));
            let mut listing = okta.groups().list(&query).read_as::<Value>();
            while let Some(group) = listing.try_next().await? {
                groups.take(group);
            }
        }
        if let Some(id) = wanted.and_then(|wanted| wanted.id.as_deref()) {
            match okta.groups().get(id).raw().json().await {
                Ok(group) => groups.take(group),
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(groups)
    }

    fn take(&mut self, group: Value) {
        let name = group["profile"]["name"].as_str().unwrap_or_default().to_lowercase();
        let id = group["id"].as_str().unwrap_or_default().to_owned();
        if group["type"] == "OKTA_GROUP" || !self.by_name.contains_key(&name) {
            self.by_name.insert(name, id.clone());
        }
        self.by_id.insert(id, group);
    }

    /// The group that a row is about.
    fn of(&self, by: &By, wanted: &Wanted) -> Result<Option<&Value>, String> {
        let Some((name, text)) = by.of(wanted) else { return Ok(None) };
        match name {
            "id" => Ok(self.by_id.get(&text)),
            "name" => Ok(self.by_name.get(&text).and_then(|id| self.by_id.get(id))),
            name => {
                let is_it = |group: &&Value| {
                    group["profile"][name].as_str().is_some_and(|other| other.to_lowercase() == text)
                };
                let found: Vec<&Value> = self.by_id.values().filter(is_it).collect();
                match found[..] {
                    [] => Ok(None),
                    [group] => Ok(Some(group)),
                    _ => Err(format!("{} groups have this {name}", found.len())),
                }
            }
        }
    }

    /// Another of the org's own groups that has the name which a row gives to a group.
    fn other_of_name(&self, found: Option<&Value>, profile: &Map<String, Value>) -> Option<&str> {
        let other = self.by_name.get(&name(profile)?.to_lowercase())?;
        let is_own = self.by_id[other]["type"] == "OKTA_GROUP";
        let id = found?["id"].as_str()?;
        (is_own && other != id).then_some(other)
    }
}
