//! `oktars threat-insight`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "threat-insight",
    one: "threat insight setting",
    about: "What Okta does about addresses that attack the org",
    columns: Columns { table: "action,excludeZones", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("get", "Show the setting", op::GET_CURRENT_CONFIGURATION, ""),
        Verb::update(
            "update",
            "Change the setting",
            op::UPDATE_CONFIGURATION,
            op::GET_CURRENT_CONFIGURATION,
            "--set action=audit",
        ),
    ],
};
