//! Devices: nothing registers them here, so a test that needs some puts them into the store.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Action, Answer, Id, Link, Listing, Stamps, activate, link, only_inactive, own,
};
use crate::page::Limits;

const fn lifecycle(rel: &'static str, path: &'static str, from: &'static [&'static str]) -> Link {
    link(rel, path, &["POST"]).when("status", from)
}

const fn step(path: &'static str, sets: crate::document::description::Make) -> Action {
    Action { path, sets, answer: Answer::NoContent, event: "update" }
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
        actions: &[
            activate(Answer::NoContent),
            step("lifecycle/deactivate", || json!({ "status": "DEACTIVATED" })),
            step("lifecycle/suspend", || json!({ "status": "SUSPENDED" })),
            step("lifecycle/unsuspend", || json!({ "status": "ACTIVE" })),
        ],
        guards: &[only_inactive(
            &["deleteDevice"],
            "E0000152",
            "This operation is not allowed in the device's current status.",
            "",
        )],
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
