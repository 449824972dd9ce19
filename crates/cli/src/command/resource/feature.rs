//! `oktars features`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "features",
    one: "feature",
    about: "Features that you can switch on and off",
    columns: Columns { table: "id,status,type,name", csv: "description" },
    verbs: &[
        Verb::read("list", "List the self-service features", op::LIST_FEATURES, ""),
        Verb::read("get", "Show a feature", op::GET_FEATURE, "ftr1gjh63g214q0Hq0g4"),
        Verb::step(
            "set",
            "Switch a feature on or off, by `enable` or `disable`",
            op::UPDATE_FEATURE_LIFECYCLE,
            "switched",
            "ftr1gjh63g214q0Hq0g4 enable",
        ),
        Verb::read(
            "dependencies",
            "List the features that a feature needs",
            op::LIST_FEATURE_DEPENDENCIES,
            "ftr1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "dependents",
            "List the features that need a feature",
            op::LIST_FEATURE_DEPENDENTS,
            "ftr1gjh63g214q0Hq0g4",
        ),
    ],
};
