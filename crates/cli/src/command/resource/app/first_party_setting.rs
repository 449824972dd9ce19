//! `oktars okta-app-settings`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "okta-app-settings",
    one: "setting of an app of Okta",
    about: "Settings of the Admin Console: how long sessions last",
    columns: Columns { table: "sessionIdleTimeoutMinutes,sessionMaxLifetimeMinutes", csv: "" },
    verbs: &[
        Verb::read(
            "get",
            "Show the settings of one of Okta's own apps",
            op::GET_FIRST_PARTY_APP_SETTINGS,
            "admin-console",
        ),
        Verb::update(
            "update",
            "Change some settings; the others stay as they are",
            op::REPLACE_FIRST_PARTY_APP_SETTINGS,
            op::GET_FIRST_PARTY_APP_SETTINGS,
            "admin-console --set sessionIdleTimeoutMinutes:=30",
        ),
    ],
};
