//! `oktars groups`

use clap::Subcommand;
use oktars::{Okta, op};
use serde_json::{Map, Value, json};

use super::{Assignment, SortArgs, call, confirm, user_id, users};
use crate::args::{ListArgs, WriteArgs};
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

pub const COLUMNS: Columns = Columns {
    table: "id,type,name=profile.name,description=profile.description",
    csv: "created,lastUpdated,lastMembershipUpdated",
};

#[derive(Debug, Subcommand)]
pub enum Groups {
    /// List groups
    #[command(after_help = "Example:\n  oktars groups list --search 'profile.name sw \"Eng\"'")]
    List {
        /// An expression, such as `profile.name sw "Eng"`
        #[arg(long, value_name = "EXPRESSION", conflicts_with_all = ["filter", "q"])]
        search: Option<String>,
        /// An expression over id, type, lastUpdated and lastMembershipUpdated
        #[arg(long, value_name = "EXPRESSION", conflicts_with = "q")]
        filter: Option<String>,
        /// The start of a name
        #[arg(long, value_name = "START")]
        q: Option<String>,
        #[command(flatten)]
        sort: SortArgs,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Show a group
    #[command(after_help = "Example:\n  oktars groups get 00g1emaKYZTWRYYRRTSK")]
    Get(Group),
    /// Create a group
    #[command(
        after_help = "Example:\n  oktars groups create --name Engineering --description 'All engineers'"
    )]
    Create {
        /// The name
        #[arg(long)]
        name: String,
        /// What it is for
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Any attribute: NAME=TEXT, or NAME:=JSON for numbers, booleans and lists; may be repeated
        #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
        set: Vec<Assignment>,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Delete a group; its members stay
    #[command(after_help = "Example:\n  oktars groups delete 00g1emaKYZTWRYYRRTSK --yes")]
    Delete {
        #[command(flatten)]
        group: Group,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// List the members of a group
    #[command(
        after_help = "Example:\n  oktars groups members 00g1emaKYZTWRYYRRTSK --fields login=profile.login"
    )]
    Members {
        #[command(flatten)]
        group: Group,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Add a user to a group
    #[command(after_help = "Example:\n  oktars groups add-user 00g1emaKYZTWRYYRRTSK ann@acme.example")]
    AddUser(Membership),
    /// Remove a user from a group
    #[command(after_help = "Example:\n  oktars groups remove-user 00g1emaKYZTWRYYRRTSK ann@acme.example")]
    RemoveUser(Membership),
}

#[derive(Debug, clap::Args)]
pub struct Group {
    /// The id of the group
    #[arg(value_name = "GROUP")]
    id: String,
}

#[derive(Debug, clap::Args)]
pub struct Membership {
    #[command(flatten)]
    group: Group,
    /// The id or the login of the user
    user: String,
    #[command(flatten)]
    write: WriteArgs,
}

impl Groups {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Groups::List { search, filter, q, sort, list } => {
                let call = sort.apply(run.okta()?.call(op::LIST_GROUPS));
                let call = call.query_opt("search", search).query_opt("filter", filter).query_opt("q", q);
                run.list(op::LIST_GROUPS, call, &list, &COLUMNS).await
            }
            Groups::Get(group) => run.get(&COLUMNS, |okta| call(okta, op::GET_GROUP, &[&group.id])).await,
            Groups::Create { name, description, set, write } => {
                let mut profile = Map::from_iter([("name".to_owned(), Value::from(name))]);
                profile.extend(description.map(|text| ("description".to_owned(), text.into())));
                profile.extend(set.into_iter().map(|set| (set.name, set.value)));
                let body = json!({ "profile": profile });
                let request = |okta: &Okta| okta.call(op::ADD_GROUP).body(&body);
                run.change(write, &COLUMNS, "created the group", request).await
            }
            Groups::Delete { group, yes, write } => delete(run, &group, yes, write).await,
            Groups::Members { group, list } => {
                let listed = call(&run.okta()?, op::LIST_GROUP_USERS, &[&group.id]);
                run.list(op::LIST_GROUP_USERS, listed, &list, &users::COLUMNS).await
            }
            Groups::AddUser(Membership { group, user, write }) => {
                let id = user_id(run, &user).await?;
                let request = |okta: &Okta| call(okta, op::ASSIGN_USER_TO_GROUP, &[&group.id, &id]);
                run.change(write, &COLUMNS, &format!("added {user} to {}", group.id), request).await
            }
            Groups::RemoveUser(Membership { group, user, write }) => {
                let id = user_id(run, &user).await?;
                let request = |okta: &Okta| call(okta, op::UNASSIGN_USER_FROM_GROUP, &[&group.id, &id]);
                run.change(write, &COLUMNS, &format!("removed {user} from {}", group.id), request).await
            }
        }
    }
}

async fn delete(run: &mut Run, group: &Group, yes: bool, write: WriteArgs) -> Result<(), Stop> {
    let found: Value = run.send(|okta| call(okta, op::GET_GROUP, &[&group.id])).await?.json()?;
    let name = found["profile"]["name"].as_str().unwrap_or(&group.id);
    if !write.shows_only() {
        confirm(run, yes, &format!("Delete the group {name:?}?"))?;
    }
    if run.write(write, |okta| call(okta, op::DELETE_GROUP, &[&group.id])).await?.is_some() {
        run.note(&format!("deleted the group {name:?}"));
    }
    Ok(())
}
