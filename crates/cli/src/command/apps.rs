//! `oktars apps`

use clap::Subcommand;
use oktars::{Okta, op};
use serde_json::{Map, json};

use super::{Assignment, call, user_id};
use crate::args::{ListArgs, WriteArgs};
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

pub const COLUMNS: Columns =
    Columns { table: "id,status,label,name,signOnMode", csv: "created,lastUpdated,features" };

const USERS: Columns = Columns {
    table: "id,status,scope,userName=credentials.userName",
    csv: "externalId,created,statusChanged,lastSync,syncState",
};

#[derive(Debug, Subcommand)]
pub enum Apps {
    /// List apps
    #[command(after_help = "Example:\n  oktars apps list --filter 'status eq \"ACTIVE\"'")]
    List {
        /// An expression, such as `status eq "ACTIVE"` or `user.id eq "00u..."`
        #[arg(long, value_name = "EXPRESSION")]
        filter: Option<String>,
        /// The start of a name or label
        #[arg(long, value_name = "START")]
        q: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Show an app
    #[command(after_help = "Example:\n  oktars apps get 0oa1gjh63g214q0Hq0g4")]
    Get(App),
    /// Activate an app
    #[command(after_help = "Example:\n  oktars apps activate 0oa1gjh63g214q0Hq0g4")]
    Activate(Change),
    /// Deactivate an app: nobody can open it until it is activated
    #[command(after_help = "Example:\n  oktars apps deactivate 0oa1gjh63g214q0Hq0g4")]
    Deactivate(Change),
    /// List the users of an app
    #[command(after_help = "Example:\n  oktars apps users 0oa1gjh63g214q0Hq0g4 -o csv")]
    Users {
        #[command(flatten)]
        app: App,
        /// The start of a user name, a name or an email
        #[arg(long, value_name = "START")]
        q: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Assign a user to an app
    #[command(
        after_help = "Example:\n  oktars apps assign-user 0oa1gjh63g214q0Hq0g4 ann@acme.example --user-name ann"
    )]
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
    #[command(after_help = "Example:\n  oktars apps unassign-user 0oa1gjh63g214q0Hq0g4 ann@acme.example")]
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
    /// The id of the app
    #[arg(value_name = "APP")]
    id: String,
}

#[derive(Debug, clap::Args)]
pub struct Change {
    #[command(flatten)]
    app: App,
    #[command(flatten)]
    write: WriteArgs,
}

impl Apps {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Apps::List { filter, q, list } => {
                let call = run.okta()?.call(op::LIST_APPLICATIONS);
                let call = call.query_opt("filter", filter).query_opt("q", q);
                run.list(op::LIST_APPLICATIONS, call, &list, &COLUMNS).await
            }
            Apps::Get(app) => run.get(&COLUMNS, |okta| call(okta, op::GET_APPLICATION, &[&app.id])).await,
            Apps::Activate(Change { app, write }) => {
                let request = |okta: &Okta| call(okta, op::ACTIVATE_APPLICATION, &[&app.id]);
                run.change(write, &COLUMNS, &format!("activated {}", app.id), request).await
            }
            Apps::Deactivate(Change { app, write }) => {
                let request = |okta: &Okta| call(okta, op::DEACTIVATE_APPLICATION, &[&app.id]);
                run.change(write, &COLUMNS, &format!("deactivated {}", app.id), request).await
            }
            Apps::Users { app, q, list } => {
                let listed = call(&run.okta()?, op::LIST_APPLICATION_USERS, &[&app.id]).query_opt("q", q);
                run.list(op::LIST_APPLICATION_USERS, listed, &list, &USERS).await
            }
            Apps::AssignUser { app, user, user_name, set, write } => {
                let id = user_id(run, &user).await?;
                let mut body = json!({ "id": id, "scope": "USER" });
                if let Some(name) = user_name {
                    body["credentials"] = json!({ "userName": name });
                }
                if !set.is_empty() {
                    let profile = set.into_iter().map(|set| (set.name, set.value));
                    body["profile"] = profile.collect::<Map<_, _>>().into();
                }
                let request =
                    |okta: &Okta| call(okta, op::ASSIGN_USER_TO_APPLICATION, &[&app.id]).body(&body);
                run.change(write, &USERS, &format!("assigned {user} to {}", app.id), request).await
            }
            Apps::UnassignUser { app, user, write } => {
                let id = user_id(run, &user).await?;
                let request = |okta: &Okta| call(okta, op::UNASSIGN_USER_FROM_APPLICATION, &[&app.id, &id]);
                run.change(write, &USERS, &format!("took {} from {user}", app.id), request).await
            }
        }
    }
}
