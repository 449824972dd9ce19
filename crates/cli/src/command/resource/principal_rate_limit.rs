//! `oktars principal-rate-limits`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "principal-rate-limits",
    one: "rate limit",
    about: "How much of the rate limits a token or an app may use",
    columns: Columns {
        table: "id,principalType,principalId,defaultPercentage",
        csv: "defaultConcurrencyPercentage,createdDate,lastUpdate",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the rate limits of a kind of principal",
            op::LIST_PRINCIPAL_RATE_LIMIT_ENTITIES,
            "--filter 'principalType eq \"SSWS_TOKEN\"'",
        ),
        Verb::read("get", "Show a rate limit", op::GET_PRINCIPAL_RATE_LIMIT_ENTITY, "prl1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Limit a principal",
            op::CREATE_PRINCIPAL_RATE_LIMIT_ENTITY,
            "created",
            "--set principalId=00T1gjh63g214q0Hq0g4 --set principalType=SSWS_TOKEN --set defaultPercentage:=50",
        ),
        Verb::update(
            "update",
            "Change the limit of a principal",
            op::REPLACE_PRINCIPAL_RATE_LIMIT_ENTITY,
            op::GET_PRINCIPAL_RATE_LIMIT_ENTITY,
            "prl1gjh63g214q0Hq0g4 --set defaultPercentage:=75",
        ),
    ],
};
