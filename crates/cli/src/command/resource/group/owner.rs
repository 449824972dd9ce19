//! `oktars group-owners`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "group-owners",
    one: "owner",
    about: "The users and groups that own a group",
    columns: Columns { table: "id,type,displayName,originType", csv: "resolved,originId,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the owners of a group", op::LIST_GROUP_OWNERS, "00g1gjh63g214q0Hq0g4"),
        Verb::step(
            "add",
            "Make a user or a group an owner",
            op::ASSIGN_GROUP_OWNER,
            "added",
            "00g1gjh63g214q0Hq0g4 --set id=00u1gjh63g214q0Hq0g4 --set type=USER",
        ),
        Verb::remove(
            "remove",
            "Remove an owner",
            op::DELETE_GROUP_OWNER,
            "Remove",
            "00g1gjh63g214q0Hq0g4 00u1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
