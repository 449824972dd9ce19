//! Sessions: made of a session token, kept from their last refresh for as long as the
//! sign-on policy lets them be idle: two hours unless it says otherwise.
//!
//! A session has two ids that mean the same. As with Okta, an answer has the one that was asked for, and its
//! links have the other. So programs do not come to compare them.

use crate::kernel::expiring::{self, Ending};
use crate::kernel::kind;
use crate::kernel::status;
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::authn;
use crate::resource::factor as user_factor;

pub const HANDLERS: Handlers = &[
    (&op::CREATE_SESSION, create),
    (&op::GET_SESSION, get),
    (&op::REFRESH_SESSION, refresh),
    (&op::EXTEND_SESSION, refresh),
    (&op::REVOKE_SESSION, revoke),
    (&op::GET_CURRENT_SESSION, get_current),
    (&op::REFRESH_CURRENT_SESSION, refresh_current),
    (&op::CLOSE_CURRENT_SESSION, close_current),
    (&op::REVOKE_USER_SESSIONS, revoke_of_user),
    (&op::END_USER_SESSIONS, end_own),
];

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let (user, proven) = match body["sessionToken"].as_str() {
        Some(token) => authn::redeem_session_token(context, token)?,
        None => match user_of_password(context, &body)? {
            Ok(user) => (user, Value::Null),
            Err(problem) => return Ok(Reply::problem(&problem)),
        },
    };
    let session = open(context, &user, &proven)?;
    let mut answer = answer(context, &session, id_of(&session), Shown::Own)?;
    for field in context.query("additionalFields").unwrap_or_default().split(',') {
        let token = format!("00{}", id::random(40));
        match field.trim() {
            "cookieToken" => answer["cookieToken"] = json!(token),
            "cookieTokenUrl" => {
                let known = answer["cookieToken"].as_str().unwrap_or(&token);
                answer["cookieTokenUrl"] =
                    json!(format!("{}/login/sessionCookie?token={known}", context.request.base));
            }
            _ => {}
        }
    }
    Ok(Reply::ok(&answer))
}

/// The historic form: name and password, vouched for by an API token. The inner error keeps what was counted.
fn user_of_password(context: &mut Context<'_>, body: &Value) -> Result<Result<Value, Problem>, Problem> {
    let (Some(name), Some(password)) = (body["username"].as_str(), body["password"].as_str()) else {
        return Err(Problem::authentication_failed());
    };
    if context.caller.token_id.is_none() {
        return Err(Problem::invalid_token());
    }
    let user = match authn::verify_password(context, name, password)? {
        Ok(user) => user,
        Err(problem) => return Ok(Err(problem)),
    };
    Ok(if user["status"] == status::ACTIVE { Ok(user) } else { Err(Problem::authentication_failed()) })
}

/// How many sessions there may be; for one more, the one ends that is idle longest.
const SESSIONS: Ending = Ending { kind: kind::SESSION, most: 200_000, forget: forget_session };

/// What an answer does not tell of a session.
const INTERNAL: [&str; 5] = ["alias", "ends", "lifeEnds", "isPersistent", SAML_APPS];
/// The member with the SAML apps that have an assertion from the session.
pub const SAML_APPS: &str = "samlApps";

/// `proven` tells what was proven: of the factor beside the password, or all of it.
pub fn open(context: &mut Context<'_>, user: &Value, proven: &Value) -> Result<Value, Problem> {
    let now = context.now_text();
    let limits = authn::session_limits(context, user)?;
    let has_factors = !user_factor::active(&context.tx, id_of(user))?.is_empty();
    let id = format!("102{}", id::random(22));
    let alias = format!("102{}", id::random(22));
    let life_ends = limits.life.map(|life| (context.now + life).as_second());
    let ends = idle_end(context, limits.idle, life_ends);
    let session = json!({
        "id": id,
        "alias": alias,
        "userId": id_of(user),
        "login": user["profile"]["login"],
        "createdAt": now,
        "expiresAt": seconds_text(context, ends),
        "status": status::ACTIVE,
        "lastPasswordVerification": proven["passwordVerified"].as_str().unwrap_or(&now),
        "lastFactorVerification": proven["factorVerified"],
        "amr": methods(&proven["amr"]),
        "idp": { "id": context.org.facts().org, "type": "OKTA" },
        "mfaActive": has_factors,
        "ends": ends,
        "lifeEnds": life_ends,
        "isPersistent": limits.is_persistent,
    });
    expiring::note(context, &SESSIONS, ends, &id)?;
    context.tx.put(kind::SESSION, &id, &session)?;
    context.tx.put(kind::SESSION_ALIAS, &alias, &json!(id))?;
    context.tx.link(kind::USER_SESSION, id_of(user), &id, &json!({}))?;
    Ok(session)
}

/// How somebody proved who they are: by the password, and by this method beside it; or by all of these.
fn methods(amr: &Value) -> Value {
    match amr {
        Value::Array(_) => amr.clone(),
        Value::String(method) => json!(["pwd", method, "mfa"]),
        _ => json!(["pwd"]),
    }
}

/// When a session ends that is no longer used: no later than its life.
fn idle_end(context: &Context<'_>, idle: SignedDuration, life_ends: Option<i64>) -> i64 {
    let idle_ends = (context.now + idle).as_second();
    life_ends.map_or(idle_ends, |life| life.min(idle_ends))
}

fn seconds_text(context: &Context<'_>, seconds: i64) -> String {
    clock::seconds(jiff::Timestamp::from_second(seconds).unwrap_or(context.now))
}

/// The session that this id stands for, unless it has expired.
pub fn find(tx: &Tx, now: jiff::Timestamp, id: &str) -> Result<Option<Value>, StoreError> {
    let own_id = match tx.get(kind::SESSION_ALIAS, id)? {
        Some(Value::String(own_id)) => own_id,
        _ => id.to_owned(),
    };
    let session = tx.get(kind::SESSION, &own_id)?;
    Ok(session.filter(|session| {
        session["expiresAt"].as_str().and_then(clock::parse).is_some_and(|expires| expires > now)
    }))
}

fn named(context: &Context<'_>) -> Result<Value, Problem> {
    let id = context.param("sessionId");
    find(&context.tx, context.now, id)?.ok_or_else(|| Problem::not_found(id, "AppSession"))
}

fn current(context: &Context<'_>) -> Result<Value, Problem> {
    let missing = || Problem::not_found("me", "AppSession");
    let id = context.caller.session_id.as_deref().ok_or_else(missing)?;
    find(&context.tx, context.now, id)?.ok_or_else(missing)
}

/// How the links of an answer name the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// `me`: to its owner.
    Own,
    /// By id: to an administrator.
    ById,
}

fn answer(context: &Context<'_>, session: &Value, asked: &str, shown: Shown) -> Result<Value, Problem> {
    let text = |name: &str| session[name].as_str().unwrap_or_default();
    let user = context.tx.get(kind::USER, text("userId"))?.unwrap_or_default();
    let other = if asked == text("id") { text("alias") } else { text("id") };
    let (session_path, user_path) = match shown {
        Shown::Own => ("/sessions/me".to_owned(), "/users/me".to_owned()),
        Shown::ById => (format!("/sessions/{other}"), format!("/users/{}", text("userId"))),
    };
    let mut answer = session.clone();
    answer["id"] = json!(asked);
    let members = answer.as_object_mut().expect("a session is an object");
    INTERNAL.iter().for_each(|name| drop(members.shift_remove(*name)));
    answer["_links"] = json!({
        "self": { "href": context.url(&session_path), "hints": { "allow": ["GET", "DELETE"] } },
        "refresh": {
            "href": context.url(&format!("{session_path}/lifecycle/refresh")),
            "hints": { "allow": ["POST"] },
        },
        "user": {
            "name": Target::user(&user).display_name,
            "href": context.url(&user_path),
            "hints": { "allow": ["GET"] },
        },
    });
    Ok(answer)
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let session = named(context)?;
    Ok(Reply::ok(&answer(context, &session, context.param("sessionId"), Shown::ById)?))
}

fn get_current(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let session = current(context)?;
    Ok(Reply::ok(&answer(context, &session, id_of(&session), Shown::Own)?))
}

fn refresh(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let session = extended(context, named(context)?)?;
    Ok(Reply::ok(&answer(context, &session, context.param("sessionId"), Shown::ById)?))
}

fn refresh_current(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let session = extended(context, current(context)?)?;
    Ok(Reply::ok(&answer(context, &session, id_of(&session), Shown::Own)?))
}

/// A session that was used, so that it lasts longer.
pub fn extended(context: &Context<'_>, mut session: Value) -> Result<Value, Problem> {
    let user =
        context.tx.get(kind::USER, session["userId"].as_str().unwrap_or_default())?.unwrap_or_default();
    let limits = authn::session_limits(context, &user)?;
    let ends = idle_end(context, limits.idle, session["lifeEnds"].as_i64());
    session["ends"] = json!(ends);
    session["expiresAt"] = json!(seconds_text(context, ends));
    context.tx.put(kind::SESSION, id_of(&session), &session)?;
    Ok(session)
}

fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let session = named(context)?;
    end(context, &session)
}

fn close_current(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let session = current(context)?;
    end(context, &session)
}

/// Ends a session.
pub fn end(context: &mut Context<'_>, session: &Value) -> Result<Reply, Problem> {
    remove(context, session)?;
    let user = context.tx.get(kind::USER, session["userId"].as_str().unwrap_or_default())?;
    if let Some(user) = user {
        context.log("user.session.end", &[Target::user(&user)])?;
    }
    Ok(Reply::no_content())
}

/// Takes a session away, and tells nobody.
pub fn remove(context: &Context<'_>, session: &Value) -> Result<(), Problem> {
    context.tx.delete(kind::SESSION, id_of(session))?;
    Ok(forget_session(&context.tx, id_of(session), session)?)
}

fn forget_session(tx: &Tx, id: &str, session: &Value) -> Result<(), StoreError> {
    let text = |name: &str| session[name].as_str().unwrap_or_default();
    tx.delete(kind::SESSION_ALIAS, text("alias"))?;
    tx.unlink(kind::USER_SESSION, text("userId"), id)?;
    Ok(())
}

fn revoke_of_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    end_all(context, &user)?;
    context.log("user.session.clear", &[Target::user(&user)])?;
    Ok(Reply::no_content())
}

/// Ends the caller's own sessions except the one that asks, unless that one must end too.
fn end_own(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let keeps = context.object_or_empty()?["keepCurrent"] != false;
    let user = context.user_named("me")?;
    let current = context.caller.session_id.clone().filter(|_| keeps);
    end_others(context, &user, current.as_deref())?;
    context.log("user.session.clear", &[Target::user(&user)])?;
    Ok(Reply::empty_object())
}

/// Ends all sessions of a user.
pub fn end_all(context: &Context<'_>, user: &Value) -> Result<(), Problem> {
    end_others(context, user, None)
}

/// Ends all sessions of a user but this one.
fn end_others(context: &Context<'_>, user: &Value, kept: Option<&str>) -> Result<(), Problem> {
    for id in context.tx.link_ids(kind::USER_SESSION, id_of(user))? {
        match context.tx.get(kind::SESSION, &id)? {
            Some(_) if kept == Some(id.as_str()) => {}
            Some(session) => remove(context, &session)?,
            None => drop(context.tx.unlink(kind::USER_SESSION, id_of(user), &id)?),
        }
    }
    Ok(())
}

/// Keeps a one-time token for a user, by its digest.
pub fn keep_token(
    context: &Context<'_>,
    ending: &Ending,
    token: &str,
    lifetime: SignedDuration,
    mut about: Value,
) -> Result<String, Problem> {
    let expires = clock::seconds(context.now + lifetime);
    about["expiresAt"] = json!(expires);
    expiring::put(context, ending, token, lifetime, about)?;
    Ok(expires)
}
