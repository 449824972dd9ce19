//! `oktars app-keys`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-keys",
    one: "key",
    about: "The keys that sign what Okta sends to an app",
    columns: Columns { table: "kid,use,expiresAt,created", csv: "kty,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the keys of an app", op::LIST_APPLICATION_KEYS, "0oa1gjh63g214q0Hq0g4"),
        Verb::read(
            "get",
            "Show a key of an app",
            op::GET_APPLICATION_KEY,
            "0oa1gjh63g214q0Hq0g4 SIMcCQNY3uwXoW3y0vf6VxiBb5n9pf8L2fK8d",
        ),
        Verb::step(
            "create",
            "Create a key that is valid for 2 to 10 years",
            op::GENERATE_APPLICATION_KEY,
            "made",
            "0oa1gjh63g214q0Hq0g4 --validity-years 2",
        ),
        Verb::step(
            "clone",
            "Give another app the same key",
            op::CLONE_APPLICATION_KEY,
            "cloned",
            "0oa1gjh63g214q0Hq0g4 SIMcCQNY3uwXoW3y0vf6VxiBb5n9pf8L2fK8d --target-aid 0oa1gjh63g214q0Hq0g5",
        ),
    ],
};
