//! Documents that end by themselves: codes, transactions, refresh tokens. Each new one sweeps away some that have
//! ended, so they never pile up.

use std::ops::ControlFlow;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;

/// How many ended documents a new one takes away.
const SWEPT: usize = 4;

/// What an ended document needs to be found by: its kind and its digest.
const KINDS: [(&str, Kind<'static>); 4] = [
    ("request", kind::AUTHORIZE_REQUEST),
    ("code", kind::AUTHORIZATION_CODE),
    ("refresh", kind::REFRESH_TOKEN),
    ("grant", kind::OAUTH_GRANT),
];

/// Keeps a document under the digest of a secret, until it ends.
pub fn put(
    context: &Context<'_>,
    kind: Kind<'static>,
    secret: &str,
    lifetime: SignedDuration,
    mut document: Value,
) -> Result<(), Problem> {
    sweep(context)?;
    let ends = (context.now + lifetime).as_second();
    document["ends"] = json!(ends);
    let digest = fingerprint(secret);
    let name = KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name);
    context.tx.put(kind::ENDS, &format!("{ends:012} {name} {digest}"), &json!({}))?;
    Ok(context.tx.put(kind, &digest, &document)?)
}

/// The document of a secret, where it has not ended.
pub fn get(context: &Context<'_>, kind: Kind<'_>, secret: &str) -> Result<Option<Value>, Problem> {
    let found = context.tx.get(kind, &fingerprint(secret))?;
    Ok(found.filter(|document| !has_ended(document, context.now)))
}

/// Changes a document and leaves its end as it is.
pub fn replace(context: &Context<'_>, kind: Kind<'_>, secret: &str, document: &Value) -> Result<(), Problem> {
    Ok(context.tx.put(kind, &fingerprint(secret), document)?)
}

/// Takes a document away.
pub fn remove(context: &Context<'_>, kind: Kind<'_>, secret: &str) -> Result<(), Problem> {
    context.tx.delete(kind, &fingerprint(secret))?;
    Ok(())
}

fn has_ended(document: &Value, now: Timestamp) -> bool {
    document["ends"].as_i64().is_none_or(|ends| ends <= now.as_second())
}

fn sweep(context: &Context<'_>) -> Result<(), Problem> {
    let now = format!("{:012}", context.now.as_second());
    let mut ended = Vec::new();
    context.tx.scan(kind::ENDS, None, &mut |id, _| {
        if ended.len() == SWEPT || id > now.as_str() {
            return Ok(ControlFlow::Break(()));
        }
        ended.push(id.to_owned());
        Ok(ControlFlow::Continue(()))
    })?;
    for id in ended {
        let mut words = id.split(' ').skip(1);
        let (name, digest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == name) {
            context.tx.delete(*kind, digest)?;
        }
        context.tx.delete(kind::ENDS, &id)?;
    }
    Ok(())
}
