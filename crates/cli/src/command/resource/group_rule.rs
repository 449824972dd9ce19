//! `oktars group-rules`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "group-rules",
    one: "group rule",
    about: "Rules that put users into groups by their attributes",
    columns: Columns {
        table: "id,status,name,expression=conditions.expression.value,groups=actions.assignUserToGroups.groupIds",
        csv: "created,lastUpdated,allGroupsValid",
    },
    verbs: &[
        Verb::read("list", "List rules", op::LIST_GROUP_RULES, "--search Engineering"),
        Verb::read("get", "Show a rule", op::GET_GROUP_RULE, "0pr1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a rule, which is inactive at first",
            op::CREATE_GROUP_RULE,
            "created",
            "--input rule.json",
        ),
        Verb::update(
            "update",
            "Change some members of an inactive rule; the others stay as they are",
            op::REPLACE_GROUP_RULE,
            op::GET_GROUP_RULE,
            "0pr1gjh63g214q0Hq0g4 --set name=Engineers",
        ),
        Verb::step(
            "activate",
            "Activate a rule",
            op::ACTIVATE_GROUP_RULE,
            "activated",
            "0pr1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a rule; who is in its groups stays there",
            op::DEACTIVATE_GROUP_RULE,
            "Deactivate",
            "0pr1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an inactive rule",
            op::DELETE_GROUP_RULE,
            "Delete",
            "0pr1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
