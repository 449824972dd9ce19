//! `oktars linked-objects`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "linked-objects",
    one: "relation",
    about: "Relations between users, such as manager and subordinate",
    columns: Columns {
        table: "primary=primary.name,associated=associated.name,title=primary.title",
        csv: "description=primary.description",
    },
    verbs: &[
        Verb::read("list", "List the relations", op::LIST_LINKED_OBJECT_DEFINITIONS, ""),
        Verb::read(
            "get",
            "Show a relation by either of its names",
            op::GET_LINKED_OBJECT_DEFINITION,
            "manager",
        ),
        Verb::step(
            "create",
            "Create a relation",
            op::CREATE_LINKED_OBJECT_DEFINITION,
            "created",
            "--input relation.json",
        ),
        Verb::remove(
            "delete",
            "Delete a relation and all its values",
            op::DELETE_LINKED_OBJECT_DEFINITION,
            "Delete",
            "manager --yes",
        ),
        Verb::read(
            "of",
            "List the users who have this relation to a user",
            op::LIST_LINKED_OBJECTS_FOR_USER,
            "ann@acme.example subordinate",
        )
        .columns(Columns { table: "user=_links.self.href", csv: "" }),
        Verb::step(
            "assign",
            "Set the user above another one, such as a manager",
            op::ASSIGN_LINKED_OBJECT_VALUE_FOR_PRIMARY,
            "assigned",
            "ann@acme.example manager 00u1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "remove",
            "Remove the user above, such as a manager",
            op::DELETE_LINKED_OBJECT_FOR_USER,
            "Remove",
            "ann@acme.example manager --yes",
        ),
    ],
};
