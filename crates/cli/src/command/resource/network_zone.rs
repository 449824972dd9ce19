//! `oktars network-zones`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "network-zones",
    one: "network zone",
    about: "Network zones: addresses that rules allow or block",
    columns: Columns {
        table: "id,type,status,usage,name",
        csv: "gateways,proxies,system,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List network zones", op::LIST_NETWORK_ZONES, ""),
        Verb::read("get", "Show a network zone", op::GET_NETWORK_ZONE, "nzo1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a network zone",
            op::CREATE_NETWORK_ZONE,
            "created",
            "--input zone.json",
        ),
        Verb::update(
            "update",
            "Change some members of a network zone; the others stay as they are",
            op::REPLACE_NETWORK_ZONE,
            op::GET_NETWORK_ZONE,
            "nzo1gjh63g214q0Hq0g4 --set usage=BLOCKLIST",
        ),
        Verb::step(
            "activate",
            "Activate a network zone",
            op::ACTIVATE_NETWORK_ZONE,
            "activated",
            "nzo1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a network zone",
            op::DEACTIVATE_NETWORK_ZONE,
            "Deactivate",
            "nzo1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a network zone",
            op::DELETE_NETWORK_ZONE,
            "Delete",
            "nzo1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
