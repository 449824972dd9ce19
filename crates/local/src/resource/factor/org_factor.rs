//! Which factors the org has switched on, as Classic Engine keeps it.

use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{ACTIVATE, Answer, DEACTIVATE, Id, Stamps, activate, deactivate};
use crate::kernel::status;
use crate::resource::factor::kind::KINDS;

fn all() -> Value {
    let factor = |kind: &crate::resource::factor::kind::Kind| {
        json!({
            "id": kind.key,
            "provider": kind.provider,
            "factorType": kind.factor_type,
            "status": if kind.is_offered() { status::ACTIVE } else { status::INACTIVE },
        })
    };
    KINDS.iter().map(factor).collect()
}

pub const COLLECTIONS: &[Collection] = &[Collection {
    stamps: Stamps::NONE,
    links: &[ACTIVATE, DEACTIVATE],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    seeds: all,
    ..Collection::new("/api/v1/org/factors/{factorKey}", "OrgFactor", Id::Given("id"))
}];
