//! `oktars source-groups`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "source-groups",
    one: "group of an identity source",
    about: "Groups of directories of your own",
    columns: Columns { table: "id,externalId,profile", csv: "" },
    verbs: &[
        Verb::read(
            "get",
            "Show a group, by its id at Okta or in the identity source",
            op::GET_IDENTITY_SOURCE_GROUP,
            "0oa3l6l6WK6h0R0QW0g4 GROUP1",
        ),
        Verb::step(
            "create",
            "Create a group",
            op::CREATE_IDENTITY_SOURCE_GROUPS,
            "created",
            "0oa3l6l6WK6h0R0QW0g4 --set externalId=GROUP1 --set profile.displayName=Engineers",
        ),
        Verb::step(
            "update",
            "Change a group",
            op::UPDATE_IDENTITY_SOURCE_GROUPS,
            "updated",
            "0oa3l6l6WK6h0R0QW0g4 GROUP1 --set externalId=GROUP1 --set profile.displayName=Renamed",
        ),
        Verb::remove(
            "delete",
            "Delete a group",
            op::DELETE_IDENTITY_SOURCE_GROUP,
            "Delete",
            "0oa3l6l6WK6h0R0QW0g4 GROUP1 --yes",
        ),
    ],
};
