//! Bindings: who has a custom role for a resource set. A member of a binding is an assignment of the role,
//! seen from the other side.

use std::collections::BTreeSet;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::resource_set;
use crate::resource::role::custom as iam_role;
use crate::resource::role::custom::listed;
use crate::resource::role::{self, Assignee, assignment};

pub const HANDLERS: Handlers = &[
    (&op::LIST_BINDINGS, list),
    (&op::CREATE_RESOURCE_SET_BINDING, create),
    (&op::GET_BINDING, get),
    (&op::DELETE_BINDING, delete),
    (&op::LIST_MEMBERS_OF_BINDING, list_members),
    (&op::ADD_MEMBERS_TO_BINDING, add_members),
    (&op::GET_MEMBER_OF_BINDING, get_member),
    (&op::UNASSIGN_MEMBER_FROM_BINDING, delete_member),
];

fn members<'a>(set: &'a str, role: &'a str) -> Kind<'a> {
    kind::RESOURCE_SET_MEMBER.of(set).of(role)
}

fn text<'a>(document: &'a Value, name: &str) -> &'a str {
    document[name].as_str().unwrap_or_default()
}

/// The roles that are bound to a set. A binding outlives its last member.
fn bindings(set: &str) -> Kind<'_> {
    kind::RESOURCE_SET_BINDING.of(set)
}

/// Notes an assignment of a custom role.
pub fn keep_member(
    context: &Context<'_>,
    assignment: &Value,
    assignee: &str,
    path: &str,
) -> Result<(), Problem> {
    let member = json!({
        "id": assignment["id"],
        "created": assignment["created"],
        "lastUpdated": assignment["lastUpdated"],
        "assignee": assignee,
        "path": path,
    });
    let (set, role) = (text(assignment, "resource-set"), text(assignment, "role"));
    context.tx.put(bindings(set), role, &json!({}))?;
    Ok(context.tx.put(members(set, role), id_of(assignment), &member)?)
}

/// The assignment is gone; one of a plain standard role never was here.
pub fn forget_member(tx: &Tx, assignment: &Value) -> Result<(), StoreError> {
    let kind = members(text(assignment, "resource-set"), text(assignment, "role"));
    tx.delete(kind, id_of(assignment))?;
    Ok(())
}

/// The sets and roles that are bound to each other.
fn pairs(tx: &Tx) -> Result<BTreeSet<(String, String)>, StoreError> {
    // A store of an earlier version has members alone.
    let mut keys = tx.all(kind::RESOURCE_SET_MEMBER)?;
    keys.extend(tx.all(kind::RESOURCE_SET_BINDING)?);
    let keys = keys.into_iter().map(|(key, _)| key);
    Ok(keys
        .filter_map(|key| {
            let mut parts = key.split('\0');
            Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
        })
        .collect())
}

pub fn remove_all_of_role(context: &mut Context<'_>, role: &str) -> Result<(), Problem> {
    for (set, _) in pairs(&context.tx)?.iter().filter(|(_, bound)| bound == role) {
        remove_binding(context, set, role)?;
    }
    Ok(())
}

pub fn remove_all_of_set(context: &mut Context<'_>, set: &str) -> Result<(), Problem> {
    for (_, role) in pairs(&context.tx)?.iter().filter(|(bound, _)| bound == set) {
        remove_binding(context, set, role)?;
    }
    Ok(())
}

fn remove_binding(context: &mut Context<'_>, set: &str, role: &str) -> Result<(), Problem> {
    for (_, member) in context.tx.all(members(set, role))? {
        remove_member(context, &member)?;
    }
    context.tx.delete(bindings(set), role)?;
    Ok(())
}

fn remove_member(context: &mut Context<'_>, member: &Value) -> Result<(), Problem> {
    if let Some(assignment) = assignment::find(&context.tx, text(member, "assignee"), id_of(member))? {
        let assignee = Assignee::named(context, text(member, "path"))?;
        role::revoke(context, &assignee, &assignment)?;
    }
    Ok(())
}

// ---- answers ----

fn url(context: &Context<'_>, set: &Value, rest: &str) -> String {
    context.url(&format!("/iam/resource-sets/{}{rest}", id_of(set)))
}

/// What is answered to a change: links alone.
fn changed(context: &Context<'_>, set: &Value, role: &Value) -> Reply {
    Reply::ok(&json!({
        "_links": {
            "self": { "href": url(context, set, &format!("/bindings/{}", id_of(role))) },
            "bindings": { "href": url(context, set, "/bindings") },
            "resource-set": { "href": url(context, set, "") },
        },
    }))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = resource_set::of_path(context)?;
    let bound = pairs(&context.tx)?;
    let roles = bound.iter().filter(|(other, _)| other == id_of(&set)).map(|(_, role)| {
        json!({
            "id": role,
            "_links": {
                "self": { "href": context.url(&format!("/iam/roles/{role}")) },
                "members": { "href": url(context, &set, &format!("/bindings/{role}/members")) },
            },
        })
    });
    let links = json!({
        "self": { "href": url(context, &set, "/bindings") },
        "resource-set": { "href": url(context, &set, "") },
    });
    listed(context, "roles", roles.collect(), links)
}

/// The set and the role of the path, which must be bound to each other.
fn bound(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let set = resource_set::of_path(context)?;
    let role = iam_role::readable(context, context.param("roleIdOrLabel"))?;
    if !is_bound(context, &set, &role)? {
        return Err(Problem::not_found(context.param("roleIdOrLabel"), "IAMPolicyBinding"));
    }
    Ok((set, role))
}

fn is_bound(context: &Context<'_>, set: &Value, role: &Value) -> Result<bool, Problem> {
    let (set, role) = (id_of(set), id_of(role));
    Ok(context.tx.exists(bindings(set), role)? || !context.tx.all(members(set, role))?.is_empty())
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (set, role) = bound(context)?;
    let own = url(context, &set, &format!("/bindings/{}", id_of(&role)));
    Ok(Reply::ok(&json!({
        "id": role["id"],
        "_links": {
            "self": { "href": own },
            "members": { "href": format!("{own}/members") },
            "resource-set": { "href": url(context, &set, "") },
        },
    })))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let set = resource_set::of_path(context)?;
    let body = context.object()?;
    if text(&body, "role").is_empty() {
        return Err(Problem::blank("role"));
    }
    let role = iam_role::find(context, text(&body, "role"))?;
    if !is_bound(context, &set, &role)? {
        add(context, &set, &role, &body["members"])?;
        return Ok(changed(context, &set, &role));
    }
    let cause = "role: There is already a binding of this role to this resource set";
    Err(Problem::validation("role", cause))
}

fn add(context: &mut Context<'_>, set: &Value, role: &Value, names: &Value) -> Result<(), Problem> {
    let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if names.is_empty() {
        return Err(Problem::validation("members", "members: At least one member must be specified"));
    }
    for name in names {
        let assignee = Assignee::named(context, name)?;
        role::assign_custom(context, &assignee, role, set)?;
    }
    Ok(())
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (set, role) = bound(context)?;
    remove_binding(context, id_of(&set), id_of(&role))?;
    Ok(Reply::no_content())
}

// ---- members ----

fn member_answer(context: &Context<'_>, member: &Value) -> Value {
    json!({
        "id": member["id"],
        "created": member["created"],
        "lastUpdated": member["lastUpdated"],
        "_links": { "self": { "href": format!("{}{}", context.request.base, text(member, "path")) } },
    })
}

fn list_members(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (set, role) = bound(context)?;
    let stored = context.tx.all(members(id_of(&set), id_of(&role)))?;
    let shown = stored.iter().map(|(_, member)| member_answer(context, member)).collect();
    let own = url(context, &set, &format!("/bindings/{}", id_of(&role)));
    let links = json!({ "self": { "href": format!("{own}/members") }, "binding": { "href": own } });
    listed(context, "members", shown, links)
}

fn add_members(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (set, role) = bound(context)?;
    let body = context.object()?;
    add(context, &set, &role, &body["additions"])?;
    Ok(changed(context, &set, &role))
}

fn named_member(context: &Context<'_>) -> Result<Value, Problem> {
    let (set, role) = bound(context)?;
    let id = context.param("memberId");
    let found = context.tx.get(members(id_of(&set), id_of(&role)), id)?;
    found.ok_or_else(|| Problem::not_found(id, "IAMPolicyMember"))
}

fn get_member(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let member = named_member(context)?;
    Ok(Reply::ok(&member_answer(context, &member)))
}

fn delete_member(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let member = named_member(context)?;
    remove_member(context, &member)?;
    Ok(Reply::no_content())
}
