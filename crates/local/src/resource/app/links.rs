//! The links of an app.

use serde_json::{Map, Value, json};

use crate::kernel::context::Context;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::build::{Base, INTERNAL, link_names};
use crate::resource::app::policy as app_policy;
use crate::resource::app::{definition, oauth};

const LOGO: &str = "default.png";

/// `/apps/{id}` and what follows, as a URL.
pub fn path(context: &Context<'_>, app_id: &str, rest: &str) -> String {
    context.url(&format!("/apps/{app_id}{rest}"))
}

pub fn of(context: &Context<'_>, app: &Value) -> Value {
    let base = Base::of(app);
    let id = id_of(app);
    let href = |rest: &str| json!({ "href": path(context, id, rest) });
    let mut links = Map::new();
    if let Some(page) = help_page(&base) {
        links.insert("help".into(), help(context, &base, page));
    }
    if base.signs_on_by("SAML_2_0") {
        let metadata = json!({ "href": path(context, id, "/sso/saml/metadata"), "type": "application/xml" });
        links.insert("metadata".into(), metadata);
    }
    let upload = json!({ "href": path(context, id, "/logo"), "hints": { "allow": ["POST"] } });
    links.insert("uploadLogo".into(), upload);
    links.insert("appLinks".into(), app_links(context, &base));
    let identity_engine = context.org.features.identity_engine;
    if identity_engine {
        links.insert("profileEnrollment".into(), policy(context, app, "PROFILE_ENROLLMENT"));
    }
    let active = base.status == status::ACTIVE;
    if !active {
        links.insert("activate".into(), href("/lifecycle/activate"));
    }
    if identity_engine {
        let policies = json!({ "href": path(context, id, "/policies"), "hints": { "allow": ["PUT"] } });
        links.insert("policies".into(), policies);
    }
    links.insert("groups".into(), href("/groups"));
    links.insert("logo".into(), logo(context, app));
    if shows_secrets(&base, app) {
        let secrets = json!([{ "name": "secrets", "href": path(context, id, "/credentials/secrets") }]);
        links.insert("clientCredentials".into(), secrets);
    }
    if identity_engine {
        links.insert("accessPolicy".into(), policy(context, app, "ACCESS_POLICY"));
    }
    links.insert("users".into(), href("/users"));
    if active {
        links.insert("deactivate".into(), href("/lifecycle/deactivate"));
    }
    Value::Object(links)
}

fn help_page(base: &Base) -> Option<&'static str> {
    let template = base.definition.name == "template_saml_2_0";
    match base.mode.as_str() {
        Some("SAML_2_0") if base.custom || template => Some("instructions"),
        Some("SAML_2_0") => Some("external-doc"),
        Some("OPENID_CONNECT") if base.name != definition::OIDC => Some("external-doc"),
        _ => None,
    }
}

fn help(context: &Context<'_>, base: &Base, page: &str) -> Value {
    let mode = base.mode.as_str().unwrap_or_default();
    let href = format!("{}/app/{}/{}/setup/help/{mode}/{page}", context.request.base, base.name, base.id);
    json!({ "href": href, "type": "text/html" })
}

fn app_links(context: &Context<'_>, base: &Base) -> Value {
    let links = link_names(base).into_iter().map(|name| {
        let href = dashboard(context, &base.name, &base.id, &name);
        json!({ "name": name, "href": href, "type": "text/html" })
    });
    Value::Array(links.collect())
}

/// Where the user's dashboard leads to.
pub fn dashboard(context: &Context<'_>, name: &str, app_id: &str, link: &str) -> String {
    format!("{}/home/{name}/{app_id}/aln{}{link}", context.request.base, &app_id[3..])
}

fn logo(context: &Context<'_>, app: &Value) -> Value {
    let file = app[INTERNAL]["logo"].as_str().unwrap_or(LOGO);
    json!([{ "name": "medium", "href": format!("{}/assets/img/logos/{file}", context.request.base), "type": "image/png" }])
}

/// OIDC apps whose client shows a secret; of those of the integration network all do.
fn shows_secrets(base: &Base, app: &Value) -> bool {
    base.signs_on_by("OPENID_CONNECT") && (!base.is_client() || oauth::uses_secret(app))
}

fn policy(context: &Context<'_>, app: &Value, kind: &str) -> Value {
    let id = app_policy::id_for(context, app, kind);
    json!({ "href": context.url(&format!("/policies/{id}")) })
}
