//! `oktars app-policies`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-policies",
    one: "policy",
    about: "The sign-on policy of an app",
    columns: Columns { table: "", csv: "" },
    verbs: &[Verb::step(
        "assign",
        "Assign a sign-on policy to an app",
        op::ASSIGN_APPLICATION_POLICY,
        "assigned",
        "Wiki rst1gjh63g214q0Hq0g4",
    )],
};
