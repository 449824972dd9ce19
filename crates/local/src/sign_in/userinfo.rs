//! What holders of tokens ask: `userinfo`, `introspect`, `revoke`.

use http::{HeaderName, StatusCode};
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::jose::Jwt;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::oauth::{active_client, form, refused};
use crate::sign_in::claims::{self, SignIn};
use crate::sign_in::client::{self, client_id, field};
use crate::sign_in::code;
use crate::sign_in::expiring;
use crate::sign_in::server::Server;

pub const HANDLERS: Handlers = &[
    (&op::GET_USER_INFO, user_info),
    (&op::GET_USER_INFO_WITH_FORM, user_info),
    (&op::GET_USER_INFO_OF_SERVER, user_info),
    (&op::GET_USER_INFO_OF_SERVER_WITH_FORM, user_info),
    (&op::INTROSPECT_TOKEN, introspect),
    (&op::INTROSPECT_AUTHORIZATION_SERVER_TOKEN, introspect),
    (&op::REVOKE_TOKEN, revoke),
    (&op::REVOKE_AUTHORIZATION_SERVER_TOKEN, revoke),
];

/// What an access token says, where it is one of the server's that is still good.
fn good(context: &mut Context<'_>, server: &Server, token: &str) -> Result<Option<Value>, Problem> {
    let Some(jwt) = Jwt::parse(token) else { return Ok(None) };
    let signed = server.access_token_keys(context)?.iter().any(|key| jwt.is_signed_by(key));
    let in_time = jwt.claims["exp"].as_i64().is_some_and(|expires| expires > context.now.as_second());
    if !signed || !in_time || jwt.claim("iss") != Some(server.issuer.as_str()) {
        return Ok(None);
    }
    let jti = jwt.claim("jti").unwrap_or_default();
    let revoked = context.tx.exists(kind::AUTHORIZATION_SERVER_TOKEN_REVOKED, jti)?;
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

// ---- userinfo ----

/// The refusal of `userinfo` stands in a header. Its addresses have `http`, in an org over https too.
fn challenge(context: &Context<'_>, status: StatusCode, error: &str, text: &str) -> Reply {
    let base = context.request.base.replacen("https:", "http:", 1);
    let path = &context.request.path;
    let value = format!(
        "Bearer authorization_uri=\"{base}/oauth2/v1/authorize\", realm=\"{base}\", scope=\"openid\", error=\"{error}\", error_description=\"{text}\", resource=\"{path}\""
    );
    let reply = Reply { status, headers: Vec::new(), body: bytes::Bytes::new() };
    reply
        .header(HeaderName::from_static("access-control-expose-headers"), "WWW-Authenticate")
        .header(http::header::WWW_AUTHENTICATE, &value)
}

fn user_info(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    if context.query("access_token").is_some() {
        let text = "The access token cannot be presented in a query string.";
        return Ok(challenge(context, StatusCode::BAD_REQUEST, "invalid_request", text));
    }
    let form: Vec<(String, String)> = form_urlencoded::parse(&context.request.body).into_owned().collect();
    let shown = context.header("authorization").and_then(|value| value.strip_prefix("Bearer"));
    let token = match (shown, field(&form, "access_token")) {
        (Some(_), Some(_)) => {
            let text =
                "The access token cannot be specified in both the Authorization header and the request-body.";
            return Ok(challenge(context, StatusCode::BAD_REQUEST, "invalid_request", text));
        }
        (Some(token), None) | (None, Some(token)) => token.trim().to_owned(),
        (None, None) => {
            let text = "The access token is missing.";
            return Ok(challenge(context, StatusCode::UNAUTHORIZED, "invalid_request", text));
        }
    };
    let invalid = "The access token is invalid.";
    let Some(claims) = good(context, &server, &token)? else {
        return Ok(challenge(context, StatusCode::UNAUTHORIZED, "invalid_token", invalid));
    };
    let Some(sign_in) = of_claims(context, &claims)? else {
        return Ok(challenge(context, StatusCode::UNAUTHORIZED, "invalid_token", invalid));
    };
    if !sign_in.has_scope("openid") {
        let text = "The access token must provide access to at least one of these scopes - profile, openid, email, address or phone";
        return Ok(challenge(context, StatusCode::FORBIDDEN, "insufficient_scope", text));
    }
    match claims::user_info(context, &server, &sign_in)? {
        Ok(answer) => Ok(Reply::ok(&answer)),
        Err(_) => Ok(refused(400, "server_error", claims::TOO_MANY).reply()),
    }
}

fn of_claims(context: &Context<'_>, claims: &Value) -> Result<Option<SignIn>, Problem> {
    code::sign_in(
        context,
        &json!({
            "client": claims["cid"],
            "user": claims["uid"],
            "scopes": claims["scp"],
            "authTime": claims["auth_time"],
        }),
    )
}

// ---- introspect and revoke ----

fn introspect(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    let app = match client::authenticated(context, &form)? {
        Ok(app) => app,
        Err(refused) => return Ok(refused.reply()),
    };
    let Some(token) = field(&form, "token") else {
        return Ok(refused(400, "invalid_request", "The 'token' parameter is required.").reply());
    };
    let inactive = json!({ "active": false });
    if let Some(claims) = good(context, &server, token)? {
        return Ok(Reply::ok(&of_access_token(claims)));
    }
    if let Some(claims) = good_id_token(context, &server, &app, token)? {
        return Ok(Reply::ok(&of_id_token(context, claims)?));
    }
    Ok(Reply::ok(&of_refresh_token(context, &server, &app, token)?.unwrap_or(inactive)))
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
    answer["token_type"] = json!("Bearer");
    answer["client_id"] = claims["cid"].take();
    for (name, value) in claims.as_object().into_iter().flatten() {
        let known = ["ver", "cid", "scp", "auth_time"].contains(&name.as_str());
        if !known && answer.get(name).is_none() {
            answer[name] = value.clone();
        }
    }
    answer
}

fn good_id_token(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    token: &str,
) -> Result<Option<Value>, Problem> {
    let Some(jwt) = Jwt::parse(token) else { return Ok(None) };
    let signed = server.public_keys(context)?.iter().any(|key| jwt.is_signed_by(key));
    let in_time = jwt.claims["exp"].as_i64().is_some_and(|expires| expires > context.now.as_second());
    let is_own = jwt.claim("iss") == Some(server.issuer.as_str()) && jwt.claim("aud") == Some(client_id(app));
    Ok((signed && in_time && is_own).then_some(jwt.claims))
}

fn of_id_token(context: &Context<'_>, claims: Value) -> Result<Value, Problem> {
    let user = context.tx.get(kind::USER, claims["sub"].as_str().unwrap_or_default())?.unwrap_or_default();
    let mut answer = json!({ "active": true, "username": user["profile"]["login"] });
    for (name, value) in claims.as_object().into_iter().flatten() {
        answer[name.as_str()] = value.clone();
    }
    Ok(answer)
}

fn of_refresh_token(
    context: &Context<'_>,
    server: &Server,
    app: &Value,
    token: &str,
) -> Result<Option<Value>, Problem> {
    let Some(kept) = expiring::get(context, kind::REFRESH_TOKEN, token)? else { return Ok(None) };
    let grant = kept["grant"].as_str().unwrap_or_default();
    let Some(about) = expiring::get(context, kind::OAUTH_GRANT, grant)? else { return Ok(None) };
    if about["client"] != client_id(app) || about["server"] != server.id() {
        return Ok(None);
    }
    let Some(sign_in) = code::sign_in(context, &about)? else { return Ok(None) };
    Ok(Some(json!({
        "active": true,
        "token_type": "Bearer",
        "scope": sign_in.scopes.join(" "),
        "client_id": client_id(app),
        "username": sign_in.user["profile"]["login"],
        "exp": kept["ends"],
        "sub": sign_in.user["id"],
    })))
}

/// A token of another client stays, and so does a text that is not a token. Both are answered as if it were done.
fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    let app = match client::authenticated(context, &form)? {
        Ok(app) => app,
        Err(refused) => return Ok(refused.reply()),
    };
    let Some(token) = field(&form, "token") else {
        return Ok(refused(400, "invalid_request", "The 'token' parameter is required.").reply());
    };
    if let Some(claims) = good(context, &server, token)?.filter(|claims| claims["cid"] == client_id(&app)) {
        let jti = claims["jti"].as_str().unwrap_or_default();
        context.tx.put(kind::AUTHORIZATION_SERVER_TOKEN_REVOKED, jti, &json!({ "exp": claims["exp"] }))?;
        context.log(&server.event("token.revoke"), &[Target::app(&app)])?;
    } else if of_refresh_token(context, &server, &app, token)?.is_some()
        && let Some(kept) = expiring::get(context, kind::REFRESH_TOKEN, token)?
    {
        code::revoke(context, kept["grant"].as_str().unwrap_or_default())?;
        context.log(&server.event("token.revoke"), &[Target::app(&app)])?;
    }
    Ok(Reply { status: StatusCode::OK, ..Reply::no_content() })
}
