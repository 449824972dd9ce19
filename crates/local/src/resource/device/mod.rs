//! Devices: nothing registers them here, so a test that needs some puts them into the store.

pub mod assurance;
pub mod integration;
pub mod posture_check;

use oktars_catalog::{Operation, op};
use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Action, Answer, Guard, Id, Link, Listing, Make, Stamps, activate, link, own,
};
use crate::kernel::page::Limits;
use crate::kernel::status;

const fn lifecycle(rel: &'static str, path: &'static str, from: &'static [&'static str]) -> Link {
    link(rel, path, &["POST"]).when("status", from)
}

const fn step(path: &'static str, sets: Make) -> Action {
    Action { path, sets, answer: Answer::NoContent, event: "update" }
}

/// What cannot be done with a device in this state.
const fn refused_from(is: Make, operations: &'static [&'static Operation]) -> Guard {
    let summary = "This operation is not allowed in the device's current status.";
    Guard { operations, member: "status", is, code: "E0000152", summary, cause: "" }
}

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        links: &[
            own(&["GET", "PATCH", "PUT"]),
            link("users", "/users", &["GET"]),
            lifecycle("activate", ACTIVATE.path, &[status::CREATED, status::DEACTIVATED]),
            lifecycle("deactivate", "/lifecycle/deactivate", &[status::ACTIVE, status::SUSPENDED]),
            lifecycle("suspend", "/lifecycle/suspend", &[status::ACTIVE]),
            lifecycle("unsuspend", "/lifecycle/unsuspend", &[status::SUSPENDED]),
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
            step("lifecycle/deactivate", || json!({ "status": status::DEACTIVATED })),
            step("lifecycle/suspend", || json!({ "status": status::SUSPENDED })),
            step("lifecycle/unsuspend", || json!({ "status": status::ACTIVE })),
        ],
        guards: &[
            refused_from(|| json!(status::ACTIVE), &[&op::DELETE_DEVICE, &op::UNSUSPEND_DEVICE]),
            refused_from(
                || json!(status::SUSPENDED),
                &[&op::ACTIVATE_DEVICE, &op::DELETE_DEVICE, &op::SUSPEND_DEVICE],
            ),
            refused_from(
                || json!(status::DEACTIVATED),
                &[&op::DEACTIVATE_DEVICE, &op::SUSPEND_DEVICE, &op::UNSUSPEND_DEVICE],
            ),
            refused_from(
                || json!(status::CREATED),
                &[&op::DELETE_DEVICE, &op::SUSPEND_DEVICE, &op::UNSUSPEND_DEVICE],
            ),
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
