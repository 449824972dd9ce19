//! Network zones.

use std::net::IpAddr;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Listing, Use, activate, any, deactivate, keeps, list, one_of, own, text,
};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::policy::rule as policy_rule;

pub const HANDLERS: Handlers = &[(&op::CREATE_NETWORK_ZONE, create), (&op::REPLACE_NETWORK_ZONE, replace)];

pub const COLLECTIONS: &[Collection] = &[ZONES];

const ZONES: Collection = Collection {
    fields: &[
        one_of("type", &["IP", "DYNAMIC", "DYNAMIC_V2"]).required().fixed(),
        text("name").required().at_most(128).unique(),
        one_of("status", &[status::ACTIVE, status::INACTIVE]).or(|| json!(status::ACTIVE)),
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
        &[&op::DELETE_NETWORK_ZONE, &op::DEACTIVATE_NETWORK_ZONE],
        "system",
        "E0000006",
        "You do not have permission to perform the requested action",
    )],
    uses: &[
        Use {
            operations: &[&op::DELETE_NETWORK_ZONE],
            is_used: |context, zone| policy_rule::is_mentioned(context, id_of(zone)),
            code: "E0000001",
            summary: "Api validation failed: networkZone",
            cause: "A network zone that a policy rule uses cannot be deleted.",
        },
        Use {
            operations: &[&op::DELETE_NETWORK_ZONE],
            is_used: |context, zone| {
                Ok(context.org.features.identity_engine && zone["status"] == status::ACTIVE)
            },
            code: "E0000001",
            summary: "Api validation failed: networkZone",
            cause: "An active network zone cannot be deleted: deactivate it first.",
        },
    ],
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
                "type": "IP", "name": "LegacyIpZone", "status": status::ACTIVE, "usage": "POLICY", "system": true,
                "gateways": null, "proxies": null,
            },
            {
                "type": "IP", "name": "BlockedIpZone", "status": status::ACTIVE, "usage": "BLOCKLIST", "system": true,
                "gateways": null, "proxies": null,
            },
            {
                "type": "DYNAMIC_V2", "name": "DefaultEnhancedDynamicZone", "status": status::ACTIVE,
                "usage": "BLOCKLIST", "system": true,
                "locations": { "include": [], "exclude": [] }, "asns": { "include": [], "exclude": [] },
                "ipServiceCategories": { "include": ["ALL_ANONYMIZERS"], "exclude": [] },
            },
        ])
    },
    events: Some("zone"),
    ..Collection::new("/api/v1/zones/{zoneId}", "NetworkZone", Id::Made("nzo"))
};

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    check(&context.object()?)?;
    collection::serve(context, &ZONES, Verb::Create)
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    check(&context.object()?)?;
    collection::serve(context, &ZONES, Verb::Replace)
}

/// A zone says where it is, and its addresses must be addresses.
fn check(zone: &Value) -> Result<(), Problem> {
    let places: &[&str] = match zone["type"].as_str() {
        Some("IP") => &["gateways", "proxies"],
        Some("DYNAMIC") => &["asns", "locations", "proxyType"],
        Some("DYNAMIC_V2") => &["asns", "locations", "ipServiceCategories"],
        _ => &[],
    };
    let says = |member: &&str| !matches!(&zone[*member], Value::Null) && zone[*member] != json!([]);
    if !places.is_empty() && !places.iter().any(says) {
        let cause = format!("{}: One of {} must be defined", places[0], places.join(", "));
        return Err(Problem::validation(places[0], cause));
    }
    for list in ["gateways", "proxies"] {
        for address in zone[list].as_array().into_iter().flatten() {
            let value = address["value"].as_str().unwrap_or_default();
            let fits = match address["type"].as_str() {
                Some("CIDR") => is_network(value),
                Some("RANGE") => is_range(value),
                _ => false,
            };
            if !fits {
                let kind = address["type"].as_str().unwrap_or("address");
                let cause = format!("{list}: '{value}' is not a valid {kind}");
                return Err(Problem::validation(list, cause));
            }
        }
    }
    Ok(())
}

/// `192.0.2.0/24`, or one address.
fn is_network(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}

/// `192.0.2.1-192.0.2.9`, or one address.
fn is_range(text: &str) -> bool {
    let (first, last) = match text.split_once('-') {
        // Okta takes a range whose first address is written as a network's.
        Some((first, last)) => (first.split_once('/').map_or(first, |(address, _)| address), last),
        None => (text, text),
    };
    match (first.trim().parse::<IpAddr>(), last.trim().parse::<IpAddr>()) {
        (Ok(first), Ok(last)) => first.is_ipv4() == last.is_ipv4() && first <= last,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_ranges_are_told_from_other_texts() {
        for text in ["192.0.2.0/24", "192.0.2.1", "1.2.3.4/0", "2001:db8::/32"] {
            assert!(is_network(text), "{text}");
        }
        for text in ["", "192.0.2/24", "192.0.2.0/33", "192.0.2.0/x", "name", "192.0.2.1-192.0.2.9"] {
            assert!(!is_network(text), "{text}");
        }
        for text in ["192.0.2.1-192.0.2.9", "192.0.2.1", "2001:db8::1-2001:db8::9", "192.0.2.1/24-192.0.2.9"]
        {
            assert!(is_range(text), "{text}");
        }
        for text in ["", "192.0.2.9-192.0.2.1", "192.0.2.1-2001:db8::9", "192.0.2.0/24"] {
            assert!(!is_range(text), "{text}");
        }
    }
}
