//! `introspect`: whether a token is good, for the client that asks.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::sign_in::client::{self, client_id};
use crate::sign_in::device_secret;
use crate::sign_in::server::Server;
use crate::sign_in::shown;

pub const HANDLERS: Handlers =
    &[(&op::INTROSPECT_TOKEN, introspect), (&op::INTROSPECT_AUTHORIZATION_SERVER_TOKEN, introspect)];

fn introspect(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let (app, token) = match client::with_token(context)? {
        Ok(shown) => shown,
        Err(refused) => return Ok(refused.reply()),
    };
    let token = token.as_str();
    if let Some(claims) = shown::access_token(context, &server, token)? {
        return Ok(Reply::ok(&of_access_token(claims)));
    }
    if let Some(claims) = shown::id_token(context, &server, &app, token)? {
        return Ok(Reply::ok(&of_id_token(context, claims)?));
    }
    if let Some((kept, sign_in)) = shown::refresh_token(context, &server, &app, token)? {
        return Ok(Reply::ok(&json!({
            "active": true,
            "token_type": "Bearer",
            "scope": sign_in.scopes.join(" "),
            "client_id": client_id(&app),
            "username": sign_in.user["profile"]["login"],
            "exp": kept["ends"],
            "sub": sign_in.user["id"],
        })));
    }
    let secret = device_secret::shown(context, &server, token)?;
    Ok(Reply::ok(&secret.unwrap_or_else(|| json!({ "active": false }))))
}

/// The members in Okta's order, and then the claims of the server's own.
fn of_access_token(mut claims: Value) -> Value {
    let scopes = claims["scp"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut answer = json!({ "active": true, "scope": scopes.collect::<Vec<_>>().join(" ") });
    if !claims["uid"].is_null() {
        answer["username"] = claims["sub"].clone();
    }
    for name in ["exp", "iat", "sub", "aud", "iss", "jti"] {
        answer[name] = claims[name].clone();
    }
    answer["token_type"] = json!(if claims["cnf"].is_null() { "Bearer" } else { "DPoP" });
    answer["client_id"] = claims["cid"].take();
    for (name, value) in claims.as_object().into_iter().flatten() {
        let known = ["ver", "cid", "scp", "auth_time"].contains(&name.as_str());
        if !known && answer.get(name).is_none() {
            answer[name] = value.clone();
        }
    }
    answer
}

fn of_id_token(context: &Context<'_>, claims: Value) -> Result<Value, Problem> {
    let user = context.tx.get(kind::USER, claims["sub"].as_str().unwrap_or_default())?.unwrap_or_default();
    let mut answer = json!({ "active": true, "username": user["profile"]["login"] });
    for (name, value) in claims.as_object().into_iter().flatten() {
        answer[name.as_str()] = value.clone();
    }
    Ok(answer)
}
