//! `oktars auth-server-clients`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-server-clients",
    one: "token",
    about: "The clients of an authorization server, and their refresh tokens",
    columns: Columns {
        table: "id,status,userId,clientId,expiresAt",
        csv: "issuer,scopes,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the clients that have tokens",
            op::LIST_OAUTH2_CLIENTS_FOR_AUTHORIZATION_SERVER,
            "aus1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "client_id,client_name,client_uri", csv: "logo_uri" }),
        Verb::read(
            "tokens",
            "List the refresh tokens of a client",
            op::LIST_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT,
            "aus1gjh63g214q0Hq0g4 0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get-token",
            "Show a refresh token",
            op::GET_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT,
            "aus1gjh63g214q0Hq0g4 0oa1gjh63g214q0Hq0g4 oar1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "revoke-token",
            "Revoke a refresh token",
            op::REVOKE_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT,
            "Revoke",
            "aus1gjh63g214q0Hq0g4 0oa1gjh63g214q0Hq0g4 oar1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "revoke-tokens",
            "Revoke all refresh tokens of a client",
            op::REVOKE_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT,
            "Revoke all",
            "aus1gjh63g214q0Hq0g4 0oa1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
