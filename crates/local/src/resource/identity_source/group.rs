//! Groups of an identity source, by the ids that the source gives.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, Stamps, object, text};

pub const COLLECTIONS: &[Collection] = &[GROUPS];

pub const GROUPS: Collection = Collection {
    fields: &[text("externalId").required().fixed().at_most(255), object("profile").required()],
    shows: || json!({ "id": "{00g}" }),
    stamps: Stamps::NONE,
    sample: || json!({ "externalId": "GROUP1", "profile": { "displayName": "West", "description": null } }),
    ..Collection::new(
        "/api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}",
        "IdentitySourceGroup",
        Id::Given("externalId"),
    )
};
