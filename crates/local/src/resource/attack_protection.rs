//! What an org does about guesses of passwords.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::flag;

pub const SETTINGS: &[Setting] = &[
    Setting {
        fields: &[flag("verifyKnowledgeSecondWhen2faRequired").or(|| json!(false))],
        sample: || json!({ "verifyKnowledgeSecondWhen2faRequired": true }),
        ..Setting::new(
            "/attack-protection/api/v1/authenticator-settings",
            || json!({ "verifyKnowledgeSecondWhen2faRequired": false }),
        )
    },
    Setting {
        fields: &[flag("preventBruteForceLockoutFromUnknownDevices").or(|| json!(false))],
        sample: || json!({ "preventBruteForceLockoutFromUnknownDevices": true }),
        ..Setting::new(
            "/attack-protection/api/v1/user-lockout-settings",
            || json!({ "preventBruteForceLockoutFromUnknownDevices": false }),
        )
    },
];
