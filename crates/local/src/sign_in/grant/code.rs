//! An authorization code becomes tokens, once.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::expiring;
use crate::kernel::jose::digest;
use crate::resource::oauth::{Answered, Refused};
use crate::sign_in::client::{client_id, field, needs_proof_of_code};
use crate::sign_in::code;
use crate::sign_in::issue::{self, Refresh, Source};
use crate::sign_in::refusal::{bad, missing, no_policy};
use crate::sign_in::server::Server;

const INVALID: &str = "The authorization code is invalid or has expired.";

pub fn grant(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
    bound_to: Option<String>,
) -> Answered<Value> {
    let Some(text) = field(form, "code") else { return Ok(Err(missing("code"))) };
    let Some(kept) = expiring::get(context, &expiring::CODES, text)? else {
        return Ok(Err(bad("invalid_grant", INVALID)));
    };
    if let Some(refused) = fault(server, app, form, &kept) {
        return Ok(Err(refused));
    }
    if let Some(grant) = kept["used"].as_str() {
        // Somebody has seen the code. What it gave may be in the wrong hands.
        code::revoke(context, grant)?;
        return Ok(Err(bad("invalid_grant", INVALID)));
    }
    let Some(mut sign_in) = code::sign_in(context, &kept)? else {
        return Ok(Err(bad("invalid_grant", INVALID)));
    };
    sign_in.bound_to = bound_to;
    let Some(lifetimes) = code::lifetimes(context, server, &sign_in, "authorization_code")? else {
        return Ok(Err(no_policy()));
    };
    let grant = code::grant(context, server, &sign_in, &lifetimes)?;
    let mut used = kept;
    used["used"] = json!(grant);
    expiring::replace(context, &expiring::CODES, text, &used)?;
    let asked = sign_in.scopes.clone();
    let source = Source {
        grant: &grant,
        grant_type: "authorization_code",
        refresh: Refresh::New(None),
        asked: &asked,
        with_id: true,
    };
    issue::tokens(context, server, &sign_in, &lifetimes, &source)
}

fn fault(server: &Server, app: &Value, form: &[(String, String)], kept: &Value) -> Option<Refused> {
    if kept["client"] != client_id(app) {
        let text = "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.";
        return Some(bad("invalid_grant", text));
    }
    if kept["server"] != server.id() {
        return Some(bad("invalid_request", "The grant was issued for another authorization server."));
    }
    match field(form, "redirect_uri") {
        None => return Some(missing("redirect_uri")),
        Some(uri) if kept["redirectUri"] != uri => {
            let text =
                "The 'redirect_uri' does not match the redirection URI used in the authorization request.";
            return Some(bad("invalid_grant", text));
        }
        Some(_) => {}
    }
    match (kept["challenge"].as_str(), field(form, "code_verifier")) {
        (Some(challenge), Some(verifier)) => {
            (digest(verifier) != challenge).then(|| bad("invalid_grant", "PKCE verification failed."))
        }
        (Some(_), None) => Some(bad("invalid_request", "PKCE code verifier is required by the application.")),
        (None, Some(_)) => Some(bad(
            "invalid_request",
            "PKCE code challenge should be specified in the authorize request for code verification.",
        )),
        (None, None) => needs_proof_of_code(app)
            .then(|| bad("invalid_request", "PKCE code verifier is required by the application.")),
    }
}
