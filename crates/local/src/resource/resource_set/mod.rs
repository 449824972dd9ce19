//! Resource sets: what a custom role is for.

pub mod binding;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::collection;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Kind};
use crate::kernel::occasion::Occasion;
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::policy::refuse_system;
use crate::resource::role;
use crate::resource::role::custom::listed;

pub const HANDLERS: Handlers = &[
    (&op::LIST_RESOURCE_SETS, list),
    (&op::CREATE_RESOURCE_SET, create),
    (&op::GET_RESOURCE_SET, get),
    (&op::REPLACE_RESOURCE_SET, replace),
    (&op::DELETE_RESOURCE_SET, delete),
    (&op::LIST_RESOURCE_SET_RESOURCES, list_resources),
    (&op::ADD_RESOURCE_SET_RESOURCE, add_resource),
    (&op::ADD_RESOURCE_SET_RESOURCES, add_resources),
    (&op::GET_RESOURCE_SET_RESOURCE, get_resource),
    (&op::REPLACE_RESOURCE_SET_RESOURCE, replace_resource),
    (&op::DELETE_RESOURCE_SET_RESOURCE, delete_resource),
];

/// The set of this id or label.
pub fn find(context: &Context<'_>, name: &str) -> Result<Value, Problem> {
    if let Some(set) = context.tx.get(kind::RESOURCE_SET, name)? {
        return Ok(set);
    }
    if role::standard_sets().any(|known| known == name) {
        return Ok(standard(context, name));
    }
    let all = context.tx.all(kind::RESOURCE_SET)?.into_iter().map(|(_, set)| set);
    let found = all.into_iter().find(|set| set["label"] == name);
    found.ok_or_else(|| Problem::not_found(name, "IAMPolicy"))
}

/// The set of a standard role, which every org has.
fn standard(context: &Context<'_>, name: &str) -> Value {
    let made = collection::made(context);
    json!({ "id": name, "label": name, "description": name, "created": made, "lastUpdated": made })
}

pub fn of_path(context: &Context<'_>) -> Result<Value, Problem> {
    find(context, context.param("resourceSetIdOrLabel"))
}

/// The set that the path names, which can be changed.
fn changeable(context: &Context<'_>) -> Result<Value, Problem> {
    let set = of_path(context)?;
    refuse_system(&json!({ "system": role::standard_sets().any(|known| known == id_of(&set)) }))?;
    Ok(set)
}

/// The kind of the stored resources of one set.
fn resources(set: &str) -> Kind<'_> {
    kind::RESOURCE_SET_RESOURCE.of(set)
}

/// The resources of a set, as paths such as `groups/00g1/users`.
pub fn paths(tx: &Tx, set: &str) -> Result<Vec<String>, StoreError> {
    let stored = tx.all(resources(set))?;
    Ok(stored.into_iter().filter_map(|(_, resource)| resource["path"].as_str().map(str::to_owned)).collect())
}

fn check_label(context: &Context<'_>, body: &Value, own_id: Option<&str>) -> Result<(), Problem> {
    let label = body["label"].as_str().unwrap_or_default();
    if label.trim().is_empty() {
        return Err(Problem::validation("label", "label: Label must be specified"));
    }
    let taken = |set: &Value| set["label"] == label && Some(id_of(set)) != own_id;
    if context.tx.all(kind::RESOURCE_SET)?.iter().any(|(_, set)| taken(set)) {
        let cause = "label: There is already a resource set with this name.";
        return Err(Problem::validation("label", cause));
    }
    Ok(())
}

fn answer(context: &Context<'_>, mut set: Value) -> Value {
    let own = context.url(&format!("/iam/resource-sets/{}", id_of(&set)));
    set["_links"] = json!({
        "self": { "href": own },
        "resources": { "href": format!("{own}/resources") },
        "bindings": { "href": format!("{own}/bindings") },
    });
    set
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let sets = context.tx.all(kind::RESOURCE_SET)?.into_iter().map(|(_, set)| answer(context, set)).collect();
    listed(context, "resource-sets", sets, json!({ "self": { "href": context.url("/iam/resource-sets") } }))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = of_path(context)?;
    Ok(Reply::ok(&answer(context, set)))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    check_label(context, &body, None)?;
    let asked = names(&body["resources"]);
    if asked.is_empty() {
        return Err(Problem::validation("resources", "resources: At least one resource must be specified"));
    }
    let now = context.now_text();
    let set = json!({
        "id": context.new_id("iam"),
        "label": body["label"],
        "description": body["description"],
        "created": now,
        "lastUpdated": now,
    });
    context.tx.put(kind::RESOURCE_SET, id_of(&set), &set)?;
    for name in asked {
        keep_resource(context, &set, &name, &Value::Null)?;
    }
    Ok(Reply::ok(&answer(context, set)))
}

fn names(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut set = changeable(context)?;
    let body = context.object()?;
    check_label(context, &body, Some(id_of(&set)))?;
    set["label"] = body["label"].clone();
    set["description"] = body["description"].clone();
    set["lastUpdated"] = json!(context.now_text());
    context.tx.put(kind::RESOURCE_SET, id_of(&set), &set)?;
    Ok(Reply::ok(&answer(context, set)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = changeable(context)?;
    context.announce(Occasion::ResourceSetDeleted(&set))?;
    for (id, _) in context.tx.all(resources(id_of(&set)))? {
        context.tx.delete(resources(id_of(&set)), &id)?;
    }
    context.tx.delete(kind::RESOURCE_SET, id_of(&set))?;
    Ok(Reply::no_content())
}

// ---- resources ----

/// A resource is named by its URL or by its resource name (ORN); what is kept is the path.
fn path_of(name: &str) -> Result<String, Problem> {
    let invalid = || Problem::validation("resources", format!("resources: {name} is not a valid resource"));
    if let Some(orn) = name.strip_prefix("orn:") {
        // Partition, service, org, and then what it is.
        let parts: Vec<&str> = orn.splitn(4, ':').collect();
        let rest = parts.get(3).filter(|rest| !rest.is_empty()).ok_or_else(invalid)?;
        return Ok(rest.replace(':', "/").replace("contained_resources", "users"));
    }
    let path = name.split_once("/api/v1/").or_else(|| name.split_once("/oauth2/v1/"));
    match path {
        Some((_, path)) if !path.is_empty() => Ok(path.trim_end_matches('/').to_owned()),
        _ => Err(invalid()),
    }
}

fn orn(context: &Context<'_>, path: &str) -> String {
    let org = &context.org.facts().org;
    let service = match path.split(['/', '?']).next().unwrap_or_default() {
        "apps" | "authorizationServers" | "policies" | "clients" => "idp",
        _ => "directory",
    };
    let rest = match path.strip_prefix("groups/").and_then(|rest| rest.strip_suffix("/users")) {
        Some(group) => format!("groups:{group}:contained_resources"),
        None => path.replace('/', ":"),
    };
    format!("orn:okta:{service}:{org}:{rest}")
}

/// Keeps a resource in the set; one that is there already stays as it is.
fn keep_resource(
    context: &Context<'_>,
    set: &Value,
    name: &str,
    conditions: &Value,
) -> Result<Value, Problem> {
    let path = path_of(name)?;
    check_exists(context, &path)?;
    let stored = context.tx.all(resources(id_of(set)))?;
    if let Some((_, present)) = stored.into_iter().find(|(_, resource)| resource["path"] == path) {
        return Ok(present);
    }
    let now = context.now_text();
    let mut resource = json!({
        "id": context.new_id("ire"),
        "orn": orn(context, &path),
        "created": now,
        "lastUpdated": now,
        "path": path,
    });
    if !conditions.is_null() {
        resource["conditions"] = conditions.clone();
    }
    context.tx.put(resources(id_of(set)), id_of(&resource), &resource)?;
    Ok(resource)
}

/// A single object of a set must be there.
fn check_exists(context: &Context<'_>, path: &str) -> Result<(), Problem> {
    let mut parts = path.split(['/', '?']);
    let (family, id) = (parts.next().unwrap_or_default(), parts.next());
    let (kind, name) = match family {
        "users" => (kind::USER, "User"),
        "groups" => (kind::GROUP, "UserGroup"),
        _ => return Ok(()),
    };
    match id {
        Some(id) if !id.is_empty() && !context.tx.exists(kind, id)? => Err(Problem::not_found(id, name)),
        _ => Ok(()),
    }
}

fn resource_answer(context: &Context<'_>, set: &Value, mut resource: Value) -> Value {
    let path = resource["path"].as_str().unwrap_or_default().to_owned();
    let own = format!("/iam/resource-sets/{}/resources/{}", id_of(set), id_of(&resource));
    resource.as_object_mut().expect("a resource is an object").shift_remove("path");
    resource["_links"] = json!({
        "self": { "href": context.url(&format!("/{path}")) },
        "resource": { "href": context.url(&own) },
    });
    resource
}

fn list_resources(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = of_path(context)?;
    let stored = context.tx.all(resources(id_of(&set)))?;
    let shown = stored.into_iter().map(|(_, resource)| resource_answer(context, &set, resource)).collect();
    let own = context.url(&format!("/iam/resource-sets/{}", id_of(&set)));
    let links = json!({
        "self": { "href": format!("{own}/resources") },
        "resource-set": { "href": own },
    });
    listed(context, "resources", shown, links)
}

fn add_resource(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = changeable(context)?;
    let body = context.object()?;
    let name = body["resourceOrnOrUrl"].as_str().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Err(Problem::blank("resourceOrnOrUrl"));
    }
    let resource = keep_resource(context, &set, &name, &body["conditions"])?;
    Ok(Reply::ok(&resource_answer(context, &set, resource)))
}

fn add_resources(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut set = changeable(context)?;
    let body = context.object()?;
    let additions = names(&body["additions"]);
    if additions.is_empty() {
        return Err(Problem::blank("additions"));
    }
    for name in additions {
        keep_resource(context, &set, &name, &Value::Null)?;
    }
    set["lastUpdated"] = json!(context.now_text());
    context.tx.put(kind::RESOURCE_SET, id_of(&set), &set)?;
    Ok(Reply::ok(&answer(context, set)))
}

/// The resource that the path names.
fn named(context: &Context<'_>, set: &Value) -> Result<Value, Problem> {
    let id = context.param("resourceId");
    let found = context.tx.get(resources(id_of(set)), id)?;
    found.ok_or_else(|| Problem::not_found(id, "IAMPolicyResource"))
}

fn get_resource(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = of_path(context)?;
    let resource = named(context, &set)?;
    Ok(Reply::ok(&resource_answer(context, &set, resource)))
}

fn replace_resource(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = changeable(context)?;
    let mut resource = named(context, &set)?;
    let body = context.object()?;
    resource["conditions"] = body["conditions"].clone();
    resource["lastUpdated"] = json!(context.now_text());
    context.tx.put(resources(id_of(&set)), id_of(&resource), &resource)?;
    Ok(Reply::ok(&resource_answer(context, &set, resource)))
}

fn delete_resource(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = changeable(context)?;
    let resource = named(context, &set)?;
    context.tx.delete(resources(id_of(&set)), id_of(&resource))?;
    Ok(Reply::no_content())
}
