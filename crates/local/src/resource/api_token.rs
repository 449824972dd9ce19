//! What is known of API tokens. No operation makes one, and none shows its value.

use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;

pub const HANDLERS: Handlers = &[
    (&op::LIST_API_TOKENS, list),
    (&op::GET_API_TOKEN, get),
    (&op::UPSERT_API_TOKEN, update),
    (&op::REVOKE_API_TOKEN, revoke),
    (&op::REVOKE_CURRENT_API_TOKEN, revoke_current),
];

/// A token that is not used for so long is no longer valid.
const WINDOW_HOURS: i64 = 30 * 24;

fn find(context: &Context<'_>, id: &str) -> Result<(String, Value), Problem> {
    let found = context.tx.all(kind::TOKEN)?.into_iter().find(|(_, token)| id_of(token) == id);
    found.ok_or_else(|| Problem::not_found(id, "Token"))
}

fn answer(context: &Context<'_>, mut token: Value) -> Value {
    let own = context.url(&format!("/api-tokens/{}", id_of(&token)));
    let user = context.url(&format!("/users/{}", token["userId"].as_str().unwrap_or_default()));
    token["expiresAt"] =
        json!(clock::seconds(last_used(context, &token) + SignedDuration::from_hours(WINDOW_HOURS)));
    token["_links"] = json!({
        "self": { "href": own, "hints": { "allow": ["GET", "DELETE"] } },
        "user": { "href": user, "hints": { "allow": ["GET"] } },
    });
    token
}

/// Every use renews a token, and the caller's is in use.
fn last_used(context: &Context<'_>, token: &Value) -> jiff::Timestamp {
    let is_callers = context.caller.token_id.as_deref() == Some(id_of(token));
    let stored = token["lastUpdated"].as_str().and_then(clock::parse);
    stored.filter(|_| !is_callers).unwrap_or(context.now)
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut tokens: Vec<Value> =
        context.tx.all(kind::TOKEN)?.into_iter().map(|(_, token)| answer(context, token)).collect();
    tokens.sort_by(|left, right| id_of(left).cmp(id_of(right)));
    Ok(Reply::ok(&tokens))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (_, token) = find(context, context.param("apiTokenId"))?;
    Ok(Reply::ok(&answer(context, token)))
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (key, mut token) = find(context, context.param("apiTokenId"))?;
    let body = context.object()?;
    if body["name"].is_string() {
        token["name"] = body["name"].clone();
    }
    if !body["network"].is_null() {
        token["network"] = network(&body["network"])?;
    }
    token["lastUpdated"] = json!(context.now_text());
    context.tx.put(kind::TOKEN, &key, &token)?;
    context.log("system.api_token.update", &[target(&token)])?;
    Ok(Reply::ok(&answer(context, token)))
}

/// From where a token may be used: anywhere, or some zones, or all but some.
fn network(sent: &Value) -> Result<Value, Problem> {
    match sent["connection"].as_str() {
        Some("ANYWHERE") => Ok(json!({ "connection": "ANYWHERE" })),
        Some("ZONE") => {
            let (include, exclude) = (sent["include"].is_array(), sent["exclude"].is_array());
            if include == exclude {
                let cause = "network: either the zones to include or those to exclude must be given";
                return Err(Problem::validation("network", cause));
            }
            Ok(sent.clone())
        }
        _ => Err(Problem::validation("network", "connection: must be ANYWHERE or ZONE")),
    }
}

fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let found = find(context, context.param("apiTokenId"))?;
    remove(context, found)
}

fn revoke_current(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = context.caller.token_id.clone().ok_or_else(Problem::forbidden)?;
    let found = find(context, &id)?;
    remove(context, found)
}

fn remove(context: &mut Context<'_>, (key, token): (String, Value)) -> Result<Reply, Problem> {
    context.tx.delete(kind::TOKEN, &key)?;
    context.log("system.api_token.revoke", &[target(&token)])?;
    Ok(Reply::no_content())
}

fn target(token: &Value) -> Target {
    Target {
        id: id_of(token).to_owned(),
        kind: "Token",
        alternate_id: "unknown".into(),
        display_name: token["name"].as_str().unwrap_or_default().to_owned(),
    }
}
