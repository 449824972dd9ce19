//! `oktars user-role-sources`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "user-role-sources",
    one: "source of a role",
    about: "Where the roles of users come from: governance bundles",
    columns: Columns { table: "grantId,type,bundleId,expirationDate", csv: "" },
    verbs: &[
        Verb::read(
            "list",
            "List what gave a role to a user; nothing, if an administrator did",
            op::GET_USER_ASSIGNED_ROLE_GOVERNANCE,
            "tim@example.gov irb1gjh63g214q0Hq0g4",
        )
        .inside("grants"),
        Verb::read(
            "get",
            "Show what gave a role to a user",
            op::GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT,
            "tim@example.gov irb1gjh63g214q0Hq0g4 gra1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "resources",
            "List what such a source covers",
            op::GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT_RESOURCES,
            "tim@example.gov irb1gjh63g214q0Hq0g4 gra1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "label,resource", csv: "" }),
    ],
};
