//! `oktars users bulk`, and steps of life for several users of the command line.

use std::cell::RefCell;

use clap::ValueEnum;
use oktars::{Call, Okta};

use super::lookup::Key;
use super::named::{Named, NamedRows};
use super::plan::{Difference, Entry, Plan, Planned, Verb};
use super::source::Source;
use super::status::{Manner, Status, Step, takes_away};
use super::user_refs::{self, Person};
use super::{BulkArgs, Guard, Job, RENAMED, carry, left, lookup};
use crate::args::WriteArgs;
use crate::failure::{Failure, Stop};
use crate::run::Run;

/// Options of `users bulk`
#[derive(Debug, clap::Args)]
pub struct Lifecycle {
    /// What to do with the users
    #[arg(value_name = "ACTION")]
    action: Action,
    #[command(flatten)]
    bulk: BulkArgs,
    /// Send no activation mails
    #[arg(long)]
    no_email: bool,
    /// With reset-password: end all sessions of the users as well
    #[arg(long)]
    revoke_sessions: bool,
    /// With clear-sessions: revoke OAuth tokens as well
    #[arg(long)]
    oauth_tokens: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Action {
    /// Activate those who are staged or deactivated
    Activate,
    /// Mail a new activation link to those who did not use the first one
    Reactivate,
    /// Deactivate; they lose all apps
    Deactivate,
    /// Suspend those who are active; they keep everything
    Suspend,
    /// End suspensions
    Unsuspend,
    /// Unlock those who are locked out
    Unlock,
    /// Remove all second factors; they set up new ones at the next sign-in
    ResetFactors,
    /// Mail a link for a new password; the old one holds no longer
    ResetPassword,
    /// Make them change the password at the next sign-in
    ExpirePassword,
    /// End all sessions
    ClearSessions,
    /// Delete for good, deactivating first where needed
    Delete,
}

impl Action {
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

#[derive(Debug, Clone)]
pub struct Work {
    id: Box<str>,
    steps: Box<[Step]>,
}

struct Living<'a> {
    action: Action,
    manner: Manner,
    guard: Guard,
    rows: NamedRows<'a>,
}

impl Lifecycle {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        self.check()?;
        let manner = Manner {
            activation_mail: !self.no_email,
            revoke_sessions: self.revoke_sessions,
            oauth_tokens: self.oauth_tokens,
            ..Manner::default()
        };
        live(run, self.action, manner, &self.bulk).await
    }

    /// Refuses an option that the action does not have.
    fn check(&self) -> Result<(), Failure> {
        let options = [
            ("--no-email", self.no_email, Action::Activate),
            ("--revoke-sessions", self.revoke_sessions, Action::ResetPassword),
            ("--oauth-tokens", self.oauth_tokens, Action::ClearSessions),
        ];
        // What is sent without a mail is a link in the answer, one for each user, which nobody would see.
        match options.into_iter().find(|(_, is_given, of)| *is_given && *of != self.action) {
            None => Ok(()),
            Some((option, _, of)) => Err(Failure::usage(format!("{option} goes with {} alone", of.name()))
                .hint(format!("leave it out with {}", self.action.name()))),
        }
    }
}

/// One step for several users that the command line names: one plan, one question.
pub async fn several(
    run: &mut Run,
    action: Action,
    manner: Manner,
    names: &[String],
    write: WriteArgs,
) -> Result<(), Stop> {
    let mut names = names.to_vec();
    for name in names.iter_mut().filter(|name| *name == "me") {
        let owner = run.look("users", "me").await?;
        if let Some(login) = owner.as_ref().and_then(|owner| owner["profile"]["login"].as_str()) {
            *name = login.to_owned();
        }
    }
    live(run, action, manner, &BulkArgs::of_names(&names, write)).await
}

async fn live(run: &mut Run, action: Action, manner: Manner, bulk: &BulkArgs) -> Result<(), Stop> {
    let rows = NamedRows::open(run, bulk).await?;
    let guard = Guard::new(run, bulk).await?;
    carry(run, bulk, &Living { action, manner, guard, rows }).await
}

impl Job for Living<'_> {
    type Work = Work;

    fn command(&self) -> String {
        format!("users bulk {:?} {:?}", self.action, self.manner)
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
        self.rows.plan(run, plan, look, |named, person| self.planned(named, person)).await
    }

    async fn look(&self, okta: &Okta, row: usize, begun: Verb) -> Result<Planned<Work>, Stop> {
        let named = self.rows.valid(row)?;
        let person = user_refs::find_one(okta, &named.who).await?;
        // Another link would make the first one invalid.
        let is_reset = person.as_ref().is_some_and(|person| &*person.status == Status::Recovery.name());
        if begun == Verb::ResetPassword && is_reset {
            return Ok(Planned::Same);
        }
        Ok(self.planned(&named, person.as_ref()))
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

impl Living<'_> {
    fn steps(&self, okta: &Okta, work: &Work) -> Vec<Call> {
        work.steps.iter().map(|step| step.call(okta, &work.id, self.manner)).collect()
    }

    /// What is still to be done to a user who is about to lose something: the plan may be minutes old.
    async fn still(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<Work>, Stop> {
        let named = self.rows.valid(entry.row)?;
        let found = lookup::one(okta, &Key::id(), &entry.work.id).await?.into_iter().next();
        let planned = match found {
            Some(found) if !named.who.is_of(&found) => Planned::Invalid(RENAMED.to_owned()),
            found => self.planned(&named, found.map(Person::from).as_ref()),
        };
        Ok(left(planned)?.map(|(_, work)| work))
    }

    fn planned(&self, named: &Named, person: Option<&Person>) -> Planned<Work> {
        let Some(person) = person else {
            return match self.action {
                Action::Delete => Planned::Same,
                _ => Planned::Invalid("there is no such user".to_owned()),
            };
        };
        if named.contradicts(person) {
            return Planned::Invalid("its login belongs to one user and its id to another".to_owned());
        }
        let Ok(status) = Status::parse(&person.status) else {
            return Planned::Invalid(format!(
                "the user has the status {}, which oktars does not know",
                person.status
            ));
        };
        let steps = match steps(self.action, status) {
            Ok(steps) => steps,
            Err(why) => return Planned::Invalid(format!("the user is {}, and {why}", status.name())),
        };
        let Some(last) = steps.last() else { return Planned::Same };
        if let Some(reason) = self.guard.reason(takes_away(steps), &[&person.login, &person.id]) {
            return Planned::Refused(reason);
        }
        let work = Work { id: person.id.clone(), steps: steps.into() };
        Planned::Change(last.verb(), work, differences(*last, status))
    }
}

/// The steps that an action is for a user of a status, or why there are none.
fn steps(action: Action, status: Status) -> Result<&'static [Step], &'static str> {
    use Status::{
        Active, Deprovisioned, LockedOut, PasswordExpired, Provisioned, Recovery, Staged, Suspended,
    };
    Ok(match (action, status) {
        (Action::Activate, Staged | Deprovisioned) => &[Step::Activate],
        (Action::Reactivate, Provisioned) => &[Step::Reactivate],
        (Action::Reactivate, Staged | Deprovisioned | Suspended) => {
            return Err("only a user who was activated can be reactivated");
        }
        (Action::Deactivate, Deprovisioned) => &[],
        (Action::Deactivate, _) => &[Step::Deactivate],
        (Action::Suspend, Active | PasswordExpired) => &[Step::Suspend],
        (Action::Suspend, Suspended) => &[],
        (Action::Suspend, _) => return Err("only an active user can be suspended"),
        (Action::Unsuspend, Suspended) => &[Step::Unsuspend],
        (Action::Unlock, LockedOut) => &[Step::Unlock],
        (Action::ResetFactors, Deprovisioned) => return Err("has no factors"),
        (Action::ResetFactors, _) => &[Step::ResetFactors],
        (Action::ResetPassword, Staged | Suspended | Deprovisioned) => {
            return Err("only the password of an active user can be reset");
        }
        (Action::ResetPassword, _) => &[Step::ResetPassword],
        (Action::ExpirePassword, Active | LockedOut) => &[Step::ExpirePassword],
        (Action::ExpirePassword, PasswordExpired) => &[],
        (Action::ExpirePassword, Staged | Provisioned | Recovery | Suspended | Deprovisioned) => {
            return Err("only the password of an active user can expire");
        }
        (Action::ClearSessions, Staged | Deprovisioned) => &[],
        (Action::ClearSessions, _) => &[Step::ClearSessions],
        (Action::Delete, Deprovisioned) => &[Step::Delete],
        (Action::Delete, _) => &[Step::Deactivate, Step::Delete],
        (Action::Activate | Action::Reactivate | Action::Unsuspend | Action::Unlock, _) => &[],
    })
}

/// What the last step makes of the status.
fn differences(last: Step, status: Status) -> Vec<Difference> {
    let reached = match last {
        Step::Activate | Step::Unsuspend | Step::Unlock => Some(Status::Active),
        Step::Suspend => Some(Status::Suspended),
        Step::Deactivate => Some(Status::Deprovisioned),
        Step::ResetPassword => Some(Status::Recovery),
        Step::ExpirePassword => Some(Status::PasswordExpired),
        Step::Reactivate | Step::ResetFactors | Step::ClearSessions => Some(status),
        Step::Delete => None,
    };
    if reached == Some(status) {
        return Vec::new();
    }
    let [old, new] = [Some(status), reached].map(|status| status.map(|status| status.name().into()));
    vec![Difference { field: "status".to_owned(), old, new }]
}
