//! `oktars authenticators`

pub mod aaguid;
pub mod enrollment;
pub mod method;

use oktars::op;

use super::{Resource, Untold, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "authenticators",
    one: "authenticator",
    about: "Authenticators: what users sign in with, such as passwords and Okta Verify",
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
        )
        .untold(&[
            Untold { secret: "provider.configuration.secretKey", beside: "provider.configuration.host" },
            Untold {
                secret: "provider.configuration.sharedSecret",
                beside: "provider.configuration.hostName",
            },
        ]),
        Verb::step(
            "activate",
            "Activate an authenticator",
            op::ACTIVATE_AUTHENTICATOR,
            "activated",
            "aut1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate an authenticator",
            op::DEACTIVATE_AUTHENTICATOR,
            "Deactivate",
            "aut1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "app-configuration",
            "Show what an app that is an authenticator needs to know",
            op::GET_WELL_KNOWN_APP_AUTHENTICATOR_CONFIGURATION,
            "--oauth-client-id 0oa1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "authenticatorId,key,name,appAuthenticatorEnrollEndpoint", csv: "" }),
    ],
};
