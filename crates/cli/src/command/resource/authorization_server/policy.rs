//! `oktars auth-server-policies`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-server-policies",
    one: "policy",
    about: "The policies of an authorization server",
    columns: Columns {
        table: "id,status,priority,name,clients=conditions.clients.include",
        csv: "description,system,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the policies of an authorization server",
            op::LIST_AUTHORIZATION_SERVER_POLICIES,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a policy",
            op::GET_AUTHORIZATION_SERVER_POLICY,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Create a policy",
            op::CREATE_AUTHORIZATION_SERVER_POLICY,
            "created",
            "aus1gjh63g214q0Hq0g4 --input policy.json",
        ),
        Verb::update(
            "update",
            "Change some members of a policy; the others stay as they are",
            op::REPLACE_AUTHORIZATION_SERVER_POLICY,
            op::GET_AUTHORIZATION_SERVER_POLICY,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a policy",
            op::ACTIVATE_AUTHORIZATION_SERVER_POLICY,
            "activated",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a policy",
            op::DEACTIVATE_AUTHORIZATION_SERVER_POLICY,
            "Deactivate",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a policy",
            op::DELETE_AUTHORIZATION_SERVER_POLICY,
            "Delete",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
