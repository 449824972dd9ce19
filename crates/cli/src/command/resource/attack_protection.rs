//! `oktars attack-protection`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

const LOCKOUT: Columns = Columns { table: "preventBruteForceLockoutFromUnknownDevices", csv: "" };

pub const RESOURCE: Resource = Resource {
    name: "attack-protection",
    one: "attack protection setting",
    about: "What the org does when somebody guesses passwords",
    columns: Columns { table: "verifyKnowledgeSecondWhen2faRequired", csv: "" },
    verbs: &[
        Verb::read("get-lockout", "Show when users are locked out", op::GET_USER_LOCKOUT_SETTINGS, "")
            .columns(LOCKOUT),
        Verb::update(
            "update-lockout",
            "Change when users are locked out",
            op::REPLACE_USER_LOCKOUT_SETTINGS,
            op::GET_USER_LOCKOUT_SETTINGS,
            "--set preventBruteForceLockoutFromUnknownDevices=true",
        )
        .columns(LOCKOUT),
        Verb::read(
            "get-authenticators",
            "Show which authenticator comes first",
            op::GET_AUTHENTICATOR_SETTINGS,
            "",
        ),
        Verb::update(
            "update-authenticators",
            "Change which authenticator comes first",
            op::REPLACE_AUTHENTICATOR_SETTINGS,
            op::GET_AUTHENTICATOR_SETTINGS,
            "--set verifyKnowledgeSecondWhen2faRequired=true",
        ),
    ],
};
