//! Device posture checks: an administrator's own questions to a device.

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{Id, Stamps, Use, object, one_of, own, text};
use crate::document::{Collection, rules};
use crate::kernel::kind;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required().unique(),
        text("description").or_null(),
        text("variableName").required().unique().fixed(),
        one_of("platform", &["MACOS", "WINDOWS"]).required().fixed(),
        one_of("type", &["BUILTIN", "CUSTOM"]).or(|| json!("CUSTOM")),
        one_of("mappingType", &["CHECKBOX", "TEXTBOX"]).required(),
        text("query").required(),
        object("remediationSettings"),
    ],
    stamps: Stamps::DATES,
    links: &[own(&["DELETE", "GET", "PUT"])],
    uses: &[Use {
        operations: &[&op::DELETE_DEVICE_POSTURE_CHECK],
        is_used: |context, check| {
            let name = check["variableName"].as_str().unwrap_or_default();
            rules::is_mentioned(context, kind::DEVICE_ASSURANCE, name)
        },
        code: "E0000001",
        summary: "Api validation failed: devicePostureCheck",
        cause: "A device posture check that a device assurance policy uses cannot be deleted.",
    }],
    sample: || {
        json!({
            "name": "Firewall",
            "description": "Whether the firewall is on",
            "variableName": "macOSFirewall",
            "platform": "MACOS",
            "type": "CUSTOM",
            "mappingType": "CHECKBOX",
            "query": "SELECT global_state FROM alf;",
        })
    },
    ..Collection::new("/api/v1/device-posture-checks/{postureCheckId}", "DevicePostureCheck", Id::Made("dch"))
}];
