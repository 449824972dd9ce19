//! Pushes: a question that is put to a device and answered there, which a test does under `/_local/push`.

use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Reply};
use crate::kernel::id::{self, Ids};
use crate::kernel::kind::{FACTOR, USER, USER_FACTOR};
use crate::kernel::outbox::Mail;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::factor::kind::{self, Proof};
use crate::resource::factor::secret::{FactorSecret, Push};
use crate::resource::factor::{all, answer, find, link, put, remove, url, user};

/// How long a device may take to be enrolled, and to answer.
const ENROLLMENT: SignedDuration = SignedDuration::from_mins(10);
const ANSWER: SignedDuration = SignedDuration::from_mins(5);

pub fn new_transaction(context: &Context<'_>) -> Push {
    transaction_for(context, ENROLLMENT)
}

fn transaction_for(context: &Context<'_>, time: SignedDuration) -> Push {
    Push {
        transaction: format!("mst{}", id::random(16)),
        expires_at: clock::seconds(context.now + time),
        result: "WAITING".to_owned(),
    }
}

/// What has become of it.
fn result(push: &Push, now: Timestamp) -> &str {
    let in_time = clock::parse(&push.expires_at).is_some_and(|expires| expires > now);
    if push.result == "WAITING" && !in_time { "TIMEOUT" } else { &push.result }
}

/// An enrollment that waits for its device.
pub fn waiting(context: &Context<'_>, push: &Push) -> Value {
    json!({ "expiresAt": push.expires_at, "factorResult": result(push, context.now) })
}

pub fn not_answered() -> Problem {
    Problem::new("E0000070", "Waiting for an acknowledgement")
}

/// Puts the question to the device; an earlier one that was not answered counts no longer.
pub fn start(
    context: &mut Context<'_>,
    user: &Value,
    factor: &Value,
    body: &Value,
) -> Result<Value, Problem> {
    let push = ask(context, user, factor)?;
    let mut shown = shown(context, user, factor, &push);
    if body["useNumberMatchingChallenge"] == true {
        let number = rand::rng().random_range(1..100);
        shown["_embedded"] = json!({ "challenge": { "correctAnswer": number } });
    }
    Ok(shown)
}

/// Sends the push itself.
pub fn ask(context: &mut Context<'_>, user: &Value, factor: &Value) -> Result<Push, Problem> {
    let push = transaction_for(context, ANSWER);
    let mut secret = FactorSecret::load(&context.tx, id_of(factor))?;
    secret.push = Some(push.clone());
    secret.save(&context.tx, id_of(factor))?;
    context.org.outbox.send(Mail {
        kind: "push".to_owned(),
        to: id_of(factor).to_owned(),
        user_id: id_of(user).to_owned(),
        token: push.transaction.clone(),
        url: String::new(),
        sent: context.now_text(),
    });
    Ok(push)
}

/// What the device said to the last question: `WAITING`, `SUCCESS`, `REJECTED` or `TIMEOUT`; `None` where
/// nothing was asked.
pub fn outcome(context: &Context<'_>, factor: &Value) -> Result<Option<String>, Problem> {
    let secret = FactorSecret::load(&context.tx, id_of(factor))?;
    Ok(secret.push.map(|push| result(&push, context.now).to_owned()))
}

fn shown(context: &Context<'_>, user: &Value, factor: &Value, push: &Push) -> Value {
    let own = |rest: &str| url(context, id_of(user), &format!("/{}{rest}", id_of(factor)));
    let transaction = own(&format!("/transactions/{}", push.transaction));
    match result(push, context.now) {
        "WAITING" => json!({
            "expiresAt": push.expires_at,
            "factorResult": "WAITING",
            "_links": {
                "poll": link(transaction.clone(), &["GET"]),
                "cancel": link(transaction, &["DELETE"]),
            },
        }),
        "SUCCESS" => json!({ "factorResult": "SUCCESS" }),
        other => json!({
            "factorResult": other,
            "profile": { "credentialId": user["profile"]["login"] },
            "_links": {
                "verify": link(own("/verify"), &["POST"]),
                "factor": link(own(""), &["GET", "DELETE"]),
            },
        }),
    }
}

fn asked(context: &Context<'_>) -> Result<(Value, Value, Push), Problem> {
    let user = user(context)?;
    let factor = find(context, &user, context.param("factorId"))?;
    let transaction = context.param("transactionId");
    let push = FactorSecret::load(&context.tx, id_of(&factor))?.push;
    match push.filter(|push| push.transaction == transaction && factor["status"] == status::ACTIVE) {
        Some(push) => Ok((user, factor, push)),
        None => Err(Problem::not_found(transaction, "FactorTransaction")),
    }
}

pub fn transaction(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (user, factor, push) = asked(context)?;
    Ok(Reply::ok(&shown(context, &user, &factor, &push)))
}

pub fn cancel(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (_, factor, _) = asked(context)?;
    let mut secret = FactorSecret::load(&context.tx, id_of(&factor))?;
    secret.push = None;
    secret.save(&context.tx, id_of(&factor))?;
    Ok(Reply::no_content())
}

/// Asks whether the device has been enrolled.
pub fn poll_activation(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = user(context)?;
    let factor = find(context, &user, context.param("factorId"))?;
    if factor["status"] == status::ACTIVE {
        return Ok(Reply::ok(&answer(context, &user, &factor)?));
    }
    let Some(push) = FactorSecret::load(&context.tx, id_of(&factor))?.push else {
        return Err(Problem::validation("factorType", "factorType: The factor is not of type push"));
    };
    let mut shown = waiting(context, &push);
    let poll = url(context, id_of(&user), &format!("/{}/lifecycle/activate/poll", id_of(&factor)));
    shown["_links"] = json!({ "poll": link(poll, &["POST"]) });
    Ok(Reply::ok(&shown))
}

/// The codes of the same device go with it.
pub fn remove_siblings(context: &Context<'_>, user: &Value) -> Result<(), Problem> {
    for factor in all(&context.tx, id_of(user))? {
        if kind::of(&factor).key == "okta_otp" {
            remove(&context.tx, id_of(user), &factor)?;
        }
    }
    Ok(())
}

// ---- the device ----

/// Plays the device of a factor: enrolls it, or answers what it was asked. False where there is nothing to
/// answer.
pub fn play(tx: &Tx, ids: &Ids, now: Timestamp, factor_id: &str, says_yes: bool) -> Result<bool, StoreError> {
    let Some(mut factor) = tx.get(FACTOR, factor_id)? else { return Ok(false) };
    let mut secret = FactorSecret::load(tx, factor_id)?;
    let Some(push) = secret.push.as_mut().filter(|push| result(push, now) == "WAITING") else {
        return Ok(false);
    };
    push.result = if says_yes { "SUCCESS" } else { "REJECTED" }.to_owned();
    if factor["status"] != status::ACTIVE && says_yes {
        enroll_device(tx, ids, now, &mut factor)?;
        secret.push = None;
    }
    secret.save(tx, factor_id)?;
    Ok(true)
}

/// The device becomes the factor, and computes codes as well.
fn enroll_device(tx: &Tx, ids: &Ids, now: Timestamp, factor: &mut Value) -> Result<(), StoreError> {
    let Some(user_id) = tx.link_ids_to(USER_FACTOR, id_of(factor))?.pop() else { return Ok(()) };
    let user = tx.get(USER, &user_id)?.unwrap_or_default();
    let login = &user["profile"]["login"];
    let now = clock::seconds(now);
    factor["status"] = json!(status::ACTIVE);
    factor["lastUpdated"] = json!(now);
    factor["profile"] = json!({
        "credentialId": login,
        "deviceType": "SmartPhone_IPhone",
        "name": "Local phone",
        "platform": "IOS",
        "version": "18.0",
    });
    put(tx, &user_id, factor)?;
    let has_codes = all(tx, &user_id)?.iter().any(|factor| kind::of(factor).key == "okta_otp");
    if has_codes {
        return Ok(());
    }
    let codes = kind::KINDS.iter().find(|kind| kind.key == "okta_otp" && kind.proof == Proof::Totp);
    let Some(codes) = codes else { return Ok(()) };
    let mut secret = FactorSecret::default();
    secret.share();
    let sibling = json!({
        "id": ids.next(codes.prefix),
        "factorType": codes.factor_type,
        "provider": codes.provider,
        "vendorName": codes.provider,
        "status": status::ACTIVE,
        "created": now,
        "lastUpdated": now,
        "profile": { "credentialId": login },
    });
    secret.save(tx, id_of(&sibling))?;
    put(tx, &user_id, &sibling)
}
