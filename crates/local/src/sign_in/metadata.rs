//! What authorization servers say of themselves. They name only what is served.

use http::header;
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::resource::authorization_server::scope;
use crate::resource::oauth::{active_client, unknown_client};
use crate::sign_in::grant::device::GRANT as DEVICE;
use crate::sign_in::server::Server;

pub const HANDLERS: Handlers = &[
    (&op::GET_ORG_OPEN_ID_METADATA, open_id),
    (&op::GET_AUTHORIZATION_SERVER_OPEN_ID_METADATA, open_id),
    (&op::GET_ORG_OAUTH_METADATA, oauth),
    (&op::GET_AUTHORIZATION_SERVER_METADATA, oauth),
    (&op::GET_OAUTH_METADATA_BY_ISSUER, oauth),
    (&op::LIST_ORG_KEYS, keys),
    (&op::LIST_AUTHORIZATION_SERVER_PUBLIC_KEYS, keys),
    (&op::GET_WEB_FINGER, web_finger),
];

const METHODS: [&str; 5] =
    ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];
/// How requests are signed that clients send as tokens.
const REQUEST_ALGORITHMS: [&str; 9] =
    ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
const DPOP_ALGORITHMS: [&str; 6] = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
const CLAIMS: [&str; 27] = [
    "iss",
    "ver",
    "sub",
    "aud",
    "iat",
    "exp",
    "jti",
    "auth_time",
    "amr",
    "idp",
    "nonce",
    "name",
    "nickname",
    "preferred_username",
    "given_name",
    "middle_name",
    "family_name",
    "email",
    "email_verified",
    "profile",
    "zoneinfo",
    "locale",
    "address",
    "phone_number",
    "updated_at",
    "at_hash",
    "c_hash",
];

/// Clients are registered at the org, whatever server they use.
fn registration(context: &Context<'_>) -> String {
    format!("{}/oauth2/v1/clients", context.request.base)
}

/// Who asks for one client names one that there is.
fn fault(context: &Context<'_>) -> Result<Option<Reply>, Problem> {
    match context.query("client_id") {
        Some(id) if active_client(&context.tx, id)?.is_none() => Ok(Some(unknown_client().reply())),
        _ => Ok(None),
    }
}

fn open_id(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    if let Some(reply) = fault(context)? {
        return Ok(reply);
    }
    let at = |name: &str| server.endpoint(name);
    let answer = json!({
        "issuer": server.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "registration_endpoint": registration(context),
        "jwks_uri": at("keys"),
        "response_types_supported": ["code", "id_token", "code id_token", "code token", "id_token token", "code id_token token"],
        "response_modes_supported": ["query", "fragment", "form_post", "okta_post_message"],
        "grant_types_supported": ["authorization_code", "implicit", "refresh_token", "password", DEVICE],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": scopes(context, &server)?,
        "token_endpoint_auth_methods_supported": METHODS,
        "claims_supported": CLAIMS,
        "code_challenge_methods_supported": ["S256"],
        "introspection_endpoint": at("introspect"),
        "introspection_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint": at("revoke"),
        "revocation_endpoint_auth_methods_supported": METHODS,
        "end_session_endpoint": at("logout"),
        "request_parameter_supported": true,
        "request_object_signing_alg_values_supported": REQUEST_ALGORITHMS,
        "device_authorization_endpoint": at("device/authorize"),
        "pushed_authorization_request_endpoint": at("par"),
        "dpop_signing_alg_values_supported": DPOP_ALGORITHMS,
    });
    Ok(cached(context, &answer))
}

fn oauth(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    if let Some(reply) = fault(context)? {
        return Ok(reply);
    }
    let at = |name: &str| server.endpoint(name);
    let answer = json!({
        "issuer": server.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "registration_endpoint": registration(context),
        "jwks_uri": at("keys"),
        "response_types_supported": ["code", "token", "id_token", "code id_token", "code token", "id_token token", "code id_token token"],
        "response_modes_supported": ["query", "fragment", "form_post", "okta_post_message"],
        "grant_types_supported": ["authorization_code", "implicit", "refresh_token", "password", DEVICE, "client_credentials"],
        "subject_types_supported": ["public"],
        "scopes_supported": scopes(context, &server)?,
        "token_endpoint_auth_methods_supported": METHODS,
        "claims_supported": ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
        "code_challenge_methods_supported": ["S256"],
        "introspection_endpoint": at("introspect"),
        "introspection_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint": at("revoke"),
        "revocation_endpoint_auth_methods_supported": METHODS,
        "end_session_endpoint": at("logout"),
        "request_parameter_supported": true,
        "request_object_signing_alg_values_supported": REQUEST_ALGORITHMS,
        "device_authorization_endpoint": at("device/authorize"),
        "pushed_authorization_request_endpoint": at("par"),
        "dpop_signing_alg_values_supported": DPOP_ALGORITHMS,
    });
    Ok(cached(context, &answer))
}

/// The scopes that a server publishes: its own first, in the order of the alphabet.
fn scopes(context: &Context<'_>, server: &Server) -> Result<Vec<Value>, Problem> {
    match &server.custom {
        Some(custom) => scope::published(context, custom),
        None => Ok(server.scopes(context)?.into_iter().map(|scope| scope["name"].clone()).collect()),
    }
}

/// These documents may be kept for a day.
fn cached(context: &Context<'_>, answer: &Value) -> Reply {
    kept(context, Reply::ok(answer), 86_400)
}

fn kept(context: &Context<'_>, reply: Reply, seconds: i64) -> Reply {
    let ends = clock::http_date(context.now + SignedDuration::from_secs(seconds));
    reply
        .header(header::EXPIRES, ends.to_str().unwrap_or_default())
        .header(header::CACHE_CONTROL, &format!("max-age={seconds}, must-revalidate"))
        .header(header::VARY, "Origin")
}

/// The keys may be kept until the next planned change.
fn keys(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    if let Some(reply) = fault(context)? {
        return Ok(reply);
    }
    let left = server.next_rotation(context) - context.now.as_second();
    let keys = json!({ "keys": server.public_keys(context)? });
    Ok(kept(context, Reply::ok(&keys), left.max(0)))
}

/// Everybody signs in at the org itself. Tools ask with either relation whether they may send a password here.
fn web_finger(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let subject = context.query("resource").unwrap_or_default().to_owned();
    if !subject.starts_with("okta:acct:") {
        return Err(Problem::validation("resource", "resource: must be of the form okta:acct:{login}"));
    }
    let rel = match context.query("rel") {
        Some("okta:idp") => "okta:idp",
        _ => "https://openid.net/specs/connect/1.0/issuer",
    };
    let links = json!([{
        "rel": rel,
        "href": format!("{}/sso/idps/OKTA", context.request.base),
        "titles": { "und": "okta" },
        "properties": { "okta:idp:type": "OKTA" },
    }]);
    let mut reply = Reply::ok(&json!({ "subject": subject, "links": links }));
    reply.headers = vec![(header::CONTENT_TYPE, http::HeaderValue::from_static("application/jrd+json"))];
    Ok(reply)
}
