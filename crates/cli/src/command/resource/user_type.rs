//! `oktars user-types`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "user-types",
    one: "user type",
    about: "User types, each with its own attributes",
    columns: Columns { table: "id,name,displayName,default,description", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List user types", op::LIST_USER_TYPES, ""),
        Verb::read("get", "Show a user type", op::GET_USER_TYPE, "default"),
        Verb::step(
            "create",
            "Create a user type",
            op::CREATE_USER_TYPE,
            "created",
            "--set name=contractor --set displayName=Contractor",
        ),
        Verb::step(
            "update",
            "Change the name or the description of a user type",
            op::UPDATE_USER_TYPE,
            "updated",
            "oty1gjh63g214q0Hq0g4 --set displayName=Partner",
        ),
        Verb::remove(
            "delete",
            "Delete a user type that no user has",
            op::DELETE_USER_TYPE,
            "Delete",
            "oty1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
