//! `oktars hook-keys`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "hook-keys",
    one: "hook key",
    about: "Keys that sign what Okta sends to inline hooks",
    columns: Columns { table: "id,name,keyId,isUsed", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List hook keys", op::LIST_HOOK_KEYS, ""),
        Verb::read("get", "Show a hook key", op::GET_HOOK_KEY, "HKY1gjh63g214q0Hq0g4"),
        Verb::step("create", "Create a hook key", op::CREATE_HOOK_KEY, "made", "--set name=Payroll"),
        Verb::step(
            "update",
            "Rename a hook key",
            op::REPLACE_HOOK_KEY,
            "renamed",
            "HKY1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::read(
            "public",
            "Show the public key by its key id",
            op::GET_PUBLIC_KEY,
            "7fbc27fd-e3df-4522-86bf-1930110256ad",
        )
        .columns(Columns { table: "kid,kty,use,alg", csv: "" }),
        Verb::remove(
            "delete",
            "Delete a hook key that is not used",
            op::DELETE_HOOK_KEY,
            "Delete",
            "HKY1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
