//! `oktars users bulk`: one step of life for all users of a file.

use std::cell::RefCell;
use std::collections::HashMap;

use clap::ValueEnum;
use oktars::{Call, Okta};

use super::columns::{Columns, Known};
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::source::Source;
use super::status::{Status, Step, takes_away};
use super::user_refs::{self, Person};
use super::{BulkArgs, Guard, Job, RENAMED, carry, left};
use crate::failure::{Failure, Stop};
use crate::run::Run;

const KNOWN: Known = Known {
    names: &[("login", &["user", "username", "user name", "profile.login"]), ("id", &["user id"])],
    ignored: &[],
    lenient: true,
    profiles: false,
};

/// Options of `users bulk`
#[derive(Debug, clap::Args)]
pub struct Lifecycle {
    /// What to do with the users
    #[arg(value_name = "ACTION")]
    action: Action,
    #[command(flatten)]
    bulk: BulkArgs,
    /// Let Okta send no activation mails
    #[arg(long)]
    no_email: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Action {
    /// Activate those who are staged or deactivated
    Activate,
    /// Deactivate; they lose all apps
    Deactivate,
    /// Suspend those who are active; they keep everything
    Suspend,
    /// End suspensions
    Unsuspend,
    /// Unlock those who are locked out
    Unlock,
    /// Delete for good, deactivating first where needed
    Delete,
}

#[derive(Debug, Clone)]
pub struct Work {
    id: Box<str>,
    steps: Box<[Step]>,
}

struct Living<'a> {
    options: &'a Lifecycle,
    guard: Guard,
    source: RefCell<Source>,
    columns: Columns<'a>,
}

impl Lifecycle {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let source = self.bulk.source()?;
        let columns = Columns::new(&source.header, self.bulk.mappings(), &KNOWN, None)?;
        if !source.header.is_empty() && columns.names().next().is_none() {
            return Err(Failure::usage("no column says whom a row is about: there is neither login nor id")
                .hint("name the column with --map COLUMN=login")
                .into());
        }
        let guard = Guard::new(run, &self.bulk).await?;
        let job = Living { options: &self, guard, source: RefCell::new(source), columns };
        carry(run, &self.bulk, &job).await
    }
}

impl Job for Living<'_> {
    type Work = Work;

    fn command(&self) -> String {
        let Lifecycle { action, no_email, bulk } = self.options;
        format!("users bulk {action:?} {no_email} {:?}", bulk.mappings())
    }

    fn source(&self) -> &RefCell<Source> {
        &self.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let rows = self.check(plan)?;
        let names =
            rows.iter().filter(|(row, _)| plan.begun(*row).is_none()).map(|(_, named)| named.name.clone());
        let mut people = user_refs::find(&okta, names).await?;
        // A user who is not found by the login may have another login by now.
        let is_lost = |named: &&Named| !people.contains_key(&user_refs::fold(&named.name));
        let ids: Vec<String> = rows
            .iter()
            .map(|(_, named)| named)
            .filter(is_lost)
            .filter_map(|named| named.id.clone())
            .collect();
        people.extend(user_refs::find(&okta, ids.into_iter()).await?);
        let mut rows_of: HashMap<Box<str>, u64> = HashMap::new();
        for (row, named) in rows {
            let by_id = || people.get(named.id.as_ref()?);
            let person = people.get(&user_refs::fold(&named.name)).or_else(by_id);
            let number = plan.rows[row].number;
            let other = person.and_then(|person| rows_of.insert(person.id.clone(), number));
            let planned = match (plan.begun(row), other) {
                (Some(begun), _) => self.look(&okta, row, begun).await?,
                (None, Some(other)) => Planned::Invalid(format!("the user is in row {other} as well")),
                (None, None) => self.planned(&named, person),
            };
            plan.planned(run, row, planned)?;
        }
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize, _begun: Verb) -> Result<Planned<Work>, Stop> {
        let named = self.named(row)?.1.map_err(Failure::usage)?;
        Ok(self.planned(&named, user_refs::find_one(okta, &named.name).await?.as_ref()))
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        let work = match takes_away(&entry.work.steps) {
            true => self.still(okta, entry).await?,
            false => Some(entry.work.clone()),
        };
        for call in work.iter().flat_map(|work| self.steps(okta, work)) {
            call.empty().await?;
        }
        Ok(Some(entry.work.id.to_string()))
    }

    fn calls(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Vec<Call>, Stop> {
        Ok(self.steps(okta, &entry.work))
    }
}

/// Whom a row names.
struct Named {
    /// The login, or else the id.
    name: String,
    /// The id where the row has both; only one that looks like Okta's, as others number people too.
    id: Option<String>,
}

impl Named {
    fn is_of(&self, person: &Person) -> bool {
        let name = user_refs::fold(&self.name);
        name == *person.id || name == person.login.to_lowercase()
    }
}

impl Living<'_> {
    fn steps(&self, okta: &Okta, work: &Work) -> Vec<Call> {
        work.steps.iter().map(|step| step.call(okta, &work.id, !self.options.no_email)).collect()
    }

    /// The rows that name a user that no other row names in the same way.
    fn check(&self, plan: &mut Plan<Work>) -> Result<Vec<(usize, Named)>, Stop> {
        let mut named_in: HashMap<String, u64> = HashMap::new();
        let mut rows = Vec::new();
        let count = self.source.borrow().len();
        for row in 0..count {
            let (number, named) = self.named(row)?;
            let is_open = plan.row(number, named.as_ref().map_or("", |named| &named.name));
            match named {
                Err(problem) => plan.invalid(row, problem)?,
                Ok(named) => {
                    if let Some(other) = named_in.insert(user_refs::fold(&named.name), number) {
                        plan.invalid(row, format!("the user is in row {other} as well"))?;
                    } else if is_open {
                        rows.push((row, named));
                    }
                }
            }
        }
        Ok(rows)
    }

    fn named(&self, row: usize) -> Result<(u64, Result<Named, String>), Failure> {
        let mut source = self.source.borrow_mut();
        let number = source.number(row);
        let named = self.columns.values(source.row(row)?).and_then(|values| {
            let text = |name: &str| {
                let value = values.iter().find(|(column, _)| column == name)?;
                value.1.text()
            };
            match (text("login"), text("id")) {
                (Some(name), id) => Ok(Named { name, id: id.filter(|id| user_refs::key(id).is_id()) }),
                (None, Some(name)) => Ok(Named { name, id: None }),
                (None, None) => Err("it names no user".to_owned()),
            }
        });
        Ok((number, named))
    }

    /// What is still to be done to a user who is about to lose something: the plan may be minutes old.
    async fn still(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<Work>, Stop> {
        let named = self.named(entry.row)?.1.map_err(Failure::usage)?;
        let person = user_refs::find_one(okta, &entry.work.id).await?;
        let planned = match person {
            Some(ref person) if !named.is_of(person) => Planned::Invalid(RENAMED.to_owned()),
            person => self.planned(&named, person.as_ref()),
        };
        Ok(left(planned)?.map(|(_, work)| work))
    }

    fn planned(&self, named: &Named, person: Option<&Person>) -> Planned<Work> {
        let action = self.options.action;
        let Some(person) = person else {
            return match action {
                Action::Delete => Planned::Same,
                _ => Planned::Invalid("there is no such user".to_owned()),
            };
        };
        if named.id.as_deref().is_some_and(|id| id != &*person.id) {
            return Planned::Invalid("its login is of one user and its id of another".to_owned());
        }
        if !named.is_of(person) {
            return Planned::Invalid(format!("the user of its id has another login, {}", person.login));
        }
        let Ok(status) = Status::parse(&person.status) else {
            return Planned::Invalid(format!("the user is {}, which is not known", person.status));
        };
        let steps: &[Step] = match (action, status) {
            (Action::Activate, Status::Staged | Status::Deprovisioned) => &[Step::Activate],
            (Action::Deactivate, Status::Deprovisioned) => &[],
            (Action::Deactivate, _) => &[Step::Deactivate],
            (Action::Suspend, Status::Active | Status::PasswordExpired) => &[Step::Suspend],
            (Action::Suspend, Status::Suspended) => &[],
            (Action::Suspend, other) => {
                let text = format!("the user is {}, and only an active one can be suspended", other.name());
                return Planned::Invalid(text);
            }
            (Action::Unsuspend, Status::Suspended) => &[Step::Unsuspend],
            (Action::Unlock, Status::LockedOut) => &[Step::Unlock],
            (Action::Delete, Status::Deprovisioned) => &[Step::Delete],
            (Action::Delete, _) => &[Step::Deactivate, Step::Delete],
            (Action::Activate | Action::Unsuspend | Action::Unlock, _) => &[],
        };
        let Some(last) = steps.last() else { return Planned::Same };
        if let Some(reason) = self.guard.reason(takes_away(steps), &[&person.id, &person.login]) {
            return Planned::Refused(reason);
        }
        let reached = match last {
            Step::Activate | Step::Unsuspend | Step::Unlock => Some(Status::Active),
            Step::Suspend => Some(Status::Suspended),
            Step::Deactivate => Some(Status::Deprovisioned),
            Step::Delete => None,
        };
        let [old, new] = [Some(status), reached].map(|status| status.map(|status| status.name().into()));
        let differences = vec![Difference { field: "status".to_owned(), old, new }];
        Planned::Change(last.verb(), Work { id: person.id.clone(), steps: steps.into() }, differences)
    }
}
