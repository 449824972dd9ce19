//! `oktars policy-rules`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "policy-rules",
    one: "rule",
    about: "The rules of a policy",
    columns: Columns { table: "id,type,status,priority,name", csv: "system,created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the rules of a policy", op::LIST_POLICY_RULES, "00p1gjh63g214q0Hq0g4"),
        Verb::read("get", "Show a rule", op::GET_POLICY_RULE, "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a rule",
            op::CREATE_POLICY_RULE,
            "created",
            "00p1gjh63g214q0Hq0g4 --input rule.json",
        ),
        Verb::update(
            "update",
            "Change some members of a rule; the others stay as they are",
            op::REPLACE_POLICY_RULE,
            op::GET_POLICY_RULE,
            "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a rule",
            op::ACTIVATE_POLICY_RULE,
            "activated",
            "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a rule",
            op::DEACTIVATE_POLICY_RULE,
            "Deactivate",
            "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a rule",
            op::DELETE_POLICY_RULE,
            "Delete",
            "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
