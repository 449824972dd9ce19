//! Custom SMTP servers.

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{Id, Listing, Stamps, email, flag, list as texts, one_of, text, whole};
use crate::document::{Collection, Setting, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;

const KINDS: &[&str] = &["BASIC_SMTP_AUTH", "OAUTH2_CLIENT_CREDENTIALS", "OAUTH2_JWT_BEARER_GRANT"];

const CREDENTIALS: &[&str] = &["OAUTH2_CLIENT_CREDENTIALS"];
const ASSERTION: &[&str] = &["OAUTH2_JWT_BEARER_GRANT"];

pub const HANDLERS: Handlers = &[(&op::CREATE_EMAIL_SERVER, create), (&op::LIST_EMAIL_SERVERS, list)];

pub const COLLECTIONS: &[Collection] = &[SERVERS];

const SERVERS: Collection = Collection {
    fields: &[
        text("alias").required(),
        text("host").required(),
        whole("port").required().between(1, 65_535),
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
        texts("scopes").required().when("authType", CREDENTIALS),
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
};

/// Where the org takes what Okta's SDK for Node sends, a server is off unless its body says otherwise.
fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut body = context.object()?;
    if context.org.features.plain_email_servers && body["enabled"].is_null() {
        body["enabled"] = json!(false);
        context.request.body = body.to_string().into();
    }
    collection::serve(context, &SERVERS, Verb::Create)
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    if context.org.features.plain_email_servers {
        return Ok(Reply::ok(&collection::all(context, &SERVERS, SERVERS.path())?));
    }
    collection::serve(context, &SERVERS, Verb::List)
}

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[email("fromAddress").required(), email("toAddress").required()],
    created: 204,
    replaced: 204,
    sample: || json!({ "fromAddress": "a@example.com", "toAddress": "b@example.com" }),
    ..Setting::new("/api/v1/email-servers/{emailServerId}/test", || json!({}))
}];
