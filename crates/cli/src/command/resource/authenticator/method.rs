//! `oktars authenticator-methods`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "authenticator-methods",
    one: "method",
    about: "The methods of an authenticator, such as push and TOTP",
    columns: Columns { table: "type,status", csv: "settings" },
    verbs: &[
        Verb::read(
            "list",
            "List the methods of an authenticator",
            op::LIST_AUTHENTICATOR_METHODS,
            "aut1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a method of an authenticator",
            op::GET_AUTHENTICATOR_METHOD,
            "aut1gjh63g214q0Hq0g4 sms",
        ),
        Verb::update(
            "update",
            "Change some members of a method; the others stay as they are",
            op::REPLACE_AUTHENTICATOR_METHOD,
            op::GET_AUTHENTICATOR_METHOD,
            "aut1gjh63g214q0Hq0g4 totp --set settings.timeIntervalInSeconds:=30",
        ),
        Verb::step(
            "activate",
            "Activate a method",
            op::ACTIVATE_AUTHENTICATOR_METHOD,
            "activated",
            "aut1gjh63g214q0Hq0g4 sms",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a method",
            op::DEACTIVATE_AUTHENTICATOR_METHOD,
            "Deactivate",
            "aut1gjh63g214q0Hq0g4 sms --yes",
        ),
        Verb::step(
            "verify-domain",
            "Check that the domain for which passkeys are made is yours",
            op::VERIFY_RP_ID_DOMAIN,
            "checked the domain of",
            "aut1gjh63g214q0Hq0g4 webauthn",
        ),
    ],
};
