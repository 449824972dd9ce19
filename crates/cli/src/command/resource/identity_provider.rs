//! `oktars idps`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "idps",
    one: "identity provider",
    about: "Where else users sign in",
    columns: Columns {
        table: "id,status,type,name",
        csv: "issuerMode,protocol=protocol.type,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List identity providers", op::LIST_IDENTITY_PROVIDERS, "--type SAML2"),
        Verb::read("get", "Show an identity provider", op::GET_IDENTITY_PROVIDER, "0oa1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create an identity provider",
            op::CREATE_IDENTITY_PROVIDER,
            "created",
            "--input idp.json",
        ),
        Verb::update(
            "update",
            "Change some members of an identity provider; the others stay as they are",
            op::REPLACE_IDENTITY_PROVIDER,
            op::GET_IDENTITY_PROVIDER,
            "0oa1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate an identity provider",
            op::ACTIVATE_IDENTITY_PROVIDER,
            "activated",
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "deactivate",
            "Deactivate an identity provider",
            op::DEACTIVATE_IDENTITY_PROVIDER,
            "deactivated",
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "delete",
            "Delete an identity provider",
            op::DELETE_IDENTITY_PROVIDER,
            "Delete",
            "0oa1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "users",
            "List the users who sign in at an identity provider",
            op::LIST_IDENTITY_PROVIDER_APPLICATION_USERS,
            "0oa1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,externalId,email=profile.email", csv: "created,lastUpdated" }),
    ],
};
