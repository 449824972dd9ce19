//! Network zones.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Listing, activate, any, deactivate, keeps, list, one_of, own, text,
};
use crate::page::Limits;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        one_of("type", &["IP", "DYNAMIC", "DYNAMIC_V2"]).required().fixed(),
        text("name").required().at_most(128).unique(),
        one_of("status", &["ACTIVE", "INACTIVE"]).or(|| json!("ACTIVE")),
        one_of("usage", &["POLICY", "BLOCKLIST"]).or(|| json!("POLICY")),
        list("gateways").or_null().when("type", &["IP"]),
        list("proxies").or_null().when("type", &["IP"]),
        any("locations").or(|| json!([])).when("type", &["DYNAMIC"]),
        text("proxyType").or_null().when("type", &["DYNAMIC"]),
        any("asns").or(|| json!([])).when("type", &["DYNAMIC"]),
        any("locations").or(|| json!({ "include": [], "exclude": [] })).when("type", &["DYNAMIC_V2"]),
        any("asns").or(|| json!({ "include": [], "exclude": [] })).when("type", &["DYNAMIC_V2"]),
        any("ipServiceCategories")
            .or(|| json!({ "include": [], "exclude": [] }))
            .when("type", &["DYNAMIC_V2"]),
    ],
    shows: || json!({ "system": false }),
    listing: Listing::Paged(Limits::strict(20, 200).with_minus_one()),
    filter: &["id", "usage", "system", "name", "status"],
    links: &[own(&["GET", "PUT", "DELETE"]), ACTIVATE, DEACTIVATE],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    guards: &[keeps(
        &["deleteNetworkZone", "deactivateNetworkZone"],
        "system",
        "E0000006",
        "You do not have permission to perform the requested action",
    )],
    sample: || {
        json!({
            "type": "IP",
            "name": "Offices",
            "gateways": [{ "type": "CIDR", "value": "192.0.2.0/24" }],
        })
    },
    seeds: || {
        json!([
            {
                "type": "IP", "name": "LegacyIpZone", "status": "ACTIVE", "usage": "POLICY", "system": true,
                "gateways": null, "proxies": null,
            },
            {
                "type": "IP", "name": "BlockedIpZone", "status": "ACTIVE", "usage": "BLOCKLIST", "system": true,
                "gateways": null, "proxies": null,
            },
            {
                "type": "DYNAMIC_V2", "name": "DefaultEnhancedDynamicZone", "status": "ACTIVE",
                "usage": "BLOCKLIST", "system": true,
                "locations": { "include": [], "exclude": [] }, "asns": { "include": [], "exclude": [] },
                "ipServiceCategories": { "include": ["ALL_ANONYMIZERS"], "exclude": [] },
            },
        ])
    },
    events: Some("zone"),
    ..Collection::new("/api/v1/zones/{zoneId}", "NetworkZone", Id::Made("nzo"))
}];
