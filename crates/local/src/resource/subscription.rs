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

const KINDS: &[&str] = &[
    "AD_AGENT",
    "AGENT_AUTO_UPDATE_NOTIFICATION",
    "APP_IMPORT",
    "CONNECTOR_AGENT",
    "IWA_AGENT",
    "LDAP_AGENT",
    "OKTA_ANNOUNCEMENT",
    "OKTA_ISSUE",
    "OKTA_UPDATE",
    "RATELIMIT_NOTIFICATION",
    "REPORT_SUSPICIOUS_ACTIVITY",
    "USER_DEPROVISION",
    "USER_LOCKED_OUT",
];

fn all() -> Value {
    let kinds = KINDS.iter();
    kinds
        .map(|kind| json!({ "notificationType": kind, "channels": ["email"], "status": "subscribed" }))
        .collect()
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
