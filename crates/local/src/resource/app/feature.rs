//! Provisioning features of an application: what the org does at the server of the app, where it has one.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::connection as app_connection;
use crate::resource::app::path;

pub const HANDLERS: Handlers = &[
    (&op::LIST_FEATURES_FOR_APPLICATION, list),
    (&op::GET_FEATURE_FOR_APPLICATION, get),
    (&op::UPDATE_FEATURE_FOR_APPLICATION, update),
];

const NAMES: [&str; 2] = ["USER_PROVISIONING", "INBOUND_PROVISIONING"];

fn preset(name: &str) -> Value {
    let off = || json!({ "status": status::DISABLED });
    if name == "USER_PROVISIONING" {
        return json!({
            "create": { "lifecycleCreate": off() },
            "update": {
                "profile": off(),
                "lifecycleDeactivate": off(),
                "password": { "status": status::DISABLED, "seed": "RANDOM", "change": "KEEP_EXISTING" },
            },
        });
    }
    json!({
        "importSettings": {
            "username": { "userNameFormat": "EMAIL" },
            "schedule": { "status": status::DISABLED, "fullImport": null, "incrementalImport": null },
        },
        "importRules": {
            "userCreateAndMatch": {
                "exactMatchCriteria": "USERNAME",
                "allowPartialMatch": true,
                "autoConfirmPartialMatch": false,
                "autoConfirmExactMatch": false,
                "autoConfirmNewUsers": false,
                "autoActivateNewUsers": false,
            },
        },
    })
}

fn answer(context: &Context<'_>, app_id: &str, name: &str) -> Result<Value, Problem> {
    let kept = context.tx.get(kind::APP_FEATURE.of(app_id), name)?;
    let description = match name {
        "USER_PROVISIONING" => "User provisioning settings from Okta to a downstream application",
        _ => "In-bound provisioning settings for provisioning users from an application to Okta",
    };
    let own = path(context, app_id, &format!("/features/{name}"));
    Ok(json!({
        "name": name,
        "status": status::ENABLED,
        "description": description,
        "capabilities": kept.unwrap_or_else(|| preset(name)),
        "_links": { "self": { "href": own, "hints": { "allow": ["GET", "PUT"] } } },
    }))
}

/// The app, where it can provision.
fn provisioning_app(context: &Context<'_>) -> Result<Value, Problem> {
    let app = context.app()?;
    if app_connection::is_enabled(context, &app)? {
        return Ok(app);
    }
    Err(Problem::validation("feature", "Provisioning is not supported."))
}

/// What the org does for users of the app.
pub fn capabilities(context: &Context<'_>, app: &Value) -> Result<Value, Problem> {
    let kept = context.tx.get(kind::APP_FEATURE.of(id_of(app)), "USER_PROVISIONING")?;
    Ok(kept.unwrap_or_else(|| preset("USER_PROVISIONING")))
}

/// How an import treats the users of the app's server.
pub fn import_rules(context: &Context<'_>, app: &Value) -> Result<Value, Problem> {
    let kept = context.tx.get(kind::APP_FEATURE.of(id_of(app)), "INBOUND_PROVISIONING")?;
    Ok(kept.unwrap_or_else(|| preset("INBOUND_PROVISIONING"))["importRules"]["userCreateAndMatch"].clone())
}

/// Changes settings of the app, as a client would.
pub fn set(context: &Context<'_>, app_id: &str, name: &str, change: &Value) -> Result<(), Problem> {
    let kind = kind::APP_FEATURE.of(app_id);
    let mut capabilities = context.tx.get(kind, name)?.unwrap_or_else(|| preset(name));
    merge(&mut capabilities, change);
    Ok(context.tx.put(kind, name, &capabilities)?)
}

/// Whether changed profiles of users are pushed to the application.
pub fn pushes_profiles(context: &Context<'_>, app: &Value) -> Result<bool, Problem> {
    let capabilities = capabilities(context, app)?;
    Ok(app_connection::is_enabled(context, app)?
        && capabilities["update"]["profile"]["status"] == status::ENABLED)
}

fn name(context: &Context<'_>) -> Result<&'static str, Problem> {
    let asked = context.param("featureName");
    let known = NAMES.into_iter().find(|name| *name == asked);
    known.ok_or_else(|| Problem::not_found(asked, "PublicAppFeatureSetName"))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = provisioning_app(context)?;
    let features: Result<Vec<Value>, _> =
        NAMES.iter().map(|name| answer(context, id_of(&app), name)).collect();
    Ok(Reply::ok(&features?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let name = name(context)?;
    let app = provisioning_app(context)?;
    Ok(Reply::ok(&answer(context, id_of(&app), name)?))
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let name = name(context)?;
    let request = context.object()?;
    let app = provisioning_app(context)?;
    set(context, id_of(&app), name, &request)?;
    Ok(Reply::ok(&answer(context, id_of(&app), name)?))
}

fn merge(into: &mut Value, from: &Value) {
    match from.as_object() {
        Some(members) if into.is_object() => {
            for (name, value) in members {
                merge(&mut into[name], value);
            }
        }
        _ => *into = from.clone(),
    }
}
