//! Custom SMTP servers.

use serde_json::json;

use crate::document::description::{Id, Listing, Stamps, flag, list, number, one_of, text};
use crate::document::{Collection, Setting};

const KINDS: &[&str] = &["BASIC_SMTP_AUTH", "OAUTH2_CLIENT_CREDENTIALS", "OAUTH2_JWT_BEARER_GRANT"];

const CREDENTIALS: &[&str] = &["OAUTH2_CLIENT_CREDENTIALS"];
const ASSERTION: &[&str] = &["OAUTH2_JWT_BEARER_GRANT"];

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("alias").required(),
        text("host").required(),
        number("port").required(),
        text("username").required(),
        flag("enabled").required().unique_or("E0000222", "Only one SMTP server can be enabled at a time."),
        one_of("authType", KINDS).or(|| json!("BASIC_SMTP_AUTH")),
        text("password").required().when("authType", &["BASIC_SMTP_AUTH"]).secret(),
        text("clientId").required().when("authType", CREDENTIALS),
        text("clientSecret").secret().required().when("authType", CREDENTIALS),
        text("tokenEndpoint").required().when("authType", CREDENTIALS),
        one_of("tokenEndpointAuthMethod", &["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"])
            .required()
            .when("authType", CREDENTIALS),
        list("scopes").required().when("authType", CREDENTIALS),
        one_of("signingAlgorithm", &["RS256"]).required().when("authType", ASSERTION),
        text("keyId").required().when("authType", ASSERTION),
        text("issuer").required().when("authType", ASSERTION),
        text("subject").required().when("authType", ASSERTION),
        text("audience").required().when("authType", ASSERTION),
        text("privateKey").secret().required().when("authType", ASSERTION),
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
