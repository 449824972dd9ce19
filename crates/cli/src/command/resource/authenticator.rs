//! `oktars authenticators`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "authenticators",
    one: "authenticator",
    about: "What users can prove themselves with",
    columns: Columns { table: "id,status,key,type,name", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List authenticators", op::LIST_AUTHENTICATORS, ""),
        Verb::read("get", "Show an authenticator", op::GET_AUTHENTICATOR, "aut1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create an authenticator",
            op::CREATE_AUTHENTICATOR,
            "created",
            "--set key=google_otp --set name=Authenticator",
        ),
        Verb::update(
            "update",
            "Change some members of an authenticator; the others stay as they are",
            op::REPLACE_AUTHENTICATOR,
            op::GET_AUTHENTICATOR,
            "aut1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate an authenticator",
            op::ACTIVATE_AUTHENTICATOR,
            "activated",
            "aut1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "deactivate",
            "Deactivate an authenticator",
            op::DEACTIVATE_AUTHENTICATOR,
            "deactivated",
            "aut1gjh63g214q0Hq0g4",
        ),
    ],
};
