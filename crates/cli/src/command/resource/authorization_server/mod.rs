//! `oktars auth-servers`

pub mod associated_server;
pub mod claim;
pub mod client;
pub mod key;
pub mod metadata;
pub mod policy;
pub mod resource_key;
pub mod rule;
pub mod scope;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-servers",
    one: "authorization server",
    about: "Authorization servers, which give access tokens for your own APIs",
    columns: Columns {
        table: "id,status,name,audiences,issuer",
        csv: "description,issuerMode,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List authorization servers", op::LIST_AUTHORIZATION_SERVERS, ""),
        Verb::read(
            "get",
            "Show an authorization server",
            op::GET_AUTHORIZATION_SERVER,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Create an authorization server",
            op::CREATE_AUTHORIZATION_SERVER,
            "created",
            "--set name=Payroll --set 'audiences:=[\"https://pay.acme.example\"]'",
        ),
        Verb::update(
            "update",
            "Change some members of an authorization server; the others stay as they are",
            op::REPLACE_AUTHORIZATION_SERVER,
            op::GET_AUTHORIZATION_SERVER,
            "aus1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate an authorization server",
            op::ACTIVATE_AUTHORIZATION_SERVER,
            "activated",
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate an authorization server",
            op::DEACTIVATE_AUTHORIZATION_SERVER,
            "Deactivate",
            "aus1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an authorization server",
            op::DELETE_AUTHORIZATION_SERVER,
            "Delete",
            "aus1gjh63g214q0Hq0g4 --yes",
        ),
        key::LIST,
        Verb::remove(
            "rotate-keys",
            "Sign with the next key from now on",
            op::ROTATE_AUTHORIZATION_SERVER_KEYS,
            "Rotate the keys of",
            "aus1gjh63g214q0Hq0g4 --set use=sig --yes",
        )
        .columns(key::COLUMNS),
        key::GET,
    ],
};
