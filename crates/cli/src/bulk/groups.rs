//! `oktars groups import`: groups created and changed as a file says.

use std::cell::RefCell;
use std::collections::HashMap;

use oktars::{Call, Okta, op};
use serde_json::{Map, Value, json};

use super::cell;
use super::columns::{Columns, Given, Known};
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::schema::{Schema, same};
use super::source::Source;
use super::{BulkArgs, Guard, Job, carry};
use crate::command::call;
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

/// What is to be done for one group.
#[derive(Debug, Clone)]
pub struct Work {
    /// The group, if there is one.
    id: Option<Box<str>>,
    /// The whole profile, as a group's profile can only be replaced.
    profile: Map<String, Value>,
}

struct Importing<'a> {
    options: &'a Import,
    guard: Guard,
    source: RefCell<Source>,
    schema: &'a Schema,
    columns: Columns<'a>,
}

impl Import {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let source = self.bulk.source()?;
        let schema: Value = run.okta()?.call(op::GET_GROUP_SCHEMA).json().await?;
        let schema = Schema::of(&schema);
        let columns = Columns::new(&source.header, self.bulk.mappings(), &KNOWN, Some(&schema))?;
        let guard = Guard::new(run, &self.bulk).await?;
        let job = Importing { options: &self, guard, source: RefCell::new(source), schema: &schema, columns };
        carry(run, &self.bulk, &job).await
    }
}

impl Job for Importing<'_> {
    type Work = Work;

    fn command(&self) -> String {
        format!("groups import {:?}", self.options.bulk.mappings())
    }

    fn source(&self) -> &RefCell<Source> {
        &self.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let mut rows: Vec<(usize, Map<String, Value>)> = Vec::new();
        let mut named: HashMap<String, u64> = HashMap::new();
        let count = self.source.borrow().len();
        for row in 0..count {
            let (number, profile) = self.row(row)?;
            let name = profile.as_ref().ok().and_then(name).unwrap_or_default();
            let is_open = plan.row(number, &name);
            match profile {
                Err(problem) => plan.invalid(row, problem)?,
                Ok(_) if name.is_empty() => plan.invalid(row, "name is missing".to_owned())?,
                Ok(profile) => {
                    if let Some(other) = named.insert(name.to_lowercase(), number) {
                        plan.invalid(row, format!("the name is in row {other} as well"))?;
                    } else if is_open {
                        rows.push((row, profile));
                    }
                }
            }
        }
        let groups = groups(&okta, None).await?;
        for (row, profile) in rows {
            let found = name(&profile).and_then(|name| groups.get(&name.to_lowercase()));
            let planned = self.planned(profile, found);
            plan.planned(run, row, planned)?;
        }
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize, _begun: Verb) -> Result<Planned<Work>, Stop> {
        let profile = self.row(row)?.1.map_err(Failure::usage)?;
        let name = name(&profile).unwrap_or_default();
        let found = groups(okta, Some(&name)).await?;
        Ok(self.planned(profile, found.get(&name.to_lowercase())))
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
        Some(id) => call(okta, op::REPLACE_GROUP, &[id]),
        None => okta.call(op::ADD_GROUP),
    };
    call.body(&json!({ "profile": work.profile }))
}

/// What a row says, or what is wrong with it.
type Profile = Result<Map<String, Value>, String>;

impl Importing<'_> {
    /// The number of a row in its file, and what it says.
    fn row(&self, row: usize) -> Result<(u64, Profile), Failure> {
        let mut source = self.source.borrow_mut();
        let number = source.number(row);
        let profile = self.columns.values(source.row(row)?).and_then(|values| {
            let mut profile = Map::new();
            let mut problems = Vec::new();
            for (name, given) in values {
                let Some(name) = name.strip_prefix("profile.") else { continue };
                match self.value(name, given) {
                    Ok(Some(value)) => drop(profile.insert(name.to_owned(), value)),
                    Ok(None) => {}
                    Err(problem) => problems.push(problem),
                }
            }
            if problems.is_empty() { Ok(profile) } else { Err(problems.join("; ")) }
        });
        Ok((number, profile))
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

    fn planned(&self, profile: Map<String, Value>, found: Option<&Value>) -> Planned<Work> {
        let Some(found) = found else {
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
            return Planned::Invalid("the group is not for others to change".to_owned());
        }
        let text = |value: &'_ Value| value.as_str().unwrap_or_default().to_owned();
        if let Some(reason) =
            self.guard.reason(false, &[&text(&found["id"]), &text(&found["profile"]["name"])])
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

/// The groups of the org by their folded names; of several that share one, the org's own.
async fn groups(okta: &Okta, named: Option<&str>) -> Result<HashMap<String, Value>, Stop> {
    let search = named.map(|name| oktars::attr("profile.name").eq(name));
    let mut listing = okta.call(op::LIST_GROUPS).expression("search", search.as_ref()).list::<Value>();
    let mut groups = HashMap::new();
    while let Some(group) = listing.try_next().await? {
        let name = group["profile"]["name"].as_str().unwrap_or_default().to_lowercase();
        let is_own = group["type"] == "OKTA_GROUP";
        if is_own || !groups.contains_key(&name) {
            groups.insert(name, group);
        }
    }
    Ok(groups)
}
