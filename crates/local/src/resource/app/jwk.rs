//! Public keys by which an OIDC application proves who it is.
//!
//! Keys that are active stand in the application's own settings as well, where the token endpoint looks.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::path;

pub const HANDLERS: Handlers = &[
    (&op::LIST_JWK, list),
    (&op::ADD_JWK, add),
    (&op::GET_JWK, get),
    (&op::DELETEJWK, delete),
    (&op::ACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY, activate),
    (&op::DEACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY, deactivate),
];

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

fn render(context: &Context<'_>, app_id: &str, key: &Value) -> Value {
    let own = path(context, app_id, &format!("/credentials/jwks/{}", id_of(key)));
    let lifecycle =
        |action: &str| json!({ "href": format!("{own}/lifecycle/{action}"), "hints": { "allow": ["POST"] } });
    let mut shown = key.clone();
    shown["_links"] = if key["status"] == status::ACTIVE {
        json!({ "deactivate": lifecycle("deactivate") })
    } else {
        let delete = json!({ "href": own, "hints": { "allow": ["DELETE"] } });
        json!({ "activate": lifecycle("activate"), "delete": delete })
    };
    shown
}

/// Writes the active keys into the application.
fn publish(context: &Context<'_>, app: &mut Value) -> Result<(), Problem> {
    let keys = context.tx.all(kind::APP_JWK.of(id_of(app)))?;
    let active = keys.iter().filter(|(_, key)| key["status"] == status::ACTIVE).map(|(_, key)| bare(key));
    app["settings"]["oauthClient"]["jwks"] = json!({ "keys": active.collect::<Vec<_>>() });
    context.put_app(app)
}

fn client(context: &Context<'_>) -> Result<Value, Problem> {
    let app = context.app()?;
    if app["settings"]["oauthClient"].is_object() {
        return Ok(app);
    }
    Err(Problem::validation("app", "app: only OAuth 2.0 clients have keys"))
}

/// What an application was created with counts as added.
pub fn keep(context: &Context<'_>, app: &Value) -> Result<(), Problem> {
    let keys = app["settings"]["oauthClient"]["jwks"]["keys"].as_array();
    let kind = kind::APP_JWK.of(id_of(app));
    for (id, _) in context.tx.all(kind)? {
        context.tx.delete(kind, &id)?;
    }
    for key in keys.into_iter().flatten() {
        store(context, id_of(app), key)?;
    }
    Ok(())
}

fn store(context: &Context<'_>, app_id: &str, key: &Value) -> Result<Value, Problem> {
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
    context.tx.put(kind::APP_JWK.of(app_id), &id, &kept)?;
    Ok(kept)
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = client(context)?;
    let keys = context.tx.all(kind::APP_JWK.of(id_of(&app)))?;
    let keys: Vec<Value> = keys.iter().map(|(_, key)| render(context, id_of(&app), key)).collect();
    Ok(Reply::ok(&keys))
}

fn add(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut app = client(context)?;
    let key = context.object()?;
    let known = context.tx.all(kind::APP_JWK.of(id_of(&app)))?;
    if known.len() >= MAX_KEYS {
        return Err(refused(
            "You can't create a new key. You have reached the maximum number of keys allowed (50). To add another key, you must first delete an existing one.",
        ));
    }
    if key["kid"].is_string() && known.iter().any(|(_, known)| known["kid"] == key["kid"]) {
        return Err(not_unique());
    }
    let kept = store(context, id_of(&app), &key)?;
    publish(context, &mut app)?;
    Ok(Reply::created(&render(context, id_of(&app), &kept)))
}

fn find(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let app = client(context)?;
    let id = context.param("keyId");
    let key = context.tx.get(kind::APP_JWK.of(id_of(&app)), id)?;
    Ok((app, key.ok_or_else(|| Problem::not_found(id, "OAuth2ClientJsonWebKey"))?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, key) = find(context)?;
    Ok(Reply::ok(&render(context, id_of(&app), &key)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, key) = find(context)?;
    if key["status"] == status::ACTIVE {
        return Err(refused(
            "You can't delete an active JSON Web Key. Deactivate the key before deleting it.",
        ));
    }
    context.tx.delete(kind::APP_JWK.of(id_of(&app)), id_of(&key))?;
    Ok(Reply::no_content())
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ACTIVE)
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::INACTIVE)
}

fn set_status(context: &mut Context<'_>, status: &str) -> Result<Reply, Problem> {
    let (mut app, mut key) = find(context)?;
    if status == status::INACTIVE && key["status"] == status::ACTIVE {
        refuse_last(context, &app)?;
    }
    key["status"] = json!(status);
    key["lastUpdated"] = json!(context.now_text());
    context.tx.put(kind::APP_JWK.of(id_of(&app)), id_of(&key), &key)?;
    publish(context, &mut app)?;
    Ok(Reply::ok(&render(context, id_of(&app), &key)))
}

/// A client that authenticates by its keys keeps one of them.
fn refuse_last(context: &Context<'_>, app: &Value) -> Result<(), Problem> {
    let keys = context.tx.all(kind::APP_JWK.of(id_of(app)))?;
    let active = keys.iter().filter(|(_, key)| key["status"] == status::ACTIVE).count();
    let client = &app["credentials"]["oauthClient"];
    if active > 1 || client["token_endpoint_auth_method"] != "private_key_jwt" {
        return Ok(());
    }
    Err(refused(
        "Can't deactivate the only active JSON Web Key when the value for `token_endpoint_auth_method` is `private_key_jwt`.",
    ))
}
