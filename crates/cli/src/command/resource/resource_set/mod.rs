//! `oktars resource-sets`

pub mod binding;
pub mod resource;

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
        resource::LIST,
        binding::LIST,
        binding::MEMBERS,
        resource::GET,
        resource::ADD,
        resource::ADD_MANY,
        resource::UPDATE,
        resource::REMOVE,
        binding::GET,
        binding::ADD,
        binding::REMOVE,
        binding::GET_MEMBER,
        binding::ADD_MEMBERS,
        binding::REMOVE_MEMBER,
    ],
};

/// A resource set by its label or id.
pub async fn read(run: &mut Run, name: &str) -> Result<Value, Stop> {
    let read = call(&run.okta()?, op::GET_RESOURCE_SET, &[name]);
    Ok(run.send(read).await?.json()?)
}
