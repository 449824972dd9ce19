//! `oktars devices`

pub mod assurance;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "devices",
    one: "device",
    about: "The phones and computers of users",
    columns: Columns {
        table: "id,status,platform=profile.platform,name=profile.displayName,serial=profile.serialNumber",
        csv: "os=profile.osVersion,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the devices",
            op::LIST_DEVICES,
            "--search 'profile.platform eq \"WINDOWS\"'",
        ),
        Verb::read("get", "Show a device", op::GET_DEVICE, "guo1gjh63g214q0Hq0g4"),
        Verb::step("activate", "Activate a device", op::ACTIVATE_DEVICE, "activated", "guo1gjh63g214q0Hq0g4"),
        Verb::step(
            "suspend",
            "Suspend an active device",
            op::SUSPEND_DEVICE,
            "suspended",
            "guo1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "unsuspend",
            "End the suspension of a device",
            op::UNSUSPEND_DEVICE,
            "unsuspended",
            "guo1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a device, and remove it from its users",
            op::DEACTIVATE_DEVICE,
            "Deactivate",
            "guo1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a deactivated device",
            op::DELETE_DEVICE,
            "Delete",
            "guo1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read("users","List the users of a device",op::LIST_DEVICE_USERS,"guo1gjh63g214q0Hq0g4").columns(Columns { table: "id=user.id,login=user.profile.login,managementStatus,screenLockType", csv: "created" }),
        Verb::read("of-user","List the devices of a user",op::LIST_USER_DEVICES,"ann@acme.example").columns(Columns { table: "id=device.id,status=device.status,platform=device.profile.platform,name=device.profile.displayName", csv: "created" }),
    ],
};
