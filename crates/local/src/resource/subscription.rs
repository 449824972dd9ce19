//! Which mails administrators get, by role and by user.

use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{Action, Answer, Id, Link, Stamps, action, link, own};

const LINKS: &[Link] = &[
    own(&[]),
    link("subscribe", "/subscribe", &["POST"]).when("status", &["unsubscribed"]),
    link("unsubscribe", "/unsubscribe", &["POST"]).when("status", &["subscribed"]),
];

const ACTIONS: &[Action] = &[
    action("subscribe", || json!({ "status": "subscribed" }), Answer::Nothing),
    action("unsubscribe", || json!({ "status": "unsubscribed" }), Answer::Nothing),
];

/// Each kind of mail, and whether an administrator gets it who has said nothing.
const KINDS: &[(&str, bool)] = &[
    ("AD_AGENT", true),
    ("APP_IMPORT", false),
    ("CONNECTOR_AGENT", true),
    ("IWA_AGENT", true),
    ("LDAP_AGENT", true),
    ("OKTA_ANNOUNCEMENT", true),
    ("OKTA_ISSUE", false),
    ("OKTA_UPDATE", false),
    ("RATELIMIT_NOTIFICATION", true),
    ("REPORT_SUSPICIOUS_ACTIVITY", true),
    ("USER_DEPROVISION", false),
    ("USER_LOCKED_OUT", false),
];

fn all() -> Value {
    let subscription = |(kind, subscribed): &(&str, bool)| {
        let status = if *subscribed { "subscribed" } else { "unsubscribed" };
        json!({ "notificationType": kind, "channels": ["email"], "status": status })
    };
    KINDS.iter().map(subscription).collect()
}

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        stamps: Stamps::NONE,
        links: LINKS,
        actions: ACTIONS,
        seeds: all,
        ..Collection::new(
            "/api/v1/roles/{roleRef}/subscriptions/{notificationType}",
            "Subscription",
            Id::Given("notificationType"),
        )
    },
    Collection {
        stamps: Stamps::NONE,
        links: LINKS,
        actions: ACTIONS,
        seeds: all,
        ..Collection::new(
            "/api/v1/users/{userId}/subscriptions/{notificationType}",
            "Subscription",
            Id::Given("notificationType"),
        )
    },
];
