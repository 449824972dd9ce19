//! Public keys to which an authorization server encrypts access tokens: those of the resource servers.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, Change, DEACTIVATE, Hooks, Id, Use, activate, any, deactivate, link, only_inactive, own,
};
use crate::kernel::context::Context;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::resource::app::jwk as app_jwk;
use crate::resource::authorization_server::of_path;

const SUBJECT: &str = "Api validation failed: JsonWebKey";

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[any("kid")],
    links: &[
        own(&["GET"]),
        DEACTIVATE,
        ACTIVATE,
        link("delete", "", &["DELETE"]).when("status", &[status::INACTIVE]),
    ],
    created: 201,
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    guards: &[only_inactive(
        &[&op::DELETE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY],
        "E0000001",
        SUBJECT,
        "'ACTIVE' keys cannot be deleted. Activate another key before deleting this one.",
    )],
    uses: &[Use {
        operations: &[&op::DEACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY],
        is_used: |context, key| {
            let server = of_path(context)?;
            Ok(key["status"] == status::ACTIVE && !server["accessTokenEncryptedResponseAlgorithm"].is_null())
        },
        code: "E0000001",
        summary: SUBJECT,
        cause: "You cannot deactivate the active key when access token encryption is enabled.",
    }],
    hooks: Some(Hooks { after: only_one, ..Hooks::new(kind::AUTHORIZATION_SERVER_RESOURCE_KEY, make) }),
    ..Collection::new(
        "/api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys/{keyId}",
        "JsonWebKey",
        Id::Made("apk"),
    )
}];

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

/// A key begins inactive.
fn make(context: &Context<'_>, change: &Change<'_>) -> Result<Value, Problem> {
    let body = change.body;
    app_jwk::check(body)?;
    if body["status"] == status::ACTIVE {
        return Err(refused(
            "Keys cannot be created with an 'ACTIVE' status. Create an 'INACTIVE' key and then activate it.",
        ));
    }
    let present = context.tx.all(keys(change.parent))?;
    if present.iter().any(|(_, key)| key["kid"] == body["kid"]) {
        return Err(refused("Each key must have a unique 'kid'."));
    }
    if present.len() >= MAX_KEYS {
        return Err(refused(
            "You can't create a new key. You have reached the maximum number of keys allowed (5). To add another key, you must first delete an existing one.",
        ));
    }
    let now = context.now_text();
    Ok(json!({
        "id": context.new_id("apk"),
        "kid": body["kid"],
        "kty": body["kty"],
        "use": "enc",
        "e": body["e"],
        "n": body["n"],
        "status": status::INACTIVE,
        "created": now,
        "lastUpdated": now,
    }))
}

/// One key is active: the one before is not any longer.
fn only_one(context: &mut Context<'_>, server: &str, key: &Value) -> Result<(), Problem> {
    if key["status"] != status::ACTIVE {
        return Ok(());
    }
    for (id, mut other) in context.tx.all(keys(server))? {
        if other["status"] == status::ACTIVE && other["id"] != key["id"] {
            other["status"] = json!(status::INACTIVE);
            other["lastUpdated"] = json!(context.now_text());
            context.tx.put(keys(server), &id, &other)?;
        }
    }
    Ok(())
}
