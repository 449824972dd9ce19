//! `oktars captchas`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "captchas",
    one: "CAPTCHA",
    about: "CAPTCHAs, which keep programs out of sign-in pages",
    columns: Columns { table: "id,type,name,siteKey", csv: "" },
    verbs: &[
        Verb::read("list", "List CAPTCHAs", op::LIST_CAPTCHA_INSTANCES, ""),
        Verb::read("get", "Show a CAPTCHA", op::GET_CAPTCHA_INSTANCE, "cap1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a CAPTCHA",
            op::CREATE_CAPTCHA_INSTANCE,
            "created",
            "--input captcha.json",
        ),
        Verb::step(
            "update",
            "Change some members of a CAPTCHA; the others stay as they are",
            op::UPDATE_CAPTCHA_INSTANCE,
            "updated",
            "cap1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "replace",
            "Replace a CAPTCHA; what the file does not name is gone",
            op::REPLACE_CAPTCHA_INSTANCE,
            "replaced",
            "cap1gjh63g214q0Hq0g4 --input captcha.json",
        ),
        Verb::remove(
            "delete",
            "Delete a CAPTCHA",
            op::DELETE_CAPTCHA_INSTANCE,
            "Delete",
            "cap1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read("org-settings", "Show which CAPTCHA is used, and where", op::GET_ORG_CAPTCHA_SETTINGS, "")
            .columns(Columns { table: "captchaId,enabledPages", csv: "" }),
        Verb::step(
            "set-org",
            "Choose the CAPTCHA that is used, and where",
            op::REPLACES_ORG_CAPTCHA_SETTINGS,
            "chose",
            "--set captchaId=cap1gjh63g214q0Hq0g4 --set 'enabledPages:=[\"SIGN_IN\"]'",
        )
        .columns(Columns { table: "captchaId,enabledPages", csv: "" }),
        Verb::remove("unset-org", "Use no CAPTCHA", op::DELETE_ORG_CAPTCHA_SETTINGS, "Cease to use", "--yes"),
    ],
};
