//! `oktars org-settings`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "org-settings",
    one: "org setting",
    about: "What the org says of itself",
    columns: Columns {
        table: "id,subdomain,status,companyName,website",
        csv: "supportPhoneNumber,city,country,created,lastUpdated",
    },
    verbs: &[
        Verb::read("get", "Show what the org says of itself", op::GET_ORG_SETTINGS, ""),
        Verb::step(
            "update",
            "Change some of it",
            op::UPDATE_ORG_SETTINGS,
            "updated",
            "--set website=https://acme.example",
        ),
    ],
};
