//! Device assurance policies: what a device must be like.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, Stamps, any, flag, list, object, one_of, own, text};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required().unique(),
        one_of("platform", &["ANDROID", "CHROMEOS", "IOS", "MACOS", "WINDOWS"]).required().fixed(),
        object("osVersion"),
        any("osVersionConstraints"),
        object("diskEncryptionType"),
        flag("jailbreak"),
        object("screenLockType"),
        flag("secureHardwarePresent"),
        object("thirdPartySignalProviders"),
        object("thirdPartySignalProviders.dtc"),
        object("thirdPartySignalProviders.devicePostureIdP"),
        object("devicePostureChecks"),
        one_of("displayRemediationMode", &["HIDE", "SHOW"]),
        object("gracePeriod"),
        object("callerContext"),
        list("requiredFeatures"),
    ],
    derives: |policy| {
        json!({
            "resourceType": "DeviceAssurancePolicyEntity",
            "resourceDisplayName": { "value": policy["name"], "sensitive": false },
            "resourceId": policy["id"],
        })
    },
    stamps: Stamps::DATES,
    links: &[own(&["DELETE", "GET", "PUT"])],
    sample: || {
        json!({
            "name": "Phones",
            "platform": "ANDROID",
            "osVersion": { "minimum": "12" },
            "jailbreak": false,
            "screenLockType": { "include": ["BIOMETRIC"] },
        })
    },
    ..Collection::new(
        "/api/v1/device-assurances/{deviceAssuranceId}",
        "DeviceAssuranceEntity",
        Id::Made("dae"),
    )
}];
