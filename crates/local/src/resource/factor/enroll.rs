//! Enrolling: what each kind of factor needs, and what of it is kept.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::Target;
use crate::kernel::id;
use crate::kernel::kind::FACTOR_PHONE;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::kernel::webauthn;
use crate::resource::factor::kind::{self, Kind, Proof};
use crate::resource::factor::secret::{FactorSecret, Verdict};
use crate::resource::factor::{all, proof, push, put, remove};

fn refused(cause: &str) -> Problem {
    Problem::validation("factorEnrollRequest", cause)
}

/// Enrolls a factor of the body's kind. Questions are active at once; what sends a code has sent it, unless an
/// administrator vouches for the address.
pub fn enroll(
    context: &mut Context<'_>,
    user: &Value,
    body: &Value,
    vouched: bool,
) -> Result<Value, Problem> {
    let kind = kind_of(body)?;
    refuse_second(context, user, kind)?;
    let mut secret = FactorSecret::default();
    let profile = profile(context, user, kind, body, &mut secret)?;
    let is_known =
        known_phone(&context.tx, id_of(user), kind)?.is_some_and(|number| number == profile["phoneNumber"]);
    let at_once = matches!(kind.proof, Proof::Answer | Proof::Hotp | Proof::Token);
    let is_active = at_once || is_known || (vouched && kind.proof == Proof::SentCode);
    let factor = new_factor(context, kind, profile, is_active);
    if kind.proof == Proof::Push {
        secret.push = Some(push::new_transaction(context));
    }
    secret.save(&context.tx, id_of(&factor))?;
    put(&context.tx, id_of(user), &factor)?;
    if is_active {
        context.log("user.mfa.factor.activate", &[Target::user(user)])?;
    } else if kind.proof == Proof::SentCode {
        proof::send_code(context, user, &factor)?;
    }
    Ok(factor)
}

fn kind_of(body: &Value) -> Result<&'static Kind, Problem> {
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    if text("factorType").is_empty() {
        return Err(Problem::blank("factorType"));
    }
    if text("provider").is_empty() {
        return Err(Problem::blank("provider"));
    }
    let Some(kind) = kind::find(text("factorType"), text("provider")) else {
        let is_known = kind::KINDS.iter().any(|kind| kind.provider == text("provider"));
        return Err(refused(if is_known { "Factor not enabled." } else { "Invalid Provider." }));
    };
    Ok(kind)
}

/// One of a kind is enough. One that was never activated gives way.
fn refuse_second(context: &Context<'_>, user: &Value, kind: &Kind) -> Result<(), Problem> {
    for present in all(&context.tx, id_of(user))? {
        if !std::ptr::eq(kind::of(&present), kind) {
            continue;
        }
        if present["status"] == status::ACTIVE {
            return Err(refused("A factor of this type is already set up."));
        }
        remove(&context.tx, id_of(user), &present)?;
    }
    Ok(())
}

fn profile(
    context: &Context<'_>,
    user: &Value,
    kind: &Kind,
    body: &Value,
    secret: &mut FactorSecret,
) -> Result<Value, Problem> {
    let given = &body["profile"];
    match (kind.proof, kind.factor_type) {
        (Proof::Answer, _) => question(given, secret),
        (Proof::Totp, _) => {
            secret.share();
            Ok(json!({ "credentialId": user["profile"]["login"] }))
        }
        (Proof::SentCode, "email") => email(user, given),
        (Proof::Hotp, _) => hotp(body, secret),
        (Proof::Token, _) => token(user, kind, body, secret),
        (Proof::Key, _) => {
            secret.challenge = Some(webauthn::challenge());
            Ok(Value::Null)
        }
        (Proof::Page, _) => {
            secret.challenge = Some(id::random(40));
            Ok(json!({ "credentialId": user["profile"]["login"] }))
        }
        (Proof::SentCode, _) => phone(context, user, kind, given),
        _ => Ok(Value::Null),
    }
}

fn question(given: &Value, secret: &mut FactorSecret) -> Result<Value, Problem> {
    let text = |name: &str| given[name].as_str().unwrap_or_default().trim();
    if text("question").is_empty() {
        return Err(Problem::blank("question"));
    }
    let Some(question_text) = kind::question_text(text("question")) else {
        return Err(refused("The security question is not one of the supported ones."));
    };
    let answer = text("answer");
    if answer.chars().count() < 4 {
        return Err(refused("The security question answer must be at least 4 characters in length"));
    }
    let words = |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    if words(question_text).contains(&answer.to_lowercase()) {
        return Err(refused("Your answer cannot be part of the question"));
    }
    secret.set_answer(answer);
    Ok(json!({ "question": text("question"), "questionText": question_text }))
}

/// A token that computes codes from a secret of its own: Okta is told the secret, in hexadecimal.
fn hotp(body: &Value, secret: &mut FactorSecret) -> Result<Value, Problem> {
    if body["factorProfileId"].as_str().unwrap_or_default().is_empty() {
        return Err(Problem::blank("factorProfileId"));
    }
    let shared = body["profile"]["sharedSecret"].as_str().unwrap_or_default();
    if shared.is_empty() {
        return Err(Problem::blank("sharedSecret"));
    }
    if !shared.chars().all(|c| c.is_ascii_hexdigit()) || shared.len() % 2 == 1 {
        return Err(refused("The shared secret is not in hexadecimal."));
    }
    secret.hotp_secret = Some(shared.to_owned());
    Ok(Value::Null)
}

/// A token of a maker, which is shown to be at hand by a code of it.
fn token(user: &Value, kind: &Kind, body: &Value, secret: &mut FactorSecret) -> Result<Value, Problem> {
    let code = body["verify"]["passCode"].as_str().unwrap_or_default();
    if code.is_empty() {
        return Err(Problem::blank("passCode"));
    }
    if secret.check_token(kind, code) != Verdict::Right {
        return Err(proof::wrong_code());
    }
    Ok(match (&body["profile"]["credentialId"], kind.provider) {
        // The first part of a YubiKey's code is its name.
        (_, "YUBICO") => json!({ "credentialId": code.get(..12).unwrap_or(code) }),
        (Value::Null, _) => json!({ "credentialId": user["profile"]["login"] }),
        (given, _) => json!({ "credentialId": given }),
    })
}

fn email(user: &Value, given: &Value) -> Result<Value, Problem> {
    let email = given["email"].as_str().or(user["profile"]["email"].as_str()).unwrap_or_default();
    if !email.contains('@') {
        return Err(Problem::validation("email", "email: Does not match required pattern"));
    }
    Ok(json!({ "email": email }))
}

fn phone(context: &Context<'_>, user: &Value, kind: &Kind, given: &Value) -> Result<Value, Problem> {
    let number = given["phoneNumber"].as_str().unwrap_or_default();
    if number.is_empty() {
        return Err(Problem::blank("phoneNumber"));
    }
    if !is_phone_number(number) {
        return Err(Problem::new("E0000098", "This phone number is invalid.").cause("Invalid Phone Number."));
    }
    let other_on_file = known_phone(&context.tx, id_of(user), kind)?.is_some_and(|known| known != number);
    if other_on_file && !context.flag("updatePhone", false) {
        return Err(refused("There is an existing verified phone number."));
    }
    let mut profile = json!({ "phoneNumber": number });
    if kind.factor_type == "call" && !given["phoneExtension"].is_null() {
        profile["phoneExtension"] = given["phoneExtension"].clone();
    }
    Ok(profile)
}

/// Digits with the usual separators between them, with a country or without. Marks of writing direction come
/// along when a number is copied from a page.
fn is_phone_number(number: &str) -> bool {
    let number = number.trim_matches(|c: char| c.is_whitespace() || ('\u{200e}'..='\u{202e}').contains(&c));
    let rest = number.strip_prefix('+').unwrap_or(number);
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits) && rest.chars().all(|c| c.is_ascii_digit() || " -.()".contains(c))
}

fn new_factor(context: &Context<'_>, kind: &Kind, profile: Value, is_active: bool) -> Value {
    let now = context.now_text();
    let mut factor = json!({
        "id": context.new_id(kind.prefix),
        "factorType": kind.factor_type,
        "provider": kind.provider,
        "vendorName": kind.provider,
        "status": if is_active { status::ACTIVE } else { status::PENDING_ACTIVATION },
        "created": now,
        "lastUpdated": now,
    });
    if !profile.is_null() {
        factor["profile"] = profile;
    }
    factor
}

// ---- phones on file ----

/// The number on file that a user was reached at before.
pub fn known_phone(tx: &Tx, user_id: &str, kind: &Kind) -> Result<Option<String>, StoreError> {
    let known = tx.linked(FACTOR_PHONE, user_id, kind.key)?;
    Ok(known.and_then(|number| number.as_str().map(str::to_owned)))
}

/// Keeps the number of a factor that was proven.
pub fn keep_phone(tx: &Tx, user_id: &str, factor: &Value) -> Result<(), StoreError> {
    match &factor["profile"]["phoneNumber"] {
        Value::Null => Ok(()),
        number => tx.link(FACTOR_PHONE, user_id, kind::of(factor).key, number),
    }
}

pub fn forget_phone(tx: &Tx, user_id: &str, factor: &Value) -> Result<(), StoreError> {
    tx.unlink(FACTOR_PHONE, user_id, kind::of(factor).key)?;
    Ok(())
}

pub fn forget_phones(tx: &Tx, user_id: &str) -> Result<(), StoreError> {
    for key in tx.link_ids(FACTOR_PHONE, user_id)? {
        tx.unlink(FACTOR_PHONE, user_id, &key)?;
    }
    Ok(())
}
