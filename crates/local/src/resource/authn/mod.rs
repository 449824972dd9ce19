//! Primary authentication: from a password to a session token, by the steps that policies ask for.

pub mod factor;
mod mfa;
pub mod recovery;
mod state;

pub use crate::resource::authn::mfa::{
    enrollment, enrollment_settings, is_required, lacks_required, session_limits,
};

use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind::{self, Kind};
use crate::kernel::status;
use jiff::SignedDuration;
use oktars_catalog::{Operation, op};
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handler, Handlers, Reply};
use crate::kernel::event::{Outcome, Target};
use crate::kernel::expiring;
use crate::kernel::id;
use crate::kernel::password::{Hash, OneTime};
use crate::kernel::problem::Problem;
use crate::kernel::stored::{id_of, set_status, status_of};
use crate::resource::authn::state::{State, embedded_user, link, wrong_state};
use crate::resource::factor as user_factor;
use crate::resource::policy::effect;
use crate::resource::policy::requirements::Age;
use crate::resource::session::keep_token;
use crate::resource::user::credential as user_credential;

pub const HANDLERS: Handlers = &[
    (&op::AUTHENTICATE, authenticate),
    (&op::INTROSPECT_AUTHENTICATION, introspect),
    (&op::CANCEL_AUTHENTICATION, cancel),
    (&op::PREVIOUS_AUTHENTICATION_STEP, previous),
    (&op::SKIP_AUTHENTICATION_STEP, skip),
    (&op::CHANGE_EXPIRED_PASSWORD, change_password),
    (&op::RESET_PASSWORD_WITH_STATE, reset_password),
];

/// All of them, with those of factors and of recovery.
pub fn handlers() -> impl Iterator<Item = &'static (&'static Operation, Handler)> {
    HANDLERS.iter().chain(factor::HANDLERS).chain(recovery::HANDLERS)
}

const SESSION_TOKEN_LIFETIME: SignedDuration = SignedDuration::from_mins(5);

fn authenticate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    if let Some(token) = body["token"].as_str() {
        return with_one_time_token(context, token, &body["relayState"]);
    }
    if body["stateToken"].is_string() {
        return introspect(context);
    }
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let (name, password) = (text("username"), text("password"));
    if name.is_empty() || password.is_empty() {
        let cause = "The 'username' and 'password' attributes are required in this context.";
        return Err(Problem::validation("authRequest", cause));
    }
    let user = match verify_password(context, name, password)? {
        Ok(user) => user,
        Err(problem) => return locked_or(context, name, &problem, &body),
    };
    let mut state = State::begin(context, user, &body["relayState"]);
    match effect::requirements_for(context, &state.user)?.age(&state.user, context.now) {
        _ if status_of(&state.user) == status::PASSWORD_EXPIRED => {
            state.reply(context, status::PASSWORD_EXPIRED)
        }
        Age::Expired => {
            set_status(&mut state.user, status::PASSWORD_EXPIRED, &context.now_text());
            context.put_user(&mut state.user)?;
            state.reply(context, status::PASSWORD_EXPIRED)
        }
        Age::Warn(days) if body["options"]["warnBeforePasswordExpired"] == true => {
            state.note("passwordExpireDays", json!(days));
            state.reply(context, status::PASSWORD_WARN)
        }
        _ => go_on(context, state),
    }
}

/// The transaction as it stands.
fn introspect(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let state = State::of(context, &context.object()?)?;
    Ok(Reply::ok(&state.shown(context)?))
}

/// Who is locked out is told so where the policy allows it; everybody else learns nothing.
fn locked_or(context: &Context<'_>, name: &str, problem: &Problem, body: &Value) -> Result<Reply, Problem> {
    let user = user_to_sign_in(context, name)?.filter(|user| status_of(user) == status::LOCKED_OUT);
    let Some(user) = user else { return Ok(Reply::problem(problem)) };
    if !effect::requirements_for(context, &user)?.shows_lockout {
        return Ok(Reply::problem(problem));
    }
    let mut answer = json!({
        "status": status::LOCKED_OUT,
        "_embedded": {},
        "_links": { "next": state::named(context, "unlock", "/authn/recovery/unlock") },
    });
    if !body["relayState"].is_null() {
        answer["relayState"] = body["relayState"].clone();
    }
    Ok(Reply::ok(&answer))
}

/// To the next step that a policy asks for, or to success.
fn go_on(context: &mut Context<'_>, mut state: State) -> Result<Reply, Problem> {
    match mfa::next(context, &state)? {
        Some(status) => state.reply(context, status),
        None => success(context, state),
    }
}

/// The user of this name, if the password is right and the user may sign in. The inner error is the answer to a
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
    let required = effect::requirements_for(context, &user)?;
    if status_of(&user) == status::LOCKED_OUT && required.unlocks(&user, context.now) {
        unlock(context, &mut user)?;
    }
    if !matches!(status_of(&user), status::ACTIVE | status::PASSWORD_EXPIRED) {
        let reason =
            if status_of(&user) == status::LOCKED_OUT { status::LOCKED_OUT } else { "INVALID_CREDENTIALS" };
        context.log_outcome("user.session.start", Outcome::failure(reason), &[Target::user(&user)])?;
        return failed();
    }
    let mut secrets = context.secrets(id_of(&user))?;
    if !secrets.verify(password) {
        secrets.failures += 1;
        context.put_secrets(id_of(&user), &secrets)?;
        let wrong = Outcome::failure("INVALID_CREDENTIALS");
        context.log_outcome("user.session.start", wrong, &[Target::user(&user)])?;
        if required.max_attempts > 0 && secrets.failures >= required.max_attempts {
            set_status(&mut user, status::LOCKED_OUT, &context.now_text());
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

/// The user of this name or id, if somebody vouches for their password and they may sign in.
pub fn vouched(context: &mut Context<'_>, name: &str) -> Result<Result<Value, Problem>, Problem> {
    let found = match context.tx.get(kind::USER, name)? {
        Some(user) => Some(user),
        None => user_to_sign_in(context, name)?,
    };
    let Some(user) = found else {
        context.log_outcome("user.session.start", Outcome::failure("INVALID_CREDENTIALS"), &[])?;
        return Ok(Err(Problem::authentication_failed()));
    };
    let status = status_of(&user);
    if !matches!(status, status::ACTIVE | status::PASSWORD_EXPIRED) {
        let reason = if status == status::LOCKED_OUT { status } else { "INVALID_CREDENTIALS" };
        context.log_outcome("user.session.start", Outcome::failure(reason), &[Target::user(&user)])?;
        return Ok(Err(Problem::authentication_failed()));
    }
    Ok(Ok(user))
}

/// The transaction of somebody whose password was vouched for: to the next step that a policy asks for.
pub fn begin_for(context: &mut Context<'_>, user: Value) -> Result<Value, Problem> {
    let mut state = State::begin(context, user, &Value::Null);
    let reply = match status_of(&state.user) {
        status::PASSWORD_EXPIRED => state.reply(context, status::PASSWORD_EXPIRED),
        _ => go_on(context, state),
    };
    answer_of(reply)
}

/// The transaction of somebody who is signed in and has to prove one more factor. They typed their password before, at
/// this time.
pub fn step_up(context: &mut Context<'_>, user: Value, typed_at: Value) -> Result<Value, Problem> {
    let has_any = !user_factor::active(&context.tx, id_of(&user))?.is_empty();
    let mut state = State::begin(context, user, &Value::Null);
    state.note("isStepUp", json!(true));
    state.note("passwordVerified", typed_at);
    let reply = state.reply(context, if has_any { status::MFA_REQUIRED } else { status::MFA_ENROLL });
    answer_of(reply)
}

fn answer_of(reply: Result<Reply, Problem>) -> Result<Value, Problem> {
    match reply {
        Ok(reply) => Ok(serde_json::from_slice(&reply.body).unwrap_or_default()),
        Err(problem) if problem.status.is_client_error() => Ok(problem.body()),
        Err(problem) => Err(problem),
    }
}

/// Whether a user who gave the right password has to do more before they are signed in.
pub fn asks_for_more(context: &Context<'_>, user: &Value) -> Result<bool, Problem> {
    let state = State::begin(context, user.clone(), &Value::Null);
    Ok(mfa::next(context, &state)?.is_some())
}

/// Lets all in again whose locks have lasted as long as the policies want. What time has done is written before
/// anybody looks.
pub fn unlock_due(context: &mut Context<'_>) -> Result<(), Problem> {
    if due(context)?.is_empty() {
        return Ok(());
    }
    context.write_first(|context| {
        // Another request may have done it meanwhile.
        for mut user in due(context)? {
            unlock(context, &mut user)?;
        }
        Ok(())
    })
}

fn due(context: &Context<'_>) -> Result<Vec<Value>, Problem> {
    let mut due = Vec::new();
    if context.tx.find(kind::USER, "status", status::LOCKED_OUT)?.is_none() || !effect::locks_end(context)? {
        return Ok(due);
    }
    for id in context.tx.find_all(kind::USER, "status", status::LOCKED_OUT, usize::MAX)? {
        if let Some(user) = context.tx.get(kind::USER, &id)?
            && effect::requirements_for(context, &user)?.unlocks(&user, context.now)
        {
            due.push(user);
        }
    }
    Ok(due)
}

/// Lets a user in again whose lock has lasted as long as the policy wants.
fn unlock(context: &mut Context<'_>, user: &mut Value) -> Result<(), Problem> {
    let mut secrets = context.secrets(id_of(user))?;
    secrets.failures = 0;
    context.put_secrets(id_of(user), &secrets)?;
    set_status(user, status::ACTIVE, &context.now_text());
    context.put_user(user)?;
    context.log("user.account.unlock", &[Target::user(user)])
}

/// One signs in by login or short login, not by id and not as `me`.
fn user_to_sign_in(context: &Context<'_>, name: &str) -> Result<Option<Value>, Problem> {
    match context.user_named(name) {
        Ok(user) if name != "me" && id_of(&user) != name => Ok(Some(user)),
        Err(problem) if problem.code != "E0000007" => Err(problem),
        _ => Ok(None),
    }
}

fn success(context: &mut Context<'_>, state: State) -> Result<Reply, Problem> {
    state.end(context)?;
    let State { mut user, about, .. } = state;
    let is_step_up = about["isStepUp"] == true;
    if is_step_up {
        context.log("user.authentication.verify", &[Target::user(&user)])?;
    } else {
        user["lastLogin"] = json!(context.now_text());
        context.tx.put(kind::USER, id_of(&user), &user)?;
        context.log("user.session.start", &[Target::user(&user)])?;
    }
    let token = format!("20111{}", id::random(52));
    let proven = json!({
        "userId": id_of(&user),
        "amr": about["amr"],
        "factorVerified": about["factorVerified"],
        "passwordVerified": about["passwordVerified"],
    });
    let expires = keep_token(context, &expiring::SESSION_TOKENS, &token, SESSION_TOKEN_LIFETIME, proven)?;
    let mut answer = json!({ "expiresAt": expires, "status": status::SUCCESS });
    if !about["relayState"].is_null() {
        answer["relayState"] = about["relayState"].clone();
    }
    answer["sessionToken"] = json!(token);
    answer["_embedded"] = json!({ "user": embedded_user(&user) });
    answer["_links"] = json!({ "cancel": link(context, "/authn/cancel") });
    Ok(Reply::ok(&answer))
}

/// What a new password must be like, for who has to choose one.
fn complexity(context: &Context<'_>, user: &Value) -> Result<Value, Problem> {
    let subject = effect::Subject::of(context, user)?;
    let policy = effect::governing(context, "PASSWORD", &subject)?.unwrap_or_default();
    let complexity = &policy["settings"]["password"]["complexity"];
    let members = ["minLength", "minLowerCase", "minUpperCase", "minNumber", "minSymbol", "excludeUsername"];
    let shown: serde_json::Map<String, Value> =
        members.iter().map(|name| ((*name).to_owned(), complexity[*name].clone())).collect();
    Ok(json!({ "complexity": shown }))
}

// ---- one-time tokens ----

/// Takes what a token stands for, so that it works once; `None` where it is unknown or too old.
fn take_token(context: &Context<'_>, kind: Kind<'_>, token: &str) -> Result<Option<Value>, Problem> {
    let key = fingerprint(token);
    let found = context.tx.get(kind, &key)?;
    if found.is_some() {
        context.tx.delete(kind, &key)?;
    }
    Ok(found.filter(|about| is_fresh(context, about["expiresAt"].as_str().unwrap_or_default())))
}

fn is_fresh(context: &Context<'_>, expires_at: &str) -> bool {
    clock::parse(expires_at).is_some_and(|expires| expires > context.now)
}

/// The user who got a session token, and what was proven. It works once.
pub fn redeem_session_token(context: &Context<'_>, token: &str) -> Result<(Value, Value), Problem> {
    let failed = Problem::authentication_failed;
    let about = take_token(context, kind::SESSION_TOKEN, token)?.ok_or_else(failed)?;
    let user =
        context.tx.get(kind::USER, about["userId"].as_str().unwrap_or_default())?.ok_or_else(failed)?;
    if status_of(&user) == status::ACTIVE { Ok((user, about)) } else { Err(failed()) }
}

fn cancel(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let state = State::of(context, &body)?;
    state.end(context)?;
    Ok(match &state.about["relayState"] {
        Value::Null => Reply::empty_object(),
        relay_state => Reply::ok(&json!({ "relayState": relay_state })),
    })
}

/// Back to the choice of a factor.
fn previous(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state =
        State::of(context, &body)?.expect(&[status::MFA_CHALLENGE, status::MFA_ENROLL_ACTIVATE])?;
    state.note("factorId", Value::Null);
    state.note("factorResult", Value::Null);
    let before =
        if state.status() == status::MFA_CHALLENGE { status::MFA_REQUIRED } else { status::MFA_ENROLL };
    state.reply(context, before)
}

/// Skips what can be skipped: a warning, or factors that nobody requires.
fn skip(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let state = State::of(context, &body)?.expect(&[status::PASSWORD_WARN, status::MFA_ENROLL])?;
    if state.status() == status::PASSWORD_WARN {
        return go_on(context, state);
    }
    if !mfa::can_skip(context, &state.user)? {
        return Err(wrong_state());
    }
    success(context, state)
}

fn change_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state = State::of(context, &body)?.expect(&[status::PASSWORD_EXPIRED, status::PASSWORD_WARN])?;
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let mut secrets = context.secrets(id_of(&state.user))?;
    if !secrets.verify(text("oldPassword")) {
        let cause = "oldPassword: The credentials provided were incorrect.";
        return Err(Problem::new("E0000014", "Update of credentials failed").cause(cause));
    }
    user_credential::set_password(context, &mut state.user, &mut secrets, text("newPassword"))?;
    go_on(context, state)
}

/// The second half of an activation or a recovery: the user chooses a password and is active.
fn reset_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state = State::of(context, &body)?.expect(&[status::PASSWORD_RESET])?;
    let mut secrets = context.secrets(id_of(&state.user))?;
    secrets.activation = None;
    let new = body["newPassword"].as_str().unwrap_or_default();
    user_credential::set_password(context, &mut state.user, &mut secrets, new)?;
    if status_of(&state.user) == status::PROVISIONED {
        set_status(&mut state.user, status::ACTIVE, &context.now_text());
        context.put_user(&mut state.user)?;
    }
    go_on(context, state)
}

/// A token of an activation or recovery mail.
fn with_one_time_token(
    context: &mut Context<'_>,
    token: &str,
    relay_state: &Value,
) -> Result<Reply, Problem> {
    let user = user_of_mail(context, token)?.ok_or_else(Problem::invalid_token)?;
    let state = State::begin(context, user, relay_state);
    recovered(context, state)
}

/// Somebody who has the mail or the phone may continue: with the recovery question, if there is one.
fn recovered(context: &mut Context<'_>, mut state: State) -> Result<Reply, Problem> {
    let user = &state.user;
    let has_question = context.secrets(id_of(user))?.answer.is_some();
    let (is_locked, is_new) = (status_of(user) == status::LOCKED_OUT, status_of(user) == status::PROVISIONED);
    if has_question && !is_new {
        state.note("recoveryType", json!(if is_locked { "UNLOCK" } else { "PASSWORD" }));
        return state.reply(context, status::RECOVERY);
    }
    if is_locked {
        return recovery::unlock(context, state);
    }
    state.reply(context, status::PASSWORD_RESET)
}

/// Whose mail the token came with. Nothing leads from a token to its user, so all secrets are looked at.
fn user_of_mail(context: &Context<'_>, token: &str) -> Result<Option<Value>, Problem> {
    let fingerprint = fingerprint(token);
    let mark = fingerprint.as_bytes();
    let mut found = None;
    context.tx.scan(kind::USER_SECRET, None, &mut |id, stored| {
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
    let user = context.tx.get(kind::USER, &id)?;
    Ok(user.filter(|user| match status_of(user) {
        status::PROVISIONED => valid(&secrets.activation),
        status::RECOVERY | status::ACTIVE | status::PASSWORD_EXPIRED | status::LOCKED_OUT => {
            valid(&secrets.recovery)
        }
        _ => false,
    }))
}
