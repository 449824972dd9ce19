//! What an administrator may do: the permissions of the roles, limited to what the roles are for.
//!
//! Standard roles are written as permissions as well, so that there is one way to look at all. A token can do
//! what its owner's roles allow, and nothing more.

mod sight;

use std::collections::BTreeSet;

use oktars_catalog::{Method, Operation, op, permits, role_permissions};
use serde_json::Value;

use crate::kernel::context::Caller;
use crate::kernel::facts::Facts;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::resource_set;
use crate::resource::role::assignment;
use crate::resource::role::{custom as iam_role, target as role_target};

/// What a request wants to do, and to what.
pub struct Wanted<'a> {
    pub operation: &'static Operation,
    pub params: &'a [(&'static str, String)],
    pub body: &'a [u8],
}

/// What one role allows, and on what.
#[derive(Debug)]
struct Grant {
    permissions: Vec<String>,
    range: Range,
}

/// What a role is for.
#[derive(Debug)]
enum Range {
    All,
    /// These groups and their members.
    Groups(BTreeSet<String>),
    /// These apps, by name or `name/id`.
    Apps(BTreeSet<String>),
    /// The paths of a resource set.
    Resources(Vec<String>),
}

impl Grant {
    fn permits(&self, needed: &str) -> bool {
        self.permissions.iter().any(|permission| permits(permission, needed))
    }
}

/// Whether the caller may make this request. Who is no administrator may not.
pub fn check(tx: &Tx, facts: &Facts, caller: &Caller, wanted: &Wanted<'_>) -> Result<(), Problem> {
    let needed = wanted.operation.permission();
    let changes_admin = changes_administrator(tx, wanted)?;
    for grant in grants(tx, facts, caller)? {
        let is_enough = !changes_admin || grant.permissions == ["*"];
        if is_enough && grant.permits(needed) && grant.range.holds(tx, facts, wanted)? {
            return Ok(());
        }
    }
    Err(Problem::forbidden())
}

/// Administrators are changed by super administrators alone.
fn changes_administrator(tx: &Tx, wanted: &Wanted<'_>) -> Result<bool, StoreError> {
    if wanted.operation.method.as_str() == "GET" || !wanted.operation.path.starts_with("/api/v1/users/") {
        return Ok(false);
    }
    for object in objects(wanted) {
        if let Object::User(name) = object
            && let Some(id) = user_id(tx, name)?
            && assignment::has_any(tx, &id)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the caller is a service app that has no role: it may do what its scopes say, as in orgs that trust
/// their own apps.
pub fn client_without_role(tx: &Tx, caller: &Caller) -> Result<bool, StoreError> {
    let Some(client) = &caller.client_id else { return Ok(false) };
    match tx.find(kind::APP, "credentials.oauthClient.client_id", client)? {
        Some(app) => Ok(!assignment::has_any(tx, &app)?),
        None => Ok(true),
    }
}

/// What all roles of the caller allow: own ones and those of the groups.
fn grants(tx: &Tx, facts: &Facts, caller: &Caller) -> Result<Vec<Grant>, StoreError> {
    let mut assignees = vec![caller.user_id.clone()];
    if let Some(client) = &caller.client_id {
        assignees = tx.find(kind::APP, "credentials.oauthClient.client_id", client)?.into_iter().collect();
    } else {
        assignees.extend(tx.link_ids_to(kind::MEMBER, &caller.user_id)?);
        assignees.push(facts.everyone.clone());
    }
    let mut grants = Vec::new();
    for assignee in assignees {
        for assignment in assignment::all_of(tx, &assignee)? {
            grants.push(grant(tx, &assignee, &assignment)?);
        }
    }
    Ok(grants)
}

fn grant(tx: &Tx, assignee: &str, assignment: &Value) -> Result<Grant, StoreError> {
    let text = |name: &str| assignment[name].as_str().unwrap_or_default();
    if text("type") == "CUSTOM" {
        let permissions = iam_role::permitted(tx, text("role"))?;
        let range = Range::Resources(resource_set::paths(tx, text("resource-set"))?);
        return Ok(Grant { permissions, range });
    }
    let permissions = role_permissions(text("type")).iter().map(|name| (*name).to_owned()).collect();
    let groups = role_target::group_ids(tx, assignee, id_of(assignment))?;
    let apps = role_target::apps(tx, assignee, id_of(assignment))?;
    let range = match (groups.is_empty(), apps.is_empty()) {
        (true, true) => Range::All,
        (false, _) => Range::Groups(groups.into_iter().collect()),
        (true, false) => Range::Apps(apps.into_iter().collect()),
    };
    Ok(Grant { permissions, range })
}

// ---- what a request is about ----

/// An object that the path of a request names.
enum Object<'a> {
    User(&'a str),
    Group(&'a str),
    App(&'a str),
}

/// The objects that the path names, by the parameters that follow a family's name.
fn objects<'a>(wanted: &'a Wanted<'_>) -> Vec<Object<'a>> {
    let template: Vec<&str> = wanted.operation.path.split('/').collect();
    let value = |part: &str| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        wanted.params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    };
    template
        .windows(2)
        .filter_map(|pair| {
            let id = value(pair[1])?;
            match pair[0] {
                "users" => Some(Object::User(id)),
                "groups" => Some(Object::Group(id)),
                "apps" => Some(Object::App(id)),
                _ => None,
            }
        })
        .collect()
}

impl Range {
    /// Whether an app is inside: by its name, or itself.
    fn has_app(&self, app: &Value) -> bool {
        let name = app["name"].as_str().unwrap_or_default();
        match self {
            Range::Apps(apps) => apps.contains(name) || apps.contains(&format!("{name}/{}", id_of(app))),
            _ => false,
        }
    }

    /// Whether everything that the request is about is inside.
    fn holds(&self, tx: &Tx, facts: &Facts, wanted: &Wanted<'_>) -> Result<bool, Problem> {
        let objects = objects(wanted);
        match self {
            Range::All => Ok(true),
            Range::Groups(groups) => {
                if objects.is_empty() {
                    return Ok(creates_inside(groups, wanted));
                }
                for object in &objects {
                    // Of a membership, the group decides.
                    let inside = match object {
                        Object::Group(id) => groups.contains(*id),
                        Object::User(_) if objects.len() > 1 => true,
                        Object::User(name) => is_member(tx, facts, groups.iter(), name)?,
                        Object::App(_) => false,
                    };
                    if !inside {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Range::Apps(_) => {
                for object in &objects {
                    if let Object::App(id) = object
                        && !tx.get(kind::APP, id)?.is_some_and(|app| self.has_app(&app))
                    {
                        return Ok(false);
                    }
                }
                Ok(!objects.is_empty() || wanted.operation.method.as_str() == "GET")
            }
            Range::Resources(paths) => {
                for object in &objects {
                    if !is_in(tx, facts, paths, object)? {
                        return Ok(false);
                    }
                }
                Ok(!objects.is_empty() || is_family_in(paths, wanted.operation))
            }
        }
    }
}

/// Without an object: lists may be read, and a user may be created in groups of one's own.
fn creates_inside(groups: &BTreeSet<String>, wanted: &Wanted<'_>) -> bool {
    if *wanted.operation != op::CREATE_USER {
        return wanted.operation.method == Method::Get;
    }
    let body: Value = serde_json::from_slice(wanted.body).unwrap_or_default();
    let asked: Vec<&str> =
        body["groupIds"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    !asked.is_empty() && asked.iter().all(|id| groups.contains(*id))
}

fn is_member<'a>(
    tx: &Tx,
    facts: &Facts,
    groups: impl Iterator<Item = &'a String>,
    name: &str,
) -> Result<bool, Problem> {
    let Some(user) = user_id(tx, name)? else { return Ok(true) };
    for group in groups {
        if *group == facts.everyone || tx.linked(kind::MEMBER, group, &user)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The id of a user who is named by id or login. Where there is no such user, the handler will say so.
fn user_id(tx: &Tx, name: &str) -> Result<Option<String>, StoreError> {
    if tx.exists(kind::USER, name)? {
        return Ok(Some(name.to_owned()));
    }
    tx.find(kind::USER, "profile.login", name)
}

/// Whether an object is in a resource set: itself, all of its kind, or the members of a group.
fn is_in(tx: &Tx, facts: &Facts, paths: &[String], object: &Object<'_>) -> Result<bool, Problem> {
    let has = |path: &str| paths.iter().any(|known| known == path);
    match object {
        Object::Group(id) => Ok(has("groups") || has(&format!("groups/{id}"))),
        Object::User(name) => {
            let Some(id) = user_id(tx, name)? else { return Ok(true) };
            if has("users") || has(&format!("users/{id}")) {
                return Ok(true);
            }
            let groups: Vec<String> = paths
                .iter()
                .filter_map(|path| path.strip_prefix("groups/")?.strip_suffix("/users"))
                .map(str::to_owned)
                .collect();
            is_member(tx, facts, groups.iter(), &id)
        }
        Object::App(id) => {
            let name = tx.get(kind::APP, id)?.map(|app| app["name"].clone()).unwrap_or_default();
            let of_kind = format!("apps?filter=name+eq+\"{}\"", name.as_str().unwrap_or_default());
            let decoded = |path: &String| path.replace("%22", "\"").replace("%20", "+") == of_kind;
            Ok(has("apps") || has(&format!("apps/{id}")) || paths.iter().any(decoded))
        }
    }
}

/// Whether a set holds anything of the family that a listing or a creation is about.
fn is_family_in(paths: &[String], operation: &Operation) -> bool {
    let family = operation.path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
    let is_of = |path: &String| {
        path.split(['/', '?']).next() == Some(family) || (family == "users" && path.ends_with("/users"))
    };
    paths.iter().any(is_of)
}
