//! `oktars auth-server-scopes`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-server-scopes",
    one: "scope",
    about: "The scopes of an authorization server",
    columns: Columns {
        table: "id,name,displayName,consent,default",
        csv: "description,system,metadataPublish",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the scopes of an authorization server",
            op::LIST_OAUTH2_SCOPES,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::read("get", "Show a scope", op::GET_OAUTH2_SCOPE, "aus1gjh63g214q0Hq0g4 scp1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a scope",
            op::CREATE_OAUTH2_SCOPE,
            "created",
            "aus1gjh63g214q0Hq0g4 --set name=pay:read",
        ),
        Verb::update(
            "update",
            "Change some members of a scope; the others stay as they are",
            op::REPLACE_OAUTH2_SCOPE,
            op::GET_OAUTH2_SCOPE,
            "aus1gjh63g214q0Hq0g4 scp1gjh63g214q0Hq0g4 --set consent=REQUIRED",
        ),
        Verb::remove(
            "delete",
            "Delete a scope",
            op::DELETE_OAUTH2_SCOPE,
            "Delete",
            "aus1gjh63g214q0Hq0g4 scp1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
