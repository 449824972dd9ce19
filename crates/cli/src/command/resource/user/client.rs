//! `oktars user-clients`, `oktars user-grants`

use oktars::op;

use crate::command::known_name::{Kind, NamesOf};
use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const CLIENTS: Resource = Resource {
    name: "user-clients",
    one: "token",
    about: "The client apps that have tokens of a user",
    columns: Columns {
        table: "id,status,userId,clientId,expiresAt",
        csv: "issuer,scopes,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List the clients that act for a user", op::LIST_USER_CLIENTS, "ann@acme.example")
            .columns(Columns { table: "client_id,client_name,client_uri", csv: "logo_uri" }),
        Verb::read(
            "tokens",
            "List the refresh tokens that a client has for a user",
            op::LIST_REFRESH_TOKENS_FOR_USER_AND_CLIENT,
            "ann@acme.example 0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get-token",
            "Show a refresh token",
            op::GET_REFRESH_TOKEN_FOR_USER_AND_CLIENT,
            "ann@acme.example 0oa1gjh63g214q0Hq0g4 oar1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "revoke-token",
            "Revoke a refresh token",
            op::REVOKE_TOKEN_FOR_USER_AND_CLIENT,
            "Revoke",
            "ann@acme.example 0oa1gjh63g214q0Hq0g4 oar1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "revoke-tokens",
            "Revoke all refresh tokens that a client has for a user",
            op::REVOKE_TOKENS_FOR_USER_AND_CLIENT,
            "Revoke all",
            "ann@acme.example 0oa1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};

/// The client id of an app is its id.
const APP: &[NamesOf] = &[NamesOf { member: "app", ids: "clientId", kind: Kind::App }];

pub const GRANTS: Resource = Resource {
    name: "user-grants",
    one: "grant",
    about: "The scopes that a user granted to client apps",
    columns: Columns { table: "id,status,app,scopeId", csv: "clientId,issuer,created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the grants of a user", op::LIST_USER_GRANTS, "ann@acme.example").names(APP),
        Verb::read("get", "Show a grant", op::GET_USER_GRANT, "ann@acme.example oag1gjh63g214q0Hq0g4")
            .names(APP),
        Verb::remove(
            "revoke",
            "Revoke a grant",
            op::REVOKE_USER_GRANT,
            "Revoke",
            "ann@acme.example oag1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "revoke-all",
            "Revoke all grants of a user",
            op::REVOKE_USER_GRANTS,
            "Revoke all",
            "ann@acme.example --yes",
        ),
        Verb::read(
            "of-client",
            "List the grants of a user to a client app",
            op::LIST_GRANTS_FOR_USER_AND_CLIENT,
            "ann@acme.example 0oa1gjh63g214q0Hq0g4",
        )
        .names(APP),
        Verb::remove(
            "revoke-of-client",
            "Revoke all grants of a user to a client app",
            op::REVOKE_GRANTS_FOR_USER_AND_CLIENT,
            "Revoke all",
            "ann@acme.example 0oa1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
