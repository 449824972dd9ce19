//! Which users have accounts with which identity providers.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, Listing, Stamps, link, object, own, text};
use crate::document::{Collection, collection, place};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::identity_provider::PROVIDERS;

pub const HANDLERS: Handlers =
    &[(&op::LINK_USER_TO_IDENTITY_PROVIDER, link_one), (&op::LIST_USER_IDENTITY_PROVIDERS, list_of_user)];

pub const COLLECTIONS: &[Collection] = &[
    USERS,
    Collection {
        stamps: Stamps::NONE,
        ..Collection::new(
            "/api/v1/idps/{idpId}/users/{userId}/credentials/tokens/{tokenId}",
            "SocialAuthToken",
            Id::Made("sat"),
        )
    },
];

const USERS: Collection = Collection {
    fields: &[text("externalId").required(), object("profile").or(|| json!({}))],
    listing: Listing::Paged(Limits::strict(20, 200)),
    links: &[
        link("idp", "~/api/v1/idps/{idpId}", &[]),
        own(&["GET", "DELETE"]),
        link("user", "~/api/v1/users/{id}", &["GET"]),
    ],
    ..Collection::new("/api/v1/idps/{idpId}/users/{userId}", "UserIdpTrust", Id::Given("id"))
};

fn link_one(context: &mut Context<'_>) -> Result<Reply, Problem> {
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
