//! Custom authorization servers: create, read, list, replace, lifecycle, keys, and which server trusts which.

pub mod claim;
pub mod policy;
pub mod resource_key;
pub mod rule;
pub mod scope;

use std::sync::Arc;

use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::body;
use crate::document::description as field;
use crate::document::description::Field;
use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::facts::Facts;
use crate::kernel::id::{self, Ids};
use crate::kernel::jose::SigningKey;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::app::jwk as app_jwk;
use crate::resource::app::token::{self, Owner};
use crate::resource::policy::refuse_system;

pub const HANDLERS: Handlers = &[
    (&op::LIST_AUTHORIZATION_SERVERS, list),
    (&op::CREATE_AUTHORIZATION_SERVER, create),
    (&op::GET_AUTHORIZATION_SERVER, get),
    (&op::REPLACE_AUTHORIZATION_SERVER, replace),
    (&op::DELETE_AUTHORIZATION_SERVER, delete),
    (&op::ACTIVATE_AUTHORIZATION_SERVER, activate),
    (&op::DEACTIVATE_AUTHORIZATION_SERVER, deactivate),
    (&op::LIST_AUTHORIZATION_SERVER_KEYS, list_keys),
    (&op::GET_AUTHORIZATION_SERVER_KEY, get_key),
    (&op::ROTATE_AUTHORIZATION_SERVER_KEYS, rotate_keys),
    (&op::LIST_ASSOCIATED_SERVERS_BY_TRUSTED_TYPE, list_associated),
    (&op::CREATE_ASSOCIATED_SERVERS, associate),
    (&op::DELETE_ASSOCIATED_SERVER, dissociate),
    (&op::LIST_OAUTH2_CLIENTS_FOR_AUTHORIZATION_SERVER, list_clients),
    (&op::LIST_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT, list_tokens),
    (&op::REVOKE_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT, revoke_tokens),
    (&op::GET_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT, get_token),
    (&op::REVOKE_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT, revoke_token),
];

const LIMITS: Limits = Limits::strict(200, 200);
/// How long a key signs before the next one takes over.
const KEY_LIFE: SignedDuration = SignedDuration::from_hours(90 * 24);
const DEFAULT: &str = "default";

/// The server that every org has.
pub fn seed(tx: &Tx, ids: &Ids, facts: &Facts, now: &str) -> Result<(), StoreError> {
    let mut server = new_server(DEFAULT.to_owned(), now);
    server["name"] = json!(DEFAULT);
    server["description"] = json!("Default Authorization Server for your Applications");
    server["audiences"] = json!(["api://default"]);
    tx.put(kind::AUTHORIZATION_SERVER, DEFAULT, &server)?;
    scope::seed(tx, ids, DEFAULT)?;
    claim::seed(tx, ids, DEFAULT)?;
    policy::seed(tx, ids, facts, DEFAULT, now)
}

pub fn is_seeded(tx: &Tx) -> Result<bool, StoreError> {
    tx.exists(kind::AUTHORIZATION_SERVER, DEFAULT)
}

/// A server whose keys are named and not yet made: the first who looks at them has them made.
fn new_server(id: String, now: &str) -> Value {
    json!({
        "id": id,
        "name": null,
        "description": null,
        "audiences": [],
        "issuer": null,
        "issuerMode": "ORG_URL",
        "status": status::ACTIVE,
        "created": now,
        "lastUpdated": now,
        "credentials": { "signing": { "kid": new_kid(), "rotationMode": "AUTO", "lastRotated": now } },
        "next": new_kid(),
        "expired": [],
    })
}

fn new_kid() -> String {
    id::random(43)
}

/// The server that the path names.
pub fn of_path(context: &Context<'_>) -> Result<Value, Problem> {
    find(context, context.param("authServerId"))
}

pub fn find(context: &Context<'_>, id: &str) -> Result<Value, Problem> {
    context
        .tx
        .get(kind::AUTHORIZATION_SERVER, id)?
        .ok_or_else(|| Problem::not_found(id, "AuthorizationServer"))
}

fn put(context: &Context<'_>, server: &mut Value) -> Result<(), Problem> {
    server["lastUpdated"] = json!(context.now_text());
    Ok(context.tx.put(kind::AUTHORIZATION_SERVER, id_of(server), server)?)
}

fn text<'a>(document: &'a Value, name: &str) -> &'a str {
    document[name].as_str().unwrap_or_default()
}

fn all(context: &Context<'_>) -> Result<Vec<Value>, Problem> {
    Ok(context.tx.all(kind::AUTHORIZATION_SERVER)?.into_iter().map(|(_, server)| server).collect())
}

// ---- answers ----

pub fn issuer(context: &Context<'_>, server: &Value) -> String {
    format!("{}/oauth2/{}", context.request.base, id_of(server))
}

fn answer(context: &Context<'_>, server: &Value) -> Value {
    let own = |rest: &str, allow: &[&str]| {
        let href = context.url(&format!("/authorizationServers/{}{rest}", id_of(server)));
        json!({ "href": href, "hints": { "allow": allow } })
    };
    let issuer = issuer(context, server);
    let metadata = |name: &str| json!({ "name": name, "href": format!("{issuer}/.well-known/{name}"), "hints": { "allow": ["GET"] } });
    let mut shown = server.clone();
    let members = shown.as_object_mut().expect("a server is an object");
    members.shift_remove("next");
    members.shift_remove("expired");
    let rotated = clock::parse(text(&server["credentials"]["signing"], "lastRotated")).unwrap_or(context.now);
    shown["credentials"]["signing"]["nextRotation"] = json!(clock::seconds(rotated + KEY_LIFE));
    shown["issuer"] = json!(issuer);
    shown["default"] = json!(id_of(server) == DEFAULT);
    let mut links = json!({
        "rotateKey": own("/credentials/lifecycle/keyRotate", &["POST"]),
        "metadata": [metadata("oauth-authorization-server"), metadata("openid-configuration")],
        "keys": own("/credentials/keys", &["GET"]),
        "scopes": own("/scopes", &["GET"]),
        "claims": own("/claims", &["GET"]),
        "policies": own("/policies", &["GET"]),
        "self": own("", &["GET", "DELETE", "PUT"]),
    });
    let (action, path) = crate::resource::policy::switch(server);
    links[action] = own(path, &["POST"]);
    shown["_links"] = links;
    shown
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let page = Page::of(context, LIMITS)?;
    let found = matching(context, all(context)?)?;
    Ok(page.slice(context, found))
}

/// Those whose name or audience has the text of `q`, as they are listed.
fn matching(context: &Context<'_>, servers: Vec<Value>) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let q = context.query("q").unwrap_or_default().to_lowercase();
    let has = |server: &Value| {
        text(server, "name").to_lowercase().contains(&q)
            || server["audiences"].to_string().to_lowercase().contains(&q)
    };
    let shown = servers.iter().filter(|server| has(server));
    Ok(shown
        .map(|server| (id_of(server).to_owned(), answer(context, server).to_string().into_bytes()))
        .collect())
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    Ok(Reply::ok(&answer(context, &server)))
}

// ---- create and change ----

const FIELDS: &[Field] = &[
    field::text("name"),
    field::text("description"),
    field::texts("audiences"),
    field::text("issuer"),
    field::text("issuerMode"),
    field::object("credentials"),
    field::object("credentials.signing"),
    field::one_of("credentials.signing.rotationMode", &["AUTO", "MANUAL"]),
    field::one_of("accessTokenEncryptedResponseAlgorithm", &["RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"]),
    field::object("jwks"),
    field::list("jwks.keys"),
    field::url("jwks_uri"),
];

fn check(context: &Context<'_>, body: &Value, own_id: Option<&str>) -> Result<(), Problem> {
    body::fit(FIELDS, body)?;
    app_jwk::check_keys(&body["jwks"])?;
    if text(body, "name").trim().is_empty() {
        return Err(Problem::blank("name"));
    }
    match body["audiences"].as_array().map(Vec::len) {
        Some(1) => {}
        Some(2..) => {
            return Err(Problem::validation("audiences", "audiences: Only one audience is supported"));
        }
        _ => return Err(Problem::blank("audiences")),
    }
    let mode = body["issuerMode"].as_str().unwrap_or("ORG_URL");
    if !matches!(mode, "ORG_URL" | "CUSTOM_URL" | "DYNAMIC") {
        return Err(Problem::validation("issuerMode", format!("issuerMode: {mode} is not a known mode")));
    }
    let taken = |server: &Value| server["name"] == body["name"] && Some(id_of(server)) != own_id;
    if all(context)?.iter().any(taken) {
        return Err(Problem::duplicate("name"));
    }
    Ok(())
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    check(context, &body, None)?;
    let mut server = new_server(context.new_id("aus"), &context.now_text());
    write(&mut server, &body);
    put(context, &mut server)?;
    scope::seed(&context.tx, &context.org.ids, id_of(&server))?;
    claim::seed(&context.tx, &context.org.ids, id_of(&server))?;
    log(context, "created", &server)?;
    Ok(Reply::created(&answer(context, &server)))
}

/// Takes over what may be written.
fn write(server: &mut Value, body: &Value) {
    for name in ["name", "description", "audiences"] {
        server[name] = body[name].clone();
    }
    for name in ["issuerMode", "accessTokenEncryptedResponseAlgorithm", "jwks", "jwks_uri"] {
        if !body[name].is_null() {
            server[name] = body[name].clone();
        }
    }
    if let Some(mode @ ("AUTO" | "MANUAL")) = body["credentials"]["signing"]["rotationMode"].as_str() {
        server["credentials"]["signing"]["rotationMode"] = json!(mode);
    }
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut server = of_path(context)?;
    let body = context.object()?;
    check(context, &body, Some(id_of(&server)))?;
    write(&mut server, &body);
    put(context, &mut server)?;
    log(context, "updated", &server)?;
    Ok(Reply::ok(&answer(context, &server)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    refuse_system(&json!({ "system": id_of(&server) == DEFAULT }))?;
    scope::remove_all(&context.tx, id_of(&server))?;
    claim::remove_all(&context.tx, id_of(&server))?;
    policy::remove_all(&context.tx, id_of(&server))?;
    resource_key::remove_all(&context.tx, id_of(&server))?;
    for other in context.tx.link_ids(kind::AUTHORIZATION_SERVER_TRUSTED, id_of(&server))? {
        context.tx.unlink(kind::AUTHORIZATION_SERVER_TRUSTED, id_of(&server), &other)?;
    }
    for other in context.tx.link_ids_to(kind::AUTHORIZATION_SERVER_TRUSTED, id_of(&server))? {
        context.tx.unlink(kind::AUTHORIZATION_SERVER_TRUSTED, &other, id_of(&server))?;
    }
    context.tx.delete(kind::AUTHORIZATION_SERVER, id_of(&server))?;
    log(context, "deleted", &server)?;
    Ok(Reply::no_content())
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ACTIVE, "activated")
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::INACTIVE, "deactivated")
}

fn set_status(context: &mut Context<'_>, status: &str, event: &str) -> Result<Reply, Problem> {
    let mut server = of_path(context)?;
    server["status"] = json!(status);
    put(context, &mut server)?;
    log(context, event, &server)?;
    Ok(Reply::no_content())
}

fn log(context: &mut Context<'_>, what: &str, server: &Value) -> Result<(), Problem> {
    let target = Target {
        id: id_of(server).to_owned(),
        kind: "AuthorizationServer",
        alternate_id: "unknown".to_owned(),
        display_name: text(server, "name").to_owned(),
    };
    context.log(&format!("oauth2.as.{what}"), &[target])
}

// ---- keys ----

/// The key that signs the tokens of a server.
pub fn signing_key(context: &mut Context<'_>, server: &Value) -> Result<Arc<SigningKey>, Problem> {
    let kid = text(&server["credentials"]["signing"], "kid");
    public_key(context, kid)?;
    let stored = context.tx.get(kind::AUTHORIZATION_SERVER_KEY, kid)?.unwrap_or_default();
    context.org.signing_key(text(&stored, "pkcs8"), Some(kid)).ok_or_else(Problem::internal)
}

/// When the key of a server changes next, in seconds.
pub fn next_rotation(server: &Value, now: jiff::Timestamp) -> i64 {
    let rotated = clock::parse(text(&server["credentials"]["signing"], "lastRotated")).unwrap_or(now);
    (rotated + KEY_LIFE).as_second()
}

/// The public keys that may have signed a token of a server.
pub fn verifying_keys(context: &mut Context<'_>, server: &Value) -> Result<Vec<Value>, Problem> {
    kids(server).iter().map(|(kid, _)| public_key(context, kid)).collect()
}

/// The public key of this id. It is made when somebody looks at it for the first time: making one takes
/// longer than making an org.
pub fn public_key(context: &mut Context<'_>, kid: &str) -> Result<Value, Problem> {
    if let Some(key) = context.tx.get(kind::AUTHORIZATION_SERVER_KEY, kid)? {
        return Ok(key["public"].clone());
    }
    let pkcs8 = SigningKey::generate();
    let mut public = SigningKey::read(&pkcs8).ok_or_else(Problem::internal)?.jwk();
    public["kid"] = json!(kid);
    let key = json!({ "pkcs8": pkcs8, "public": public });
    context.write_first(|context| {
        // Another request may have made it meanwhile.
        if let Some(key) = context.tx.get(kind::AUTHORIZATION_SERVER_KEY, kid)? {
            return Ok(key["public"].clone());
        }
        context.tx.put(kind::AUTHORIZATION_SERVER_KEY, kid, &key)?;
        Ok(public)
    })
}

/// The ids of the keys with their status: the one that signs, the one that will, those that did.
fn kids(server: &Value) -> Vec<(String, &'static str)> {
    let signing = text(&server["credentials"]["signing"], "kid").to_owned();
    let mut kids = vec![(signing, status::ACTIVE), (text(server, "next").to_owned(), "NEXT")];
    let expired = server["expired"].as_array().into_iter().flatten().filter_map(Value::as_str);
    kids.extend(expired.map(|kid| (kid.to_owned(), "EXPIRED")));
    kids
}

fn key_answer(context: &mut Context<'_>, server: &Value, kid: &str, status: &str) -> Result<Value, Problem> {
    let public = public_key(context, kid)?;
    let href = context.url(&format!("/authorizationServers/{}/credentials/keys/{kid}", id_of(server)));
    Ok(json!({
        "status": status,
        "alg": "RS256",
        "e": public["e"],
        "n": public["n"],
        "kid": kid,
        "kty": "RSA",
        "use": "sig",
        "_links": { "self": { "href": href, "hints": { "allow": ["GET"] } } },
    }))
}

fn shown_keys(context: &mut Context<'_>, server: &Value) -> Result<Vec<Value>, Problem> {
    kids(server).iter().map(|(kid, status)| key_answer(context, server, kid, status)).collect()
}

fn list_keys(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    Ok(Reply::ok(&shown_keys(context, &server)?))
}

fn get_key(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let wanted = context.param("keyId").to_owned();
    match kids(&server).iter().find(|(kid, _)| *kid == wanted) {
        Some((kid, status)) => Ok(Reply::ok(&key_answer(context, &server, kid, status)?)),
        None => Err(Problem::not_found(&wanted, "JsonWebKey")),
    }
}

/// The next key signs from now on, and the one before is kept for the tokens that it signed.
fn rotate_keys(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut server = of_path(context)?;
    let body = context.object()?;
    if body["use"] != "sig" {
        let cause = "Invalid value specified for key 'use' parameter";
        return Err(Problem::validation("rotateKeys", cause));
    }
    server["expired"] = json!([server["credentials"]["signing"]["kid"]]);
    server["credentials"]["signing"]["kid"] = server["next"].clone();
    server["credentials"]["signing"]["lastRotated"] = json!(context.now_text());
    server["next"] = json!(new_kid());
    put(context, &mut server)?;
    let target = Target {
        id: id_of(&server).to_owned(),
        kind: "AuthorizationServer",
        alternate_id: "unknown".to_owned(),
        display_name: text(&server, "name").to_owned(),
    };
    context.log("app.oauth2.as.key.rollover", &[target])?;
    Ok(Reply::ok(&shown_keys(context, &server)?))
}

/// A server that is switched off answers as one that is not there.
pub fn active(context: &Context<'_>, id: &str) -> Result<Value, Problem> {
    let server = find(context, id)?;
    if server["status"] != status::ACTIVE {
        return Err(Problem::not_found(id_of(&server), "AuthorizationServer"));
    }
    Ok(server)
}

// ---- servers that trust each other ----

/// The other servers that a server trusts, or those that it does not.
fn associated(context: &Context<'_>, server: &Value, trusted: bool) -> Result<Vec<Value>, Problem> {
    let known = context.tx.link_ids(kind::AUTHORIZATION_SERVER_TRUSTED, id_of(server))?;
    let mut servers = all(context)?;
    servers.retain(|other| {
        let is_trusted = known.iter().any(|id| id == id_of(other));
        id_of(other) != id_of(server) && is_trusted == trusted
    });
    Ok(servers)
}

fn list_associated(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let page = Page::of(context, LIMITS)?;
    let found = associated(context, &server, context.flag("trusted", true))?;
    let found = matching(context, found)?;
    Ok(page.slice(context, found))
}

fn associate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let body = context.object()?;
    let asked: Vec<String> = body["trusted"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    if asked.is_empty() {
        return Err(Problem::blank("trusted"));
    }
    let mut shown = Vec::new();
    for id in asked {
        let other = find(context, &id)?;
        if id == id_of(&server) {
            let cause = "trusted: A server cannot be associated with itself";
            return Err(Problem::validation("trusted", cause));
        }
        context.tx.link(kind::AUTHORIZATION_SERVER_TRUSTED, id_of(&server), &id, &json!({}))?;
        shown.push(answer(context, &other));
    }
    Ok(Reply::ok(&shown))
}

fn dissociate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let other = context.param("associatedServerId");
    if !context.tx.unlink(kind::AUTHORIZATION_SERVER_TRUSTED, id_of(&server), other)? {
        return Err(Problem::not_found(other, "AuthorizationServer"));
    }
    Ok(Reply::no_content())
}

// ---- clients and their tokens ----

/// The clients that have refresh tokens of a server.
fn list_clients(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let owner = Owner { server: Some(id_of(&server)), ..Owner::default() };
    let clients = token::clients(context, &owner, |id| {
        let tokens = context.url(&format!("/authorizationServers/{}/clients/{id}/tokens", id_of(&server)));
        json!({ "tokens": { "href": tokens, "hints": { "allow": ["GET", "DELETE"] } } })
    })?;
    Ok(Reply::ok(&clients))
}

/// The server of the path, whose client there must be.
fn server_of_client(context: &Context<'_>) -> Result<Value, Problem> {
    let server = of_path(context)?;
    let id = context.param("clientId");
    match context.tx.find(kind::APP, "credentials.oauthClient.client_id", id)? {
        Some(_) => Ok(server),
        None => Err(Problem::not_found(id, "PublicClientApp")),
    }
}

fn owner<'a>(context: &'a Context<'_>, server: &'a Value) -> Owner<'a> {
    Owner { client: context.param("clientId"), user: "", server: Some(id_of(server)) }
}

fn tokens_path(context: &Context<'_>, server: &Value) -> String {
    format!("/authorizationServers/{}/clients/{}/tokens", id_of(server), context.param("clientId"))
}

fn list_tokens(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = server_of_client(context)?;
    let limits = Limits::strict(20, 200).with_minus_one();
    token::page(context, &owner(context, &server), &tokens_path(context, &server), limits)
}

fn revoke_tokens(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = server_of_client(context)?;
    token::end_all(context, &owner(context, &server))?;
    Ok(Reply::no_content())
}

fn found_token(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let server = server_of_client(context)?;
    let id = context.param("tokenId");
    let found = token::one(context, &owner(context, &server), id)?;
    Ok((found.ok_or_else(|| Problem::not_found(id, "OAuth2RefreshTokenTx"))?, server))
}

fn get_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (kept, server) = found_token(context)?;
    Ok(Reply::ok(&token::shown(context, &kept, &tokens_path(context, &server))))
}

fn revoke_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (kept, _) = found_token(context)?;
    token::end(context, &kept)?;
    Ok(Reply::no_content())
}
