//! What a review is of.

use serde::Deserialize;

use super::people::People;
use super::reading::Reading;
use super::row_id::{Kind, RowId};
use crate::failure::{Exit, Failure, Stop};

/// What is read for a review: each of them says something of a row, or of what else a row of a plan would touch.
pub const KINDS: [&str; 9] = [
    "users",
    "groups",
    "memberships",
    "group_rules",
    "app_users",
    "app_groups",
    "group_roles",
    "user_roles",
    "factors",
];
/// How many names a message shows.
const SHOWN: usize = 10;

/// What is reviewed: one of these
#[derive(Debug, Default, clap::Args)]
#[group(id = "what is reviewed", required = true, multiple = false)]
pub struct Named {
    /// Who has this app, by id or label
    #[arg(long, value_name = "APP", add = crate::completion::apps())]
    app: Option<String>,
    /// Who is in this group, by id or name
    #[arg(long, value_name = "GROUP", add = crate::completion::groups())]
    group: Option<String>,
    /// What the people of this manager have, by login or id
    #[arg(long, value_name = "USER")]
    manager: Option<String>,
    /// Who has an administrator role
    #[arg(long)]
    admins: bool,
    /// Who has this administrator role: a type such as HELP_DESK_ADMIN, or the label of a custom role
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
}

/// What is reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    App { id: String, label: String },
    Group { id: String, name: String },
    Manager { id: String, login: String },
    Admins,
    Role { name: String },
}

#[derive(Deserialize)]
struct Object {
    id: String,
    name: Option<String>,
}

impl Named {
    /// What is meant, as the mirror has it.
    pub fn find(&self, reading: &mut Reading, people: &People) -> Result<Scope, Stop> {
        if let Some(name) = &self.app {
            let Object { id, name } =
                found(reading, "app", "select key as id, label as name from apps_rows", name)?;
            return Ok(Scope::App { label: name.unwrap_or_else(|| id.clone()), id });
        }
        if let Some(name) = &self.group {
            let Object { id, name } =
                found(reading, "group", "select key as id, name from groups_rows", name)?;
            return Ok(Scope::Group { name: name.unwrap_or_else(|| id.clone()), id });
        }
        if let Some(name) = &self.manager {
            let place = people.place(name).or_else(|| people.by_login(name));
            let place = place.ok_or_else(|| missing("user", name))?;
            let person = &people.all[place];
            return Ok(Scope::Manager { id: person.id.to_string(), login: person.login.to_string() });
        }
        match &self.role {
            Some(name) => role(reading, name),
            None => Ok(Scope::Admins),
        }
    }
}

fn missing(what: &str, name: &str) -> Failure {
    Failure::new(Exit::NotFound, format!("the mirror has no {what} {name:?}"))
        .hint("--mirror reads a file as it is; `oktars mirror sync FILE` brings it up to date")
}

/// The one with this id or name.
fn found(reading: &mut Reading, what: &str, sql: &str, name: &str) -> Result<Object, Stop> {
    let all: Vec<Object> = reading.rows(sql)?;
    let is_named =
        |object: &&Object| object.name.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(name));
    if let Some(place) = all.iter().position(|object| object.id == name) {
        return all.into_iter().nth(place).ok_or_else(|| missing(what, name).into());
    }
    let ids: Vec<String> = all.iter().filter(is_named).map(|object| object.id.clone()).collect();
    match &ids[..] {
        [] => Err(missing(what, name).into()),
        [id] => {
            let object = all.into_iter().find(|object| object.id == *id);
            object.ok_or_else(|| missing(what, name).into())
        }
        several => {
            let text = format!("{} {what}s are called {name:?}", several.len());
            let hint = format!("name one by its id: {}", several.join(", "));
            Err(Failure::usage(text).hint(hint).into())
        }
    }
}

/// What roles are called: a standard one by its type, a custom one by its label.
pub const ROLE_NAME: &str = "case r.type when 'CUSTOM' then coalesce(r.label, r.type) else r.type end";

/// A role that somebody has. A custom one is found by its label.
fn role(reading: &mut Reading, name: &str) -> Result<Scope, Stop> {
    let sql = format!(
        "select {ROLE_NAME} as id, r.label as name from user_roles_rows r
         union select {ROLE_NAME}, r.label from group_roles_rows r order by 1"
    );
    let roles: Vec<Object> = reading.rows(&sql)?;
    let is_named = |role: &&Object| {
        let label = role.name.as_deref().unwrap_or_default();
        role.id.eq_ignore_ascii_case(name) || label.eq_ignore_ascii_case(name)
    };
    if let Some(role) = roles.iter().find(is_named) {
        return Ok(Scope::Role { name: role.id.clone() });
    }
    let mut held: Vec<&str> = roles.iter().map(|role| role.id.as_str()).collect();
    held.dedup();
    let hint =
        format!("roles that somebody has: {}", held.into_iter().take(SHOWN).collect::<Vec<_>>().join(", "));
    Err(Failure::new(Exit::NotFound, format!("nobody has a role {name:?}")).hint(hint).into())
}

impl Scope {
    /// For people.
    pub fn text(&self) -> String {
        match self {
            Scope::App { label, .. } => format!("app {label}"),
            Scope::Group { name, .. } => format!("group {name}"),
            Scope::Manager { login, .. } => format!("people of {login}"),
            Scope::Admins => "all administrators".to_owned(),
            Scope::Role { name } => format!("role {name}"),
        }
    }

    /// For `review apply`, as it stands in the workbook.
    pub fn mark(&self) -> String {
        match self {
            Scope::App { id, .. } => format!("app {id}"),
            Scope::Group { id, .. } => format!("group {id}"),
            Scope::Manager { id, .. } => format!("manager {id}"),
            Scope::Admins => "admins".to_owned(),
            Scope::Role { name } => format!("role {name}"),
        }
    }

    /// What a mark says, with the names that the org has now.
    pub fn of_mark(mark: &str, reading: &mut Reading, people: &People) -> Result<Self, Stop> {
        let (what, name) = mark.split_once(' ').unwrap_or((mark, ""));
        let text = || Some(name.to_owned());
        let named = match what {
            "app" => Named { app: text(), ..Named::default() },
            "group" => Named { group: text(), ..Named::default() },
            "manager" => Named { manager: text(), ..Named::default() },
            "admins" => return Ok(Scope::Admins),
            // Perhaps nobody has the role any more.
            "role" => return Ok(Scope::Role { name: name.to_owned() }),
            _ => return Err(Failure::usage("the workbook does not say what it is a review of").into()),
        };
        named.find(reading, people)
    }

    /// Whether a row can be one of this review.
    pub fn may_hold(&self, id: &RowId) -> bool {
        match self {
            Scope::App { id: app, .. } => id.kind == Kind::App && *id.what == **app,
            Scope::Group { id: group, .. } => id.kind == Kind::Group && *id.what == **group,
            Scope::Manager { .. } => true,
            Scope::Admins | Scope::Role { .. } => id.kind == Kind::Role,
        }
    }
}
