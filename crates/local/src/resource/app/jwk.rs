//! Public keys by which an OIDC application proves who it is.
//!
//! Keys that are active stand in the application's own settings as well, where the token endpoint looks.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, Change, DEACTIVATE, Hooks, Id, Use, activate, any, deactivate, link, only_inactive,
};
use crate::kernel::context::Context;
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[any("kid")],
    links: &[DEACTIVATE, ACTIVATE, link("delete", "", &["DELETE"]).when("status", &[status::INACTIVE])],
    created: 201,
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    guards: &[only_inactive(
        &[&op::DELETEJWK],
        "E0000001",
        REFUSED,
        "You can't delete an active JSON Web Key. Deactivate the key before deleting it.",
    )],
    uses: &[Use {
        operations: &[&op::DEACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY],
        is_used: is_needed,
        code: "E0000001",
        summary: REFUSED,
        cause: "Can't deactivate the only active JSON Web Key when the value for `token_endpoint_auth_method` is `private_key_jwt`.",
    }],
    hooks: Some(Hooks { before: only_clients, after: publish, ..Hooks::new(kind::APP_JWK, make) }),
    ..Collection::new(
        "/api/v1/apps/{appId}/credentials/jwks/{keyId}",
        "OAuth2ClientJsonWebKey",
        Id::Made("pks"),
    )
}];

const REFUSED: &str = "Api validation failed: JsonWebKey";
const MAX_KEYS: usize = 50;
const MIN_MODULUS_BYTES: usize = 256;
/// The members of a key that are the key itself.
const KEY: [&str; 9] = ["kty", "kid", "use", "alg", "e", "n", "crv", "x", "y"];

fn refused(cause: &str) -> Problem {
    Problem::validation("JsonWebKey", cause)
}

/// Checks that a key is one that can be used.
pub fn check(key: &Value) -> Result<(), Problem> {
    let long = |name: &str, least: usize| {
        let bytes =
            key[name].as_str().and_then(|text| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok());
        bytes.is_some_and(|bytes| bytes.len() >= least)
    };
    match key["kty"].as_str() {
        Some("RSA") if long("n", MIN_MODULUS_BYTES) && long("e", 1) => Ok(()),
        Some("RSA") => {
            Err(refused("RSA key length in the 'jwks' is less than '2,048' bits for the given key."))
        }
        Some("EC") if long("x", 32) && long("y", 32) => Ok(()),
        Some("EC") => Err(refused("The coordinates of the elliptic curve key are missing.")),
        _ => Err(refused("kty: must be RSA or EC")),
    }
}

/// Checks a set of keys: a key is found by its id, so no two have the same.
pub fn check_keys(set: &Value) -> Result<(), Problem> {
    let mut ids: Vec<&str> =
        set["keys"].as_array().into_iter().flatten().filter_map(|key| key["kid"].as_str()).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(not_unique());
    }
    Ok(())
}

fn not_unique() -> Problem {
    refused("All keys in the 'jwks' must have a unique `kid`.")
}

fn bare(key: &Value) -> Value {
    let mut bare = json!({});
    for name in KEY.iter().filter(|name| !key[**name].is_null()) {
        bare[*name] = key[*name].clone();
    }
    bare
}

/// Writes the active keys into the application.
fn publish(context: &mut Context<'_>, app: &str, _: &Value) -> Result<(), Problem> {
    let mut app = context.app_with(app)?;
    let keys = context.tx.all(kind::APP_JWK.of(id_of(&app)))?;
    let active = keys.iter().filter(|(_, key)| key["status"] == status::ACTIVE).map(|(_, key)| bare(key));
    app["settings"]["oauthClient"]["jwks"] = json!({ "keys": active.collect::<Vec<_>>() });
    context.put_app(&mut app)
}

fn only_clients(context: &Context<'_>) -> Result<(), Problem> {
    match context.app()?["settings"]["oauthClient"].is_object() {
        true => Ok(()),
        false => Err(Problem::validation("app", "app: only OAuth 2.0 clients have keys")),
    }
}

/// What an application was created with counts as added.
pub fn keep(context: &Context<'_>, app: &Value) -> Result<(), Problem> {
    let keys = app["settings"]["oauthClient"]["jwks"]["keys"].as_array();
    let kind = kind::APP_JWK.of(id_of(app));
    for (id, _) in context.tx.all(kind)? {
        context.tx.delete(kind, &id)?;
    }
    for key in keys.into_iter().flatten() {
        let key = new(context, key)?;
        context.tx.put(kind, id_of(&key), &key)?;
    }
    Ok(())
}

fn new(context: &Context<'_>, key: &Value) -> Result<Value, Problem> {
    check(key)?;
    let id = context.new_id("pks");
    let now = context.now_text();
    let mut kept = json!({ "id": id, "created": now, "lastUpdated": now });
    if let (Some(kept), Value::Object(key)) = (kept.as_object_mut(), bare(key)) {
        kept.extend(key);
    }
    if kept["kid"].is_null() {
        kept["kid"] = json!(id::random(43));
    }
    kept["status"] = json!(key["status"].as_str().unwrap_or(status::ACTIVE));
    Ok(kept)
}

fn make(context: &Context<'_>, change: &Change<'_>) -> Result<Value, Problem> {
    let key = change.body;
    let known = context.tx.all(kind::APP_JWK.of(change.parent))?;
    if known.len() >= MAX_KEYS {
        return Err(refused(
            "You can't create a new key. You have reached the maximum number of keys allowed (50). To add another key, you must first delete an existing one.",
        ));
    }
    if key["kid"].is_string() && known.iter().any(|(_, known)| known["kid"] == key["kid"]) {
        return Err(not_unique());
    }
    new(context, key)
}

/// A client that authenticates by its keys keeps one of them.
fn is_needed(context: &Context<'_>, key: &Value) -> Result<bool, Problem> {
    let app = context.app()?;
    let keys = context.tx.all(kind::APP_JWK.of(id_of(&app)))?;
    let active = keys.iter().filter(|(_, key)| key["status"] == status::ACTIVE).count();
    let client = &app["credentials"]["oauthClient"];
    Ok(key["status"] == status::ACTIVE
        && active <= 1
        && client["token_endpoint_auth_method"] == "private_key_jwt")
}
