//! Clients that are registered as RFC 7591 has it. Each is an app with the same id, and everything that an app is held
//! to holds for it.

use http::StatusCode;
use oktars_catalog::{Operation, op};
use serde_json::{Map, Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::{self, secret as app_secret};
use crate::sign_in::client::client_id;

pub const HANDLERS: Handlers = &[
    (&op::LIST_CLIENTS, list),
    (&op::REGISTER_CLIENT, create),
    (&op::GET_CLIENT, get),
    (&op::REPLACE_CLIENT, replace),
    (&op::DELETE_CLIENT, delete),
    (&op::RENEW_CLIENT_SECRET, renew_secret),
];

const LIMITS: Limits = Limits::strict(20, 200);

/// Members of a client that an app has among the settings of its client, under the same names.
const SETTINGS: [&str; 12] = [
    "client_uri",
    "logo_uri",
    "application_type",
    "redirect_uris",
    "post_logout_redirect_uris",
    "response_types",
    "grant_types",
    "initiate_login_uri",
    "tos_uri",
    "policy_uri",
    "jwks",
    "jwks_uri",
];

// ---- a client as it is shown ----

fn shown(context: &Context<'_>, app: &Value) -> Result<Value, Problem> {
    let created = app["created"].as_str().and_then(clock::parse).map_or(0, |time| time.as_second());
    let mut client = json!({ "client_id": client_id(app) });
    if app::uses_secret(app) {
        let secrets = app_secret::active(context, app)?;
        client["client_secret"] = json!(secrets.first());
    }
    client["client_id_issued_at"] = json!(created);
    if app::uses_secret(app) {
        client["client_secret_expires_at"] = json!(0);
    }
    client["client_name"] = app["label"].clone();
    let settings = &app["settings"]["oauthClient"];
    for name in SETTINGS.iter().filter(|name| !settings[**name].is_null() || name.ends_with("i")) {
        client[*name] = settings[*name].clone();
    }
    client["token_endpoint_auth_method"] =
        app["credentials"]["oauthClient"]["token_endpoint_auth_method"].clone();
    let href = format!("{}/oauth2/v1/clients/{}", context.request.base, client_id(app));
    client["_links"] = json!({ "self": { "href": href, "hints": { "allow": ["GET", "PUT", "DELETE"] } } });
    let members = client.as_object_mut().map(std::mem::take).unwrap_or_default();
    let optional = ["initiate_login_uri", "tos_uri", "policy_uri", "jwks_uri"];
    let kept: Map<String, Value> = members
        .into_iter()
        .filter(|(name, value)| !(value.is_null() && optional.contains(&name.as_str())))
        .collect();
    Ok(Value::Object(kept))
}

/// The body of the app that a client is.
fn body(client: &Value) -> Value {
    let mut settings = json!({ "consent_method": "REQUIRED" });
    for name in SETTINGS.iter().filter(|name| !client[**name].is_null()) {
        settings[*name] = client[*name].clone();
    }
    let mut credentials = json!({});
    for name in ["client_id", "client_secret", "token_endpoint_auth_method"] {
        if !client[name].is_null() {
            credentials[name] = client[name].clone();
        }
    }
    json!({
        "name": "oidc_client",
        "label": client["client_name"],
        "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": credentials },
        "settings": { "oauthClient": settings },
    })
}

/// An error in the words of the standard.
fn refused(error: &str, text: &str) -> Reply {
    Reply::json(StatusCode::BAD_REQUEST, &json!({ "error": error, "error_description": text }))
}

/// What apps refuse, in the words of the standard.
fn of_problem(problem: &Problem) -> Reply {
    let cause = problem.causes.first().and_then(|cause| cause["errorSummary"].as_str());
    let text = cause.unwrap_or(&problem.summary);
    let is_uri = text.starts_with("redirect_uris");
    refused(if is_uri { "invalid_redirect_uri" } else { "invalid_client_metadata" }, text)
}

// ---- what may be done with it ----

/// The app of a client id.
fn named(context: &Context<'_>) -> Result<Value, Problem> {
    let id = context.param("clientId");
    let found = match context.tx.find(kind::APP, "credentials.oauthClient.client_id", id)? {
        Some(app) => context.tx.get(kind::APP, &app)?,
        None => context.tx.get(kind::APP, id)?,
    };
    let is_client = |app: &Value| app["credentials"]["oauthClient"].is_object();
    found.filter(is_client).ok_or_else(|| Problem::not_found(id, "PublicClientApp"))
}

/// The client of an integration of an API service, which is not registered here and can be read.
fn of_integration(context: &Context<'_>) -> Result<Option<Value>, Problem> {
    let id = context.param("clientId");
    let found = context.tx.get(kind::at("/integrations/api/v1/api-services"), id)?;
    Ok(found.map(|integration| {
        json!({
            "client_id": id,
            "client_name": integration["type"],
            "application_type": "service",
            "redirect_uris": [],
            "response_types": ["token"],
            "grant_types": ["client_credentials"],
            "token_endpoint_auth_method": "client_secret_basic",
        })
    }))
}

/// Has the app itself do it.
fn ask(
    context: &mut Context<'_>,
    operation: &'static Operation,
    app: &str,
    body: &Value,
) -> Result<Result<Value, Reply>, Problem> {
    let (_, handler) =
        app::HANDLERS.iter().find(|(known, _)| known.id == operation.id).ok_or_else(Problem::internal)?;
    context.request.body = body.to_string().into();
    context.request.params.retain(|(name, _)| *name != "appId");
    context.request.params.push(("appId", app.to_owned()));
    match handler(context) {
        Ok(reply) => Ok(Ok(serde_json::from_slice(&reply.body).unwrap_or_default())),
        Err(problem) if problem.status == StatusCode::BAD_REQUEST => Ok(Err(of_problem(&problem))),
        Err(problem) => Err(problem),
    }
}

fn fault(client: &Value) -> Option<Reply> {
    let name = client["client_name"].as_str().unwrap_or_default();
    if name.trim().is_empty() {
        return Some(refused("invalid_client_metadata", "client_name: The field cannot be left blank"));
    }
    None
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let client = context.object()?;
    if let Some(refused) = fault(&client) {
        return Ok(refused);
    }
    match ask(context, &op::CREATE_APPLICATION, "", &body(&client))? {
        Ok(made) => {
            let app = context.app_with(id_of(&made))?;
            Ok(Reply::created(&shown(context, &app)?))
        }
        Err(refused) => Ok(refused),
    }
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    if let Some(client) = of_integration(context)? {
        return Ok(Reply::ok(&client));
    }
    let app = named(context)?;
    Ok(Reply::ok(&shown(context, &app)?))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let page = Page::of(context, LIMITS)?;
    let q = context.query("q").unwrap_or_default().to_lowercase();
    let mut found = Vec::new();
    for (id, app) in context.tx.all(kind::APP)? {
        let starts = app["label"].as_str().is_some_and(|label| label.to_lowercase().starts_with(&q));
        if starts && app["credentials"]["oauthClient"].is_object() && app["status"] == status::ACTIVE {
            found.push((id, shown(context, &app)?.to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, found))
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = named(context)?;
    let client = context.object()?;
    if let Some(refused) = fault(&client) {
        return Ok(refused);
    }
    if client["client_id"].as_str().is_some_and(|id| id != client_id(&app)) {
        return Ok(refused("invalid_client_metadata", "client_id: cannot be changed"));
    }
    match ask(context, &op::REPLACE_APPLICATION, id_of(&app), &body(&client))? {
        Ok(_) => {
            let app = context.app_with(id_of(&app))?;
            Ok(Reply::ok(&shown(context, &app)?))
        }
        Err(refused) => Ok(refused),
    }
}

/// A client goes at once; an app has to be switched off before.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = named(context)?;
    for operation in [&op::DEACTIVATE_APPLICATION, &op::DELETE_APPLICATION] {
        if let Err(refused) = ask(context, operation, id_of(&app), &Value::Null)? {
            return Ok(refused);
        }
    }
    Ok(Reply::no_content())
}

fn renew_secret(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = named(context)?;
    if !app::uses_secret(&app) {
        return Ok(refused("invalid_client_metadata", "The client has no secret."));
    }
    app_secret::set(context, &app, &Value::Null)?;
    Ok(Reply::ok(&shown(context, &app)?))
}
