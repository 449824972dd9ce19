//! `oktars linked-objects`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "linked-objects",
    one: "relation",
    about: "Relations that users can have, such as manager and subordinate",
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
            "Delete a relation, with all that users have of it",
            op::DELETE_LINKED_OBJECT_DEFINITION,
            "Delete",
            "manager --yes",
        ),
        Verb::read(
            "of",
            "List who stands in a relation to a user",
            op::LIST_LINKED_OBJECTS_FOR_USER,
            "ann@acme.example subordinate",
        )
        .columns(Columns { table: "user=_links.self.href", csv: "" }),
        Verb::step(
            "assign",
            "Put a user below another",
            op::ASSIGN_LINKED_OBJECT_VALUE_FOR_PRIMARY,
            "assigned",
            "ann@acme.example manager 00u1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "remove",
            "Take a user away from the one above",
            op::DELETE_LINKED_OBJECT_FOR_USER,
            "Remove",
            "ann@acme.example manager --yes",
        ),
    ],
};
