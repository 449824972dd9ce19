//! `oktars yubikeys`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "yubikeys",
    one: "YubiKey",
    about: "YubiKeys whose seeds the org knows",
    columns: Columns { table: "id,status,profile.serial,created", csv: "activated,lastVerified" },
    verbs: &[
        Verb::read("list", "List the YubiKeys of the org", op::LIST_YUBIKEY_OTP_TOKENS, ""),
        Verb::read("get", "Show a YubiKey", op::GET_YUBIKEY_OTP_TOKEN_BY_ID, "ykk1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Add a YubiKey by its seed",
            op::UPLOAD_YUBIKEY_OTP_TOKEN_SEED,
            "added",
            "--input seed.json",
        ),
    ],
};
