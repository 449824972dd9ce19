//! `oktars resource-sets`

use oktars::op;
use serde_json::Value;

use super::{Resource, Verb};
use crate::command::call;
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

pub const RESOURCE: Resource = Resource {
    name: "resource-sets",
    one: "resource set",
    about: "Resource sets: what custom roles cover, and who has them",
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
            "List the resources of a resource set",
            op::LIST_RESOURCE_SET_RESOURCES,
            "Helpdesk",
        )
        .columns(Columns { table: "id,orn,resource=_links.resource.href", csv: "created" }),
        Verb::read("roles", "List the roles in a resource set", op::LIST_BINDINGS, "Helpdesk")
            .columns(Columns { table: "id", csv: "" }),
        Verb::read(
            "members",
            "List the members of a role in a resource set",
            op::LIST_MEMBERS_OF_BINDING,
            "Helpdesk Helpers",
        )
        .columns(Columns { table: "id,member=_links.self.href", csv: "created" }),
        Verb::read(
            "get-resource",
            "Show a resource of a set",
            op::GET_RESOURCE_SET_RESOURCE,
            "Helpdesk ire1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,orn,resource=_links.resource.href", csv: "created" }),
        Verb::step(
            "add-resource",
            "Add a resource with conditions to a set",
            op::ADD_RESOURCE_SET_RESOURCE,
            "extended",
            "Helpdesk --input resource.json",
        )
        .columns(Columns { table: "id,orn,resource=_links.resource.href", csv: "created" }),
        Verb::step(
            "add-resources",
            "Add resources to a set",
            op::ADD_RESOURCE_SET_RESOURCES,
            "extended",
            "Helpdesk --set 'additions:=[\"orn:okta:directory:00o1:groups:00g1gjh63g214q0Hq0g4\"]'",
        )
        .columns(Columns { table: "id,orn,resource=_links.resource.href", csv: "created" }),
        Verb::step(
            "update-resource",
            "Change the conditions of a resource",
            op::REPLACE_RESOURCE_SET_RESOURCE,
            "updated",
            "Helpdesk ire1gjh63g214q0Hq0g4 --input resource.json",
        )
        .columns(Columns { table: "id,orn,resource=_links.resource.href", csv: "created" }),
        Verb::remove(
            "remove-resource",
            "Remove a resource from a set",
            op::DELETE_RESOURCE_SET_RESOURCE,
            "Remove a resource of",
            "Helpdesk ire1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read("get-role", "Show a role in a resource set", op::GET_BINDING, "Helpdesk Helpers")
            .columns(Columns { table: "id", csv: "" }),
        Verb::step(
            "add-role",
            "Give members a role in a resource set",
            op::CREATE_RESOURCE_SET_BINDING,
            "extended",
            "Helpdesk --input binding.json",
        )
        .columns(Columns { table: "id", csv: "" }),
        Verb::remove(
            "remove-role",
            "Remove a role from a resource set, for all its members",
            op::DELETE_BINDING,
            "Remove a role over",
            "Helpdesk Helpers --yes",
        ),
        Verb::read(
            "get-member",
            "Show a member of a role in a resource set",
            op::GET_MEMBER_OF_BINDING,
            "Helpdesk Helpers irb1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,member=_links.self.href", csv: "created" }),
        Verb::step(
            "add-members",
            "Give more members a role in a resource set",
            op::ADD_MEMBERS_TO_BINDING,
            "extended",
            "Helpdesk Helpers --set 'additions:=[\"https://acme.okta.com/api/v1/users/00u1gjh63g21\"]'",
        )
        .columns(Columns { table: "id", csv: "" }),
        Verb::remove(
            "remove-member",
            "Remove a member from a role in a resource set",
            op::UNASSIGN_MEMBER_FROM_BINDING,
            "Remove a member of",
            "Helpdesk Helpers irb1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};

/// A resource set by its label or id.
pub async fn read(run: &mut Run, name: &str) -> Result<Value, Stop> {
    let read = call(&run.okta()?, op::GET_RESOURCE_SET, &[name]);
    Ok(run.send(read).await?.json()?)
}
