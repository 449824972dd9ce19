//! `oktars auth-server-clients`, `oktars auth-server-trust`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const AUTH_SERVER_CLIENTS: Resource = Resource {
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

pub const AUTH_SERVER_TRUST: Resource = Resource {
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
