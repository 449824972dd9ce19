//! `oktars org-factors`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "org-factors",
    one: "factor of the org",
    about: "Factors that users of the Classic Engine can enroll",
    columns: Columns { table: "id,status,factorType,provider", csv: "" },
    verbs: &[
        Verb::read("list", "List the factors that the org can switch on", op::LIST_ORG_FACTORS, ""),
        Verb::read("get", "Show a factor of the org", op::GET_ORG_FACTOR, "google_otp"),
        Verb::step("activate", "Switch a factor on", op::ACTIVATE_ORG_FACTOR, "switched on", "google_otp"),
        Verb::remove(
            "deactivate",
            "Switch a factor off",
            op::DEACTIVATE_ORG_FACTOR,
            "Deactivate",
            "google_otp --yes",
        ),
    ],
};
