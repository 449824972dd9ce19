//! A refresh token becomes new tokens. One that was rotated and comes back late ends all that came from its sign-in.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::{Entry, Outcome, Target};
use crate::kernel::expiring;
use crate::kernel::problem::Problem;
use crate::resource::oauth::{Answered, Refused};
use crate::sign_in::claims::SignIn;
use crate::sign_in::client::{client_id, field, method};
use crate::sign_in::code;
use crate::sign_in::issue::{self, Refresh, Source};
use crate::sign_in::policy::Lifetimes;
use crate::sign_in::refusal::{bad, missing, no_policy, words};
use crate::sign_in::server::Server;
use crate::sign_in::trail;

/// Clients compare this text letter by letter.
const INVALID: &str = "The refresh token is invalid or expired.";

pub fn grant(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
    bound_to: Option<String>,
) -> Answered<Value> {
    let Some(text) = field(form, "refresh_token") else { return Ok(Err(missing("refresh_token"))) };
    let invalid = || Ok(Err(bad("invalid_grant", INVALID)));
    let Some(kept) = expiring::get(context, &expiring::REFRESH_TOKENS, text)? else { return invalid() };
    let grant = kept["grant"].as_str().unwrap_or_default().to_owned();
    let Some(about) = expiring::get(context, &expiring::GRANTS, &grant)? else { return invalid() };
    if about["client"] != client_id(app) || about["server"] != server.id() {
        return invalid();
    }
    if is_reused(context, app, &kept) {
        code::revoke(context, &grant)?;
        tell_reuse(context, server, app)?;
        return invalid();
    }
    let Some(mut sign_in) = code::sign_in(context, &about)? else { return invalid() };
    if let Err(refused) = bind(app, &mut sign_in, bound_to) {
        return Ok(Err(refused));
    }
    let asked = words(form, "scope");
    if let Err(refused) = narrow(&mut sign_in, &asked) {
        return Ok(Err(refused));
    }
    sign_in.nonce = None;
    // A rule that lets the sign-in through lets its refresh tokens through.
    let Some(lifetimes) = code::lifetimes(context, server, &sign_in, "authorization_code")? else {
        return Ok(Err(no_policy()));
    };
    let refresh = refreshed(context, app, text, &kept, &lifetimes)?;
    let source = Source { grant: &grant, grant_type: "refresh_token", refresh, asked: &asked, with_id: true };
    issue::tokens(context, server, &sign_in, &lifetimes, &source)
}

fn tell_reuse(context: &mut Context<'_>, server: &Server, app: &Value) -> Result<(), Problem> {
    context.log_entry(Entry {
        event_type: &server.event("token.detect_reuse"),
        outcome: Outcome::failure("refresh_token_reused"),
        actor: Some(trail::client(app)),
        targets: &[Target::app(app)],
        debug: json!({ "grantType": "refresh_token" }),
        client: Some(client_id(app).to_owned()),
        session: None,
    })
}

/// Tokens that were bound to a key stay bound to it, where nothing else proves the client.
fn bind(app: &Value, sign_in: &mut SignIn, bound_to: Option<String>) -> Result<(), Refused> {
    let was = sign_in.bound_to.take();
    if was.is_some() && bound_to.is_none() {
        return Err(bad("invalid_dpop_proof", "The DPoP proof JWT header is missing."));
    }
    if was.is_some() && was != bound_to && method(app) == "none" {
        return Err(bad("invalid_dpop_proof", "The DPoP proof belongs to another key."));
    }
    sign_in.bound_to = bound_to;
    Ok(())
}

/// A client may ask for fewer scopes than it got at first.
fn narrow(sign_in: &mut SignIn, asked: &[String]) -> Result<(), Refused> {
    let denied: Vec<&str> =
        asked.iter().map(String::as_str).filter(|scope| !sign_in.has_scope(scope)).collect();
    if !denied.is_empty() {
        let text = format!(
            "Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: {}.",
            denied.join(", ")
        );
        return Err(bad("access_denied", &text));
    }
    if !asked.is_empty() {
        sign_in.scopes.retain(|scope| asked.contains(scope) || scope == "offline_access");
    }
    Ok(())
}

fn rotation(app: &Value) -> (&str, i64) {
    let settings = &app["settings"]["oauthClient"];
    let is_browser = settings["application_type"] == "browser";
    let usual = if is_browser { "ROTATE" } else { "STATIC" };
    let set = &settings["refresh_token"];
    (set["rotation_type"].as_str().unwrap_or(usual), set["leeway"].as_i64().unwrap_or(30))
}

/// A token that was rotated works for a short while longer, for requests that crossed.
fn is_reused(context: &Context<'_>, app: &Value, kept: &Value) -> bool {
    let (_, leeway) = rotation(app);
    kept["rotated"].as_i64().is_some_and(|rotated| context.now.as_second() > rotated + leeway)
}

fn refreshed(
    context: &Context<'_>,
    app: &Value,
    text: &str,
    kept: &Value,
    lifetimes: &Lifetimes,
) -> Result<Refresh, Problem> {
    if rotation(app).0 == "STATIC" {
        code::keep_refresh_token(context, text, kept, lifetimes)?;
        return Ok(Refresh::Same(text.to_owned()));
    }
    if kept["rotated"].is_null() {
        let mut rotated = kept.clone();
        rotated["rotated"] = json!(context.now.as_second());
        expiring::replace(context, &expiring::REFRESH_TOKENS, text, &rotated)?;
    }
    let last = kept["last"].as_i64().and_then(|last| Timestamp::from_second(last).ok());
    Ok(Refresh::New(last))
}
