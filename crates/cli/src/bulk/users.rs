//! `oktars users import`: users created and changed as a file says.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use futures_util::stream::{self, StreamExt};
use oktars::user::{CreateUser, NewUser, UserPatch};
use oktars::{Call, Okta, op};
use serde_json::{Map, Value, json};

use super::columns::{Columns, EMAIL_NAMES, Known};
use super::lookup::{self, Found, Key, Pages};
use super::matching::{Match, Matching, Naming};
use super::plan::{Difference, Entry, Plan, Planned, Verb, grouped};
use super::related::Named;
use super::relation::Relation;
use super::schema::Schema;
use super::source::Source;
use super::status::{self, Creation, Manner, Status, Step, takes_away};
use super::user_row::{UserRow, UserRows};
use super::{BulkArgs, Guard, Job, RENAMED, carry, left, user_refs};
use crate::command::call;
use crate::failure::{Failure, Stop};
use crate::run::Run;

/// How many rows that an earlier run began are looked at together.
const LOOKS_AT_ONCE: usize = 16;

/// What to do about a column of ids that are somebody else's.
const MALFORMED: &str = "00u and 17 letters and digits; --map id= leaves such a column out";

const KNOWN: Known = Known {
    names: &[
        ("id", &["user id"]),
        ("status", &[]),
        ("groupIds", &["group ids"]),
        ("credentials.password.value", &["password"]),
        ("credentials.password.hash.algorithm", &["hash.algorithm", "password.hash.algorithm"]),
        ("credentials.password.hash.value", &["hash.value", "password.hash.value"]),
        ("credentials.password.hash.salt", &["hash.salt", "password.hash.salt"]),
        ("credentials.password.hash.saltOrder", &["hash.saltOrder", "password.hash.saltOrder"]),
        ("credentials.password.hash.workFactor", &["hash.workFactor", "password.hash.workFactor"]),
        (
            "credentials.password.hash.iterationCount",
            &["hash.iterationCount", "password.hash.iterationCount"],
        ),
        ("credentials.password.hash.keySize", &["hash.keySize", "password.hash.keySize"]),
        (
            "credentials.password.hash.digestAlgorithm",
            &["hash.digestAlgorithm", "password.hash.digestAlgorithm"],
        ),
        ("credentials.recovery_question.question", &["recovery question", "recovery_question.question"]),
        ("credentials.recovery_question.answer", &["recovery answer", "recovery_question.answer"]),
        ("credentials.provider.type", &["provider.type"]),
        ("credentials.provider.name", &["provider.name"]),
        ("profile.email", EMAIL_NAMES),
    ],
    ignored: &[
        "created",
        "activated",
        "statusChanged",
        "lastLogin",
        "lastUpdated",
        "passwordChanged",
        "transitioningToStatus",
        "type",
        "realmId",
        "credentials.emails",
        "_links",
        "_embedded",
    ],
    lenient: false,
    profiles: false,
};

/// Options of `users import`
#[derive(Debug, clap::Args)]
pub struct Import {
    #[command(flatten)]
    bulk: BulkArgs,
    /// Change users and create none
    #[arg(long, conflicts_with = "no_update")]
    no_create: bool,
    /// Create users and change none
    #[arg(long)]
    no_update: bool,
    /// Leave new users staged if the file does not give their status
    #[arg(long)]
    no_activate: bool,
    /// Send no activation mails
    #[arg(long)]
    no_email: bool,
    /// Let an empty cell clear the attribute, instead of leaving it as it is
    #[arg(long)]
    clear_empty: bool,
}

/// What to do for one user.
#[derive(Debug, Clone)]
pub struct Work {
    /// The user, if there is one.
    id: Option<Box<str>>,
    /// The attributes that change, as places in the schema; their values are in the file.
    changed: Box<[u16]>,
    creation: Option<Box<Creation>>,
    steps: Box<[Step]>,
}

struct Importing<'a> {
    options: &'a Import,
    guard: Guard,
    rows: UserRows<'a>,
    naming: Naming,
    /// Rows with an id that nobody has.
    strangers: Cell<usize>,
    /// Rows of existing users with credentials or groups, which are given to new users only.
    left_alone: Cell<usize>,
    /// The groups of the org, where rows name some.
    groups: RefCell<Option<Named>>,
}

impl Import {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let mut source = self.bulk.source()?;
        let schema: Value = call(&run.okta()?, op::GET_USER_SCHEMA, &["default"]).json().await?;
        let schema = Schema::of_users(&schema);
        let columns = Columns::new(&mut source, self.bulk.meaning(), &KNOWN, Some(&schema))?;
        let naming = self.naming(&source, &columns, &schema)?;
        let guard = Guard::new(run, &self.bulk).await?;
        let rows = UserRows {
            source: RefCell::new(source),
            schema: &schema,
            columns,
            clear_empty: self.clear_empty,
        };
        let (strangers, left_alone) = (Cell::new(0), Cell::new(0));
        let groups = RefCell::default();
        let job = Importing { options: &self, guard, rows, naming, strangers, left_alone, groups };
        carry(run, &self.bulk, &job).await
    }

    fn naming(&self, source: &Source, columns: &Columns<'_>, schema: &Schema) -> Result<Naming, Failure> {
        let has = |name: &str| columns.has(name);
        let Some(name) = self.bulk.key() else {
            return match (has("id"), has("profile.login"), has("profile.email")) {
                (false, false, false) => {
                    Err(columns.nobody_named(&source.header, "no login, id or email", "login"))
                }
                (true, false, false) => Ok(Naming::Key(Key::id())),
                (false, true, _) => Ok(Naming::Key(Key::login())),
                (true, true, _) => Ok(Naming::IdOrLogin),
                (_, false, true) => Ok(Naming::IdOrEmail),
            };
        };
        let name = name.strip_prefix("profile.").unwrap_or(name);
        if name != "id" {
            user_refs::check_key(schema, name)?;
        }
        let full = if name == "id" { "id".to_owned() } else { format!("profile.{name}") };
        if !has(&full) {
            return Err(columns.nobody_named(&source.header, &format!("no {name}"), name));
        }
        Ok(Naming::Key(Key(name.to_owned())))
    }
}

impl Job for Importing<'_> {
    type Work = Work;

    fn command(&self) -> String {
        let Import { no_create, no_update, no_activate, no_email, clear_empty, .. } = self.options;
        let options = [no_create, no_update, no_activate, no_email, clear_empty];
        format!("users import {options:?}")
    }

    fn nouns(&self) -> (&'static str, &'static str) {
        ("user", "users")
    }

    fn source(&self) -> &RefCell<Source> {
        &self.rows.source
    }

    async fn plan(&self, run: &mut Run, plan: &mut Plan<Work>) -> Result<(), Stop> {
        let okta = run.okta()?;
        let Checked { mut matching, unsure, names_groups } = self.check(plan)?;
        let okta = &okta;
        if names_groups {
            let groups = Named::read(okta, op::LIST_GROUPS).await?;
            self.groups.replace(Some(groups));
        }
        let looks =
            unsure.into_iter().map(|(row, begun)| async move { (row, self.look(okta, row, begun).await) });
        let mut looks = stream::iter(looks).buffered(LOOKS_AT_ONCE);
        while let Some((row, planned)) = looks.next().await {
            plan.planned(run, row, planned?)?;
        }
        if matching.len() > lookup::MANY {
            self.read(run, plan, &mut matching, lookup::listed(okta)).await?;
        } else {
            let (key, texts) = matching.keys();
            let pages = lookup::users(okta, key, &texts);
            self.read(run, plan, &mut matching, pages).await?;
            let (key, texts) = matching.emails();
            let pages = lookup::users(okta, key, &texts);
            self.read(run, plan, &mut matching, pages).await?;
            let (key, texts) = matching.logins();
            let pages = lookup::users(okta, key, &texts);
            self.read(run, plan, &mut matching, pages).await?;
        }
        for (row, found) in matching.rest() {
            self.plan_row(run, plan, row, found)?;
        }
        plan.entries.sort_by_key(|entry| entry.row);
        self.say_what_else(plan);
        Ok(())
    }

    async fn look(&self, okta: &Okta, row: usize, begun: Verb) -> Result<Planned<Work>, Stop> {
        let mut wanted = self.valid(row)?;
        if begun == Verb::Create {
            // Of a user who was made, the steps to the status may be left.
            wanted.status = Some(self.status_of_new(&wanted));
        }
        let mut found = match self.naming.of(&wanted) {
            Some((key, text)) if key == Key::email() => lookup::one(okta, &Key::login(), &text).await?,
            Some((key, text)) => lookup::one(okta, &key, &text).await?,
            None => Vec::new(),
        };
        if let Some((key, text)) = self.naming.of(&wanted).filter(|_| found.is_empty()) {
            found = lookup::one(okta, &key, &text).await?;
        }
        Ok(self.planned(&wanted, &found, Some(begun)))
    }

    async fn carry_out(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Option<String>, Stop> {
        let wanted = self.valid(entry.row)?;
        let work = match &entry.work.id {
            Some(id) if takes_away(&entry.work.steps) => match self.still(okta, &wanted, entry, id).await? {
                Some(work) => work,
                None => return Ok(Some(id.to_string())),
            },
            _ => entry.work.clone(),
        };
        let id = match (&work.id, &work.creation) {
            (Some(id), _) => id.to_string(),
            (None, how) => {
                let made: Value = creation(okta, &wanted, how.as_deref()).json().await?;
                made["id"].as_str().unwrap_or_default().to_owned()
            }
        };
        for call in self.changes(okta, &id, &wanted, &work) {
            call.empty().await?;
        }
        Ok(Some(id))
    }

    fn calls(&self, okta: &Okta, entry: &Entry<Work>) -> Result<Vec<Call>, Stop> {
        let (wanted, work) = (self.valid(entry.row)?, &entry.work);
        let creation = work.id.is_none().then(|| creation(okta, &wanted, work.creation.as_deref()));
        let profile = wanted.new_profile();
        let login = || profile.get("login").and_then(Value::as_str).unwrap_or_default();
        let id = work.id.as_deref().unwrap_or_else(login);
        Ok(creation.into_iter().chain(self.changes(okta, id, &wanted, work)).collect())
    }
}

/// What makes a user.
fn creation(okta: &Okta, wanted: &UserRow, creation: Option<&Creation>) -> Call {
    let usual = Creation::default();
    let creation = creation.unwrap_or(&usual);
    let mut options = CreateUser::new().activate(creation.activate);
    options.provider = wanted.is_federated().then_some(true);
    options.change_password_at_next_login = creation.expire;
    okta.users().create_with(&NewUser::default(), &options).raw().body(&wanted.new_user())
}

/// The rows that are valid and not done yet.
struct Checked {
    matching: Matching,
    /// Those that an earlier run began.
    unsure: Vec<(usize, Verb)>,
    /// Whether some name groups.
    names_groups: bool,
}

impl Importing<'_> {
    /// Holds every row against the schema and against the other rows.
    fn check(&self, plan: &mut Plan<Work>) -> Result<Checked, Stop> {
        let mut seen: HashMap<(Key, String), u64> = HashMap::new();
        let mut taken: HashMap<(usize, String), u64> = HashMap::new();
        let mut checked =
            Checked { matching: Matching::new(&self.naming), unsure: Vec::new(), names_groups: false };
        for row in 0..self.rows.len() {
            let (number, read) = self.rows.read(row)?;
            let subject = read.subject(&self.naming);
            let is_open = plan.row(number, &subject);
            let wanted = match read.valid() {
                Ok(wanted) => wanted,
                Err(problems) => {
                    plan.invalid(row, problems)?;
                    continue;
                }
            };
            checked.names_groups |= !wanted.group_ids().is_empty();
            let Some((key, text)) = self.naming.of(&wanted) else {
                plan.invalid(row, format!("{} is missing", self.naming.missing()))?;
                continue;
            };
            if key.is_id() && !user_refs::is_id(&text, "00u") {
                plan.invalid(row, format!("id {text:?} is not an id of a user: {MALFORMED}"))?;
                continue;
            }
            let text = key.fold(&text);
            if let Some(other) = seen.insert((key.clone(), text.clone()), number) {
                plan.invalid(row, format!("{} is in row {other} as well", key.0))?;
                continue;
            }
            if let Some(problem) = self.shared_value(&wanted, number, &mut taken) {
                plan.invalid(row, problem)?;
            } else if is_open {
                match plan.begun(row) {
                    Some(begun) => checked.unsure.push((row, begun)),
                    None => checked.matching.wait(row, &key, text, wanted.login()),
                }
            }
        }
        Ok(checked)
    }

    /// Reads users, and plans the rows that are about them.
    async fn read(
        &self,
        run: &mut Run,
        plan: &mut Plan<Work>,
        matching: &mut Matching,
        mut pages: Pages<'_>,
    ) -> Result<(), Stop> {
        let mut progress = run.progress("users read", None, false);
        while let Some(page) = run.watch(&mut progress, pages.next()).await {
            let page = page?;
            progress.done += page.len() as u64;
            for (row, found) in page.into_iter().flat_map(|user| matching.take(user)) {
                self.plan_row(run, plan, row, found)?;
            }
        }
        run.printer.end_progress();
        Ok(())
    }

    fn plan_row(&self, run: &mut Run, plan: &mut Plan<Work>, row: usize, found: Match) -> Result<(), Stop> {
        let wanted = self.valid(row)?;
        let planned = match found {
            Match::Nobody => self.planned(&wanted, &[], None),
            Match::User(user) => self.planned(&wanted, &[user], None),
            Match::Several(count) => {
                let name = self.naming.of(&wanted).map_or("login".to_owned(), |(key, _)| key.0);
                Planned::Invalid(format!("{count} users have this {name}"))
            }
            Match::LoginOf(id) => Planned::Invalid(format!("its login is that of another user, {id}")),
            Match::SameUserAs(other) => {
                Planned::Invalid(format!("the user is in row {} as well", plan.rows[other].number))
            }
        };
        plan.planned(run, row, planned)
    }

    /// A value that must be unique and is in another row as well.
    fn shared_value(
        &self,
        wanted: &UserRow,
        number: u64,
        taken: &mut HashMap<(usize, String), u64>,
    ) -> Option<String> {
        for (place, attribute) in self.rows.schema.attributes().iter().enumerate() {
            let is_login = attribute.name == "login";
            // What names all rows is reported elsewhere.
            if !(attribute.unique || is_login) || self.naming.is_only(&attribute.name) {
                continue;
            }
            let Some(Value::String(text)) = wanted.profile.get(&attribute.name) else { continue };
            let text = if is_login { text.to_lowercase() } else { text.clone() };
            if let Some(other) = taken.insert((place, text), number) {
                return Some(format!(
                    "{} is in row {other} as well, and no two users can have it",
                    attribute.name
                ));
            }
        }
        None
    }

    /// A row that was valid when it was checked.
    fn valid(&self, row: usize) -> Result<UserRow, Failure> {
        let (_, read) = self.rows.read(row)?;
        read.valid().map_err(Failure::usage)
    }

    /// What to do for a row, of which an earlier attempt may have `begun` something.
    fn planned(&self, wanted: &UserRow, found: &[Found], begun: Option<Verb>) -> Planned<Work> {
        match found {
            [] => self.planned_new(wanted),
            [found] if begun == Some(Verb::Create) => match self.planned_change(wanted, found) {
                Planned::Change(_, work, differences) => Planned::Change(Verb::Create, work, differences),
                other => other,
            },
            [_] if self.options.no_update => Planned::Same,
            [found] => {
                if wanted.gives_more_than_a_profile() {
                    self.left_alone.set(self.left_alone.get() + 1);
                }
                self.planned_change(wanted, found)
            }
            _ => Planned::Invalid(format!("{} users match this row", found.len())),
        }
    }

    /// What is wrong with the groups of a new user, as far as it can be seen.
    fn unfit_group(&self, wanted: &UserRow) -> Option<String> {
        let groups = self.groups.borrow();
        let groups = groups.as_ref()?;
        wanted.group_ids().iter().find_map(|id| match groups.by_id.get(id) {
            None => Some(format!("groupIds: there is no group with the id {id}")),
            Some(group) => {
                Relation::GroupMembers.check_parent(group).err().map(|problem| format!("{id}: {problem}"))
            }
        })
    }

    fn status_of_new(&self, wanted: &UserRow) -> Status {
        let usual = if self.options.no_activate { Status::Staged } else { Status::Active };
        wanted.status.unwrap_or(usual)
    }

    fn planned_new(&self, wanted: &UserRow) -> Planned<Work> {
        if let Some((Key(key), id)) = self.naming.of(wanted).filter(|(key, _)| key.is_id()) {
            self.strangers.set(self.strangers.get() + 1);
            return Planned::Invalid(format!("there is no user with the {key} {id}"));
        }
        if self.options.no_create {
            return Planned::Invalid("there is no such user".to_owned());
        }
        let profile = wanted.new_profile();
        let lacking = self.rows.schema.lacking(&profile);
        if !lacking.is_empty() {
            let are = if lacking.len() == 1 { "is" } else { "are" };
            return Planned::Invalid(format!("{} {are} required of a new user", lacking.join(", ")));
        }
        if let Some(problem) = self.unfit_group(wanted) {
            return Planned::Invalid(problem);
        }
        let wanted_status = self.status_of_new(wanted);
        let creation = status::creation(wanted_status, wanted.is_ready(), !self.options.no_email);
        let differences = profile.into_iter().map(|(name, value)| Difference {
            field: format!("profile.{name}"),
            old: None,
            new: Some(value),
        });
        let differences = differences.collect();
        let steps = creation.then.clone().into();
        let work = Work { id: None, changed: Box::default(), creation: Some(Box::new(creation)), steps };
        Planned::Change(Verb::Create, work, differences)
    }

    fn planned_change(&self, wanted: &UserRow, found: &Found) -> Planned<Work> {
        let Ok(from) = Status::parse(&found.status) else {
            return Planned::Invalid(format!(
                "the user has the status {}, which oktars does not know",
                found.status
            ));
        };
        let steps = match wanted.status.map_or(Ok(Vec::new()), |to| status::steps(from, to)) {
            Ok(steps) => steps,
            Err(problem) => return Planned::Invalid(problem),
        };
        let (changed, mut differences) = wanted.differences(self.rows.schema, found);
        if changed.is_empty() && steps.is_empty() {
            return Planned::Same;
        }
        let is_harmful = takes_away(&steps);
        let login = found.profile.get("login").and_then(Value::as_str).unwrap_or_default();
        // A user who is renamed is protected under the old name and under the new one.
        let names = [login, &*found.id, wanted.login().unwrap_or(login)];
        if let Some(reason) = self.guard.reason(is_harmful, &names) {
            return Planned::Refused(reason);
        }
        if from == Status::Deprovisioned && steps.is_empty() {
            return Planned::Invalid(
                "the user is deactivated, and nothing of a deactivated user can be changed; a status of \
                 ACTIVE activates"
                    .to_owned(),
            );
        }
        if let Some(to) = wanted.status.filter(|_| !steps.is_empty()) {
            differences.push(Difference {
                field: "status".to_owned(),
                old: Some(Value::from(from.name())),
                new: Some(Value::from(to.name())),
            });
        }
        let verb = if steps.contains(&Step::Deactivate) { Verb::Deactivate } else { Verb::Update };
        let id = Some(found.id.as_str().into());
        let work = Work { id, changed: changed.into(), creation: None, steps: steps.into() };
        Planned::Change(verb, work, differences)
    }

    /// What is still to be done to a user who is about to lose something: the plan may be minutes old.
    async fn still(
        &self,
        okta: &Okta,
        wanted: &UserRow,
        entry: &Entry<Work>,
        id: &str,
    ) -> Result<Option<Work>, Stop> {
        let found = lookup::one(okta, &Key::id(), id).await?;
        let is_named = |user: &Found| self.naming.names(wanted, user);
        let planned = match &found[..] {
            [] => Planned::Invalid("this user no longer exists".to_owned()),
            [user] if !is_named(user) => Planned::Invalid(RENAMED.to_owned()),
            found => self.planned(wanted, found, Some(entry.verb)),
        };
        Ok(left(planned)?.map(|(_, work)| work))
    }

    /// What changes a user who exists.
    fn changes(&self, okta: &Okta, id: &str, wanted: &UserRow, work: &Work) -> Vec<Call> {
        let patch = self.patch(wanted, &work.changed);
        let patch = (!patch.is_empty())
            .then(|| okta.users().update(id, &UserPatch::new()).raw().body(&json!({ "profile": patch })));
        let manner = Manner::with_activation_mail(!self.options.no_email);
        let steps = work.steps.iter().map(|step| step.call(okta, id, manner));
        // Nothing of a deactivated user can be changed.
        if work.steps.contains(&Step::Deactivate) {
            patch.into_iter().chain(steps).collect()
        } else {
            steps.chain(patch).collect()
        }
    }

    fn patch(&self, wanted: &UserRow, changed: &[u16]) -> Map<String, Value> {
        let names = changed.iter().map(|place| &self.rows.schema.attributes()[usize::from(*place)].name);
        names.filter_map(|name| Some((name.clone(), wanted.profile.get(name)?.clone()))).collect()
    }

    fn say_what_else(&self, plan: &mut Plan<Work>) {
        let mails = plan.entries.iter().filter(|entry| {
            entry.work.creation.as_ref().is_some_and(|creation| creation.mail)
                || (!self.options.no_email && entry.work.steps.contains(&Step::Activate))
        });
        let mails = mails.count();
        if mails > 0 {
            let what = if mails == 1 { "activation mail" } else { "activation mails" };
            plan.notes.push(format!("Okta will send {} {what}; --no-email sends none", grouped(mails)));
        }
        if self.strangers.get() > 0 {
            plan.notes.push(
                "ids that nobody has, as in a file from another org: --key login finds users by their logins"
                    .to_owned(),
            );
        }
        let left_alone = self.left_alone.get();
        if left_alone > 0 {
            plan.notes.push(format!(
                "credentials and groups are for new users: those of {} existing users stay as they are",
                grouped(left_alone)
            ));
        }
    }
}
