//! Trusted origins: where browsers may call from and be sent to.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Listing, Stamps, activate, deactivate, list, own, text,
};
use crate::page::Limits;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required().at_most(255).unique(),
        text("origin").required().at_most(255).unique(),
        list("scopes").required(),
    ],
    shows: || json!({ "status": "ACTIVE" }),
    stamps: Stamps::PEOPLE,
    listing: Listing::Paged(Limits::strict(20, 200)),
    filter: &["id", "name", "origin", "status", "type", "created", "lastUpdated"],
    keyword: &["name", "origin"],
    links: &[own(&["GET", "PUT", "DELETE"]), ACTIVATE, DEACTIVATE],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    sample: || json!({ "name": "Portal", "origin": "https://portal.example.com", "scopes": [{ "type": "CORS" }] }),
    events: Some("security.trusted_origin"),
    ..Collection::new("/api/v1/trustedOrigins/{trustedOriginId}", "TrustedOrigin", Id::Made("tos"))
}];
