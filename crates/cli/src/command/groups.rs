//! `oktars groups`

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use oktars::group::{GroupProfile, ListGroupApps, ListGroupUsers, ListGroups, NewGroup};
use oktars::{Expression, op};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::group_compare::Compare;
use super::name::{group_id, user_id};
use super::operation::{assigned, merged};
use super::request_body::{SkeletonArg, body_from};
use super::resource::nothing_to_change;
use super::search::expression;
use super::web::{self, Page, Web};
use super::{Assignment, SortArgs, apps, users};
use crate::args::{ListArgs, WriteArgs};
use crate::bulk::{self, relation::Relation};
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::reading::chosen;
use crate::run::Run;
use crate::safety::{self, Question};

pub const COLUMNS: Columns = Columns {
    table: "id,type,name=profile.name,description=profile.description",
    csv: "created,lastUpdated,lastMembershipUpdated",
};

#[derive(Debug, Subcommand)]
pub enum Groups {
    /// List groups
    #[command(after_help = "Example:\n  oktars groups list --search 'profile.name sw \"Eng\"'")]
    List {
        /// An expression, such as `profile.name sw "Eng"`; `created gt 7d` means after 7 days ago
        #[arg(long, value_name = "EXPRESSION", conflicts_with_all = ["filter", "q"], value_parser = expression)]
        search: Option<String>,
        /// An expression over id, type, lastUpdated and lastMembershipUpdated; times as for --search
        #[arg(long, value_name = "EXPRESSION", conflicts_with = "q", value_parser = expression)]
        filter: Option<String>,
        /// The start of a name
        #[arg(long, value_name = "START")]
        q: Option<String>,
        #[command(flatten)]
        sort: SortArgs,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Show who is in both of two groups, and who is only in one
    #[command(after_help = "Example:\n  oktars groups compare Sales Marketing")]
    Compare(Compare),
    /// Show a group
    #[command(after_help = "Example:\n  oktars groups get Engineering")]
    Get {
        #[command(flatten)]
        group: Group,
        #[command(flatten)]
        web: Web,
    },
    /// Create a group
    #[command(
        after_help = "Example:\n  oktars groups create --name Engineering --description 'All engineers'"
    )]
    Create {
        /// The name
        #[arg(long, required_unless_present = "input")]
        name: Option<String>,
        /// What it is for
        #[arg(long, value_name = "TEXT", conflicts_with = "input")]
        description: Option<String>,
        /// Any attribute: NAME=TEXT, or NAME:=JSON for numbers, booleans and lists; may be repeated
        #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse, conflicts_with = "input")]
        set: Vec<Assignment>,
        /// The whole body as JSON, from a file, or from stdin with `-`
        #[arg(long, value_name = "FILE", conflicts_with = "name")]
        input: Option<PathBuf>,
        #[command(flatten)]
        _skeleton: SkeletonArg,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Change the name, the description or other attributes of a group
    #[command(after_help = "Example:\n  oktars groups update Engineering --description 'All engineers'")]
    Update {
        #[command(flatten)]
        group: Group,
        /// The new name
        #[arg(long)]
        name: Option<String>,
        /// What it is for
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Any attribute: NAME=TEXT, or NAME:=JSON for numbers, booleans and lists; may be repeated
        #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
        set: Vec<Assignment>,
        /// Members of the body as JSON, from a file, or from stdin with `-`
        #[arg(long, value_name = "FILE")]
        input: Option<PathBuf>,
        #[command(flatten)]
        _skeleton: SkeletonArg,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Delete a group; its members stay
    #[command(after_help = "Example:\n  oktars groups delete Engineering --yes")]
    Delete {
        #[command(flatten)]
        group: Group,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Create and change groups from a file with the columns name, description and others of the schema
    #[command(after_help = "Example:\n  oktars groups import groups.csv --dry-run")]
    Import(bulk::groups::Import),
    /// Write the groups that the org itself made to a file that `groups import` reads
    #[command(after_help = "Example:\n  oktars groups export groups.csv")]
    Export(bulk::export::Groups),
    /// Add users to groups from a file with the columns group and login, or remove them
    #[command(
        after_help = "Groups are named by name or id, users by login or id.\n\nExample:\n  oktars groups import-members joiners.csv --group Engineering"
    )]
    ImportMembers {
        /// The group, if the file has no column for it
        #[arg(long, value_name = "GROUP", add = crate::completion::groups())]
        group: Option<String>,
        #[command(flatten)]
        relations: bulk::relations::Relations,
    },
    /// Move the users of a file from one group to another: each is added first, and removed only if that was done
    #[command(
        after_help = "The column login, id or email names the users; other columns are ignored.\n\nExample:\n  oktars groups move people.csv --from Sales --to Support --dry-run"
    )]
    Move(Box<bulk::moving::Move>),
    /// Write the members of groups to a file that `groups import-members` reads
    #[command(after_help = "Example:\n  oktars groups export-members members.csv --group Engineering")]
    ExportMembers {
        /// The group [default: all groups that the org itself made]
        #[arg(long, value_name = "GROUP", add = crate::completion::groups())]
        group: Option<String>,
        #[command(flatten)]
        relations: bulk::export::Relations,
    },
    /// List the members of a group
    #[command(after_help = "Examples:
  oktars groups members Engineering --fields login=profile.login
  oktars groups members Engineering --not-in Contractors --not-in Leavers")]
    Members {
        #[command(flatten)]
        group: Group,
        /// Leave out the members of this group, by id or name; may be repeated
        #[arg(long, value_name = "GROUP", add = crate::completion::groups())]
        not_in: Vec<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// List the apps that a group is assigned to
    #[command(after_help = "Example:\n  oktars groups apps Engineering")]
    Apps {
        #[command(flatten)]
        group: Group,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Add a user to a group
    #[command(after_help = "Example:\n  oktars groups add-user Engineering ann@acme.example")]
    AddUser(Membership),
    /// Remove a user from a group
    #[command(after_help = "Example:\n  oktars groups remove-user Engineering ann@acme.example")]
    RemoveUser(Membership),
}

#[derive(Debug, clap::Args)]
pub struct Group {
    /// The id or the name of the group
    #[arg(value_name = "GROUP", add = crate::completion::groups())]
    pub group: String,
}

impl Group {
    pub async fn id(&self, run: &mut Run) -> Result<String, Stop> {
        group_id(run, &self.group).await
    }
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
    /// Whether it says at Ctrl-C where it was interrupted.
    pub fn ends_itself(&self) -> bool {
        matches!(self, Groups::Import(_) | Groups::ImportMembers { .. } | Groups::Move(_))
    }

    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Groups::List { search, filter, q, sort, list } => {
                let mut query = ListGroups::new();
                (query.search, query.filter, query.q) =
                    (search.map(Expression::from), filter.map(Expression::from), q);
                (query.sort_by, query.sort_order) = sort.attribute_and_order();
                let groups = run.okta()?.groups().list(&query).raw();
                run.list(groups, &list, &COLUMNS).await
            }
            Groups::Compare(command) => command.run(run).await,
            Groups::Get { group, web } => {
                let id = group.id(run).await?;
                let call = run.okta()?.groups().get(&id).raw();
                if web.web {
                    return web::open(run, call, Page::Group).await;
                }
                run.get(&COLUMNS, call).await
            }
            Groups::Create { input: Some(path), write, .. } => {
                let body = body_from(&path, &op::ADD_GROUP, false)?;
                let call = run.okta()?.groups().create(&NewGroup::new("")).raw().body(&body);
                run.change(write, &COLUMNS, "created the group", call).await
            }
            Groups::Create { name, description, set, write, .. } => {
                let mut group = NewGroup::new(name.unwrap_or_default());
                group.profile.description = description;
                let group = set.into_iter().fold(group, |group, set| group.attribute(set.name, set.value));
                let call = run.okta()?.groups().create(&group).raw();
                run.change(write, &COLUMNS, "created the group", call).await
            }
            Groups::Update { group, name, description, set, input, write, .. } => {
                let named = [("name", name), ("description", description)];
                let named =
                    named.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into())));
                let named = named.map(|(name, value)| Assignment { name, value });
                let set: Vec<Assignment> = named.chain(set).map(in_profile).collect();
                update(run, &group, &set, input.as_deref(), write).await
            }
            Groups::Delete { group, write } => delete(run, &group, write).await,
            Groups::Import(import) => import.run(run).await,
            Groups::Export(export) => export.run(run).await,
            Groups::ImportMembers { group, relations } => {
                relations.run(Relation::GroupMembers, group.as_deref(), run).await
            }
            Groups::Move(command) => command.run(run).await,
            Groups::ExportMembers { group, relations } => {
                relations.run(Relation::GroupMembers, group.as_deref(), run).await
            }
            Groups::Members { group, not_in, list } => {
                let id = group.id(run).await?;
                let others = members_of(run, &not_in).await?;
                let members = run.okta()?.groups().users(&id, &ListGroupUsers::new()).raw();
                match not_in.is_empty() {
                    true => run.list(members, &list, &users::COLUMNS).await,
                    false => {
                        let keep = |user: &RawValue, _: Option<&str>| {
                            id_of(user).is_none_or(|id| !others.contains(&id))
                        };
                        chosen(run, members, &list, &users::COLUMNS, keep).await
                    }
                }
            }
            Groups::Apps { group, list } => {
                let id = group.id(run).await?;
                let apps = run.okta()?.groups().apps(&id, &ListGroupApps::new()).raw();
                run.list(apps, &list, &apps::COLUMNS).await
            }
            Groups::AddUser(Membership { group, user, write }) => {
                let (to, id) = (group.id(run).await?, user_id(run, &user).await?);
                let call = run.okta()?.groups().add_user(&to, &id).raw();
                run.change(write, &COLUMNS, &format!("added {user} to {}", group.group), call).await
            }
            Groups::RemoveUser(Membership { group, user, write }) => {
                let (from, id) = (group.id(run).await?, user_id(run, &user).await?);
                let call = run.okta()?.groups().remove_user(&from, &id).raw();
                run.change(write, &COLUMNS, &format!("removed {user} from {}", group.group), call).await
            }
        }
    }
}

/// The ids of all who are in one of some groups.
async fn members_of(run: &mut Run, groups: &[String]) -> Result<HashSet<String>, Stop> {
    let mut ids = HashSet::new();
    for group in groups {
        let id = group_id(run, group).await?;
        let mut members = run.okta()?.groups().users(&id, &ListGroupUsers::new()).raw().pages();
        while let Some(page) = members.try_next().await? {
            ids.extend(page.items.iter().filter_map(|user| id_of(user)));
        }
    }
    Ok(ids)
}

fn id_of(object: &RawValue) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Id {
        id: String,
    }
    serde_json::from_str::<Id>(object.get()).ok().map(|found| found.id)
}

/// A group's attributes stand in its profile.
fn in_profile(set: Assignment) -> Assignment {
    let name = set.name.strip_prefix("profile.").unwrap_or(&set.name);
    Assignment { name: format!("profile.{name}"), ..set }
}

/// Okta replaces the whole profile, so that it is read first.
async fn update(
    run: &mut Run,
    group: &Group,
    set: &[Assignment],
    input: Option<&Path>,
    write: WriteArgs,
) -> Result<(), Stop> {
    if set.is_empty() && input.is_none() {
        return Err(nothing_to_change());
    }
    let id = group.id(run).await?;
    let okta = run.okta()?;
    let found: Value = run.send(okta.groups().get(&id).raw()).await?.json()?;
    let whole = json!({ "profile": found["profile"] });
    let whole = match input {
        Some(path) => merged(whole, body_from(path, &op::REPLACE_GROUP, true)?),
        None => whole,
    };
    let mut body = assigned(whole, set)?;
    let profile: GroupProfile = serde_json::from_value(body["profile"].take())
        .map_err(|error| Failure::usage(format!("this makes no profile of a group: {error}")))?;
    let call = okta.groups().replace(&id, &profile).raw();
    run.change(write, &COLUMNS, &format!("updated {}", group.group), call).await
}

async fn delete(run: &mut Run, group: &Group, write: WriteArgs) -> Result<(), Stop> {
    let id = group.id(run).await?;
    let okta = run.okta()?;
    let found: Value = run.send(okta.groups().get(&id).raw()).await?.json()?;
    let name = found["profile"]["name"].as_str().unwrap_or(&id);
    if !write.shows_only() {
        safety::protect(run, write, &found).await?;
        safety::confirm(run, write, &Question::one("Delete", "group", &[format!("{name} ({id})")]))?;
    }
    if run.write(write, okta.groups().delete(&id).raw()).await?.is_some() {
        run.note(&format!("deleted the group {name:?}"));
    }
    Ok(())
}
