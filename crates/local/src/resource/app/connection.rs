//! The provisioning connection of an application. It is shown without its token. Where it leads to a server on this
//! machine, the org provisions users there; where it leads elsewhere, nothing is sent.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::{INTERNAL, path, provisions};

/// What an app shows whose server takes users.
const FEATURES: [&str; 6] = [
    "PUSH_NEW_USERS",
    "PUSH_USER_DEACTIVATION",
    "SCIM_PROVISIONING",
    "GROUP_PUSH",
    "REACTIVATE_USERS",
    "PUSH_PROFILE_UPDATES",
];

pub const HANDLERS: Handlers = &[
    (&op::GET_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, get),
    (&op::UPDATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, update),
    (&op::ACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, activate),
    (&op::DEACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, deactivate),
];

/// Whether users can be provisioned: the app supports it and its connection is on.
pub fn is_enabled(context: &Context<'_>, app: &Value) -> Result<bool, Problem> {
    Ok(supports(context, app)? && stored(context, app)?["status"] == status::ENABLED)
}

/// Apps of the network do. An app that the org made has a connection only if a test gave it one.
fn supports(context: &Context<'_>, app: &Value) -> Result<bool, Problem> {
    Ok(provisions(app) || context.tx.exists(kind::SCIM_SERVER, id_of(app))?)
}

/// The org speaks to this server of an app from now on.
pub fn connect(context: &Context<'_>, app: &Value, server: &Value) -> Result<(), Problem> {
    let mut app = app.clone();
    context.tx.put(kind::SCIM_SERVER, id_of(&app), server)?;
    app["features"] = json!(FEATURES);
    app[INTERNAL]["scim"] = json!(true);
    context.put_app(&mut app)
}

/// Gives an app a connection that is on.
pub fn set(context: &Context<'_>, app_id: &str, base_url: &str) -> Result<(), Problem> {
    let connection = json!({
        "authScheme": "TOKEN",
        "status": status::ENABLED,
        "baseUrl": base_url,
        "profile": { "authScheme": "TOKEN" },
    });
    Ok(context.tx.put(kind::APP_CONNECTION, app_id, &connection)?)
}

/// Whether an address is one of this machine, over plain HTTP: the org speaks to no other.
pub fn is_local(base_url: &str) -> bool {
    let Ok(uri) = base_url.parse::<http::Uri>() else { return false };
    uri.scheme_str() == Some("http") && uri.host().is_some_and(is_loopback)
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn stored(context: &Context<'_>, app: &Value) -> Result<Value, Problem> {
    let preset = || json!({ "authScheme": "TOKEN", "status": status::DISABLED });
    Ok(context.tx.get(kind::APP_CONNECTION, id_of(app))?.unwrap_or_else(preset))
}

fn answer(context: &Context<'_>, app: &Value, mut connection: Value, supports: bool) -> Reply {
    if !supports {
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
    let supports = supports(context, &app)?;
    Ok(answer(context, &app, connection, supports))
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let request = context.object()?;
    let mut connection = stored(context, &app)?;
    let mut profile = request["profile"].clone();
    let mut token = None;
    if let Some(profile) = profile.as_object_mut() {
        token = profile.shift_remove("token");
        connection["authScheme"] = profile.get("authScheme").cloned().unwrap_or(json!("TOKEN"));
    }
    if request["baseUrl"].is_string() {
        connection["baseUrl"] = request["baseUrl"].clone();
    }
    connection["profile"] = profile;
    if context.flag("activate", false) {
        connection["status"] = json!(status::ENABLED);
    }
    let supports = supports(context, &app)?;
    if supports {
        context.tx.put(kind::APP_CONNECTION, id_of(&app), &connection)?;
        follow(context, &app, &connection, token.as_ref().and_then(Value::as_str))?;
    }
    Ok(answer(context, &app, connection, supports))
}

/// The org speaks to the server that a connection names with a token, if it is one of this machine.
fn follow(
    context: &Context<'_>,
    app: &Value,
    connection: &Value,
    token: Option<&str>,
) -> Result<(), Problem> {
    let base_url = connection["baseUrl"].as_str().unwrap_or_default();
    let known = context.tx.get(kind::SCIM_SERVER, id_of(app))?;
    if !is_local(base_url) {
        if known.is_some() {
            context.tx.delete(kind::SCIM_SERVER, id_of(app))?;
        }
        return Ok(());
    }
    let mut server = known.unwrap_or_else(|| json!({ "patch": true }));
    server["baseUrl"] = json!(base_url.trim_end_matches('/'));
    if let Some(token) = token {
        server["authorization"] = json!(format!("Bearer {token}"));
    }
    connect(context, app, &server)
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
    if supports(context, &app)? {
        context.tx.put(kind::APP_CONNECTION, id_of(&app), &connection)?;
    }
    Ok(Reply::no_content())
}
