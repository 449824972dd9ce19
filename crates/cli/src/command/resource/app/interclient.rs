//! `oktars app-trust`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-trust",
    one: "trusted app",
    about: "Apps that may sign users on to another app",
    columns: Columns {
        table: "id,appInstanceId,trustedAppInstanceId",
        csv: "created,lastUpdated,lastUpdatedBy",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the ids of the apps that may sign users on to an app",
            op::LIST_INTERCLIENT_ALLOWED_APPLICATIONS,
            "Portal",
        )
        .columns(Columns { table: "", csv: "" }),
        Verb::read(
            "targets",
            "List the ids of the apps to which an app may sign users on",
            op::LIST_INTERCLIENT_TARGET_APPLICATIONS,
            "Portal",
        )
        .columns(Columns { table: "", csv: "" }),
        Verb::step(
            "create",
            "Let an app sign users on to another",
            op::CREATE_INTERCLIENT_TRUST_MAPPING,
            "added",
            "Portal --set id=0oa1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "delete",
            "Stop an app from signing users on to another",
            op::DELETE_INTERCLIENT_TRUST_MAPPING,
            "Remove",
            "Portal 0oa1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
