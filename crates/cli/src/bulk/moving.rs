//! `oktars groups move`: users of a file change from one group to another. Each is added to the new group first, and
//! leaves the old one only if that was done, so that nobody is without both.

use std::cell::RefCell;

use oktars::{Call, Okta, op};
use serde_json::Map;

use super::named::{Named, NamedRows};
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::related::{self, Children, Named as Groups};
use super::relation::Relation;
use super::source::Source;
use super::user_refs::{self, Person};
use super::{BulkArgs, Guard, Job, carry};
use crate::failure::{Failure, Stop};
use crate::run::Run;

/// Options of `groups move`
#[derive(Debug, clap::Args)]
pub struct Move {
    #[command(flatten)]
    bulk: BulkArgs,
    /// The group that they leave, by id or name
    #[arg(long, value_name = "GROUP", add = crate::completion::groups())]
    from: String,
    /// The group that they join, by id or name
    #[arg(long, value_name = "GROUP", add = crate::completion::groups())]
    to: String,
}

/// What is left to do for one user.
#[derive(Debug, Clone)]
pub struct Work {
    id: Box<str>,
    adds: bool,
}

/// A group with its members, as far as they were read.
struct Side {
    id: String,
    name: String,
    members: Children,
}

struct Moving<'a> {
    guard: Guard,
    rows: NamedRows<'a>,
    from: Side,
    to: Side,
}

/// In which of the two groups somebody is.
#[derive(Debug, Clone, Copy)]
struct Presence {
    from: bool,
    to: bool,
}

impl Move {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let rows = NamedRows::open(run, &self.bulk).await?;
        let okta = run.okta()?;
        let groups = Groups::read(&okta, op::LIST_GROUPS).await?;
        let from = side(&okta, &groups, "--from", &self.from).await?;
        let to = side(&okta, &groups, "--to", &self.to).await?;
        if from.id == to.id {
            return Err(Failure::usage("--from and --to are the same group").into());
        }
        let guard = Guard::new(run, &self.bulk).await?;
        carry(run, &self.bulk, &Moving { guard, rows, from, to }).await
    }
}

/// A group whose members can be changed.
async fn side(okta: &Okta, groups: &Groups, option: &str, name: &str) -> Result<Side, Stop> {
    let id = groups.id(name);
    let id = id.ok_or_else(|| Failure::usage(format!("{option}: {}", groups.missing("group", name))))?;
    Relation::GroupMembers
        .check_parent(&groups.by_id[&id])
        .map_err(|problem| Failure::usage(format!("{option} {name}: {problem}")))?;
    let members = Children::read(okta, Relation::GroupMembers, &id, false).await?;
    Ok(Side { name: groups.name(&id).unwrap_or(name).to_owned(), id, members })
}

impl Job for Moving<'_> {
    type Work = Work;

    fn command(&self) -> String {
        format!("groups move {} {}", self.from.id, self.to.id)
    }

    fn nouns(&self) -> (&'static str, &'static str) {
        ("user", "users")
    }

    fn source(&self) -> &RefCell<Source> {
        &self.rows.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let look = async |row, begun| self.look(&okta, row, begun).await;
        self.rows
            .plan(run, plan, look, |named, person| self.planned(named, person, |id| self.presence(id)))
            .await
    }

    async fn look(&self, okta: &Okta, row: usize, _begun: Verb) -> Result<Planned<Work>, Stop> {
        let named = self.rows.valid(row)?;
        let person = user_refs::find_one(okta, &named.who).await?;
        let presence = match &person {
            Some(person) => self.presence_now(okta, &person.id).await?,
            None => Presence { from: false, to: false },
        };
        Ok(self.planned(&named, person.as_ref(), |_| presence))
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        let id = &entry.work.id;
        if entry.work.adds {
            self.addition(okta, id).empty().await?;
        }
        match self.removal(okta, id).empty().await {
            // The user left it already.
            Err(error) if !error.is_not_found() => Err(error.into()),
            _ => Ok(Some(id.to_string())),
        }
    }

    fn calls(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Vec<Call>, Stop> {
        let Work { id, adds } = &entry.work;
        let addition = adds.then(|| self.addition(okta, id));
        Ok(addition.into_iter().chain([self.removal(okta, id)]).collect())
    }
}

impl Moving<'_> {
    fn addition(&self, okta: &Okta, user: &str) -> Call {
        Relation::GroupMembers.add(okta, &self.to.id, user, &Map::new())
    }

    fn removal(&self, okta: &Okta, user: &str) -> Call {
        Relation::GroupMembers.remove(okta, &self.from.id, user)
    }

    fn presence(&self, id: &str) -> Presence {
        let is_in = |side: &Side| side.members.ids.contains_key(id);
        Presence { from: is_in(&self.from), to: is_in(&self.to) }
    }

    async fn presence_now(&self, okta: &Okta, id: &str) -> Result<Presence, Stop> {
        let from = related::child(okta, Relation::GroupMembers, &self.from.id, id).await?.is_some();
        let to = related::child(okta, Relation::GroupMembers, &self.to.id, id).await?.is_some();
        Ok(Presence { from, to })
    }

    fn planned(
        &self,
        named: &Named,
        person: Option<&Person>,
        presence: impl Fn(&str) -> Presence,
    ) -> Planned<Work> {
        let Some(person) = person else { return Planned::Invalid("there is no such user".to_owned()) };
        if named.contradicts(person) {
            return Planned::Invalid("its login belongs to one user and its id to another".to_owned());
        }
        let (from, to) = (&self.from.name, &self.to.name);
        let Presence { from: is_in_from, to: is_in_to } = presence(&person.id);
        match (is_in_from, is_in_to) {
            (false, true) => return Planned::Same,
            (false, false) => return Planned::Invalid(format!("the user is not in {from}")),
            (true, false) if person.is_deactivated() => {
                return Planned::Invalid("the user is deactivated, and cannot get anything new".to_owned());
            }
            _ => {}
        }
        let names = [&*person.login, &*person.id, &self.from.id, from, &self.to.id, to];
        if let Some(reason) = self.guard.reason(true, &names) {
            return Planned::Refused(reason);
        }
        let group = |name: &str| Some(serde_json::Value::from(name));
        let old = if is_in_to { group(&format!("{from}, {to}")) } else { group(from) };
        let difference = Difference { field: "group".to_owned(), old, new: group(to) };
        Planned::Change(Verb::Move, Work { id: person.id.clone(), adds: !is_in_to }, vec![difference])
    }
}
