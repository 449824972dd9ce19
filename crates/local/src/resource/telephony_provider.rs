//! An org's own providers of text messages and calls.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Answer, Guard, Id, Stamps, Use, action, object, one_of, text};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::outbox::Mail;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;

pub const HANDLERS: Handlers = &[
    (&op::CREATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS, create),
    (&op::SET_AS_PRIMARY_CUSTOM_TELEPHONY_CREDENTIAL, set_primary),
    (&op::SEND_TEST_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL, test),
];

pub const COLLECTIONS: &[Collection] = &[PROVIDERS];

const PROVIDERS: Collection = Collection {
    fields: &[
        one_of("providerName", &["TWILIO", "TELESIGN"]).required().fixed(),
        text("providerSid").required(),
        text("providerAuthToken").required().secret(),
        one_of("providerCapability", &["ALL"]).or(|| json!("ALL")),
        object("providerSettings"),
    ],
    shows: || json!({ "isPrimaryProvider": true, "enabled": true }),
    stamps: Stamps::NONE,
    created: 201,
    guards: &[Guard {
        operations: &[&op::DELETE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL],
        member: "enabled",
        is: || json!(true),
        code: "E0000001",
        summary: "Api validation failed: telephonyProvider",
        cause: "An active telephony provider cannot be deleted: deactivate it first.",
    }],
    uses: &[Use {
        operations: &[&op::DEACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL],
        is_used: is_needed,
        code: "E0000001",
        summary: "Api validation failed: telephonyProvider",
        cause: "The primary telephony provider cannot be deactivated while another one is active.",
    }],
    actions: &[
        action("lifecycle/activate", || json!({ "enabled": true }), Answer::Document),
        action("lifecycle/deactivate", || json!({ "enabled": false }), Answer::Document),
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

/// All other providers than this one.
fn others(context: &Context<'_>, id: &str) -> Result<Vec<(String, Value)>, Problem> {
    let all = context.tx.all(PROVIDERS.kept())?.into_iter();
    Ok(all.filter(|(other, _)| other != id).collect())
}

fn is_needed(context: &Context<'_>, provider: &Value) -> Result<bool, Problem> {
    let others = others(context, id_of(provider))?;
    Ok(provider["isPrimaryProvider"] == true && others.iter().any(|(_, other)| other["enabled"] == true))
}

/// The first provider is the primary one.
fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let reply = collection::serve(context, &PROVIDERS, Verb::Create)?;
    let made: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    if others(context, id_of(&made))?.is_empty() {
        return Ok(reply);
    }
    let mut stored = collection::find(context, &PROVIDERS, PROVIDERS.path(), id_of(&made))?;
    stored["isPrimaryProvider"] = json!(false);
    context.tx.put(PROVIDERS.kept(), id_of(&made), &stored)?;
    Ok(Reply::created(&collection::answer(context, &PROVIDERS, PROVIDERS.path(), stored)))
}

/// One provider is the primary one at a time.
fn set_primary(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = context.param("customTelephonyProviderId").to_owned();
    let mut provider = collection::find(context, &PROVIDERS, PROVIDERS.path(), &id)?;
    for (other, mut document) in others(context, &id)? {
        document["isPrimaryProvider"] = json!(false);
        context.tx.put(PROVIDERS.kept(), &other, &document)?;
    }
    provider["isPrimaryProvider"] = json!(true);
    context.tx.put(PROVIDERS.kept(), &id, &provider)?;
    Ok(Reply::ok(&collection::answer(context, &PROVIDERS, PROVIDERS.path(), provider)))
}

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
    context.org.outbox.send(Mail {
        kind: factor.to_lowercase(),
        to: text("phoneNumber"),
        user_id: String::new(),
        token: String::new(),
        url: String::new(),
        sent: context.now_text(),
    });
    Ok(Reply::no_content())
}
