//! Devices: nothing registers them here, so a test that needs some puts them into the store.

pub mod assurance;
pub mod integration;
pub mod posture_check;

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Action, Answer, Guard, Id, Link, Listing, Make, Stamps, activate, link, own,
};
use crate::kernel::page::Limits;

const fn lifecycle(rel: &'static str, path: &'static str, from: &'static [&'static str]) -> Link {
    link(rel, path, &["POST"]).when("status", from)
}

const fn step(path: &'static str, sets: Make) -> Action {
    Action { path, sets, answer: Answer::NoContent, event: "update" }
}

/// What cannot be done with a device in this state.
const fn refused_from(is: Make, operations: &'static [&'static str]) -> Guard {
    let summary = "This operation is not allowed in the device's current status.";
    Guard { operations, member: "status", is, code: "E0000152", summary, cause: "" }
}

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        links: &[
            own(&["GET", "PATCH", "PUT"]),
            link("users", "/users", &["GET"]),
            lifecycle("activate", ACTIVATE.path, &["CREATED", "DEACTIVATED"]),
            lifecycle("deactivate", "/lifecycle/deactivate", &["ACTIVE", "SUSPENDED"]),
            lifecycle("suspend", "/lifecycle/suspend", &["ACTIVE"]),
            lifecycle("unsuspend", "/lifecycle/unsuspend", &["SUSPENDED"]),
        ],
        listing: Listing::Paged(Limits::strict(200, 200)),
        filter: &[
            "id",
            "status",
            "lastUpdated",
            "profile.displayName",
            "profile.platform",
            "profile.registered",
            "profile.serialNumber",
            "profile.imei",
            "profile.meid",
            "profile.sid",
            "profile.udid",
        ],
        contains: &[
            "profile.displayName",
            "profile.serialNumber",
            "profile.imei",
            "profile.meid",
            "profile.udid",
            "profile.sid",
        ],
        actions: &[
            activate(Answer::NoContent),
            step("lifecycle/deactivate", || json!({ "status": "DEACTIVATED" })),
            step("lifecycle/suspend", || json!({ "status": "SUSPENDED" })),
            step("lifecycle/unsuspend", || json!({ "status": "ACTIVE" })),
        ],
        guards: &[
            refused_from(|| json!("ACTIVE"), &["deleteDevice", "unsuspendDevice"]),
            refused_from(|| json!("SUSPENDED"), &["activateDevice", "deleteDevice", "suspendDevice"]),
            refused_from(|| json!("DEACTIVATED"), &["deactivateDevice", "suspendDevice", "unsuspendDevice"]),
            refused_from(|| json!("CREATED"), &["deleteDevice", "suspendDevice", "unsuspendDevice"]),
        ],
        ..Collection::new("/api/v1/devices/{deviceId}", "Device", Id::Made("guo"))
    },
    Collection {
        stamps: Stamps::NONE,
        ..Collection::new("/api/v1/devices/{deviceId}/users/{userId}", "User", Id::Made("00u"))
    },
    Collection {
        stamps: Stamps::NONE,
        ..Collection::new("/api/v1/users/{userId}/devices/{deviceId}", "Device", Id::Made("guo"))
    },
];
