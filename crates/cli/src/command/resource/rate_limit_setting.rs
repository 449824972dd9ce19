//! `oktars rate-limit-settings`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "rate-limit-settings",
    one: "rate limit setting",
    about: "Rate limits: who is warned, and what one client may use",
    columns: Columns { table: "warningThreshold", csv: "" },
    verbs: &[
        Verb::read(
            "admin-notifications",
            "Show whether administrators get notices about rate limits",
            op::GET_RATE_LIMIT_SETTINGS_ADMIN_NOTIFICATIONS,
            "",
        )
        .columns(Columns { table: "notificationsEnabled", csv: "" }),
        Verb::step(
            "set-admin-notifications",
            "Set whether administrators get notices about rate limits",
            op::REPLACE_RATE_LIMIT_SETTINGS_ADMIN_NOTIFICATIONS,
            "changed",
            "--set notificationsEnabled:=false",
        )
        .columns(Columns { table: "notificationsEnabled", csv: "" }),
        Verb::read(
            "per-client",
            "Show how much of a rate limit one client may use",
            op::GET_RATE_LIMIT_SETTINGS_PER_CLIENT,
            "",
        )
        .columns(Columns { table: "defaultMode,useCaseModeOverrides", csv: "" }),
        Verb::update(
            "set-per-client",
            "Set how much of a rate limit one client may use",
            op::REPLACE_RATE_LIMIT_SETTINGS_PER_CLIENT,
            op::GET_RATE_LIMIT_SETTINGS_PER_CLIENT,
            "--set useCaseModeOverrides.LOGIN_PAGE=PREVIEW",
        )
        .columns(Columns { table: "defaultMode,useCaseModeOverrides", csv: "" }),
        Verb::read(
            "warning-threshold",
            "Show at which percentage of a rate limit Okta warns",
            op::GET_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD,
            "",
        ),
        Verb::step(
            "set-warning-threshold",
            "Set at which percentage of a rate limit Okta warns",
            op::REPLACE_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD,
            "changed",
            "--set warningThreshold:=80",
        ),
    ],
};
