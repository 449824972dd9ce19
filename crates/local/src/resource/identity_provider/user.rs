//! Which users have accounts with which identity providers.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::{collection, place};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::identity_provider::{PROVIDERS, USERS};

pub const HANDLERS: Handlers =
    &[(&op::LINK_USER_TO_IDENTITY_PROVIDER, link), (&op::LIST_USER_IDENTITY_PROVIDERS, list_of_user)];

fn link(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let place = place::of(context, USERS.path())?;
    let user = context.user("userId")?;
    let body = context.object()?;
    let external = body["externalId"].as_str().filter(|id| !id.trim().is_empty());
    let external = external.ok_or_else(|| Problem::blank("externalId"))?;
    let now = context.now_text();
    let linked = json!({
        "id": id_of(&user),
        "externalId": external,
        "created": now,
        "lastUpdated": now,
        "profile": {},
    });
    collection::save(context, &USERS, &place.path, &linked, "link")?;
    Ok(Reply::ok(&collection::answer(context, &USERS, &place.path, linked)))
}

fn list_of_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user_of_path()?;
    let path = PROVIDERS.path();
    let mut found: Vec<Value> = Vec::new();
    for (id, provider) in context.tx.all(kind::at(path))? {
        if context.tx.exists(kind::at(&format!("{path}/{id}/users")), id_of(&user))? {
            found.push(collection::answer(context, &PROVIDERS, path, provider));
        }
    }
    Ok(Reply::ok(&found))
}
