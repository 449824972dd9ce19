//! An org's own providers of text messages and calls.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Answer, Id, Stamps, action, object, one_of, text};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        one_of("providerName", &["TWILIO", "TELESIGN"]).required().fixed(),
        text("providerSid").required(),
        text("providerAuthToken").required().secret(),
        one_of("providerCapability", &["ALL"]).or(|| json!("ALL")),
        object("providerSettings"),
    ],
    shows: || json!({ "isPrimaryProvider": false, "enabled": true }),
    stamps: Stamps::NONE,
    created: 201,
    actions: &[
        action("lifecycle/activate", || json!({ "enabled": true }), Answer::Document),
        action("lifecycle/deactivate", || json!({ "enabled": false }), Answer::Document),
        action("setAsPrimary", || json!({ "isPrimaryProvider": true }), Answer::Document),
    ],
    sample: || {
        json!({
            "providerName": "TWILIO",
            "providerSid": "sid",
            "providerAuthToken": "secret",
            "providerSettings": { "sms": { "twilioPhoneNumber": "+1234567890" } },
        })
    },
    ..Collection::new(
        "/api/v1/telephony-providers/{customTelephonyProviderId}",
        "CustomTelephonyProvider",
        Id::Made("oct"),
    )
}];
