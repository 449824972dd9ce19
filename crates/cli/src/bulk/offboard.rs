//! `oktars users offboard`: everything that is done when somebody leaves, as one plan and one run.
//!
//! Each step is tried, whatever became of the one before. What could not be done is named, and the next run does it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use clap::ValueEnum;
use futures_util::{StreamExt, stream};
use oktars::{Call, Okta, op};
use serde_json::Value;

use super::named::{Named, NamedRows};
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::relation::Relation;
use super::source::Source;
use super::status::{Manner, Status, Step};
use super::user_refs::{self, Person};
use super::{BulkArgs, Guard, Job, RunArgs, carry};
use crate::command::call;
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// How many people are read at once.
const AT_ONCE: usize = 8;
/// The role without which nobody can administer an org.
const SUPER: &str = "SUPER_ADMIN";

pub const HELP: &str = "The steps, in this order: end sessions and OAuth tokens, remove second factors, revoke \
administrator roles, remove from groups, take away apps that are assigned directly, deactivate. If a step fails, \
the command still tries the others. Run it again to do the rest.

Examples:
  oktars users offboard ann@acme.example --dry-run
  oktars users offboard --file leavers.csv --results done.csv
  oktars users offboard ann@acme.example --without groups,deactivation";

#[derive(Debug, clap::Args)]
pub struct Offboard {
    /// The id or the login; several are one plan
    #[arg(value_name = "USER", required_unless_present = "file")]
    users: Vec<String>,
    /// A file with a column login, id or email: CSV, NDJSON, JSON or XLSX
    #[arg(long, value_name = "FILE", conflicts_with = "users")]
    file: Option<PathBuf>,
    /// Leave out these steps
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    without: Vec<Part>,
    #[command(flatten)]
    run: RunArgs,
}

/// A part of what is done for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// End all sessions
    Sessions,
    /// Revoke OAuth tokens, which end with the sessions
    Tokens,
    /// Remove all second factors
    Factors,
    /// Revoke administrator roles that the person has directly
    Roles,
    /// Remove from all groups, and from what they give
    Groups,
    /// Take away apps that are assigned directly
    Apps,
    /// Deactivate
    Deactivation,
}

/// One thing to do for a person, with what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Task {
    Sessions { tokens: bool },
    Factors,
    Role { id: Box<str>, name: Box<str> },
    Group { id: Box<str>, name: Box<str> },
    App { id: Box<str>, name: Box<str> },
    Deactivate,
}

#[derive(Debug, Clone)]
pub struct Work {
    id: Box<str>,
    tasks: Box<[Task]>,
}

/// What a person has that is taken away.
#[derive(Debug, Default)]
struct Held {
    factors: usize,
    roles: Vec<Task>,
    groups: Vec<Task>,
    apps: Vec<Task>,
    /// Groups whose members an app or a directory decides.
    foreign: Vec<String>,
    is_super: bool,
}

struct Leaving<'a> {
    without: Vec<Part>,
    guard: Guard,
    rows: NamedRows<'a>,
    /// Whether a super administrator stays, once that is known.
    remains: RefCell<Option<bool>>,
}

impl Offboard {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let bulk = match self.file {
            Some(file) => BulkArgs::of_run(file, self.run),
            None => BulkArgs { run: self.run, ..BulkArgs::of_names(&self.users, Default::default()) },
        };
        let rows = NamedRows::open(run, &bulk).await?;
        let guard = Guard::new(run, &bulk).await?;
        let job = Leaving { without: self.without, guard, rows, remains: RefCell::new(None) };
        carry(run, &bulk, &job).await
    }
}

impl Job for Leaving<'_> {
    type Work = Work;

    fn command(&self) -> String {
        format!("users offboard {:?}", self.without)
    }

    fn nouns(&self) -> (&'static str, &'static str) {
        ("user", "users")
    }

    fn source(&self) -> &RefCell<Source> {
        &self.rows.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let rows = self.rows.check(plan)?;
        let people = self.rows.people(&okta, plan, &rows).await?;
        let leaving: HashSet<Box<str>> =
            rows.iter().filter_map(|(_, named)| Some(named.person(&people).ok()??.id.clone())).collect();
        let mut rows_of: HashMap<Box<str>, u64> = HashMap::new();
        let found = rows.into_iter().map(|(row, named)| {
            let person = named.person(&people).map(|person| person.cloned());
            (row, named, person)
        });
        let okta = &okta;
        let read = stream::iter(found).map(|(row, named, person)| async move {
            let held = match &person {
                Ok(Some(person)) => self.held(okta, person).await.map(Some),
                _ => Ok(None),
            };
            (row, named, person, held)
        });
        let mut read = std::pin::pin!(read.buffered(AT_ONCE));
        while let Some((row, named, person, held)) = read.next().await {
            let (person, held) = match (person, held?) {
                (Err(problem), _) => {
                    plan.planned(run, row, Planned::Invalid(problem))?;
                    continue;
                }
                (Ok(Some(person)), Some(held)) => (person, held),
                _ => {
                    plan.planned(run, row, Planned::Invalid("there is no such user".to_owned()))?;
                    continue;
                }
            };
            if let Some(other) = rows_of.insert(person.id.clone(), plan.rows[row].number) {
                let problem = plan.named_twice(other);
                plan.planned(run, row, Planned::Invalid(problem))?;
                continue;
            }
            if held.is_super && !self.others_remain(okta, &leaving).await? {
                let problem = "the org would have no super administrator left".to_owned();
                plan.planned(run, row, Planned::Invalid(problem))?;
                continue;
            }
            if self.does(Part::Groups) && !held.foreign.is_empty() {
                let groups = held.foreign.join(", ");
                plan.notes.push(format!(
                    "note: an app or a directory decides that {} is in {groups}",
                    person.login
                ));
            }
            let planned = self.planned(&named, &person, held);
            plan.planned(run, row, planned)?;
        }
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize, _: Verb) -> Result<Planned<Work>, Stop> {
        let named = self.rows.valid(row)?;
        let Some(person) = user_refs::find_one(okta, &named.who).await? else {
            return Ok(Planned::Invalid("there is no such user".to_owned()));
        };
        let held = self.held(okta, &person).await?;
        Ok(self.planned(&named, &person, held))
    }

    fn calls(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Vec<Call>, Stop> {
        Ok(entry.work.tasks.iter().map(|task| task.call(okta, &entry.work.id)).collect())
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        let mut left = Vec::new();
        for task in &entry.work.tasks {
            let Err(error) = task.call(okta, &entry.work.id).empty().await else { continue };
            // What is gone already needs nothing.
            if error.is_not_found() {
                continue;
            }
            let stop = Stop::from(error);
            // Without an answer or a valid token, the rest would fail as well.
            if ends_all(&stop) {
                return Err(stop);
            }
            left.push(format!("{}: {stop}", task.name()));
        }
        if left.is_empty() {
            return Ok(Some(entry.work.id.to_string()));
        }
        Err(Failure::new(Exit::Failed, format!("left: {}", left.join("; "))).into())
    }
}

fn ends_all(stop: &Stop) -> bool {
    let Stop::Failed(failure) = stop else { return true };
    let is_refused = failure.okta().is_some_and(|error| error.is_unauthorized() || error.is_no_token());
    failure.exit == Exit::TryLater || is_refused
}

impl Task {
    fn call(&self, okta: &Okta, user: &str) -> Call {
        match self {
            Task::Sessions { tokens } => {
                Step::ClearSessions.call(okta, user, Manner { oauth_tokens: *tokens, ..Manner::default() })
            }
            Task::Factors => Step::ResetFactors.call(okta, user, Manner::default()),
            Task::Role { id, .. } => call(okta, op::UNASSIGN_ROLE_FROM_USER, &[user, id]),
            Task::Group { id, .. } => Relation::GroupMembers.remove(okta, id, user),
            Task::App { id, .. } => Relation::AppUsers.remove(okta, id, user),
            Task::Deactivate => Step::Deactivate.call(okta, user, Manner::default()),
        }
    }

    fn name(&self) -> String {
        match self {
            Task::Sessions { .. } => "sessions".to_owned(),
            Task::Factors => "factors".to_owned(),
            Task::Role { name, .. } => format!("role {name}"),
            Task::Group { name, .. } => format!("group {name}"),
            Task::App { name, .. } => format!("app {name}"),
            Task::Deactivate => "deactivation".to_owned(),
        }
    }
}

impl Leaving<'_> {
    fn does(&self, part: Part) -> bool {
        !self.without.contains(&part)
    }

    fn planned(&self, named: &Named, person: &Person, held: Held) -> Planned<Work> {
        if named.contradicts(person) {
            return Planned::Invalid("its login belongs to one user and its id to another".to_owned());
        }
        if let Some(reason) = self.guard.reason(true, &[&person.login, &person.id]) {
            return Planned::Refused(reason);
        }
        let is_gone = person.is_deactivated();
        let is_staged = &*person.status == Status::Staged.name();
        let mut tasks = Vec::new();
        let mut differences = Vec::new();
        let mut lose = |field: &str, old: Value| {
            differences.push(Difference { field: field.to_owned(), old: Some(old), new: None });
        };
        if self.does(Part::Sessions) && !is_gone && !is_staged {
            tasks.push(Task::Sessions { tokens: self.does(Part::Tokens) });
        }
        if self.does(Part::Factors) && !is_gone && held.factors > 0 {
            lose("factors", Value::from(held.factors));
            tasks.push(Task::Factors);
        }
        let lists = [
            (Part::Roles, "roles", held.roles),
            (Part::Groups, "groups", held.groups),
            (Part::Apps, "apps", held.apps),
        ];
        for (part, field, held) in lists {
            if self.does(part) && !held.is_empty() {
                let names: Vec<&str> = held.iter().filter_map(Task::thing).collect();
                lose(field, Value::from(names.join(", ")));
                tasks.extend(held);
            }
        }
        let does_more = !tasks.is_empty();
        if self.does(Part::Deactivation) && !is_gone {
            let [old, new] =
                [&*person.status, Status::Deprovisioned.name()].map(|name| Some(Value::from(name)));
            differences.push(Difference { field: "status".to_owned(), old, new });
            tasks.push(Task::Deactivate);
        } else if !does_more {
            return Planned::Same;
        }
        let work = Work { id: person.id.clone(), tasks: tasks.into() };
        Planned::Change(Verb::Offboard, work, differences)
    }

    /// What a person has now.
    async fn held(&self, okta: &Okta, person: &Person) -> Result<Held, Stop> {
        let mut held = Held::default();
        let list = async |operation| call(okta, operation, &[&person.id]).list::<Value>().all().await;
        for role in list(op::LIST_ASSIGNED_ROLES_FOR_USER).await? {
            held.is_super |= role["type"] == SUPER;
            if role["assignmentType"] != "GROUP" {
                held.roles.extend(thing(&role, "label").map(|(id, name)| Task::Role { id, name }));
            }
        }
        if self.does(Part::Factors) && !person.is_deactivated() {
            held.factors = list(op::LIST_FACTORS).await?.len();
        }
        if self.does(Part::Groups) {
            for group in list(op::LIST_USER_GROUPS).await? {
                let name = group["profile"]["name"].as_str().unwrap_or_default();
                match (group["type"].as_str(), group["id"].as_str()) {
                    (Some("OKTA_GROUP"), Some(id)) => {
                        held.groups.push(Task::Group { id: id.into(), name: name.into() });
                    }
                    (Some("APP_GROUP"), _) => held.foreign.push(name.to_owned()),
                    _ => {}
                }
            }
        }
        if self.does(Part::Apps) {
            let apps =
                okta.call(op::LIST_APPLICATIONS).query("filter", format!("user.id eq \"{}\"", person.id));
            let apps = apps.query("expand", format!("user/{}", person.id)).list::<Value>().all().await?;
            let direct = apps.iter().filter(|app| app["_embedded"]["user"]["scope"] != "GROUP");
            held.apps.extend(
                direct.filter_map(|app| thing(app, "label").map(|(id, name)| Task::App { id, name })),
            );
        }
        Ok(held)
    }

    /// Whether somebody stays who is a super administrator and can sign in.
    async fn others_remain(&self, okta: &Okta, leaving: &HashSet<Box<str>>) -> Result<bool, Stop> {
        if let Some(known) = *self.remains.borrow() {
            return Ok(known);
        }
        let mut remain = false;
        for holder in okta.call(op::LIST_USERS_WITH_ROLE_ASSIGNMENTS).list::<Value>().all().await? {
            let Some(id) = holder["id"].as_str().filter(|id| !leaving.contains(*id)) else { continue };
            let roles = call(okta, op::LIST_ASSIGNED_ROLES_FOR_USER, &[id]).list::<Value>().all().await?;
            if !roles.iter().any(|role| role["type"] == SUPER) {
                continue;
            }
            let user: Value = call(okta, op::GET_USER, &[id]).json().await?;
            if user["status"] == Status::Active.name() {
                remain = true;
                break;
            }
        }
        *self.remains.borrow_mut() = Some(remain);
        Ok(remain)
    }
}

impl Task {
    /// What a role, a group or an app is called.
    fn thing(&self) -> Option<&str> {
        match self {
            Task::Role { name, .. } | Task::Group { name, .. } | Task::App { name, .. } => Some(name),
            _ => None,
        }
    }
}

/// The id of an object, and what it is called.
fn thing(object: &Value, name: &str) -> Option<(Box<str>, Box<str>)> {
    let id = object["id"].as_str()?;
    Some((id.into(), object[name].as_str().unwrap_or(id).into()))
}
