//! What an org does about requests that a program seems to send.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::{list, one_of, own};

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[
        one_of("level", &["ANY", "HIGH", "LOW", "MEDIUM"]).required(),
        one_of("mode", &["DISABLED", "ENFORCED", "LOG_ONLY"]).required(),
        one_of("enforcementType", &["OKTA_CHALLENGE"]),
        list("supportedFlows").required(),
    ],
    links: &[own(&["GET", "POST"])],
    sample: || json!({ "level": "LOW", "mode": "LOG_ONLY", "supportedFlows": ["SIGN_IN"] }),
    ..Setting::new(
        "/api/v1/bot-protection/configuration",
        || json!({ "level": "HIGH", "mode": "DISABLED", "supportedFlows": ["SIGN_IN", "SSR", "SSPR"] }),
    )
}];
