//! `oktars user-risk`, `oktars user-classification`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const USER_RISK: Resource = Resource {
    name: "user-risk",
    one: "risk",
    about: "How likely it is that an account is in other hands",
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

pub const USER_CLASSIFICATION: Resource = Resource {
    name: "user-classification",
    one: "classification",
    about: "Whether a user counts as a light or a standard user",
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
