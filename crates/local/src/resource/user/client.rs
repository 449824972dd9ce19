//! What users have consented to, the clients that they use and the tokens of those.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::token::{self, Owner};

pub const HANDLERS: Handlers = &[
    (&op::LIST_USER_GRANTS, list),
    (&op::REVOKE_USER_GRANTS, revoke_all),
    (&op::GET_USER_GRANT, get),
    (&op::REVOKE_USER_GRANT, revoke),
    (&op::LIST_USER_CLIENTS, list_clients),
    (&op::LIST_GRANTS_FOR_USER_AND_CLIENT, list_of_client),
    (&op::REVOKE_GRANTS_FOR_USER_AND_CLIENT, revoke_of_client),
    (&op::LIST_REFRESH_TOKENS_FOR_USER_AND_CLIENT, list_tokens),
    (&op::REVOKE_TOKENS_FOR_USER_AND_CLIENT, revoke_tokens),
    (&op::GET_REFRESH_TOKEN_FOR_USER_AND_CLIENT, get_token),
    (&op::REVOKE_TOKEN_FOR_USER_AND_CLIENT, revoke_token),
];

const LIMITS: Limits = Limits::strict(20, 200);

/// The user of the path, and the app of its client.
fn client(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let user = context.user("userId")?;
    let id = context.param("clientId");
    match context.tx.find(kind::APP, "credentials.oauthClient.client_id", id)? {
        Some(app) => Ok((user, context.app_with(&app)?)),
        None => Err(Problem::not_found(id, "PublicClientApp")),
    }
}

// ---- consent ----

fn all(context: &Context<'_>, user: &Value) -> Result<Vec<Value>, Problem> {
    let mut grants = Vec::new();
    for id in context.tx.link_ids(kind::USER_CONSENT, id_of(user))? {
        grants.extend(context.tx.linked(kind::USER_CONSENT, id_of(user), &id)?);
    }
    Ok(grants)
}

fn shown(context: &Context<'_>, user: &Value, grant: &Value) -> Value {
    let client = grant["clientId"].as_str().unwrap_or_default();
    let mut shown = grant.clone();
    if let Some(members) = shown.as_object_mut() {
        members.shift_remove("server");
    }
    let own = context.url(&format!("/users/{}/grants/{}", id_of(user), id_of(grant)));
    shown["_links"] = json!({
        "self": { "href": own, "hints": { "allow": ["GET", "DELETE"] } },
        "client": { "href": format!("{}/oauth2/v1/clients/{client}", context.request.base) },
        "user": { "href": context.url(&format!("/users/{}", id_of(user))) },
    });
    shown
}

fn page(context: &Context<'_>, user: &Value, keep: impl Fn(&Value) -> bool) -> Result<Reply, Problem> {
    let page = Page::of(context, LIMITS)?;
    let found = all(context, user)?.into_iter().filter(keep).map(|grant| {
        let shown = shown(context, user, &grant);
        (id_of(&grant).to_owned(), shown.to_string().into_bytes())
    });
    Ok(page.slice(context, found.collect()))
}

fn forget(context: &mut Context<'_>, user: &Value, keep: impl Fn(&Value) -> bool) -> Result<(), Problem> {
    for grant in all(context, user)?.into_iter().filter(|grant| !keep(grant)) {
        context.tx.unlink(kind::USER_CONSENT, id_of(user), id_of(&grant))?;
        context.log("app.oauth2.as.consent.revoke", &[Target::user(user)])?;
    }
    Ok(())
}

/// A user goes away.
pub fn forget_user(context: &Context<'_>, user: &str) -> Result<(), Problem> {
    for id in context.tx.link_ids(kind::USER_CONSENT, user)? {
        context.tx.unlink(kind::USER_CONSENT, user, &id)?;
    }
    Ok(())
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    page(context, &user, |_| true)
}

fn revoke_all(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    forget(context, &user, |_| false)?;
    Ok(Reply::no_content())
}

fn found(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let user = context.user("userId")?;
    let id = context.param("grantId");
    let grant = context.tx.linked(kind::USER_CONSENT, id_of(&user), id)?;
    Ok((user, grant.ok_or_else(|| Problem::not_found(id, "OAuth2ScopeConsentGrant"))?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (user, grant) = found(context)?;
    Ok(Reply::ok(&shown(context, &user, &grant)))
}

fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (user, grant) = found(context)?;
    forget(context, &user, |other| other["id"] != grant["id"])?;
    Ok(Reply::no_content())
}

fn list_of_client(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (user, app) = client(context)?;
    page(context, &user, |grant| grant["clientId"] == app["credentials"]["oauthClient"]["client_id"])
}

fn revoke_of_client(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (user, app) = client(context)?;
    forget(context, &user, |grant| grant["clientId"] != app["credentials"]["oauthClient"]["client_id"])?;
    Ok(Reply::no_content())
}

// ---- clients and their tokens ----

/// The clients that have tokens for a user.
fn list_clients(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    let owner = Owner { user: id_of(&user), ..Owner::default() };
    let clients = token::clients(context, &owner, |id| {
        let below = |part: &str| context.url(&format!("/users/{}/clients/{id}/{part}", id_of(&user)));
        json!({
            "grants": { "href": below("grants") },
            "tokens": { "href": below("tokens"), "hints": { "allow": ["GET", "DELETE"] } },
        })
    })?;
    Ok(Reply::ok(&clients))
}

fn list_tokens(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (user, _) = client(context)?;
    let id = context.param("clientId");
    let owner = Owner { client: id, user: id_of(&user), server: None };
    token::page(context, &owner, &format!("/users/{}/clients/{id}/tokens", id_of(&user)), LIMITS)
}

fn revoke_tokens(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (user, _) = client(context)?;
    let owner = Owner { client: context.param("clientId"), user: id_of(&user), server: None };
    token::end_all(context, &owner)?;
    Ok(Reply::no_content())
}

fn found_token(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let (user, _) = client(context)?;
    let id = context.param("tokenId");
    let owner = Owner { client: context.param("clientId"), user: id_of(&user), server: None };
    let found = token::one(context, &owner, id)?;
    Ok((found.ok_or_else(|| Problem::not_found(id, "OAuth2RefreshTokenTx"))?, user))
}

fn get_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (kept, user) = found_token(context)?;
    let path = format!("/users/{}/clients/{}/tokens", id_of(&user), context.param("clientId"));
    Ok(Reply::ok(&token::shown(context, &kept, &path)))
}

fn revoke_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (kept, _) = found_token(context)?;
    token::end(context, &kept)?;
    Ok(Reply::no_content())
}
