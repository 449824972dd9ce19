//! `oktars ui-schemas`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "ui-schemas",
    one: "UI schema",
    about: "The attributes of a registration form",
    columns: Columns { table: "id,created,lastUpdated", csv: "label=uiSchema.label" },
    verbs: &[
        Verb::read("list", "List UI schemas", op::LIST_UI_SCHEMAS, ""),
        Verb::read("get", "Show a UI schema", op::GET_UI_SCHEMA, "uis1gjh63g214q0Hq0g4 -o yaml"),
        Verb::step("create", "Create a UI schema", op::CREATE_UI_SCHEMA, "created", "--input form.json"),
        Verb::update(
            "update",
            "Change some members of a UI schema; the others stay as they are",
            op::REPLACE_UI_SCHEMAS,
            op::GET_UI_SCHEMA,
            "uis1gjh63g214q0Hq0g4 --set 'uiSchema.buttonLabel=Join'",
        ),
        Verb::remove(
            "delete",
            "Delete a UI schema",
            op::DELETE_UI_SCHEMAS,
            "Delete",
            "uis1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
