//! Applications: create, read, list, replace, delete, activate, deactivate.

pub mod connection;
pub mod cross_app_access;
pub mod csr;
pub mod feature;
pub mod federated_claim;
pub mod first_party_setting;
pub mod grant;
pub mod group;
pub mod group_push_mapping;
pub mod interclient;
pub mod jwk;
pub mod key;
pub mod link;
pub mod logo;
pub mod policy;
pub mod provisioning;
pub mod secret;
pub mod token;
pub mod user;

mod build;
mod definition;
mod links;
mod oauth;
mod sign_on;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::occasion::Occasion;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::language::filter::{Filter, Kind, Literal, Matcher, Operator, Query, Rules, select};
use crate::resource::app::build::Base;
use crate::resource::app::definition::Mode;
use crate::resource::app::{jwk as app_jwk, secret as app_secret, user as app_user};

pub use crate::resource::app::build::{INTERNAL, has_scheme};
pub use crate::resource::app::definition::OIDC;
pub use crate::resource::app::links::{dashboard, path};
pub use crate::resource::app::oauth::uses_secret;

pub const HANDLERS: Handlers = &[
    (&op::CREATE_APPLICATION, create),
    (&op::LIST_APPLICATIONS, list),
    (&op::GET_APPLICATION, get),
    (&op::REPLACE_APPLICATION, replace),
    (&op::DELETE_APPLICATION, delete),
    (&op::ACTIVATE_APPLICATION, activate),
    (&op::DEACTIVATE_APPLICATION, deactivate),
];

const LIMITS: Limits = Limits::clamping(20, 200).with_minus_one();

impl Context<'_> {
    /// The app that the path names.
    pub fn app(&self) -> Result<Value, Problem> {
        self.app_with(self.param("appId"))
    }

    pub fn app_with(&self, id: &str) -> Result<Value, Problem> {
        self.tx.get(kind::APP, id)?.ok_or_else(|| Problem::not_found(id, "AppInstance"))
    }

    /// The app that the path names, which can be assigned: one that is switched off is as good as not there.
    pub fn active_app(&self) -> Result<Value, Problem> {
        let app = self.app()?;
        if app["status"] == status::ACTIVE {
            Ok(app)
        } else {
            Err(Problem::not_found(id_of(&app), "AppInstance"))
        }
    }

    /// Writes a changed app; `lastUpdated` becomes now.
    pub fn put_app(&self, app: &mut Value) -> Result<(), Problem> {
        app["lastUpdated"] = json!(self.now_text());
        Ok(self.tx.put(kind::APP, id_of(app), app)?)
    }
}

// ---- answers ----

/// An app as Okta shows it.
pub fn render(context: &Context<'_>, app: &Value) -> Value {
    let mut shown = app.clone();
    let links = links::of(context, app);
    if let Some(members) = shown.as_object_mut() {
        members.shift_remove(INTERNAL);
        members.insert("_links".into(), links);
    }
    shown
}

/// The answer to a change: it alone shows the client's secret.
fn render_with_secret(context: &Context<'_>, app: &Value) -> Result<Value, Problem> {
    let mut shown = render(context, app);
    let secret = app_secret::current(context, app)?;
    let client = shown.pointer_mut("/credentials/oauthClient").and_then(Value::as_object_mut);
    if let (Some(secret), Some(client)) = (secret, client) {
        let place = client.keys().position(|name| name == "client_id").map_or(client.len(), |id| id + 1);
        client.shift_insert(place, "client_secret".into(), json!(secret));
    }
    Ok(shown)
}

// ---- create and change ----

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let request = context.object()?;
    let status = if context.flag("activate", true) { status::ACTIVE } else { status::INACTIVE };
    let base = Base::new(context, &request, status)?;
    let app = build::document(context, &base, &request, None)?;
    app_jwk::check_keys(&app["settings"]["oauthClient"]["jwks"])?;
    context.tx.put(kind::APP, &base.id, &app)?;
    if uses_secret(&app) {
        app_secret::set(context, &app, &request["credentials"]["oauthClient"]["client_secret"])?;
    }
    app_jwk::keep(context, &app)?;
    log(context, "create", &app)?;
    Ok(Reply::ok(&render_with_secret(context, &app)?))
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let old = context.app()?;
    let request = context.object()?;
    let base = Base::of(&old);
    if base.custom && base.status != status::ACTIVE {
        return Err(unsupported("This operation on app metadata is not yet supported: No active instances."));
    }
    if !base.keeps_mode(&request) {
        return Err(unsupported("signOnMode: an app cannot be made to sign on in another way"));
    }
    let request = if is_key_change(&request) { with_rest_of(&old, request) } else { request };
    let app = build::document(context, &base, &request, Some(&old))?;
    app_jwk::check_keys(&app["settings"]["oauthClient"]["jwks"])?;
    context.tx.put(kind::APP, &base.id, &app)?;
    // An empty secret counts as absent: the present one stays.
    let secret = &request["credentials"]["oauthClient"]["client_secret"];
    let secret = if secret == "" { &Value::Null } else { secret };
    if uses_secret(&app) && (secret.is_string() || app_secret::current(context, &app)?.is_none()) {
        app_secret::set(context, &app, secret)?;
    }
    if app["settings"]["oauthClient"]["jwks"] != old["settings"]["oauthClient"]["jwks"] {
        app_jwk::keep(context, &app)?;
    }
    log(context, "update", &app)?;
    Ok(Reply::ok(&render_with_secret(context, &app)?))
}

fn unsupported(cause: &str) -> Problem {
    let summary = "Bad request. This operation on app metadata is not yet supported.";
    Problem::new("E0000024", summary).cause(cause)
}

/// A request with a key and no settings, whether or not it says which app it means by name and label, changes
/// the key and leaves the rest.
fn is_key_change(request: &Value) -> bool {
    request["settings"].is_null() && request["credentials"]["signing"]["kid"].is_string()
}

fn with_rest_of(old: &Value, request: Value) -> Value {
    let mut whole = old.clone();
    whole["credentials"]["signing"] = request["credentials"]["signing"].clone();
    whole["label"] = build::given(&request["label"], old["label"].clone());
    whole
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    if app["status"] == status::ACTIVE {
        let problem = Problem::new("E0000056", "Delete application forbidden.");
        return Err(problem.cause("The application must be deactivated before deletion."));
    }
    let id = id_of(&app).to_owned();
    context.announce(Occasion::AppDeleted(&app))?;
    for kind in [
        kind::APP_KEY,
        kind::APP_CSR,
        kind::APP_JWK,
        kind::APP_SECRET,
        kind::APP_FEATURE,
        kind::GROUP_PUSH_MAPPING,
    ] {
        forget_parts(context, kind.of(&id))?;
    }
    for kind in provisioning::PARTS {
        forget_parts(context, kind.of(&id))?;
    }
    for kind in [kind::APP_SCHEMA, kind::APP_CONNECTION, kind::SCIM_SERVER, kind::SCIM_IMPORT] {
        context.tx.delete(kind, &id)?;
    }
    context.tx.delete(kind::APP, &id)?;
    log(context, "delete", &app)?;
    Ok(Reply::no_content())
}

/// Whether users can be provisioned to the app: it is one of the integration network.
pub fn provisions(app: &Value) -> bool {
    let base = Base::of(app);
    !base.custom && matches!(base.definition.mode, Mode::Requested)
}

fn forget_parts(context: &Context<'_>, kind: kind::Kind<'_>) -> Result<(), Problem> {
    for (id, _) in context.tx.all(kind)? {
        context.tx.delete(kind, &id)?;
    }
    Ok(())
}

/// What became of an app; an OAuth client gets one more event.
fn log(context: &mut Context<'_>, change: &str, app: &Value) -> Result<(), Problem> {
    context.log(&format!("application.lifecycle.{change}"), &[Target::app(app)])?;
    if Base::of(app).is_client() {
        context.log(&format!("app.oauth2.client.lifecycle.{change}"), &[Target::client(app)])?;
    }
    Ok(())
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ACTIVE, "activate")
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::INACTIVE, "deactivate")
}

fn set_status(context: &mut Context<'_>, status: &str, change: &str) -> Result<Reply, Problem> {
    let mut app = context.app()?;
    if app["status"] != status {
        app["status"] = json!(status);
        context.put_app(&mut app)?;
        log(context, change, &app)?;
    }
    Ok(Reply::empty_object())
}

// ---- read ----

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let user_id = expanded_user(context)?;
    Ok(Reply::ok(&embed_user(context, &app, user_id.as_deref())?))
}

/// `expand=user/{id}`
fn expanded_user(context: &Context<'_>) -> Result<Option<String>, Problem> {
    let Some(expand) = context.query("expand") else { return Ok(None) };
    match expand.strip_prefix("user/") {
        Some(id) if !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric()) => {
            Ok(Some(id.to_owned()))
        }
        _ => Err(Problem::validation("RequestParams", "Expand query is malformed.")),
    }
}

fn embed_user(context: &Context<'_>, app: &Value, user_id: Option<&str>) -> Result<Value, Problem> {
    let mut shown = render(context, app);
    if let Some(user_id) = user_id
        && let Some(assigned) = context.tx.linked(kind::APP_USER, id_of(app), user_id)?
    {
        let user = app_user::render(context, id_of(app), &assigned)?;
        if let Some(members) = shown.as_object_mut() {
            // The links stand last.
            members.shift_insert(members.len() - 1, "_embedded".into(), json!({ "user": user }));
        }
    }
    Ok(shown)
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let page = Page::of(context, LIMITS)?;
    let asked = context.query("filter").map(check_filter).transpose()?;
    let expanded = expanded_user(context)?;
    if expanded.is_some() && expanded.as_deref() != asked.as_ref().and_then(filtered_user) {
        let cause = "Expand needs a filter on user.id with the id of the same user.";
        return Err(Problem::validation("RequestParams", cause));
    }
    let filter = asked.map(|filter| resolve(context, filter)).transpose()?;
    let matcher = filter.as_ref().map(Matcher::sensitive);
    let prefix = context.query("q").map(str::to_lowercase);
    let sight = context.sight(kind::APP)?;
    let starts = |stored: &[u8]| {
        sight.holds(stored) && prefix.as_deref().is_none_or(|prefix| starts_with(stored, prefix))
    };
    let query = Query {
        kind: kind::APP,
        filter: filter.as_ref().zip(matcher.as_ref()),
        keep: Some(&starts),
        sort: None,
    };
    let selected = select(&context.tx, &query, &page)?;
    let mut items = Vec::new();
    for (_, stored) in &selected.documents {
        let app = crate::kernel::store::decode(stored);
        items.push(embed_user(context, &app, expanded.as_deref())?.to_string().into_bytes());
    }
    Ok(page.reply(context, &items, selected.next))
}

/// `q` matches the start of the name or of the label.
fn starts_with(stored: &[u8], prefix: &str) -> bool {
    let app = crate::kernel::store::decode(stored);
    let starts = |name: &str| app[name].as_str().is_some_and(|text| text.to_lowercase().starts_with(prefix));
    starts("name") || starts("label")
}

fn filter_attribute(name: &str) -> Option<Kind> {
    match name {
        "id" | "status" | "name" | "user.id" | "group.id" | "credentials.signing.kid" => Some(Kind::Text),
        "settings.slo.enabled" => Some(Kind::Boolean),
        _ => None,
    }
}

fn check_filter(text: &str) -> Result<Filter, Problem> {
    let rules = Rules {
        attribute: &filter_attribute,
        operator: &|_, _, operator| operator == Some(Operator::Eq),
        not: false,
        or: true,
        and: false,
        elements: false,
    };
    Filter::checked(text, &rules).map_err(|_| Problem::invalid_search())
}

fn filtered_user(filter: &Filter) -> Option<&str> {
    match filter {
        Filter::Compare { attribute, value: Literal::Text(id), .. } if attribute == "user.id" => Some(id),
        _ => None,
    }
}

/// Assignments stand beside the apps: a filter on them becomes one on the ids of the apps assigned.
fn resolve(context: &Context<'_>, filter: Filter) -> Result<Filter, Problem> {
    match filter {
        Filter::Or(terms) => {
            let terms: Result<Vec<_>, _> = terms.into_iter().map(|term| resolve(context, term)).collect();
            Ok(Filter::Or(terms?))
        }
        Filter::Compare { attribute, value: Literal::Text(id), .. } if attribute == "user.id" => {
            any_of(context.tx.link_ids_to(kind::APP_USER, &id)?)
        }
        Filter::Compare { attribute, value: Literal::Text(id), .. } if attribute == "group.id" => {
            any_of(context.tx.link_ids_to(kind::APP_GROUP, &id)?)
        }
        Filter::Compare { attribute, operator, value } if attribute == "settings.slo.enabled" => {
            Ok(Filter::Compare { attribute: "settings.signOn.slo.enabled".into(), operator, value })
        }
        other => Ok(other),
    }
}

fn any_of(ids: Vec<String>) -> Result<Filter, Problem> {
    let is =
        |id| Filter::Compare { attribute: "id".into(), operator: Operator::Eq, value: Literal::Text(id) };
    Ok(Filter::Or(ids.into_iter().map(is).collect()))
}

/// The apps that a group is assigned to.
pub fn list_of_group(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group_id = context.param("groupId").to_owned();
    context.group_with(&group_id)?;
    let page = Page::of(context, LIMITS)?;
    let mut apps = Vec::new();
    for id in context.tx.link_ids_to(kind::APP_GROUP, &group_id)? {
        let app = context.app_with(&id)?;
        apps.push((id, render(context, &app).to_string().into_bytes()));
    }
    Ok(page.slice(context, apps))
}
