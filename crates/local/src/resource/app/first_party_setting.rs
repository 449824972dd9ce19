//! Settings of Okta's own apps.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::number;

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[
        number("sessionIdleTimeoutMinutes").or(|| json!(15)).between(5, 720),
        number("sessionMaxLifetimeMinutes").or(|| json!(720)).between(5, 10080),
    ],
    sample: || json!({ "sessionIdleTimeoutMinutes": 30, "sessionMaxLifetimeMinutes": 720 }),
    ..Setting::new(
        "/api/v1/first-party-app-settings/{appName}",
        || json!({ "sessionIdleTimeoutMinutes": 15, "sessionMaxLifetimeMinutes": 720 }),
    )
}];
