//! Refresh tokens, as administrators see them: of an app, of a user, of an authorization server. What is listed is the
//! grant that a sign-in left; the token itself nobody is shown again.

use jiff::Timestamp;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::expiring;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;

pub const HANDLERS: Handlers = &[
    (&op::LIST_OAUTH2_TOKENS_FOR_APPLICATION, list),
    (&op::REVOKE_OAUTH2_TOKENS_FOR_APPLICATION, revoke_all),
    (&op::GET_OAUTH2_TOKEN_FOR_APPLICATION, get),
    (&op::REVOKE_OAUTH2_TOKEN_FOR_APPLICATION, revoke),
];

/// Whose tokens are meant; what is empty does not matter.
#[derive(Default)]
pub struct Owner<'a> {
    pub client: &'a str,
    pub user: &'a str,
    pub server: Option<&'a str>,
}

/// The grants with a refresh token that is still good, the oldest first.
pub fn all(context: &Context<'_>, owner: &Owner<'_>) -> Result<Vec<Value>, Problem> {
    let now = context.now.as_second();
    let is_meant = |kept: &Value| {
        kept["refreshEnds"].as_i64().is_some_and(|ends| ends > now)
            && kept["ends"].as_i64().is_some_and(|ends| ends > now)
            && (owner.client.is_empty() || kept["client"] == owner.client)
            && (owner.user.is_empty() || kept["user"] == owner.user)
            && owner.server.is_none_or(|server| kept["server"] == server)
    };
    let mut found: Vec<Value> =
        context.tx.all(expiring::GRANTS.kind)?.into_iter().map(|(_, kept)| kept).filter(is_meant).collect();
    found.sort_by(|one, other| id_of(one).cmp(id_of(other)));
    Ok(found)
}

/// The clients that have such tokens, each with its links.
pub fn clients(
    context: &Context<'_>,
    owner: &Owner<'_>,
    links: impl Fn(&str) -> Value,
) -> Result<Vec<Value>, Problem> {
    let mut ids: Vec<String> =
        all(context, owner)?.iter().filter_map(|kept| kept["client"].as_str().map(str::to_owned)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut clients = Vec::new();
    for id in ids {
        let Some(app) = context.tx.find(kind::APP, "credentials.oauthClient.client_id", &id)? else {
            continue;
        };
        let app = context.app_with(&app)?;
        clients.push(json!({
            "client_id": id,
            "client_name": app["label"],
            "client_uri": app["settings"]["oauthClient"]["client_uri"],
            "logo_uri": app["settings"]["oauthClient"]["logo_uri"],
            "_links": links(&id),
        }));
    }
    Ok(clients)
}

/// A token, as it stands at this path.
pub fn shown(context: &Context<'_>, kept: &Value, path: &str) -> Value {
    let date = |name: &str| {
        let time = kept[name].as_i64().and_then(|seconds| Timestamp::from_second(seconds).ok());
        clock::seconds(time.unwrap_or(context.now))
    };
    let text = |name: &str| kept[name].as_str().unwrap_or_default();
    json!({
        "id": kept["id"],
        "status": status::ACTIVE,
        "created": date("createdAt"),
        "lastUpdated": date("refreshedAt"),
        "expiresAt": date("refreshEnds"),
        "issuer": kept["issuer"],
        "clientId": kept["client"],
        "userId": kept["user"],
        "scopes": kept["scopes"],
        "_links": {
            "self": {
                "href": context.url(&format!("{path}/{}", id_of(kept))),
                "hints": { "allow": ["GET", "DELETE"] },
            },
            "client": { "href": format!("{}/oauth2/v1/clients/{}", context.request.base, text("client")) },
            "user": { "href": context.url(&format!("/users/{}", text("user"))) },
        },
    })
}

/// A page of tokens.
pub fn page(context: &Context<'_>, owner: &Owner<'_>, path: &str, limits: Limits) -> Result<Reply, Problem> {
    let page = Page::of(context, limits)?;
    let found = all(context, owner)?.into_iter().map(|kept| {
        let shown = shown(context, &kept, path);
        (id_of(&kept).to_owned(), shown.to_string().into_bytes())
    });
    Ok(page.slice(context, found.collect()))
}

/// One of them.
pub fn one(context: &Context<'_>, owner: &Owner<'_>, id: &str) -> Result<Option<Value>, Problem> {
    Ok(all(context, owner)?.into_iter().find(|kept| id_of(kept) == id))
}

/// Ends one, with the access tokens that came from it.
pub fn end(context: &Context<'_>, kept: &Value) -> Result<(), Problem> {
    expiring::remove(context, &expiring::GRANTS, id_of(kept))
}

/// Ends all of them.
pub fn end_all(context: &Context<'_>, owner: &Owner<'_>) -> Result<(), Problem> {
    all(context, owner)?.iter().try_for_each(|kept| end(context, kept))
}

// ---- of an app ----

fn client(context: &Context<'_>) -> Result<(String, String), Problem> {
    let app = context.app()?;
    let id = app["credentials"]["oauthClient"]["client_id"].as_str().unwrap_or_else(|| id_of(&app));
    Ok((id.to_owned(), format!("/apps/{}/tokens", id_of(&app))))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (client, path) = client(context)?;
    page(context, &Owner { client: &client, ..Owner::default() }, &path, Limits::strict(20, 200))
}

fn revoke_all(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (client, _) = client(context)?;
    end_all(context, &Owner { client: &client, ..Owner::default() })?;
    Ok(Reply::no_content())
}

fn found(context: &Context<'_>) -> Result<(Value, String), Problem> {
    let (client, path) = client(context)?;
    let id = context.param("tokenId");
    let owner = Owner { client: &client, ..Owner::default() };
    let missing = || Problem::not_found(&format!("{}.{id}", context.param("appId")), "OAuth2RefreshTokenTx");
    Ok((one(context, &owner, id)?.ok_or_else(missing)?, path))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (kept, path) = found(context)?;
    Ok(Reply::ok(&shown(context, &kept, &path)))
}

fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (kept, _) = found(context)?;
    end(context, &kept)?;
    Ok(Reply::no_content())
}
