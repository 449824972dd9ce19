//! `oktars app-connections`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-connections",
    one: "connection",
    about: "How Okta connects to an app to provision accounts",
    columns: Columns { table: "status,authScheme,baseUrl", csv: "profile" },
    verbs: &[
        Verb::read(
            "get",
            "Show the connection of an app",
            op::GET_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
            "Wiki",
        ),
        Verb::step(
            "update",
            "Set the connection of an app",
            op::UPDATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
            "updated",
            "Wiki --input connection.json --activate",
        ),
        Verb::step(
            "activate",
            "Activate the connection of an app",
            op::ACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
            "activated",
            "Wiki",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate the connection of an app",
            op::DEACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
            "Deactivate",
            "Wiki --yes",
        ),
        Verb::read(
            "keys",
            "Show the public keys with which Okta proves who it is to an app",
            op::GET_USER_PROVISIONING_CONNECTION_JWKS,
            "Wiki",
        )
        .columns(Columns { table: "jwks", csv: "" }),
        Verb::step(
            "verify",
            "Complete the sign-in by which an app lets Okta provision it",
            op::VERIFY_PROVISIONING_CONNECTION_FOR_APPLICATION,
            "verified",
            "office365 0oa1gjh63g214q0Hq0g4 --code abc --state def",
        ),
    ],
};
