//! Sessions in which an identity source uploads what is to be imported. It is taken and not imported.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Action, Answer, Id, action};
use crate::kernel::status;

const fn upload(path: &'static str) -> Action {
    action(path, || json!({}), Answer::Accepted)
}

pub const COLLECTIONS: &[Collection] = &[Collection {
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
}];
