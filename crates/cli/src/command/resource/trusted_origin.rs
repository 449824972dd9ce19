//! `oktars trusted-origins`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "trusted-origins",
    one: "trusted origin",
    about: "Websites that may call the org from a browser, or receive redirects",
    columns: Columns { table: "id,status,name,origin,scopes", csv: "created,createdBy,lastUpdated" },
    verbs: &[
        Verb::read("list", "List trusted origins", op::LIST_TRUSTED_ORIGINS, ""),
        Verb::read("get", "Show a trusted origin", op::GET_TRUSTED_ORIGIN, "tos1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a trusted origin",
            op::CREATE_TRUSTED_ORIGIN,
            "created",
            "--set name=Portal --set origin=https://portal.acme.example --set 'scopes:=[{\"type\":\"CORS\"}]'",
        ),
        Verb::update(
            "update",
            "Change some members of a trusted origin; the others stay as they are",
            op::REPLACE_TRUSTED_ORIGIN,
            op::GET_TRUSTED_ORIGIN,
            "tos1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a trusted origin",
            op::ACTIVATE_TRUSTED_ORIGIN,
            "activated",
            "tos1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a trusted origin",
            op::DEACTIVATE_TRUSTED_ORIGIN,
            "Deactivate",
            "tos1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a trusted origin",
            op::DELETE_TRUSTED_ORIGIN,
            "Delete",
            "tos1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
