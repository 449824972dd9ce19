//! `oktars app-grants`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-grants",
    one: "grant",
    about: "The scopes of Okta's API that an app may use",
    columns: Columns { table: "id,status,scopeId,issuer", csv: "source,clientId,created" },
    verbs: &[
        Verb::read(
            "list",
            "List the grants of an app",
            op::LIST_SCOPE_CONSENT_GRANTS,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a grant",
            op::GET_SCOPE_CONSENT_GRANT,
            "0oa1gjh63g214q0Hq0g4 oag1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Grant a scope to an app",
            op::GRANT_CONSENT_TO_SCOPE,
            "granted",
            "0oa1gjh63g214q0Hq0g4 --set scopeId=okta.users.read --set issuer=https://acme.okta.com",
        ),
        Verb::remove(
            "delete",
            "Revoke a grant",
            op::REVOKE_SCOPE_CONSENT_GRANT,
            "Revoke",
            "0oa1gjh63g214q0Hq0g4 oag1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
