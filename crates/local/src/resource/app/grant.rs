//! Scopes of the Okta API that an administrator has granted to an application.

use std::ops::ControlFlow::Continue;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::decode;
use crate::kernel::stored::id_of;
use crate::resource::app::path;

pub const HANDLERS: Handlers = &[
    (&op::LIST_SCOPE_CONSENT_GRANTS, list),
    (&op::GRANT_CONSENT_TO_SCOPE, grant),
    (&op::GET_SCOPE_CONSENT_GRANT, get),
    (&op::REVOKE_SCOPE_CONSENT_GRANT, revoke),
];

fn all(context: &Context<'_>, app_id: &str) -> Result<Vec<Value>, Problem> {
    let mut grants = Vec::new();
    context.tx.links(kind::APP_GRANT, app_id, None, &mut |_, stored| {
        grants.push(decode(stored));
        Ok(Continue(()))
    })?;
    Ok(grants)
}

fn render(context: &Context<'_>, app: &Value, grant: &Value, embeds: bool) -> Value {
    let client = grant["clientId"].as_str().unwrap_or_default();
    let own = path(context, id_of(app), &format!("/grants/{}", id_of(grant)));
    let mut shown = grant.clone();
    if embeds {
        shown["_embedded"] = json!({ "scope": { "id": grant["scopeId"] } });
    }
    let client = format!("{}/oauth2/v1/clients/{client}", context.request.base);
    shown["_links"] = json!({
        "app": { "href": path(context, id_of(app), ""), "title": app["label"] },
        "self": { "href": own, "hints": { "allow": ["GET", "DELETE"] } },
        "client": { "href": client, "title": app["label"] },
    });
    shown
}

fn expands(context: &Context<'_>) -> bool {
    context.query("expand") == Some("scope")
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let page = Page::of(context, Limits::strict(20, 200))?;
    let items = all(context, id_of(&app))?.into_iter().map(|grant| {
        let shown = render(context, &app, &grant, expands(context));
        (id_of(&grant).to_owned(), shown.to_string().into_bytes())
    });
    Ok(page.slice(context, items.collect()))
}

fn grant(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let request = context.object()?;
    let scope = request["scopeId"].as_str().ok_or_else(|| Problem::blank("scopeId"))?;
    if !oktars_catalog::is_scope(scope) {
        return Err(Problem::validation(
            "scopeId",
            format!("scopeId: {scope} is not a scope of the Okta API"),
        ));
    }
    let issuer = request["issuer"].as_str().ok_or_else(|| Problem::blank("issuer"))?;
    let Some(client_id) = app["credentials"]["oauthClient"]["client_id"].as_str() else {
        return Err(Problem::validation("app", "app: only OAuth 2.0 clients can be granted scopes"));
    };
    if let Some(known) = all(context, id_of(&app))?.iter().find(|grant| grant["scopeId"] == scope) {
        return Ok(Reply::ok(&render(context, &app, known, true)));
    }
    let now = context.now_text();
    let grant = json!({
        "id": context.new_id("oag"),
        "status": status::ACTIVE,
        "created": now,
        "createdBy": { "id": context.caller.user_id, "type": "User" },
        "lastUpdated": now,
        "issuer": issuer,
        "clientId": client_id,
        "scopeId": scope,
        "source": "ADMIN",
    });
    context.tx.link(kind::APP_GRANT, id_of(&app), id_of(&grant), &grant)?;
    context.log("app.oauth2.admin.consent.grant", &[Target::app(&app)])?;
    Ok(Reply::ok(&render(context, &app, &grant, true)))
}

fn find(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let app = context.app()?;
    let id = context.param("grantId");
    let grant = context.tx.linked(kind::APP_GRANT, id_of(&app), id)?;
    Ok((app, grant.ok_or_else(|| Problem::not_found(id, "OAuth2ScopeConsentGrant"))?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, grant) = find(context)?;
    Ok(Reply::ok(&render(context, &app, &grant, expands(context))))
}

fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, grant) = find(context)?;
    context.tx.unlink(kind::APP_GRANT, id_of(&app), id_of(&grant))?;
    context.log("app.oauth2.admin.consent.revoke", &[Target::app(&app)])?;
    Ok(Reply::no_content())
}

/// An application goes away.
pub fn forget_app(context: &Context<'_>, app_id: &str) -> Result<(), Problem> {
    for id in context.tx.link_ids(kind::APP_GRANT, app_id)? {
        context.tx.unlink(kind::APP_GRANT, app_id, &id)?;
    }
    Ok(())
}
