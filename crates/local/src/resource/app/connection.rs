//! The provisioning connection of an application. Nothing is provisioned: the connection is kept and shown,
//! without its token.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::{path, provisions};

pub const HANDLERS: Handlers = &[
    (&op::GET_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, get),
    (&op::UPDATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, update),
    (&op::ACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, activate),
    (&op::DEACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, deactivate),
];

/// Whether users can be provisioned: the app supports it and its connection is on.
pub fn is_enabled(context: &Context<'_>, app: &Value) -> Result<bool, Problem> {
    Ok(provisions(app) && stored(context, app)?["status"] == status::ENABLED)
}

fn stored(context: &Context<'_>, app: &Value) -> Result<Value, Problem> {
    let preset = || json!({ "authScheme": "TOKEN", "status": status::DISABLED });
    Ok(context.tx.get(kind::APP_CONNECTION, id_of(app))?.unwrap_or_else(preset))
}

fn answer(context: &Context<'_>, app: &Value, mut connection: Value) -> Reply {
    if !provisions(app) {
        return Reply::ok(&json!({ "status": "UNKNOWN", "profile": { "authScheme": "UNKNOWN" } }));
    }
    let own = path(context, id_of(app), "/connections/default");
    let lifecycle =
        |to: &str| json!({ "href": format!("{own}/lifecycle/{to}"), "hints": { "allow": ["POST"] } });
    let itself = json!({ "href": own, "hints": { "allow": ["POST", "GET"] } });
    connection["_links"] = match connection["status"] == status::ENABLED {
        true => json!({ "self": itself, "deactivate": lifecycle("deactivate") }),
        false => json!({ "activate": lifecycle("activate"), "self": itself }),
    };
    Reply::ok(&connection)
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let connection = stored(context, &app)?;
    Ok(answer(context, &app, connection))
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let request = context.object()?;
    let mut connection = stored(context, &app)?;
    let mut profile = request["profile"].clone();
    if let Some(profile) = profile.as_object_mut() {
        profile.shift_remove("token");
        connection["authScheme"] = profile.get("authScheme").cloned().unwrap_or(json!("TOKEN"));
    }
    if request["baseUrl"].is_string() {
        connection["baseUrl"] = request["baseUrl"].clone();
    }
    connection["profile"] = profile;
    if context.flag("activate", false) {
        connection["status"] = json!(status::ENABLED);
    }
    if provisions(&app) {
        context.tx.put(kind::APP_CONNECTION, id_of(&app), &connection)?;
    }
    Ok(answer(context, &app, connection))
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ENABLED)
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::DISABLED)
}

/// Apps that cannot provision take it without a word.
fn set_status(context: &mut Context<'_>, status: &str) -> Result<Reply, Problem> {
    let app = context.app()?;
    let mut connection = stored(context, &app)?;
    connection["status"] = json!(status);
    if provisions(&app) {
        context.tx.put(kind::APP_CONNECTION, id_of(&app), &connection)?;
    }
    Ok(Reply::no_content())
}
