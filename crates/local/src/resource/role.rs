//! Administrator roles of users and groups, and what they are limited to.

use std::ops::ControlFlow;

use http::StatusCode;
use serde_json::{Value, json};

use super::group;
use super::group_member;
use super::user::id_of;
use crate::context::{Context, Handler, Reply};
use crate::event::Target;
use crate::id::Ids;
use crate::page::{Limits, Page};
use crate::problem::Problem;
use crate::store::{StoreError, Tx};

pub const HANDLERS: &[(&str, Handler)] = &[
    ("listAssignedRolesForUser", list_of_user),
    ("assignRoleToUser", assign_to_user),
    ("getUserAssignedRole", get_of_user),
    ("unassignRoleFromUser", unassign_from_user),
    ("listGroupAssignedRoles", list_of_group),
    ("assignRoleToGroup", assign_to_group),
    ("getGroupAssignedRole", get_of_group),
    ("unassignRoleFromGroup", unassign_from_group),
    ("listGroupTargetsForRole", list_group_targets),
    ("assignGroupTargetToUserRole", add_group_target),
    ("unassignGroupTargetFromUserAdminRole", remove_group_target),
    ("listGroupTargetsForGroupRole", list_group_targets),
    ("assignGroupTargetToGroupAdminRole", add_group_target),
    ("unassignGroupTargetFromGroupAdminRole", remove_group_target),
    ("listApplicationTargetsForApplicationAdministratorRoleForUser", list_app_targets),
    ("assignAllAppsAsTargetToRoleForUser", clear_app_targets),
    ("assignAppTargetToAdminRoleForUser", add_app_target),
    ("unassignAppTargetFromAppAdminRoleForUser", remove_app_target),
    ("assignAppInstanceTargetToAppAdminRoleForUser", add_app_target),
    ("unassignAppInstanceTargetFromAdminRoleForUser", remove_app_target),
    ("listApplicationTargetsForApplicationAdministratorRoleForGroup", list_app_targets),
    ("assignAppTargetToAdminRoleForGroup", add_app_target),
    ("unassignAppTargetToAdminRoleForGroup", remove_app_target),
    ("assignAppInstanceTargetToAppAdminRoleForGroup", add_app_target),
    ("unassignAppInstanceTargetToAppAdminRoleForGroup", remove_app_target),
];

/// What a role may be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Nothing,
    Apps,
    Groups,
}

struct Role {
    kind: &'static str,
    label: &'static str,
    scope: Scope,
}

const fn role(kind: &'static str, label: &'static str, scope: Scope) -> Role {
    Role { kind, label, scope }
}

static ROLES: [Role; 13] = [
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
    role("ACCESS_CERTIFICATIONS_ADMIN", "Access Certifications Administrator", Scope::Nothing),
    role("ACCESS_REQUESTS_ADMIN", "Access Requests Administrator", Scope::Nothing),
    role("WORKFLOWS_ADMIN", "Workflows Administrator", Scope::Nothing),
];

/// From an assignment to the groups, and to the apps, that it is limited to.
const GROUP_TARGET: &str = "role_group_target";
const APP_TARGET: &str = "role_app_target";
const TARGET_LIMITS: Limits = Limits::clamping(20, 200);

/// The kind of the stored assignments of one user or group.
fn assignments(assignee: &str) -> String {
    format!("role\0{assignee}")
}

// ---- assignments ----

/// Whether a user or a group has any role of its own.
pub fn has_any(tx: &Tx, assignee: &str) -> Result<bool, StoreError> {
    let mut found = false;
    tx.scan(&assignments(assignee), None, &mut |_, _| {
        found = true;
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}

/// Makes the administrator of a new org one.
pub fn seed(tx: &Tx, ids: &Ids, user: &str, now: &str) -> Result<(), StoreError> {
    let assignment = assignment(ids.next("ra1"), &ROLES[0], "USER", now);
    tx.put(&assignments(user), id_of(&assignment), &assignment)
}

fn assignment(id: String, role: &Role, assignment_type: &str, now: &str) -> Value {
    json!({
        "id": id,
        "label": role.label,
        "type": role.kind,
        "status": "ACTIVE",
        "created": now,
        "lastUpdated": now,
        "assignmentType": assignment_type,
    })
}

/// Roles that can be limited have the same assignment id everywhere: the role's name in Base32.
fn assignment_id(context: &Context<'_>, role: &Role, assignment_type: &str) -> String {
    match (role.scope, assignment_type) {
        (Scope::Nothing, "GROUP") => context.new_id("gra"),
        (Scope::Nothing, _) => context.new_id("ra1"),
        _ => base32(role.kind),
    }
}

fn base32(text: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let digit = |bits: &[u8]| (0..5).fold(0, |digit, at| digit * 2 + bits.get(at).copied().unwrap_or(0));
    bits.chunks(5).map(|bits| DIGITS[usize::from(digit(bits))] as char).collect()
}

fn answer(context: &Context<'_>, assignee: &Value, mut assignment: Value) -> Value {
    let path = if assignee["objectClass"].is_null() { "users" } else { "groups" };
    let href = context.url(&format!("/{path}/{}", id_of(assignee)));
    assignment["_links"] = json!({ "assignee": { "href": href } });
    assignment
}

fn list_of_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    let mut roles = own_roles(context, &user)?;
    for id in group_member::group_ids_of(context, &user)? {
        if !has_any(&context.tx, &id)? {
            continue;
        }
        let group = group::find(context, &id)?;
        roles.extend(own_roles(context, &group)?);
    }
    Ok(Reply::ok(&roles))
}

fn list_of_group(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = group::find(context, context.param("groupId"))?;
    Ok(Reply::ok(&own_roles(context, &group)?))
}

fn own_roles(context: &Context<'_>, assignee: &Value) -> Result<Vec<Value>, Problem> {
    let stored = context.tx.all(&assignments(id_of(assignee)))?;
    Ok(stored.into_iter().map(|(_, assignment)| answer(context, assignee, assignment)).collect())
}

fn assign_to_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    if user["status"] == "DEPROVISIONED" {
        return Err(Problem::not_found(context.param("userId"), "User"));
    }
    assign(context, &user, "USER")
}

fn assign_to_group(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = group::find(context, context.param("groupId"))?;
    if group["type"] == "BUILT_IN" {
        return Err(Problem::new("E0000211", "Roles cannot be assigned to a built-in group."));
    }
    if group_member::has_members_by_rule(context, id_of(&group))? {
        return Err(Problem::new(
            "E0000192",
            "Roles cannot be assigned to a group with group membership rules.",
        ));
    }
    assign(context, &group, "GROUP")
}

fn assign(context: &mut Context<'_>, assignee: &Value, assignment_type: &str) -> Result<Reply, Problem> {
    let body = context.object()?;
    let kind = body["type"].as_str().unwrap_or_default();
    if kind == "CUSTOM" {
        // Custom roles cannot be made here, so there is none of this id.
        return Err(Problem::not_found(body["role"].as_str().unwrap_or_default(), "CustomRole"));
    }
    let Some(role) = ROLES.iter().find(|role| role.kind == kind) else {
        return Err(Problem::validation("type", "type: The role type is not known"));
    };
    let present = context.tx.all(&assignments(id_of(assignee)))?;
    if present.iter().any(|(_, assignment)| assignment["type"] == kind) {
        let whom = if assignment_type == "USER" { "user" } else { "group" };
        let summary = format!("The role specified is already assigned to the {whom}.");
        return Err(Problem::new("E0000090", summary));
    }
    let id = assignment_id(context, role, assignment_type);
    let assignment = assignment(id, role, assignment_type, &context.now_text());
    context.tx.put(&assignments(id_of(assignee)), id_of(&assignment), &assignment)?;
    log(context, "grant", assignee, &assignment)?;
    Ok(Reply::created(&answer(context, assignee, assignment)))
}

fn log(context: &mut Context<'_>, what: &str, assignee: &Value, assignment: &Value) -> Result<(), Problem> {
    let of_user = assignee["objectClass"].is_null();
    let target = if of_user { Target::user(assignee) } else { Target::group(assignee) };
    let role = Target {
        id: id_of(assignment).to_owned(),
        kind: "ROLE",
        alternate_id: assignment["type"].as_str().unwrap_or_default().to_owned(),
        display_name: assignment["label"].as_str().unwrap_or_default().to_owned(),
    };
    let subject = if of_user { "user.account" } else { "group" };
    context.log(&format!("{subject}.privilege.{what}"), &[target, role])
}

fn get_of_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    get(context, &user)
}

fn get_of_group(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = group::find(context, context.param("groupId"))?;
    get(context, &group)
}

fn get(context: &Context<'_>, assignee: &Value) -> Result<Reply, Problem> {
    let assignment = named(context, assignee)?;
    Ok(Reply::ok(&answer(context, assignee, assignment)))
}

fn named(context: &Context<'_>, assignee: &Value) -> Result<Value, Problem> {
    let id = context.param("roleAssignmentId");
    let found = context.tx.get(&assignments(id_of(assignee)), id)?;
    found.ok_or_else(|| Problem::not_found(id, "RoleAssignment"))
}

fn unassign_from_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    unassign(context, &user)
}

fn unassign_from_group(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = group::find(context, context.param("groupId"))?;
    unassign(context, &group)
}

fn unassign(context: &mut Context<'_>, assignee: &Value) -> Result<Reply, Problem> {
    let assignment = named(context, assignee)?;
    remove(context, id_of(assignee), id_of(&assignment))?;
    log(context, "revoke", assignee, &assignment)?;
    Ok(Reply::no_content())
}

fn remove(context: &Context<'_>, assignee: &str, assignment: &str) -> Result<(), Problem> {
    let key = target_key(assignee, assignment);
    for relation in [GROUP_TARGET, APP_TARGET] {
        for target in context.tx.link_ids(relation, &key)? {
            context.tx.unlink(relation, &key, &target)?;
        }
    }
    context.tx.delete(&assignments(assignee), assignment)?;
    Ok(())
}

/// Takes all roles from a user who is deactivated or a group that is deleted.
pub fn assignee_left(context: &Context<'_>, assignee: &str) -> Result<(), Problem> {
    for (id, _) in context.tx.all(&assignments(assignee))? {
        remove(context, assignee, &id)?;
    }
    Ok(())
}

/// A group that is deleted is no target any longer.
pub fn target_deleted(context: &Context<'_>, group: &str) -> Result<(), Problem> {
    for key in context.tx.link_ids_to(GROUP_TARGET, group)? {
        context.tx.unlink(GROUP_TARGET, &key, group)?;
    }
    Ok(())
}

// ---- targets ----

fn target_key(assignee: &str, assignment: &str) -> String {
    format!("{assignee}/{assignment}")
}

/// The assignment that the path names, whose targets must be of this kind.
fn target_of(context: &Context<'_>, scope: Scope) -> Result<String, Problem> {
    let of_group = context.request.path.starts_with("/api/v1/groups/");
    let assignee =
        if of_group { group::find(context, context.param("groupId"))? } else { context.user("userId")? };
    let assignment = named(context, &assignee)?;
    let role = ROLES.iter().find(|role| assignment["type"] == role.kind);
    if role.is_none_or(|role| role.scope != scope) && context.request.operation.method.as_str() != "GET" {
        return Err(Problem::new(
            "E0000091",
            "The provided role type was not the same as required role type.",
        ));
    }
    Ok(target_key(id_of(&assignee), id_of(&assignment)))
}

fn list_group_targets(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Groups)?;
    let page = Page::of(context, TARGET_LIMITS)?;
    let mut found = Vec::new();
    for id in context.tx.link_ids(GROUP_TARGET, &key)? {
        if let Some(group) = context.tx.get("group", &id)? {
            found.push((id, group::answer(context, group).to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, found))
}

/// The group that is the target; for a group's role the path names two.
fn target_group(context: &Context<'_>) -> Result<Value, Problem> {
    let of_group = context.request.path.starts_with("/api/v1/groups/");
    group::find(context, context.param(if of_group { "targetGroupId" } else { "groupId" }))
}

fn add_group_target(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Groups)?;
    let group = target_group(context)?;
    context.tx.link(GROUP_TARGET, &key, id_of(&group), &json!({}))?;
    Ok(Reply::no_content())
}

fn remove_group_target(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Groups)?;
    let group = target_group(context)?;
    remove_target(context, GROUP_TARGET, &key, id_of(&group))
}

/// Without targets a role is unlimited, so the last one cannot be taken away.
fn remove_target(context: &Context<'_>, relation: &str, key: &str, target: &str) -> Result<Reply, Problem> {
    let present = context.tx.link_ids(relation, key)?;
    if present == [target] {
        let cause = "The last target of a role cannot be removed: remove the role instead";
        return Err(Problem::validation("roleTarget", cause));
    }
    context.tx.unlink(relation, key, target)?;
    Ok(Reply::no_content())
}

fn list_app_targets(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Apps)?;
    let page = Page::of(context, TARGET_LIMITS)?;
    let mut found = Vec::new();
    for target in context.tx.link_ids(APP_TARGET, &key)? {
        if let Some(answer) = app_answer(context, &target)? {
            found.push((target, answer.to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, found))
}

/// An instance is shown with its label, an app of the catalogue with what the catalogue says of it.
fn app_answer(context: &Context<'_>, target: &str) -> Result<Option<Value>, Problem> {
    if let Some((_, id)) = target.split_once('/') {
        let app = context.tx.get("app", id)?;
        return Ok(app.map(|app| {
            json!({
                "name": app["label"],
                "status": app["status"],
                "id": id,
                "_links": { "self": { "href": context.url(&format!("/apps/{id}")) } },
            })
        }));
    }
    let logo = format!("{}/assets/img/logos/apps/{target}.png", context.request.base);
    Ok(Some(json!({
        "name": target,
        "displayName": target,
        "description": "",
        "status": "ACTIVE",
        "lastUpdated": context.now_text(),
        "category": "OTHER",
        "verificationStatus": "OKTA_VERIFIED",
        "website": "",
        "signOnModes": ["BROWSER_PLUGIN"],
        "_links": {
            "logo": [{ "name": "medium", "href": logo }],
            "self": { "href": context.url(&format!("/catalog/apps/{target}")) },
        },
    })))
}

/// `name`, or `name/id` for one instance.
fn target_app(context: &Context<'_>) -> Result<String, Problem> {
    let name = context.param("appName");
    if !context.request.operation.path.ends_with("/{appId}") {
        return Ok(name.to_owned());
    }
    let id = context.param("appId");
    if !context.tx.exists("app", id)? {
        return Err(Problem::not_found(id, "AppInstance"));
    }
    Ok(format!("{name}/{id}"))
}

fn add_app_target(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Apps)?;
    let target = target_app(context)?;
    context.tx.link(APP_TARGET, &key, &target, &json!({}))?;
    Ok(Reply::no_content())
}

fn remove_app_target(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Apps)?;
    let target = target_app(context)?;
    remove_target(context, APP_TARGET, &key, &target)
}

/// The role is for all apps again.
fn clear_app_targets(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Apps)?;
    for target in context.tx.link_ids(APP_TARGET, &key)? {
        context.tx.unlink(APP_TARGET, &key, &target)?;
    }
    Ok(Reply { status: StatusCode::OK, ..Reply::no_content() })
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
