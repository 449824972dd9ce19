//! `oktars idp-signing-keys`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "idp-signing-keys",
    one: "signing key",
    about: "The keys that sign what Okta sends to an identity provider",
    columns: Columns { table: "kid,kty,use,expiresAt", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read(
            "list",
            "List the signing keys of an identity provider",
            op::LIST_IDENTITY_PROVIDER_SIGNING_KEYS,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "active",
            "List the active signing keys",
            op::LIST_ACTIVE_IDENTITY_PROVIDER_SIGNING_KEY,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a signing key",
            op::GET_IDENTITY_PROVIDER_SIGNING_KEY,
            "0oa1gjh63g214q0Hq0g4 your-key-id",
        ),
        Verb::step(
            "create",
            "Create a signing key that is valid for 2 to 10 years",
            op::GENERATE_IDENTITY_PROVIDER_SIGNING_KEY,
            "made",
            "0oa1gjh63g214q0Hq0g4 --validity-years 2",
        ),
        Verb::step(
            "clone",
            "Give another identity provider the same signing key",
            op::CLONE_IDENTITY_PROVIDER_KEY,
            "cloned",
            "0oa1gjh63g214q0Hq0g4 your-key-id --target-idp-id 0oa1gjh63g214q0Hq0g5",
        ),
    ],
};
