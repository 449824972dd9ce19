//! `oktars realm-assignments`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "realm-assignments",
    one: "realm assignment",
    about: "Rules that put users into realms",
    columns: Columns {
        table: "id,status,priority,name,realm=actions.assignUserToRealm.realmId",
        csv: "domains,isDefault,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List realm assignments", op::LIST_REALM_ASSIGNMENTS, ""),
        Verb::read("get", "Show a realm assignment", op::GET_REALM_ASSIGNMENT, "rul1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a realm assignment",
            op::CREATE_REALM_ASSIGNMENT,
            "created",
            "--input assignment.json",
        ),
        Verb::update(
            "update",
            "Change some members of a realm assignment; the others stay as they are",
            op::REPLACE_REALM_ASSIGNMENT,
            op::GET_REALM_ASSIGNMENT,
            "rul1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a realm assignment",
            op::ACTIVATE_REALM_ASSIGNMENT,
            "activated",
            "rul1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a realm assignment",
            op::DEACTIVATE_REALM_ASSIGNMENT,
            "Deactivate",
            "rul1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an inactive realm assignment",
            op::DELETE_REALM_ASSIGNMENT,
            "Delete",
            "rul1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::step(
            "execute",
            "Apply a realm assignment to existing users",
            op::EXECUTE_REALM_ASSIGNMENT,
            "executed",
            "--set assignmentId=rul1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,type,status", csv: "numUserMoved,created,completed" }),
        Verb::read(
            "operations",
            "List the runs of realm assignments, with their results",
            op::LIST_REALM_ASSIGNMENT_OPERATIONS,
            "",
        )
        .columns(Columns {
            table: "id,type,status,assignment=assignmentOperation.configuration.name",
            csv: "numUserMoved,created,completed",
        }),
    ],
};
