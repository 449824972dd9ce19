//! The scopes of an authorization server.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::body;
use crate::document::description::{Field, flag, text};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id::Ids;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::language::filter::{Filter, Kind, Matcher, Operator, Rules};
use crate::resource::authorization_server::of_path;
use crate::resource::policy::refuse_system;

pub const HANDLERS: Handlers = &[
    (&op::LIST_OAUTH2_SCOPES, list),
    (&op::CREATE_OAUTH2_SCOPE, create),
    (&op::GET_OAUTH2_SCOPE, get),
    (&op::REPLACE_OAUTH2_SCOPE, replace),
    (&op::DELETE_OAUTH2_SCOPE, delete),
];

/// The scopes that every server has, with what each is for.
const SYSTEM: [(&str, &str, &str); 7] = [
    ("openid", "Signals that a request is an OpenID request.", ""),
    ("profile", "This allows the app to view your profile.", "View your profile"),
    ("email", "This allows the app to view your email address.", "View your email address"),
    ("address", "This allows the app to view your address.", "View your address"),
    ("phone", "This allows the app to view your phone number.", "View your phone number"),
    (
        "offline_access",
        "This keeps you signed in to the app, even when you are not using it.",
        "Keep you signed in to the app",
    ),
    ("device_sso", "This allows the app to use a device secret.", "Use a device secret"),
];

/// The kind of the stored scopes of one server.
fn scopes(server: &str) -> kind::Kind<'_> {
    kind::AUTHORIZATION_SERVER_SCOPE.of(server)
}

pub fn seed(tx: &Tx, ids: &Ids, server: &str) -> Result<(), StoreError> {
    for (name, description, display_name) in SYSTEM {
        let mut scope = json!({
            "id": ids.next("scp"),
            "name": name,
            "displayName": display_name,
            "description": description,
            "system": true,
            "metadataPublish": "ALL_CLIENTS",
            "consent": "IMPLICIT",
            "default": false,
            "optional": false,
        });
        if display_name.is_empty() {
            scope.as_object_mut().expect("a scope is an object").shift_remove("displayName");
        }
        tx.put(scopes(server), id_of(&scope), &scope)?;
    }
    Ok(())
}

pub fn remove_all(tx: &Tx, server: &str) -> Result<(), StoreError> {
    for (id, _) in tx.all(scopes(server))? {
        tx.delete(scopes(server), &id)?;
    }
    Ok(())
}

/// All scopes of a server.
pub fn all(context: &Context<'_>, server: &Value) -> Result<Vec<Value>, Problem> {
    Ok(context.tx.all(scopes(id_of(server)))?.into_iter().map(|(_, scope)| scope).collect())
}

/// The names that stand in the server's metadata.
pub fn published(context: &Context<'_>, server: &Value) -> Result<Vec<Value>, Problem> {
    let all = context.tx.all(scopes(id_of(server)))?.into_iter().map(|(_, scope)| scope);
    Ok(all
        .filter(|scope| scope["metadataPublish"] == "ALL_CLIENTS")
        .map(|scope| scope["name"].clone())
        .collect())
}

fn answer(context: &Context<'_>, server: &Value, scope: &Value) -> Value {
    let href = context.url(&format!("/authorizationServers/{}/scopes/{}", id_of(server), id_of(scope)));
    let mut shown = scope.clone();
    shown["_links"] = json!({ "self": { "href": href, "hints": { "allow": ["GET", "PUT", "DELETE"] } } });
    shown
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let page = Page::of(context, Limits::strict(200, 200))?;
    let q = context.query("q").unwrap_or_default().to_lowercase();
    let filter = context.query("filter").map(parse_filter).transpose()?;
    let matcher = filter.as_ref().map(Matcher::sensitive);
    let mut found = Vec::new();
    for (id, scope) in context.tx.all(scopes(id_of(&server)))? {
        let named = scope["name"].as_str().unwrap_or_default().to_lowercase().contains(&q);
        if named && matcher.as_ref().is_none_or(|matcher| matcher.matches(scope.to_string().as_bytes())) {
            found.push((id, answer(context, &server, &scope).to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, found))
}

fn find(context: &Context<'_>, server: &Value) -> Result<Value, Problem> {
    let id = context.param("scopeId");
    context.tx.get(scopes(id_of(server)), id)?.ok_or_else(|| Problem::not_found(id, "OAuth2Scope"))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let scope = find(context, &server)?;
    Ok(Reply::ok(&answer(context, &server, &scope)))
}

const FIELDS: &[Field] = &[
    text("name"),
    text("description"),
    text("displayName"),
    text("consent"),
    text("metadataPublish"),
    flag("default"),
    flag("optional"),
];

fn check(context: &Context<'_>, server: &Value, body: &Value, own_id: Option<&str>) -> Result<(), Problem> {
    body::fit(FIELDS, body)?;
    let name = body["name"].as_str().unwrap_or_default();
    if name.is_empty() {
        return Err(Problem::blank("name"));
    }
    if name.chars().any(|c| c.is_whitespace() || c == '"' || c == '\\' || !c.is_ascii()) {
        return Err(Problem::validation(
            "name",
            "name: The scope name contains characters that are not allowed",
        ));
    }
    if name.starts_with("okta.") {
        return Err(Problem::validation("name", "name: Scope names that begin with 'okta.' are reserved"));
    }
    let known = |member: &str, values: &[&str]| match body[member].as_str() {
        Some(value) if !values.contains(&value) => {
            Err(Problem::validation(member, format!("{member}: {value} is not one of {}", values.join(", "))))
        }
        _ => Ok(()),
    };
    known("consent", &["IMPLICIT", "REQUIRED", "FLEXIBLE"])?;
    known("metadataPublish", &["ALL_CLIENTS", "NO_CLIENTS"])?;
    let taken = |scope: &Value| scope["name"] == name && Some(id_of(scope)) != own_id;
    if context.tx.all(scopes(id_of(server)))?.iter().any(|(_, scope)| taken(scope)) {
        return Err(Problem::duplicate("name"));
    }
    Ok(())
}

fn scope(id: &str, body: &Value) -> Value {
    let or = |name: &str, default: Value| if body[name].is_null() { default } else { body[name].clone() };
    let mut scope = json!({
        "id": id,
        "name": body["name"],
        "displayName": body["displayName"],
        "description": body["description"],
        "system": false,
        "metadataPublish": or("metadataPublish", json!("NO_CLIENTS")),
        "consent": or("consent", json!("IMPLICIT")),
        "default": or("default", json!(false)),
        "optional": or("optional", json!(false)),
    });
    for name in ["displayName", "description"] {
        if body[name].is_null() {
            scope.as_object_mut().expect("a scope is an object").shift_remove(name);
        }
    }
    scope
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let body = context.object()?;
    check(context, &server, &body, None)?;
    let scope = scope(&context.new_id("scp"), &body);
    context.tx.put(scopes(id_of(&server)), id_of(&scope), &scope)?;
    Ok(Reply::created(&answer(context, &server, &scope)))
}

/// Of a scope that every server has, only what clients see of it may change.
fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let old = find(context, &server)?;
    let mut body = context.object()?;
    if old["system"] == true {
        body["name"] = old["name"].clone();
    }
    check(context, &server, &body, Some(id_of(&old)))?;
    let mut scope = scope(id_of(&old), &body);
    scope["system"] = old["system"].clone();
    context.tx.put(scopes(id_of(&server)), id_of(&scope), &scope)?;
    Ok(Reply::ok(&answer(context, &server, &scope)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let scope = find(context, &server)?;
    refuse_system(&scope)?;
    context.tx.delete(scopes(id_of(&server)), id_of(&scope))?;
    Ok(Reply::no_content())
}

fn parse_filter(text: &str) -> Result<Filter, Problem> {
    let rules = Rules {
        attribute: &|name| matches!(name, "name" | "id").then_some(Kind::Text),
        operator: &|_, _, operator| operator == Some(Operator::Eq),
        not: false,
        or: true,
        and: true,
        elements: false,
    };
    Filter::checked(text, &rules).map_err(|error| error.into_problem(text))
}
