//! The lifecycle of a user: which operation leads from which status to which, and what it answers.

use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind;
use crate::kernel::status;
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::id;
use crate::kernel::occasion::Occasion;
use crate::kernel::outbox::Mail;
use crate::kernel::password::OneTime;
use crate::kernel::problem::Problem;
use crate::kernel::state::State;
use crate::kernel::store::StoreError;
use crate::kernel::stored::{id_of, set_status, status_of};
use crate::resource::user::{applied_preference, render, show_password};
use crate::resource::{factor as user_factor, policy};

pub const HANDLERS: Handlers = &[
    (&op::ACTIVATE_USER, activate),
    (&op::REACTIVATE_USER, reactivate),
    (&op::DEACTIVATE_USER, deactivate),
    (&op::SUSPEND_USER, suspend),
    (&op::UNSUSPEND_USER, unsuspend),
    (&op::UNLOCK_USER, unlock),
    (&op::RESET_FACTORS, reset_factors),
    (&op::RESET_PASSWORD, reset_password),
    (&op::EXPIRE_PASSWORD, expire_password),
    (&op::EXPIRE_PASSWORD_WITH_TEMP_PASSWORD, expire_password_with_temp_password),
];

/// How long an activation link works. The password policy says it of a recovery link.
const ACTIVATION_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    let has_password = !user["credentials"]["password"].is_null();
    let status = match status_of(&user) {
        status::STAGED if has_password || is_federated(&user) => status::ACTIVE,
        status::STAGED | status::DEPROVISIONED => status::PROVISIONED,
        _ => return Err(Problem::new("E0000016", "Activation failed because the user is already active")),
    };
    let now = context.now_text();
    set_status(&mut user, status, &now);
    user["activated"] = json!(now);
    context.put_user(&mut user)?;
    context.log("user.lifecycle.activate", &[Target::user(&user)])?;
    context.announce(Occasion::UserActivated(&user))?;
    activation_answer(context, &user, context.flag("sendEmail", true))
}

/// Puts a user who was just made into a status, past the ways that lead there: for what an org begins with.
pub fn put_into_status(org: &State, id: &str, status: &str) -> Result<(), String> {
    const TAKEN: [&str; 7] = [
        status::STAGED,
        status::PROVISIONED,
        status::ACTIVE,
        status::PASSWORD_EXPIRED,
        status::RECOVERY,
        status::LOCKED_OUT,
        status::SUSPENDED,
    ];
    if !TAKEN.contains(&status) {
        return Err(format!("there is no status {status:?}"));
    }
    let put = || -> Result<(), StoreError> {
        let tx = org.store.write()?;
        if let Some(mut user) = tx.get(kind::USER, id)? {
            let created = user["created"].clone();
            set_status(&mut user, status, created.as_str().unwrap_or_default());
            if status != status::STAGED {
                user["activated"] = created;
            }
            tx.put(kind::USER, id, &user)?;
        }
        tx.commit()
    };
    put().map_err(|error| error.to_string())
}

fn reactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    if !matches!(status_of(&user), status::PROVISIONED | status::RECOVERY) {
        return Err(Problem::wrong_status());
    }
    context.put_user(&mut user)?;
    context.log("user.lifecycle.reactivate", &[Target::user(&user)])?;
    activation_answer(context, &user, context.flag("sendEmail", false))
}

fn activation_answer(context: &mut Context<'_>, user: &Value, send_email: bool) -> Result<Reply, Problem> {
    if send_email {
        send_activation(context, user)?;
        return Ok(Reply::empty_object());
    }
    let token = new_activation(context, user)?;
    let url = activation_url(context, &token);
    Ok(Reply::ok(&json!({ "activationUrl": url, "activationToken": token })))
}

/// Makes a new activation link, which makes the one before useless, and mails it.
pub fn send_activation(context: &mut Context<'_>, user: &Value) -> Result<(), Problem> {
    let token = new_activation(context, user)?;
    let url = activation_url(context, &token);
    mail(context, user, "activation", &token, &url);
    Ok(())
}

fn activation_url(context: &Context<'_>, token: &str) -> String {
    let base = &context.request.base;
    match context.org.features.identity_engine {
        true => format!("{base}/tokens/{token}/verify"),
        false => format!("{base}/welcome/{token}"),
    }
}

fn new_activation(context: &mut Context<'_>, user: &Value) -> Result<String, Problem> {
    let token = id::random(20);
    let mut secrets = context.secrets(id_of(user))?;
    secrets.activation = Some(one_time(context, &token, ACTIVATION_LIFETIME));
    context.put_secrets(id_of(user), &secrets)?;
    Ok(token)
}

fn one_time(context: &Context<'_>, token: &str, lifetime: SignedDuration) -> OneTime {
    OneTime { fingerprint: fingerprint(token), expires_at: clock::seconds(context.now + lifetime) }
}

pub fn mail(context: &Context<'_>, user: &Value, kind: &str, token: &str, url: &str) {
    context.org.outbox.send(Mail {
        kind: kind.to_owned(),
        to: user["profile"]["email"].as_str().unwrap_or_default().to_owned(),
        user_id: id_of(user).to_owned(),
        token: token.to_owned(),
        url: url.to_owned(),
        sent: context.now_text(),
    });
}

fn is_federated(user: &Value) -> bool {
    matches!(user["credentials"]["provider"]["type"].as_str(), Some("FEDERATION" | "SOCIAL"))
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    if status_of(&user) == status::DEPROVISIONED {
        return Err(Problem::not_found(context.param("id"), "User"));
    }
    deactivate_user(context, &mut user)?;
    Ok(applied_preference(context, Reply::empty_object()))
}

/// Takes everything from the user but the profile and the groups: password, apps, roles, sessions.
pub fn deactivate_user(context: &mut Context<'_>, user: &mut Value) -> Result<(), Problem> {
    let id = id_of(user).to_owned();
    context.announce(Occasion::UserDeactivated(user))?;
    if let Some(credentials) = user["credentials"].as_object_mut() {
        credentials.shift_remove("password");
    }
    user["passwordChanged"] = Value::Null;
    context.tx.delete(kind::USER_SECRET, &id)?;
    set_status(user, status::DEPROVISIONED, &context.now_text());
    context.put_user(user)?;
    context.log("user.lifecycle.deactivate", &[Target::user(user)])
}

fn suspend(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    if !matches!(status_of(&user), status::ACTIVE | status::PASSWORD_EXPIRED) {
        return Err(Problem::validation("suspendUser", "Cannot suspend a user that is not active"));
    }
    context.announce(Occasion::UserSignedOut(&user))?;
    change_status(context, &mut user, status::SUSPENDED, "user.lifecycle.suspend")
}

fn unsuspend(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    if status_of(&user) != status::SUSPENDED {
        return Err(Problem::validation("suspendUser", "Cannot unsuspend a user that is not suspended"));
    }
    change_status(context, &mut user, status::ACTIVE, "user.lifecycle.unsuspend")
}

fn unlock(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    if status_of(&user) != status::LOCKED_OUT {
        let problem = Problem::new("E0000032", "Unlock is not allowed for this user.");
        return Err(problem.cause("The user is not locked out."));
    }
    let mut secrets = context.secrets(id_of(&user))?;
    secrets.failures = 0;
    context.put_secrets(id_of(&user), &secrets)?;
    change_status(context, &mut user, status::ACTIVE, "user.account.unlock_by_admin")
}

fn change_status(
    context: &mut Context<'_>,
    user: &mut Value,
    status: &str,
    event: &str,
) -> Result<Reply, Problem> {
    set_status(user, status, &context.now_text());
    context.put_user(user)?;
    context.log(event, &[Target::user(user)])?;
    context.announce(Occasion::UserChanged(user))?;
    Ok(Reply::empty_object())
}

fn reset_factors(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("id")?;
    if status_of(&user) == status::DEPROVISIONED {
        return Err(Problem::not_found(context.param("id"), "User"));
    }
    user_factor::remove_all(&context.tx, id_of(&user))?;
    context.log("user.mfa.factor.reset_all", &[Target::user(&user)])?;
    Ok(Reply::empty_object())
}

fn reset_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    if context.query("provider") == Some("FEDERATION") {
        return federate(context, &mut user);
    }
    match status_of(&user) {
        status::STAGED => return Err(Problem::new("E0000017", "Password reset failed")),
        status::SUSPENDED | status::DEPROVISIONED => return Err(Problem::wrong_status()),
        _ => {}
    }
    if status_of(&user) != status::RECOVERY {
        set_status(&mut user, status::RECOVERY, &context.now_text());
    }
    revoke_sessions_if_asked(context, &user, context.flag("revokeSessions", false))?;
    context.put_user(&mut user)?;
    context.log("user.account.reset_password", &[Target::user(&user)])?;
    let token = new_recovery(context, &user, "drp")?;
    let url = format!("{}/reset_password/{token}", context.request.base);
    reset_answer(context, &user, &token, &url)
}

pub fn revoke_sessions_if_asked(context: &mut Context<'_>, user: &Value, asked: bool) -> Result<(), Problem> {
    if asked { context.announce(Occasion::UserSignedOut(user)) } else { Ok(()) }
}

/// The historic `provider=FEDERATION`: the user signs in elsewhere from now on.
fn federate(context: &mut Context<'_>, user: &mut Value) -> Result<Reply, Problem> {
    user["credentials"] = json!({ "provider": { "type": "FEDERATION", "name": "FEDERATION" } });
    context.tx.delete(kind::USER_SECRET, id_of(user))?;
    set_status(user, status::ACTIVE, &context.now_text());
    context.put_user(user)?;
    context.log("user.account.reset_password", &[Target::user(user)])?;
    Ok(Reply::empty_object())
}

/// A token for setting a new password; the prefix tells which flow it belongs to.
pub fn new_recovery(context: &mut Context<'_>, user: &Value, prefix: &str) -> Result<String, Problem> {
    let token = format!("{prefix}{}", id::random(17));
    let mut secrets = context.secrets(id_of(user))?;
    let lifetime = policy::effect::requirements_for(context, user)?.recovery_lifetime;
    secrets.recovery = Some(one_time(context, &token, lifetime));
    context.put_secrets(id_of(user), &secrets)?;
    Ok(token)
}

/// `{}` where the link is mailed, the link where it is not.
pub fn reset_answer(context: &Context<'_>, user: &Value, token: &str, url: &str) -> Result<Reply, Problem> {
    if context.flag("sendEmail", true) {
        mail(context, user, "password_reset", token, url);
        return Ok(Reply::empty_object());
    }
    Ok(Reply::ok(&json!({ "resetPasswordUrl": url })))
}

fn expire_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    if context.flag("tempPassword", false) {
        return expire_password_with_temp_password(context);
    }
    let mut user = context.user("id")?;
    expire(context, &mut user)?;
    Ok(Reply::ok(&render(context, &user)))
}

fn expire_password_with_temp_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    expire(context, &mut user)?;
    revoke_sessions_if_asked(context, &user, context.flag("revokeSessions", false))?;
    let temporary = policy::effect::requirements_for(context, &user)?.temporary();
    let mut secrets = context.secrets(id_of(&user))?;
    secrets.set_password(&temporary);
    context.put_secrets(id_of(&user), &secrets)?;
    show_password(&mut user, &context.now_text());
    context.put_user(&mut user)?;
    Ok(Reply::ok(&json!({ "tempPassword": temporary })))
}

fn expire(context: &mut Context<'_>, user: &mut Value) -> Result<(), Problem> {
    match status_of(user) {
        status::ACTIVE | status::LOCKED_OUT => {
            set_status(user, status::PASSWORD_EXPIRED, &context.now_text())
        }
        status::PASSWORD_EXPIRED => {}
        _ => return Err(Problem::wrong_status()),
    }
    context.put_user(user)?;
    context.log("user.account.expire_password", &[Target::user(user)])
}
