//! `oktars app-policies`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-policies",
    one: "policy",
    about: "The policy that holds for an app",
    columns: Columns { table: "", csv: "" },
    verbs: &[Verb::step(
        "assign",
        "Have a sign-on policy hold for an app",
        op::ASSIGN_APPLICATION_POLICY,
        "assigned",
        "Wiki rst1gjh63g214q0Hq0g4",
    )],
};
