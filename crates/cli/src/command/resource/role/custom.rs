//! `oktars custom-roles`

use oktars::op;
use serde_json::Value;

use crate::command::call;
use crate::command::resource::{Resource, Verb};
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

pub const RESOURCE: Resource = Resource {
    name: "custom-roles",
    one: "custom role",
    about: "Administrator roles of your own, made of permissions",
    columns: Columns { table: "id,label,description", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List custom roles", op::LIST_ROLES, ""),
        Verb::read("get", "Show a custom role", op::GET_ROLE, "Helpers"),
        Verb::step("create", "Create a custom role", op::CREATE_ROLE, "created", "--input role.json"),
        Verb::update(
            "update",
            "Change some members of a custom role; the others stay as they are",
            op::REPLACE_ROLE,
            op::GET_ROLE,
            "Helpers --set description='Who help'",
        ),
        Verb::remove("delete", "Delete a custom role", op::DELETE_ROLE, "Delete", "Helpers --yes"),
        Verb::read(
            "permissions",
            "List the permissions of a custom role",
            op::LIST_ROLE_PERMISSIONS,
            "Helpers",
        )
        .inside("permissions")
        .columns(Columns { table: "label,created", csv: "lastUpdated" }),
        Verb::step(
            "add-permission",
            "Add a permission to a custom role",
            op::CREATE_ROLE_PERMISSION,
            "added a permission to",
            "Helpers okta.users.read",
        ),
        Verb::remove(
            "remove-permission",
            "Remove a permission from a custom role",
            op::DELETE_ROLE_PERMISSION,
            "Remove a permission of",
            "Helpers okta.users.read --yes",
        ),
        Verb::read(
            "get-permission",
            "Show a permission of a custom role",
            op::GET_ROLE_PERMISSION,
            "Helpers okta.users.read",
        )
        .columns(Columns { table: "label,created", csv: "lastUpdated" }),
        Verb::step(
            "update-permission",
            "Set the conditions of a permission",
            op::REPLACE_ROLE_PERMISSION,
            "updated a permission of",
            "Helpers okta.users.read --input conditions.json",
        )
        .columns(Columns { table: "label,created", csv: "lastUpdated" }),
    ],
};

/// A custom role by its label or id.
pub async fn read(run: &mut Run, name: &str) -> Result<Value, Stop> {
    let read = call(&run.okta()?, op::GET_ROLE, &[name]);
    Ok(run.send(read).await?.json()?)
}
