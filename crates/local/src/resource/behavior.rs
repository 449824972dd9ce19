//! Behavior detection rules.

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Stamps, activate, deactivate, object, one_of, own, text,
};
use crate::document::{Collection, Verb, body, collection};
use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::status;

const TYPES: &[&str] =
    &["ANOMALOUS_DEVICE", "ANOMALOUS_IP", "ANOMALOUS_LOCATION", "VELOCITY", "ANOMALOUS_ASN"];

pub const COLLECTIONS: &[Collection] = &[BEHAVIORS];

const BEHAVIORS: Collection = Collection {
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
    stamps: Stamps { written: clock::spaced, ..Stamps::TIMES },
    links: &[own(&["GET", "PUT", "DELETE"]), ACTIVATE, DEACTIVATE],
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
};

pub const HANDLERS: Handlers = &[(&op::CREATE_BEHAVIOR_DETECTION_RULE, create)];

/// A new rule is active, whatever its body says.
fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut body = context.object()?;
    let is_known = matches!(body["status"].as_str(), None | Some(status::ACTIVE | status::INACTIVE));
    if !is_known {
        return Err(Problem::validation("status", "status: must be ACTIVE or INACTIVE"));
    }
    body::take(&mut body, "status");
    context.request.body = body.to_string().into();
    collection::serve(context, &BEHAVIORS, Verb::Create)
}
