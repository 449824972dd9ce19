//! `oktars disaster-recovery`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "disaster-recovery",
    one: "failover",
    about: "Moving the org to another region and back",
    columns: Columns { table: "domain,isFailedOver", csv: "" },
    verbs: &[
        Verb::read("status", "Show which domains were moved to the other region", op::GET_DR_STATUS, "")
            .inside("status"),
        Verb::read(
            "status-of",
            "Show whether a domain was moved to the other region",
            op::GET_DR_STATUS_FOR_DOMAIN,
            "login.example.gov",
        )
        .inside("status"),
        Verb::step(
            "fail-over",
            "Move the org to the other region, where nothing can be changed",
            op::START_ORG_FAILOVER,
            "started",
            "",
        )
        .columns(Columns { table: "results", csv: "" }),
        Verb::step("fail-back", "Move the org back", op::START_ORG_FAILBACK, "started", "")
            .columns(Columns { table: "results", csv: "" }),
    ],
};
