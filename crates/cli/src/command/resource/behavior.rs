//! `oktars behaviors`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "behaviors",
    one: "behavior rule",
    about: "Rules that say what is unusual when a user signs in",
    columns: Columns { table: "id,status,type,name", csv: "settings,created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List behavior rules", op::LIST_BEHAVIOR_DETECTION_RULES, ""),
        Verb::read("get", "Show a behavior rule", op::GET_BEHAVIOR_DETECTION_RULE, "bhv1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a behavior rule",
            op::CREATE_BEHAVIOR_DETECTION_RULE,
            "created",
            "--input behavior.json",
        ),
        Verb::update(
            "update",
            "Change some members of a behavior rule; the others stay as they are",
            op::REPLACE_BEHAVIOR_DETECTION_RULE,
            op::GET_BEHAVIOR_DETECTION_RULE,
            "bhv1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a behavior rule",
            op::ACTIVATE_BEHAVIOR_DETECTION_RULE,
            "activated",
            "bhv1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a behavior rule",
            op::DEACTIVATE_BEHAVIOR_DETECTION_RULE,
            "Deactivate",
            "bhv1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a behavior rule",
            op::DELETE_BEHAVIOR_DETECTION_RULE,
            "Delete",
            "bhv1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
