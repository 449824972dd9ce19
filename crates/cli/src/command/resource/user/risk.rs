//! `oktars user-risk`, `oktars user-classification`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RISK: Resource = Resource {
    name: "user-risk",
    one: "risk",
    about: "The risk level of a user",
    columns: Columns { table: "riskLevel,reason", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("get", "Show the risk of a user", op::GET_USER_RISK, "ann@acme.example"),
        Verb::step(
            "set",
            "Set the risk of a user",
            op::UPSERT_USER_RISK,
            "set",
            "ann@acme.example --set riskLevel=HIGH",
        ),
    ],
};

pub const CLASSIFICATION: Resource = Resource {
    name: "user-classification",
    one: "classification",
    about: "The license class of a user: light or standard",
    columns: Columns { table: "type,lastUpdated", csv: "" },
    verbs: &[
        Verb::read(
            "get",
            "Show the classification of a user",
            op::GET_USER_CLASSIFICATION,
            "ann@acme.example",
        ),
        Verb::step(
            "set",
            "Set the classification of a user",
            op::REPLACE_USER_CLASSIFICATION,
            "set",
            "ann@acme.example --set type=STANDARD",
        ),
    ],
};
