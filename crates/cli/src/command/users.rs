//! `oktars users`

use std::path::PathBuf;

use clap::Subcommand;
use oktars::user::{
    ActivateUser, ClearSessions, CreateUser, DeactivateUser, ListAppLinks, ListUserBlocks, ListUserGroups,
    ListUsers, NewUser, UpdateUser, UserPatch, UserReplacement,
};
use oktars::{Call, Expression, op};
use serde_json::{Value, json};

use super::dossier::Dossier;
use super::explain::check_attributes;
use super::name::group_id;
use super::request_body::{SkeletonArg, body_from};
use super::resource::nothing_to_change;
use super::search::expression;
use super::user_choice::Choice;
use super::user_credential::UserCredential;
use super::web::{self, Page, Web};
use super::{Assignment, SortArgs, groups, password_from_stdin};
use crate::args::{ListArgs, WriteArgs};
use crate::bulk;
use crate::bulk::lifecycle::{Action, several};
use crate::bulk::status::Manner;
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;
use crate::safety::{self, Question};

pub const COLUMNS: Columns = Columns {
    table: "id,status,login=profile.login,firstName=profile.firstName,lastName=profile.lastName",
    csv: "email=profile.email,created,activated,lastLogin,lastUpdated",
};

/// When somebody signed in last is what this list is about.
const INACTIVE: Columns = Columns {
    table: "id,status,login=profile.login,firstName=profile.firstName,lastName=profile.lastName,lastLogin",
    csv: "email=profile.email,created,activated,lastUpdated",
};

const APP_LINKS: Columns = Columns {
    table: "appInstanceId,appName,label,linkUrl",
    csv: "id,appAssignmentId,credentialsSetup,hidden,sortOrder",
};

const BLOCKS: Columns = Columns { table: "type,appliesTo", csv: "" };

#[derive(Debug, Subcommand)]
pub enum Users {
    /// List users; without --search or --filter, all who are not deactivated
    #[command(after_help = "Examples:
  oktars users list --search 'profile.department eq \"R&D\"' -o csv
  oktars users list --inactive-for 90d --not-in Contractors
  oktars users list --without-factor --mirror acme.db
  oktars users list --search 'status eq \"ACTIVE\" and created gt 7d'")]
    List {
        /// An expression, such as `profile.department eq "R&D"`; `lastLogin lt 90d` means before 90 days ago
        #[arg(long, value_name = "EXPRESSION", conflicts_with_all = ["filter", "q"], value_parser = expression)]
        search: Option<String>,
        /// An expression over status, lastUpdated, id, login, email and names; times as for --search
        #[arg(long, value_name = "EXPRESSION", conflicts_with = "q", value_parser = expression)]
        filter: Option<String>,
        /// The start of a first name, last name or email; finds at most 200 users
        #[arg(long, value_name = "START")]
        q: Option<String>,
        #[command(flatten)]
        choice: Box<Choice>,
        #[command(flatten)]
        sort: SortArgs,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Show a user
    #[command(after_help = "Example:\n  oktars users get ann@acme.example")]
    Get {
        #[command(flatten)]
        user: User,
        #[command(flatten)]
        web: Web,
    },
    /// Show everything about a user: groups and apps with their ways, roles, factors, devices, changes, sign-ins
    #[command(after_help = "A mirror also knows since when, by whom, and what was before.

Examples:
  oktars users dossier ann@acme.example
  oktars users dossier ann@acme.example --mirror acme.db -o xlsx > ann.xlsx")]
    Dossier(Dossier),
    /// Create a user, and activate the account unless you say otherwise
    #[command(
        after_help = "Example:\n  oktars users create --login ann@acme.example --first-name Ann \\\n      --last-name Lee --set department=Sales --set title=Engineer"
    )]
    Create(Box<Create>),
    /// Change some of a user's attributes; the others stay as they are
    #[command(
        after_help = "Example:\n  oktars users update ann@acme.example --set title=Boss --clear nickName"
    )]
    Update(Box<Update>),
    /// Replace the profile or the credentials of a user; attributes that the file does not name are removed
    #[command(
        after_help = "`users get LOGIN -o json` shows what there is. To change some attributes, use `users update`.\n\nExample:\n  oktars users replace ann@acme.example --input ann.json"
    )]
    Replace {
        #[command(flatten)]
        user: User,
        /// The body as JSON, from a file, or from stdin with `-`
        #[arg(long, value_name = "FILE")]
        input: PathBuf,
        /// Apply the rules on age and history to the new password too
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        _skeleton: SkeletonArg,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Create and change users from a file: it shows a plan, asks you, and then makes the changes
    #[command(after_help = bulk::IMPORT_HELP)]
    Import(Box<bulk::users::Import>),
    /// Write all users to a file that `users import` reads: profiles and statuses, and no credentials
    #[command(after_help = "Example:\n  oktars users export people.csv")]
    Export(bulk::export::Users),
    /// Do one thing to all users that a file names: deactivate, suspend, reset factors or passwords, delete
    #[command(
        after_help = "The column login, id or email names the users; other columns are ignored.\n\nExamples:\n  oktars users bulk deactivate leavers.csv --results done.csv\n  oktars users bulk reset-password affected.csv --revoke-sessions --dry-run"
    )]
    Bulk(Box<bulk::lifecycle::Lifecycle>),
    /// Do everything that is needed when people leave: sessions, factors, roles, groups, apps, and the account
    #[command(after_help = bulk::offboard::HELP)]
    Offboard(Box<bulk::offboard::Offboard>),
    /// Activate a user who is staged or deactivated, or several
    #[command(after_help = "Example:\n  oktars users activate ann@acme.example --no-email")]
    Activate {
        #[command(flatten)]
        users: Several,
        /// Send no mail; the activation link is printed instead
        #[arg(long)]
        no_email: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Make a new activation link for a user who did not use the first one, or for several
    #[command(after_help = "Example:\n  oktars users reactivate ann@acme.example --send-email")]
    Reactivate {
        #[command(flatten)]
        users: Several,
        /// Send the link by mail instead of printing it
        #[arg(long)]
        send_email: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Deactivate a user, or several; they lose all apps
    #[command(
        after_help = "Examples:\n  oktars users deactivate ann@acme.example\n  oktars users deactivate ann@acme.example bob@acme.example"
    )]
    Deactivate {
        #[command(flatten)]
        users: Several,
        /// Send a mail to the administrators
        #[arg(long)]
        send_email: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Suspend an active user, or several: they keep everything, but cannot sign in
    #[command(after_help = "Example:\n  oktars users suspend ann@acme.example")]
    Suspend(Change),
    /// End a suspension
    #[command(after_help = "Example:\n  oktars users unsuspend ann@acme.example")]
    Unsuspend(Change),
    /// Unlock a user who is locked out
    #[command(after_help = "Example:\n  oktars users unlock ann@acme.example")]
    Unlock(Change),
    /// Delete a user for good, or several, and deactivate them first if needed
    #[command(after_help = "Example:\n  oktars users delete ann@acme.example --yes")]
    Delete {
        #[command(flatten)]
        users: Several,
        #[command(flatten)]
        write: WriteArgs,
    },
    #[command(flatten)]
    Credential(UserCredential),
    /// End all sessions of a user, or of several
    #[command(after_help = "Example:\n  oktars users clear-sessions ann@acme.example --oauth-tokens")]
    ClearSessions {
        #[command(flatten)]
        users: Several,
        /// Revoke OAuth tokens as well
        #[arg(long)]
        oauth_tokens: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Remove all second factors of a user, or of several; they set up new ones at the next sign-in
    #[command(after_help = "Example:\n  oktars users reset-factors ann@acme.example --yes")]
    ResetFactors(Change),
    /// List the groups that a user is in
    #[command(after_help = "Example:\n  oktars users groups ann@acme.example")]
    Groups {
        #[command(flatten)]
        user: User,
        #[command(flatten)]
        list: ListArgs,
    },
    /// List what a user is locked out of
    #[command(after_help = "Example:\n  oktars users blocks ann@acme.example")]
    Blocks {
        #[command(flatten)]
        user: User,
        #[command(flatten)]
        list: ListArgs,
    },
    /// List the apps that a user sees
    #[command(after_help = "Example:\n  oktars users apps ann@acme.example")]
    Apps {
        #[command(flatten)]
        user: User,
        #[command(flatten)]
        list: ListArgs,
    },
}

#[derive(Debug, clap::Args)]
pub struct User {
    /// The id or the login; `me` is the owner of the token
    #[arg(value_name = "USER")]
    pub id: String,
}

/// Users of whom each gets the same
#[derive(Debug, clap::Args)]
pub struct Several {
    /// The id or the login; `me` is the owner of the token; several are shown as a plan first
    #[arg(value_name = "USER", required = true)]
    pub ids: Vec<String>,
}

impl Several {
    /// The user, where there is one.
    pub fn only(&self) -> Option<User> {
        match &self.ids[..] {
            [id] => Some(User { id: id.clone() }),
            _ => None,
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct Change {
    #[command(flatten)]
    users: Several,
    #[command(flatten)]
    write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct Create {
    /// The login
    #[arg(long, required_unless_present = "input")]
    login: Option<String>,
    #[command(flatten)]
    profile: Profile,
    /// Do not activate the user: the account stays staged
    #[arg(long)]
    no_activate: bool,
    /// Make the user change the password at the first sign-in
    #[arg(long, requires = "password_stdin", conflicts_with = "no_activate")]
    change_password: bool,
    /// Add the user to this group, by id or name; may be repeated
    #[arg(long = "group", value_name = "GROUP", conflicts_with = "input", add = crate::completion::groups())]
    groups: Vec<String>,
    /// The id of the user's type
    #[arg(long = "type", value_name = "TYPE_ID", conflicts_with = "input")]
    user_type: Option<String>,
    /// The whole body as JSON, from a file, or from stdin with `-`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["login", "Profile"])]
    input: Option<PathBuf>,
    #[command(flatten)]
    _skeleton: SkeletonArg,
    #[command(flatten)]
    write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct Update {
    #[command(flatten)]
    user: User,
    /// The new login
    #[arg(long)]
    login: Option<String>,
    #[command(flatten)]
    profile: Profile,
    /// Clear an attribute; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    clear: Vec<String>,
    /// Apply the rules on age and history to the new password too
    #[arg(long, requires = "password_stdin")]
    strict: bool,
    /// The whole body as JSON, from a file, or from stdin with `-`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["login", "Profile"])]
    input: Option<PathBuf>,
    #[command(flatten)]
    _skeleton: SkeletonArg,
    #[command(flatten)]
    write: WriteArgs,
}

/// Attributes that create and update have in common.
#[derive(Debug, clap::Args)]
#[group(multiple = true)]
struct Profile {
    /// The email [default for a new user: the login]
    #[arg(long)]
    email: Option<String>,
    /// The first name
    #[arg(long, value_name = "NAME")]
    first_name: Option<String>,
    /// The last name
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
    /// The second email
    #[arg(long, value_name = "EMAIL")]
    second_email: Option<String>,
    /// The mobile phone
    #[arg(long, value_name = "NUMBER")]
    mobile_phone: Option<String>,
    /// Any attribute: NAME=TEXT, or NAME:=JSON for numbers, booleans and lists; may be repeated
    #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
    set: Vec<Assignment>,
    /// Read the password from stdin
    #[arg(long)]
    password_stdin: bool,
}

impl Profile {
    fn attributes(&self) -> Vec<(&str, Value)> {
        let named = [
            ("email", &self.email),
            ("firstName", &self.first_name),
            ("lastName", &self.last_name),
            ("secondEmail", &self.second_email),
            ("mobilePhone", &self.mobile_phone),
        ];
        let named = named.into_iter().filter_map(|(name, text)| Some((name, Value::from(text.as_deref()?))));
        named.chain(self.set.iter().map(|set| (attribute(&set.name), set.value.clone()))).collect()
    }
}

impl Profile {
    /// Refuses attributes that the schema lacks. Of one that is set, Okta says so itself when it is sent.
    async fn check(&self, run: &mut Run, clear: &[String], write: WriteArgs) -> Result<(), Stop> {
        let set = self.set.iter().filter(|_| write.shows_only()).map(|set| attribute(&set.name));
        let names: Vec<&str> = set.chain(clear.iter().map(|name| attribute(name))).collect();
        check_attributes(run, "users", &names).await
    }
}

/// `profile.title` is what `--fields` and searches call an attribute.
fn attribute(name: &str) -> &str {
    name.strip_prefix("profile.").unwrap_or(name)
}

impl Users {
    /// Whether it says at Ctrl-C where it was interrupted.
    pub fn ends_itself(&self) -> bool {
        matches!(self, Users::Import(_) | Users::Bulk(_) | Users::Offboard(_)) || self.several().is_some()
    }

    /// The users, where a step of life is for more than one.
    fn several(&self) -> Option<&Several> {
        let users = match self {
            Users::Suspend(change) | Users::Unsuspend(change) | Users::Unlock(change) => &change.users,
            Users::ResetFactors(change) => &change.users,
            Users::Activate { users, .. } | Users::Reactivate { users, .. } => users,
            Users::Deactivate { users, .. } | Users::Delete { users, .. } => users,
            Users::ClearSessions { users, .. } => users,
            Users::Credential(command) => command.users()?,
            _ => return None,
        };
        (users.ids.len() > 1).then_some(users)
    }

    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Users::List { search, filter, q, choice, sort, list } => {
                let has_expression = search.is_some() || filter.is_some() || q.is_some();
                if choice.is_made()
                    && let Some(path) = choice.mirror(run, has_expression)?
                {
                    return choice.list_of_mirror(run, &path, &list, &INACTIVE);
                }
                let mut query = ListUsers::new();
                (query.search, query.filter, query.q) =
                    (search.map(Expression::from), filter.map(Expression::from), q);
                (query.sort_by, query.sort_order) = sort.attribute_and_order();
                let users = run.okta()?.users().list(&query).raw();
                if choice.is_made() {
                    return choice.list_of_org(run, users, &list, &INACTIVE).await;
                }
                let found = run.listed(users, &list, &COLUMNS).await?;
                if found == 0 && query.q.is_some_and(|q| q.trim().contains(' ')) {
                    run.note(
                        "note: --q takes the start of one name; `oktars users get 'Ada Adler'` suggests people",
                    );
                }
                Ok(())
            }
            Users::Dossier(dossier) => dossier.run(run).await,
            Users::Get { user, web } => {
                let call = run.okta()?.users().get(&user.id).raw();
                if web.web {
                    return web::open(run, call, Page::User).await;
                }
                run.get(&COLUMNS, call).await
            }
            Users::Create(create) => create.run(run).await,
            Users::Update(update) => update.run(run).await,
            Users::Replace { user, input, strict, write, .. } => {
                let body = body_from(&input, &op::REPLACE_USER, false)?;
                let mut options = UpdateUser::new();
                options.strict = strict.then_some(true);
                let call =
                    run.okta()?.users().replace_with(&user.id, &UserReplacement::new(), &options).raw();
                change_login(run, write, call.body(&body), &format!("replaced {}", user.id)).await
            }
            Users::Import(import) => import.run(run).await,
            Users::Export(export) => export.run(run).await,
            Users::Bulk(lifecycle) => lifecycle.run(run).await,
            Users::Offboard(offboard) => Box::pin(offboard.run(run)).await,
            Users::Activate { users, no_email, write } => {
                let Some(user) = users.only() else {
                    let manner = Manner::with_activation_mail(!no_email);
                    return several(run, Action::Activate, manner, &users.ids, write).await;
                };
                let options = ActivateUser::new().send_email(!no_email);
                let call = run.okta()?.users().activate_with(&user.id, &options).raw();
                change(run, write, call, &user, "activated").await
            }
            Users::Reactivate { users, send_email, write } => {
                let Some(user) = users.only() else {
                    only_by_mail(send_email, "with --send-email, Okta mails the links to several users")?;
                    return several(run, Action::Reactivate, Manner::default(), &users.ids, write).await;
                };
                let options = ActivateUser::new().send_email(send_email);
                let call = run.okta()?.users().reactivate_with(&user.id, &options).raw();
                change(run, write, call, &user, "made a new activation link for").await
            }
            Users::Deactivate { users, send_email, write } => {
                let Some(user) = users.only() else {
                    let manner = Manner { deactivation_mail: send_email, ..Manner::default() };
                    return several(run, Action::Deactivate, manner, &users.ids, write).await;
                };
                certain(run, write, "Deactivate", &user).await?;
                let options = DeactivateUser::new().send_email(send_email);
                let call = run.okta()?.users().deactivate_with(&user.id, &options).raw();
                change(run, write, call, &user, "deactivated").await
            }
            Users::Suspend(Change { users, write }) => {
                let Some(user) = users.only() else {
                    return several(run, Action::Suspend, Manner::default(), &users.ids, write).await;
                };
                let call = run.okta()?.users().suspend(&user.id).raw();
                change(run, write, call, &user, "suspended").await
            }
            Users::Unsuspend(Change { users, write }) => {
                let Some(user) = users.only() else {
                    return several(run, Action::Unsuspend, Manner::default(), &users.ids, write).await;
                };
                let call = run.okta()?.users().unsuspend(&user.id).raw();
                change(run, write, call, &user, "unsuspended").await
            }
            Users::Unlock(Change { users, write }) => {
                let Some(user) = users.only() else {
                    return several(run, Action::Unlock, Manner::default(), &users.ids, write).await;
                };
                let call = run.okta()?.users().unlock(&user.id).raw();
                change(run, write, call, &user, "unlocked").await
            }
            Users::Delete { users, write } => match users.only() {
                Some(user) => delete(run, &user, write).await,
                None => several(run, Action::Delete, Manner::default(), &users.ids, write).await,
            },
            Users::Credential(command) => command.run(run).await,
            Users::ClearSessions { users, oauth_tokens, write } => {
                let Some(user) = users.only() else {
                    let manner = Manner { oauth_tokens, ..Manner::default() };
                    return several(run, Action::ClearSessions, manner, &users.ids, write).await;
                };
                let options = ClearSessions::new().oauth_tokens(oauth_tokens);
                let call = run.okta()?.users().clear_sessions_with(&user.id, &options).raw();
                change(run, write, call, &user, "ended all sessions of").await
            }
            Users::ResetFactors(Change { users, write }) => {
                let Some(user) = users.only() else {
                    return several(run, Action::ResetFactors, Manner::default(), &users.ids, write).await;
                };
                certain(run, write, "Reset all factors", &user).await?;
                let call = run.okta()?.users().reset_factors(&user.id).raw();
                change(run, write, call, &user, "reset all factors of").await
            }
            Users::Groups { user, list } => {
                let groups = run.okta()?.users().groups(&user.id, &ListUserGroups::new()).raw();
                run.list(groups, &list, &groups::COLUMNS).await
            }
            Users::Blocks { user, list } => {
                let blocks = run.okta()?.users().blocks(&user.id, &ListUserBlocks::new()).raw();
                run.list(blocks, &list, &BLOCKS).await
            }
            Users::Apps { user, list } => {
                let links = run.okta()?.users().app_links(&user.id, &ListAppLinks::new()).raw();
                run.list(links, &list, &APP_LINKS).await
            }
        }
    }
}

/// Refuses links and passwords of several users, which would be printed among each other.
pub fn only_by_mail(is_mailed: bool, hint: &str) -> Result<(), Failure> {
    match is_mailed {
        true => Ok(()),
        false => {
            Err(Failure::usage("this can be printed for one user only")
                .hint(format!("{hint}; or name one user")))
        }
    }
}

/// Makes certain that it is meant, before something is taken from a user.
async fn certain(run: &mut Run, write: WriteArgs, what: &str, user: &User) -> Result<(), Stop> {
    if write.shows_only() {
        return Ok(());
    }
    let found = read(run, user).await?;
    safety::protect(run, write, &found).await?;
    ask(run, write, what, &found)
}

async fn read(run: &mut Run, user: &User) -> Result<Value, Stop> {
    let call = run.okta()?.users().get(&user.id).raw();
    Ok(run.send(call).await?.json()?)
}

/// One step of a user's life.
pub async fn change(
    run: &mut Run,
    write: WriteArgs,
    call: Call,
    user: &User,
    done: &str,
) -> Result<(), Stop> {
    run.change(write, &COLUMNS, &format!("{done} {}", user.id), call).await
}

/// Creates or changes a user, and names the one who has the login already.
async fn change_login(run: &mut Run, write: WriteArgs, call: Call, done: &str) -> Result<(), Stop> {
    let body: Value = serde_json::from_slice(call.request()?.body()).unwrap_or_default();
    match run.change(write, &COLUMNS, done, call).await {
        Err(Stop::Failed(failure)) if failure.is_taken() => {
            Err(told_by_whom(run, *failure, body["profile"]["login"].as_str()).await)
        }
        other => other,
    }
}

impl Create {
    async fn run(mut self, run: &mut Run) -> Result<(), Stop> {
        for group in &mut self.groups {
            *group = group_id(run, group).await?;
        }
        let (user, whole) = match &self.input {
            Some(path) => (NewUser::default(), Some(body_from(path, &op::CREATE_USER, false)?)),
            None => (self.user()?, None),
        };
        self.profile.check(run, &[], self.write).await?;
        let mut options = CreateUser::new().activate(!self.no_activate);
        options.change_password_at_next_login = self.change_password;
        let call = run.okta()?.users().create_with(&user, &options).raw();
        change_login(run, self.write, with_body(call, whole), "created the user").await
    }

    fn user(&self) -> Result<NewUser, Stop> {
        let mut user = NewUser::new(self.login.as_deref().unwrap_or_default());
        // `--set email=x` names the same attribute as `--email x`: what is written last counts.
        for (name, value) in self.profile.attributes() {
            user = user.attribute(name, value);
        }
        for group in &self.groups {
            user = user.group(group);
        }
        if let Some(id) = &self.user_type {
            user = user.user_type(id);
        }
        if self.profile.password_stdin {
            user = user.password(password_from_stdin()?);
        }
        Ok(user)
    }
}

impl Update {
    async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let (patch, whole) = match &self.input {
            Some(path) => (UserPatch::new(), Some(body_from(path, &op::UPDATE_USER, true)?)),
            None => (self.patch()?, None),
        };
        if whole.as_ref().map_or(patch == UserPatch::new(), |body| *body == json!({})) {
            return Err(nothing_to_change());
        }
        self.profile.check(run, &self.clear, self.write).await?;
        let mut options = UpdateUser::new();
        options.strict = self.strict.then_some(true);
        let call = run.okta()?.users().update_with(&self.user.id, &patch, &options).raw();
        let done = format!("updated {}", self.user.id);
        change_login(run, self.write, with_body(call, whole), &done).await
    }

    fn patch(&self) -> Result<UserPatch, Stop> {
        let mut patch = UserPatch::new();
        if let Some(login) = &self.login {
            patch = patch.login(login);
        }
        for (name, value) in self.profile.attributes() {
            patch = patch.set(name, value);
        }
        for name in &self.clear {
            patch = patch.clear(attribute(name));
        }
        if self.profile.password_stdin {
            patch = patch.password(password_from_stdin()?);
        }
        Ok(patch)
    }
}

/// A call with the body that the reader wrote, if there is one.
fn with_body(call: Call, whole: Option<Value>) -> Call {
    match whole {
        Some(body) => call.body(&body),
        None => call,
    }
}

/// Names the user who has the login that was refused, if that can be seen.
async fn told_by_whom(run: &mut Run, failure: Failure, login: Option<&str>) -> Stop {
    let Some(login) = login else { return failure.into() };
    let Ok(Some(user)) = run.look("users", login).await else { return failure.into() };
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let (id, status) = (text(&user["id"]), text(&user["status"]));
    let hint = match status.as_str() {
        "DEPROVISIONED" => {
            format!(
                "{login} is {id}, who is deactivated: activate or delete that user, or choose another login"
            )
        }
        _ => format!("{login} is {id} ({status}): `oktars users update` changes that user"),
    };
    failure.hint(hint).into()
}

fn ask(run: &mut Run, write: WriteArgs, what: &str, user: &Value) -> Result<(), Stop> {
    let login = user["profile"]["login"].as_str().unwrap_or("?");
    let example = format!("{login} ({})", user["status"].as_str().unwrap_or("?"));
    safety::confirm(run, write, &Question::one(what, "user", &[example]))
}

/// Okta deletes in two steps with one call, whose meaning depends on the user's status: so that is read.
async fn delete(run: &mut Run, user: &User, write: WriteArgs) -> Result<(), Stop> {
    let found = read(run, user).await?;
    let id = found["id"].as_str().unwrap_or(&user.id);
    let status = found["status"].as_str().unwrap_or_default();
    let login = found["profile"]["login"].as_str().unwrap_or(&user.id);
    if !write.shows_only() {
        safety::protect(run, write, &found).await?;
        ask(run, write, "Delete for good", &found)?;
    }
    let okta = run.okta()?;
    if status != "DEPROVISIONED" {
        run.write(write, okta.users().deactivate(id).raw()).await?;
    }
    if run.write(write, okta.users().delete(id).raw()).await?.is_some() {
        run.note(&format!("deleted {login} for good"));
    }
    Ok(())
}
