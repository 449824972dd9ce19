//! Behavior detection rules.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Answer, Id, activate, deactivate, object, one_of, own, text};
use crate::kernel::status;

const TYPES: &[&str] =
    &["ANOMALOUS_DEVICE", "ANOMALOUS_IP", "ANOMALOUS_LOCATION", "VELOCITY", "ANOMALOUS_ASN"];

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required().at_most(128).unique(),
        one_of("type", TYPES).required().fixed(),
        one_of("status", &[status::ACTIVE, status::INACTIVE]).or(|| json!(status::ACTIVE)),
        object("settings").or(|| json!({ "velocityKph": 805 })).when("type", &["VELOCITY"]),
        object("settings")
            .or(|| json!({ "maxEventsUsedForEvaluation": 50, "minEventsNeededForEvaluation": 0 }))
            .when("type", &["ANOMALOUS_IP"]),
        object("settings")
            .or(|| json!({ "maxEventsUsedForEvaluation": 20, "minEventsNeededForEvaluation": 0 }))
            .when("type", &["ANOMALOUS_DEVICE", "ANOMALOUS_ASN"]),
        object("settings")
            .or(|| {
                json!({
                    "maxEventsUsedForEvaluation": 20,
                    "minEventsNeededForEvaluation": 0,
                    "granularity": "CITY",
                })
            })
            .when("type", &["ANOMALOUS_LOCATION"]),
    ],
    linked: "_link",
    links: &[own(&["GET", "POST", "PUT", "DELETE"])],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    seeds: || {
        let location = |name: &str, granularity: &str| {
            json!({
                "name": name, "type": "ANOMALOUS_LOCATION", "status": status::ACTIVE,
                "settings": {
                    "maxEventsUsedForEvaluation": 20,
                    "minEventsNeededForEvaluation": 0,
                    "granularity": granularity,
                },
            })
        };
        json!([
            location("New City", "CITY"),
            location("New Country", "COUNTRY"),
            location("New State", "SUBDIVISION"),
            {
                "name": "New Device", "type": "ANOMALOUS_DEVICE", "status": status::ACTIVE,
                "settings": { "maxEventsUsedForEvaluation": 20, "minEventsNeededForEvaluation": 0 },
            },
            {
                "name": "New IP", "type": "ANOMALOUS_IP", "status": status::ACTIVE,
                "settings": { "maxEventsUsedForEvaluation": 50, "minEventsNeededForEvaluation": 0 },
            },
            { "name": "Velocity", "type": "VELOCITY", "status": status::ACTIVE, "settings": { "velocityKph": 805 } },
        ])
    },
    sample: || json!({ "name": "Too fast", "type": "VELOCITY", "settings": { "velocityKph": 500 } }),
    ..Collection::new("/api/v1/behaviors/{behaviorId}", "BehaviorSettings", Id::Made("bhv"))
}];
