//! Factors: what proves who a user is, beside the password.
//!
//! Codes are computed and checked for real. What would go to a phone or a mailbox is in the outbox, and a
//! push is answered under `/_local/push`. Security keys sign as WebAuthn says. Keys of the older kind and Duo are
//! enrolled with a challenge of their own, and nobody can activate them here. Codes of tokens that only their maker could check are taken by their form.

pub mod org_factor;
pub mod yubikey_token;

use http::StatusCode;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind::{FACTOR, USER_FACTOR};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::{id_of, status_of};
use crate::resource::authn;

pub mod ceremony;
pub mod enroll;
mod key;
pub mod kind;
pub mod proof;
pub mod push;
mod qr;
pub mod secret;

pub use crate::resource::factor::enroll::enroll as enroll_for;
use crate::resource::factor::kind::{KINDS, Kind, Proof};
use crate::resource::factor::secret::FactorSecret;

pub const HANDLERS: Handlers = &[
    (&op::LIST_FACTORS, list),
    (&op::ENROLL_FACTOR, enroll),
    (&op::LIST_SUPPORTED_FACTORS, list_supported),
    (&op::LIST_SUPPORTED_SECURITY_QUESTIONS, list_questions),
    (&op::GET_FACTOR, get),
    (&op::UNENROLL_FACTOR, unenroll),
    (&op::ACTIVATE_FACTOR, activate),
    (&op::POLL_FACTOR_ACTIVATION, push::poll_activation),
    (&op::RESEND_ENROLL_FACTOR, resend),
    (&op::VERIFY_FACTOR, verify),
    (&op::GET_FACTOR_TRANSACTION_STATUS, push::transaction),
    (&op::CANCEL_FACTOR_TRANSACTION, push::cancel),
    (&op::GET_FACTOR_QR_CODE, qr::get),
];

// ---- finding and keeping ----

/// The user of the path; one who is deactivated has no factors and gets none.
fn user(context: &Context<'_>) -> Result<Value, Problem> {
    let user = context.user("userId")?;
    if status_of(&user) == status::DEPROVISIONED {
        return Err(Problem::not_found(context.param("userId"), "User"));
    }
    Ok(user)
}

/// All factors of a user.
pub fn all(tx: &Tx, user_id: &str) -> Result<Vec<Value>, StoreError> {
    let mut factors = Vec::new();
    for id in tx.link_ids(USER_FACTOR, user_id)? {
        factors.extend(tx.get(FACTOR, &id)?);
    }
    Ok(factors)
}

/// The factors of a user that are ready to be used.
pub fn active(tx: &Tx, user_id: &str) -> Result<Vec<Value>, StoreError> {
    let mut factors = all(tx, user_id)?;
    factors.retain(|factor| factor["status"] == status::ACTIVE);
    Ok(factors)
}

/// The factor of this user and id.
pub fn find(context: &Context<'_>, user: &Value, id: &str) -> Result<Value, Problem> {
    let missing = || Problem::not_found(id, "UserFactor");
    context.tx.linked(USER_FACTOR, id_of(user), id)?.ok_or_else(missing)?;
    context.tx.get(FACTOR, id)?.ok_or_else(missing)
}

fn put(tx: &Tx, user_id: &str, factor: &Value) -> Result<(), StoreError> {
    tx.put(FACTOR, id_of(factor), factor)?;
    tx.link(USER_FACTOR, user_id, id_of(factor), &json!({}))
}

fn remove(tx: &Tx, user_id: &str, factor: &Value) -> Result<(), StoreError> {
    FactorSecret::remove(tx, id_of(factor))?;
    tx.delete(FACTOR, id_of(factor))?;
    tx.unlink(USER_FACTOR, user_id, id_of(factor))?;
    Ok(())
}

/// Takes all factors from a user, and the phones that are on file.
pub fn remove_all(tx: &Tx, user_id: &str) -> Result<(), StoreError> {
    for factor in all(tx, user_id)? {
        remove(tx, user_id, &factor)?;
    }
    enroll::forget_phones(tx, user_id)
}

// ---- answers ----

fn url(context: &Context<'_>, user_id: &str, rest: &str) -> String {
    context.url(&format!("/users/{user_id}/factors{rest}"))
}

pub fn link(href: String, allow: &[&str]) -> Value {
    json!({ "href": href, "hints": { "allow": allow } })
}

/// A factor with what may be done with it next.
fn answer(context: &Context<'_>, user: &Value, factor: &Value) -> Result<Value, Problem> {
    let (id, kind) = (id_of(factor), kind::of(factor));
    let own = |rest: &str| url(context, id_of(user), &format!("/{id}{rest}"));
    let is_active = factor["status"] == status::ACTIVE;
    let mut links = serde_json::Map::new();
    match kind.proof {
        Proof::Answer => {
            let questions = link(url(context, id_of(user), "/questions"), &["GET"]);
            links.insert("questions".into(), questions);
        }
        _ if is_active => drop(links.insert("verify".into(), link(own("/verify"), &["POST"]))),
        Proof::Push => {
            links.insert("poll".into(), link(own("/lifecycle/activate/poll"), &["POST"]));
        }
        Proof::SentCode => {
            let mut resend = link(own("/resend"), &["POST"]);
            resend = json!({ "name": kind.factor_type, "href": resend["href"], "hints": resend["hints"] });
            links.insert("resend".into(), json!([resend]));
            links.insert("activate".into(), link(own("/lifecycle/activate"), &["POST"]));
        }
        _ => drop(links.insert("activate".into(), link(own("/lifecycle/activate"), &["POST"]))),
    }
    let allow: &[&str] = if is_active { &["GET", "DELETE"] } else { &["GET"] };
    links.insert("self".into(), link(own(""), allow));
    links.insert("user".into(), link(context.url(&format!("/users/{}", id_of(user))), &["GET"]));
    let mut shown = factor.clone();
    shown["_links"] = Value::Object(links);
    if !is_active && let Some(mut activation) = activation(context, factor)? {
        if let Some(links) = qr::links(context, user, factor)? {
            activation["_links"] = links;
        }
        shown["_embedded"] = json!({ "activation": activation });
    }
    Ok(shown)
}

/// What a device needs to become the factor.
pub fn activation(context: &Context<'_>, factor: &Value) -> Result<Option<Value>, Problem> {
    let secret = FactorSecret::load(&context.tx, id_of(factor))?;
    Ok(match kind::of(factor).proof {
        Proof::Totp => Some(json!({
            "timeStep": 30,
            "sharedSecret": secret.shared_secret,
            "encoding": "base32",
            "keyLength": secret::KEY_LENGTH,
        })),
        Proof::Push => secret.push.map(|push| push::waiting(context, &push)),
        Proof::Key => Some(key::challenge(context, factor, secret.challenge.as_deref().unwrap_or_default())?),
        Proof::Page => Some(json!({
            "host": "api-local.duosecurity.example",
            "signature": format!("TX|{}|local", secret.challenge.unwrap_or_default()),
            "factorResult": "WAITING",
        })),
        _ => None,
    })
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = user(context)?;
    let mut factors = all(&context.tx, id_of(&user))?;
    // By their kinds, the question first, whichever was enrolled before the other.
    factors.sort_by_key(|factor| KINDS.iter().position(|kind| std::ptr::eq(kind, kind::of(factor))));
    let shown: Result<Vec<Value>, Problem> =
        factors.iter().map(|factor| answer(context, &user, factor)).collect();
    Ok(Reply::ok(&shown?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = user(context)?;
    let factor = find(context, &user, context.param("factorId"))?;
    Ok(Reply::ok(&answer(context, &user, &factor)?))
}

/// The kinds that a user may enroll, with those that the user has.
fn list_supported(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = user(context)?;
    let factors = all(&context.tx, id_of(&user))?;
    let settings = authn::enrollment_settings(context, &user)?;
    let offered = KINDS.iter().filter(|kind| kind.is_offered());
    let supported: Vec<Value> =
        offered.map(|kind| supported(context, &user, kind, &factors, &settings)).collect();
    Ok(Reply::ok(&supported))
}

fn supported(context: &Context<'_>, user: &Value, kind: &Kind, factors: &[Value], settings: &Value) -> Value {
    let user_id = id_of(user);
    let mut links = serde_json::Map::new();
    if kind.proof == Proof::Answer {
        links.insert("questions".into(), link(url(context, user_id, "/questions"), &["GET"]));
    }
    links.insert("enroll".into(), link(url(context, user_id, ""), &["POST"]));
    let present = factors.iter().find(|factor| std::ptr::eq(kind::of(factor), kind));
    json!({
        "factorType": kind.factor_type,
        "provider": kind.provider,
        "vendorName": kind.provider,
        "_links": links,
        "status": present.map_or(json!(status::NOT_SETUP), |factor| factor["status"].clone()),
        "enrollment": authn::enrollment(settings, kind).replace("NOT_ALLOWED", "PROHIBITED"),
    })
}

/// Somebody who enrolls while signing in has no token yet.
fn list_questions(context: &mut Context<'_>) -> Result<Reply, Problem> {
    if !context.caller.is_nobody() {
        user(context)?;
    }
    Ok(Reply::ok(&kind::questions()))
}

// ---- enroll, activate, verify ----

fn enroll(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = user(context)?;
    let body = context.object()?;
    let factor = enroll::enroll(context, &user, &body, context.flag("activate", false))?;
    Ok(Reply::ok(&answer(context, &user, &factor)?))
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = user(context)?;
    let factor = find(context, &user, context.param("factorId"))?;
    let body = context.object_or_empty()?;
    match proof::activate(context, &mut user, &factor, &body)? {
        Ok(factor) => Ok(Reply::ok(&answer(context, &user, &factor)?)),
        Err(problem) => Ok(Reply::problem(&problem)),
    }
}

fn resend(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = user(context)?;
    let factor = find(context, &user, context.param("factorId"))?;
    if kind::of(&factor).proof != Proof::SentCode {
        let cause = "factorType: A code can be sent again for sms, call and email factors only";
        return Err(Problem::validation("factorType", cause));
    }
    proof::send_code(context, &user, &factor)?;
    Ok(Reply::ok(&answer(context, &user, &factor)?))
}

fn verify(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = user(context)?;
    let factor = find(context, &user, context.param("factorId"))?;
    if factor["status"] != status::ACTIVE {
        return Err(Problem::new("E0000180", "The factor is inactive."));
    }
    let body = context.object_or_empty()?;
    match kind::of(&factor).proof {
        Proof::Push => {
            let waiting = push::start(context, &user, &factor, &body)?;
            return Ok(Reply::json(StatusCode::CREATED, &waiting));
        }
        Proof::Key if kind::of(&factor).is_webauthn() && body["clientData"].is_null() => {
            let asked = ceremony::ask(context, &factor)?;
            let mut shown = challenge(context, &user, &factor);
            shown["_embedded"] = json!({ "challenge": asked });
            return Ok(Reply::ok(&shown));
        }
        Proof::Key if kind::of(&factor).is_webauthn() => {}
        Proof::Key | Proof::Page => return Err(proof::not_played(context, &factor)),
        Proof::SentCode if body["passCode"].is_null() => {
            proof::send_code(context, &user, &factor)?;
            return Ok(Reply::ok(&challenge(context, &user, &factor)));
        }
        _ => {}
    }
    match proof::check(context, &mut user, &factor, &body)? {
        Ok(()) => Ok(Reply::ok(&json!({ "factorResult": "SUCCESS" }))),
        Err(problem) => Ok(Reply::problem(&problem)),
    }
}

fn challenge(context: &Context<'_>, user: &Value, factor: &Value) -> Value {
    let own = |rest: &str| url(context, id_of(user), &format!("/{}{rest}", id_of(factor)));
    json!({
        "factorResult": "CHALLENGE",
        "profile": factor["profile"],
        "_links": {
            "verify": link(own("/verify"), &["POST"]),
            "factor": link(own(""), &["GET", "DELETE"]),
        },
    })
}

// ---- removal ----

fn unenroll(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = user(context)?;
    let factor = find(context, &user, context.param("factorId"))?;
    if context.flag("removeRecoveryEnrollment", false) {
        enroll::forget_phone(&context.tx, id_of(&user), &factor)?;
    }
    take_from(context, &user, id_of(&factor))?;
    Ok(Reply::no_content())
}

/// Takes a factor from a user, with those that came along with it.
pub fn take_from(context: &mut Context<'_>, user: &Value, id: &str) -> Result<(), Problem> {
    let factor = find(context, user, id)?;
    remove(&context.tx, id_of(user), &factor)?;
    if kind::of(&factor).proof == Proof::Push {
        push::remove_siblings(context, user)?;
    }
    context.log("user.mfa.factor.deactivate", &[Target::user(user)])
}
