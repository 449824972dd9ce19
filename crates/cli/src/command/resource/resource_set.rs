//! `oktars resource-sets`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "resource-sets",
    one: "resource set",
    about: "What custom roles hold for, and who has them",
    columns: Columns { table: "id,label,description", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List resource sets", op::LIST_RESOURCE_SETS, ""),
        Verb::read("get", "Show a resource set", op::GET_RESOURCE_SET, "Helpdesk"),
        Verb::step("create", "Create a resource set", op::CREATE_RESOURCE_SET, "created", "--input set.json"),
        Verb::update(
            "update",
            "Change some members of a resource set; the others stay as they are",
            op::REPLACE_RESOURCE_SET,
            op::GET_RESOURCE_SET,
            "Helpdesk --set description='What helpers see'",
        ),
        Verb::remove("delete", "Delete a resource set", op::DELETE_RESOURCE_SET, "Delete", "Helpdesk --yes"),
        Verb::read(
            "resources",
            "List what is in a resource set",
            op::LIST_RESOURCE_SET_RESOURCES,
            "Helpdesk",
        )
        .columns(Columns { table: "id,orn,resource=_links.resource.href", csv: "created" }),
        Verb::read(
            "roles",
            "List the roles that someone has over a resource set",
            op::LIST_BINDINGS,
            "Helpdesk",
        )
        .columns(Columns { table: "id", csv: "" }),
        Verb::read(
            "members",
            "List who has a role over a resource set",
            op::LIST_MEMBERS_OF_BINDING,
            "Helpdesk Helpers",
        )
        .columns(Columns { table: "id,member=_links.self.href", csv: "created" }),
    ],
};
