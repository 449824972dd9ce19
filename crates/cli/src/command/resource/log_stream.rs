//! `oktars log-streams`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "log-streams",
    one: "log stream",
    about: "Services that receive the System Log",
    columns: Columns { table: "id,status,type,name", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List log streams", op::LIST_LOG_STREAMS, ""),
        Verb::read("get", "Show a log stream", op::GET_LOG_STREAM, "0oa1gjh63g214q0Hq0g4"),
        Verb::step("create", "Create a log stream", op::CREATE_LOG_STREAM, "created", "--input stream.json"),
        Verb::update(
            "update",
            "Change some members of a log stream; the others stay as they are",
            op::REPLACE_LOG_STREAM,
            op::GET_LOG_STREAM,
            "0oa1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a log stream",
            op::ACTIVATE_LOG_STREAM,
            "activated",
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a log stream",
            op::DEACTIVATE_LOG_STREAM,
            "Deactivate",
            "0oa1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a log stream",
            op::DELETE_LOG_STREAM,
            "Delete",
            "0oa1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
