//! `oktars event-hooks`

use oktars::op;

use crate::command::resource::{Resource, Untold, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "event-hooks",
    one: "event hook",
    about: "Event hooks: services that Okta calls after an event",
    columns: Columns {
        table: "id,status,verificationStatus,name,uri=channel.config.uri",
        csv: "events=events.items,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List event hooks", op::LIST_EVENT_HOOKS, ""),
        Verb::read("get", "Show an event hook", op::GET_EVENT_HOOK, "who1gjh63g214q0Hq0g4"),
        Verb::step("create", "Create an event hook", op::CREATE_EVENT_HOOK, "created", "--input hook.json"),
        Verb::update(
            "update",
            "Change some members of an event hook; you must give the value of its header again",
            op::REPLACE_EVENT_HOOK,
            op::GET_EVENT_HOOK,
            "who1gjh63g214q0Hq0g4 --set name=Renamed",
        )
        .untold(&[Untold {
            secret: "channel.config.authScheme.value",
            beside: "channel.config.authScheme.key",
        }]),
        Verb::step(
            "activate",
            "Activate an event hook",
            op::ACTIVATE_EVENT_HOOK,
            "activated",
            "who1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate an event hook",
            op::DEACTIVATE_EVENT_HOOK,
            "Deactivate",
            "who1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an event hook",
            op::DELETE_EVENT_HOOK,
            "Delete",
            "who1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::step(
            "verify",
            "Let Okta check that the service is yours",
            op::VERIFY_EVENT_HOOK,
            "verified",
            "who1gjh63g214q0Hq0g4",
        ),
    ],
};
