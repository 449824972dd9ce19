//! `oktars auth-server-enc-keys`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-server-enc-keys",
    one: "encryption key",
    about: "Keys of resource servers that access tokens are encrypted for",
    columns: Columns { table: "id,status,kid,kty,use", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read(
            "list",
            "List the encryption keys of an authorization server",
            op::LIST_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEYS,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show an encryption key",
            op::GET_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
            "aus1gjh63g214q0Hq0g4 apk2f4zrZbs8nUa7p0g4",
        ),
        Verb::step(
            "create",
            "Add an encryption key",
            op::ADD_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
            "added",
            "aus1gjh63g214q0Hq0g4 --input key.json",
        ),
        Verb::step(
            "activate",
            "Use an encryption key",
            op::ACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
            "activated",
            "aus1gjh63g214q0Hq0g4 apk2f4zrZbs8nUa7p0g4",
        ),
        Verb::remove(
            "deactivate",
            "Stop using an encryption key",
            op::DEACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
            "Deactivate",
            "aus1gjh63g214q0Hq0g4 apk2f4zrZbs8nUa7p0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an encryption key that is not active",
            op::DELETE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
            "Delete",
            "aus1gjh63g214q0Hq0g4 apk2f4zrZbs8nUa7p0g4 --yes",
        ),
    ],
};
