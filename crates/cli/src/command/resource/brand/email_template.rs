//! `oktars email-templates`, `oktars email-customizations`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const TEMPLATES: Resource = Resource {
    name: "email-templates",
    one: "email template",
    about: "The templates of the mails that Okta sends for a brand",
    columns: Columns { table: "name", csv: "settings=_embedded.settings.recipients" },
    verbs: &[
        Verb::read("list", "List the templates of a brand", op::LIST_EMAIL_TEMPLATES, "bnd1gjh63g214q0Hq0g4"),
        Verb::read("get", "Show a template", op::GET_EMAIL_TEMPLATE, "bnd1gjh63g214q0Hq0g4 UserActivation"),
        Verb::read(
            "settings",
            "Show who gets a mail",
            op::GET_EMAIL_SETTINGS,
            "bnd1gjh63g214q0Hq0g4 UserActivation",
        )
        .columns(Columns { table: "recipients", csv: "" }),
        Verb::step(
            "set-settings",
            "Choose who gets a mail",
            op::REPLACE_EMAIL_SETTINGS,
            "set",
            "bnd1gjh63g214q0Hq0g4 UserActivation --set recipients=ALL_USERS",
        )
        .columns(Columns { table: "recipients", csv: "" }),
        Verb::read(
            "default",
            "Show the default text",
            op::GET_EMAIL_DEFAULT_CONTENT,
            "bnd1gjh63g214q0Hq0g4 UserActivation --language de",
        )
        .columns(Columns { table: "subject,body", csv: "" }),
        Verb::read(
            "preview",
            "Preview the default text, with your own profile",
            op::GET_EMAIL_DEFAULT_PREVIEW,
            "bnd1gjh63g214q0Hq0g4 UserActivation",
        )
        .columns(Columns { table: "subject,body", csv: "" }),
        Verb::step(
            "test",
            "Send a test mail to yourself",
            op::SEND_TEST_EMAIL,
            "sent",
            "bnd1gjh63g214q0Hq0g4 UserActivation",
        ),
    ],
};

pub const CUSTOMIZATIONS: Resource = Resource {
    name: "email-customizations",
    one: "customization",
    about: "Your own texts for a mail template, one for each language",
    columns: Columns { table: "id,language,isDefault,subject", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read(
            "list",
            "List the customizations of a template",
            op::LIST_EMAIL_CUSTOMIZATIONS,
            "bnd1gjh63g214q0Hq0g4 UserActivation",
        ),
        Verb::read(
            "get",
            "Show a customization",
            op::GET_EMAIL_CUSTOMIZATION,
            "bnd1gjh63g214q0Hq0g4 UserActivation oel1gjh63g214q0Hq0g4 -o yaml",
        ),
        Verb::step(
            "create",
            "Create a customization",
            op::CREATE_EMAIL_CUSTOMIZATION,
            "created",
            "bnd1gjh63g214q0Hq0g4 UserActivation --input mail.json",
        ),
        Verb::update(
            "update",
            "Change some members of a customization; the others stay as they are",
            op::REPLACE_EMAIL_CUSTOMIZATION,
            op::GET_EMAIL_CUSTOMIZATION,
            "bnd1gjh63g214q0Hq0g4 UserActivation oel1gjh63g214q0Hq0g4 --set subject=Welcome",
        ),
        Verb::read(
            "preview",
            "Preview a customization, with your own profile",
            op::GET_CUSTOMIZATION_PREVIEW,
            "bnd1gjh63g214q0Hq0g4 UserActivation oel1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "subject,body", csv: "" }),
        Verb::remove(
            "delete",
            "Delete a customization",
            op::DELETE_EMAIL_CUSTOMIZATION,
            "Delete",
            "bnd1gjh63g214q0Hq0g4 UserActivation oel1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete-all",
            "Delete all customizations of a template",
            op::DELETE_ALL_CUSTOMIZATIONS,
            "Delete all",
            "bnd1gjh63g214q0Hq0g4 UserActivation --yes",
        ),
    ],
};
