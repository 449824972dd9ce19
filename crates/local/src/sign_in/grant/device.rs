//! A device code becomes tokens, once somebody has typed its user code in a browser.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::expiring;
use crate::resource::oauth::Answered;
use crate::sign_in::client::{client_id, field};
use crate::sign_in::code;
use crate::sign_in::issue::{self, Refresh, Source};
use crate::sign_in::refusal::{bad, missing, no_policy};
use crate::sign_in::server::Server;

pub const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// How many seconds a device waits between two questions.
pub const INTERVAL: i64 = 5;

pub fn grant(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
    bound_to: Option<String>,
) -> Answered<Value> {
    let Some(text) = field(form, "device_code") else { return Ok(Err(missing("device_code"))) };
    let invalid = || Ok(Err(bad("invalid_grant", "The device code is invalid or has expired.")));
    let kept = context.tx.get(expiring::DEVICES.kind, &crate::kernel::fingerprint::fingerprint(text))?;
    let Some(mut kept) =
        kept.filter(|kept| kept["client"] == client_id(app) && kept["server"] == server.id())
    else {
        return invalid();
    };
    if expiring::get(context, &expiring::DEVICES, text)?.is_none() {
        return Ok(Err(bad("expired_token", "The device code has expired.")));
    }
    match kept["state"].as_str() {
        Some("granted") => {}
        Some("denied") => {
            expiring::remove(context, &expiring::DEVICES, text)?;
            let denied = "The resource owner or authorization server denied the request.";
            return Ok(Err(bad("access_denied", denied)));
        }
        _ => {
            let now = context.now.as_second();
            let is_early = kept["askedAt"].as_i64().is_some_and(|asked| now - asked < INTERVAL);
            kept["askedAt"] = json!(now);
            expiring::replace(context, &expiring::DEVICES, text, &kept)?;
            return Ok(Err(match is_early {
                true => bad("slow_down", "Slow down the polling frequency. Please try again later."),
                false => bad(
                    "authorization_pending",
                    "The device authorization is pending. Please try again later.",
                ),
            }));
        }
    }
    let Some(mut sign_in) = code::sign_in(context, &kept["signIn"])? else { return invalid() };
    sign_in.bound_to = bound_to;
    let Some(lifetimes) = code::lifetimes(context, server, &sign_in, GRANT)? else {
        return Ok(Err(no_policy()));
    };
    expiring::remove(context, &expiring::DEVICES, text)?;
    let grant = code::grant(context, server, &sign_in, &lifetimes)?;
    let asked = sign_in.scopes.clone();
    let source = Source {
        grant: &grant,
        grant_type: GRANT,
        refresh: Refresh::New(None),
        asked: &asked,
        with_id: true,
    };
    issue::tokens(context, server, &sign_in, &lifetimes, &source)
}
