//! The rules that assign users to realms, and their runs.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{
    Answer, Id, Listing, Stamps, activate, deactivate, link, number, object, only_inactive, text,
};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::status;

pub const HANDLERS: Handlers = &[(&op::EXECUTE_REALM_ASSIGNMENT, execute)];

pub const COLLECTIONS: &[Collection] = &[
    // Before the assignments, whose ids stand at the same place of the path.
    OPERATIONS,
    Collection {
        fields: &[
            text("name").required().unique(),
            number("priority"),
            object("conditions"),
            object("actions"),
        ],
        shows: || json!({ "status": status::INACTIVE, "isDefault": false, "domains": [] }),
        listing: Listing::Paged(Limits::strict(20, 200)),
        links: &[link("self", "", &[]).method("GET").more(|| json!({ "rel": "self" }))],
        actions: &[activate(Answer::NoContent), deactivate(Answer::NoContent)],
        guards: &[only_inactive(
            &[&op::DELETE_REALM_ASSIGNMENT],
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

const OPERATIONS: Collection = Collection {
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
};

/// An assignment that is executed moves nobody here, and is told of as it was then.
fn execute(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let reply = collection::serve(context, &OPERATIONS, Verb::Create)?;
    let made: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    let (path, id) = (OPERATIONS.path(), made["id"].as_str().unwrap_or_default().to_owned());
    let mut operation = context.tx.get(kind::at(path), &id)?.unwrap_or_default();
    let assignment_id = operation["assignmentId"].as_str().unwrap_or_default();
    let configuration = match context.tx.get(kind::REALM_ASSIGNMENT, assignment_id)? {
        Some(assignment) => {
            let realm_id = assignment["actions"]["assignUserToRealm"]["realmId"].clone();
            let realm = context.tx.get(kind::REALM, realm_id.as_str().unwrap_or_default())?;
            operation["realmId"] = realm_id;
            operation["realmName"] = realm.unwrap_or_default()["profile"]["name"].clone();
            json!({
                "id": assignment["id"],
                "name": assignment["name"],
                "conditions": assignment["conditions"],
                "actions": assignment["actions"],
            })
        }
        None => json!({ "id": "ALL", "name": "All Assignments" }),
    };
    operation["assignmentOperation"] = json!({ "configuration": configuration });
    context.tx.put(kind::at(path), &id, &operation)?;
    Ok(Reply::created(&collection::answer(context, &OPERATIONS, path, operation)))
}
