//! `oktars governance-bundles`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "governance-bundles",
    one: "governance bundle",
    about: "Administrator roles that people can request",
    columns: Columns { table: "id,status,name,description", csv: "orn" },
    verbs: &[
        Verb::read("list", "List governance bundles", op::LIST_GOVERNANCE_BUNDLES, ""),
        Verb::read("get", "Show a governance bundle", op::GET_GOVERNANCE_BUNDLE, "0bb1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a governance bundle",
            op::CREATE_GOVERNANCE_BUNDLE,
            "created",
            "--input bundle.json",
        ),
        Verb::step(
            "replace",
            "Replace a governance bundle, with all that it gives",
            op::REPLACE_GOVERNANCE_BUNDLE,
            "replaced",
            "0bb1gjh63g214q0Hq0g4 --input bundle.json",
        ),
        Verb::remove(
            "delete",
            "Delete a governance bundle",
            op::DELETE_GOVERNANCE_BUNDLE,
            "Delete",
            "0bb1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "entitlements",
            "List the roles that a governance bundle gives",
            op::LIST_BUNDLE_ENTITLEMENTS,
            "0bb1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,role,name,description", csv: "" }),
        Verb::read(
            "entitlement-values",
            "List the groups and apps that a role of a bundle covers",
            op::LIST_BUNDLE_ENTITLEMENT_VALUES,
            "0bb1gjh63g214q0Hq0g4 esp1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,name,value", csv: "" }),
        Verb::read(
            "opt-in-status",
            "Show whether people can request administrator roles",
            op::GET_OPT_IN_STATUS,
            "",
        )
        .columns(Columns { table: "optInStatus", csv: "" }),
        Verb::step(
            "opt-in",
            "Let people request administrator roles; it takes a while",
            op::OPT_IN,
            "changed",
            "",
        )
        .columns(Columns { table: "optInStatus", csv: "" }),
        Verb::step(
            "opt-out",
            "Stop people from requesting administrator roles; it takes a while",
            op::OPT_OUT,
            "changed",
            "",
        )
        .columns(Columns { table: "optInStatus", csv: "" }),
    ],
};
