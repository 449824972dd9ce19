//! Okta Aerial, from which many orgs are managed: an org's consent to one account of it.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[
    (&op::GET_AERIAL_CONSENT, get),
    (&op::GRANT_AERIAL_CONSENT, grant),
    (&op::REVOKE_AERIAL_CONSENT, revoke),
];

const GRANT: (Kind<'_>, &str) = (kind::AERIAL, "grant");

fn answer(context: &Context<'_>, grant: &Value) -> Reply {
    let mut shown = grant.clone();
    let link = |action: &str| json!({ "href": context.url(&format!("/org/privacy/aerial/{action}")), "hints": { "allow": ["POST"] } });
    shown["_links"] = match grant["accountId"].is_null() {
        true => json!({ "grant": link("grant") }),
        false => json!({ "revoke": link("revoke") }),
    };
    Reply::ok(&shown)
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let grant = context.tx.get(GRANT.0, GRANT.1)?.ok_or_else(|| Problem::not_found("grant", "String"))?;
    Ok(answer(context, &grant))
}

/// The account that the body names.
fn account(context: &Context<'_>) -> Result<Value, Problem> {
    let body = context.object()?;
    match body["accountId"].as_str() {
        Some(id) if !id.trim().is_empty() => Ok(json!(id)),
        _ => Err(Problem::blank("accountId")),
    }
}

fn grant(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let account = account(context)?;
    if context.tx.exists(GRANT.0, GRANT.1)? {
        let cause = "The org already has a consent grant added to Aerial.";
        return Err(Problem::validation("account", cause));
    }
    let now = context.now_text();
    let grant = json!({ "accountId": account, "grantedBy": context.caller.user_id, "grantedDate": now });
    context.tx.put(GRANT.0, GRANT.1, &grant)?;
    Ok(answer(context, &grant))
}

fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let account = account(context)?;
    let grant = context.tx.get(GRANT.0, GRANT.1)?.ok_or_else(|| Problem::not_found("grant", "String"))?;
    if grant["accountId"] != account {
        return Err(Problem::validation("account", "Invalid aerial account ID."));
    }
    context.tx.delete(GRANT.0, GRANT.1)?;
    Ok(answer(context, &json!({})))
}
