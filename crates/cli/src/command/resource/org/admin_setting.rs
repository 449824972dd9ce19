//! `oktars admin-settings`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "admin-settings",
    one: "setting for administrators",
    about: "What administrators and new apps get by default",
    columns: Columns { table: "clientPrivilegesSetting", csv: "" },
    verbs: &[
        Verb::read(
            "client-privileges",
            "Show whether new public client apps are super administrators",
            op::GET_CLIENT_PRIVILEGES_SETTING,
            "",
        ),
        Verb::step(
            "set-client-privileges",
            "Set whether new public client apps are super administrators",
            op::ASSIGN_CLIENT_PRIVILEGES_SETTING,
            "changed",
            "--set clientPrivilegesSetting:=false",
        ),
        Verb::read(
            "auto-assign-admin-app",
            "Show whether new administrators get the app of the Admin Console",
            op::GET_AUTO_ASSIGN_ADMIN_APP_SETTING,
            "",
        )
        .columns(Columns { table: "autoAssignAdminAppSetting", csv: "" }),
        Verb::step(
            "set-auto-assign-admin-app",
            "Set whether new administrators get the app of the Admin Console",
            op::UPDATE_AUTO_ASSIGN_ADMIN_APP_SETTING,
            "changed",
            "--set autoAssignAdminAppSetting:=false",
        )
        .columns(Columns { table: "autoAssignAdminAppSetting", csv: "" }),
        Verb::read(
            "third-party-admin",
            "Show whether third parties can be administrators",
            op::GET_THIRD_PARTY_ADMIN_SETTING,
            "",
        )
        .columns(Columns { table: "thirdPartyAdmin", csv: "" }),
        Verb::step(
            "set-third-party-admin",
            "Set whether third parties can be administrators",
            op::UPDATE_THIRD_PARTY_ADMIN_SETTING,
            "changed",
            "--set thirdPartyAdmin:=true",
        )
        .columns(Columns { table: "thirdPartyAdmin", csv: "" }),
    ],
};
