//! A user's own changes of password and recovery question, and the forgotten password.

use oktars_catalog::op;
use serde_json::Value;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::occasion::Occasion;
use crate::kernel::password::Secrets;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, set_status, status_of};
use crate::resource::policy;
use crate::resource::user::lifecycle::{new_recovery, reset_answer, revoke_sessions_if_asked};
use crate::resource::user::{show_password, show_question};

pub const HANDLERS: Handlers = &[
    (&op::CHANGE_PASSWORD, change_password),
    (&op::CHANGE_RECOVERY_QUESTION, change_recovery_question),
    (&op::FORGOT_PASSWORD, forgot_password),
    (&op::FORGOT_PASSWORD_LEGACY, forgot_password),
    (&op::FORGOT_PASSWORD_SET_NEW_PASSWORD, set_new_password),
];

fn refused(cause: &str) -> Problem {
    Problem::new("E0000014", "Update of credentials failed").cause(cause)
}

fn change_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user_of_path()?;
    if !matches!(
        status_of(&user),
        status::STAGED | status::ACTIVE | status::PASSWORD_EXPIRED | status::RECOVERY
    ) {
        return Err(Problem::new("E0000035", "Change password not allowed on specified user."));
    }
    if policy::effect::is_denied(context, &user, "passwordChange")? {
        return Err(Problem::new("E0000035", "Change password not allowed on specified user."));
    }
    let body = context.object()?;
    let (old, new) = (value_of(&body, "oldPassword")?, value_of(&body, "newPassword")?);
    let mut secrets = context.secrets(id_of(&user))?;
    if !secrets.verify(&old) {
        return Err(refused("Old Password is not correct"));
    }
    set_password(context, &mut user, &mut secrets, &new)?;
    revoke_sessions_if_asked(context, &user, body["revokeSessions"] == true)?;
    credentials_answer(&user)
}

fn value_of(body: &Value, member: &str) -> Result<String, Problem> {
    match body[member]["value"].as_str() {
        Some(value) if !value.is_empty() => Ok(value.to_owned()),
        _ => Err(Problem::blank(member)),
    }
}

/// Sets a password that the user chose: history and policy are checked, and the user is active again.
pub fn set_password(
    context: &mut Context<'_>,
    user: &mut Value,
    secrets: &mut Secrets,
    new: &str,
) -> Result<(), Problem> {
    if secrets.verify(new) {
        return Err(refused("Password cannot be your current password"));
    }
    let required = policy::effect::requirements_for(context, user)?;
    if secrets.used_recently(new, required.history) {
        return Err(refused("Password has been used too recently"));
    }
    // Who was told to choose a new password does not have to wait.
    let is_own_choice = status_of(user) == status::ACTIVE;
    if let Some(violation) = required.too_young(user, context.now).filter(|_| is_own_choice) {
        return Err(refused(&violation));
    }
    if let Some(violation) = required.violation(new, &user["profile"]) {
        return Err(refused(&violation));
    }
    secrets.set_password(new);
    secrets.recovery = None;
    context.put_secrets(id_of(user), secrets)?;
    let now = context.now_text();
    show_password(user, &now);
    if matches!(status_of(user), status::PASSWORD_EXPIRED | status::RECOVERY) {
        set_status(user, status::ACTIVE, &now);
    }
    context.put_user(user)?;
    context.announce(Occasion::PasswordChosen { user: id_of(user), password: new })?;
    context.log("user.account.update_password", &[Target::user(user)])
}

fn change_recovery_question(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user_of_path()?;
    if !matches!(status_of(&user), status::STAGED | status::ACTIVE | status::RECOVERY) {
        return Err(Problem::new("E0000036", "Change recovery question not allowed on specified user."));
    }
    let body = context.object()?;
    let password = value_of(&body, "password")?;
    let mut secrets = context.secrets(id_of(&user))?;
    if !secrets.verify(&password) {
        return Err(refused("Old Password is not correct"));
    }
    let text = |name: &str| body["recovery_question"][name].as_str().unwrap_or_default().to_owned();
    let (question, answer) = (text("question"), text("answer"));
    if question.is_empty() {
        return Err(Problem::blank("recovery_question.question"));
    }
    if answer.is_empty() {
        return Err(Problem::blank("recovery_question.answer"));
    }
    let required = policy::effect::requirements_for(context, &user)?;
    if let Some(fault) = required.question_fault(&question, &answer) {
        return Err(refused(&fault));
    }
    secrets.set_answer(&answer);
    context.put_secrets(id_of(&user), &secrets)?;
    show_question(&mut user, &question);
    context.put_user(&mut user)?;
    context.log("user.account.update_profile", &[Target::user(&user)])?;
    credentials_answer(&user)
}

/// Without a body, a reset link; with one, the historic form of setting a new password by answer.
fn forgot_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object_or_empty()?;
    if !body["password"].is_null() || !body["recovery_question"].is_null() {
        return set_new_password(context);
    }
    let user = context.user_of_path()?;
    let not_allowed = || Problem::new("E0000034", "Forgot password not allowed on specified user.");
    if status_of(&user) != status::ACTIVE {
        return Err(not_allowed());
    }
    if policy::effect::is_denied(context, &user, "selfServicePasswordReset")? {
        return Err(not_allowed());
    }
    if user["credentials"]["recovery_question"].is_null() {
        return Err(not_allowed().cause("Recovery credential not set."));
    }
    let token = new_recovery(context, &user, "dfp")?;
    let url = format!("{}/signin/reset-password/{token}", context.request.base);
    reset_answer(context, &user, &token, &url)
}

fn set_new_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user_of_path()?;
    let not_allowed = || Problem::new("E0000034", "Forgot password not allowed on specified user.");
    if !matches!(status_of(&user), status::ACTIVE | status::PASSWORD_EXPIRED | status::RECOVERY) {
        return Err(not_allowed());
    }
    let mut secrets = context.secrets(id_of(&user))?;
    if secrets.answer.is_none() {
        return Err(not_allowed().cause("Recovery credential not set."));
    }
    let body = context.object()?;
    let new = value_of(&body, "password")?;
    let answer = body["recovery_question"]["answer"].as_str().unwrap_or_default();
    if !secrets.verify_answer(answer) {
        return Err(refused("The recovery question answer did not match our records."));
    }
    set_password(context, &mut user, &mut secrets, &new)?;
    credentials_answer(&user)
}

fn credentials_answer(user: &Value) -> Result<Reply, Problem> {
    Ok(Reply::ok(&user["credentials"]))
}
