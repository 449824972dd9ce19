//! `oktars email-bounces`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "email-bounces",
    one: "bounced address",
    about: "Mail addresses to which Okta no longer sends mail",
    columns: Columns { table: "errors", csv: "" },
    verbs: &[Verb::step(
        "remove",
        "Have Okta send mail to addresses again",
        op::BULK_REMOVE_EMAIL_ADDRESS_BOUNCES,
        "freed",
        "--set 'emailAddresses:=[\"tim@example.gov\"]'",
    )],
};
