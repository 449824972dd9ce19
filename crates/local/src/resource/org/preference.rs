//! What an org shows its users.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::{Answer, action, link};

pub const SETTINGS: &[Setting] = &[Setting {
    links: &[
        link("hideEndUserFooter", "/hideEndUserFooter", &["POST"]).when("showEndUserFooter", &["true"]),
        link("showEndUserFooter", "/showEndUserFooter", &["POST"]).when("showEndUserFooter", &["false"]),
    ],
    actions: &[
        action("hideEndUserFooter", || json!({ "showEndUserFooter": false }), Answer::Document),
        action("showEndUserFooter", || json!({ "showEndUserFooter": true }), Answer::Document),
    ],
    ..Setting::new("/api/v1/org/preferences", || json!({ "showEndUserFooter": true }))
}];
