//! `oktars group-push`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "group-push",
    one: "group push mapping",
    about: "Groups whose members Okta writes into an app",
    columns: Columns {
        table: "id,status,sourceGroupId,targetGroupId",
        csv: "lastPush,errorSummary,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the groups that are pushed to an app",
            op::LIST_GROUP_PUSH_MAPPINGS,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a group push mapping",
            op::GET_GROUP_PUSH_MAPPING,
            "0oa1gjh63g214q0Hq0g4 gPm1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Push a group to an app",
            op::CREATE_GROUP_PUSH_MAPPING,
            "created",
            "0oa1gjh63g214q0Hq0g4 --set sourceGroupId=00g1gjh63g214q0Hq0g4 --set targetGroupName=Engineers",
        ),
        Verb::step(
            "update",
            "Make a group push mapping ACTIVE or INACTIVE",
            op::UPDATE_GROUP_PUSH_MAPPING,
            "updated",
            "0oa1gjh63g214q0Hq0g4 gPm1gjh63g214q0Hq0g4 --set status=INACTIVE",
        ),
        Verb::remove(
            "delete",
            "Delete an inactive group push mapping",
            op::DELETE_GROUP_PUSH_MAPPING,
            "Delete",
            "0oa1gjh63g214q0Hq0g4 gPm1gjh63g214q0Hq0g4 --delete-target-group=false --yes",
        ),
    ],
};
