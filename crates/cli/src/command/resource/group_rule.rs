//! `oktars group-rules`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

/// Okta tells the names of the groups when it is asked for them.
const NAMES: &[(&str, &str)] = &[("expand", "groupIdToGroupNameMap")];

pub const RESOURCE: Resource = Resource {
    name: "group-rules",
    one: "group rule",
    about: "Rules that put users into groups by their attributes",
    columns: Columns {
        table: "id,status,name,expression=conditions.expression.value,groups=_embedded.groupIdToGroupNameMap.*",
        csv: "created,lastUpdated,allGroupsValid,groupIds=actions.assignUserToGroups.groupIds",
    },
    verbs: &[
        Verb::read("list", "List rules", op::LIST_GROUP_RULES, "--search Engineering").asks(NAMES),
        Verb::read("get", "Show a rule", op::GET_GROUP_RULE, "Engineers").asks(NAMES),
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
            "Engineers --set name=Developers",
        ),
        Verb::step("activate", "Activate a rule", op::ACTIVATE_GROUP_RULE, "activated", "Engineers"),
        Verb::remove(
            "deactivate",
            "Deactivate a rule; its members stay in their groups",
            op::DEACTIVATE_GROUP_RULE,
            "Deactivate",
            "Engineers --yes",
        ),
        Verb::remove("delete", "Delete an inactive rule", op::DELETE_GROUP_RULE, "Delete", "Engineers --yes"),
    ],
};
