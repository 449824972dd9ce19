//! The access policies of an authorization server: which clients may have tokens.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::body;
use crate::document::description as field;
use crate::document::description::Field;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::facts::Facts;
use crate::kernel::id::Ids;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::authorization_server::of_path;
use crate::resource::authorization_server::rule;
use crate::resource::policy::kind::filled;
use crate::resource::policy::{order, refuse_system, switch};

pub const HANDLERS: Handlers = &[
    (&op::LIST_AUTHORIZATION_SERVER_POLICIES, list),
    (&op::CREATE_AUTHORIZATION_SERVER_POLICY, create),
    (&op::GET_AUTHORIZATION_SERVER_POLICY, get),
    (&op::REPLACE_AUTHORIZATION_SERVER_POLICY, replace),
    (&op::DELETE_AUTHORIZATION_SERVER_POLICY, delete),
    (&op::ACTIVATE_AUTHORIZATION_SERVER_POLICY, activate),
    (&op::DEACTIVATE_AUTHORIZATION_SERVER_POLICY, deactivate),
];

/// The kind of the stored policies of one server.
fn policies(server: &str) -> Kind<'_> {
    kind::AUTHORIZATION_SERVER_POLICY.of(server)
}

/// The policy of the server that every org has: for all clients.
pub fn seed(tx: &Tx, ids: &Ids, facts: &Facts, server: &str, now: &str) -> Result<(), StoreError> {
    let body = json!({
        "name": "Default Policy",
        "description": "Default policy description",
        "conditions": { "clients": { "include": ["ALL_CLIENTS"] } },
    });
    let policy = policy(ids.next("00p"), &body, now);
    tx.put(policies(server), id_of(&policy), &policy)?;
    rule::seed(tx, ids, facts, id_of(&policy), now)
}

/// All policies of a server in the order of their priority.
pub fn all(tx: &Tx, server: &str) -> Result<Vec<Value>, StoreError> {
    let mut found: Vec<Value> = tx.all(policies(server))?.into_iter().map(|(_, policy)| policy).collect();
    found.sort_by_key(|policy| policy["priority"].as_i64());
    Ok(found)
}

pub fn remove_all(tx: &Tx, server: &str) -> Result<(), StoreError> {
    for policy in all(tx, server)? {
        rule::remove_all(tx, id_of(&policy))?;
        tx.delete(policies(server), id_of(&policy))?;
    }
    Ok(())
}

/// The policy that the path names.
pub fn find(context: &Context<'_>, server: &Value) -> Result<Value, Problem> {
    let id = context.param("policyId");
    context.tx.get(policies(id_of(server)), id)?.ok_or_else(|| Problem::not_found(id, "Policy"))
}

fn answer(context: &Context<'_>, server: &Value, policy: &Value) -> Value {
    let path = format!("/authorizationServers/{}/policies/{}", id_of(server), id_of(policy));
    let link = |rest: &str, allow: &[&str]| json!({ "href": context.url(&format!("{path}{rest}")), "hints": { "allow": allow } });
    let mut links = json!({ "self": link("", &["GET", "PUT", "DELETE"]) });
    let (action, action_path) = switch(policy);
    links[action] = link(action_path, &["POST"]);
    links["rules"] = link("/rules", &["GET"]);
    let mut shown = policy.clone();
    shown["_links"] = links;
    shown
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let all = all(&context.tx, id_of(&server))?;
    let shown: Vec<Value> = all.iter().map(|policy| answer(context, &server, policy)).collect();
    Ok(Reply::ok(&shown))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let policy = find(context, &server)?;
    Ok(Reply::ok(&answer(context, &server, &policy)))
}

const FIELDS: &[Field] = &[
    field::text("name").at_most(100),
    field::text("description").at_most(255),
    field::one_of("status", &[status::ACTIVE, status::INACTIVE]),
    field::object("conditions"),
    field::object("conditions.clients"),
    field::list("conditions.clients.include"),
];

fn check(context: &Context<'_>, server: &Value, body: &Value, own_id: Option<&str>) -> Result<(), Problem> {
    if body["name"].as_str().unwrap_or_default().trim().is_empty() {
        return Err(Problem::blank("name"));
    }
    body::fit(FIELDS, body)?;
    if !body["type"].is_null() && body["type"] != "OAUTH_AUTHORIZATION_POLICY" {
        let cause = "type: A policy of an authorization server has the type OAUTH_AUTHORIZATION_POLICY";
        return Err(Problem::validation("type", cause));
    }
    let taken = |policy: &Value| policy["name"] == body["name"] && Some(id_of(policy)) != own_id;
    if all(&context.tx, id_of(server))?.iter().any(taken) {
        return Err(Problem::validation("name", "name: Policy name already in use"));
    }
    Ok(())
}

fn policy(id: String, body: &Value, now: &str) -> Value {
    json!({
        "id": id,
        "status": if body["status"] == status::INACTIVE { status::INACTIVE } else { status::ACTIVE },
        "name": body["name"],
        "description": body["description"],
        "priority": 1,
        "system": false,
        "conditions": filled(&body["conditions"], json!({ "clients": { "include": [] } })),
        "created": now,
        "lastUpdated": now,
        "type": "OAUTH_AUTHORIZATION_POLICY",
    })
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let body = context.object()?;
    check(context, &server, &body, None)?;
    let priority = order::asked(&body)?;
    let made = policy(context.new_id("00p"), &body, &context.now_text());
    save_in_order(context, &server, made.clone(), priority)?;
    reply(context, &server, id_of(&made), Reply::created)
}

fn reply(
    context: &Context<'_>,
    server: &Value,
    id: &str,
    answered: fn(&Value) -> Reply,
) -> Result<Reply, Problem> {
    let policy = context.tx.get(policies(id_of(server)), id)?.unwrap_or_default();
    Ok(answered(&answer(context, server, &policy)))
}

fn save_in_order(
    context: &Context<'_>,
    server: &Value,
    policy: Value,
    priority: Option<i64>,
) -> Result<(), Problem> {
    let present = all(&context.tx, id_of(server))?;
    put_all(context, server, order::placed(present, policy, priority))
}

fn put_all(context: &Context<'_>, server: &Value, all: Vec<Value>) -> Result<(), Problem> {
    for policy in all {
        context.tx.put(policies(id_of(server)), id_of(&policy), &policy)?;
    }
    Ok(())
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let old = find(context, &server)?;
    let body = context.object()?;
    check(context, &server, &body, Some(id_of(&old)))?;
    let mut changed = policy(id_of(&old).to_owned(), &body, &context.now_text());
    changed["created"] = old["created"].clone();
    if body["status"].is_null() {
        changed["status"] = old["status"].clone();
    }
    let priority = order::asked(&body)?.or(old["priority"].as_i64());
    save_in_order(context, &server, changed, priority)?;
    reply(context, &server, id_of(&old), Reply::ok)
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let policy = find(context, &server)?;
    refuse_system(&policy)?;
    rule::remove_all(&context.tx, id_of(&policy))?;
    context.tx.delete(policies(id_of(&server)), id_of(&policy))?;
    let rest = all(&context.tx, id_of(&server))?;
    put_all(context, &server, order::numbered(rest))?;
    Ok(Reply::no_content())
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ACTIVE)
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::INACTIVE)
}

fn set_status(context: &mut Context<'_>, status: &str) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let mut policy = find(context, &server)?;
    policy["status"] = json!(status);
    policy["lastUpdated"] = json!(context.now_text());
    context.tx.put(policies(id_of(&server)), id_of(&policy), &policy)?;
    Ok(Reply::no_content())
}
