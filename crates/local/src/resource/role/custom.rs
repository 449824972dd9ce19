//! Custom administrator roles and their permissions.

use oktars_catalog::{PERMISSIONS, op};
use serde_json::{Map, Value, json};

use crate::document::collection;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Kind};
use crate::kernel::occasion::Occasion;
use crate::kernel::page::{Cursor, Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::policy::refuse_system;
use crate::resource::role;

pub const HANDLERS: Handlers = &[
    (&op::LIST_ROLES, list),
    (&op::CREATE_ROLE, create),
    (&op::GET_ROLE, get),
    (&op::REPLACE_ROLE, replace),
    (&op::DELETE_ROLE, delete),
    (&op::LIST_ROLE_PERMISSIONS, list_permissions),
    (&op::CREATE_ROLE_PERMISSION, create_permission),
    (&op::REPLACE_ROLE_PERMISSION, replace_permission),
    (&op::GET_ROLE_PERMISSION, get_permission),
    (&op::DELETE_ROLE_PERMISSION, delete_permission),
];

const MAX_LABEL: usize = 255;
/// Lists of the `iam` endpoints have pages of this size.
pub const PAGE: Limits = Limits::strict(100, 100);

// ---- finding and keeping ----

/// The role of this id or label.
pub fn find(context: &Context<'_>, name: &str) -> Result<Value, Problem> {
    if let Some(role) = context.tx.get(kind::IAM_ROLE, name)? {
        return Ok(role);
    }
    let all = context.tx.all(kind::IAM_ROLE)?.into_iter().map(|(_, role)| role);
    let found = all.into_iter().find(|role| role["label"] == name);
    found.ok_or_else(|| Problem::not_found(name, "CustomRole"))
}

/// A role as it can be read: a custom one, or a standard one that is made of permissions.
pub fn readable(context: &Context<'_>, name: &str) -> Result<Value, Problem> {
    let Some(role) = role::with_permissions(name) else { return find(context, name) };
    let made = collection::made(context);
    Ok(json!({
        "id": role.kind,
        "label": role.label,
        "description": role.label,
        "created": made,
        "lastUpdated": made,
    }))
}

/// The role that the path names, which can be changed.
fn of_path(context: &Context<'_>) -> Result<Value, Problem> {
    let name = context.param("roleIdOrLabel");
    refuse_system(&json!({ "system": role::with_permissions(name).is_some() }))?;
    find(context, name)
}

/// What a role permits, as it is kept.
fn all_permissions(context: &Context<'_>, role: &Value) -> Result<Vec<Value>, Problem> {
    let Some(standard) = role::with_permissions(id_of(role)) else {
        let stored = context.tx.all(permissions(id_of(role)))?;
        return Ok(stored.into_iter().map(|(_, permission)| permission).collect());
    };
    let of =
        |name: &&str| json!({ "label": name, "created": role["created"], "lastUpdated": role["created"] });
    Ok(standard.permissions.iter().map(of).collect())
}

/// The kind of the stored permissions of one role.
fn permissions(role: &str) -> Kind<'_> {
    kind::IAM_PERMISSION.of(role)
}

/// What a role permits.
pub fn permitted(tx: &Tx, role: &str) -> Result<Vec<String>, StoreError> {
    Ok(tx.all(permissions(role))?.into_iter().map(|(name, _)| name).collect())
}

fn check_label(context: &Context<'_>, body: &Value, own_id: Option<&str>) -> Result<(), Problem> {
    let label = body["label"].as_str().unwrap_or_default();
    if label.trim().is_empty() {
        return Err(Problem::blank("label"));
    }
    if label.chars().count() > MAX_LABEL {
        let cause = format!("label: must be at most {MAX_LABEL} characters long");
        return Err(Problem::validation("label", cause));
    }
    let taken = |role: &Value| role["label"] == label && Some(id_of(role)) != own_id;
    if context.tx.all(kind::IAM_ROLE)?.iter().any(|(_, role)| taken(role)) {
        return Err(Problem::validation("label", "label: There is already an admin role with this name."));
    }
    Ok(())
}

// ---- answers ----

fn answer(context: &Context<'_>, mut role: Value) -> Value {
    let own = context.url(&format!("/iam/roles/{}", id_of(&role)));
    role["isCloneable"] = json!(false);
    role["_links"] = json!({
        "permissions": { "href": format!("{own}/permissions") },
        "self": { "href": own },
    });
    role
}

/// A page of a list that stands under a name of its own, with the next page among its links.
pub fn listed(context: &Context<'_>, name: &str, all: Vec<Value>, links: Value) -> Result<Reply, Problem> {
    paged(context, PAGE, name, all, links)
}

/// A page in a member of this name, with the link to the next one.
pub fn paged(
    context: &Context<'_>,
    limits: Limits,
    name: &str,
    all: Vec<Value>,
    mut links: Value,
) -> Result<Reply, Problem> {
    let page = Page::of(context, limits)?;
    let mut rest =
        all.into_iter().skip_while(|item| page.after_id().is_some_and(|after| id_of(item) <= after));
    let shown: Vec<Value> = rest.by_ref().take(page.limit).collect();
    if rest.next().is_some()
        && let Some(last) = shown.last()
    {
        let after = crate::kernel::page::write_cursor(context, &Cursor::at(id_of(last)));
        let href = format!("{}{}?after={after}", context.request.base, context.request.path);
        links["next"] = json!({ "href": href });
    }
    let mut answer = Map::new();
    answer.insert(name.to_owned(), json!(shown));
    answer.insert("_links".into(), links);
    Ok(Reply::ok(&answer))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let roles = context.tx.all(kind::IAM_ROLE)?.into_iter().map(|(_, role)| answer(context, role)).collect();
    listed(context, "roles", roles, json!({ "self": { "href": context.url("/iam/roles") } }))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let role = readable(context, context.param("roleIdOrLabel"))?;
    Ok(Reply::ok(&answer(context, role)))
}

// ---- create and change ----

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    check_label(context, &body, None)?;
    let asked: Vec<&str> =
        body["permissions"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if asked.is_empty() {
        return Err(Problem::blank("permissions"));
    }
    for name in &asked {
        check_permission(name)?;
    }
    let now = context.now_text();
    let role = json!({
        "id": context.new_id("cr0"),
        "label": body["label"],
        "description": body["description"],
        "created": now,
        "lastUpdated": now,
    });
    context.tx.put(kind::IAM_ROLE, id_of(&role), &role)?;
    for name in asked {
        keep_permission(context, &role, name, &Value::Null)?;
    }
    Ok(Reply::ok(&answer(context, role)))
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut role = of_path(context)?;
    let body = context.object()?;
    check_label(context, &body, Some(id_of(&role)))?;
    role["label"] = body["label"].clone();
    role["description"] = body["description"].clone();
    role["lastUpdated"] = json!(context.now_text());
    context.tx.put(kind::IAM_ROLE, id_of(&role), &role)?;
    Ok(Reply::ok(&answer(context, role)))
}

/// Who had the role has it no longer.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let role = of_path(context)?;
    context.announce(Occasion::RoleDeleted(&role))?;
    for (name, _) in context.tx.all(permissions(id_of(&role)))? {
        context.tx.delete(permissions(id_of(&role)), &name)?;
    }
    context.tx.delete(kind::IAM_ROLE, id_of(&role))?;
    Ok(Reply::no_content())
}

// ---- permissions ----

fn check_permission(name: &str) -> Result<(), Problem> {
    let parts: Vec<&str> = name.split('.').collect();
    let has_form = parts.len() > 2
        && parts[0] == "okta"
        && parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()));
    let is_listed = matches!(parts.get(1), Some(&("users" | "groups" | "apps")));
    if has_form && (!is_listed || PERMISSIONS.contains(&name)) {
        return Ok(());
    }
    Err(Problem::validation("permissions", format!("permissions: {name} is not a valid permission")))
}

fn keep_permission(
    context: &Context<'_>,
    role: &Value,
    name: &str,
    conditions: &Value,
) -> Result<Value, Problem> {
    let now = context.now_text();
    let mut permission = json!({ "label": name, "created": now, "lastUpdated": now });
    if !conditions.is_null() {
        permission["conditions"] = conditions.clone();
    }
    context.tx.put(permissions(id_of(role)), name, &permission)?;
    Ok(permission)
}

fn permission_answer(context: &Context<'_>, role: &Value, mut permission: Value) -> Value {
    let role = context.url(&format!("/iam/roles/{}", id_of(role)));
    let name = permission["label"].as_str().unwrap_or_default();
    let own = format!("{role}/permissions/{name}");
    permission["_links"] = json!({ "role": { "href": role }, "self": { "href": own } });
    permission
}

fn list_permissions(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let role = readable(context, context.param("roleIdOrLabel"))?;
    let all = all_permissions(context, &role)?.into_iter();
    let shown: Vec<Value> = all.map(|permission| permission_answer(context, &role, permission)).collect();
    Ok(Reply::ok(&json!({ "permissions": shown })))
}

/// The permission that the path names, if the role has it.
fn named(context: &Context<'_>, role: &Value) -> Result<Value, Problem> {
    let name = context.param("permissionType");
    let found = all_permissions(context, role)?.into_iter().find(|permission| permission["label"] == name);
    found.ok_or_else(|| Problem::not_found(name, "Permission"))
}

fn get_permission(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let role = readable(context, context.param("roleIdOrLabel"))?;
    let permission = named(context, &role)?;
    Ok(Reply::ok(&permission_answer(context, &role, permission)))
}

fn create_permission(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let role = of_path(context)?;
    let name = context.param("permissionType").to_owned();
    check_permission(&name)?;
    let body = context.object_or_empty()?;
    check_conditions(&body["conditions"])?;
    keep_permission(context, &role, &name, &body["conditions"])?;
    Ok(Reply::no_content())
}

fn replace_permission(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let role = of_path(context)?;
    let mut permission = named(context, &role)?;
    let body = context.object_or_empty()?;
    check_conditions(&body["conditions"])?;
    permission["lastUpdated"] = json!(context.now_text());
    match &body["conditions"] {
        Value::Null => {
            drop(permission.as_object_mut().and_then(|members| members.shift_remove("conditions")))
        }
        conditions => permission["conditions"] = conditions.clone(),
    }
    context.tx.put(permissions(id_of(&role)), context.param("permissionType"), &permission)?;
    Ok(Reply::ok(&permission_answer(context, &role, permission)))
}

/// A permission names the attributes that it is for, or those that it is not for.
fn check_conditions(conditions: &Value) -> Result<(), Problem> {
    if conditions["include"].is_object() && conditions["exclude"].is_object() {
        let cause = "conditions: include and exclude cannot both be given";
        return Err(Problem::validation("conditions", cause));
    }
    Ok(())
}

fn delete_permission(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let role = of_path(context)?;
    let permission = named(context, &role)?;
    if permitted(&context.tx, id_of(&role))?.len() == 1 {
        let cause = "permissions: A role has at least one permission";
        return Err(Problem::validation("permissions", cause));
    }
    let name = permission["label"].as_str().unwrap_or_default();
    context.tx.delete(permissions(id_of(&role)), name)?;
    Ok(Reply::no_content())
}
