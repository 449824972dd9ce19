//! Access tokens that a client gets for itself from a custom authorization server, as the server's policies say.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::Target;
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::language::expression::{Subject, parse};
use crate::resource::authorization_server::{claim, scope};
use crate::resource::authorization_server::{issuer, signing_key};
use crate::resource::oauth::{Answered, bound_key, may, refused};
use crate::sign_in::client::{self, client_id, field};
use crate::sign_in::hook::{self, Drafts, Purpose};
use crate::sign_in::policy::{self, Asked};
use crate::sign_in::refusal::no_policy;
use crate::sign_in::server::Server;

const GRANT: &str = "client_credentials";
/// Scopes that speak of a user, and so mean nothing to a client on its own.
const OF_USERS: [&str; 7] =
    ["openid", "profile", "email", "address", "phone", "offline_access", "device_sso"];

/// An access token for a client that acts for itself.
pub fn grant(
    context: &mut Context<'_>,
    server: &Server,
    custom: &Value,
    form: &[(String, String)],
) -> Answered<Value> {
    let app = match client::authenticated(context, form)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    if !may(&app["settings"]["oauthClient"]["grant_types"], GRANT) {
        let text = "The client is not authorized to use the provided grant type.";
        return Ok(Err(refused(400, "unauthorized_client", text)));
    }
    let scopes = match scopes(context, custom, field(form, "scope").unwrap_or_default())? {
        Ok(scopes) => scopes,
        Err(refused) => return Ok(Err(refused)),
    };
    let asked = Asked { app: &app, grant: GRANT, scopes: &scopes, user: None };
    let Some(lifetimes) = policy::lifetimes(context, server, &asked)? else { return Ok(Err(no_policy())) };
    let bound_to = match bound_key(context, &app) {
        Ok(thumbprint) => thumbprint,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut claims = claims(context, custom, &app, &scopes, lifetimes.access)?;
    if let Some(thumbprint) = &bound_to {
        claims["cnf"] = json!({ "jkt": thumbprint });
    }
    let purpose = Purpose { app: &app, scopes: &scopes, grant: GRANT, sign_in: None };
    let drafts = Drafts { access: claims, id: None };
    let claims = match hook::change(context, lifetimes.hook.as_deref(), server, &purpose, drafts)? {
        Ok(drafts) => drafts.access,
        Err(refused) => return Ok(Err(refused)),
    };
    let token = signing_key(context, custom)?.sign(Some("JWT"), &claims);
    context.log("app.oauth2.as.token.grant.access_token", &[Target::app(&app)])?;
    Ok(Ok(json!({
        "token_type": if bound_to.is_some() { "DPoP" } else { "Bearer" },
        "expires_in": hook::lifetime(&claims),
        "access_token": token,
        "scope": scopes.join(" "),
    })))
}

// ---- what it gets ----

/// The scopes that are asked for, or those that are given unasked.
fn scopes(context: &Context<'_>, server: &Value, asked: &str) -> Answered<Vec<String>> {
    if asked.split_whitespace().any(|scope| scope == "openid") {
        let text = "Cannot request 'openid' scopes using client credentials.";
        return Ok(Err(refused(400, "invalid_scope", text)));
    }
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
