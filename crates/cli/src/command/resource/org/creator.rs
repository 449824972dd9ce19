//! `oktars child-orgs`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "child-orgs",
    one: "child org",
    about: "Orgs that this org creates",
    columns: Columns { table: "id,status,subdomain,name", csv: "edition,website,created" },
    verbs: &[Verb::step(
        "create",
        "Make an org with the features of this one",
        op::CREATE_CHILD_ORG,
        "made",
        "--input org.json",
    )],
};
