//! What a sign-in leaves: a code that works once, and the grant from which refresh tokens and access tokens come.
//! With a grant end all tokens that came from it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::expiring;
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::oauth::active_client;
use crate::resource::policy::effect::Subject;
use crate::sign_in::claims::SignIn;
use crate::sign_in::client::client_id;
use crate::sign_in::policy::{self, Asked, Lifetimes};
use crate::sign_in::server::Server;

const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(5);
/// Okta names no end for refresh tokens of custom servers; documents here have one.
const WITHOUT_END: SignedDuration = SignedDuration::from_hours(5 * 366 * 24);

/// What is kept of a sign-in.
pub fn kept(server: &Server, sign_in: &SignIn) -> Value {
    json!({
        "server": server.id(),
        "client": client_id(&sign_in.app),
        "user": id_of(&sign_in.user),
        "scopes": sign_in.scopes,
        "authTime": sign_in.auth_time,
        "amr": sign_in.amr,
        "acr": sign_in.acr,
        "nonce": sign_in.nonce,
        "session": sign_in.session,
        "boundTo": sign_in.bound_to,
    })
}

/// A sign-in that was kept; `None` where its user or its app can no longer sign in.
pub fn sign_in(context: &Context<'_>, kept: &Value) -> Result<Option<SignIn>, Problem> {
    let text = |name: &str| kept[name].as_str().map(str::to_owned);
    let app = active_client(&context.tx, &text("client").unwrap_or_default())?;
    let user = context.tx.get(kind::USER, &text("user").unwrap_or_default())?;
    let user = user.filter(|user| user["status"] == crate::kernel::status::ACTIVE);
    let (Some(app), Some(user)) = (app, user) else { return Ok(None) };
    let scopes = kept["scopes"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    Ok(Some(SignIn {
        app,
        user,
        scopes: scopes.collect(),
        auth_time: kept["authTime"].as_i64().unwrap_or_default(),
        amr: kept["amr"].clone(),
        acr: text("acr"),
        nonce: text("nonce"),
        session: text("session"),
        bound_to: text("boundTo"),
    }))
}

/// Makes a code for a redirect URI.
pub fn issue(
    context: &Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    redirect_uri: &str,
    challenge: Option<&str>,
) -> Result<String, Problem> {
    let code = id::random(43);
    let mut about = kept(server, sign_in);
    about["redirectUri"] = json!(redirect_uri);
    about["challenge"] = json!(challenge);
    expiring::put(context, &expiring::CODES, &code, CODE_LIFETIME, about)?;
    Ok(code)
}

/// Makes a grant, and notes it at the code that it came from.
pub fn grant(
    context: &Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    lifetimes: &Lifetimes,
) -> Result<String, Problem> {
    let grant = context.new_id("oar");
    let mut about = kept(server, sign_in);
    about["id"] = json!(grant);
    about["issuer"] = json!(server.issuer);
    about["createdAt"] = json!(context.now.as_second());
    // Access tokens that come from the last refresh outlive it.
    let lifetime = lifetimes.refresh.unwrap_or(WITHOUT_END) + lifetimes.access;
    expiring::put(context, &expiring::GRANTS, &grant, lifetime, about)?;
    Ok(grant)
}

/// What the server's policies say of a sign-in; `None` where no rule fits.
pub fn lifetimes(
    context: &Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    grant: &str,
) -> Result<Option<Lifetimes>, Problem> {
    let subject = Subject::of(context, &sign_in.user)?;
    let asked = Asked { app: &sign_in.app, grant, scopes: &sign_in.scopes, user: Some(&subject) };
    policy::lifetimes(context, server, &asked)
}

/// Whether a grant still holds.
pub fn holds(context: &Context<'_>, grant: &str) -> Result<bool, Problem> {
    Ok(expiring::get(context, &expiring::GRANTS, grant)?.is_some())
}

/// Ends a grant, and with it all that came from it.
pub fn revoke(context: &Context<'_>, grant: &str) -> Result<(), Problem> {
    expiring::remove(context, &expiring::GRANTS, grant)
}

/// A new refresh token of a grant. It ends with its first unused stretch, or with the grant.
pub fn refresh_token(
    context: &Context<'_>,
    grant: &str,
    lifetimes: &Lifetimes,
    ends: Option<Timestamp>,
) -> Result<String, Problem> {
    let token = id::random(43);
    let last = match (ends, lifetimes.refresh) {
        (Some(ends), _) => ends,
        (None, lifetime) => context.now + lifetime.unwrap_or(WITHOUT_END),
    };
    let about = json!({ "grant": grant, "last": last.as_second() });
    let ends = note_use(context, grant, lifetimes, last)?;
    expiring::put(context, &expiring::REFRESH_TOKENS, &token, ends.duration_since(context.now), about)?;
    Ok(token)
}

/// Another unused stretch begins for a refresh token that stays the same.
pub fn keep_refresh_token(
    context: &Context<'_>,
    token: &str,
    kept: &Value,
    lifetimes: &Lifetimes,
) -> Result<(), Problem> {
    let last = kept["last"].as_i64().and_then(|last| Timestamp::from_second(last).ok());
    let grant = kept["grant"].as_str().unwrap_or_default();
    let ends = note_use(context, grant, lifetimes, last.unwrap_or(context.now))?;
    let mut kept = kept.clone();
    kept["ends"] = json!(ends.as_second());
    expiring::replace(context, &expiring::REFRESH_TOKENS, token, &kept)
}

/// Notes at a grant that it was used, and until when its refresh token is good: no later than `last`.
fn note_use(
    context: &Context<'_>,
    grant: &str,
    lifetimes: &Lifetimes,
    last: Timestamp,
) -> Result<Timestamp, Problem> {
    let ends = last.min(context.now + lifetimes.idle);
    if let Some(mut kept) = expiring::get(context, &expiring::GRANTS, grant)? {
        kept["refreshEnds"] = json!(ends.as_second());
        kept["refreshedAt"] = json!(context.now.as_second());
        expiring::replace(context, &expiring::GRANTS, grant, &kept)?;
    }
    Ok(ends)
}
