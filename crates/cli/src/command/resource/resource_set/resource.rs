//! The resources in `oktars resource-sets`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const COLUMNS: Columns = Columns { table: "id,orn,resource=_links.resource.href", csv: "created" };

pub const LIST: Verb = Verb::read(
    "resources",
    "List the resources of a resource set",
    op::LIST_RESOURCE_SET_RESOURCES,
    "Helpdesk",
)
.columns(COLUMNS);

pub const GET: Verb = Verb::read(
    "get-resource",
    "Show a resource of a set",
    op::GET_RESOURCE_SET_RESOURCE,
    "Helpdesk ire1gjh63g214q0Hq0g4",
)
.columns(COLUMNS);

pub const ADD: Verb = Verb::step(
    "add-resource",
    "Add a resource with conditions to a set",
    op::ADD_RESOURCE_SET_RESOURCE,
    "extended",
    "Helpdesk --input resource.json",
)
.columns(COLUMNS);

pub const ADD_MANY: Verb = Verb::step(
    "add-resources",
    "Add resources to a set",
    op::ADD_RESOURCE_SET_RESOURCES,
    "extended",
    "Helpdesk --set 'additions:=[\"orn:okta:directory:00o1:groups:00g1gjh63g214q0Hq0g4\"]'",
)
.columns(COLUMNS);

pub const UPDATE: Verb = Verb::step(
    "update-resource",
    "Change the conditions of a resource",
    op::REPLACE_RESOURCE_SET_RESOURCE,
    "updated",
    "Helpdesk ire1gjh63g214q0Hq0g4 --input resource.json",
)
.columns(COLUMNS);

pub const REMOVE: Verb = Verb::remove(
    "remove-resource",
    "Remove a resource from a set",
    op::DELETE_RESOURCE_SET_RESOURCE,
    "Remove a resource of",
    "Helpdesk ire1gjh63g214q0Hq0g4 --yes",
);
