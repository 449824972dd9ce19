//! Documents that end by themselves: codes, transactions, refresh tokens. There are only so many of each kind. A new
//! one takes away some that have ended, and where there are too many, the one that ends first.

use std::ops::ControlFlow;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};

/// How many ended documents a new one takes away.
const SWEPT: usize = 4;

/// Documents of one kind that end by themselves.
pub struct Ending {
    pub kind: Kind<'static>,
    /// How many there may be at a time.
    pub most: u64,
    /// Takes a document away, with all that belongs to it.
    pub forget: fn(&Tx, &str, &Value) -> Result<(), StoreError>,
}

const fn ending(kind: Kind<'static>, most: u64) -> Ending {
    Ending { kind, most, forget: |_, _, _| Ok(()) }
}

/// Requests to authorize that wait for somebody to sign in, and other pages that wait for their form.
pub const WAITING: Ending = ending(kind::AUTHORIZE_REQUEST, 50_000);
pub const CODES: Ending = ending(kind::AUTHORIZATION_CODE, 50_000);
pub const GRANTS: Ending = ending(kind::OAUTH_GRANT, 500_000);
pub const REFRESH_TOKENS: Ending = ending(kind::REFRESH_TOKEN, 500_000);
pub const PUSHED: Ending = ending(kind::PUSHED_REQUEST, 50_000);
pub const DEVICES: Ending = ending(kind::DEVICE_CODE, 50_000);
pub const USER_CODES: Ending = ending(kind::USER_CODE, 50_000);
pub const DEVICE_SECRETS: Ending = ending(kind::DEVICE_SECRET, 100_000);
pub const TRANSACTIONS: Ending = ending(kind::AUTHN_STATE, 50_000);
pub const SESSION_TOKENS: Ending = ending(kind::SESSION_TOKEN, 50_000);
/// Tokens with which tools of the command line open apps.
pub const WEB_SIGN_ON_TOKENS: Ending = ending(kind::WEB_SIGN_ON_TOKEN, 50_000);
/// How often the secret of a client was wrong of late.
pub const CLIENT_FAILURES: Ending = ending(kind::CLIENT_FAILURES, 50_000);
pub const REVOKED: Ending = ending(kind::AUTHORIZATION_SERVER_TOKEN_REVOKED, 500_000);

/// Keeps a document under the digest of a secret, until it ends.
pub fn put(
    context: &Context<'_>,
    ending: &Ending,
    secret: &str,
    lifetime: SignedDuration,
    mut document: Value,
) -> Result<(), Problem> {
    let ends = (context.now + lifetime).as_second();
    document["ends"] = json!(ends);
    let digest = fingerprint(secret);
    note(context, ending, ends, &digest)?;
    Ok(context.tx.put(ending.kind, &digest, &document)?)
}

/// The document of a secret, where it has not ended.
pub fn get(context: &Context<'_>, ending: &Ending, secret: &str) -> Result<Option<Value>, Problem> {
    let found = context.tx.get(ending.kind, &fingerprint(secret))?;
    Ok(found.filter(|document| !has_ended(document, context.now)))
}

/// Changes a document and leaves its end as it is.
pub fn replace(
    context: &Context<'_>,
    ending: &Ending,
    secret: &str,
    document: &Value,
) -> Result<(), Problem> {
    Ok(context.tx.put(ending.kind, &fingerprint(secret), document)?)
}

/// Takes a document away.
pub fn remove(context: &Context<'_>, ending: &Ending, secret: &str) -> Result<(), Problem> {
    context.tx.delete(ending.kind, &fingerprint(secret))?;
    Ok(())
}

fn has_ended(document: &Value, now: Timestamp) -> bool {
    document["ends"].as_i64().is_none_or(|ends| ends <= now.as_second())
}

/// Notes when a document ends that is about to be kept under this key, and makes room for it.
pub fn note(context: &Context<'_>, ending: &Ending, ends: i64, key: &str) -> Result<(), Problem> {
    let tx = &context.tx;
    let name = ending.kind.name();
    let known = tx.get(kind::ENDS_COUNT, name)?.and_then(|count| count.as_u64()).unwrap_or_default();
    let gone = sweep(tx, ending, context.now, known + 1 > ending.most)?;
    tx.put(kind::ENDS.of(name), &noted(ends, key), &json!({}))?;
    tx.put(kind::ENDS_COUNT, name, &json!((known + 1).saturating_sub(gone)))?;
    Ok(())
}

fn noted(ends: i64, key: &str) -> String {
    format!("{ends:012} {key}")
}

/// Takes away what has ended, and the first of the rest where there are too many. How many are gone.
fn sweep(tx: &Tx, ending: &Ending, now: Timestamp, is_full: bool) -> Result<u64, StoreError> {
    let list = kind::ENDS.of(ending.kind.name());
    let mut gone = 0;
    for id in first(tx, list)? {
        let (ends, key) = id.split_once(' ').unwrap_or_default();
        let is_over = ends.parse::<i64>().is_ok_and(|ends| ends <= now.as_second());
        if !is_over && (!is_full || gone > 0) {
            break;
        }
        tx.delete(list, &id)?;
        let document = tx.get(ending.kind, key)?.unwrap_or_default();
        match document["ends"].as_i64() {
            // It was used meanwhile, and ends later.
            Some(later) if noted(later, key) != id => tx.put(list, &noted(later, key), &json!({}))?,
            _ => {
                (ending.forget)(tx, key, &document)?;
                tx.delete(ending.kind, key)?;
                gone += 1;
            }
        }
    }
    Ok(gone)
}

fn first(tx: &Tx, list: Kind<'_>) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    tx.scan(list, None, &mut |id, _| {
        found.push(id.to_owned());
        Ok(if found.len() < SWEPT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(found)
}
