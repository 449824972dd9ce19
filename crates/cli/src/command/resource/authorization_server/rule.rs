//! `oktars auth-server-rules`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-server-rules",
    one: "rule",
    about: "The rules of a policy of an authorization server",
    columns: Columns {
        table: "id,status,priority,name,grants=conditions.grantTypes.include,scopes=conditions.scopes.include",
        csv: "system,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the rules of a policy",
            op::LIST_AUTHORIZATION_SERVER_POLICY_RULES,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a rule",
            op::GET_AUTHORIZATION_SERVER_POLICY_RULE,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Create a rule",
            op::CREATE_AUTHORIZATION_SERVER_POLICY_RULE,
            "created",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 --input rule.json",
        ),
        Verb::update(
            "update",
            "Change some members of a rule; the others stay as they are",
            op::REPLACE_AUTHORIZATION_SERVER_POLICY_RULE,
            op::GET_AUTHORIZATION_SERVER_POLICY_RULE,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a rule",
            op::ACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE,
            "activated",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a rule",
            op::DEACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE,
            "Deactivate",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a rule",
            op::DELETE_AUTHORIZATION_SERVER_POLICY_RULE,
            "Delete",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
