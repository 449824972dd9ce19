//! The resources in `oktars policies`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const COLUMNS: Columns = Columns { table: "id,app=_links.application.href", csv: "" };

pub const LIST: Verb = Verb::read(
    "resources",
    "List the apps and resources of a policy",
    op::LIST_POLICY_MAPPINGS,
    "00p1gjh63g214q0Hq0g4",
)
.columns(COLUMNS);

pub const GET: Verb = Verb::read(
    "get-resource",
    "Show one resource of a policy",
    op::GET_POLICY_MAPPING,
    "00p1gjh63g214q0Hq0g4 rsm1gjh63g214q0Hq0g4",
)
.columns(COLUMNS);

pub const ADD: Verb = Verb::step(
    "add-resource",
    "Assign an app to a policy",
    op::MAP_RESOURCE_TO_POLICY,
    "extended",
    "00p1gjh63g214q0Hq0g4 --set resourceId=0oa1gjh63g214q0Hq0g4 --set resourceType=APP",
)
.columns(COLUMNS);

pub const REMOVE: Verb = Verb::remove(
    "remove-resource",
    "Remove a resource from a policy",
    op::DELETE_POLICY_RESOURCE_MAPPING,
    "Remove a resource of",
    "00p1gjh63g214q0Hq0g4 rsm1gjh63g214q0Hq0g4 --yes",
);
