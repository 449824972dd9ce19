//! `oktars enrollments`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "enrollments",
    one: "enrollment",
    about: "Authenticators that users have enrolled",
    columns: Columns { table: "id,status,type,key,name", csv: "nickname,created,lastUpdated" },
    verbs: &[
        Verb::read(
            "list",
            "List the authenticators of a user",
            op::LIST_AUTHENTICATOR_ENROLLMENTS,
            "tim@example.gov",
        ),
        Verb::read(
            "get",
            "Show an authenticator of a user",
            op::GET_AUTHENTICATOR_ENROLLMENT,
            "tim@example.gov pae1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create-phone",
            "Enroll a phone for a user",
            op::CREATE_AUTHENTICATOR_ENROLLMENT,
            "enrolled",
            "tim@example.gov --input phone.json",
        ),
        Verb::step(
            "create-tac",
            "Give a user a temporary access code",
            op::CREATE_TAC_AUTHENTICATOR_ENROLLMENT,
            "made",
            "tim@example.gov --input code.json",
        ),
        Verb::remove(
            "delete",
            "Remove an authenticator from a user",
            op::DELETE_AUTHENTICATOR_ENROLLMENT,
            "Delete",
            "tim@example.gov pae1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
