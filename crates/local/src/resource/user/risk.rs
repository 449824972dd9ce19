//! What the org thinks of a user: risk and classification.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::{link, one_of, own, text};

pub const SETTINGS: &[Setting] = &[
    Setting {
        fields: &[
            one_of("riskLevel", &["HIGH", "MEDIUM", "LOW"]).required(),
            text("reason").or(|| json!("Admin override risk")),
            text("riskReason").at_most(500).secret(),
        ],
        links: &[own(&["GET", "PUT"]), link("user", "~/api/v1/users/{userId}", &["GET"])],
        created: 201,
        sample: || json!({ "riskLevel": "LOW" }),
        ..Setting::new("/api/v1/users/{userId}/risk", || json!({ "riskLevel": "NONE" }))
    },
    Setting {
        fields: &[one_of("type", &["LITE", "STANDARD"]).required()],
        sample: || json!({ "type": "LITE" }),
        ..Setting::new(
            "/api/v1/users/{userId}/classification",
            || json!({ "type": "STANDARD", "lastUpdated": "{now}" }),
        )
    },
];
