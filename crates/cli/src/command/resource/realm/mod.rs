//! `oktars realms`

pub mod assignment;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "realms",
    one: "realm",
    about: "Realms: parts of the org that keep their users apart",
    columns: Columns {
        table: "id,name=profile.name,isDefault",
        csv: "type=profile.realmType,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List realms", op::LIST_REALMS, ""),
        Verb::read("get", "Show a realm", op::GET_REALM, "guo1gjh63g214q0Hq0g4"),
        Verb::step("create", "Create a realm", op::CREATE_REALM, "created", "--set profile.name=Partners"),
        Verb::update(
            "update",
            "Change some members of a realm; the others stay as they are",
            op::REPLACE_REALM,
            op::GET_REALM,
            "guo1gjh63g214q0Hq0g4 --set profile.name=Suppliers",
        ),
        Verb::remove("delete", "Delete a realm", op::DELETE_REALM, "Delete", "guo1gjh63g214q0Hq0g4 --yes"),
    ],
};
