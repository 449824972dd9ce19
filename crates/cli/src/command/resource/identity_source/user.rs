//! `oktars source-users`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "source-users",
    one: "user of an identity source",
    about: "Users of directories of your own",
    columns: Columns { table: "id,externalId,profile", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read(
            "get",
            "Show a user, by the id in the identity source",
            op::GET_IDENTITY_SOURCE_USER,
            "0oa3l6l6WK6h0R0QW0g4 EXT1",
        ),
        Verb::step(
            "create",
            "Create a user",
            op::CREATE_IDENTITY_SOURCE_USER,
            "created",
            "0oa3l6l6WK6h0R0QW0g4 --input user.json",
        ),
        Verb::step(
            "replace",
            "Replace a user",
            op::REPLACE_EXISTING_IDENTITY_SOURCE_USER,
            "replaced",
            "0oa3l6l6WK6h0R0QW0g4 EXT1 --input user.json",
        ),
        Verb::step(
            "update",
            "Change some attributes of a user",
            op::UPDATE_IDENTITY_SOURCE_USERS,
            "updated",
            "0oa3l6l6WK6h0R0QW0g4 EXT1 --set profile.firstName=Tim",
        ),
        Verb::remove(
            "delete",
            "Delete a user",
            op::DELETE_IDENTITY_SOURCE_USER,
            "Delete",
            "0oa3l6l6WK6h0R0QW0g4 EXT1 --yes",
        ),
    ],
};
