//! `oktars apps`

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use oktars::app::{
    AppGroupPatch, AppUserPatch, ListAppGroups, ListAppUsers, ListApps, NewApp, NewAppGroup, NewAppUser,
};
use oktars::{Expression, op};
use serde_json::{Value, json};

use super::app_unused::Unused;
use super::file_body::FileBody;
use super::name::{app_id, user_id};
use super::operation::{assigned, merged};
use super::request_body::{body_from, filled_in};
use super::resource::nothing_to_change;
use super::search::expression;
use super::web::{self, Page, Web};
use super::{Assignment, call, json_from};
use crate::args::{ListArgs, WriteArgs};
use crate::bulk::{self, relation::Relation};
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;
use crate::safety::{self, Question};

pub const COLUMNS: Columns =
    Columns { table: "id,status,label,name,signOnMode", csv: "created,lastUpdated,features" };

const USERS: Columns = Columns {
    table: "id,status,scope,userName=credentials.userName,group=_links.group.name",
    csv: "externalId,created,statusChanged,lastSync,syncState",
};

/// With the profile that each user has in the org.
const PEOPLE: Columns = Columns {
    table: "login=_embedded.user.profile.login,firstName=_embedded.user.profile.firstName,\
            lastName=_embedded.user.profile.lastName,department=_embedded.user.profile.department,\
            title=_embedded.user.profile.title,manager=_embedded.user.profile.manager,scope,group=_links.group.name",
    csv: "status,userName=credentials.userName,id,email=_embedded.user.profile.email,\
          userStatus=_embedded.user.status,lastLogin=_embedded.user.lastLogin,created",
};

const GROUPS: Columns =
    Columns { table: "id,name=_embedded.group.profile.name,priority,profile", csv: "lastUpdated" };

/// Okta tells the name of a group of an app in a list alone.
const GROUP: Columns = Columns { table: "id,priority,profile", csv: "lastUpdated" };

#[derive(Debug, Subcommand)]
pub enum Apps {
    /// List apps
    #[command(after_help = "Example:\n  oktars apps list --filter 'status eq \"ACTIVE\"'")]
    List {
        /// An expression, such as `status eq "ACTIVE"` or `user.id eq "00u..."`
        #[arg(long, value_name = "EXPRESSION", value_parser = expression)]
        filter: Option<String>,
        /// The start of a name or label
        #[arg(long, value_name = "START")]
        q: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// List apps that nobody has signed in to for a while, as far as the log tells
    #[command(after_help = "Example:\n  oktars apps unused --for 90d --mirror acme.db")]
    Unused(Unused),
    /// Show an app
    #[command(after_help = "Example:\n  oktars apps get Wiki")]
    Get {
        #[command(flatten)]
        app: App,
        #[command(flatten)]
        web: Web,
    },
    /// Create an app: of a usual kind with a few options, or of any kind from a body
    ///
    /// Apps of other kinds with few settings need no file: `--set name=bookmark --set signOnMode=BOOKMARK` and so on.
    #[command(after_help = "Examples:
  oktars apps create oidc --label Portal --redirect-uri https://portal.acme.example/cb
  oktars apps create saml --label CRM --acs https://crm.acme.example/acs --audience crm
  oktars apps create bookmark --label Wiki --url https://wiki.acme.example
  oktars apps create --skeleton --set signOnMode=SAML_2_0 > app.json
  oktars apps create --input app.json")]
    Create(Box<super::app_create::Create>),
    /// Change some members of an app; the others stay as they are
    #[command(after_help = "Example:\n  oktars apps update Wiki --set label='The wiki'")]
    Update {
        #[command(flatten)]
        app: App,
        #[command(flatten)]
        body: Body,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Delete an app for good, and deactivate it first if needed
    #[command(after_help = "Example:\n  oktars apps delete Wiki --yes")]
    Delete(Change),
    /// Activate an app
    #[command(after_help = "Example:\n  oktars apps activate Wiki")]
    Activate(Change),
    /// Deactivate an app: nobody can open it until it is activated
    #[command(after_help = "Example:\n  oktars apps deactivate Wiki")]
    Deactivate(Change),
    /// Print the SAML metadata of an app, which the other side asks for: XML with certificate and addresses
    #[command(after_help = "Example:\n  oktars apps metadata 'Acme CRM' > metadata.xml")]
    Metadata {
        #[command(flatten)]
        app: App,
        /// The id of the signing key [default: the one that the app uses]
        #[arg(long, value_name = "ID")]
        kid: Option<String>,
    },
    /// Give an app a logo of at most 1 MB
    #[command(after_help = "Example:\n  oktars apps upload-logo 'Acme CRM' logo.png")]
    UploadLogo {
        #[command(flatten)]
        app: App,
        /// The picture: PNG, JPEG, GIF or SVG; from stdin with `-`
        #[arg(value_name = "FILE")]
        picture: PathBuf,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// List the users of an app, and the groups that give it to them
    #[command(
        after_help = "Examples:\n  oktars apps users Wiki -o csv\n  oktars apps users Wiki --expand user -o csv"
    )]
    Users {
        #[command(flatten)]
        app: App,
        /// The start of a user name, a name or an email
        #[arg(long, value_name = "START")]
        q: Option<String>,
        /// Show the profile of each user too: name, department, title, manager
        #[arg(long, value_parser = ["user"])]
        expand: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Assign apps to users from a file with the columns app, login, userName, or take them away
    #[command(
        after_help = "Apps are named by label or id, users by login or id; profile.x is an attribute of the app's users.\n\nExample:\n  oktars apps import-users assignments.csv --dry-run"
    )]
    ImportUsers(ImportRelations),
    /// Write the users of apps to a file that `apps import-users` reads, without those who have an app by a group
    #[command(after_help = "Example:\n  oktars apps export-users assignments.csv --app 'Acme CRM'")]
    ExportUsers(ExportRelations),
    /// Assign apps to groups from a file with the columns app, group, priority, or take them away
    #[command(
        after_help = "Apps are named by label or id, groups by name or id.\n\nExample:\n  oktars apps import-groups assignments.csv --app 'Acme CRM'"
    )]
    ImportGroups(ImportRelations),
    /// Write the groups of apps to a file that `apps import-groups` reads
    #[command(after_help = "Example:\n  oktars apps export-groups assignments.csv")]
    ExportGroups(ExportRelations),
    /// List the groups that an app is assigned to
    #[command(after_help = "Example:\n  oktars apps groups Wiki")]
    Groups {
        #[command(flatten)]
        app: App,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Assign a group to an app: all its members may use it
    #[command(after_help = "Example:\n  oktars apps assign-group Wiki Engineering --priority 0")]
    AssignGroup {
        #[command(flatten)]
        app: App,
        #[command(flatten)]
        group: super::groups::Group,
        /// Which of several groups decides about a user: 0 comes first
        #[arg(long, value_name = "N")]
        priority: Option<u32>,
        /// An attribute of the users in the app: NAME=TEXT or NAME:=JSON; may be repeated
        #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
        set: Vec<Assignment>,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Take an app from a group; its members lose the app unless they have it in another way
    #[command(after_help = "Example:\n  oktars apps unassign-group Wiki Engineering --yes")]
    UnassignGroup {
        #[command(flatten)]
        app: App,
        #[command(flatten)]
        group: super::groups::Group,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Show how an app is assigned to a group
    #[command(after_help = "Example:\n  oktars apps get-group Wiki Engineering")]
    GetGroup {
        #[command(flatten)]
        app: App,
        #[command(flatten)]
        group: super::groups::Group,
    },
    /// Change how an app is assigned to a group: a JSON Patch from a file
    #[command(after_help = "Example:\n  oktars apps update-group Wiki Engineering --input patch.json")]
    UpdateGroup {
        #[command(flatten)]
        app: App,
        #[command(flatten)]
        group: super::groups::Group,
        /// The steps of the patch: `[{"op":"replace","path":"/priority","value":1}]`; `-` for stdin
        #[arg(long, value_name = "FILE")]
        input: PathBuf,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Show what an app knows about a user
    #[command(after_help = "Example:\n  oktars apps get-user Wiki ann@acme.example")]
    GetUser {
        #[command(flatten)]
        app: App,
        /// The id or the login of the user
        user: String,
    },
    /// Change what an app knows about a user
    #[command(
        after_help = "Example:\n  oktars apps update-user Wiki ann@acme.example --user-name ann --set role=boss"
    )]
    UpdateUser {
        #[command(flatten)]
        app: App,
        /// The id or the login of the user
        user: String,
        /// The name in the app
        #[arg(long, value_name = "NAME")]
        user_name: Option<String>,
        /// An attribute of the user in the app: NAME=TEXT or NAME:=JSON; may be repeated
        #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
        set: Vec<Assignment>,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Assign a user to an app
    #[command(after_help = "Example:\n  oktars apps assign-user Wiki ann@acme.example --user-name ann")]
    AssignUser {
        #[command(flatten)]
        app: App,
        /// The id or the login of the user
        user: String,
        /// The name in the app [default: what the app makes of the login]
        #[arg(long, value_name = "NAME")]
        user_name: Option<String>,
        /// An attribute of the user in the app: NAME=TEXT or NAME:=JSON; may be repeated
        #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
        set: Vec<Assignment>,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Take an app from a user
    #[command(after_help = "Example:\n  oktars apps unassign-user Wiki ann@acme.example --yes")]
    UnassignUser {
        #[command(flatten)]
        app: App,
        /// The id or the login of the user
        user: String,
        #[command(flatten)]
        write: WriteArgs,
    },
}

#[derive(Debug, clap::Args)]
pub struct App {
    /// The id or the label of the app
    #[arg(value_name = "APP", add = crate::completion::apps())]
    app: String,
}

impl App {
    async fn id(&self, run: &mut Run) -> Result<String, Stop> {
        app_id(run, &self.app).await
    }
}

/// A body that is given
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub struct Body {
    /// The body as JSON, from a file, or from stdin with `-`
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// A member of the body: `settings.app.url=TEXT`, or NAME:=JSON for numbers, booleans and lists; may be repeated
    #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
    set: Vec<Assignment>,
    /// Print the body with all members that it takes, for you to fill in and give to --input; nothing is sent
    #[arg(long = "skeleton")]
    _skeleton: bool,
}

impl Body {
    /// The body of a new app.
    pub fn new_app(self) -> Result<Value, Failure> {
        filled_in(&op::CREATE_APPLICATION, self.over(json!({}))?)
    }

    fn over(self, object: Value) -> Result<Value, Failure> {
        let object = match self.input {
            Some(path) if object == json!({}) => json_from(&path)?,
            Some(path) => merged(object, body_from(&path, &op::REPLACE_APPLICATION, true)?),
            None => object,
        };
        assigned(object, &self.set)
    }
}

#[derive(Debug, clap::Args)]
pub struct ImportRelations {
    /// The app, if the file has no column for it
    #[arg(long, value_name = "APP", add = crate::completion::apps())]
    app: Option<String>,
    #[command(flatten)]
    relations: bulk::relations::Relations,
}

#[derive(Debug, clap::Args)]
pub struct ExportRelations {
    /// The app [default: all apps]
    #[arg(long, value_name = "APP", add = crate::completion::apps())]
    app: Option<String>,
    #[command(flatten)]
    relations: bulk::export::Relations,
}

#[derive(Debug, clap::Args)]
pub struct Change {
    #[command(flatten)]
    app: App,
    #[command(flatten)]
    write: WriteArgs,
}

impl Apps {
    /// Whether it says at Ctrl-C where it was interrupted.
    pub fn ends_itself(&self) -> bool {
        matches!(self, Apps::ImportUsers(_) | Apps::ImportGroups(_))
    }

    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Apps::List { filter, q, list } => {
                let mut query = ListApps::new();
                (query.filter, query.q) = (filter.map(Expression::from), q);
                let apps = run.okta()?.apps().list(&query).raw();
                run.list(apps, &list, &COLUMNS).await
            }
            Apps::Unused(command) => command.run(run).await,
            Apps::Get { app, web } => {
                let id = app.id(run).await?;
                let call = run.okta()?.apps().get(&id).raw();
                if web.web {
                    return web::open(run, call, Page::App).await;
                }
                run.get(&COLUMNS, call).await
            }
            Apps::Create(create) => create.run(run).await,
            Apps::Metadata { app, kid } => metadata(run, &app, kid).await,
            Apps::UploadLogo { app, picture, write } => {
                let id = app.id(run).await?;
                let call = call(&run.okta()?, op::UPLOAD_APPLICATION_LOGO, &[&id]);
                let call = FileBody::Picture.fill(call, &picture)?;
                run.change(write, &COLUMNS, &format!("gave a logo to {}", app.app), call).await
            }
            Apps::Update { app, body, write } => {
                let id = app.id(run).await?;
                let okta = run.okta()?;
                let found: Value = run.send(okta.apps().get(&id).raw()).await?.json()?;
                let body = body.over(writable(found))?;
                let call = okta.apps().replace(&id, &NewApp::default()).raw().body(&body);
                run.change(write, &COLUMNS, &format!("updated {}", app.app), call).await
            }
            Apps::Delete(Change { app, write }) => delete(run, &app, write).await,
            Apps::Activate(Change { app, write }) => {
                let id = app.id(run).await?;
                let call = run.okta()?.apps().activate(&id).raw();
                run.change(write, &COLUMNS, &format!("activated {}", app.app), call).await
            }
            Apps::Deactivate(Change { app, write }) => {
                let id = app.id(run).await?;
                if !write.shows_only() {
                    let example = [format!("{} ({id})", app.app)];
                    safety::confirm(
                        run,
                        write,
                        &Question::one("Deactivate, for all who use it", "app", &example),
                    )?;
                }
                let call = run.okta()?.apps().deactivate(&id).raw();
                run.change(write, &COLUMNS, &format!("deactivated {}", app.app), call).await
            }
            Apps::Users { app, q, expand, list } => {
                let id = app.id(run).await?;
                let columns = if expand.is_some() { &PEOPLE } else { &USERS };
                let mut query = ListAppUsers::new();
                (query.q, query.expand) = (q, expand);
                let users = run.okta()?.app_users(&id).list(&query).raw();
                run.list(users, &list, columns).await
            }
            Apps::ImportUsers(ImportRelations { app, relations }) => {
                relations.run(Relation::AppUsers, app.as_deref(), run).await
            }
            Apps::ExportUsers(ExportRelations { app, relations }) => {
                relations.run(Relation::AppUsers, app.as_deref(), run).await
            }
            Apps::ImportGroups(ImportRelations { app, relations }) => {
                relations.run(Relation::AppGroups, app.as_deref(), run).await
            }
            Apps::ExportGroups(ExportRelations { app, relations }) => {
                relations.run(Relation::AppGroups, app.as_deref(), run).await
            }
            Apps::Groups { app, list } => {
                let id = app.id(run).await?;
                let groups = run.okta()?.app_groups(&id).list(&ListAppGroups::new().expand("group")).raw();
                run.list(groups, &list, &GROUPS).await
            }
            Apps::AssignGroup { app, group, priority, set, write } => {
                let (id, group_id) = (app.id(run).await?, group.id(run).await?);
                let mut assignment = NewAppGroup::new(group_id);
                if let Some(priority) = priority {
                    assignment = assignment.priority(priority);
                }
                for set in set {
                    assignment = assignment.attribute(set.name, set.value);
                }
                let call = run.okta()?.app_groups(&id).assign(&assignment).raw();
                run.change(write, &GROUP, &format!("assigned {} to {}", app.app, group.group), call).await
            }
            Apps::UnassignGroup { app, group, write } => {
                let (id, group_id) = (app.id(run).await?, group.id(run).await?);
                if !write.shows_only() {
                    let example = [format!("{} from all of {}", app.app, group.group)];
                    safety::confirm(run, write, &Question::one("Take away", "app", &example))?;
                }
                let call = run.okta()?.app_groups(&id).remove(&group_id).raw();
                run.change(write, &GROUP, &format!("took {} from {}", app.app, group.group), call).await
            }
            Apps::GetGroup { app, group } => {
                let (id, group_id) = (app.id(run).await?, group.id(run).await?);
                let call = run.okta()?.app_groups(&id).get(&group_id).raw();
                run.get(&GROUP, call).await
            }
            Apps::UpdateGroup { app, group, input, write } => {
                let patch = json_from(&input)?;
                let (id, group_id) = (app.id(run).await?, group.id(run).await?);
                let okta = run.okta()?;
                let call = okta.app_groups(&id).update(&group_id, &AppGroupPatch::new()).raw().body(&patch);
                run.change(write, &GROUP, &format!("updated {} in {}", group.group, app.app), call).await
            }
            Apps::GetUser { app, user } => {
                let (id, user) = (app.id(run).await?, user_id(run, &user).await?);
                let call = run.okta()?.app_users(&id).get(&user).raw();
                run.get(&USERS, call).await
            }
            Apps::UpdateUser { app, user, user_name, set, write } => {
                if user_name.is_none() && set.is_empty() {
                    return Err(nothing_to_change());
                }
                let (id, user_id) = (app.id(run).await?, user_id(run, &user).await?);
                let mut patch = AppUserPatch::new();
                if let Some(name) = user_name {
                    patch = patch.user_name(name);
                }
                for set in set {
                    patch = patch.set(set.name, set.value);
                }
                let call = run.okta()?.app_users(&id).update(&user_id, &patch).raw();
                run.change(write, &USERS, &format!("updated {user} in {}", app.app), call).await
            }
            Apps::AssignUser { app, user, user_name, set, write } => {
                let (id, user_id) = (app.id(run).await?, user_id(run, &user).await?);
                let mut assignment = NewAppUser::new(user_id);
                if let Some(name) = user_name {
                    assignment = assignment.user_name(name);
                }
                for set in set {
                    assignment = assignment.attribute(set.name, set.value);
                }
                let call = run.okta()?.app_users(&id).assign(&assignment).raw();
                run.change(write, &USERS, &format!("assigned {user} to {}", app.app), call).await
            }
            Apps::UnassignUser { app, user, write } => {
                let (id, user_id) = (app.id(run).await?, user_id(run, &user).await?);
                if !write.shows_only() {
                    let example = [format!("{} from {user}", app.app)];
                    safety::confirm(run, write, &Question::one("Take away", "app", &example))?;
                }
                let call = run.okta()?.app_users(&id).remove(&user_id).raw();
                run.change(write, &USERS, &format!("took {} from {user}", app.app), call).await
            }
        }
    }
}

/// What the other side of a single sign-on needs to know, as XML.
async fn metadata(run: &mut Run, app: &App, kid: Option<String>) -> Result<(), Stop> {
    let id = app.id(run).await?;
    let kid = match kid {
        Some(kid) => kid,
        None => signing_key(run, app, &id).await?,
    };
    let call = call(&run.okta()?, op::PREVIEW_SAM_LMETADATA_FOR_APPLICATION, &[&id]);
    let call = call.query("kid", kid).header("accept", "application/xml");
    let answer = run.send(call).await?;
    run.raw_out().write_all(answer.body())?;
    Ok(writeln!(run.raw_out())?)
}

/// The key with which an app signs.
async fn signing_key(run: &mut Run, app: &App, id: &str) -> Result<String, Stop> {
    let call = run.okta()?.apps().get(id).raw();
    let found: Value = run.send(call).await?.json()?;
    let mode = found["signOnMode"].as_str().unwrap_or_default();
    let kid = found["credentials"]["signing"]["kid"].as_str();
    match kid.filter(|_| mode.starts_with("SAML")) {
        Some(kid) => Ok(kid.to_owned()),
        None => {
            Err(Failure::usage(format!("{} signs in by {mode}, and only SAML apps have metadata", app.app))
                .hint("`oktars apps list --fields label,signOnMode` shows how apps sign in")
                .into())
        }
    }
}

/// What a replacement takes of an app as it was read: not what Okta alone sets.
fn writable(mut app: Value) -> Value {
    const READ_ONLY: [&str; 8] =
        ["id", "status", "created", "lastUpdated", "features", "orn", "_links", "_embedded"];
    if let Some(members) = app.as_object_mut() {
        members.retain(|name, _| !READ_ONLY.contains(&name.as_str()));
    }
    app
}

/// Okta deletes inactive apps alone.
async fn delete(run: &mut Run, app: &App, write: WriteArgs) -> Result<(), Stop> {
    let id = app.id(run).await?;
    let okta = run.okta()?;
    let found: Value = run.send(okta.apps().get(&id).raw()).await?.json()?;
    let label = found["label"].as_str().unwrap_or(&id);
    let status = found["status"].as_str().unwrap_or("?");
    if !write.shows_only() {
        let example = [format!("{label} ({status}, {id})")];
        safety::confirm(run, write, &Question::one("Delete for good", "app", &example))?;
    }
    if status == "ACTIVE" {
        run.write(write, okta.apps().deactivate(&id).raw()).await?;
    }
    if run.write(write, okta.apps().delete(&id).raw()).await?.is_some() {
        run.note(&format!("deleted the app {label:?} for good"));
    }
    Ok(())
}
