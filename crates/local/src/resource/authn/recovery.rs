//! A forgotten password and a locked account: from a mail, or by the recovery question.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, set_status, status_of};
use crate::resource::authn::state::{self, State};
use crate::resource::authn::{recovered, success, user_to_sign_in, with_one_time_token};
use crate::resource::factor::secret::{FactorSecret, Verdict};
use crate::resource::factor::{enroll, kind, proof};
use crate::resource::policy::effect;
use crate::resource::user::lifecycle as user_lifecycle;

pub const HANDLERS: Handlers = &[
    (&op::RECOVER_PASSWORD, recover_password),
    (&op::RECOVER_UNLOCK, recover_unlock),
    (&op::VERIFY_RECOVERY_TOKEN, verify_token),
    (&op::VERIFY_RECOVERY_FACTOR, verify_code),
    (&op::RESEND_RECOVERY_FACTOR, resend_code),
    (&op::ANSWER_RECOVERY_QUESTION, answer_question),
];

fn recover_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    begin(context, &body, "PASSWORD", "selfServicePasswordReset")
}

fn recover_unlock(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    begin(context, &body, "UNLOCK", "selfServiceUnlock")
}

/// Sends the link. A program that an administrator's token vouches for may deliver the token itself.
fn begin(context: &mut Context<'_>, body: &Value, kind: &str, action: &str) -> Result<Reply, Problem> {
    let name = body["username"].as_str().unwrap_or_default();
    if name.is_empty() {
        return Err(Problem::blank("username"));
    }
    let phone = phone(&body["factorType"])?;
    let is_trusted = context.caller.token_id.is_some() && body["factorType"].is_null();
    let user = user_to_sign_in(context, name)?.filter(|user| is_recoverable(user, kind));
    let refused = || Problem::new("E0000095", "Recovery not allowed for unknown user.");
    let Some(user) = user else {
        // Who asks without a token is not told whether there is such a user.
        return match phone {
            _ if is_trusted => Err(refused()),
            Some(phone) => Ok(pretended(context, body, kind, phone)),
            None => Ok(challenge(body, kind)),
        };
    };
    if effect::is_denied(context, &user, action)? {
        return Err(Problem::new("E0000034", "Forgot password not allowed on specified user."));
    }
    if let Some(phone) = phone {
        return begin_by_phone(context, user, body, kind, phone);
    }
    let token = user_lifecycle::new_recovery(context, &user, "dfp")?;
    if is_trusted {
        return Ok(Reply::ok(&handed_over(context, &user, &token, kind, body)));
    }
    let page = if kind == "UNLOCK" { "unlock" } else { "reset-password" };
    let url = format!("{}/signin/{page}/{token}", context.request.base);
    let mail = if kind == "UNLOCK" { "account_unlock" } else { "password_reset" };
    user_lifecycle::mail(context, &user, mail, &token, &url);
    Ok(challenge(body, kind))
}

// ---- codes by phone ----

/// How a code comes: its name in requests, in the settings of a password policy, in its rules, and among factors.
struct Phone {
    name: &'static str,
    setting: &'static str,
    method: &'static str,
    factor_type: &'static str,
}

const PHONES: [Phone; 2] = [
    Phone { name: "SMS", setting: "okta_sms", method: "sms", factor_type: "sms" },
    Phone { name: "CALL", setting: "okta_call", method: "voice", factor_type: "call" },
];
/// Wrong codes after which a transaction ends.
const MAX_TRIES: u64 = 5;

/// The phone that a request asks for; none for a mail.
fn phone(asked: &Value) -> Result<Option<&'static Phone>, Problem> {
    match asked.as_str() {
        None | Some("EMAIL") => Ok(None),
        Some(name) => match PHONES.iter().find(|phone| phone.name.eq_ignore_ascii_case(name)) {
            Some(phone) => Ok(Some(phone)),
            None => Err(Problem::validation("factorType", "factorType: must be EMAIL, SMS or CALL")),
        },
    }
}

/// Sends a code to the user's phone, if the policy lets people recover by it.
fn begin_by_phone(
    context: &mut Context<'_>,
    user: Value,
    body: &Value,
    kind: &str,
    phone: &'static Phone,
) -> Result<Reply, Problem> {
    if !effect::recovers_by(context, &user, phone.setting, phone.method)? {
        let cause = format!(
            "The password policy does not let people recover by {}: settings.recovery.factors.{}.status is not ACTIVE.",
            phone.name, phone.setting,
        );
        return Err(Problem::new("E0000034", "Forgot password not allowed on specified user.").cause(cause));
    }
    let Some(factor) = factor(context, &user, phone)? else {
        return Ok(pretended(context, body, kind, phone));
    };
    proof::send_code(context, &user, &factor)?;
    let mut state = State::begin(context, user, &body["relayState"]);
    state.note("recoveryType", json!(kind));
    state.note("factorType", json!(phone.name));
    state.reply(context, status::RECOVERY_CHALLENGE)
}

/// The phone of a user, seen as a factor: the number on file, or that of the profile.
fn factor(context: &Context<'_>, user: &Value, phone: &Phone) -> Result<Option<Value>, Problem> {
    let Some(kind) = kind::find(phone.factor_type, "OKTA") else { return Ok(None) };
    let on_file = enroll::known_phone(&context.tx, id_of(user), kind)?;
    let of_profile = ["mobilePhone", "primaryPhone"].iter().find_map(|name| user["profile"][*name].as_str());
    let number = on_file.or(of_profile.map(str::to_owned)).filter(|number| !number.trim().is_empty());
    Ok(number.map(|number| {
        json!({
            "id": secret_of(user),
            "factorType": phone.factor_type,
            "provider": "OKTA",
            "profile": { "phoneNumber": number },
        })
    }))
}

/// Where the code of a user's recovery is kept.
fn secret_of(user: &Value) -> String {
    format!("recovery of {}", id_of(user))
}

/// What somebody is told who does not exist, or has no phone: the same, with a token that leads nowhere.
fn pretended(context: &Context<'_>, body: &Value, kind: &str, phone: &Phone) -> Reply {
    let about = json!({
        "expiresAt": clock::seconds(context.now + state::LIFETIME),
        "relayState": body["relayState"],
        "recoveryType": kind,
        "factorType": phone.name,
    });
    Reply::ok(&state::code_challenge(context, &state::new_token(), &about))
}

/// The transaction of a code that the path names.
fn awaiting_code(context: &Context<'_>, body: &Value) -> Result<State, Problem> {
    let state = State::of(context, body)?.expect(&[status::RECOVERY_CHALLENGE])?;
    let named = context.param("factorType");
    let is_same = state.about["factorType"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(named));
    if is_same { Ok(state) } else { Err(state::wrong_state()) }
}

fn resend_code(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut state = awaiting_code(context, &context.object()?)?;
    let phone = phone(&state.about["factorType"])?.ok_or_else(state::wrong_state)?;
    let factor = factor(context, &state.user, phone)?.ok_or_else(state::wrong_state)?;
    proof::send_code(context, &state.user, &factor)?;
    state.reply(context, status::RECOVERY_CHALLENGE)
}

/// The code: a new password may be chosen, the question is asked, or the account is unlocked.
fn verify_code(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state = awaiting_code(context, &body)?;
    let code = body["passCode"].as_str().ok_or_else(|| Problem::blank("passCode"))?;
    let mut secret = FactorSecret::load(&context.tx, &secret_of(&state.user))?;
    let verdict = secret.check_code(context.now, code.trim());
    secret.save(&context.tx, &secret_of(&state.user))?;
    if verdict == Verdict::Right {
        return recovered(context, state);
    }
    let tries = state.about["tries"].as_u64().unwrap_or_default() + 1;
    state.note("tries", json!(tries));
    match tries {
        MAX_TRIES.. => state.end(context)?,
        _ => state.enter(context, status::RECOVERY_CHALLENGE)?,
    }
    Ok(Reply::problem(&proof::wrong_code()))
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
        "_embedded": { "user": state::embedded_user(user) },
        "_links": {
            "next": state::named(context, "recovery", "/authn/recovery/token"),
            "cancel": state::link(context, "/authn/cancel"),
        },
    });
    if !body["relayState"].is_null() {
        answer["relayState"] = body["relayState"].clone();
    }
    answer
}

fn verify_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let token = body["recoveryToken"].as_str().ok_or_else(Problem::invalid_token)?;
    with_one_time_token(context, token, &body["relayState"])
}

/// The recovery question, answered: a new password may be chosen, or the account is unlocked.
fn answer_question(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let mut state = State::of(context, &body)?.expect(&[status::RECOVERY])?;
    let secrets = context.secrets(id_of(&state.user))?;
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
