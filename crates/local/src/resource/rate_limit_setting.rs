//! Whom an org tells of its rate limits, and which limits its clients have.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::{flag, number, object, one_of};

pub const SETTINGS: &[Setting] = &[
    Setting {
        fields: &[flag("notificationsEnabled").required()],
        sample: || json!({ "notificationsEnabled": false }),
        ..Setting::new(
            "/api/v1/rate-limit-settings/admin-notifications",
            || json!({ "notificationsEnabled": true }),
        )
    },
    Setting {
        fields: &[
            one_of("defaultMode", &["DISABLE", "ENFORCE", "PREVIEW"]).required(),
            object("useCaseModeOverrides"),
        ],
        sample: || json!({ "defaultMode": "PREVIEW", "useCaseModeOverrides": { "LOGIN_PAGE": "ENFORCE" } }),
        ..Setting::new("/api/v1/rate-limit-settings/per-client", || json!({ "defaultMode": "ENFORCE" }))
    },
    Setting {
        fields: &[number("warningThreshold").required().between(30, 90)],
        sample: || json!({ "warningThreshold": 66 }),
        ..Setting::new("/api/v1/rate-limit-settings/warning-threshold", || json!({ "warningThreshold": 60 }))
    },
];
