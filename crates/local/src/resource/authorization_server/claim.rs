//! The claims that an authorization server puts into tokens.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id::Ids;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::language::expression;
use crate::resource::authorization_server::of_path;
use crate::resource::policy::refuse_system;

pub const HANDLERS: Handlers = &[
    (&op::LIST_OAUTH2_CLAIMS, list),
    (&op::CREATE_OAUTH2_CLAIM, create),
    (&op::GET_OAUTH2_CLAIM, get),
    (&op::REPLACE_OAUTH2_CLAIM, replace),
    (&op::DELETE_OAUTH2_CLAIM, delete),
];

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

fn answer(context: &Context<'_>, server: &Value, claim: &Value) -> Value {
    let href = context.url(&format!("/authorizationServers/{}/claims/{}", id_of(server), id_of(claim)));
    let mut shown = claim.clone();
    shown["_links"] = json!({ "self": { "href": href, "hints": { "allow": ["GET", "PUT", "DELETE"] } } });
    shown
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let all = context.tx.all(claims(id_of(&server)))?;
    let shown: Vec<Value> = all.iter().map(|(_, claim)| answer(context, &server, claim)).collect();
    Ok(Reply::ok(&shown))
}

fn find(context: &Context<'_>, server: &Value) -> Result<Value, Problem> {
    let id = context.param("claimId");
    context.tx.get(claims(id_of(server)), id)?.ok_or_else(|| Problem::not_found(id, "OAuth2Claim"))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let claim = find(context, &server)?;
    Ok(Reply::ok(&answer(context, &server, &claim)))
}

fn check(context: &Context<'_>, server: &Value, body: &Value, own_id: Option<&str>) -> Result<(), Problem> {
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
        claim["name"] == body["name"]
            && claim["claimType"] == body["claimType"]
            && Some(id_of(claim)) != own_id
    };
    if context.tx.all(claims(id_of(server)))?.iter().any(|(_, claim)| taken(claim)) {
        return Err(Problem::duplicate("name"));
    }
    Ok(())
}

fn claim(id: &str, body: &Value) -> Value {
    let or = |name: &str, default: Value| if body[name].is_null() { default } else { body[name].clone() };
    let mut claim = json!({
        "id": id,
        "name": body["name"],
        "status": or("status", json!(status::ACTIVE)),
        "claimType": body["claimType"],
        "valueType": body["valueType"],
        "value": body["value"],
        "conditions": or("conditions", json!({ "scopes": [] })),
        "system": false,
        "alwaysIncludeInToken": or("alwaysIncludeInToken", json!(body["claimType"] == "RESOURCE")),
        "apiResourceId": null,
    });
    if claim["conditions"]["scopes"].is_null() {
        claim["conditions"]["scopes"] = json!([]);
    }
    if body["valueType"] == "GROUPS" {
        claim["group_filter_type"] = body["group_filter_type"].clone();
    }
    claim
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let body = context.object()?;
    check(context, &server, &body, None)?;
    let claim = claim(&context.new_id("ocl"), &body);
    context.tx.put(claims(id_of(&server)), id_of(&claim), &claim)?;
    Ok(Reply::created(&answer(context, &server, &claim)))
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let old = find(context, &server)?;
    let body = context.object()?;
    check(context, &server, &body, Some(id_of(&old)))?;
    let mut claim = claim(id_of(&old), &body);
    claim["system"] = old["system"].clone();
    context.tx.put(claims(id_of(&server)), id_of(&claim), &claim)?;
    Ok(Reply::ok(&answer(context, &server, &claim)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let claim = find(context, &server)?;
    refuse_system(&claim)?;
    context.tx.delete(claims(id_of(&server)), id_of(&claim))?;
    Ok(Reply::no_content())
}
