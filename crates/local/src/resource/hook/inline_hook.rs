//! Inline hooks: what the org asks another service in the middle of its own work. They are called where a client
//! asks for it, and nowhere else.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, activate, deactivate, link, list, object, one_of, only_inactive, own,
    text, url,
};
use crate::document::{Collection, collection, place};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::hook::event_hook;

pub const HANDLERS: Handlers = &[(&op::EXECUTE_INLINE_HOOK, execute)];

const TYPES: &[&str] = &[
    "com.okta.import.transform",
    "com.okta.oauth2.tokens.transform",
    "com.okta.saml.tokens.transform",
    "com.okta.telephony.provider",
    "com.okta.user.credential.password.import",
    "com.okta.user.pre-registration",
];

pub const COLLECTIONS: &[Collection] = &[HOOKS];

const HOOKS: Collection = Collection {
    fields: &[
        text("name").required().at_most(255).unique(),
        one_of("type", TYPES).required().fixed(),
        text("version").required(),
        object("channel").required(),
        one_of("channel.type", &["HTTP", "OAUTH"]).required(),
        text("channel.version").required(),
        object("channel.config").required(),
        url("channel.config.uri").required(),
        text("channel.config.method").or(|| json!("POST")),
        list("channel.config.headers").or(|| json!([])),
        object("channel.config.authScheme").or_null().when("channel.type", &["OAUTH"]),
        one_of("channel.config.authType", &["client_secret_post", "private_key_jwt"])
            .required()
            .when("channel.type", &["OAUTH"]),
        text("channel.config.scope").or_null().when("channel.type", &["OAUTH"]),
        text("channel.config.authScheme.value").secret(),
        text("channel.config.clientSecret").secret(),
    ],
    shows: || json!({ "status": status::ACTIVE }),
    links: &[
        own(&[]),
        ACTIVATE,
        DEACTIVATE,
        link("execute", "/execute", &["POST"]).when("status", &[status::ACTIVE]),
        link("delete", "", &["DELETE"]).when("status", &[status::INACTIVE]),
    ],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    guards: &[only_inactive(
        &[&op::DELETE_INLINE_HOOK],
        "E0000001",
        "Api validation failed: inlineHook",
        "An active inline hook cannot be deleted: deactivate it first.",
    )],
    events: Some("inline_hook"),
    sample: || {
        json!({
            "name": "Tokens",
            "type": "com.okta.oauth2.tokens.transform",
            "version": "1.0.0",
            "channel": {
                "type": "HTTP",
                "version": "1.0.0",
                "config": {
                    "uri": "https://example.com/hook",
                    "method": "POST",
                    "headers": [],
                    "authScheme": { "type": "HEADER", "key": "Authorization", "value": "secret" },
                },
            },
        })
    },
    ..Collection::new("/api/v1/inlineHooks/{inlineHookId}", "InlineHook", Id::Made("cal"))
};

/// Calls the hook with what the client sent, and gives back what it said.
fn execute(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let place = place::of(context, HOOKS.path())?;
    let hook = collection::find(context, &HOOKS, &place.path, &place.id)?;
    let payload = context.object()?;
    if hook["status"] != status::ACTIVE {
        let cause = "The inline hook is not active.";
        return Err(Problem::validation("inlineHook", cause));
    }
    let call = event_hook::call(&hook).body(&payload);
    let answered = context.ask(call)?;
    let failed =
        |why: String| Problem::new("E0000134", "Failed communicating with an inline hook.").cause(why);
    let said = answered.map_err(failed)?;
    let said: Value =
        serde_json::from_str(&said).map_err(|error| failed(format!("its answer is not JSON: {error}")))?;
    Ok(Reply::ok(&said))
}
