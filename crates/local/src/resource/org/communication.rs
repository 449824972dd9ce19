//! Whether Okta may write to the users of an org.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::{Answer, action, link};

pub const SETTINGS: &[Setting] = &[Setting {
    links: &[
        link("optIn", "/optIn", &["POST"]).when("optOutEmailUsers", &["true"]),
        link("optOut", "/optOut", &["POST"]).when("optOutEmailUsers", &["false"]),
    ],
    actions: &[
        action("optIn", || json!({ "optOutEmailUsers": false }), Answer::Document),
        action("optOut", || json!({ "optOutEmailUsers": true }), Answer::Document),
    ],
    ..Setting::new("/api/v1/org/privacy/oktaCommunication", || json!({ "optOutEmailUsers": false }))
}];
