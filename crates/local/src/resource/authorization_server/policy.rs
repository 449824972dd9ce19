//! The access policies of an authorization server: which clients may have tokens.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::body;
use crate::document::description as field;
use crate::document::description::{
    ACTIVATE, Answer, Change, DEACTIVATE, Field, Hooks, Id, activate, deactivate, link, own,
};
use crate::kernel::context::Context;
use crate::kernel::facts::Facts;
use crate::kernel::id::Ids;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::authorization_server::rule;
use crate::resource::policy::kind::filled;
use crate::resource::policy::{order, read_only};

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
    order::all(tx, policies(server))
}

pub fn remove_all(tx: &Tx, server: &str) -> Result<(), StoreError> {
    for policy in all(tx, server)? {
        rule::remove_all(tx, id_of(&policy))?;
        tx.delete(policies(server), id_of(&policy))?;
    }
    Ok(())
}

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: FIELDS,
    links: &[own(&["GET", "PUT", "DELETE"]), ACTIVATE, DEACTIVATE, link("rules", "/rules", &["GET"])],
    created: 201,
    actions: &[activate(Answer::NoContent), deactivate(Answer::NoContent)],
    guards: &[read_only(&[&op::DELETE_AUTHORIZATION_SERVER_POLICY])],
    sorted: Some("priority"),
    hooks: Some(Hooks {
        after: |context, server, policy| order::place(context, policies(server), policy),
        gone: |context, server, policy| {
            rule::remove_all(&context.tx, id_of(policy))?;
            order::close_gap(context, policies(server))
        },
        ..Hooks::new(kind::AUTHORIZATION_SERVER_POLICY, make)
    }),
    ..Collection::new(
        "/api/v1/authorizationServers/{authServerId}/policies/{policyId}",
        "Policy",
        Id::Made("00p"),
    )
}];

const FIELDS: &[Field] = &[
    field::text("name").at_most(100),
    field::text("description").at_most(255),
    field::one_of("status", &[status::ACTIVE, status::INACTIVE]),
    field::object("conditions"),
    field::object("conditions.clients"),
    field::texts("conditions.clients.include"),
];

fn check(context: &Context<'_>, change: &Change<'_>) -> Result<(), Problem> {
    let body = change.body;
    if body["name"].as_str().unwrap_or_default().trim().is_empty() {
        return Err(Problem::blank("name"));
    }
    body::fit(FIELDS, body)?;
    if !body["type"].is_null() && body["type"] != "OAUTH_AUTHORIZATION_POLICY" {
        let cause = "type: A policy of an authorization server has the type OAUTH_AUTHORIZATION_POLICY";
        return Err(Problem::validation("type", cause));
    }
    let taken = |policy: &Value| policy["name"] == body["name"] && change.is_other(policy);
    if all(&context.tx, change.parent)?.iter().any(taken) {
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

/// Without a priority it keeps its own, or comes last.
fn make(context: &Context<'_>, change: &Change<'_>) -> Result<Value, Problem> {
    check(context, change)?;
    let policy = policy(change.id(context, "00p"), change.body, &context.now_text());
    order::changed(policy, change)
}
