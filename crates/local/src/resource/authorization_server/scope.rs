//! The scopes of an authorization server.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::body;
use crate::document::collection;
use crate::document::description::{Change, Collection, Hooks, Id, Stamps, flag, own, text};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id::Ids;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::language::filter::{Filter, Kind, Matcher, Operator, Rules};
use crate::resource::authorization_server::of_path;
use crate::resource::policy::read_only;

pub const HANDLERS: Handlers = &[(&op::LIST_OAUTH2_SCOPES, list)];

pub const COLLECTIONS: &[Collection] = &[SCOPES];

const SCOPES: Collection = Collection {
    fields: &[
        text("name"),
        text("description"),
        text("displayName"),
        text("consent"),
        text("metadataPublish"),
        flag("default"),
        flag("optional"),
    ],
    stamps: Stamps::NONE,
    links: &[own(&["GET", "PUT", "DELETE"])],
    created: 201,
    guards: &[read_only(&[&op::DELETE_OAUTH2_SCOPE])],
    hooks: Some(Hooks::new(kind::AUTHORIZATION_SERVER_SCOPE, make)),
    ..Collection::new(
        "/api/v1/authorizationServers/{authServerId}/scopes/{scopeId}",
        "OAuth2Scope",
        Id::Made("scp"),
    )
};

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

/// The names that stand in the server's metadata: scopes of the server's own first, in the order of the alphabet.
pub fn published(context: &Context<'_>, server: &Value) -> Result<Vec<Value>, Problem> {
    let mut all = all(context, server)?;
    all.retain(|scope| scope["metadataPublish"] == "ALL_CLIENTS");
    let (system, mut own): (Vec<Value>, Vec<Value>) =
        all.into_iter().partition(|scope| scope["system"] == true);
    own.sort_by(|a, b| a["name"].as_str().cmp(&b["name"].as_str()));
    Ok(own.iter().chain(&system).map(|scope| scope["name"].clone()).collect())
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let page = Page::of(context, Limits::strict(200, 200))?;
    let q = context.query("q").unwrap_or_default().to_lowercase();
    let filter = context.query("filter").map(parse_filter).transpose()?;
    let matcher = filter.as_ref().map(Matcher::sensitive);
    let path = format!("/api/v1/authorizationServers/{}/scopes", id_of(&server));
    let mut found = Vec::new();
    for (id, scope) in context.tx.all(scopes(id_of(&server)))? {
        let named = scope["name"].as_str().unwrap_or_default().to_lowercase().contains(&q);
        if named && matcher.as_ref().is_none_or(|matcher| matcher.matches(scope.to_string().as_bytes())) {
            found.push((id, collection::answer(context, &SCOPES, &path, scope).to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, found))
}

fn check(context: &Context<'_>, change: &Change<'_>, body: &Value) -> Result<(), Problem> {
    body::fit(SCOPES.fields, body)?;
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
    let taken = |scope: &Value| scope["name"] == name && change.is_other(scope);
    if context.tx.all(scopes(change.parent))?.iter().any(|(_, scope)| taken(scope)) {
        return Err(Problem::duplicate("name"));
    }
    Ok(())
}

/// Of a scope that every server has, only what clients see of it may change.
fn make(context: &Context<'_>, change: &Change<'_>) -> Result<Value, Problem> {
    let mut body = change.body.clone();
    let system = change.old.is_some_and(|old| old["system"] == true);
    if let Some(old) = change.old.filter(|_| system) {
        body["name"] = old["name"].clone();
    }
    check(context, change, &body)?;
    let mut scope = json!({
        "id": change.id(context, "scp"),
        "name": body["name"],
        "displayName": body["displayName"],
        "description": body["description"],
        "system": system,
        "metadataPublish": change.or("metadataPublish", json!("NO_CLIENTS")),
        "consent": change.or("consent", json!("IMPLICIT")),
        "default": change.or("default", json!(false)),
        "optional": change.or("optional", json!(false)),
    });
    for name in ["displayName", "description"] {
        if body[name].is_null() {
            scope.as_object_mut().expect("a scope is an object").shift_remove(name);
        }
    }
    Ok(scope)
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
