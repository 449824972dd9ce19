//! Trusted origins: where browsers may call from and be sent to.

use std::ops::ControlFlow;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Listing, Stamps, activate, deactivate, list, own, text,
};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx, decode};

pub const HANDLERS: Handlers =
    &[(&op::CREATE_TRUSTED_ORIGIN, create), (&op::REPLACE_TRUSTED_ORIGIN, replace)];

/// What an origin can be trusted with.
const SCOPES: [&str; 3] = ["CORS", "IFRAME_EMBED", "REDIRECT"];

pub const COLLECTIONS: &[Collection] = &[ORIGINS];

const ORIGINS: Collection = Collection {
    fields: &[
        text("name").required().at_most(255).unique(),
        text("origin").required().at_most(255).unique(),
        list("scopes").required(),
    ],
    shows: || json!({ "status": status::ACTIVE }),
    stamps: Stamps::PEOPLE,
    listing: Listing::Paged(Limits::strict(20, 200)),
    filter: &["id", "name", "origin", "status", "type", "created", "lastUpdated"],
    filtered_at: &[("type", "scopes.type")],
    keyword: &["name", "origin"],
    links: &[own(&["GET", "PUT", "DELETE"]), ACTIVATE, DEACTIVATE],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    sample: || json!({ "name": "Portal", "origin": "https://portal.example.com", "scopes": [{ "type": "CORS" }] }),
    events: Some("security.trusted_origin"),
    ..Collection::new("/api/v1/trustedOrigins/{trustedOriginId}", "TrustedOrigin", Id::Made("tos"))
};

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    check(context)?;
    collection::serve(context, &ORIGINS, Verb::Create)
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    check(context)?;
    collection::serve(context, &ORIGINS, Verb::Replace)
}

/// Whether the org trusts an origin with something: scheme, host and port are the same.
pub fn is_trusted(tx: &Tx, origin: &str, scope: &str) -> Result<bool, StoreError> {
    let mut found = false;
    tx.scan(kind::at(ORIGINS.path()), None, &mut |_, stored| {
        let known: Value = decode(stored);
        let scopes = known["scopes"].as_array().into_iter().flatten();
        found = known["status"] == status::ACTIVE
            && known["origin"].as_str().is_some_and(|known| is_same(known, origin))
            && scopes.into_iter().any(|known| known["type"] == scope);
        Ok(if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(found)
}

/// An administrator may have written a slash at the end, which a browser does not send.
fn is_same(known: &str, origin: &str) -> bool {
    known.trim_end_matches('/').eq_ignore_ascii_case(origin)
}

/// An origin has a scheme and a host, be it that of an app on a phone.
fn check(context: &Context<'_>) -> Result<(), Problem> {
    let body = context.object()?;
    let origin = body["origin"].as_str().unwrap_or_default();
    let fits = origin.split_once("://").is_some_and(|(scheme, host)| {
        !scheme.is_empty() && !host.is_empty() && !host.contains(char::is_whitespace)
    });
    if !origin.is_empty() && !fits {
        return Err(Problem::validation("origin", format!("origin: '{origin}' is not a valid origin")));
    }
    let is_known = |scope: &&Value| SCOPES.iter().any(|known| scope["type"] == *known);
    match body["scopes"].as_array().into_iter().flatten().find(|scope| !is_known(scope)) {
        Some(scope) => {
            let cause = format!("scopes: {} is not one of {}", scope["type"], SCOPES.join(", "));
            Err(Problem::validation("scopes", cause))
        }
        None => Ok(()),
    }
}
