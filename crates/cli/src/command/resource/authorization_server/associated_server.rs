//! `oktars auth-server-trust`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-server-trust",
    one: "trusted server",
    about: "The authorization servers that an authorization server trusts",
    columns: Columns { table: "id,status,name,audiences", csv: "issuer" },
    verbs: &[
        Verb::read(
            "list",
            "List the servers that a server trusts, or with --trusted=false the others",
            op::LIST_ASSOCIATED_SERVERS_BY_TRUSTED_TYPE,
            "aus1gjh63g214q0Hq0g4 --trusted",
        ),
        Verb::step(
            "add",
            "Trust other servers",
            op::CREATE_ASSOCIATED_SERVERS,
            "added",
            "aus1gjh63g214q0Hq0g4 --set 'trusted:=[\"aus1gjh63g214q0Hq0g5\"]'",
        ),
        Verb::remove(
            "remove",
            "Stop trusting a server",
            op::DELETE_ASSOCIATED_SERVER,
            "Remove",
            "aus1gjh63g214q0Hq0g4 aus1gjh63g214q0Hq0g5 --yes",
        ),
    ],
};
