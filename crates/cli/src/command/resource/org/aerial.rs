//! `oktars aerial`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "aerial",
    one: "consent to Okta Aerial",
    about: "Okta Aerial, which manages many orgs",
    columns: Columns { table: "accountId,grantedBy,grantedDate", csv: "" },
    verbs: &[
        Verb::read("get", "Show which account of Okta Aerial may manage the org", op::GET_AERIAL_CONSENT, ""),
        Verb::step(
            "grant",
            "Let an account of Okta Aerial manage the org",
            op::GRANT_AERIAL_CONSENT,
            "granted",
            "--set accountId=0200bs0617vvhv2v675mch1cukp",
        ),
        Verb::step(
            "revoke",
            "Stop an account of Okta Aerial from managing the org",
            op::REVOKE_AERIAL_CONSENT,
            "revoked",
            "--set accountId=0200bs0617vvhv2v675mch1cukp",
        ),
    ],
};
