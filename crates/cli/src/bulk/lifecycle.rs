//! `oktars users bulk`: one step of life for all users of a file.

use std::cell::RefCell;
use std::collections::HashMap;

use clap::ValueEnum;
use oktars::{Call, Okta};

use super::columns::{Columns, EMAIL_NAMES, Known};
use super::lookup::Key;
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::source::Source;
use super::status::{Status, Step, takes_away};
use super::user_refs::{self, People, Person, UserRef};
use super::{BulkArgs, Guard, Job, RENAMED, carry, left, lookup};
use crate::failure::{Failure, Stop};
use crate::run::Run;

const KNOWN: Known = Known {
    names: &[
        ("login", &["user", "username", "user name", "profile.login"]),
        ("id", &["user id"]),
        ("email", EMAIL_NAMES),
    ],
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
    key: Option<Key>,
}

impl Lifecycle {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let mut source = self.bulk.source()?;
        let columns = Columns::new(&mut source, self.bulk.meaning(), &KNOWN, None)?;
        let key = user_refs::key(&run.okta()?, self.bulk.key.as_deref()).await?;
        match &key {
            Some(Key(name)) if !columns.has(name) => {
                return Err(columns.nobody_named(&source.header, &format!("no {name}"), name).into());
            }
            None if !["login", "id", "email"].into_iter().any(|name| columns.has(name)) => {
                return Err(columns.nobody_named(&source.header, "no login, id or email", "login").into());
            }
            _ => {}
        }
        let guard = Guard::new(run, &self.bulk).await?;
        let job = Living { options: &self, guard, source: RefCell::new(source), columns, key };
        carry(run, &self.bulk, &job).await
    }
}

impl Job for Living<'_> {
    type Work = Work;

    fn command(&self) -> String {
        let Lifecycle { action, no_email, .. } = self.options;
        format!("users bulk {action:?} {no_email}")
    }

    fn nouns(&self) -> (&'static str, &'static str) {
        ("user", "users")
    }

    fn source(&self) -> &RefCell<Source> {
        &self.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let rows = self.check(plan)?;
        let names =
            rows.iter().filter(|(row, _)| plan.begun(*row).is_none()).map(|(_, named)| named.who.clone());
        let mut people = user_refs::find(&okta, names).await?;
        // A user who is not found by the login may have another login by now.
        let is_lost = |named: &&Named| !people.contains_key(&named.who);
        let ids: Vec<UserRef> = rows
            .iter()
            .map(|(_, named)| named)
            .filter(is_lost)
            .filter_map(|named| named.id.clone())
            .collect();
        people.extend(user_refs::find(&okta, ids.into_iter()).await?);
        let mut rows_of: HashMap<Box<str>, u64> = HashMap::new();
        for (row, named) in rows {
            let person = named.person(&people);
            let number = plan.rows[row].number;
            let known = person.as_ref().ok().copied().flatten();
            let other = known.and_then(|person| rows_of.insert(person.id.clone(), number));
            let planned = match (plan.begun(row), other, person) {
                (Some(begun), ..) => self.look(&okta, row, begun).await?,
                (None, Some(other), _) => Planned::Invalid(format!("the user is in row {other} as well")),
                (None, None, Ok(person)) => self.planned(&named, person),
                (None, None, Err(problem)) => Planned::Invalid(problem),
            };
            plan.planned(run, row, planned)?;
        }
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize, _begun: Verb) -> Result<Planned<Work>, Stop> {
        let named = self.named(row)?.1.map_err(Failure::usage)?;
        Ok(self.planned(&named, user_refs::find_one(okta, &named.who).await?.as_ref()))
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
    who: UserRef,
    /// The id where the row has a login as well; only one that looks like Okta's, as others number people too.
    id: Option<UserRef>,
}

impl Named {
    /// The user who has the name, or else the one who has the id.
    fn person<'a>(&self, people: &'a People) -> Result<Option<&'a Person>, String> {
        match (self.who.only(people)?, &self.id) {
            (None, Some(id)) => match id.only(people)? {
                Some(person) => Err(format!("the user of its id has another login, {}", person.login)),
                None => Ok(None),
            },
            (person, _) => Ok(person),
        }
    }
}

impl Living<'_> {
    fn steps(&self, okta: &Okta, work: &Work) -> Vec<Call> {
        work.steps.iter().map(|step| step.call(okta, &work.id, !self.options.no_email)).collect()
    }

    /// The rows that name a user that no other row names in the same way.
    fn check(&self, plan: &mut Plan<Work>) -> Result<Vec<(usize, Named)>, Stop> {
        let mut named_in: HashMap<UserRef, u64> = HashMap::new();
        let mut rows = Vec::new();
        let count = self.source.borrow().len();
        for row in 0..count {
            let (number, named) = self.named(row)?;
            let is_open = plan.row(number, named.as_ref().map_or("", |named| &named.who.text));
            match named {
                Err(problem) => plan.invalid(row, problem)?,
                Ok(named) => {
                    if let Some(other) = named_in.insert(named.who.folded(), number) {
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
                value.1.name()
            };
            if let Some(key) = &self.key {
                let text = text(&key.0).ok_or_else(|| format!("{} is missing", key.0))?;
                return Ok(Named { who: UserRef::new(Some(key), &text), id: None });
            }
            let id = text("id");
            let others_id = id.as_deref().filter(|id| user_refs::is_id(id, "00u"));
            match (text("login"), &id, text("email")) {
                (Some(login), ..) => {
                    let id = others_id.map(|id| UserRef::new(None, id));
                    Ok(Named { who: UserRef::new(None, &login), id })
                }
                (None, Some(id), _) => Ok(Named { who: UserRef::new(None, id), id: None }),
                (None, None, Some(email)) => Ok(Named { who: UserRef::of_email(&email), id: None }),
                (None, None, None) => Err("it names no user".to_owned()),
            }
        });
        Ok((number, named))
    }

    /// What is still to be done to a user who is about to lose something: the plan may be minutes old.
    async fn still(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<Work>, Stop> {
        let named = self.named(entry.row)?.1.map_err(Failure::usage)?;
        let found = lookup::one(okta, &Key::id(), &entry.work.id).await?.into_iter().next();
        let planned = match found {
            Some(found) if !named.who.is_of(&found) => Planned::Invalid(RENAMED.to_owned()),
            found => self.planned(&named, found.map(Person::from).as_ref()),
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
        if named.id.as_ref().is_some_and(|id| id.text != *person.id) {
            return Planned::Invalid("its login is of one user and its id of another".to_owned());
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
        if let Some(reason) = self.guard.reason(takes_away(steps), &[&person.login, &person.id]) {
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
