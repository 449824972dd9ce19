//! What users may take from an org into an Okta account of their own.

use serde_json::json;

use crate::document::Setting;
use crate::document::description::{flag, texts};

pub const SETTINGS: &[Setting] = &[
    Setting {
        fields: &[texts("domains").or(|| json!([]))],
        created: 204,
        replaced: 204,
        sample: || json!({ "domains": ["example.com"] }),
        ..Setting::new("/okta-personal-settings/api/v1/export-blocklists", || json!({ "domains": [] }))
    },
    Setting {
        fields: &[flag("enableExportApps"), flag("enableEnduserEntryPoints")],
        created: 204,
        replaced: 204,
        sample: || json!({ "enableExportApps": true, "enableEnduserEntryPoints": true }),
        ..Setting::new("/okta-personal-settings/api/v1/edit-feature", || json!({}))
    },
];
