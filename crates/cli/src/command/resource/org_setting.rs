//! `oktars org-settings`

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
        Verb::read("contacts", "List the kinds of contacts", op::LIST_ORG_CONTACT_TYPES, "")
            .columns(Columns { table: "contactType", csv: "" }),
        Verb::read(
            "get-contact",
            "Show who a contact is: BILLING or TECHNICAL",
            op::GET_ORG_CONTACT_USER,
            "TECHNICAL",
        )
        .columns(Columns { table: "userId", csv: "" }),
        Verb::step(
            "set-contact",
            "Set a contact",
            op::REPLACE_ORG_CONTACT_USER,
            "set",
            "TECHNICAL --set userId=00u1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "userId", csv: "" }),
        Verb::read("preferences", "Show the preferences of the org", op::GET_ORG_PREFERENCES, "")
            .columns(Columns { table: "showEndUserFooter", csv: "" }),
        Verb::step("show-footer", "Show the footer to users", op::SET_ORG_SHOW_OKTA_UI_FOOTER, "changed", "")
            .columns(Columns { table: "showEndUserFooter", csv: "" }),
        Verb::step(
            "hide-footer",
            "Hide the footer from users",
            op::SET_ORG_HIDE_OKTA_UI_FOOTER,
            "changed",
            "",
        )
        .columns(Columns { table: "showEndUserFooter", csv: "" }),
        Verb::read(
            "support",
            "Show whether Okta's support has access to the org",
            op::GET_ORG_OKTA_SUPPORT_SETTINGS,
            "",
        )
        .columns(Columns { table: "support,expiration", csv: "caseNumber" }),
        Verb::step(
            "grant-support",
            "Give Okta's support access to the org for eight hours",
            op::GRANT_OKTA_SUPPORT,
            "changed",
            "",
        ),
        Verb::step(
            "extend-support",
            "Extend the access of Okta's support by a day",
            op::EXTEND_OKTA_SUPPORT,
            "changed",
            "",
        ),
        Verb::step(
            "revoke-support",
            "End the access of Okta's support",
            op::REVOKE_OKTA_SUPPORT,
            "changed",
            "",
        ),
        Verb::read(
            "support-cases",
            "List the cases at Okta's support, and who may sign in for them",
            op::LIST_OKTA_SUPPORT_CASES,
            "",
        )
        .inside("supportCases")
        .columns(Columns {
            table: "caseNumber,subject,access=impersonation.status,until=impersonation.expiration",
            csv: "selfAssigned=selfAssigned.status",
        }),
        Verb::step(
            "update-support-case",
            "Set what Okta's support may do for a case",
            op::UPDATE_OKTA_SUPPORT_CASE,
            "updated",
            "00012345 --set impersonation.status=ENABLED",
        )
        .columns(Columns {
            table: "caseNumber,subject,access=impersonation.status,until=impersonation.expiration",
            csv: "selfAssigned=selfAssigned.status",
        }),
        Verb::read(
            "communication",
            "Show whether Okta may write to users",
            op::GET_OKTA_COMMUNICATION_SETTINGS,
            "",
        )
        .columns(Columns { table: "optOutEmailUsers", csv: "" }),
        Verb::step(
            "opt-in",
            "Let Okta write to users",
            op::OPT_IN_USERS_TO_OKTA_COMMUNICATION_EMAILS,
            "changed",
            "",
        )
        .columns(Columns { table: "optOutEmailUsers", csv: "" }),
        Verb::step(
            "opt-out",
            "Stop Okta from writing to users",
            op::OPT_OUT_USERS_FROM_OKTA_COMMUNICATION_EMAILS,
            "changed",
            "",
        )
        .columns(Columns { table: "optOutEmailUsers", csv: "" }),
    ],
};
