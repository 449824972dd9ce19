//! Realms, and the rules that assign users to them.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    Answer, Id, Listing, Stamps, activate, deactivate, keeps, link, list, number, object, one_of,
    only_inactive, text,
};
use crate::page::Limits;

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        fields: &[
            object("profile").required(),
            text("profile.name").required().unique(),
            one_of("profile.realmType", &["PARTNER", "DEFAULT"]),
            list("profile.domains"),
        ],
        shows: || json!({ "isDefault": false }),
        listing: Listing::Paged(Limits::strict(10, 200)),
        filter: &["id", "created", "lastUpdated", "profile.name", "profile.realmType"],
        links: &[link("self", "", &[]).method("GET").more(|| json!({ "rel": "self" }))],
        guards: &[keeps(&["deleteRealm"], "isDefault", "E0000178", "Realm cannot be deleted.")],
        seeds: || json!([{ "isDefault": true, "profile": { "name": "Default Realm", "realmType": "DEFAULT" } }]),
        sample: || json!({ "profile": { "name": "Car Co", "realmType": "PARTNER" } }),
        ..Collection::new("/api/v1/realms/{realmId}", "Realm", Id::Made("guo"))
    },
    // Before the assignments, whose ids stand at the same place of the path.
    Collection {
        fields: &[text("assignmentId").required().secret()],
        shows: || {
            json!({
                "type": "realm:assignment",
                "status": "COMPLETED",
                "started": "{now}",
                "completed": "{now}",
                "numUserMoved": 0,
            })
        },
        stamps: Stamps { created: "created", ..Stamps::NONE },
        created: 201,
        listing: Listing::Paged(Limits::strict(20, 200)),
        links: &[link("self", "", &[]).method("GET").more(|| json!({ "rel": "self" }))],
        sample: || json!({ "assignmentId": "rul00000000000000000" }),
        ..Collection::new("/api/v1/realm-assignments/operations/{operationId}", "Operation", Id::Made("rre"))
    },
    Collection {
        fields: &[
            text("name").required().unique(),
            number("priority"),
            object("conditions"),
            object("actions"),
        ],
        shows: || json!({ "status": "INACTIVE", "isDefault": false, "domains": [] }),
        listing: Listing::Paged(Limits::strict(20, 200)),
        links: &[link("self", "", &[]).method("GET").more(|| json!({ "rel": "self" }))],
        actions: &[activate(Answer::NoContent), deactivate(Answer::NoContent)],
        guards: &[only_inactive(
            &["deleteRealmAssignment"],
            "E0000001",
            "Api validation failed: realmAssignment",
            "Cannot delete an active realm assignment.",
        )],
        sample: || {
            json!({
                "name": "Managers",
                "priority": 1,
                "conditions": { "profileSourceId": "0oa00000000000000000" },
                "actions": { "assignUserToRealm": { "realmId": "guo00000000000000000" } },
            })
        },
        ..Collection::new("/api/v1/realm-assignments/{assignmentId}", "RealmAssignment", Id::Made("rul"))
    },
];
