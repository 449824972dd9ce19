//! `oktars api-tokens`

use oktars::op;

use super::{Resource, Verb};
use crate::command::known_name::{Kind, NamesOf};
use crate::output::Columns;

const USER: &[NamesOf] = &[NamesOf { member: "user", ids: "userId", kind: Kind::User }];

pub const RESOURCE: Resource = Resource {
    name: "api-tokens",
    one: "API token",
    about: "API tokens: who made them, and revoking them",
    columns: Columns {
        table: "id,name,user,expiresAt,lastUpdated",
        csv: "userId,clientName,tokenWindow,created",
    },
    verbs: &[
        Verb::read("list", "List the API tokens, with the users who made them", op::LIST_API_TOKENS, "")
            .names(USER),
        Verb::read("get", "Show an API token", op::GET_API_TOKEN, "00T1gjh63g214q0Hq0g4").names(USER),
        Verb::update(
            "update",
            "Change name or network of an API token",
            op::UPSERT_API_TOKEN,
            op::GET_API_TOKEN,
            "00T1gjh63g214q0Hq0g4 --set name=Sync",
        ),
        Verb::remove(
            "revoke",
            "Revoke an API token",
            op::REVOKE_API_TOKEN,
            "Revoke",
            "00T1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "revoke-current",
            "Revoke the API token of this command",
            op::REVOKE_CURRENT_API_TOKEN,
            "Revoke",
            "--yes",
        ),
    ],
};
