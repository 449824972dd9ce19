//! `oktars idp-keys`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "idp-keys",
    one: "key",
    about: "The keys that check what identity providers signed",
    columns: Columns { table: "kid,kty,use,expiresAt", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the keys", op::LIST_IDENTITY_PROVIDER_KEYS, ""),
        Verb::read("get", "Show a key", op::GET_IDENTITY_PROVIDER_KEY, "your-key-id"),
        Verb::step(
            "create",
            "Add a certificate or a key",
            op::CREATE_IDENTITY_PROVIDER_KEY,
            "added",
            "--input key.json",
        ),
        Verb::step(
            "update",
            "Replace a key",
            op::REPLACE_IDENTITY_PROVIDER_KEY,
            "replaced",
            "your-key-id --input key.json",
        ),
        Verb::remove(
            "delete",
            "Delete a key that no identity provider uses",
            op::DELETE_IDENTITY_PROVIDER_KEY,
            "Delete",
            "your-key-id --yes",
        ),
    ],
};
