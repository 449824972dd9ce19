//! `oktars source-members`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "source-members",
    one: "member of a group",
    about: "The members of groups in directories of your own",
    columns: Columns { table: "memberExternalIds", csv: "" },
    verbs: &[
        Verb::read(
            "list",
            "Show the members of a group, by their ids in the identity source",
            op::GET_IDENTITY_SOURCE_GROUP_MEMBERSHIPS,
            "0oa3l6l6WK6h0R0QW0g4 GROUP1",
        ),
        Verb::step(
            "add",
            "Add a user to a group",
            op::CREATE_IDENTITY_SOURCE_GROUPS_MEMBERSHIPS,
            "added",
            "0oa3l6l6WK6h0R0QW0g4 GROUP1 --set memberExternalId=EXT1",
        ),
        Verb::remove(
            "remove",
            "Take a user out of a group",
            op::DELETE_IDENTITY_SOURCE_GROUP_MEMBERSHIPS,
            "Remove",
            "0oa3l6l6WK6h0R0QW0g4 GROUP1 EXT1 --yes",
        ),
    ],
};
