//! `oktars auth-server-claims`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-server-claims",
    one: "claim",
    about: "The claims of an authorization server",
    columns: Columns {
        table: "id,name,status,claimType,valueType,value",
        csv: "system,alwaysIncludeInToken",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the claims of an authorization server",
            op::LIST_OAUTH2_CLAIMS,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::read("get", "Show a claim", op::GET_OAUTH2_CLAIM, "aus1gjh63g214q0Hq0g4 ocl1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a claim",
            op::CREATE_OAUTH2_CLAIM,
            "created",
            "aus1gjh63g214q0Hq0g4 --input claim.json",
        ),
        Verb::update(
            "update",
            "Change some members of a claim; the others stay as they are",
            op::REPLACE_OAUTH2_CLAIM,
            op::GET_OAUTH2_CLAIM,
            "aus1gjh63g214q0Hq0g4 ocl1gjh63g214q0Hq0g4 --set value=user.department",
        ),
        Verb::remove(
            "delete",
            "Delete a claim",
            op::DELETE_OAUTH2_CLAIM,
            "Delete",
            "aus1gjh63g214q0Hq0g4 ocl1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
