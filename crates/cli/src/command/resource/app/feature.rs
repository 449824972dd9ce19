//! `oktars app-features`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-features",
    one: "app feature",
    about: "What an app does with the accounts of its users, such as provisioning",
    columns: Columns { table: "name,status,description", csv: "capabilities" },
    verbs: &[
        Verb::read("list", "List the features of an app", op::LIST_FEATURES_FOR_APPLICATION, "Wiki"),
        Verb::read(
            "get",
            "Show a feature of an app",
            op::GET_FEATURE_FOR_APPLICATION,
            "Wiki USER_PROVISIONING",
        ),
        Verb::step(
            "update",
            "Change the settings of a feature",
            op::UPDATE_FEATURE_FOR_APPLICATION,
            "updated",
            "Wiki USER_PROVISIONING --input feature.json",
        ),
    ],
};
