//! `oktars device-assurances`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "device-assurances",
    one: "device assurance policy",
    about: "What a device needs before it may be used",
    columns: Columns { table: "id,platform,name", csv: "createdDate,lastUpdate" },
    verbs: &[
        Verb::read("list", "List device assurance policies", op::LIST_DEVICE_ASSURANCE_POLICIES, ""),
        Verb::read(
            "get",
            "Show a device assurance policy",
            op::GET_DEVICE_ASSURANCE_POLICY,
            "dae1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Create a device assurance policy",
            op::CREATE_DEVICE_ASSURANCE_POLICY,
            "created",
            "--set name=Phones --set platform=IOS --set osVersion.minimum=17.0",
        ),
        Verb::update(
            "update",
            "Change some members of a device assurance policy; the others stay as they are",
            op::REPLACE_DEVICE_ASSURANCE_POLICY,
            op::GET_DEVICE_ASSURANCE_POLICY,
            "dae1gjh63g214q0Hq0g4 --set osVersion.minimum=18.0",
        ),
        Verb::remove(
            "delete",
            "Delete a device assurance policy",
            op::DELETE_DEVICE_ASSURANCE_POLICY,
            "Delete",
            "dae1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
