//! `oktars app-federated-claims`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-federated-claims",
    one: "claim",
    about: "Extra claims that Okta sends to an app",
    columns: Columns { table: "id,name,expression", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the federated claims of an app", op::LIST_FEDERATED_CLAIMS, "Wiki"),
        Verb::read("get", "Show a federated claim", op::GET_FEDERATED_CLAIM, "Wiki ofc1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a federated claim",
            op::CREATE_FEDERATED_CLAIM,
            "created",
            "Wiki --set name=team --set expression=user.profile.department",
        ),
        Verb::update(
            "update",
            "Change some members of a federated claim; the others stay as they are",
            op::REPLACE_FEDERATED_CLAIM,
            op::GET_FEDERATED_CLAIM,
            "Wiki ofc1gjh63g214q0Hq0g4 --set expression=user.profile.division",
        ),
        Verb::remove(
            "delete",
            "Delete a federated claim",
            op::DELETE_FEDERATED_CLAIM,
            "Delete",
            "Wiki ofc1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
