//! `oktars app-cross-access`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "app-cross-access",
    one: "cross app access connection",
    about: "Apps that may ask for tokens of another app",
    columns: Columns {
        table: "id,status,requestingAppInstanceId,resourceAppInstanceId",
        csv: "created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the connections to and from an app",
            op::GET_ALL_CROSS_APP_ACCESS_CONNECTIONS,
            "Portal",
        ),
        Verb::read(
            "get",
            "Show a connection",
            op::GET_CROSS_APP_ACCESS_CONNECTION,
            "Portal caa1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Let an app ask for tokens of another",
            op::CREATE_CROSS_APP_ACCESS_CONNECTION,
            "created",
            "Portal --set requestingAppInstanceId=0oa1 --set resourceAppInstanceId=0oa2",
        ),
        Verb::step(
            "update",
            "Switch a connection on or off",
            op::UPDATE_CROSS_APP_ACCESS_CONNECTION,
            "updated",
            "Portal caa1gjh63g214q0Hq0g4 --set status=INACTIVE",
        ),
        Verb::remove(
            "delete",
            "Delete a connection",
            op::DELETE_CROSS_APP_ACCESS_CONNECTION,
            "Delete",
            "Portal caa1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
