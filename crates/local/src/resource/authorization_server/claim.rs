//! The claims that an authorization server puts into tokens.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{Change, Hooks, Id, Stamps, any, own};
use crate::kernel::context::Context;
use crate::kernel::id::Ids;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::language::expression;
use crate::resource::policy::read_only;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[any("name")],
    stamps: Stamps::NONE,
    links: &[own(&["GET", "PUT", "DELETE"])],
    created: 201,
    guards: &[read_only(&[&op::DELETE_OAUTH2_CLAIM])],
    hooks: Some(Hooks::new(kind::AUTHORIZATION_SERVER_CLAIM, make)),
    ..Collection::new(
        "/api/v1/authorizationServers/{authServerId}/claims/{claimId}",
        "OAuth2Claim",
        Id::Made("ocl"),
    )
}];

/// Names that the server itself fills.
const RESERVED: [&str; 10] = ["aud", "cid", "exp", "iat", "iss", "jti", "nonce", "scp", "uid", "ver"];

/// The kind of the stored claims of one server.
fn claims(server: &str) -> Kind<'_> {
    kind::AUTHORIZATION_SERVER_CLAIM.of(server)
}

/// The claim that every server has.
pub fn seed(tx: &Tx, ids: &Ids, server: &str) -> Result<(), StoreError> {
    let claim = json!({
        "id": ids.next("ocl"),
        "name": "sub",
        "status": status::ACTIVE,
        "claimType": "RESOURCE",
        "valueType": "EXPRESSION",
        "value": "(appuser != null) ? appuser.userName : app.clientId",
        "conditions": { "scopes": [] },
        "system": true,
        "alwaysIncludeInToken": true,
        "apiResourceId": null,
    });
    tx.put(claims(server), id_of(&claim), &claim)
}

pub fn remove_all(tx: &Tx, server: &str) -> Result<(), StoreError> {
    for (id, _) in tx.all(claims(server))? {
        tx.delete(claims(server), &id)?;
    }
    Ok(())
}

/// All claims of a server.
pub fn all(context: &Context<'_>, server: &Value) -> Result<Vec<Value>, Problem> {
    Ok(context.tx.all(claims(id_of(server)))?.into_iter().map(|(_, claim)| claim).collect())
}

fn check(context: &Context<'_>, change: &Change<'_>) -> Result<(), Problem> {
    let body = change.body;
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    for name in ["name", "claimType", "valueType", "value"] {
        if text(name).is_empty() {
            return Err(Problem::blank(name));
        }
    }
    if RESERVED.contains(&text("name")) {
        return Err(Problem::validation("name", "name: The claim name is reserved"));
    }
    let known = |member: &str, values: &[&str]| {
        if values.contains(&text(member)) {
            return Ok(());
        }
        let cause = format!("{member}: {} is not one of {}", text(member), values.join(", "));
        Err(Problem::validation(member, cause))
    };
    known("claimType", &["RESOURCE", "IDENTITY"])?;
    known("valueType", &["EXPRESSION", "GROUPS", "SYSTEM"])?;
    if let Some(why) = expression::excess(text("value")) {
        return Err(Problem::validation("value", format!("value: Invalid expression: {why}")));
    }
    if text("valueType") == "GROUPS" {
        known("group_filter_type", &["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"])?;
    }
    let taken = |claim: &Value| {
        claim["name"] == body["name"] && claim["claimType"] == body["claimType"] && change.is_other(claim)
    };
    if context.tx.all(claims(change.parent))?.iter().any(|(_, claim)| taken(claim)) {
        return Err(Problem::duplicate("name"));
    }
    Ok(())
}

fn make(context: &Context<'_>, change: &Change<'_>) -> Result<Value, Problem> {
    check(context, change)?;
    let body = change.body;
    let mut claim = json!({
        "id": change.id(context, "ocl"),
        "name": body["name"],
        "status": change.or("status", json!(status::ACTIVE)),
        "claimType": body["claimType"],
        "valueType": body["valueType"],
        "value": body["value"],
        "conditions": change.or("conditions", json!({ "scopes": [] })),
        "system": change.old.is_some_and(|old| old["system"] == true),
        "alwaysIncludeInToken": change.or("alwaysIncludeInToken", json!(body["claimType"] == "RESOURCE")),
        "apiResourceId": null,
    });
    if claim["conditions"]["scopes"].is_null() {
        claim["conditions"]["scopes"] = json!([]);
    }
    if body["valueType"] == "GROUPS" {
        claim["group_filter_type"] = body["group_filter_type"].clone();
    }
    Ok(claim)
}
