//! `oktars idps`

pub mod csr;
pub mod key;
pub mod signing_key;
pub mod user;

use oktars::op;

use super::{Resource, Untold, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "idps",
    one: "identity provider",
    about: "Identity providers, at which users sign in to this org",
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
        )
        .untold(&[Untold {
            secret: "protocol.credentials.client.client_secret",
            beside: "protocol.credentials.client.client_id",
        }]),
        Verb::step(
            "activate",
            "Activate an identity provider",
            op::ACTIVATE_IDENTITY_PROVIDER,
            "activated",
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate an identity provider",
            op::DEACTIVATE_IDENTITY_PROVIDER,
            "Deactivate",
            "0oa1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an identity provider",
            op::DELETE_IDENTITY_PROVIDER,
            "Delete",
            "0oa1gjh63g214q0Hq0g4 --yes",
        ),
        user::LIST,
        user::OF_USER,
        user::GET,
        user::LINK,
        user::UNLINK,
        user::TOKENS,
    ],
};
