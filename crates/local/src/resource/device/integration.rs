//! Integrations with other vendors' endpoint security.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{ACTIVATE, Answer, DEACTIVATE, Id, Stamps, action, activate, own};
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[Collection {
    stamps: Stamps::NONE,
    links: &[own(&["GET"]), ACTIVATE.when("status", &[status::DEACTIVATED]), DEACTIVATE],
    actions: &[
        activate(Answer::Document),
        action("lifecycle/deactivate", || json!({ "status": status::DEACTIVATED }), Answer::Document),
    ],
    seeds: || {
        let integration = |name: &str, shown: &str, platform: &str| json!({ "name": name, "displayName": shown, "platform": platform, "status": status::DEACTIVATED });
        json!([
            integration("com.okta.windowssecuritycenter", "Windows Security Center", "WINDOWS"),
            integration("com.crowdstrike.zta", "CrowdStrike", "MACOS"),
            integration("com.google.dtc", "Google Device Trust", "CHROMEOS"),
        ])
    },
    ..Collection::new(
        "/api/v1/device-integrations/{deviceIntegrationId}",
        "DeviceIntegration",
        Id::Made("din"),
    )
}];
