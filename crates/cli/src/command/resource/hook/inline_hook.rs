//! `oktars inline-hooks`

use oktars::op;

use crate::command::resource::{Resource, Untold, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "inline-hooks",
    one: "inline hook",
    about: "Inline hooks: services that Okta asks while it works",
    columns: Columns {
        table: "id,status,type,name,uri=channel.config.uri",
        csv: "version,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List inline hooks", op::LIST_INLINE_HOOKS, ""),
        Verb::read("get", "Show an inline hook", op::GET_INLINE_HOOK, "cal1gjh63g214q0Hq0g4"),
        Verb::step("create", "Create an inline hook", op::CREATE_INLINE_HOOK, "created", "--input hook.json"),
        Verb::update(
            "update",
            "Change some members of an inline hook; you must give its secrets again",
            op::REPLACE_INLINE_HOOK,
            op::GET_INLINE_HOOK,
            "cal1gjh63g214q0Hq0g4 --set name=Renamed",
        )
        .untold(&[
            Untold { secret: "channel.config.authScheme.value", beside: "channel.config.authScheme.key" },
            Untold { secret: "channel.config.clientSecret", beside: "channel.config.clientId" },
        ]),
        Verb::step(
            "patch",
            "Send only some members of an inline hook; Okta keeps the others, secrets included",
            op::UPDATE_INLINE_HOOK,
            "updated",
            "cal1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate an inline hook",
            op::ACTIVATE_INLINE_HOOK,
            "activated",
            "cal1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate an inline hook",
            op::DEACTIVATE_INLINE_HOOK,
            "Deactivate",
            "cal1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an inline hook",
            op::DELETE_INLINE_HOOK,
            "Delete",
            "cal1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::step(
            "execute",
            "Call the service as Okta does, and show its answer",
            op::EXECUTE_INLINE_HOOK,
            "executed",
            "cal1gjh63g214q0Hq0g4 --input event.json",
        ),
    ],
};
