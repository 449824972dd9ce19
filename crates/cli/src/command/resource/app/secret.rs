//! `oktars app-secrets`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

const COLUMNS: Columns = Columns { table: "id,status,created,lastUpdated", csv: "secretHash=secret_hash" };

/// A new secret is what the command is for.
const NEW: Columns = Columns { csv: "secretHash=secret_hash,secret=client_secret", ..COLUMNS };

pub const RESOURCE: Resource = Resource {
    name: "app-secrets",
    one: "client secret",
    about: "Client secrets of an app",
    columns: COLUMNS,
    verbs: &[
        Verb::read(
            "list",
            "List the client secrets of an app; JSON and YAML show the secrets themselves",
            op::LIST_OAUTH2_CLIENT_SECRETS,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "activate",
            "Activate a client secret",
            op::ACTIVATE_OAUTH2_CLIENT_SECRET,
            "activated",
            "0oa1gjh63g214q0Hq0g4 ocs1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a client secret",
            op::DEACTIVATE_OAUTH2_CLIENT_SECRET,
            "Deactivate",
            "0oa1gjh63g214q0Hq0g4 ocs1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an inactive client secret",
            op::DELETE_OAUTH2_CLIENT_SECRET,
            "Delete",
            "0oa1gjh63g214q0Hq0g4 ocs1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "get",
            "Show a client secret; JSON and YAML show the secret itself",
            op::GET_OAUTH2_CLIENT_SECRET,
            "0oa1gjh63g214q0Hq0g4 ocs1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Create another client secret",
            op::CREATE_OAUTH2_CLIENT_SECRET,
            "made",
            "0oa1gjh63g214q0Hq0g4 -o json",
        )
        .columns(NEW),
    ],
};
