//! `oktars app-tokens`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-tokens",
    one: "refresh token",
    about: "Refresh tokens of an app",
    columns: Columns { table: "id,status,userId,issuer,expiresAt", csv: "scopes,created,lastUpdated" },
    verbs: &[
        Verb::read(
            "list",
            "List the refresh tokens of an app",
            op::LIST_OAUTH2_TOKENS_FOR_APPLICATION,
            "Robot",
        ),
        Verb::read(
            "get",
            "Show a refresh token",
            op::GET_OAUTH2_TOKEN_FOR_APPLICATION,
            "Robot oar1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "revoke",
            "Revoke a refresh token",
            op::REVOKE_OAUTH2_TOKEN_FOR_APPLICATION,
            "Revoke",
            "Robot oar1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "revoke-all",
            "Revoke all tokens of an app",
            op::REVOKE_OAUTH2_TOKENS_FOR_APPLICATION,
            "Revoke all",
            "Robot --yes",
        ),
    ],
};
