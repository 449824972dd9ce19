//! A token becomes another one: a service acts on behalf of a user, or an app of a device signs in with the ID token
//! of another app. A tool of the command line opens an app for whoever signed in there.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::jose::Jwt;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::oauth::{Answered, Refused};
use crate::sign_in::claims::SignIn;
use crate::sign_in::client::{client_id, field, is_assigned};
use crate::sign_in::code;
use crate::sign_in::device_secret;
use crate::sign_in::issue::{self, Refresh, Source};
use crate::sign_in::refusal::{bad, missing, no_policy, words};
use crate::sign_in::server::{self, OPENS_APPS, Server};
use crate::sign_in::shown;
use crate::sign_in::web_sign_on;

pub const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const ID_TOKEN: &str = "urn:ietf:params:oauth:token-type:id_token";
const DEVICE_SECRET: &str = "urn:x-oath:params:oauth:token-type:device-secret";
const WEB_SIGN_ON: &str = "urn:okta:oauth:token-type:web_sso_token";
/// Before the id of an app that a token is to open.
const APP: &str = "urn:okta:apps:";

pub fn grant(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
    bound_to: Option<String>,
) -> Answered<Value> {
    let (Some(subject), Some(kind)) = (field(form, "subject_token"), field(form, "subject_token_type"))
    else {
        let name =
            if field(form, "subject_token").is_none() { "subject_token" } else { "subject_token_type" };
        return Ok(Err(missing(name)));
    };
    if field(form, "requested_token_type") == Some(WEB_SIGN_ON) {
        return to_open(context, server, app, form, (subject, kind));
    }
    if let Some(refused) = fault(server, form) {
        return Ok(Err(refused));
    }
    let found = match (kind, field(form, "actor_token_type")) {
        (ACCESS_TOKEN, None) => on_behalf(context, subject)?,
        (ID_TOKEN, Some(DEVICE_SECRET)) => {
            let secret = field(form, "actor_token").unwrap_or_default();
            of_device(context, server, subject, secret)?
        }
        _ => {
            let text = "The 'subject_token_type' and 'actor_token_type' are not supported together.";
            return Ok(Err(bad("invalid_request", text)));
        }
    };
    let Some(mut sign_in) = found else {
        return Ok(Err(bad("invalid_grant", "The subject token is invalid or has expired.")));
    };
    let asked = words(form, "scope");
    sign_in.scopes = match server::scopes_for(context, server, &asked)? {
        Ok(scopes) => scopes,
        Err(refused) => return Ok(Err(refused)),
    };
    let needs_assignment = kind == ID_TOKEN;
    if needs_assignment && !is_assigned(context, app, &sign_in.user)? {
        return Ok(Err(bad("access_denied", "User is not assigned to the client application.")));
    }
    sign_in.app = app.clone();
    sign_in.bound_to = bound_to;
    sign_in.nonce = None;
    let Some(lifetimes) = code::lifetimes(context, server, &sign_in, GRANT)? else {
        return Ok(Err(no_policy()));
    };
    let grant = code::grant(context, server, &sign_in, &lifetimes)?;
    let source = Source {
        grant: &grant,
        grant_type: GRANT,
        refresh: Refresh::New(None),
        asked: &asked,
        with_id: needs_assignment,
    };
    let answered = issue::tokens(context, server, &sign_in, &lifetimes, &source)?;
    Ok(answered.map(|mut answer| {
        answer["issued_token_type"] = json!(ACCESS_TOKEN);
        answer
    }))
}

/// A token that opens an app in a browser. Whoever has it was given an ID token, and an access token that may open apps.
fn to_open(
    context: &mut Context<'_>,
    server: &Server,
    client: &Value,
    form: &[(String, String)],
    (subject, kind): (&str, &str),
) -> Answered<Value> {
    let of_kinds = kind == ID_TOKEN && field(form, "actor_token_type") == Some(ACCESS_TOKEN);
    if server.custom.is_some() || !of_kinds {
        let text = "A 'web_sso_token' needs an ID token and an access token of the org authorization server.";
        return Ok(Err(bad("invalid_request", text)));
    }
    let actor = field(form, "actor_token").unwrap_or_default();
    let shown = shown::id_token(context, server, client, subject)?;
    let actor = shown::access_token(context, server, actor)?;
    let is_same = |id: &Value, actor: &Value| actor["uid"] == id["sub"] && actor["cid"] == client_id(client);
    let Some((claims, actor)) = shown.zip(actor).filter(|(id, actor)| is_same(id, actor)) else {
        return Ok(Err(bad(
            "invalid_grant",
            "The subject token or the actor token is invalid or has expired.",
        )));
    };
    let may_open =
        actor["scp"].as_array().is_some_and(|scopes| scopes.iter().any(|scope| scope == OPENS_APPS));
    if !may_open {
        return Ok(Err(bad("invalid_grant", "The actor token does not have the scope 'okta.apps.sso'.")));
    }
    let id = field(form, "audience").and_then(|audience| audience.strip_prefix(APP)).unwrap_or_default();
    let Some(app) = context.tx.get(kind::APP, id)?.filter(|app| app["signOnMode"] == "SAML_2_0") else {
        return Ok(Err(bad(
            "invalid_target",
            "The 'audience' is not urn:okta:apps: with the id of a SAML app.",
        )));
    };
    Ok(Ok(json!({
        "token_type": "N_A",
        "expires_in": web_sign_on::LIFETIME.as_secs(),
        "access_token": web_sign_on::issue(context, id_of(&app), &claims)?,
        "issued_token_type": WEB_SIGN_ON,
    })))
}

/// A token of another kind is not made here, and a token for somebody else's server is not either.
fn fault(server: &Server, form: &[(String, String)]) -> Option<Refused> {
    let wanted = field(form, "requested_token_type").unwrap_or(ACCESS_TOKEN);
    if wanted != ACCESS_TOKEN {
        let text = format!("The 'requested_token_type' {wanted} is not supported.");
        return Some(bad("invalid_request", &text));
    }
    let audience = field(form, "audience")?;
    (server.audience() != audience)
        .then(|| bad("invalid_target", "The 'audience' is not the authorization server's."))
}

/// Who an access token of any server of the org is for.
fn on_behalf(context: &mut Context<'_>, token: &str) -> Result<Option<SignIn>, Problem> {
    let issuer = Jwt::parse(token).and_then(|jwt| jwt.claim("iss").map(str::to_owned)).unwrap_or_default();
    let id = issuer.rsplit("/oauth2/").next().filter(|id| *id != issuer).unwrap_or_default();
    let Ok(server) = Server::named(context, id) else { return Ok(None) };
    let Some(claims) = shown::access_token(context, &server, token)? else { return Ok(None) };
    match claims["uid"].is_null() {
        true => Ok(None),
        false => shown::sign_in(context, &claims),
    }
}

/// An ID token that has ended will do, as long as the device is signed in.
fn of_device(
    context: &mut Context<'_>,
    server: &Server,
    token: &str,
    secret: &str,
) -> Result<Option<SignIn>, Problem> {
    let Some(jwt) = Jwt::parse(token) else { return Ok(None) };
    let is_genuine = server.public_keys(context)?.iter().any(|key| jwt.is_signed_by(key))
        && jwt.claim("iss") == Some(server.issuer.as_str())
        && jwt.claims["amr"].is_array();
    if !is_genuine {
        return Ok(None);
    }
    device_secret::sign_in(context, server, secret, jwt.claim("sub").unwrap_or_default())
}
