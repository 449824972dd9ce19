//! `oktars app-jwks`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-jwks",
    one: "public key",
    about: "The public keys of a client app, which prove who it is",
    columns: Columns { table: "id,status,kid,use,kty", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the public keys of a client app", op::LIST_JWK, "Robot"),
        Verb::read("get", "Show a public key", op::GET_JWK, "Robot pks1gjh63g214q0Hq0g4"),
        Verb::step("create", "Add a public key", op::ADD_JWK, "added", "Robot --input key.json"),
        Verb::step(
            "activate",
            "Activate a public key",
            op::ACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY,
            "activated",
            "Robot pks1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a public key: its private key stops working",
            op::DEACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY,
            "Deactivate",
            "Robot pks1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an inactive public key",
            op::DELETEJWK,
            "Delete",
            "Robot pks1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
