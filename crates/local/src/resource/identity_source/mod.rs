//! Identity sources: directories of one's own, from which users and groups are imported. What is uploaded is
//! taken and not imported.

pub mod membership;

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Action, Answer, Id, Stamps, action, object, text};
use crate::kernel::status;

const fn upload(path: &'static str) -> Action {
    action(path, || json!({}), Answer::Accepted)
}

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        shows: || {
            json!({
                "identitySourceId": "{identitySourceId}",
                "status": status::CREATED,
                "importType": "INCREMENTAL",
            })
        },
        created: 201,
        actions: &[
            action("start-import", || json!({ "status": "TRIGGERED" }), Answer::Document),
            upload("bulk-delete"),
            upload("bulk-upsert"),
            upload("bulk-group-memberships-delete"),
            upload("bulk-group-memberships-upsert"),
            upload("bulk-groups-delete"),
            upload("bulk-groups-upsert"),
        ],
        ..Collection::new(
            "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}",
            "IdentitySourceSession",
            Id::Made("aps"),
        )
    },
    Collection {
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
    },
    GROUPS,
];

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
