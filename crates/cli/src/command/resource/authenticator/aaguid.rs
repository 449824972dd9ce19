//! `oktars custom-aaguids`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "custom-aaguids",
    one: "kind of security key",
    about: "Security keys that you add to those that Okta knows",
    columns: Columns {
        table: "aaguid,name,authenticatorCharacteristics",
        csv: "attestationRootCertificates",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the kinds of security keys that you added",
            op::LIST_ALL_CUSTOM_AAGUI_DS,
            "aut1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a kind of security key",
            op::GET_CUSTOM_AAGUID,
            "aut1gjh63g214q0Hq0g4 cb69481e-8ff7-4039-93ec-0a2729a154a8",
        ),
        Verb::step(
            "create",
            "Add a kind of security key",
            op::CREATE_CUSTOM_AAGUID,
            "added",
            "aut1gjh63g214q0Hq0g4 --set aaguid=cb69481e-8ff7-4039-93ec-0a2729a154a8",
        ),
        Verb::step(
            "update",
            "Change some members of a kind of security key; the others stay as they are",
            op::UPDATE_CUSTOM_AAGUID,
            "updated",
            "aut1gjh63g214q0Hq0g4 cb69481e-8ff7-4039-93ec-0a2729a154a8 --set name=Renamed",
        )
        .media_type("application/merge-patch+json"),
        Verb::step(
            "replace",
            "Replace a kind of security key; what the file does not name is gone",
            op::REPLACE_CUSTOM_AAGUID,
            "replaced",
            "aut1gjh63g214q0Hq0g4 cb69481e-8ff7-4039-93ec-0a2729a154a8 --input key.json",
        ),
        Verb::remove(
            "delete",
            "Remove a kind of security key",
            op::DELETE_CUSTOM_AAGUID,
            "Delete",
            "aut1gjh63g214q0Hq0g4 cb69481e-8ff7-4039-93ec-0a2729a154a8 --yes",
        ),
    ],
};
