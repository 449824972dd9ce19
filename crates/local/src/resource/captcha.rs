//! CAPTCHA instances, and where the org asks for one.

use serde_json::json;

use crate::document::description::{Id, Most, Stamps, list, one_of, own, text};
use crate::document::{Collection, Setting};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required().at_most(255),
        text("siteKey").required(),
        text("secretKey").required().secret(),
        one_of("type", &["HCAPTCHA", "RECAPTCHA_V2"]).required(),
    ],
    stamps: Stamps::NONE,
    created: 201,
    links: &[own(&["GET", "POST", "PUT", "DELETE"])],
    most: Some(Most {
        count: 1,
        code: "E0000165",
        summary: "CAPTCHA count limit reached. At most one CAPTCHA instance is allowed per Org.",
    }),
    sample: || json!({ "name": "Bots", "siteKey": "a-site-key", "secretKey": "a-secret-key", "type": "HCAPTCHA" }),
    ..Collection::new("/api/v1/captchas/{captchaId}", "Captcha", Id::Made("cap"))
}];

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[text("captchaId").or_null(), list("enabledPages").or(|| json!([]))],
    links: &[own(&["GET", "PUT", "DELETE"])],
    sample: || json!({ "captchaId": "cap0000000000000000", "enabledPages": ["SIGN_IN"] }),
    ..Setting::new("/api/v1/org/captcha", || json!({ "captchaId": null, "enabledPages": [] }))
}];
