//! The jobs that update the agents of a pool, and how a pool is updated.

use serde_json::json;

use crate::document::description::{
    Action, Answer, Id, Make, Stamps, action, any, flag, list, number, object, one_of, own, text,
};
use crate::document::{Collection, Setting};

const TYPES: &[&str] = &["AD", "IWA", "LDAP", "MFA", "OPP", "RUM", "Radius"];

const fn moves(path: &'static str, sets: Make) -> Action {
    action(path, sets, Answer::Document)
}

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required(),
        one_of("agentType", TYPES),
        flag("enabled").or(|| json!(true)),
        flag("notifyAdmin").or(|| json!(false)),
        list("agents").or(|| json!([])),
        object("schedule"),
        number("sortOrder"),
        any("targetVersion"),
        text("reason"),
    ],
    shows: || json!({ "status": "Scheduled" }),
    stamps: Stamps::NONE,
    links: &[own(&["GET", "POST", "DELETE"])],
    actions: &[
        moves("activate", || json!({ "enabled": true, "status": "Scheduled" })),
        moves("deactivate", || json!({ "enabled": false, "status": "Cancelled" })),
        moves("pause", || json!({ "status": "Paused" })),
        moves("resume", || json!({ "status": "InProgress" })),
        moves("retry", || json!({ "status": "InProgress" })),
        moves("stop", || json!({ "status": "Cancelled" })),
    ],
    sample: || json!({ "name": "Sunday night", "agentType": "AD", "enabled": true }),
    ..Collection::new("/api/v1/agentPools/{poolId}/updates/{updateId}", "AgentPoolUpdate", Id::Made("apu"))
}];

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[
        one_of("agentType", TYPES).required(),
        flag("continueOnError").or(|| json!(false)),
        one_of("releaseChannel", &["BETA", "EA", "GA", "TEST"]).or(|| json!("GA")),
        text("poolName"),
        text("latestVersion"),
        text("minimalSupportedVersion"),
    ],
    sample: || json!({ "agentType": "AD", "continueOnError": true, "releaseChannel": "GA" }),
    ..Setting::new(
        "/api/v1/agentPools/{poolId}/updates/settings",
        || json!({ "agentType": "AD", "continueOnError": false, "releaseChannel": "GA", "poolId": "{poolId}" }),
    )
}];
