//! Settings for administrators: those of other companies, the admin app, and what new clients may do.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::flag;

pub const SETTINGS: &[Setting] = &[
    Setting {
        fields: &[flag("thirdPartyAdmin").required()],
        sample: || json!({ "thirdPartyAdmin": true }),
        ..Setting::new(
            "/api/v1/org/orgSettings/thirdPartyAdminSetting",
            || json!({ "thirdPartyAdmin": false }),
        )
    },
    Setting {
        fields: &[flag("autoAssignAdminAppSetting").required()],
        sample: || json!({ "autoAssignAdminAppSetting": true }),
        ..Setting::new(
            "/api/v1/org/settings/autoAssignAdminAppSetting",
            || json!({ "autoAssignAdminAppSetting": false }),
        )
    },
    Setting {
        fields: &[flag("clientPrivilegesSetting").required()],
        sample: || json!({ "clientPrivilegesSetting": true }),
        ..Setting::new(
            "/api/v1/org/settings/clientPrivilegesSetting",
            || json!({ "clientPrivilegesSetting": false }),
        )
    },
];
