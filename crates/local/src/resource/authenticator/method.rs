//! The methods of an authenticator.

use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Stamps, activate, deactivate, object, own,
};
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[object("settings")],
    stamps: Stamps::NONE,
    links: &[own(&["GET", "PUT"]), ACTIVATE, DEACTIVATE],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    seeds_of: Some(methods),
    ..Collection::new(
        "/api/v1/authenticators/{authenticatorId}/methods/{methodType}",
        "AuthenticatorMethod",
        Id::Given("type"),
    )
}];

/// The methods of an authenticator follow from its key.
fn methods(authenticator: &Value) -> Value {
    let method = |kind: &str, status: &str| json!({ "type": kind, "status": status });
    let key = authenticator["key"].as_str().unwrap_or_default();
    match key {
        "okta_email" => json!([method("email", status::ACTIVE)]),
        "okta_password" => json!([method("password", status::ACTIVE)]),
        "phone_number" => json!([method("sms", status::ACTIVE), method("voice", status::INACTIVE)]),
        "okta_verify" => {
            json!([
                method("push", status::ACTIVE),
                method("signed_nonce", status::INACTIVE),
                method("totp", status::ACTIVE),
            ])
        }
        "webauthn" => json!([{
            "type": "webauthn",
            "status": status::ACTIVE,
            "settings": { "userVerification": "PREFERRED", "attachment": "ANY" },
        }]),
        "google_otp" | "custom_otp" | "yubikey_token" | "symantec_vip" => {
            json!([method("otp", status::ACTIVE)])
        }
        "external_idp" | "smart_card_idp" => json!([method("idp", status::ACTIVE)]),
        other => json!([method(other, status::ACTIVE)]),
    }
}
