//! Primary authentication: from a password to a session token.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::session::keep_token;
use super::user::{id_of, set_status, status_of};
use super::user_credential;
use crate::access;
use crate::clock;
use crate::context::{Context, Handler, Reply};
use crate::event::{Outcome, Target};
use crate::id;
use crate::password::{Hash, MAX_ATTEMPTS, OneTime};
use crate::problem::Problem;

pub const HANDLERS: &[(&str, Handler)] = &[
    ("authenticate", authenticate),
    ("cancelAuthentication", cancel),
    ("changeExpiredPassword", change_password),
    ("resetPasswordWithState", reset_password),
    ("verifyRecoveryToken", verify_recovery_token),
];

const SESSION_TOKEN_LIFETIME: SignedDuration = SignedDuration::from_mins(5);
const STATE_LIFETIME: SignedDuration = SignedDuration::from_hours(1);
const SESSION_TOKEN: &str = "session_token";
const STATE: &str = "authn_state";

fn authenticate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    if let Some(token) = body["token"].as_str() {
        return with_one_time_token(context, token, &body["relayState"]);
    }
    let (Some(name), Some(password)) = (body["username"].as_str(), body["password"].as_str()) else {
        return Err(Problem::authentication_failed());
    };
    let user = match verify_password(context, name, password)? {
        Ok(user) => user,
        Err(problem) => return Ok(Reply::problem(&problem)),
    };
    if status_of(&user) == "PASSWORD_EXPIRED" {
        return pending(context, &user, "PASSWORD_EXPIRED", &body["relayState"]);
    }
    success(context, user, &body["relayState"])
}

/// The user of this name, if the password is his and he may sign in. The inner error is the answer to a
/// wrong password, which must be sent without undoing what was counted.
pub fn verify_password(
    context: &mut Context<'_>,
    name: &str,
    password: &str,
) -> Result<Result<Value, Problem>, Problem> {
    let failed = || Ok(Err(Problem::authentication_failed()));
    let Some(mut user) = user_to_sign_in(context, name)? else {
        context.log_outcome("user.session.start", Outcome::failure("INVALID_CREDENTIALS"), &[])?;
        return failed();
    };
    if !matches!(status_of(&user), "ACTIVE" | "PASSWORD_EXPIRED") {
        let reason = if status_of(&user) == "LOCKED_OUT" { "LOCKED_OUT" } else { "INVALID_CREDENTIALS" };
        context.log_outcome("user.session.start", Outcome::failure(reason), &[Target::user(&user)])?;
        return failed();
    }
    let mut secrets = context.secrets(id_of(&user))?;
    if !secrets.verify(password) {
        secrets.failures += 1;
        context.put_secrets(id_of(&user), &secrets)?;
        let wrong = Outcome::failure("INVALID_CREDENTIALS");
        context.log_outcome("user.session.start", wrong, &[Target::user(&user)])?;
        if secrets.failures >= MAX_ATTEMPTS {
            set_status(&mut user, "LOCKED_OUT", &context.now_text());
            context.put_user(&mut user)?;
            context.log("user.account.lock", &[Target::user(&user)])?;
        }
        return failed();
    }
    let imported = matches!(secrets.password, Some(Hash::Imported(_)));
    if imported {
        secrets.password = Some(Hash::of(password));
        user["credentials"]["provider"] = json!({ "type": "OKTA", "name": "OKTA" });
        context.put_user(&mut user)?;
    }
    if imported || secrets.failures > 0 {
        secrets.failures = 0;
        context.put_secrets(id_of(&user), &secrets)?;
    }
    Ok(Ok(user))
}

/// One signs in by login or short login, not by id and not as `me`.
fn user_to_sign_in(context: &Context<'_>, name: &str) -> Result<Option<Value>, Problem> {
    match context.user_named(name) {
        Ok(user) if name != "me" && id_of(&user) != name => Ok(Some(user)),
        Err(problem) if problem.code != "E0000007" => Err(problem),
        _ => Ok(None),
    }
}

fn success(context: &mut Context<'_>, mut user: Value, relay_state: &Value) -> Result<Reply, Problem> {
    user["lastLogin"] = json!(context.now_text());
    context.tx.put("user", id_of(&user), &user)?;
    context.log("user.session.start", &[Target::user(&user)])?;
    let token = format!("20111{}", id::random(52));
    let about = json!({ "userId": id_of(&user) });
    let expires = keep_token(context, SESSION_TOKEN, &token, SESSION_TOKEN_LIFETIME, about)?;
    let mut answer = json!({ "expiresAt": expires, "status": "SUCCESS" });
    if !relay_state.is_null() {
        answer["relayState"] = relay_state.clone();
    }
    answer["sessionToken"] = json!(token);
    answer["_embedded"] = json!({ "user": embedded_user(&user) });
    answer["_links"] = json!({ "cancel": link(context, "/authn/cancel") });
    Ok(Reply::ok(&answer))
}

/// The user is known, but has a step to take first: a new password.
fn pending(
    context: &mut Context<'_>,
    user: &Value,
    status: &str,
    relay_state: &Value,
) -> Result<Reply, Problem> {
    let token = format!("00{}", id::random(40));
    let about = json!({ "userId": id_of(user), "status": status, "relayState": relay_state });
    let expires = keep_token(context, STATE, &token, STATE_LIFETIME, about)?;
    let (name, path) = match status {
        "PASSWORD_EXPIRED" => ("changePassword", "/authn/credentials/change_password"),
        _ => ("resetPassword", "/authn/credentials/reset_password"),
    };
    let mut answer = json!({ "stateToken": token, "expiresAt": expires, "status": status });
    if !relay_state.is_null() {
        answer["relayState"] = relay_state.clone();
    }
    answer["_embedded"] = json!({
        "user": embedded_user(user),
        "policy": {
            "complexity": {
                "minLength": 8,
                "minLowerCase": 1,
                "minUpperCase": 1,
                "minNumber": 1,
                "minSymbol": 0,
                "excludeUsername": true,
            },
        },
    });
    let mut next = link(context, path);
    next["name"] = json!(name);
    answer["_links"] = json!({ "next": next, "cancel": link(context, "/authn/cancel") });
    Ok(Reply::ok(&answer))
}

fn embedded_user(user: &Value) -> Value {
    let profile = &user["profile"];
    let or = |name: &str, default: &str| match profile[name].as_str() {
        Some(text) => text.to_owned(),
        None => default.to_owned(),
    };
    json!({
        "id": user["id"],
        "passwordChanged": user["passwordChanged"],
        "profile": {
            "login": profile["login"],
            "firstName": profile["firstName"],
            "lastName": profile["lastName"],
            "locale": or("locale", "en_US"),
            "timeZone": or("timezone", "America/Los_Angeles"),
        },
    })
}

fn link(context: &Context<'_>, path: &str) -> Value {
    json!({ "href": context.url(path), "hints": { "allow": ["POST"] } })
}

// ---- one-time tokens ----

/// Takes what a token stands for, so that it works once; `None` where it is unknown or too old.
fn take_token(context: &Context<'_>, kind: &str, token: &str) -> Result<Option<Value>, Problem> {
    let key = access::fingerprint(token);
    let found = context.tx.get(kind, &key)?;
    if found.is_some() {
        context.tx.delete(kind, &key)?;
    }
    Ok(found.filter(|about| is_fresh(context, about["expiresAt"].as_str().unwrap_or_default())))
}

fn is_fresh(context: &Context<'_>, expires_at: &str) -> bool {
    clock::parse(expires_at).is_some_and(|expires| expires > context.now)
}

/// The user to whom a session token was given. It works once.
pub fn redeem_session_token(context: &Context<'_>, token: &str) -> Result<Value, Problem> {
    let failed = Problem::authentication_failed;
    let about = take_token(context, SESSION_TOKEN, token)?.ok_or_else(failed)?;
    let user = context.tx.get("user", about["userId"].as_str().unwrap_or_default())?.ok_or_else(failed)?;
    if status_of(&user) == "ACTIVE" { Ok(user) } else { Err(failed()) }
}

/// The user and the state of a transaction that is under way.
fn take_state(context: &Context<'_>, body: &Value) -> Result<(Value, Value), Problem> {
    let invalid = Problem::invalid_token;
    let token = body["stateToken"].as_str().ok_or_else(invalid)?;
    let state = take_token(context, STATE, token)?.ok_or_else(invalid)?;
    let user = context.tx.get("user", state["userId"].as_str().unwrap_or_default())?.ok_or_else(invalid)?;
    Ok((user, state))
}

fn cancel(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let (_, state) = take_state(context, &body)?;
    Ok(match &state["relayState"] {
        Value::Null => Reply::empty_object(),
        relay_state => Reply::ok(&json!({ "relayState": relay_state })),
    })
}

fn change_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let (mut user, state) = take_state(context, &body)?;
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let mut secrets = context.secrets(id_of(&user))?;
    if !secrets.verify(text("oldPassword")) {
        let cause = "oldPassword: The credentials provided were incorrect.";
        return Err(Problem::new("E0000014", "Update of credentials failed").cause(cause));
    }
    user_credential::set_password(context, &mut user, &mut secrets, text("newPassword"))?;
    success(context, user, &state["relayState"])
}

/// The second half of an activation or a recovery: the user chooses a password and is active.
fn reset_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let (mut user, state) = take_state(context, &body)?;
    if state["status"] != "PASSWORD_RESET" {
        return Err(Problem::invalid_token());
    }
    let mut secrets = context.secrets(id_of(&user))?;
    secrets.activation = None;
    let new = body["newPassword"].as_str().unwrap_or_default();
    user_credential::set_password(context, &mut user, &mut secrets, new)?;
    if status_of(&user) == "PROVISIONED" {
        set_status(&mut user, "ACTIVE", &context.now_text());
        context.put_user(&mut user)?;
    }
    success(context, user, &state["relayState"])
}

fn verify_recovery_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let token = body["recoveryToken"].as_str().ok_or_else(Problem::invalid_token)?;
    with_one_time_token(context, token, &body["relayState"])
}

/// A token of an activation or recovery mail.
fn with_one_time_token(
    context: &mut Context<'_>,
    token: &str,
    relay_state: &Value,
) -> Result<Reply, Problem> {
    let user = user_of_mail(context, token)?.ok_or_else(Problem::invalid_token)?;
    pending(context, &user, "PASSWORD_RESET", relay_state)
}

/// Whose mail the token came with. Nothing leads from a token to its user, so all secrets are looked at.
fn user_of_mail(context: &Context<'_>, token: &str) -> Result<Option<Value>, Problem> {
    let fingerprint = access::fingerprint(token);
    let mark = fingerprint.as_bytes();
    let mut found = None;
    context.tx.scan("user_secret", None, &mut |id, stored| {
        if stored.windows(mark.len()).any(|window| window == mark) {
            found = Some(id.to_owned());
            return Ok(std::ops::ControlFlow::Break(()));
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    let Some(id) = found else { return Ok(None) };
    let secrets = context.secrets(&id)?;
    let valid = |token: &Option<OneTime>| {
        token.as_ref().is_some_and(|t| t.fingerprint == fingerprint && is_fresh(context, &t.expires_at))
    };
    let user = context.tx.get("user", &id)?;
    Ok(user.filter(|user| match status_of(user) {
        "PROVISIONED" => valid(&secrets.activation),
        "RECOVERY" | "ACTIVE" | "PASSWORD_EXPIRED" => valid(&secrets.recovery),
        _ => false,
    }))
}
