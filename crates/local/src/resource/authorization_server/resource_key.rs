//! Public keys to which an authorization server encrypts access tokens: those of the resource servers.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::app::jwk as app_jwk;
use crate::resource::authorization_server::of_path;

pub const HANDLERS: Handlers = &[
    (&op::LIST_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEYS, list),
    (&op::ADD_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, add),
    (&op::GET_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, get),
    (&op::DELETE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, delete),
    (&op::ACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, activate),
    (&op::DEACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, deactivate),
];

const MAX_KEYS: usize = 5;

/// The kind of the stored keys of one server.
fn keys(server: &str) -> Kind<'_> {
    kind::AUTHORIZATION_SERVER_RESOURCE_KEY.of(server)
}

fn refused(cause: &str) -> Problem {
    Problem::validation("JsonWebKey", cause)
}

pub fn remove_all(tx: &Tx, server: &str) -> Result<(), StoreError> {
    for (id, _) in tx.all(keys(server))? {
        tx.delete(keys(server), &id)?;
    }
    Ok(())
}

fn answer(context: &Context<'_>, server: &Value, key: &Value) -> Value {
    let path =
        format!("/authorizationServers/{}/resourceservercredentials/keys/{}", id_of(server), id_of(key));
    let link = |rest: &str, allow: &str| json!({ "href": context.url(&format!("{path}{rest}")), "hints": { "allow": [allow] } });
    let mut shown = key.clone();
    shown["_links"] = json!({ "self": link("", "GET") });
    if key["status"] == status::ACTIVE {
        shown["_links"]["deactivate"] = link("/lifecycle/deactivate", "POST");
    } else {
        shown["_links"]["activate"] = link("/lifecycle/activate", "POST");
        shown["_links"]["delete"] = link("", "DELETE");
    }
    shown
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let all = context.tx.all(keys(id_of(&server)))?;
    let shown: Vec<Value> = all.iter().map(|(_, key)| answer(context, &server, key)).collect();
    Ok(Reply::ok(&shown))
}

fn find(context: &Context<'_>, server: &Value) -> Result<Value, Problem> {
    let id = context.param("keyId");
    context.tx.get(keys(id_of(server)), id)?.ok_or_else(|| Problem::not_found(id, "JsonWebKey"))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let key = find(context, &server)?;
    Ok(Reply::ok(&answer(context, &server, &key)))
}

fn add(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let body = context.object()?;
    app_jwk::check(&body)?;
    if body["status"] == status::ACTIVE {
        return Err(refused(
            "Keys cannot be created with an 'ACTIVE' status. Create an 'INACTIVE' key and then activate it.",
        ));
    }
    let present = context.tx.all(keys(id_of(&server)))?;
    if present.iter().any(|(_, key)| key["kid"] == body["kid"]) {
        return Err(refused("Each key must have a unique 'kid'."));
    }
    if present.len() >= MAX_KEYS {
        return Err(refused(
            "You can't create a new key. You have reached the maximum number of keys allowed (5). To add another key, you must first delete an existing one.",
        ));
    }
    let now = context.now_text();
    let key = json!({
        "id": context.new_id("apk"),
        "kid": body["kid"],
        "kty": body["kty"],
        "use": "enc",
        "e": body["e"],
        "n": body["n"],
        "status": status::INACTIVE,
        "created": now,
        "lastUpdated": now,
    });
    context.tx.put(keys(id_of(&server)), id_of(&key), &key)?;
    Ok(Reply::created(&answer(context, &server, &key)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let key = find(context, &server)?;
    if key["status"] == status::ACTIVE {
        return Err(refused(
            "'ACTIVE' keys cannot be deleted. Activate another key before deleting this one.",
        ));
    }
    context.tx.delete(keys(id_of(&server)), id_of(&key))?;
    Ok(Reply::no_content())
}

/// One key is active: the one before is not any longer.
fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let key = find(context, &server)?;
    for (_, other) in context.tx.all(keys(id_of(&server)))? {
        if other["status"] == status::ACTIVE && other["id"] != key["id"] {
            set_status(context, &server, other, status::INACTIVE)?;
        }
    }
    let key = set_status(context, &server, key, status::ACTIVE)?;
    Ok(Reply::ok(&answer(context, &server, &key)))
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let key = find(context, &server)?;
    if !server["accessTokenEncryptedResponseAlgorithm"].is_null() && key["status"] == status::ACTIVE {
        return Err(refused("You cannot deactivate the active key when access token encryption is enabled."));
    }
    let key = set_status(context, &server, key, status::INACTIVE)?;
    Ok(Reply::ok(&answer(context, &server, &key)))
}

fn set_status(context: &Context<'_>, server: &Value, mut key: Value, status: &str) -> Result<Value, Problem> {
    key["status"] = json!(status);
    key["lastUpdated"] = json!(context.now_text());
    context.tx.put(keys(id_of(server)), id_of(&key), &key)?;
    Ok(key)
}
