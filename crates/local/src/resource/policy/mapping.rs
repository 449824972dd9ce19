//! What a policy is mapped to: apps. They are assigned with `PUT /apps/{id}/policies/{id}`.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::policy as app_policy;

pub const HANDLERS: Handlers = &[
    (&op::LIST_POLICY_MAPPINGS, list),
    (&op::MAP_RESOURCE_TO_POLICY, map),
    (&op::GET_POLICY_MAPPING, get),
    (&op::DELETE_POLICY_RESOURCE_MAPPING, delete),
];

/// A mapping has the id of its app with a prefix of its own.
fn mapping_id(app: &Value) -> String {
    id_of(app).replacen("0oa", "mpp", 1)
}

fn answer(context: &Context<'_>, policy: &Value, app: &Value) -> Value {
    let id = mapping_id(app);
    json!({
        "id": id,
        "_links": {
            "self": {
                "href": context.url(&format!("/policies/{}/mappings/{id}", id_of(policy))),
                "hints": { "allow": ["GET", "DELETE"] },
            },
            "application": {
                "name": app["label"],
                "href": context.url(&format!("/apps/{}", id_of(app))),
                "hints": { "allow": ["GET"] },
            },
            "policy": {
                "href": context.url(&format!("/policies/{}", id_of(policy))),
                "hints": { "allow": ["GET"] },
            },
        },
    })
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let apps = app_policy::governed_by(context, &policy)?;
    let mappings: Vec<Value> = apps.iter().map(|app| answer(context, &policy, app)).collect();
    Ok(Reply::ok(&mappings))
}

fn map(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.policy()?;
    let cause = "Policy mappings are no longer supported on this endpoint.";
    Err(Problem::validation("policyMapping", cause))
}

/// The app of the mapping that the path names.
fn mapped(context: &Context<'_>, policy: &Value) -> Result<Value, Problem> {
    let id = context.param("mappingId");
    let apps = app_policy::governed_by(context, policy)?;
    apps.into_iter().find(|app| mapping_id(app) == id).ok_or_else(|| Problem::not_found(id, "PolicyMapping"))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let app = mapped(context, &policy)?;
    Ok(Reply::ok(&answer(context, &policy, &app)))
}

/// The app falls back to the default policy.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let mut app = mapped(context, &policy)?;
    app_policy::forget(context, &mut app, &policy)?;
    Ok(Reply::no_content())
}
