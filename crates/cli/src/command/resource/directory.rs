//! `oktars directories`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "directories",
    one: "directory",
    about: "Groups of Active Directory and LDAP, over their agents",
    columns: Columns { table: "id,profile", csv: "" },
    verbs: &[
        Verb::step(
            "change-members",
            "Add users to a group of the directory, or take them out",
            op::UPDATE_GROUP_MEMBERSHIP,
            "changed",
            "0oaspf3cfatE1nDO31d7 --input change.json",
        ),
        Verb::step(
            "query-group",
            "Ask the directory for attributes of a group",
            op::SUBMIT_GROUP_ATTRIBUTE_QUERY,
            "asked",
            "0oaspf3cfatE1nDO31d7 Engineers --set 'attributes:=[\"mail\"]'",
        )
        .columns(Columns { table: "resultId", csv: "" }),
        Verb::read(
            "query-result",
            "Show what the directory answered",
            op::GET_GROUP_ATTRIBUTE_QUERY_RESULT,
            "0oaspf3cfatE1nDO31d7 Engineers ADSUniqueQueryId",
        ),
    ],
};
