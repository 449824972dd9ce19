//! An org's own providers of text messages and calls.

use serde_json::json;

use crate::context::{Context, Handler, Reply};
use crate::control::Mail;
use crate::document::description::{Answer, Id, Stamps, action, object, one_of, text};
use crate::document::{Collection, collection};
use crate::problem::Problem;

pub const HANDLERS: &[(&str, Handler)] = &[("sendTestCustomTelephonyProviderCredential", test)];

pub const COLLECTIONS: &[Collection] = &[PROVIDERS];

const PROVIDERS: Collection = Collection {
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
};

/// The message goes where all messages of the local org go: into the outbox.
fn test(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = context.param("customTelephonyProviderId").to_owned();
    collection::find(context, &PROVIDERS, PROVIDERS.path(), &id)?;
    let body = context.object()?;
    let text = |member: &str| body[member].as_str().unwrap_or_default().to_owned();
    let factor = text("factor");
    if !["SMS", "CALL"].contains(&factor.as_str()) {
        return Err(Problem::validation("factor", format!("factor: '{factor}' is not one of SMS, CALL")));
    }
    for member in ["phoneNumber", "countryCodeIso2"] {
        if text(member).trim().is_empty() {
            return Err(Problem::blank(member));
        }
    }
    context.org.control.mail(Mail {
        kind: factor.to_lowercase(),
        to: text("phoneNumber"),
        user_id: String::new(),
        token: String::new(),
        url: String::new(),
        sent: context.now_text(),
    });
    Ok(Reply::no_content())
}
