//! `oktars apps`

use clap::Subcommand;
use oktars::{Okta, op};
use serde_json::json;

use super::{call, user_id};
use crate::args::{ListArgs, WriteArgs};
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

const COLUMNS: Columns =
    Columns { table: "id,status,label,name,mode=signOnMode", csv: "created,lastUpdated" };
const USER_COLUMNS: Columns =
    Columns { table: "id,status,scope,username=credentials.userName", csv: "created,lastUpdated" };

#[derive(Debug, Subcommand)]
pub enum Apps {
    /// List applications
    #[command(after_help = "Example:\n  oktars apps list --filter 'status eq \"ACTIVE\"'")]
    List {
        /// An expression, such as `status eq "ACTIVE"`
        #[arg(long, value_name = "EXPRESSION")]
        filter: Option<String>,
        /// The start of a name or a label
        #[arg(long, value_name = "START")]
        q: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Show an application
    #[command(after_help = "Example:\n  oktars apps get 0oa1gjh63g214q0Hq0g4")]
    Get(App),
    /// Activate an application
    #[command(after_help = "Example:\n  oktars apps activate 0oa1gjh63g214q0Hq0g4")]
    Activate(Change),
    /// Deactivate an application
    #[command(after_help = "Example:\n  oktars apps deactivate 0oa1gjh63g214q0Hq0g4")]
    Deactivate(Change),
    /// List the users of an application
    #[command(after_help = "Example:\n  oktars apps users 0oa1gjh63g214q0Hq0g4")]
    Users {
        #[command(flatten)]
        app: App,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Assign an application to a user
    #[command(after_help = "Example:\n  oktars apps assign-user 0oa1gjh63g214q0Hq0g4 ann@acme.example")]
    AssignUser {
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
    /// The id of the application
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
                let listed = run.okta()?.call(op::LIST_APPLICATIONS);
                let listed = listed.query_opt("filter", filter).query_opt("q", q);
                run.list(op::LIST_APPLICATIONS, listed, &list, &COLUMNS).await
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
            Apps::Users { app, list } => {
                let listed = call(&run.okta()?, op::LIST_APPLICATION_USERS, &[&app.id]);
                run.list(op::LIST_APPLICATION_USERS, listed, &list, &USER_COLUMNS).await
            }
            Apps::AssignUser { app, user, write } => {
                let body = json!({ "id": user_id(run, &user).await?, "scope": "USER" });
                let request =
                    |okta: &Okta| call(okta, op::ASSIGN_USER_TO_APPLICATION, &[&app.id]).body(&body);
                run.change(write, &USER_COLUMNS, &format!("assigned {} to {user}", app.id), request).await
            }
        }
    }
}
