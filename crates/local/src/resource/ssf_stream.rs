//! Streams of the Shared Signals Framework: what a receiver asks of the org as a transmitter. Streams are kept for
//! the client that makes them; nothing is transmitted.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[
    (&op::GET_WELLKNOWN_SSF_METADATA, metadata),
    (&op::GET_SSF_STREAMS, get),
    (&op::CREATE_SSF_STREAM, create),
    (&op::REPLACE_SSF_STREAM, replace),
    (&op::UPDATE_SSF_STREAM, update),
    (&op::DELETE_SSF_STREAM, delete),
    (&op::GET_SSF_STREAM_STATUS, status),
];

/// The member of a stored stream that no answer shows: the client it belongs to.
const CLIENT: &str = "client";
const MOST: usize = 10;
const PUSH: [&str; 2] =
    ["https://schemas.openid.net/secevent/risc/delivery-method/push", "urn:ietf:rfc:8935"];
const EVENTS: [&str; 2] = [
    "https://schemas.openid.net/secevent/caep/event-type/session-revoked",
    "https://schemas.openid.net/secevent/caep/event-type/credential-change",
];

fn metadata(context: &mut Context<'_>) -> Result<Reply, Problem> {
    Ok(Reply::ok(&json!({
        "configuration_endpoint": context.url("/ssf/stream"),
        "delivery_methods_supported": PUSH,
        "issuer": context.request.base,
        "jwks_uri": format!("{}/oauth2/v1/keys", context.request.base),
        "verification_endpoint": context.url("/ssf/stream/verification"),
        "spec_version": "1_0-ID3",
        "authorization_schemes": [{ "spec_urn": "urn:ietf:rfc:6749" }],
        "default_subjects": "ALL",
    })))
}

/// The caller as the owner of a stream; all who have an API token are one.
fn caller(context: &Context<'_>) -> String {
    context.caller.client_id.clone().unwrap_or_default()
}

fn own(context: &Context<'_>) -> Result<Vec<Value>, Problem> {
    let client = caller(context);
    let all = context.tx.all(kind::SSF_STREAM)?.into_iter().map(|(_, stream)| stream);
    Ok(all.filter(|stream| stream[CLIENT] == client.as_str()).collect())
}

/// The caller's stream of this id, or the only one where none is named.
fn find(context: &Context<'_>, id: Option<&str>) -> Result<Value, Problem> {
    let mut own = own(context)?.into_iter();
    let found = own.find(|stream| id.is_none_or(|id| stream["stream_id"] == id));
    found.ok_or_else(|| Problem::not_found(id.unwrap_or("stream"), "StreamConfiguration"))
}

fn answer(mut stream: Value) -> Value {
    if let Some(members) = stream.as_object_mut() {
        members.shift_remove(CLIENT);
    }
    stream
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    match context.query("stream_id") {
        Some(id) => Ok(Reply::ok(&answer(find(context, Some(id))?))),
        None => Ok(Reply::ok(&own(context)?.into_iter().map(answer).collect::<Vec<_>>())),
    }
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let conflict =
        |cause: &str| Problem::new("E0000195", format!("Api validation failed due to conflict: {cause}"));
    if !own(context)?.is_empty() {
        return Err(conflict("this client has a stream already"));
    }
    if context.tx.all(kind::SSF_STREAM)?.len() >= MOST {
        return Err(conflict("an org has at most 10 streams"));
    }
    let id = context.new_id("esc");
    let stream = configured(context, &id, &body)?;
    context.tx.put(kind::SSF_STREAM, &id, &stream)?;
    Ok(Reply::created(&answer(stream)))
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let old = find(context, body["stream_id"].as_str())?;
    keep(context, &old, &body)
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let old = find(context, body["stream_id"].as_str())?;
    let mut changed = old.clone();
    for (member, value) in body.as_object().into_iter().flatten() {
        changed[member] = value.clone();
    }
    keep(context, &old, &changed)
}

fn keep(context: &Context<'_>, old: &Value, body: &Value) -> Result<Reply, Problem> {
    let id = old["stream_id"].as_str().unwrap_or_default();
    let stream = configured(context, id, body)?;
    context.tx.put(kind::SSF_STREAM, id, &stream)?;
    Ok(Reply::ok(&answer(stream)))
}

/// A stream as the org completes it. What the org sets can be sent back, and must be what it is.
fn configured(context: &Context<'_>, id: &str, body: &Value) -> Result<Value, Problem> {
    let delivery = &body["delivery"];
    let url = delivery["endpoint_url"].as_str().unwrap_or_default();
    if !delivery.is_object() {
        return Err(Problem::blank("delivery"));
    }
    if !PUSH.iter().any(|method| delivery["method"] == *method) {
        let cause = format!("delivery.method: It must be one of {}", PUSH.join(", "));
        return Err(Problem::validation("delivery.method", cause));
    }
    if !url.starts_with("https://") || url.len() > 2048 {
        let cause = "delivery.endpoint_url: It must be a URL that begins with https://";
        return Err(Problem::validation("delivery.endpoint_url", cause));
    }
    let Some(requested) = body["events_requested"].as_array().filter(|events| !events.is_empty()) else {
        return Err(Problem::blank("events_requested"));
    };
    if requested.len() > 50 || !requested.iter().all(Value::is_string) {
        let cause = "events_requested: It must be a list of at most 50 URIs";
        return Err(Problem::validation("events_requested", cause));
    }
    let stream = json!({
        "aud": url.split('/').take(3).collect::<Vec<_>>().join("/"),
        "delivery": delivery,
        "events_delivered": EVENTS.iter().filter(|event| requested.contains(&json!(event))).collect::<Vec<_>>(),
        "events_requested": requested,
        "events_supported": EVENTS,
        "format": "iss_sub",
        "iss": context.request.base,
        "min_verification_interval": 0,
        "stream_id": id,
        CLIENT: caller(context),
    });
    for member in ["format", "iss", "events_supported", "stream_id"] {
        if !body[member].is_null() && body[member] != stream[member] {
            return Err(Problem::validation(member, format!("{member}: The transmitter sets it")));
        }
    }
    Ok(stream)
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let stream = find(context, context.query("stream_id"))?;
    context.tx.delete(kind::SSF_STREAM, stream["stream_id"].as_str().unwrap_or_default())?;
    Ok(Reply::no_content())
}

fn status(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let stream = find(context, context.query("stream_id"))?;
    Ok(Reply::ok(&json!({ "stream_id": stream["stream_id"], "status": "enabled" })))
}
