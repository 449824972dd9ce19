//! Users of an identity source, by the ids that the source gives.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, object, text};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[text("externalId").required().fixed().at_most(512), object("profile").required()],
    shows: || json!({ "id": "{00u}" }),
    sample: || {
        json!({
            "externalId": "EXT1",
            "profile": { "userName": "emily@example.com", "email": "emily@example.com" },
        })
    },
    ..Collection::new(
        "/api/v1/identity-sources/{identitySourceId}/users/{externalId}",
        "IdentitySourceUser",
        Id::Given("externalId"),
    )
}];
