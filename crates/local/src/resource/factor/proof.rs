//! Proving a factor: codes that are sent, answers that are checked, and the end of patience.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::{Outcome, Target};
use crate::kernel::outbox::Mail;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, set_status, status_of};
use crate::resource::factor::ceremony;
use crate::resource::factor::kind::{self, Proof};
use crate::resource::factor::secret::{FactorSecret, Verdict};
use crate::resource::factor::{enroll, push, put};

/// Wrong codes and answers in a row before a user is locked out.
const MAX_TRIES: u64 = 5;
/// How long a code is good unless the request says otherwise, and at most.
const LIFETIME: i64 = 300;
const MAX_LIFETIME: i64 = 86_400;

/// Sends a new code to the factor's phone or mailbox.
pub fn send_code(context: &mut Context<'_>, user: &Value, factor: &Value) -> Result<(), Problem> {
    let (to, seconds, too_soon) = match kind::of(factor).factor_type {
        "sms" => (
            "phoneNumber",
            30,
            ("E0000109", "An SMS message was recently sent. Please wait 30 seconds before trying again."),
        ),
        "call" => (
            "phoneNumber",
            30,
            ("E0000133", "A phone call was recently made. Please wait 30 seconds before trying again."),
        ),
        _ => (
            "email",
            5,
            ("E0000118", "An email was recently sent. Please wait 5 seconds before trying again."),
        ),
    };
    let mut secret = FactorSecret::load(&context.tx, id_of(factor))?;
    if secret.sent_within(context.now, SignedDuration::from_secs(seconds)) {
        return Err(Problem::new(too_soon.0, too_soon.1));
    }
    let code = secret.new_code(context.now, lifetime(context)?);
    secret.save(&context.tx, id_of(factor))?;
    context.org.outbox.send(Mail {
        kind: kind::of(factor).factor_type.to_owned(),
        to: factor["profile"][to].as_str().unwrap_or_default().to_owned(),
        user_id: id_of(user).to_owned(),
        token: code,
        url: String::new(),
        sent: context.now_text(),
    });
    Ok(())
}

fn lifetime(context: &Context<'_>) -> Result<SignedDuration, Problem> {
    let Some(text) = context.query("tokenLifetimeSeconds") else {
        return Ok(SignedDuration::from_secs(LIFETIME));
    };
    match text.parse::<i64>() {
        Ok(seconds @ 1..=MAX_LIFETIME) => Ok(SignedDuration::from_secs(seconds)),
        _ => {
            let cause = format!("tokenLifetimeSeconds: must be a number from 1 to {MAX_LIFETIME}");
            Err(Problem::validation("tokenLifetimeSeconds", cause))
        }
    }
}

/// Checks what was given as proof. The inner error is the answer to a wrong one, which must be sent without
/// undoing what was counted.
pub fn check(
    context: &mut Context<'_>,
    user: &mut Value,
    factor: &Value,
    body: &Value,
) -> Result<Result<(), Problem>, Problem> {
    if status_of(user) == status::LOCKED_OUT {
        return Ok(Err(locked()));
    }
    let mut secret = FactorSecret::load(&context.tx, id_of(factor))?;
    let text = |name: &str| body[name].as_str().unwrap_or_default().trim();
    let verdict = match kind::of(factor).proof {
        Proof::Answer => secret.check_answer(text("answer")),
        Proof::SentCode => secret.check_code(context.now, text("passCode")),
        Proof::Totp => secret.check_totp(context.now, text("passCode")),
        Proof::Hotp => secret.check_hotp(context.now, text("passCode")),
        Proof::Token => secret.check_token(kind::of(factor), text("passCode")),
        Proof::Key if kind::of(factor).is_webauthn() => ceremony::check(context, factor, &mut secret, body)?,
        Proof::Push | Proof::Key | Proof::Page => Verdict::Wrong,
    };
    secret.save(&context.tx, id_of(factor))?;
    match verdict {
        Verdict::Right => {
            forget_failures(context, user)?;
            Ok(Ok(()))
        }
        wrong => Ok(Err(failed(context, user, factor, wrong)?)),
    }
}

fn forget_failures(context: &mut Context<'_>, user: &Value) -> Result<(), Problem> {
    let mut secrets = context.secrets(id_of(user))?;
    if secrets.factor_failures > 0 {
        secrets.factor_failures = 0;
        context.put_secrets(id_of(user), &secrets)?;
    }
    Ok(())
}

/// Counts a wrong try; the last one locks the user out.
fn failed(
    context: &mut Context<'_>,
    user: &mut Value,
    factor: &Value,
    verdict: Verdict,
) -> Result<Problem, Problem> {
    let wrong = Outcome::failure("INVALID_CREDENTIALS");
    context.log_outcome("user.authentication.auth_via_mfa", wrong, &[Target::user(user)])?;
    let mut secrets = context.secrets(id_of(user))?;
    secrets.factor_failures += 1;
    let is_last = secrets.factor_failures >= MAX_TRIES;
    if is_last {
        secrets.factor_failures = 0;
    }
    context.put_secrets(id_of(user), &secrets)?;
    if is_last {
        set_status(user, status::LOCKED_OUT, &context.now_text());
        context.put_user(user)?;
        context.log("user.account.lock", &[Target::user(user)])?;
        return Ok(locked());
    }
    Ok(match verdict {
        Verdict::UsedAlready => Problem::new(
            "E0000082",
            "Each code can only be used once. Please wait for a new code and try again.",
        ),
        Verdict::TooLate => Problem::new("E0000083", "The passcode is valid but exceeded time window."),
        _ => wrong_answer(factor),
    })
}

fn wrong_answer(factor: &Value) -> Problem {
    let what = if kind::of(factor).proof == Proof::Answer { "answer" } else { "passcode" };
    Problem::new("E0000068", "Invalid Passcode/Answer")
        .cause(format!("Your {what} doesn't match our records. Please try again."))
}

/// A token that is not at hand is not enrolled.
pub fn wrong_code() -> Problem {
    Problem::new("E0000068", "Invalid Passcode/Answer")
        .cause("Your passcode doesn't match our records. Please try again.")
}

fn locked() -> Problem {
    Problem::new("E0000069", "User Locked").cause("Maximum number of unsuccessful attempts reached.")
}

/// What an older security key would sign, or a page of another company.
pub fn not_played(context: &Context<'_>, factor: &Value) -> Problem {
    let kind = kind::of(factor);
    let what = format!("{} ({} of {})", context.request.operation.id, kind.factor_type, kind.provider);
    Problem::not_served(&what)
}

/// Activates a factor by its first proof. One that is active stays as it is.
pub fn activate(
    context: &mut Context<'_>,
    user: &mut Value,
    factor: &Value,
    body: &Value,
) -> Result<Result<Value, Problem>, Problem> {
    if factor["status"] == status::ACTIVE {
        return Ok(Ok(factor.clone()));
    }
    if kind::of(factor).proof == Proof::Push {
        return Ok(Err(push::not_answered()));
    }
    let is_webauthn = kind::of(factor).is_webauthn();
    if !is_webauthn && matches!(kind::of(factor).proof, Proof::Key | Proof::Page) {
        return Err(not_played(context, factor));
    }
    let needed: &[&'static str] = if is_webauthn { &["clientData", "attestation"] } else { &["passCode"] };
    if let Some(missing) = needed.iter().find(|name| body[**name].is_null()) {
        return Err(Problem::blank(missing));
    }
    if let Err(problem) = check(context, user, factor, body)? {
        return Ok(Err(problem));
    }
    let mut factor = factor.clone();
    factor["status"] = json!(status::ACTIVE);
    factor["lastUpdated"] = json!(context.now_text());
    if is_webauthn {
        factor["profile"] = ceremony::profile(context, &factor)?;
    }
    put(&context.tx, id_of(user), &factor)?;
    enroll::keep_phone(&context.tx, id_of(user), &factor)?;
    context.log("user.mfa.factor.activate", &[Target::user(user)])?;
    Ok(Ok(factor))
}
