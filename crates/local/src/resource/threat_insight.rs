//! What an org does about requests from addresses that attack others.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::{one_of, own, texts};

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[
        one_of("action", &["none", "audit", "block"]).required(),
        texts("excludeZones").or(|| json!([])),
    ],
    links: &[own(&["GET", "POST"])],
    sample: || json!({ "action": "audit", "excludeZones": [] }),
    ..Setting::new(
        "/api/v1/threats/configuration",
        || json!({ "action": "none", "excludeZones": [], "created": "{made}", "lastUpdated": "{made}" }),
    )
}];
