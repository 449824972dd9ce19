//! `oktars users bulk`: one step of life for all users of a file.

use std::cell::RefCell;
use std::collections::HashMap;

use clap::ValueEnum;
use oktars::Okta;

use super::columns::{Columns, Known};
use super::plan::{Difference, Entry, Plan, Planned};
use super::source::Source;
use super::status::{Status, Step};
use super::user_refs::{self, Person};
use super::{BulkArgs, Guard, Job, carry};
use crate::command::call;
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
        let mut named: HashMap<String, usize> = HashMap::new();
        let mut rows = Vec::new();
        let count = self.source.borrow().len();
        for row in 0..count {
            let (number, user) = self.user(row)?;
            let is_open = plan.row(number, user.as_deref().unwrap_or_default());
            let user = match user {
                Ok(user) => user,
                Err(problem) => {
                    plan.invalid(row, problem)?;
                    continue;
                }
            };
            if let Some(other) = named.insert(user_refs::fold(&user), row) {
                let other = plan.rows[other].number;
                plan.invalid(row, format!("the user is in row {other} as well"))?;
            } else if is_open {
                rows.push((row, user));
            }
        }
        let wanted = rows.iter().filter(|(row, _)| !plan.is_unsure(*row)).map(|(_, user)| user.clone());
        let people = user_refs::find(&okta, wanted).await?;
        for (row, user) in rows {
            let planned = if plan.is_unsure(row) {
                self.look(&okta, row).await?
            } else {
                self.planned(people.get(&user_refs::fold(&user)))
            };
            plan.planned(run, row, planned)?;
        }
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize) -> Result<Planned<Work>, Stop> {
        let user = self.user(row)?.1.map_err(Failure::usage)?;
        Ok(self.planned(user_refs::find_one(okta, &user).await?.as_ref()))
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        for step in &entry.work.steps {
            let call = call(okta, step.operation(), &[&entry.work.id]);
            let send_email = (*step == Step::Activate).then_some(!self.options.no_email);
            call.query_opt("sendEmail", send_email).empty().await?;
        }
        Ok(Some(entry.work.id.to_string()))
    }
}

impl Living<'_> {
    /// Whom a row names.
    fn user(&self, row: usize) -> Result<(u64, Result<String, String>), Failure> {
        let mut source = self.source.borrow_mut();
        let number = source.number(row);
        let user = self.columns.values(source.row(row)?).and_then(|values| {
            let named = |name: &str| {
                let value = values.iter().find(|(column, _)| column == name)?;
                value.1.text()
            };
            named("login").or_else(|| named("id")).ok_or_else(|| "it names no user".to_owned())
        });
        Ok((number, user))
    }

    fn planned(&self, person: Option<&Person>) -> Planned<Work> {
        let action = self.options.action;
        let Some(person) = person else {
            return match action {
                Action::Delete => Planned::Same,
                _ => Planned::Invalid("there is no such user".to_owned()),
            };
        };
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
        let is_harmful = matches!(action, Action::Deactivate | Action::Suspend | Action::Delete);
        if let Some(reason) = self.guard.reason(is_harmful, &[&person.id, &person.login]) {
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
