//! A forgotten password and a locked account: from a mail, or by the recovery question.

use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::event::Target;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{set_status, status_of};
use crate::resource::authn::state::State;
use crate::resource::authn::{success, user_to_sign_in, with_one_time_token};
use crate::resource::policy::effect;
use crate::resource::user::lifecycle as user_lifecycle;

pub fn recover_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    begin(context, &body, "PASSWORD", "selfServicePasswordReset")
}

pub fn recover_unlock(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    begin(context, &body, "UNLOCK", "selfServiceUnlock")
}

/// Sends the link. A program that an administrator's token vouches for may deliver the token itself.
fn begin(context: &mut Context<'_>, body: &Value, kind: &str, action: &str) -> Result<Reply, Problem> {
    let name = body["username"].as_str().unwrap_or_default();
    if name.is_empty() {
        return Err(Problem::blank("username"));
    }
    let is_trusted = context.caller.token_id.is_some() && body["factorType"].is_null();
    let user = user_to_sign_in(context, name)?.filter(|user| is_recoverable(user, kind));
    let refused = || Problem::new("E0000095", "Recovery not allowed for unknown user.");
    let Some(user) = user else {
        // Who asks without a token is not told whether there is such a user.
        return if is_trusted { Err(refused()) } else { Ok(challenge(body, kind)) };
    };
    if effect::is_denied(context, &user, action)? {
        return Err(Problem::new("E0000034", "Forgot password not allowed on specified user."));
    }
    match body["factorType"].as_str() {
        None | Some("EMAIL") => {}
        Some(other) => return Err(Problem::not_served(&format!("recovery by {other}"))),
    }
    let token = user_lifecycle::new_recovery(context, &user, "dfp")?;
    if is_trusted {
        return Ok(Reply::ok(&handed_over(context, &user, &token, kind, body)));
    }
    let url = format!("{}/signin/reset-password/{token}", context.request.base);
    let mail = if kind == "UNLOCK" { "account_unlock" } else { "password_reset" };
    user_lifecycle::mail(context, &user, mail, &token, &url);
    Ok(challenge(body, kind))
}

fn is_recoverable(user: &Value, kind: &str) -> bool {
    match kind {
        "UNLOCK" => status_of(user) == status::LOCKED_OUT,
        _ => matches!(status_of(user), status::ACTIVE | status::PASSWORD_EXPIRED | status::RECOVERY),
    }
}

fn challenge(body: &Value, kind: &str) -> Reply {
    let mut answer = json!({
        "status": status::RECOVERY_CHALLENGE,
        "factorResult": "WAITING",
        "factorType": "EMAIL",
        "recoveryType": kind,
    });
    if !body["relayState"].is_null() {
        answer["relayState"] = body["relayState"].clone();
    }
    Reply::ok(&answer)
}

fn handed_over(context: &Context<'_>, user: &Value, token: &str, kind: &str, body: &Value) -> Value {
    let state = State::begin(context, user.clone(), &body["relayState"]);
    let mut answer = json!({
        "expiresAt": state.about["expiresAt"],
        "status": status::RECOVERY,
        "recoveryToken": token,
        "recoveryType": kind,
        "_embedded": { "user": crate::resource::authn::state::embedded_user(user) },
        "_links": {
            "next": crate::resource::authn::state::named(context, "recovery", "/authn/recovery/token"),
            "cancel": crate::resource::authn::state::link(context, "/authn/cancel"),
        },
    });
    if !body["relayState"].is_null() {
        answer["relayState"] = body["relayState"].clone();
    }
    answer
}

pub fn verify_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let token = body["recoveryToken"].as_str().ok_or_else(Problem::invalid_token)?;
    with_one_time_token(context, token, &body["relayState"])
}

/// The recovery question, answered: a new password may be chosen, or the account is unlocked.
pub fn answer_question(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state = State::of(context, &body)?.expect(&[status::RECOVERY])?;
    let secrets = context.secrets(crate::kernel::stored::id_of(&state.user))?;
    if !secrets.verify_answer(body["answer"].as_str().unwrap_or_default()) {
        let summary = "The recovery question answer did not match our records.";
        return Err(Problem::new("E0000087", summary));
    }
    if status_of(&state.user) == status::LOCKED_OUT {
        return unlock(context, state);
    }
    state.reply(context, status::PASSWORD_RESET)
}

/// Lets a user in again who was locked out and has the token of the mail.
pub fn unlock(context: &mut Context<'_>, mut state: State) -> Result<Reply, Problem> {
    let now = context.now_text();
    set_status(&mut state.user, status::ACTIVE, &now);
    context.put_user(&mut state.user)?;
    context.log("user.account.unlock", &[Target::user(&state.user)])?;
    success(context, state)
}
