//! Event hooks: a URL that gets the events of the System Log as they happen, once it has shown that it knows of
//! it. Hooks are documents; verifying and delivering is done here, and by `hook.rs`.

use std::ops::ControlFlow;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Stamps, activate, deactivate, link, list, object, one_of,
    only_inactive, own, text, texts, url,
};
use crate::document::{Collection, Verb, collection, place};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::queue::Call;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx, decode};
use crate::language::event_filter;

pub const HANDLERS: Handlers =
    &[(&op::CREATE_EVENT_HOOK, create), (&op::REPLACE_EVENT_HOOK, replace), (&op::VERIFY_EVENT_HOOK, verify)];

pub const COLLECTIONS: &[Collection] = &[HOOKS];

const HOOKS: Collection = Collection {
    fields: &[
        text("name").required().at_most(255).unique(),
        text("description").or_null(),
        object("events").required(),
        one_of("events.type", &["EVENT_TYPE"]).required(),
        texts("events.items").required(),
        object("events.filter").or_null(),
        object("channel").required(),
        one_of("channel.type", &["HTTP"]).required(),
        text("channel.version").required(),
        object("channel.config").required(),
        url("channel.config.uri").required(),
        list("channel.config.headers").or(|| json!([])),
        text("channel.config.method").or(|| json!("POST")),
        object("channel.config.authScheme").or_null(),
        text("channel.config.authScheme.value").secret(),
    ],
    shows: || json!({ "status": status::ACTIVE, "verificationStatus": status::UNVERIFIED }),
    stamps: Stamps { changed_by: "", ..Stamps::PEOPLE },
    links: &[
        own(&[]),
        link("verify", "/lifecycle/verify", &["POST"]).when("verificationStatus", &[status::UNVERIFIED]),
        ACTIVATE,
        DEACTIVATE,
        link("delete", "", &["DELETE"]).when("status", &[status::INACTIVE]),
    ],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    guards: &[only_inactive(
        &[&op::DELETE_EVENT_HOOK],
        "E0000001",
        "Api validation failed: eventHook",
        "An active event hook cannot be deleted: deactivate it first.",
    )],
    events: Some("event_hook"),
    sample: || {
        json!({
            "name": "Members",
            "events": { "type": "EVENT_TYPE", "items": ["group.user_membership.add"], "filter": null },
            "channel": {
                "type": "HTTP",
                "version": "1.0.0",
                "config": {
                    "uri": "http://127.0.0.1:9/members",
                    "headers": [{ "key": "X-Other-Header", "value": "any" }],
                    "authScheme": { "type": "HEADER", "key": "Authorization", "value": "secret" },
                },
            },
        })
    },
    ..Collection::new("/api/v1/eventHooks/{eventHookId}", "Webhook", Id::Made("who"))
};

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    check_filter(context)?;
    check_events(&context.object()?)?;
    collection::serve(context, &HOOKS, Verb::Create)
}

/// A condition that is not understood is kept, one that is too long or too deep to be read is not.
fn check_filter(context: &Context<'_>) -> Result<(), Problem> {
    let body = context.object()?;
    let conditions = body["events"]["filter"]["eventFilterMap"].as_array().into_iter().flatten();
    let texts = conditions.filter_map(|one| one["condition"]["expression"].as_str());
    match texts.into_iter().find_map(event_filter::excess) {
        Some(why) => Err(Problem::validation("filter", format!("filter: Invalid expression: {why}"))),
        None => Ok(()),
    }
}

/// The first words of Okta's event types.
#[rustfmt::skip]
const FAMILIES: &[&str] = &[
    "access", "account", "analytics", "app", "application", "automation", "brand", "certification", "core",
    "credential", "device", "directory", "domain", "enduser", "entitlement", "event_hook", "feature", "governance",
    "group", "iam", "identity", "import", "inline_hook", "integration", "master_application", "mim", "network_zone",
    "oag", "oauth2", "omm", "org", "pam", "personal", "pki", "platform", "plugin", "policy", "privileged_resource",
    "realm", "risk", "scheduled_action", "security", "self_service", "session", "support", "system", "task", "user",
    "workflow", "workflows", "workload", "zone",
];

/// An event type has several words behind dots, the first of which Okta knows. New types of these families come
/// with every release, so the rest is not looked at.
fn check_events(body: &Value) -> Result<(), Problem> {
    let is_type = |text: &str| {
        let mut words = text.split('.');
        let is_known = words.next().is_some_and(|family| FAMILIES.contains(&family));
        let rest: Vec<&str> = words.collect();
        let is_word = |word: &&str| !word.is_empty() && !word.contains(char::is_whitespace);
        is_known && !rest.is_empty() && rest.iter().all(is_word)
    };
    let items = body["events"]["items"].as_array().into_iter().flatten().filter_map(Value::as_str);
    match items.into_iter().find(|text| !is_type(text)) {
        Some(text) => {
            Err(Problem::validation("events", format!("events.items: '{text}' is not a type of event")))
        }
        None => Ok(()),
    }
}

/// A changed channel must show again that it wants the hook.
fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    check_filter(context)?;
    check_events(&context.object()?)?;
    let place = place::of(context, HOOKS.path())?;
    let old = collection::find(context, &HOOKS, &place.path, &place.id)?;
    let reply = collection::serve(context, &HOOKS, Verb::Replace)?;
    let mut hook = collection::find(context, &HOOKS, &place.path, &place.id)?;
    if hook["channel"] == old["channel"] {
        return Ok(reply);
    }
    hook["verificationStatus"] = json!(status::UNVERIFIED);
    context.tx.put(kind::at(&place.path), &place.id, &hook)?;
    Ok(Reply::ok(&collection::answer(context, &HOOKS, &place.path, hook)))
}

/// Asks the hook's URL for what only somebody who wants it would answer.
fn verify(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let place = place::of(context, HOOKS.path())?;
    let stored = collection::find(context, &HOOKS, &place.path, &place.id)?;
    let challenge = id::random(40);
    let call = call(&stored).header("x-okta-verification-challenge", &challenge);
    let answered = context.ask(call)?.map_err(|why| refused(&why))?;
    let said: Value = serde_json::from_str(&answered).unwrap_or_default();
    if said["verification"] != challenge.as_str() {
        return Err(refused("the answer's `verification` is not the challenge that was sent"));
    }
    let mut hook = collection::find(context, &HOOKS, &place.path, &place.id)?;
    hook["verificationStatus"] = json!(status::VERIFIED);
    collection::touch(context, &HOOKS, &mut hook);
    collection::save(context, &HOOKS, &place.path, &hook, "verified")?;
    Ok(Reply::ok(&collection::answer(context, &HOOKS, &place.path, hook)))
}

fn refused(why: &str) -> Problem {
    Problem::validation("eventHook", format!("verification: The event hook was not verified: {why}"))
}

/// A call to the hook's URL with its own headers and its secret.
pub fn call(hook: &Value) -> Call {
    let config = &hook["channel"]["config"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut call = Call::to(&text(&config["uri"]));
    for header in config["headers"].as_array().into_iter().flatten() {
        call = call.header(&text(&header["key"]), &text(&header["value"]));
    }
    let scheme = &config["authScheme"];
    if scheme.is_object() {
        call = call.header(&text(&scheme["key"]), &text(&scheme["value"]));
    }
    call
}

/// Has the hooks told what a request leaves in the System Log.
pub fn tell(context: &mut Context<'_>) -> Result<(), StoreError> {
    if !context.logged.is_empty() {
        context.told.extend(deliveries(&context.tx, &context.request.base, &context.logged)?);
    }
    Ok(())
}

/// What the hooks of an org must be told of these events, in order.
pub fn deliveries(tx: &Tx, base: &str, events: &[Value]) -> Result<Vec<Call>, StoreError> {
    let mut calls = Vec::new();
    tx.scan(kind::EVENT_HOOK, None, &mut |_, stored| {
        let hook: Value = decode(stored);
        let wanted: Vec<&Value> = events.iter().filter(|event| wants(&hook, event)).collect();
        if !wanted.is_empty() {
            calls.push(call(&hook).body(&message(base, &hook, &wanted)));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(calls)
}

fn wants(hook: &Value, event: &Value) -> bool {
    let subscribed = hook["events"]["items"].as_array().into_iter().flatten();
    hook["status"] == status::ACTIVE
        && hook["verificationStatus"] == status::VERIFIED
        && subscribed.into_iter().any(|item| *item == event["eventType"])
        && passes(&hook["events"]["filter"], event)
}

/// Whether the filter lets an event through. A condition that is not understood lets nothing through.
fn passes(filter: &Value, event: &Value) -> bool {
    let conditions = filter["eventFilterMap"].as_array().into_iter().flatten();
    conditions.into_iter().filter(|one| one["event"] == event["eventType"]).all(|one| {
        let condition = one["condition"]["expression"].as_str().unwrap_or_default();
        event_filter::holds(condition, event).unwrap_or_else(|why| {
            tracing::warn!(condition, why, "an event hook's filter is not understood");
            false
        })
    })
}

fn message(base: &str, hook: &Value, events: &[&Value]) -> Value {
    json!({
        "eventType": "com.okta.event_hook",
        "eventTypeVersion": "1.0",
        "cloudEventsVersion": "0.1",
        "source": format!("{base}{}/{}", kind::EVENT_HOOK.name(), hook["id"].as_str().unwrap_or_default()),
        "eventId": id::uuid(),
        "data": { "events": events },
        "eventTime": events.first().map(|event| event["published"].clone()),
        "contentType": "application/json",
    })
}
