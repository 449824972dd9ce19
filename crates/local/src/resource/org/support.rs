//! Whether Okta's support may look into an org, and its cases.

use serde_json::json;

use crate::document::description::{Answer, Id, Listing, Stamps, action, any, link};
use crate::document::{Collection, Setting};
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[any("impersonation"), any("selfAssigned")],
    stamps: Stamps::NONE,
    listing: Listing::Wrapped("supportCases"),
    ..Collection::new(
        "/api/v1/org/privacy/oktaSupport/cases/{caseNumber}",
        "SupportCase",
        Id::Given("caseNumber"),
    )
}];

pub const SETTINGS: &[Setting] = &[Setting {
    links: &[
        link("grant", "/grant", &["POST"]).when("support", &[status::DISABLED]),
        link("extend", "/extend", &["POST"]).when("support", &[status::ENABLED]),
        link("revoke", "/revoke", &["POST"]).when("support", &[status::ENABLED]),
    ],
    actions: &[
        action("grant", || json!({ "support": status::ENABLED, "expiration": "{soon}" }), Answer::Document),
        action("extend", || json!({ "support": status::ENABLED, "expiration": "{soon}" }), Answer::Document),
        action("revoke", || json!({ "support": status::DISABLED, "expiration": null }), Answer::Document),
    ],
    ..Setting::new(
        "/api/v1/org/privacy/oktaSupport",
        || json!({ "support": status::DISABLED, "expiration": null }),
    )
}];
