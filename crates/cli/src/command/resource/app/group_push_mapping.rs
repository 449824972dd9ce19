//! `oktars group-push`

use oktars::op;

use crate::command::known_name::{Kind, NamesOf};
use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

const GROUPS: &[NamesOf] = &[
    NamesOf { member: "group", ids: "sourceGroupId", kind: Kind::Group },
    NamesOf { member: "targetGroup", ids: "targetGroupId", kind: Kind::Group },
];

pub const RESOURCE: Resource = Resource {
    name: "group-push",
    one: "group push mapping",
    about: "Groups that Okta pushes to an app with their members",
    columns: Columns {
        table: "id,status,group,targetGroup",
        csv: "sourceGroupId,targetGroupId,lastPush,errorSummary,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the groups that are pushed to an app",
            op::LIST_GROUP_PUSH_MAPPINGS,
            "0oa1gjh63g214q0Hq0g4",
        )
        .names(GROUPS),
        Verb::read(
            "get",
            "Show a group push mapping",
            op::GET_GROUP_PUSH_MAPPING,
            "0oa1gjh63g214q0Hq0g4 gPm1gjh63g214q0Hq0g4",
        )
        .names(GROUPS),
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
