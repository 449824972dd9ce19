//! `oktars org-settings`

pub mod admin_setting;
pub mod aerial;
pub mod communication;
pub mod contact;
pub mod creator;
pub mod personal_setting;
pub mod preference;
pub mod support;

use oktars::op;

use super::{Resource, Verb};
use crate::command::file_body::FileBody;
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "org-settings",
    one: "org setting",
    about: "Settings of the org: name, address, contacts, support, preferences",
    columns: Columns {
        table: "id,subdomain,status,companyName,website",
        csv: "supportPhoneNumber,city,country,created,lastUpdated",
    },
    verbs: &[
        Verb::read("get", "Show the settings of the org", op::GET_ORG_SETTINGS, ""),
        Verb::step(
            "update",
            "Change some settings; the others stay as they are",
            op::UPDATE_ORG_SETTINGS,
            "updated",
            "--set website=https://acme.example",
        ),
        Verb::step(
            "replace",
            "Replace all settings of the org; what the file does not name is gone",
            op::REPLACE_ORG_SETTINGS,
            "replaced",
            "--input org.json",
        ),
        Verb::step(
            "upload-logo",
            "Give the org a logo of at most 100 kB",
            op::UPLOAD_ORG_LOGO,
            "changed",
            "logo.png",
        )
        .file(FileBody::Picture),
        Verb::read(
            "metadata",
            "Show what the org publishes about itself",
            op::GET_WELLKNOWN_ORG_METADATA,
            "",
        )
        .columns(Columns {
            table: "id,pipeline,organization=_links.organization.href",
            csv: "alternate=_links.alternate.href",
        }),
        contact::KINDS,
        contact::GET,
        contact::SET,
        preference::GET,
        preference::SHOW_FOOTER,
        preference::HIDE_FOOTER,
        support::GET,
        support::GRANT,
        support::EXTEND,
        support::REVOKE,
        support::CASES,
        support::UPDATE_CASE,
        communication::GET,
        communication::OPT_IN,
        communication::OPT_OUT,
    ],
};
