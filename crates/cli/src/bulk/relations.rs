//! `oktars groups import-members`, `oktars apps import-users`, `oktars apps import-groups`.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use futures_util::stream::{self, StreamExt};
use oktars::{Call, Okta, op};
use serde_json::{Map, Value};

use super::cell;
use super::columns::{Columns, Given, Values};
use super::lookup::Key;
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::related::{self, Children, Named};
use super::relation::Relation;
use super::schema::{Schema, same};
use super::source::Source;
use super::user_refs::{self, Person, UserRef};
use super::{BulkArgs, Guard, Job, carry};
use crate::failure::{Failure, Stop};
use crate::run::Run;
use crate::safety;

/// Up to so many rows of one group or app are looked up one by one, where there is more than a page of them.
const FEW: usize = 50;
/// How many are looked up at a time.
const LOOKS_AT_ONCE: usize = 16;

/// Options of commands that give groups and apps what a file names
#[derive(Debug, clap::Args)]
pub struct Relations {
    #[command(flatten)]
    bulk: BulkArgs,
    /// Take away what the file names, instead of giving it
    #[arg(long)]
    remove: bool,
    /// Also take away what the file does not name, from each group or app that it names
    #[arg(long, conflicts_with_all = ["remove", "skip_invalid"])]
    exact: bool,
}

/// What to do for one row. More, such as a user name, is in the file.
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
    /// The attribute by which users are found, where it is another than id and login.
    key: Option<Key>,
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
    /// What `--exact` takes away: parents and children, planned behind the rows of the file.
    extra: Vec<Work>,
}

/// What one row says.
struct Row {
    parent: String,
    child: String,
    /// Whom the child is, where children are users.
    who: UserRef,
    values: Values,
}

/// A row with its number, and the child that it means, or why it means none.
type Meant = (usize, Row, Result<Option<Child>, String>);

/// The user or group that a row names.
#[derive(Clone)]
struct Child {
    id: String,
    /// Whether it is a user who is deactivated, as far as that had to be read.
    is_deactivated: bool,
}

impl Child {
    fn of(person: &Person) -> Self {
        Child { id: person.id.to_string(), is_deactivated: person.is_deactivated() }
    }

    fn active(id: String) -> Self {
        Child { id, is_deactivated: false }
    }
}

impl Row {
    /// The id where a row has one beside the login; only one that looks like Okta's, as others number people too.
    fn user_id(&self) -> Option<String> {
        let (_, given) = self.values.iter().find(|(name, _)| name == "id")?;
        given.text().map(|id| id.trim().to_owned()).filter(|id| user_refs::is_id(id, "00u"))
    }
}

impl Relations {
    pub async fn run(self, relation: Relation, parent: Option<&str>, run: &mut Run) -> Result<(), Stop> {
        let mut source = self.bulk.source()?;
        let columns = Columns::new(&mut source, self.bulk.meaning(), relation.known(), None)?;
        let key = match relation.child() {
            "user" => user_refs::key(&run.okta()?, self.bulk.key()).await?,
            _ => self.check_group_key()?,
        };
        if parent.is_none() && !columns.has(relation.parent()) {
            return Err(columns.nothing_named(&source.header, relation.parent()).into());
        }
        let children = match &key {
            Some(key) => vec![key_column(relation, key)],
            None if relation.child() == "user" => vec!["user", "email"],
            None => vec![relation.child()],
        };
        if !children.iter().any(|name| columns.has(name)) {
            return Err(columns.nothing_named(&source.header, &children.join(" or ")).into());
        }
        let guard = Guard::new(run, &self.bulk).await?;
        let job = Relating {
            relation,
            options: &self,
            guard,
            parent,
            key,
            source: RefCell::new(source),
            columns,
            seen: RefCell::default(),
        };
        carry(run, &self.bulk, &job).await
    }
}

impl Relations {
    /// Groups are found by id or name, whichever it is; no other attribute names them.
    fn check_group_key(&self) -> Result<Option<Key>, Failure> {
        match self.bulk.key() {
            None | Some("id" | "name" | "group") => Ok(None),
            Some(name) => {
                Err(Failure::usage(format!("--key: groups are found by id or name, not by {name:?}")))
            }
        }
    }
}

impl Job for Relating<'_> {
    type Work = Work;

    fn command(&self) -> String {
        let Relations { remove, exact, .. } = self.options;
        format!("import {:?} {:?} {remove} {exact}", self.relation, self.parent)
    }

    fn nouns(&self) -> (&'static str, &'static str) {
        match self.relation {
            Relation::GroupMembers => ("member", "members"),
            Relation::AppUsers | Relation::AppGroups => ("assignment", "assignments"),
        }
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
        let rows: Vec<_> = rows
            .into_iter()
            .map(|(row, wanted)| {
                let child = self.child(&wanted, |who| Ok(who.only(&people)?.map(Child::of)));
                (row, wanted, child)
            })
            .collect();
        self.look_up(&okta, &rows).await?;
        let mut numbers: HashMap<(String, String), u64> = HashMap::new();
        for (row, wanted, child) in rows {
            let known = child.as_ref().ok().cloned().flatten().map(|child| child.id);
            let both = self.seen.borrow().parents.id(&wanted.parent).zip(known);
            let number = plan.rows[row].number;
            let planned = match (both.and_then(|both| numbers.insert(both, number)), child) {
                (Some(other), _) => Planned::Invalid(format!("it is the same as row {other}")),
                (None, Ok(child)) => self.planned(&wanted, child)?,
                (None, Err(problem)) => Planned::Invalid(problem),
            };
            plan.planned(run, row, planned)?;
        }
        if self.options.exact { self.plan_extra(run, plan, &numbers) } else { Ok(()) }
    }

    async fn look(&self, okta: &Okta, row: usize, _begun: Verb) -> Result<Planned<Work>, Stop> {
        let beyond = row.checked_sub(self.source.borrow().len());
        if let Some(work) = beyond.and_then(|n| self.seen.borrow().extra.get(n).cloned()) {
            return Ok(Planned::Change(self.removal(), work, Vec::new()));
        }
        let wanted = self.row(row)?.1.map_err(Failure::usage)?;
        let child = match self.relation.child() {
            "user" => user_refs::find_one(okta, &wanted.who).await?.map(|person| person.id.to_string()),
            _ => self.seen.borrow().groups.id(&wanted.child),
        };
        // Giving and taking are the same however often they are done.
        let (Some(child), Some(parent)) = (child, self.seen.borrow().parents.id(&wanted.parent)) else {
            return Ok(Planned::Same);
        };
        let verb = if self.options.remove { self.removal() } else { self.addition() };
        Ok(Planned::Change(verb, Work { parent: parent.into(), child: child.into() }, Vec::new()))
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        match self.request(okta, entry)?.empty().await {
            // It was taken away already.
            Err(error) if !(entry.verb == self.removal() && error.is_not_found()) => Err(error.into()),
            _ => Ok(Some(entry.work.child.to_string())),
        }
    }

    fn calls(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Vec<Call>, Stop> {
        Ok(vec![self.request(okta, entry)?])
    }
}

impl Relating<'_> {
    fn request(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Call, Stop> {
        let Work { parent, child } = &entry.work;
        if entry.verb == self.removal() {
            return Ok(self.relation.remove(okta, parent, child));
        }
        let wanted = self.row(entry.row)?.1.map_err(Failure::usage)?;
        let more = self.more(parent, &wanted.values).map_err(Failure::usage)?;
        Ok(match entry.verb {
            Verb::Update => self.relation.change(okta, parent, child, &more),
            _ => self.relation.add(okta, parent, child, &more),
        })
    }

    /// The rows that name both sides, none of them twice.
    fn check(&self, plan: &mut Plan<Work>) -> Result<Vec<(usize, Row)>, Stop> {
        let mut named: HashMap<(String, UserRef), u64> = HashMap::new();
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
            // Ids that differ in case alone are two.
            let both = (wanted.parent.to_lowercase(), wanted.who.folded());
            if let Some(other) = named.insert(both, number) {
                plan.invalid(row, format!("it is the same as row {other}"))?;
            } else if is_open || self.options.exact {
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
                value.1.name()
            };
            let (parent, child) = (self.relation.parent(), self.relation.child());
            let parent =
                text(parent).or(self.parent.map(str::to_owned)).ok_or(format!("{parent} is missing"))?;
            let who = match (&self.key, text(child), text("email")) {
                (Some(key), ..) => {
                    text(key_column(self.relation, key)).map(|text| UserRef::new(Some(key), &text))
                }
                (None, Some(name), _) => Some(UserRef::new(None, &name)),
                (None, None, email) => email.map(|email| UserRef::of_email(&email)),
            };
            let missing = self.key.as_ref().map_or(child, |key| &key.0);
            let who = who.ok_or_else(|| format!("{missing} is missing"))?;
            Ok(Row { parent, child: who.text.clone(), who, values })
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
        let mut named: HashMap<String, usize> = HashMap::new();
        for id in rows.iter().filter_map(|(_, row)| seen.parents.id(&row.parent)) {
            *named.entry(id).or_default() += 1;
        }
        if let Some(id) = self.parent.and_then(|parent| seen.parents.id(parent)) {
            named.entry(id).or_default();
        }
        for (id, count) in named {
            let few = count <= FEW && !self.options.exact;
            match self.read_parent(okta, &id, few, &mut seen).await {
                // Its rows say that there is no such thing.
                Err(stop) if stop.is_gone() => seen.parents.forget(&id),
                read => read?,
            }
        }
        *self.seen.borrow_mut() = seen;
        Ok(())
    }

    async fn read_parent(&self, okta: &Okta, id: &str, few: bool, seen: &mut Seen) -> Result<(), Stop> {
        let children = Children::read(okta, self.relation, id, few).await?;
        if let Some(call) = self.relation.schema(okta, id) {
            seen.schemas.insert(id.to_owned(), Schema::of(&call.json().await?));
        }
        seen.children.insert(id.to_owned(), children);
        Ok(())
    }

    /// Looks for the children of the rows that are not on the first page of a long list.
    async fn look_up(&self, okta: &Okta, rows: &[Meant]) -> Result<(), Stop> {
        let wanted: HashSet<(String, String)> = {
            let seen = self.seen.borrow();
            let id = |child: &Result<Option<Child>, String>| {
                child.as_ref().ok()?.as_ref().map(|child| child.id.clone())
            };
            let pairs = rows.iter().filter_map(|(_, row, child)| seen.parents.id(&row.parent).zip(id(child)));
            let is_open = |(parent, child): &(String, String)| {
                seen.children.get(parent).is_some_and(|known| !known.whole && !known.ids.contains_key(child))
            };
            pairs.filter(is_open).collect()
        };
        let relation = self.relation;
        let looks = wanted.into_iter().map(|(parent, child)| async move {
            let found = related::child(okta, relation, &parent, &child).await;
            (parent, found)
        });
        let mut looks = stream::iter(looks).buffer_unordered(LOOKS_AT_ONCE);
        while let Some((parent, found)) = looks.next().await {
            let Some(found) = found? else { continue };
            if let Some(children) = self.seen.borrow_mut().children.get_mut(&parent) {
                children.take(relation, &found);
            }
        }
        Ok(())
    }

    /// Plans to take away what no row names.
    fn plan_extra(
        &self,
        run: &mut Run,
        plan: &mut Plan<Work>,
        named: &HashMap<(String, String), u64>,
    ) -> Result<(), Stop> {
        if self.source.borrow().len() == 0 && !self.options.bulk.run.force {
            return Err(safety::refused("the file names nobody, and --exact would remove everybody"));
        }
        let mut extra = Vec::new();
        let seen = self.seen.borrow();
        for (parent, children) in &seen.children {
            if self.relation.check_parent(&seen.parents.by_id[parent]).is_err() {
                continue;
            }
            let logins = children.logins();
            for (child, item) in &children.ids {
                if self.relation.is_indirect(item) || named.contains_key(&(parent.clone(), child.clone())) {
                    continue;
                }
                let login = logins.get(child.as_str()).copied().or(item["credentials"]["userName"].as_str());
                let name = login.or(seen.groups.name(child)).unwrap_or(child);
                let of = seen.parents.name(parent).unwrap_or(parent);
                let work = Work { parent: parent.as_str().into(), child: child.as_str().into() };
                extra.push((format!("{name} in {of}"), work, [name.to_owned(), of.to_owned()]));
            }
        }
        drop(seen);
        extra.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        for (subject, work, [name, of]) in extra {
            let row = plan.beyond_the_file(&subject);
            let names = [&name, &of, &*work.parent, &*work.child];
            let planned = match self.guard.reason(true, &names) {
                Some(reason) => Planned::Refused(reason),
                None => Planned::Change(self.removal(), work.clone(), Vec::new()),
            };
            self.seen.borrow_mut().extra.push(work);
            plan.planned(run, row, planned)?;
        }
        Ok(())
    }

    /// The users of the rows who are not among the children already.
    fn strangers(&self, rows: &[(usize, Row)]) -> HashSet<UserRef> {
        let strangers = rows.iter().filter(|(_, row)| self.among_children(row).is_none());
        strangers.map(|(_, row)| row.who.clone()).collect()
    }

    /// The id of the child of a row that is there already, where it is known by its id or its login.
    fn among_children(&self, row: &Row) -> Option<String> {
        let seen = self.seen.borrow();
        let children = seen.children.get(&seen.parents.id(&row.parent)?)?;
        if row.who.is_by_id_or_login() { children.find(&row.child) } else { None }
    }

    fn child(
        &self,
        row: &Row,
        of_org: impl Fn(&UserRef) -> Result<Option<Child>, String>,
    ) -> Result<Option<Child>, String> {
        if self.relation.child() == "group" {
            return Ok(self.seen.borrow().groups.id(&row.child).map(Child::active));
        }
        match self.among_children(row) {
            Some(id) => Ok(Some(Child::active(id))),
            None => of_org(&row.who),
        }
    }

    fn planned(&self, row: &Row, child: Option<Child>) -> Result<Planned<Work>, Failure> {
        let planned = self.planned_unguarded(row, child)?;
        let Planned::Change(_, work, _) = &planned else { return Ok(planned) };
        let seen = self.seen.borrow();
        let mut names = vec![&*row.parent, &*row.child, &*work.parent, &*work.child];
        names.extend(seen.parents.name(&work.parent));
        names.extend(seen.groups.name(&work.child));
        Ok(match self.guard.reason(self.options.remove, &names) {
            Some(reason) => Planned::Refused(reason),
            None => planned,
        })
    }

    fn planned_unguarded(&self, row: &Row, child: Option<Child>) -> Result<Planned<Work>, Failure> {
        let seen = self.seen.borrow();
        let Some(parent) = seen.parents.id(&row.parent) else {
            return Ok(Planned::Invalid(seen.parents.missing(self.relation.parent(), &row.parent)));
        };
        if let Err(problem) = self.relation.check_parent(&seen.parents.by_id[&parent]) {
            return Ok(Planned::Invalid(problem));
        }
        if let Some((child, id)) = child.as_ref().zip(row.user_id()).filter(|(child, id)| child.id != *id) {
            return Ok(Planned::Invalid(format!(
                "its login belongs to the user {}, and its id {id} to another",
                child.id
            )));
        }
        let Some(child) = child else {
            let problem = match self.relation.child() {
                "group" => seen.groups.missing("group", &row.child),
                _ => "there is no such user".to_owned(),
            };
            return Ok(Planned::Invalid(problem));
        };
        let present = seen.children.get(&parent).and_then(|children| children.ids.get(&child.id));
        let work = Work { parent: parent.as_str().into(), child: child.id.as_str().into() };
        if self.options.remove {
            return Ok(match present {
                None => Planned::Same,
                Some(present) if self.relation.is_indirect(present) => {
                    Planned::Invalid("the user has the app through a group".to_owned())
                }
                Some(_) => Planned::Change(self.removal(), work, Vec::new()),
            });
        }
        if present.is_none() && child.is_deactivated {
            return Ok(Planned::Invalid("the user is deactivated, and cannot get anything new".to_owned()));
        }
        if let Err(problem) = self.relation.check_open(&seen.parents.by_id[&parent]) {
            return Ok(Planned::Invalid(problem));
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

    /// What else a row says: a user name, a priority, attributes.
    fn more(&self, parent: &str, values: &Values) -> Result<Map<String, Value>, String> {
        let seen = self.seen.borrow();
        let mut more = Map::new();
        for (name, given) in values {
            match name.as_str() {
                "credentials.userName" => {
                    if let Some(name) = given.name() {
                        more.insert("credentials".to_owned(), serde_json::json!({ "userName": name }));
                    }
                }
                "priority" => {
                    let Some(text) = given.text().filter(|text| !text.trim().is_empty()) else { continue };
                    let number: u64 = text
                        .trim()
                        .parse()
                        .map_err(|_| format!("priority: {text:?} is not a whole number"))?;
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

/// What the column of a key is called: the login is the usual one.
fn key_column(relation: Relation, key: &Key) -> &str {
    if *key == Key::login() { relation.child() } else { &key.0 }
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

/// What differs between an assignment and the file.
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
