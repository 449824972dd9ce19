//! Access tokens of a custom authorization server: given to a client for itself, as the server's policies say,
//! and looked at and taken back afterwards.
//!
//! Tokens for users are not given out: nobody signs in here in a browser.

use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::{Outcome, Target};
use crate::kernel::id;
use crate::kernel::jose::Jwt;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::language::expression::{Subject, parse};
use crate::resource::app::secret as app_secret;
use crate::resource::authorization_server::policy;
use crate::resource::authorization_server::rule;
use crate::resource::authorization_server::{active, issuer, signing_key, verifying_keys};
use crate::resource::authorization_server::{claim, scope};
use crate::resource::oauth::{
    ASSERTION_TYPE, Refused, active_client, basic, check_assertion, form, invalid_client, may, refused,
};

pub const HANDLERS: Handlers = &[
    (&op::CREATE_AUTHORIZATION_SERVER_TOKEN, create),
    (&op::INTROSPECT_AUTHORIZATION_SERVER_TOKEN, introspect),
    (&op::REVOKE_AUTHORIZATION_SERVER_TOKEN, revoke),
];

/// Scopes that speak of a user, and so mean nothing to a client on its own.
const OF_USERS: [&str; 7] =
    ["openid", "profile", "email", "address", "phone", "offline_access", "device_sso"];

/// The outer error is the store's, the inner one is the client's.
type Answered<T> = Result<Result<T, Refused>, Problem>;

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    match grant(context)? {
        Ok(answer) => Ok(Reply::ok(&answer)),
        Err(refused) => {
            let outcome = Outcome::failure(refused.error);
            context.log_outcome("app.oauth2.as.token.grant", outcome, &[])?;
            Ok(refused.reply())
        }
    }
}

fn grant(context: &mut Context<'_>) -> Answered<Value> {
    let server = active(context)?;
    let form = form(context);
    match field(&form, "grant_type") {
        None => {
            let text = "The request is missing the 'grant_type' parameter.";
            return Ok(Err(refused(400, "invalid_request", text)));
        }
        Some("client_credentials") => {}
        Some(_) => {
            let text = "The authorization grant type is not supported by the authorization server.";
            return Ok(Err(refused(400, "unsupported_grant_type", text)));
        }
    }
    let app = match client(context, &form)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    if !may(&app["settings"]["oauthClient"]["grant_types"], "client_credentials") {
        let text = "The client is not authorized to use the provided grant type.";
        return Ok(Err(refused(400, "unauthorized_client", text)));
    }
    let scopes = match scopes(context, &server, field(&form, "scope").unwrap_or_default())? {
        Ok(scopes) => scopes,
        Err(refused) => return Ok(Err(refused)),
    };
    let Some(lifetime) = lifetime(context, &server, &app, &scopes)? else {
        let text = "Policy evaluation failed for this request, please check the policy configurations.";
        return Ok(Err(refused(400, "access_denied", text)));
    };
    let claims = claims(context, &server, &app, &scopes, lifetime)?;
    let token = signing_key(context, &server)?.sign("JWT", &claims);
    context.log("app.oauth2.as.token.grant.access_token", &[Target::app(&app)])?;
    Ok(Ok(json!({
        "token_type": "Bearer",
        "expires_in": lifetime.as_secs(),
        "access_token": token,
        "scope": scopes.join(" "),
    })))
}

fn field<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

// ---- the client ----

/// The client that makes the request, once it has proved to be it, in the way that it is set up for.
fn client(context: &Context<'_>, form: &[(String, String)]) -> Answered<Value> {
    if let Some(assertion) = field(form, "client_assertion") {
        return by_assertion(context, form, assertion);
    }
    let posted = field(form, "client_id")
        .map(|id| (id.to_owned(), field(form, "client_secret").unwrap_or_default().to_owned()));
    let (shown, method) = match (basic(context), posted) {
        (Some(shown), _) => (shown, "client_secret_basic"),
        (None, Some(shown)) => (shown, "client_secret_post"),
        (None, None) => {
            return Ok(Err(invalid_client(
                "Client authentication failed. Either the client or the client credentials are invalid.",
            )));
        }
    };
    let (id, secret) = shown;
    let Some(app) = active_client(&context.tx, &id)? else {
        return Ok(Err(invalid_client("Invalid value for 'client_id' parameter.")));
    };
    let set_up = &app["credentials"]["oauthClient"]["token_endpoint_auth_method"];
    // Okta takes a secret in either place, whichever of the two the client is set up for.
    if !matches!(set_up.as_str(), Some("client_secret_basic" | "client_secret_post")) {
        let text = format!("The client is not configured to authenticate with the {method} method.");
        return Ok(Err(invalid_client(&text)));
    }
    if !app_secret::is_known(context, &app, &secret)? {
        return Ok(Err(invalid_client("The client secret supplied for a confidential client is invalid.")));
    }
    Ok(Ok(app))
}

fn by_assertion(context: &Context<'_>, form: &[(String, String)], assertion: &str) -> Answered<Value> {
    if field(form, "client_assertion_type") != Some(ASSERTION_TYPE) {
        return Ok(Err(refused(400, "invalid_request", "The client_assertion_type is not supported.")));
    }
    let Some(assertion) = Jwt::parse(assertion) else {
        return Ok(Err(invalid_client("The client_assertion token is malformed.")));
    };
    let id = assertion.claim("sub").unwrap_or_default().to_owned();
    let Some(app) = active_client(&context.tx, &id)? else {
        return Ok(Err(invalid_client("The client_id is invalid or the client is not found.")));
    };
    Ok(check_assertion(context, &assertion, &app, &id).map(|()| app))
}

fn client_id(app: &Value) -> &str {
    app["credentials"]["oauthClient"]["client_id"].as_str().unwrap_or_else(|| id_of(app))
}

// ---- what it gets ----

/// The scopes that are asked for, or those that are given unasked.
fn scopes(context: &Context<'_>, server: &Value, asked: &str) -> Answered<Vec<String>> {
    let known = scope::all(context, server)?;
    let name = |scope: &Value| scope["name"].as_str().unwrap_or_default().to_owned();
    let of_clients = |scope: &&Value| !OF_USERS.contains(&name(scope).as_str());
    let known = known.iter().filter(of_clients);
    let asked: Vec<String> = asked.split_whitespace().map(str::to_owned).collect();
    if asked.is_empty() {
        let unasked: Vec<String> = known.filter(|scope| scope["default"] == true).map(name).collect();
        if unasked.is_empty() {
            let text = "The authorization server resource does not have any configured default scopes, 'scope' must be provided.";
            return Ok(Err(refused(400, "invalid_scope", text)));
        }
        return Ok(Ok(unasked));
    }
    let known: Vec<&Value> = known.filter(|scope| asked.contains(&name(scope))).collect();
    if !asked.iter().all(|wanted| known.iter().any(|scope| name(scope) == *wanted)) {
        let text = "One or more scopes are not configured for the authorization server resource.";
        return Ok(Err(refused(400, "invalid_scope", text)));
    }
    if known.iter().any(|scope| scope["consent"] == "REQUIRED") {
        let text = "The requested scopes need the consent of a user, and a client has none.";
        return Ok(Err(refused(400, "consent_required", text)));
    }
    Ok(Ok(asked))
}

/// How long a token lives, as the first rule says that fits the client, the grant and the scopes. The people
/// of a rule are not looked at: a client is not one of them.
fn lifetime(
    context: &Context<'_>,
    server: &Value,
    app: &Value,
    scopes: &[String],
) -> Result<Option<SignedDuration>, Problem> {
    for policy in policy::all(&context.tx, id_of(server))? {
        let clients = &policy["conditions"]["clients"]["include"];
        let fits = may(clients, "ALL_CLIENTS") || may(clients, client_id(app));
        if policy["status"] != status::ACTIVE || !fits {
            continue;
        }
        for rule in rule::all(&context.tx, id_of(&policy))? {
            let conditions = &rule["conditions"];
            let allowed = &conditions["scopes"]["include"];
            let fits = rule["status"] == status::ACTIVE
                && may(&conditions["grantTypes"]["include"], "client_credentials")
                && (may(allowed, "*") || scopes.iter().all(|scope| may(allowed, scope)));
            if fits {
                let minutes = rule["actions"]["token"]["accessTokenLifetimeMinutes"].as_i64();
                return Ok(Some(clock::minutes(minutes.unwrap_or(60))));
            }
        }
    }
    Ok(None)
}

fn claims(
    context: &Context<'_>,
    server: &Value,
    app: &Value,
    scopes: &[String],
    lifetime: SignedDuration,
) -> Result<Value, Problem> {
    let issued = context.now.as_second();
    let mut claims = json!({
        "ver": 1,
        "jti": format!("AT.{}", id::random(43)),
        "iss": issuer(context, server),
        "aud": server["audiences"][0],
        "iat": issued,
        "exp": issued + lifetime.as_secs(),
        "cid": client_id(app),
        "scp": scopes,
        "sub": client_id(app),
    });
    for claim in claim::all(context, server)? {
        let name = claim["name"].as_str().unwrap_or_default();
        if let Some(value) = claimed(&claim, scopes).filter(|_| claims[name].is_null()) {
            claims[name] = value;
        }
    }
    Ok(claims)
}

/// What a claim says of a client. Its expression may speak of a user: then it says nothing.
fn claimed(claim: &Value, scopes: &[String]) -> Option<Value> {
    let wanted = claim["conditions"]["scopes"].as_array().filter(|wanted| !wanted.is_empty());
    let applies =
        wanted.is_none_or(|wanted| scopes.iter().any(|scope| wanted.iter().any(|one| one == scope)));
    let in_access_tokens = claim["claimType"] == "RESOURCE" && claim["alwaysIncludeInToken"] != false;
    if claim["status"] != status::ACTIVE
        || claim["valueType"] != "EXPRESSION"
        || !in_access_tokens
        || !applies
    {
        return None;
    }
    let expression = parse(claim["value"].as_str()?).ok()?;
    if !expression.attributes().is_empty() || expression.asks_for_groups() {
        return None;
    }
    expression.evaluate(&Subject::NOBODY).ok().filter(|value| !value.is_null())
}

// ---- afterwards ----

/// What the token says, where it is one of the server's that is still good.
fn good(context: &Context<'_>, server: &Value, token: &str) -> Result<Option<Value>, Problem> {
    let Some(jwt) = Jwt::parse(token) else { return Ok(None) };
    let signed = verifying_keys(context, server)?.iter().any(|key| jwt.is_signed_by(key));
    let in_time = jwt.claims["exp"].as_i64().is_some_and(|expires| expires > context.now.as_second());
    let of_server = jwt.claim("iss") == Some(issuer(context, server).as_str());
    let revoked =
        context.tx.exists(kind::AUTHORIZATION_SERVER_TOKEN_REVOKED, jwt.claim("jti").unwrap_or_default())?;
    // A token ends with its client.
    let of_client = active_client(&context.tx, jwt.claim("cid").unwrap_or_default())?.is_some();
    Ok((signed && in_time && of_server && of_client && !revoked).then_some(jwt.claims))
}

/// The token of a request by a client that has proved to be one.
fn shown(context: &Context<'_>) -> Answered<(Value, Option<Value>)> {
    let server = active(context)?;
    let form = form(context);
    let app = match client(context, &form)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    let Some(token) = field(&form, "token") else {
        let text = "The request is missing the 'token' parameter.";
        return Ok(Err(refused(400, "invalid_request", text)));
    };
    let claims = good(context, &server, token)?;
    Ok(Ok((app, claims)))
}

fn introspect(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let claims = match shown(context)? {
        Ok((_, claims)) => claims,
        Err(refused) => return Ok(refused.reply()),
    };
    let Some(mut claims) = claims else { return Ok(Reply::ok(&json!({ "active": false }))) };
    let scopes = claims["scp"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let scope = scopes.collect::<Vec<_>>().join(" ");
    let client = claims["cid"].take();
    let members = claims.as_object_mut().expect("claims are an object");
    for name in ["cid", "scp", "ver"] {
        members.shift_remove(name);
    }
    let mut answer = json!({ "active": true, "scope": scope, "client_id": client, "token_type": "Bearer" });
    for (name, value) in members {
        answer[name.as_str()] = value.clone();
    }
    Ok(Reply::ok(&answer))
}

/// A token of another client stays, and so does a text that is not a token. Both are answered as if it were done.
fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, claims) = match shown(context)? {
        Ok(found) => found,
        Err(refused) => return Ok(refused.reply()),
    };
    if let Some(claims) = claims.filter(|claims| claims["cid"] == client_id(&app)) {
        context.tx.put(
            kind::AUTHORIZATION_SERVER_TOKEN_REVOKED,
            claims["jti"].as_str().unwrap_or_default(),
            &json!({ "exp": claims["exp"] }),
        )?;
        context.log("app.oauth2.as.token.revoke", &[Target::app(&app)])?;
    }
    Ok(Reply { status: http::StatusCode::OK, ..Reply::no_content() })
}
