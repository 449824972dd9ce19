//! `oktars okta-personal`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "okta-personal",
    one: "setting of Okta Personal",
    about: "Okta Personal: what users may take with them",
    columns: Columns { table: "domains", csv: "" },
    verbs: &[
        Verb::read(
            "blocked-domains",
            "Show the mail domains to which nobody may move apps",
            op::LIST_PERSONAL_APPS_EXPORT_BLOCK_LIST,
            "",
        ),
        Verb::step(
            "set-blocked-domains",
            "Replace the mail domains to which nobody may move apps",
            op::REPLACE_BLOCKED_EMAIL_DOMAINS,
            "replaced",
            "--set 'domains:=[\"example.com\"]'",
        ),
        Verb::step(
            "set-features",
            "Set what users may do with Okta Personal",
            op::REPLACE_OKTA_PERSONAL_ADMIN_SETTINGS,
            "changed",
            "--set enableExportApps:=true --set enableEnduserEntryPoints:=true",
        ),
    ],
};
