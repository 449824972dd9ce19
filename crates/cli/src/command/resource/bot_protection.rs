//! `oktars bot-protection`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "bot-protection",
    one: "bot protection setting",
    about: "What the org does about programs that sign in",
    columns: Columns { table: "mode,level,enforcementType,supportedFlows", csv: "" },
    verbs: &[
        Verb::read("get", "Show what the org does", op::GET_BOT_PROTECTION_CONFIGURATION, ""),
        Verb::update(
            "update",
            "Change what the org does",
            op::UPDATE_BOT_PROTECTION_CONFIGURATION,
            op::GET_BOT_PROTECTION_CONFIGURATION,
            "--set mode=LOG_ONLY",
        ),
    ],
};
