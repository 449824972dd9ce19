//! Providers whose security events the org takes.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Stamps, activate, deactivate, object, own, text,
};
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required().at_most(100).unique(),
        text("type").required().at_most(255).fixed(),
        object("settings").required(),
    ],
    shows: || json!({ "status": status::ACTIVE }),
    stamps: Stamps::NONE,
    links: &[own(&["GET", "PUT", "DELETE"]), ACTIVATE, DEACTIVATE],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    sample: || {
        json!({
            "name": "Endpoint security",
            "type": "okta",
            "settings": { "well_known_url": "https://example.okta.com/.well-known/ssf-configuration" },
        })
    },
    ..Collection::new(
        "/api/v1/security-events-providers/{securityEventProviderId}",
        "SecurityEventsProvider",
        Id::Made("sse"),
    )
}];
