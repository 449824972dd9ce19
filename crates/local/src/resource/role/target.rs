//! What a role is limited to: groups, apps of the catalogue, instances of apps. Without any it is for all.

use http::StatusCode;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Relation};
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::group;
use crate::resource::role::assignment;
use crate::resource::role::{Assignee, ROLES, Role, Scope, base32, named, standard};

pub const HANDLERS: Handlers = &[
    (&op::GET_ROLE_TARGETS_BY_USER_ID_AND_ROLE_ID, list_all),
    (&op::LIST_GROUP_TARGETS_FOR_ROLE, list_group_targets),
    (&op::ASSIGN_GROUP_TARGET_TO_USER_ROLE, add_group_target),
    (&op::UNASSIGN_GROUP_TARGET_FROM_USER_ADMIN_ROLE, remove_group_target),
    (&op::LIST_GROUP_TARGETS_FOR_GROUP_ROLE, list_group_targets),
    (&op::ASSIGN_GROUP_TARGET_TO_GROUP_ADMIN_ROLE, add_group_target),
    (&op::UNASSIGN_GROUP_TARGET_FROM_GROUP_ADMIN_ROLE, remove_group_target),
    (&op::LIST_GROUP_TARGET_ROLE_FOR_CLIENT, list_group_targets),
    (&op::ASSIGN_GROUP_TARGET_ROLE_FOR_CLIENT, add_group_target),
    (&op::REMOVE_GROUP_TARGET_ROLE_FROM_CLIENT, remove_group_target),
    (&op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER, list_app_targets),
    (&op::ASSIGN_ALL_APPS_AS_TARGET_TO_ROLE_FOR_USER, clear_app_targets),
    (&op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_USER, add_app_target),
    (&op::UNASSIGN_APP_TARGET_FROM_APP_ADMIN_ROLE_FOR_USER, remove_app_target),
    (&op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_USER, add_app_target),
    (&op::UNASSIGN_APP_INSTANCE_TARGET_FROM_ADMIN_ROLE_FOR_USER, remove_app_target),
    (&op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP, list_app_targets),
    (&op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP, add_app_target),
    (&op::UNASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP, remove_app_target),
    (&op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP, add_app_target),
    (&op::UNASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP, remove_app_target),
    (&op::LIST_APP_TARGET_ROLE_TO_CLIENT, list_app_targets),
    (&op::ASSIGN_APP_TARGET_ROLE_TO_CLIENT, add_app_target),
    (&op::REMOVE_APP_TARGET_ROLE_FROM_CLIENT, remove_app_target),
    (&op::ASSIGN_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT, add_app_target),
    (&op::REMOVE_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT, remove_app_target),
];

const TARGET_LIMITS: Limits = Limits::clamping(20, 200);

/// The groups that an assignment is limited to.
pub fn group_ids(tx: &Tx, assignee: &str, assignment: &str) -> Result<Vec<String>, StoreError> {
    tx.link_ids(kind::ROLE_GROUP_TARGET, &target_key(assignee, assignment))
}

/// The apps that an assignment is limited to: `name`, or `name/id` for one instance.
pub fn apps(tx: &Tx, assignee: &str, assignment: &str) -> Result<Vec<String>, StoreError> {
    tx.link_ids(kind::ROLE_APP_TARGET, &target_key(assignee, assignment))
}

pub fn remove_all(tx: &Tx, assignee: &str, assignment: &str) -> Result<(), StoreError> {
    let key = target_key(assignee, assignment);
    for relation in [kind::ROLE_GROUP_TARGET, kind::ROLE_APP_TARGET] {
        for target in tx.link_ids(relation, &key)? {
            tx.unlink(relation, &key, &target)?;
        }
    }
    Ok(())
}

/// A group that is deleted is no target any longer.
pub fn group_deleted(tx: &Tx, group: &str) -> Result<(), StoreError> {
    for key in tx.link_ids_to(kind::ROLE_GROUP_TARGET, group)? {
        tx.unlink(kind::ROLE_GROUP_TARGET, &key, group)?;
    }
    Ok(())
}

fn target_key(assignee: &str, assignment: &str) -> String {
    format!("{assignee}/{assignment}")
}

/// The assignment that the path names, whose targets must be of this kind.
fn target_of(context: &Context<'_>, scope: Scope) -> Result<String, Problem> {
    let assignee = Assignee::of(context)?;
    if let Some(role) = role_of_client(context, &assignee).filter(|role| role.scope == scope) {
        return Ok(target_key(assignee.id(), &base32(role.kind)));
    }
    let assignment = named(context, &assignee)?;
    let role = standard(assignment["type"].as_str().unwrap_or_default());
    if role.is_none_or(|role| role.scope != scope) && context.request.operation.method.as_str() != "GET" {
        return Err(Problem::new(
            "E0000091",
            "The provided role type was not the same as required role type.",
        ));
    }
    Ok(target_key(assignee.id(), id_of(&assignment)))
}

/// A client can be given targets of a role before it has the role, whose assignment always has the same id.
fn role_of_client(context: &Context<'_>, assignee: &Assignee) -> Option<&'static Role> {
    let id = context.param("roleAssignmentId");
    let is_client = matches!(assignee, Assignee::Client(_));
    ROLES.iter().find(|role| is_client && role.scope != Scope::Nothing && base32(role.kind) == id)
}

/// All targets of a user's role, by their resource names.
fn list_all(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    let id = context.param("roleIdOrEncodedRoleId").to_owned();
    let of_role =
        |assignment: &Value| assignment["id"] == id || assignment["role"] == id || assignment["type"] == id;
    let roles = assignment::all_of(&context.tx, id_of(&user))?;
    let Some(assignment) = roles.iter().find(|assignment| of_role(assignment)) else {
        return Err(Problem::not_found(&id, "RoleAssignment"));
    };
    let page = Page::of(context, TARGET_LIMITS)?;
    let org = context.org.facts().org.clone();
    let target = |orn: String, path: String| json!({ "orn": orn, "assignmentType": "USER", "_links": { "self": { "href": context.url(&path) } } });
    let mut found = Vec::new();
    for group in group_ids(&context.tx, id_of(&user), id_of(assignment))? {
        let shown = target(format!("orn:okta:directory:{org}:groups:{group}"), format!("/groups/{group}"));
        found.push((group, shown.to_string().into_bytes()));
    }
    for app in apps(&context.tx, id_of(&user), id_of(assignment))? {
        let shown = match app.split_once('/') {
            Some((name, id)) => target(format!("orn:okta:idp:{org}:apps:{name}:{id}"), format!("/apps/{id}")),
            None => {
                target(format!("orn:okta:idp:{org}:apps:{app}"), format!("/apps?filter=name+eq+%22{app}%22"))
            }
        };
        found.push((app, shown.to_string().into_bytes()));
    }
    Ok(page.slice(context, found))
}

fn list_group_targets(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Groups)?;
    let page = Page::of(context, TARGET_LIMITS)?;
    let mut found = Vec::new();
    for id in context.tx.link_ids(kind::ROLE_GROUP_TARGET, &key)? {
        if let Some(group) = context.tx.get(kind::GROUP, &id)? {
            found.push((id, group::answer(context, group).to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, found))
}

/// The group that is the target; for a group's role the path names two.
fn target_group(context: &Context<'_>) -> Result<Value, Problem> {
    let of_group = context.request.path.starts_with("/api/v1/groups/");
    context.group_with(context.param(if of_group { "targetGroupId" } else { "groupId" }))
}

fn add_group_target(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Groups)?;
    let group = target_group(context)?;
    context.tx.link(kind::ROLE_GROUP_TARGET, &key, id_of(&group), &json!({}))?;
    Ok(Reply::no_content())
}

fn remove_group_target(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Groups)?;
    let group = target_group(context)?;
    remove_target(context, kind::ROLE_GROUP_TARGET, &key, id_of(&group))
}

/// Without targets a role is unlimited, so the last one cannot be taken away.
fn remove_target(
    context: &Context<'_>,
    relation: Relation<'_>,
    key: &str,
    target: &str,
) -> Result<Reply, Problem> {
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
    for target in context.tx.link_ids(kind::ROLE_APP_TARGET, &key)? {
        if let Some(answer) = app_answer(context, &target)? {
            found.push((target, answer.to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, found))
}

/// An instance is shown with its label, an app of the catalogue with what the catalogue says of it.
fn app_answer(context: &Context<'_>, target: &str) -> Result<Option<Value>, Problem> {
    if let Some((_, id)) = target.split_once('/') {
        let app = context.tx.get(kind::APP, id)?;
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
        "status": status::ACTIVE,
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
    if !context.tx.exists(kind::APP, id)? {
        return Err(Problem::not_found(id, "AppInstance"));
    }
    Ok(format!("{name}/{id}"))
}

/// An instance takes the place of its app, and an app that of all its instances.
fn replaces(target: &str, other: &str) -> bool {
    let app_of = |target: &str| target.split('/').next().unwrap_or_default().to_owned();
    target.contains('/') != other.contains('/') && app_of(target) == app_of(other)
}

fn add_app_target(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Apps)?;
    let target = target_app(context)?;
    for replaced in
        context.tx.link_ids(kind::ROLE_APP_TARGET, &key)?.iter().filter(|other| replaces(&target, other))
    {
        context.tx.unlink(kind::ROLE_APP_TARGET, &key, replaced)?;
    }
    context.tx.link(kind::ROLE_APP_TARGET, &key, &target, &json!({}))?;
    Ok(Reply::no_content())
}

fn remove_app_target(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Apps)?;
    let target = target_app(context)?;
    remove_target(context, kind::ROLE_APP_TARGET, &key, &target)
}

/// The role is for all apps again.
fn clear_app_targets(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = target_of(context, Scope::Apps)?;
    for target in context.tx.link_ids(kind::ROLE_APP_TARGET, &key)? {
        context.tx.unlink(kind::ROLE_APP_TARGET, &key, &target)?;
    }
    Ok(Reply { status: StatusCode::OK, ..Reply::no_content() })
}
