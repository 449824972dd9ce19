//! `oktars review apply`: what reviewers decided to revoke is taken away, as far as the org still has it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use oktars::{Call, Okta, op};
use serde_json::Value;

use super::decided::{Decided, DecidedRow, Decision};
use super::people::People;
use super::reading::Reading;
use super::reviewer::Resolver;
use super::row_id::{Kind, RowId};
use super::rows::{self, Row};
use super::scope::{KINDS, Scope};
use super::touched::Groups;
use crate::bulk::plan::{Difference, Entry, Plan, Planned, Verb};
use crate::bulk::relation::Relation;
use crate::bulk::source::Source;
use crate::bulk::{BulkArgs, Guard, Job, RunArgs, carry, related};
use crate::command::{call, mirror};
use crate::failure::Stop;
use crate::progress::grouped;
use crate::run::Run;

pub const HELP: &str = "It reads the org again. It takes away direct assignments of apps, direct memberships and \
direct roles. It only names rows that are no longer true, and rows whose access comes by a group, unless you give \
--through-groups. It never removes a membership that a rule gives.

Examples:
  oktars review apply review.xlsx --dry-run
  oktars review apply review.xlsx --through-groups --results done.csv";

#[derive(Debug, clap::Args)]
pub struct Apply {
    /// The workbook that came back
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// If access comes by a group, remove the person from the group
    #[arg(long)]
    through_groups: bool,
    /// The mirror of the org, which is brought up to date first
    /// [default: what OKTARS_MIRROR or the profile names,
    /// else one that is made now and removed afterwards]
    #[arg(long, value_name = "FILE")]
    mirror: Option<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
}

/// What is taken away from somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Work {
    App { app: Box<str>, user: Box<str> },
    Membership { group: Box<str>, user: Box<str> },
    Role { role: Box<str>, user: Box<str> },
}

struct Applying {
    decided: Decided,
    through_groups: bool,
    guard: Guard,
    people: People,
    scope: Scope,
    /// What the org holds now.
    now: HashMap<RowId, Row>,
    /// The ways in which people have something now.
    ways: HashMap<(Kind, Box<str>, Box<str>), Vec<RowId>>,
    groups: Groups,
    /// The places of rows of which another row says something else.
    doubled: HashMap<usize, usize>,
    source: RefCell<Source>,
}

impl Apply {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let decided = Decided::read(&self.file)?;
        decided.check_org(&org_now(run).await?)?;
        for sheet in &decided.others {
            run.note(&format!("note: the sheet {sheet:?} has no rows of a review"));
        }
        let file = mirror::of_org(run, self.mirror)?;
        let mut reading = Reading::now(run, file.as_deref(), &KINDS).await?;
        let people = People::read(&mut reading, None)?;
        let scope = Scope::of_mark(&decided.scope, &mut reading, &people)?;
        let rows = rows::read(&mut reading, &scope, &people)?;
        let groups = Groups::read(&mut reading, &rows)?;
        reading.tell_gaps(run)?;
        drop(reading);
        let args = BulkArgs::of_run(self.file, self.run);
        let numbers: Vec<u64> = decided.rows.iter().map(|row| row.number).collect();
        let source = Source::of_numbers(&decided.file, decided.digest.clone(), &numbers);
        let mut ways: HashMap<_, Vec<RowId>> = HashMap::new();
        for Row { id, .. } in &rows {
            ways.entry((id.kind, id.what.clone(), id.user.clone())).or_default().push(id.clone());
        }
        let job = Applying {
            doubled: doubled(&decided.rows),
            decided,
            through_groups: self.through_groups,
            guard: Guard::new(run, &args).await?,
            people,
            scope,
            now: rows.into_iter().map(|row| (row.id.clone(), row)).collect(),
            ways,
            groups,
            source: RefCell::new(source),
        };
        carry(run, &args, &job).await
    }
}

/// The address of the org and its id, before anything of it is read.
async fn org_now(run: &mut Run) -> Result<(String, Option<String>), Stop> {
    let okta = run.okta()?;
    let told = okta.call(op::GET_WELLKNOWN_ORG_METADATA).json::<Value>().await;
    let id = match told {
        Ok(told) => told["id"].as_str().map(str::to_owned),
        Err(error) if error.is_connection() || error.is_timeout() => return Err(error.into()),
        // A proxy may leave it out; then the address has to do.
        Err(_) => None,
    };
    Ok((okta.org_url().to_string(), id))
}

/// Rows of one id that say something different, each with the place of another one.
fn doubled(rows: &[DecidedRow]) -> HashMap<usize, usize> {
    let mut first: HashMap<(&RowId, bool), usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let keeps = match row.decision {
            Decision::Keep => true,
            Decision::Revoke => false,
            _ => continue,
        };
        if let Some(id) = &row.id {
            first.entry((id, keeps)).or_insert(at);
        }
    }
    let other = |(at, row): (usize, &DecidedRow)| {
        let keeps = match row.decision {
            Decision::Keep => true,
            Decision::Revoke => false,
            _ => return None,
        };
        first.get(&(row.id.as_ref()?, !keeps)).map(|other| (at, *other))
    };
    rows.iter().enumerate().filter_map(other).collect()
}

impl Job for Applying {
    type Work = Work;

    fn command(&self) -> String {
        format!("review apply {}", self.through_groups)
    }

    fn nouns(&self) -> (&'static str, &'static str) {
        ("decision", "decisions")
    }

    fn source(&self) -> &RefCell<Source> {
        &self.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let mut counts = Counts::default();
        let mut planned: HashSet<Work> = HashSet::new();
        for (at, row) in self.decided.rows.iter().enumerate() {
            let is_open = plan.row(row.number, &subject(row));
            if !is_open {
                continue;
            }
            let result = match plan.begun(at) {
                Some(begun) => self.look(&okta, at, begun).await?,
                None => self.planned(at, row, &mut counts),
            };
            let result = match result {
                // Several apps may come by one membership.
                Planned::Change(_, work, _) if !planned.insert(work.clone()) => Planned::Same,
                result => result,
            };
            plan.planned(run, at, result)?;
        }
        plan.notes.push(counts.text());
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize, _begun: Verb) -> Result<Planned<Work>, Stop> {
        let Some(id) = &self.decided.rows[row].id else { return Ok(Planned::Same) };
        let work = Work::of(id);
        Ok(if work.is_there(okta).await? {
            Planned::Change(work.verb(), work, Vec::new())
        } else {
            Planned::Same
        })
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        match entry.work.call(okta).empty().await {
            // It was taken away already.
            Err(error) if !error.is_not_found() => Err(error.into()),
            _ => Ok(Some(entry.work.user().to_owned())),
        }
    }

    fn calls(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Vec<Call>, Stop> {
        Ok(vec![entry.work.call(okta)])
    }
}

/// What the rows say that change nothing.
#[derive(Default)]
struct Counts {
    keep: u64,
    open: u64,
    gone: u64,
}

impl Counts {
    fn text(&self) -> String {
        let Counts { keep, open, gone } = self;
        format!("keep {}, open {}, gone already {}", grouped(*keep), grouped(*open), grouped(*gone))
    }
}

/// What a row is about, and where it stands.
fn subject(row: &DecidedRow) -> String {
    format!("{} {} (sheet {})", row.login, row.access, row.sheet)
}

impl Applying {
    fn planned(&self, at: usize, row: &DecidedRow, counts: &mut Counts) -> Planned<Work> {
        let Some(id) = &row.id else {
            return Planned::Invalid(format!("its row id {:?} is not one that a review writes", row.id_text));
        };
        if let Decision::Other(text) = &row.decision {
            return Planned::Invalid(format!("its decision {text:?} is neither keep nor revoke"));
        }
        if let Some(other) = self.doubled.get(&at) {
            let other = &self.decided.rows[*other];
            let what = format!(
                "row {} of the sheet {} has another decision for the same row id",
                other.number, other.sheet
            );
            return Planned::Invalid(what);
        }
        match row.decision {
            Decision::Revoke => self.revoke(id, row, counts),
            Decision::Keep => {
                counts.keep += 1;
                Planned::Same
            }
            _ => {
                counts.open += 1;
                Planned::Same
            }
        }
    }

    fn revoke(&self, id: &RowId, row: &DecidedRow, counts: &mut Counts) -> Planned<Work> {
        if !self.scope.may_hold(id) {
            return Planned::Invalid(format!("its row id {id} is not about the {}", self.scope.text()));
        }
        let Some(place) = self.people.place(&id.user) else {
            return Planned::Invalid("this user no longer exists".to_owned());
        };
        let login = &*self.people.all[place].login;
        if !row.login.eq_ignore_ascii_case(login) {
            return Planned::Invalid(format!("its row id belongs to {login}"));
        }
        match self.now.get(id) {
            Some(now) => self.take(id, now),
            None => self.not_there(id, place, counts),
        }
    }

    /// What to say about access that is not there as the row has it.
    fn not_there(&self, id: &RowId, place: usize, counts: &mut Counts) -> Planned<Work> {
        let ways = self.ways(id);
        if !ways.is_empty() {
            let ways: Vec<String> = ways.iter().map(|row| row.way()).collect();
            return Planned::Left(format!("comes by another way now: {}", ways.join("; ")));
        }
        if let Scope::Manager { id: manager, login } = &self.scope
            && !Resolver::new(&self.people, None).reports_of(manager).contains(&place)
        {
            return Planned::Left(format!("{login} is no longer the manager of this person"));
        }
        counts.gone += 1;
        Planned::Same
    }

    /// All ways in which somebody has what a row is about.
    fn ways(&self, id: &RowId) -> Vec<&Row> {
        let ids = self.ways.get(&(id.kind, id.what.clone(), id.user.clone()));
        ids.into_iter().flatten().filter_map(|id| self.now.get(id)).collect()
    }

    /// Takes away what somebody has, if it may be taken.
    fn take(&self, id: &RowId, now: &Row) -> Planned<Work> {
        let work = Work::of(id);
        let is_by_group = id.group.is_some();
        match &work {
            Work::Membership { group, .. } => {
                if let Some(why) = self.groups.why_not(group, now) {
                    return Planned::Left(why);
                }
                if is_by_group && !self.through_groups {
                    return Planned::Left(self.groups.by_group(group, now));
                }
            }
            Work::App { .. } => {
                let by_group: Vec<&str> =
                    self.ways(id).into_iter().filter_map(|row| row.group.as_deref()).collect();
                if !by_group.is_empty() {
                    let groups = by_group.join(", ");
                    return Planned::Left(format!(
                        "comes by {groups} as well, and Okta unassigns it only after that is gone"
                    ));
                }
            }
            Work::Role { .. } => {}
        }
        if let Some(reason) = self.protected(now, &work) {
            return Planned::Refused(reason);
        }
        Planned::Change(work.verb(), work.clone(), self.differences(now, &work))
    }

    fn protected(&self, now: &Row, work: &Work) -> Option<String> {
        let person = &self.people.all[now.person];
        let mut names: Vec<&str> = vec![&person.login, &person.id];
        if let Work::Membership { group, .. } = work {
            names.extend([&**group, self.groups.name(group)]);
        }
        self.guard.reason(true, &names)
    }

    /// What the plan shows of a change.
    fn differences(&self, now: &Row, work: &Work) -> Vec<Difference> {
        let gone = |field: &str, old: String| Difference {
            field: field.to_owned(),
            old: Some(Value::from(old)),
            new: None,
        };
        match work {
            Work::App { .. } => vec![gone("app", now.what.to_string())],
            Work::Role { .. } => vec![gone("role", now.what.to_string())],
            Work::Membership { group, .. } => {
                let also = self.groups.what_else(group, now);
                let also = (!also.is_empty()).then(|| gone("also", also));
                [gone("group", self.groups.name(group).to_owned())].into_iter().chain(also).collect()
            }
        }
    }
}

impl Work {
    fn of(id: &RowId) -> Self {
        let user = id.user.clone();
        match (&id.group, id.kind) {
            (Some(group), _) => Work::Membership { group: group.clone(), user },
            (None, Kind::Group) => Work::Membership { group: id.what.clone(), user },
            (None, Kind::App) => Work::App { app: id.what.clone(), user },
            (None, Kind::Role) => Work::Role { role: id.what.clone(), user },
        }
    }

    fn verb(&self) -> Verb {
        match self {
            Work::App { .. } => Verb::Unassign,
            Work::Membership { .. } => Verb::Remove,
            Work::Role { .. } => Verb::Revoke,
        }
    }

    fn user(&self) -> &str {
        match self {
            Work::App { user, .. } | Work::Membership { user, .. } | Work::Role { user, .. } => user,
        }
    }

    fn call(&self, okta: &Okta) -> Call {
        match self {
            Work::App { app, user } => Relation::AppUsers.remove(okta, app, user),
            Work::Membership { group, user } => Relation::GroupMembers.remove(okta, group, user),
            Work::Role { role, user } => call(okta, op::UNASSIGN_ROLE_FROM_USER, &[user, role]),
        }
    }

    /// Whether the org has it at this moment.
    async fn is_there(&self, okta: &Okta) -> Result<bool, Stop> {
        match self {
            Work::App { app, user } => {
                let found = related::child(okta, Relation::AppUsers, app, user).await?;
                Ok(found.is_some_and(|found| !Relation::AppUsers.is_indirect(&found)))
            }
            Work::Membership { group, user } => {
                Ok(related::child(okta, Relation::GroupMembers, group, user).await?.is_some())
            }
            Work::Role { role, user } => {
                match call(okta, op::GET_USER_ASSIGNED_ROLE, &[user, role]).json::<Value>().await {
                    Ok(_) => Ok(true),
                    Err(error) if error.is_not_found() => Ok(false),
                    Err(error) => Err(error.into()),
                }
            }
        }
    }
}
