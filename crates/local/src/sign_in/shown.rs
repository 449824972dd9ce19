//! Tokens that somebody shows: whether they are the server's own and still good, and whose they are.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::expiring;
use crate::kernel::jose::Jwt;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::oauth::active_client;
use crate::sign_in::claims::SignIn;
use crate::sign_in::client::client_id;
use crate::sign_in::code;
use crate::sign_in::server::Server;

/// What an access token says, where it is one of the server's that is still good.
pub fn access_token(
    context: &mut Context<'_>,
    server: &Server,
    token: &str,
) -> Result<Option<Value>, Problem> {
    let Some(jwt) = Jwt::parse(token) else { return Ok(None) };
    let signed = server.access_token_keys(context)?.iter().any(|key| jwt.is_signed_by(key));
    let in_time = jwt.claims["exp"].as_i64().is_some_and(|expires| expires > context.now.as_second());
    // The key of a custom server signs its ID tokens as well.
    let is_access_token = jwt.claims["cid"].is_string() && jwt.claims["scp"].is_array();
    if !signed || !in_time || !is_access_token || jwt.claim("iss") != Some(server.issuer.as_str()) {
        return Ok(None);
    }
    let jti = jwt.claim("jti").unwrap_or_default();
    let revoked = expiring::get(context, &expiring::REVOKED, jti)?.is_some();
    let grant = jti.split('.').nth(2);
    let holds = grant.map_or(Ok(true), |grant| code::holds(context, grant))?;
    // A token ends with its client, and with its user.
    let has_client = active_client(&context.tx, jwt.claim("cid").unwrap_or_default())?.is_some();
    let has_user = match jwt.claim("uid") {
        Some(id) => context.tx.get(kind::USER, id)?.is_some_and(|user| user["status"] == status::ACTIVE),
        None => true,
    };
    Ok((!revoked && holds && has_client && has_user).then_some(jwt.claims))
}

/// The sign-in that the claims of an access token tell of.
pub fn sign_in(context: &Context<'_>, claims: &Value) -> Result<Option<SignIn>, Problem> {
    let kept = json!({
        "client": claims["cid"],
        "user": claims["uid"],
        "scopes": claims["scp"],
        "authTime": claims["auth_time"],
        "amr": [],
        "boundTo": claims["cnf"]["jkt"],
    });
    code::sign_in(context, &kept)
}

/// What an ID token says that a client was given.
pub fn id_token(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    token: &str,
) -> Result<Option<Value>, Problem> {
    let Some(jwt) = Jwt::parse(token) else { return Ok(None) };
    let signed = server.public_keys(context)?.iter().any(|key| jwt.is_signed_by(key));
    let in_time = jwt.claims["exp"].as_i64().is_some_and(|expires| expires > context.now.as_second());
    let is_own = jwt.claim("iss") == Some(server.issuer.as_str()) && jwt.claim("aud") == Some(client_id(app));
    Ok((signed && in_time && is_own && jwt.claims["amr"].is_array()).then_some(jwt.claims))
}

/// A refresh token of a client with its grant, while both hold.
pub fn refresh_token(
    context: &Context<'_>,
    server: &Server,
    app: &Value,
    token: &str,
) -> Result<Option<(Value, SignIn)>, Problem> {
    let Some(kept) = expiring::get(context, &expiring::REFRESH_TOKENS, token)? else { return Ok(None) };
    let grant = kept["grant"].as_str().unwrap_or_default();
    let Some(about) = expiring::get(context, &expiring::GRANTS, grant)? else { return Ok(None) };
    if about["client"] != client_id(app) || about["server"] != server.id() {
        return Ok(None);
    }
    Ok(code::sign_in(context, &about)?.map(|sign_in| (kept, sign_in)))
}
