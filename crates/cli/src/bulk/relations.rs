//! `oktars groups import-members`, `oktars apps import-users`, `oktars apps import-groups`.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use oktars::{Okta, op};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::cell;
use super::columns::{Columns, Given, Values};
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::relation::Relation;
use super::schema::{Schema, same};
use super::source::Source;
use super::{BulkArgs, Guard, Job, carry, user_refs};
use crate::failure::{Failure, Stop};
use crate::run::Run;

/// Options of commands that give groups and apps what a file names
#[derive(Debug, clap::Args)]
pub struct Relations {
    #[command(flatten)]
    bulk: BulkArgs,
    /// Take away what the file names, instead of giving it
    #[arg(long)]
    remove: bool,
}

/// What is to be done for one row. More, such as a user name, is in the file.
#[derive(Debug, Clone)]
pub struct Work {
    parent: Box<str>,
    child: Box<str>,
}

struct Relating<'a> {
    relation: Relation,
    options: &'a Relations,
    guard: Guard,
    /// The group or the app where the command names it, for a file without a column for it.
    parent: Option<&'a str>,
    source: RefCell<Source>,
    columns: Columns<'a>,
    /// What was found out while the plan was made.
    seen: RefCell<Seen>,
}

#[derive(Default)]
struct Seen {
    parents: Named,
    /// The groups that may be assigned to apps.
    groups: Named,
    schemas: HashMap<String, Schema>,
    children: HashMap<String, Children>,
}

/// Groups or apps by id and by name.
#[derive(Default)]
struct Named {
    by_id: HashMap<String, Value>,
    by_name: HashMap<String, Vec<String>>,
}

/// The children that a parent has.
#[derive(Default)]
struct Children {
    ids: HashMap<String, Value>,
    by_login: HashMap<String, String>,
}

/// What one row says.
struct Row {
    parent: String,
    child: String,
    values: Values,
}

impl Relations {
    pub async fn run(self, relation: Relation, parent: Option<&str>, run: &mut Run) -> Result<(), Stop> {
        let source = self.bulk.source()?;
        let columns = Columns::new(&source.header, self.bulk.mappings(), relation.known(), None)?;
        for needed in [relation.child(), relation.parent()] {
            let given = parent.is_some() && needed == relation.parent();
            if !source.header.is_empty() && !given && !columns.names().any(|name| name == needed) {
                return Err(Failure::usage(format!("no column names the {needed}"))
                    .hint(format!("name it with --map COLUMN={needed}"))
                    .into());
            }
        }
        let guard = Guard::new(run, &self.bulk).await?;
        let seen = RefCell::default();
        let job =
            Relating { relation, options: &self, guard, parent, source: RefCell::new(source), columns, seen };
        carry(run, &self.bulk, &job).await
    }
}

impl Job for Relating<'_> {
    type Work = Work;

    fn command(&self) -> String {
        let Relations { bulk, remove } = self.options;
        format!("import {:?} {:?} {remove} {:?}", self.relation, self.parent, bulk.mappings())
    }

    fn source(&self) -> &RefCell<Source> {
        &self.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let rows = self.check(plan)?;
        self.read_parents(&okta, &rows).await?;
        let people = match self.relation.child() {
            "user" => user_refs::find(&okta, self.strangers(&rows).into_iter()).await?,
            _ => HashMap::new(),
        };
        for (row, wanted) in rows {
            let child = self.child_id(&wanted, |text| {
                people.get(&user_refs::fold(text)).map(|person| person.id.to_string())
            });
            let planned = self.planned(&wanted, child)?;
            plan.planned(run, row, planned)?;
        }
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize) -> Result<Planned<Work>, Stop> {
        let wanted = self.row(row)?.1.map_err(Failure::usage)?;
        let child = match self.relation.child() {
            "user" => user_refs::find_one(okta, &wanted.child).await?.map(|person| person.id.to_string()),
            _ => self.child_id(&wanted, |_| None),
        };
        // Giving and taking are the same however often they are done.
        let (Some(child), Some(parent)) = (child, self.seen.borrow().parents.id(&wanted.parent)) else {
            return Ok(Planned::Same);
        };
        let verb = if self.options.remove { Verb::Remove } else { Verb::Add };
        Ok(Planned::Change(verb, Work { parent: parent.into(), child: child.into() }, Vec::new()))
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        let Work { parent, child } = &entry.work;
        if self.options.remove {
            return match self.relation.remove(okta, parent, child).empty().await {
                Err(error) if !error.is_not_found() => Err(error.into()),
                _ => Ok(Some(child.to_string())),
            };
        }
        let wanted = self.row(entry.row)?.1.map_err(Failure::usage)?;
        let more = self.more(parent, &wanted.values).map_err(Failure::usage)?;
        let call = match entry.verb {
            Verb::Update => self.relation.change(okta, parent, child, &more),
            _ => self.relation.add(okta, parent, child, &more),
        };
        call.empty().await?;
        Ok(Some(child.to_string()))
    }
}

impl Relating<'_> {
    /// The rows that name both sides, none of them twice.
    fn check(&self, plan: &mut Plan<Work>) -> Result<Vec<(usize, Row)>, Stop> {
        let mut named: HashMap<(String, String), u64> = HashMap::new();
        let mut rows = Vec::new();
        let count = self.source.borrow().len();
        for row in 0..count {
            let (number, wanted) = self.row(row)?;
            let subject = wanted.as_ref().map(|wanted| format!("{} in {}", wanted.child, wanted.parent));
            let is_open = plan.row(number, &subject.unwrap_or_default());
            let wanted = match wanted {
                Ok(wanted) => wanted,
                Err(problem) => {
                    plan.invalid(row, problem)?;
                    continue;
                }
            };
            let both = (wanted.parent.to_lowercase(), wanted.child.to_lowercase());
            if let Some(other) = named.insert(both, number) {
                plan.invalid(row, format!("it says the same as row {other}"))?;
            } else if is_open {
                rows.push((row, wanted));
            }
        }
        Ok(rows)
    }

    fn row(&self, row: usize) -> Result<(u64, Result<Row, String>), Failure> {
        let mut source = self.source.borrow_mut();
        let number = source.number(row);
        let named = self.columns.values(source.row(row)?).and_then(|values| {
            let text = |name: &str| {
                let value = values.iter().find(|(column, _)| column == name)?;
                value.1.text().filter(|text| !text.is_empty())
            };
            let (parent, child) = (self.relation.parent(), self.relation.child());
            let parent =
                text(parent).or(self.parent.map(str::to_owned)).ok_or(format!("{parent} is missing"))?;
            let child = text(child).ok_or(format!("{child} is missing"))?;
            Ok(Row { parent, child, values })
        });
        Ok((number, named))
    }

    /// Reads the groups or apps that the rows name, with what each has.
    async fn read_parents(&self, okta: &Okta, rows: &[(usize, Row)]) -> Result<(), Stop> {
        let relation = self.relation;
        let mut seen = Seen { parents: Named::read(okta, relation.parents()).await?, ..Seen::default() };
        if relation.child() == "group" {
            seen.groups = Named::read(okta, op::LIST_GROUPS).await?;
        }
        let named: HashSet<String> =
            rows.iter().filter_map(|(_, row)| seen.parents.id(&row.parent)).collect();
        for id in named {
            seen.children.insert(id.clone(), Children::read(okta, relation, &id).await?);
            if let Some(call) = relation.schema(okta, &id) {
                seen.schemas.insert(id, Schema::of(&call.json().await?));
            }
        }
        *self.seen.borrow_mut() = seen;
        Ok(())
    }

    /// The users of the rows who are not among the children already.
    fn strangers(&self, rows: &[(usize, Row)]) -> HashSet<String> {
        let seen = self.seen.borrow();
        let is_known = |row: &Row| {
            let children = seen.parents.id(&row.parent).and_then(|id| seen.children.get(&id));
            children.is_some_and(|children| children.find(&row.child).is_some())
        };
        rows.iter().filter(|(_, row)| !is_known(row)).map(|(_, row)| row.child.clone()).collect()
    }

    fn child_id(&self, row: &Row, of_org: impl Fn(&str) -> Option<String>) -> Option<String> {
        let seen = self.seen.borrow();
        if self.relation.child() == "group" {
            return seen.groups.id(&row.child);
        }
        let children = seen.parents.id(&row.parent).and_then(|id| seen.children.get(&id));
        children.and_then(|children| children.find(&row.child)).or_else(|| of_org(&row.child))
    }

    fn planned(&self, row: &Row, child: Option<String>) -> Result<Planned<Work>, Failure> {
        let planned = self.planned_unguarded(row, child)?;
        let Planned::Change(_, work, _) = &planned else { return Ok(planned) };
        let names = [&*row.parent, &*row.child, &*work.parent, &*work.child];
        Ok(match self.guard.reason(self.options.remove, &names) {
            Some(reason) => Planned::Refused(reason),
            None => planned,
        })
    }

    fn planned_unguarded(&self, row: &Row, child: Option<String>) -> Result<Planned<Work>, Failure> {
        let seen = self.seen.borrow();
        let Some(parent) = seen.parents.id(&row.parent) else {
            return Ok(Planned::Invalid(seen.parents.missing(self.relation.parent(), &row.parent)));
        };
        if let Err(problem) = self.relation.check_parent(&seen.parents.by_id[&parent]) {
            return Ok(Planned::Invalid(problem));
        }
        let Some(child) = child else {
            let problem = match self.relation.child() {
                "group" => seen.groups.missing("group", &row.child),
                _ => "there is no such user".to_owned(),
            };
            return Ok(Planned::Invalid(problem));
        };
        let present = seen.children.get(&parent).and_then(|children| children.ids.get(&child));
        let work = Work { parent: parent.as_str().into(), child: child.as_str().into() };
        if self.options.remove {
            return Ok(match present {
                None => Planned::Same,
                Some(present) if self.relation.is_indirect(present) => {
                    Planned::Invalid("the user has the app through a group".to_owned())
                }
                Some(_) => Planned::Change(self.removal(), work, Vec::new()),
            });
        }
        let more = match self.more(&parent, &row.values) {
            Ok(more) => more,
            Err(problem) => return Ok(Planned::Invalid(problem)),
        };
        Ok(match present {
            None => Planned::Change(self.addition(), work, Vec::new()),
            Some(present) if self.relation.is_indirect(present) => {
                Planned::Change(self.addition(), work, Vec::new())
            }
            Some(present) => match differences(present, &more) {
                differences if differences.is_empty() => Planned::Same,
                differences => Planned::Change(Verb::Update, work, differences),
            },
        })
    }

    fn addition(&self) -> Verb {
        if self.relation == Relation::GroupMembers { Verb::Add } else { Verb::Assign }
    }

    fn removal(&self) -> Verb {
        if self.relation == Relation::GroupMembers { Verb::Remove } else { Verb::Unassign }
    }

    /// What a row says besides: a user name, a priority, attributes.
    fn more(&self, parent: &str, values: &Values) -> Result<Map<String, Value>, String> {
        let seen = self.seen.borrow();
        let mut more = Map::new();
        for (name, given) in values {
            match name.as_str() {
                "credentials.userName" => {
                    if let Some(text) = given.text() {
                        more.insert("credentials".to_owned(), serde_json::json!({ "userName": text }));
                    }
                }
                "priority" => {
                    let Some(text) = given.text() else { continue };
                    let number: u64 =
                        text.parse().map_err(|_| format!("priority: {text:?} is no whole number"))?;
                    more.insert("priority".to_owned(), number.into());
                }
                _ => {
                    let Some(attribute) = name.strip_prefix("profile.") else { continue };
                    if let Some(value) = value(seen.schemas.get(parent), attribute, given)? {
                        let profile = more.entry("profile").or_insert_with(|| Value::Object(Map::new()));
                        profile[attribute] = value;
                    }
                }
            }
        }
        Ok(more)
    }
}

/// The value of an attribute that an app's user has.
fn value(schema: Option<&Schema>, name: &str, given: &Given) -> Result<Option<Value>, String> {
    let place = schema.and_then(|schema| schema.place(name));
    let Some((schema, place)) = schema.zip(place) else {
        return match given {
            Given::Text(text) if text.is_empty() => Ok(None),
            _ => Err(format!("the app's users have no attribute {name}")),
        };
    };
    let attribute = &schema.attributes()[place];
    let value = match given {
        Given::Json(value) => Some(value.clone()),
        Given::Text(text) => {
            cell::read(&attribute.kind, text).map_err(|problem| format!("{name}: {problem}"))?
        }
    };
    match value.as_ref().and_then(|value| attribute.fault(value)) {
        Some(fault) => Err(format!("{name} {fault}")),
        None => Ok(value),
    }
}

/// What of an assignment is other than it is to be.
fn differences(present: &Value, more: &Map<String, Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |field: String, old: &Value, new: &Value| {
        if !same(old, new) {
            let old = (!old.is_null()).then(|| old.clone());
            found.push(Difference { field, old, new: Some(new.clone()) });
        }
    };
    for (name, value) in more {
        match value {
            Value::Object(members) => {
                for (member, value) in members {
                    compare(format!("{name}.{member}"), &present[name][member], value);
                }
            }
            value => compare(name.clone(), &present[name], value),
        }
    }
    found
}

impl Named {
    async fn read(okta: &Okta, operation: oktars_catalog::Operation) -> Result<Self, Stop> {
        let mut named = Named::default();
        let mut listing = okta.call(operation).list::<Value>();
        while let Some(item) = listing.try_next().await? {
            let id = item["id"].as_str().unwrap_or_default().to_owned();
            let name = item["profile"]["name"].as_str().or(item["label"].as_str()).unwrap_or_default();
            named.by_name.entry(name.to_lowercase()).or_default().push(id.clone());
            // Of what is listed, no more is needed.
            named.by_id.insert(id, serde_json::json!({ "type": item["type"] }));
        }
        Ok(named)
    }

    /// The id of what a text names: an id, or a name that only one has.
    fn id(&self, text: &str) -> Option<String> {
        if self.by_id.contains_key(text) {
            return Some(text.to_owned());
        }
        match self.by_name.get(&text.to_lowercase()).map(Vec::as_slice) {
            Some([id]) => Some(id.clone()),
            _ => None,
        }
    }

    fn missing(&self, what: &str, text: &str) -> String {
        match self.by_name.get(&text.to_lowercase()) {
            Some(ids) if ids.len() > 1 => {
                format!("{} are called {text:?}; name one by its id: {}", ids.len(), ids.join(", "))
            }
            _ => format!("there is no {what} {text:?}"),
        }
    }
}

impl Children {
    async fn read(okta: &Okta, relation: Relation, parent: &str) -> Result<Self, Stop> {
        let mut children = Children::default();
        let listed = crate::command::call(okta, relation.children(), &[parent]);
        let mut pages = listed.list::<Box<RawValue>>().pages();
        while let Some(page) = pages.try_next().await? {
            for item in page.items {
                children.take(relation, &serde_json::from_str(item.get()).unwrap_or_default());
            }
        }
        Ok(children)
    }

    fn take(&mut self, relation: Relation, item: &Value) {
        let Some(id) = item["id"].as_str() else { return };
        // Of the members of a group, no more is needed than who they are.
        let kept = if relation == Relation::GroupMembers { Value::Null } else { item.clone() };
        self.ids.insert(id.to_owned(), kept);
        if let (Relation::GroupMembers, Some(login)) = (relation, item["profile"]["login"].as_str()) {
            self.by_login.insert(login.to_lowercase(), id.to_owned());
        }
    }

    fn find(&self, text: &str) -> Option<String> {
        if self.ids.contains_key(text) {
            return Some(text.to_owned());
        }
        self.by_login.get(&text.to_lowercase()).cloned()
    }
}
