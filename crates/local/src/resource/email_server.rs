//! Custom SMTP servers.

use serde_json::json;

use crate::document::description::{Id, Listing, Stamps, any, flag, number, one_of, text};
use crate::document::{Collection, Setting};

const KINDS: &[&str] = &["BASIC_SMTP_AUTH", "OAUTH2_CLIENT_CREDENTIALS", "OAUTH2_JWT_BEARER_GRANT"];

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("alias").required(),
        text("host").required(),
        number("port").required(),
        text("username").required(),
        flag("enabled").required().unique_or("E0000222", "Only one SMTP server can be enabled at a time."),
        one_of("authType", KINDS).or(|| json!("BASIC_SMTP_AUTH")),
        text("password").required().when("authType", &["BASIC_SMTP_AUTH"]).secret(),
        any("clientId"),
        text("clientSecret").secret(),
        any("tokenEndpoint"),
        any("scopes"),
        any("audience"),
        any("issuer"),
        any("subject"),
        any("signingAlgorithm"),
        any("tokenEndpointAuthMethod"),
        text("privateKey").secret(),
    ],
    stamps: Stamps::NONE,
    created: 201,
    listing: Listing::Wrapped("email-servers"),
    sample: || {
        json!({
            "alias": "Relay",
            "host": "smtp.example.com",
            "port": 587,
            "username": "relay",
            "password": "a password",
            "enabled": true,
            "authType": "BASIC_SMTP_AUTH",
        })
    },
    ..Collection::new("/api/v1/email-servers/{emailServerId}", "EmailServer", Id::Made("ces"))
}];

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[text("fromAddress").required(), text("toAddress").required()],
    created: 204,
    replaced: 204,
    sample: || json!({ "fromAddress": "a@example.com", "toAddress": "b@example.com" }),
    ..Setting::new("/api/v1/email-servers/{emailServerId}/test", || json!({}))
}];
