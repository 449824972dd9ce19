//! What authorization servers say of themselves. They name only what is served.

use http::header;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::resource::authorization_server::scope;
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

const METHODS: [&str; 4] = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];
const CLAIMS: [&str; 26] = [
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
];

fn open_id(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let at = |name: &str| server.endpoint(name);
    let answer = json!({
        "issuer": server.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "jwks_uri": at("keys"),
        "response_types_supported": ["code", "id_token", "code id_token", "code token", "id_token token", "code id_token token"],
        "response_modes_supported": ["query", "fragment", "form_post", "okta_post_message"],
        "grant_types_supported": ["authorization_code", "implicit", "refresh_token", "password"],
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
        "request_parameter_supported": false,
    });
    Ok(cached(&answer))
}

fn oauth(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let at = |name: &str| server.endpoint(name);
    let answer = json!({
        "issuer": server.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("keys"),
        "response_types_supported": ["code", "token", "id_token", "code id_token", "code token", "id_token token", "code id_token token"],
        "response_modes_supported": ["query", "fragment", "form_post", "okta_post_message"],
        "grant_types_supported": ["authorization_code", "implicit", "refresh_token", "password", "client_credentials"],
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
        "request_parameter_supported": false,
    });
    Ok(cached(&answer))
}

/// The scopes that a server publishes: its own first, in the order of the alphabet.
fn scopes(context: &Context<'_>, server: &Server) -> Result<Vec<Value>, Problem> {
    match &server.custom {
        Some(custom) => scope::published(context, custom),
        None => Ok(server.scopes(context)?.into_iter().map(|scope| scope["name"].clone()).collect()),
    }
}

/// These documents may be kept for a day.
fn cached(answer: &Value) -> Reply {
    Reply::ok(answer)
        .header(header::CACHE_CONTROL, "max-age=86400, must-revalidate")
        .header(header::VARY, "Origin")
}

fn keys(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    Ok(Reply::ok(&json!({ "keys": server.public_keys(context)? })).header(header::VARY, "Origin"))
}

/// Everybody signs in at the org itself.
fn web_finger(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let subject = context.query("resource").unwrap_or_default().to_owned();
    if !subject.starts_with("okta:acct:") {
        return Err(Problem::validation("resource", "resource: must be of the form okta:acct:{login}"));
    }
    let links = match context.query("rel") {
        Some("okta:idp") => json!([]),
        _ => json!([{
            "rel": "https://openid.net/specs/connect/1.0/issuer",
            "href": format!("{}/sso/idps/OKTA", context.request.base),
            "titles": { "und": "okta" },
            "properties": { "okta:idp:type": "OKTA" },
        }]),
    };
    let mut reply = Reply::ok(&json!({ "subject": subject, "links": links }));
    reply.headers = vec![(header::CONTENT_TYPE, http::HeaderValue::from_static("application/jrd+json"))];
    Ok(reply)
}
