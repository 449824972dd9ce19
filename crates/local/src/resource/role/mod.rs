//! Administrator roles of users, groups and clients: standard ones and custom ones.

pub mod assignment;
pub mod custom;
pub mod governance;
pub mod target;

use std::ops::ControlFlow;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::id::Ids;
use crate::kernel::kind;
use crate::kernel::occasion::Occasion;
use crate::kernel::page::{Cursor, Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::group::{member as group_member, rule as group_rule};
use crate::resource::resource_set;
use crate::resource::role::assignment::{all_of, assignments, find, has_any};
use crate::resource::role::{custom as iam_role, target as role_target};

pub const HANDLERS: Handlers = &[
    (&op::LIST_ASSIGNED_ROLES_FOR_USER, list),
    (&op::ASSIGN_ROLE_TO_USER, assign),
    (&op::GET_USER_ASSIGNED_ROLE, get),
    (&op::UNASSIGN_ROLE_FROM_USER, unassign),
    (&op::LIST_GROUP_ASSIGNED_ROLES, list),
    (&op::ASSIGN_ROLE_TO_GROUP, assign),
    (&op::GET_GROUP_ASSIGNED_ROLE, get),
    (&op::UNASSIGN_ROLE_FROM_GROUP, unassign),
    (&op::LIST_ROLES_FOR_CLIENT, list),
    (&op::ASSIGN_ROLE_TO_CLIENT, assign),
    (&op::RETRIEVE_CLIENT_ROLE, get),
    (&op::DELETE_ROLE_FROM_CLIENT, unassign),
    (&op::LIST_USERS_WITH_ROLE_ASSIGNMENTS, list_users),
];

/// What a role may be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Nothing,
    Apps,
    Groups,
}

/// A standard role.
#[derive(Debug)]
pub struct Role {
    pub kind: &'static str,
    pub label: &'static str,
    pub scope: Scope,
    /// The resource set of a role that is made of permissions: it is shown as custom ones are.
    resource_set: Option<&'static str>,
    /// What such a role permits.
    pub permissions: &'static [&'static str],
}

const fn role(kind: &'static str, label: &'static str, scope: Scope) -> Role {
    Role { kind, label, scope, resource_set: None, permissions: &[] }
}

const fn with_set(
    kind: &'static str,
    label: &'static str,
    resource_set: &'static str,
    permissions: &'static [&'static str],
) -> Role {
    Role { kind, label, scope: Scope::Nothing, resource_set: Some(resource_set), permissions }
}

pub static ROLES: [Role; 13] = [
    role("SUPER_ADMIN", "Super Administrator", Scope::Nothing),
    role("ORG_ADMIN", "Organizational Administrator", Scope::Nothing),
    role("APP_ADMIN", "Application Administrator", Scope::Apps),
    role("USER_ADMIN", "Group Administrator", Scope::Groups),
    role("GROUP_MEMBERSHIP_ADMIN", "Group Membership Administrator", Scope::Groups),
    role("HELP_DESK_ADMIN", "Help Desk Administrator", Scope::Groups),
    role("READ_ONLY_ADMIN", "Read-only Administrator", Scope::Nothing),
    role("MOBILE_ADMIN", "Mobile Administrator", Scope::Nothing),
    role("REPORT_ADMIN", "Report Administrator", Scope::Nothing),
    role("API_ACCESS_MANAGEMENT_ADMIN", "API Access Management Administrator", Scope::Nothing),
    with_set(
        "ACCESS_CERTIFICATIONS_ADMIN",
        "Access Certifications Administrator",
        "ACCESS_CERTIFICATIONS_IAM_POLICY",
        &["okta.governance.accessCertifications.manage"],
    ),
    with_set(
        "ACCESS_REQUESTS_ADMIN",
        "Access Requests Administrator",
        "ACCESS_CERTIFICATIONS_IAM_POLICY",
        &["okta.governance.accessRequests.manage"],
    ),
    with_set(
        "WORKFLOWS_ADMIN",
        "Workflows Administrator",
        "WORKFLOWS_IAM_POLICY",
        &["okta.workflows.invoke"],
    ),
];

/// The standard role of this type.
pub fn standard(kind: &str) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.kind == kind)
}

/// The standard role of this type, if it is made of permissions.
pub fn with_permissions(kind: &str) -> Option<&'static Role> {
    standard(kind).filter(|role| role.resource_set.is_some())
}

/// The resource sets of standard roles.
pub fn standard_sets() -> impl Iterator<Item = &'static str> {
    ROLES.iter().filter_map(|role| role.resource_set)
}

// ---- who has roles ----

/// Who can be given a role.
#[derive(Debug)]
pub enum Assignee {
    User(Value),
    Group(Value),
    /// An app that is a client of the org's authorization server.
    Client(Value),
}

impl Assignee {
    /// The one that the path names.
    pub fn of(context: &Context<'_>) -> Result<Self, Problem> {
        let path = context.request.operation.path;
        if path.starts_with("/api/v1/users/") {
            return Ok(Assignee::User(context.user("userId")?));
        }
        if path.starts_with("/api/v1/groups/") {
            return Ok(Assignee::Group(context.group()?));
        }
        Ok(Assignee::Client(client(context, context.param("clientId"))?))
    }

    /// The one whose URL or resource name this is.
    pub fn named(context: &Context<'_>, name: &str) -> Result<Self, Problem> {
        let unknown =
            || Problem::validation("members", format!("members: {name} is not a user, group or client"));
        let mut parts = name.trim_end_matches('/').rsplit(['/', ':']);
        let (id, family) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match family {
            "users" => Ok(Assignee::User(context.user_named(id)?)),
            "groups" => Ok(Assignee::Group(context.group_with(id)?)),
            "clients" | "apps" => Ok(Assignee::Client(client(context, id)?)),
            _ => Err(unknown()),
        }
    }

    fn document(&self) -> &Value {
        match self {
            Assignee::User(document) | Assignee::Group(document) | Assignee::Client(document) => document,
        }
    }

    pub fn id(&self) -> &str {
        id_of(self.document())
    }

    fn kind(&self) -> &'static str {
        match self {
            Assignee::User(_) => "USER",
            Assignee::Group(_) => "GROUP",
            Assignee::Client(_) => "CLIENT",
        }
    }

    fn path(&self) -> String {
        match self {
            Assignee::User(user) => format!("/api/v1/users/{}", id_of(user)),
            Assignee::Group(group) => format!("/api/v1/groups/{}", id_of(group)),
            Assignee::Client(app) => {
                let id = app["credentials"]["oauthClient"]["client_id"].as_str().unwrap_or_default();
                format!("/oauth2/v1/clients/{id}")
            }
        }
    }

    fn href(&self, context: &Context<'_>) -> String {
        format!("{}{}", context.request.base, self.path())
    }

    fn target(&self) -> Target {
        match self {
            Assignee::User(user) => Target::user(user),
            Assignee::Group(group) => Target::group(group),
            Assignee::Client(app) => Target { kind: "PublicClientApp", ..Target::app(app) },
        }
    }

    /// Why somebody cannot be given a role.
    fn check(&self, context: &Context<'_>) -> Result<(), Problem> {
        match self {
            Assignee::User(user) if user["status"] == status::DEPROVISIONED => {
                Err(Problem::not_found(id_of(user), "User"))
            }
            Assignee::Group(group) if group["type"] == "BUILT_IN" => {
                Err(Problem::new("E0000211", "Roles cannot be assigned to a built-in group."))
            }
            Assignee::Group(group) if is_filled_by_rule(context, id_of(group))? => {
                let summary = "Roles cannot be assigned to a group with group membership rules.";
                Err(Problem::new("E0000192", summary))
            }
            Assignee::Client(app) if app["settings"]["oauthClient"]["application_type"] != "service" => {
                Err(Problem::new("E0000227", "Roles can be assigned to service apps only."))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a rule decides who is in the group: with or without a member so far.
fn is_filled_by_rule(context: &Context<'_>, group: &str) -> Result<bool, Problem> {
    Ok(group_rule::fills(context, group)? || group_member::has_members_by_rule(context, group)?)
}

fn client(context: &Context<'_>, id: &str) -> Result<Value, Problem> {
    let missing = || Problem::not_found(id, "PublicClientApp");
    let app_id = context.tx.find(kind::APP, "credentials.oauthClient.client_id", id)?.ok_or_else(missing)?;
    context.tx.get(kind::APP, &app_id)?.ok_or_else(missing)
}

// ---- assignments ----

/// Makes the administrator of a new org one.
pub fn seed(tx: &Tx, ids: &Ids, user: &str, now: &str) -> Result<(), StoreError> {
    let assignment = standard_assignment(ids.next("ra1"), &ROLES[0], "USER", now);
    tx.put(assignments(user), id_of(&assignment), &assignment)
}

fn standard_assignment(id: String, role: &Role, assignment_type: &str, now: &str) -> Value {
    let mut assignment = json!({
        "id": id,
        "role": role.resource_set.map(|_| role.kind),
        "label": role.label,
        "type": role.kind,
        "status": status::ACTIVE,
        "created": now,
        "lastUpdated": now,
        "assignmentType": assignment_type,
        "resource-set": role.resource_set,
    });
    assignment.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
    assignment
}

/// Roles that can be limited have the same assignment id everywhere: the role's name in Base32.
fn assignment_id(context: &Context<'_>, role: &Role, assignee: &Assignee) -> String {
    match (role.scope, assignee) {
        _ if role.resource_set.is_some() => context.new_id("irb"),
        (Scope::Nothing, Assignee::Group(_)) => context.new_id("gra"),
        (Scope::Nothing, Assignee::Client(_)) => context.new_id("cra"),
        (Scope::Nothing, Assignee::User(_)) => context.new_id("ra1"),
        _ => base32(role.kind),
    }
}

pub fn base32(text: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let digit = |bits: &[u8]| (0..5).fold(0, |digit, at| digit * 2 + bits.get(at).copied().unwrap_or(0));
    bits.chunks(5).map(|bits| DIGITS[usize::from(digit(bits))] as char).collect()
}

fn answer(context: &Context<'_>, assignee: &Assignee, mut assignment: Value) -> Value {
    let mut links = json!({ "assignee": { "href": assignee.href(context) } });
    if !assignment["resource-set"].is_null() {
        let text = |name: &str| assignment[name].as_str().unwrap_or_default();
        let (role, set) = (text("role"), text("resource-set"));
        let link = |path: String| json!({ "href": context.url(&path) });
        links["role"] = link(format!("/iam/roles/{role}"));
        links["resource-set"] = link(format!("/iam/resource-sets/{set}"));
        links["permissions"] = link(format!("/iam/roles/{role}/permissions"));
        let member = id_of(&assignment);
        links["member"] = link(format!("/iam/resource-sets/{set}/bindings/{role}/members/{member}"));
    }
    assignment["_links"] = links;
    assignment
}

/// Own roles; of a user, also those of the groups.
fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let assignee = Assignee::of(context)?;
    let mut roles = own_roles(context, &assignee)?;
    if let Assignee::User(user) = &assignee {
        for id in group_member::group_ids_of(context, user)? {
            if has_any(&context.tx, &id)? {
                roles.extend(own_roles(context, &Assignee::Group(context.group_with(&id)?))?);
            }
        }
    }
    Ok(Reply::ok(&roles))
}

fn own_roles(context: &Context<'_>, assignee: &Assignee) -> Result<Vec<Value>, Problem> {
    let stored = all_of(&context.tx, assignee.id())?;
    Ok(stored.into_iter().map(|assignment| answer(context, assignee, assignment)).collect())
}

fn assign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let assignee = Assignee::of(context)?;
    assignee.check(context)?;
    let body = context.object()?;
    let kind = body["type"].as_str().unwrap_or_default();
    if kind.is_empty() {
        return Err(Problem::blank("type"));
    }
    if kind == "CUSTOM" {
        let text = |name: &str| body[name].as_str().unwrap_or_default();
        let role = iam_role::find(context, text("role"))?;
        let set = resource_set::find(context, text("resource-set"))?;
        let assignment =
            assign_custom(context, &assignee, &role, &set)?.ok_or_else(|| already_assigned(&assignee))?;
        return Ok(Reply::created(&answer(context, &assignee, assignment)));
    }
    let Some(role) = standard(kind) else {
        return Err(Problem::validation("type", "type: The role type is not known"));
    };
    if all_of(&context.tx, assignee.id())?.iter().any(|assignment| assignment["type"] == kind) {
        return Err(already_assigned(&assignee));
    }
    let id = assignment_id(context, role, &assignee);
    let assignment = standard_assignment(id, role, assignee.kind(), &context.now_text());
    context.tx.put(assignments(assignee.id()), id_of(&assignment), &assignment)?;
    if role.resource_set.is_some() {
        announce(context, &assignee, &assignment)?;
    }
    log(context, "grant", &assignee, &assignment)?;
    Ok(Reply::created(&answer(context, &assignee, assignment)))
}

fn already_assigned(assignee: &Assignee) -> Problem {
    let whom = assignee.kind().to_lowercase();
    Problem::new("E0000090", format!("The role specified is already assigned to the {whom}."))
}

/// Gives somebody a custom role for a set of resources; nothing if they have it already.
pub fn assign_custom(
    context: &mut Context<'_>,
    assignee: &Assignee,
    role: &Value,
    set: &Value,
) -> Result<Option<Value>, Problem> {
    assignee.check(context)?;
    let same = |other: &Value| other["role"] == role["id"] && other["resource-set"] == set["id"];
    if all_of(&context.tx, assignee.id())?.iter().any(same) {
        return Ok(None);
    }
    let now = context.now_text();
    let assignment = json!({
        "id": context.new_id("irb"),
        "role": role["id"],
        "label": role["label"],
        "type": "CUSTOM",
        "status": status::ACTIVE,
        "created": now,
        "lastUpdated": now,
        "assignmentType": assignee.kind(),
        "resource-set": set["id"],
    });
    context.tx.put(assignments(assignee.id()), id_of(&assignment), &assignment)?;
    announce(context, assignee, &assignment)?;
    log(context, "grant", assignee, &assignment)?;
    Ok(Some(assignment))
}

fn announce(context: &mut Context<'_>, assignee: &Assignee, assignment: &Value) -> Result<(), Problem> {
    let path = assignee.path();
    context.announce(Occasion::RoleAssigned { assignment, assignee: assignee.id(), path: &path })
}

fn log(
    context: &mut Context<'_>,
    what: &str,
    assignee: &Assignee,
    assignment: &Value,
) -> Result<(), Problem> {
    let role = Target {
        id: id_of(assignment).to_owned(),
        kind: "ROLE",
        alternate_id: assignment["type"].as_str().unwrap_or_default().to_owned(),
        display_name: assignment["label"].as_str().unwrap_or_default().to_owned(),
    };
    let subject = if matches!(assignee, Assignee::Group(_)) { "group" } else { "user.account" };
    context.log(&format!("{subject}.privilege.{what}"), &[assignee.target(), role])?;
    let Some(set) = assignment["resource-set"].as_str() else { return Ok(()) };
    // Who has a custom role is a member of a binding, and that is told by an event of its own.
    let target = |id: &str, kind| Target {
        id: id.to_owned(),
        kind,
        alternate_id: "unknown".to_owned(),
        display_name: assignment["label"].as_str().unwrap_or_default().to_owned(),
    };
    let role = target(assignment["role"].as_str().unwrap_or_default(), "ROLE");
    let what = if what == "grant" { "add" } else { "delete" };
    let targets = [target(set, "RESOURCE_SET"), role, assignee.target()];
    context.log(&format!("iam.resourceset.bindings.{what}"), &targets)
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let assignee = Assignee::of(context)?;
    let assignment = named(context, &assignee)?;
    Ok(Reply::ok(&answer(context, &assignee, assignment)))
}

/// The assignment that the path names.
pub fn named(context: &Context<'_>, assignee: &Assignee) -> Result<Value, Problem> {
    let id = context.param("roleAssignmentId");
    find(&context.tx, assignee.id(), id)?.ok_or_else(|| Problem::not_found(id, "RoleAssignment"))
}

fn unassign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let assignee = Assignee::of(context)?;
    let assignment = named(context, &assignee)?;
    revoke(context, &assignee, &assignment)?;
    Ok(Reply::no_content())
}

/// Takes a role from somebody who stays, and tells of it in the log.
pub fn revoke(context: &mut Context<'_>, assignee: &Assignee, assignment: &Value) -> Result<(), Problem> {
    remove(context, assignee.id(), assignment)?;
    log(context, "revoke", assignee, assignment)
}

/// Takes a role away, with its targets.
fn remove(context: &mut Context<'_>, assignee: &str, assignment: &Value) -> Result<(), Problem> {
    role_target::remove_all(&context.tx, assignee, id_of(assignment))?;
    context.announce(Occasion::RoleUnassigned(assignment))?;
    context.tx.delete(assignments(assignee), id_of(assignment))?;
    Ok(())
}

/// Takes all roles from a user who is deactivated, or a group or an app that is deleted.
pub fn assignee_left(context: &mut Context<'_>, assignee: &str) -> Result<(), Problem> {
    for assignment in all_of(&context.tx, assignee)? {
        remove(context, assignee, &assignment)?;
    }
    Ok(())
}

// ---- who has any ----

/// The users who have a role of their own.
fn list_users(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let page = Page::of(context, Limits::strict(100, 200))?;
    let mut ids = Vec::new();
    let mut last = String::new();
    context.tx.scan(kind::ROLE, None, &mut |key, _| {
        let assignee = key.split('\0').next().unwrap_or_default();
        if assignee != last {
            last = assignee.to_owned();
            ids.push(last.clone());
        }
        Ok(ControlFlow::Continue(()))
    })?;
    // Okta's description does not say whether those count who have a role by a group. A list without them would
    // hide administrators.
    let (mut users, groups): (Vec<String>, Vec<String>) = ids
        .into_iter()
        .filter(|id| id.starts_with("00u") || id.starts_with("00g"))
        .partition(|id| id.starts_with("00u"));
    for group in &groups {
        users.extend(context.tx.link_ids(kind::MEMBER, group)?);
    }
    users.sort_unstable();
    users.dedup();
    let mut users = users.into_iter();
    let mut rest = users.by_ref().skip_while(|id| page.after_id().is_some_and(|after| id.as_str() <= after));
    let shown: Vec<String> = rest.by_ref().take(page.limit).collect();
    let more = rest.next().is_some();
    let org = context.org.facts().org.clone();
    let value: Vec<Value> = shown
        .iter()
        .map(|id| {
            json!({
                "id": id,
                "orn": format!("orn:okta:directory:{org}:users:{id}"),
                "_links": {
                    "self": { "href": context.url(&format!("/users/{id}")) },
                    "roles": { "href": context.url(&format!("/users/{id}/roles")) },
                },
            })
        })
        .collect();
    let mut answer = json!({ "value": value, "_links": {} });
    if let Some(last) = shown.last().filter(|_| more) {
        let after = crate::kernel::page::write_cursor(context, &Cursor::at(last.clone()));
        let href = context.url(&format!("/iam/assignees/users?after={after}&limit={}", page.limit));
        answer["_links"] = json!({ "next": { "href": href } });
    }
    Ok(Reply::ok(&answer))
}

#[cfg(test)]
mod tests {
    use super::base32;

    #[test]
    fn assignment_ids_are_the_role_in_base32() {
        let cases = [
            ("APP_ADMIN", "IFIFAX2BIRGUSTQ"),
            ("USER_ADMIN", "KVJUKUS7IFCE2SKO"),
            ("HELP_DESK_ADMIN", "JBCUYUC7IRCVGS27IFCE2SKO"),
            ("GROUP_MEMBERSHIP_ADMIN", "I5JE6VKQL5GUKTKCIVJFGSCJKBPUCRCNJFHA"),
        ];
        for (role, id) in cases {
            assert_eq!(base32(role), id);
        }
    }
}
