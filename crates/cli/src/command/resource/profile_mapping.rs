//! `oktars mappings`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "mappings",
    one: "profile mapping",
    about: "Profile mappings: which attribute fills which other one",
    columns: Columns {
        table: "id,source=source.name,target=target.name",
        csv: "sourceId=source.id,targetId=target.id",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the profile mappings",
            op::LIST_PROFILE_MAPPINGS,
            "--source-id 0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a profile mapping with its attributes",
            op::GET_PROFILE_MAPPING,
            "prm1gjh63g214q0Hq0g4 -o yaml",
        ),
        Verb::step(
            "update",
            "Change some attributes of a profile mapping; null removes one",
            op::UPDATE_PROFILE_MAPPING,
            "updated",
            "prm1gjh63g214q0Hq0g4 --set properties.title.expression=user.title --set properties.title.pushStatus=PUSH",
        ),
    ],
};
