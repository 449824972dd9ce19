//! Settings of the org: its name and address, contacts, preferences, support, what administrators may.

pub mod aerial;

use http::{StatusCode, header};
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Kind};
use crate::kernel::status;

use crate::document::description::{
    Answer, Id, Link, Listing, Stamps, action, any, flag, link, list, number, object, one_of, text, texts,
};
use crate::document::{Collection, Setting, Verb, setting};
use crate::kernel::id;
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[
    (&op::GET_ORG_SETTINGS, get),
    (&op::UPDATE_ORG_SETTINGS, update),
    (&op::REPLACE_ORG_SETTINGS, replace),
    (&op::UPLOAD_ORG_LOGO, upload_logo),
];

const LINKS: &[Link] = &[
    link("preferences", "/preferences", &[]),
    link("uploadLogo", "/logo", &["POST"]),
    link("oktaCommunication", "/privacy/oktaCommunication", &[]),
    link("oktaSupport", "/privacy/oktaSupport", &[]),
    link("contacts", "/contacts", &[]),
];

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        stamps: Stamps::NONE,
        fields: &[any("userId")],
        links: &[
            link("billing", "", &[]).when("contactType", &["BILLING"]),
            link("technical", "", &[]).when("contactType", &["TECHNICAL"]),
        ],
        seeds: || json!([{ "contactType": "BILLING" }, { "contactType": "TECHNICAL" }]),
        except: &[&op::GET_ORG_CONTACT_USER, &op::REPLACE_ORG_CONTACT_USER],
        ..Collection::new("/api/v1/org/contacts/{contactType}", "OrgContact", Id::Given("contactType"))
    },
    Collection {
        fields: &[any("impersonation"), any("selfAssigned")],
        stamps: Stamps::NONE,
        listing: Listing::Wrapped("supportCases"),
        ..Collection::new(
            "/api/v1/org/privacy/oktaSupport/cases/{caseNumber}",
            "SupportCase",
            Id::Given("caseNumber"),
        )
    },
];

pub const SETTINGS: &[Setting] = &[
    Setting {
        fields: &[text("userId").required()],
        links: &[link("user", "~/api/v1/users/{userId}", &[])],
        sample: || json!({ "userId": "00u00000000000000000" }),
        ..Setting::new("/api/v1/org/contacts/{contactType}", || json!({ "userId": "{admin}" }))
    },
    Setting {
        links: &[
            link("hideEndUserFooter", "/hideEndUserFooter", &["POST"]).when("showEndUserFooter", &["true"]),
            link("showEndUserFooter", "/showEndUserFooter", &["POST"]).when("showEndUserFooter", &["false"]),
        ],
        actions: &[
            action("hideEndUserFooter", || json!({ "showEndUserFooter": false }), Answer::Document),
            action("showEndUserFooter", || json!({ "showEndUserFooter": true }), Answer::Document),
        ],
        ..Setting::new("/api/v1/org/preferences", || json!({ "showEndUserFooter": true }))
    },
    Setting {
        links: &[
            link("optIn", "/optIn", &["POST"]).when("optOutEmailUsers", &["true"]),
            link("optOut", "/optOut", &["POST"]).when("optOutEmailUsers", &["false"]),
        ],
        actions: &[
            action("optIn", || json!({ "optOutEmailUsers": false }), Answer::Document),
            action("optOut", || json!({ "optOutEmailUsers": true }), Answer::Document),
        ],
        ..Setting::new("/api/v1/org/privacy/oktaCommunication", || json!({ "optOutEmailUsers": false }))
    },
    Setting {
        links: &[
            link("grant", "/grant", &["POST"]).when("support", &[status::DISABLED]),
            link("extend", "/extend", &["POST"]).when("support", &[status::ENABLED]),
            link("revoke", "/revoke", &["POST"]).when("support", &[status::ENABLED]),
        ],
        actions: &[
            action(
                "grant",
                || json!({ "support": status::ENABLED, "expiration": "{soon}" }),
                Answer::Document,
            ),
            action(
                "extend",
                || json!({ "support": status::ENABLED, "expiration": "{soon}" }),
                Answer::Document,
            ),
            action("revoke", || json!({ "support": status::DISABLED, "expiration": null }), Answer::Document),
        ],
        ..Setting::new(
            "/api/v1/org/privacy/oktaSupport",
            || json!({ "support": status::DISABLED, "expiration": null }),
        )
    },
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
    Setting {
        fields: &[
            one_of("action", &["none", "audit", "block"]).required(),
            texts("excludeZones").or(|| json!([])),
        ],
        links: &[crate::document::description::own(&["GET", "POST"])],
        sample: || json!({ "action": "audit", "excludeZones": [] }),
        ..Setting::new(
            "/api/v1/threats/configuration",
            || json!({ "action": "none", "excludeZones": [], "created": "{made}", "lastUpdated": "{made}" }),
        )
    },
    Setting {
        fields: &[flag("notificationsEnabled").required()],
        sample: || json!({ "notificationsEnabled": false }),
        ..Setting::new(
            "/api/v1/rate-limit-settings/admin-notifications",
            || json!({ "notificationsEnabled": true }),
        )
    },
    Setting {
        fields: &[
            one_of("defaultMode", &["DISABLE", "ENFORCE", "PREVIEW"]).required(),
            object("useCaseModeOverrides"),
        ],
        sample: || json!({ "defaultMode": "PREVIEW", "useCaseModeOverrides": { "LOGIN_PAGE": "ENFORCE" } }),
        ..Setting::new("/api/v1/rate-limit-settings/per-client", || json!({ "defaultMode": "ENFORCE" }))
    },
    Setting {
        fields: &[number("warningThreshold").required().between(30, 90)],
        sample: || json!({ "warningThreshold": 66 }),
        ..Setting::new("/api/v1/rate-limit-settings/warning-threshold", || json!({ "warningThreshold": 60 }))
    },
    Setting {
        fields: &[flag("verifyKnowledgeSecondWhen2faRequired").or(|| json!(false))],
        sample: || json!({ "verifyKnowledgeSecondWhen2faRequired": true }),
        ..Setting::new(
            "/attack-protection/api/v1/authenticator-settings",
            || json!({ "verifyKnowledgeSecondWhen2faRequired": false }),
        )
    },
    Setting {
        fields: &[flag("preventBruteForceLockoutFromUnknownDevices").or(|| json!(false))],
        sample: || json!({ "preventBruteForceLockoutFromUnknownDevices": true }),
        ..Setting::new(
            "/attack-protection/api/v1/user-lockout-settings",
            || json!({ "preventBruteForceLockoutFromUnknownDevices": false }),
        )
    },
    Setting {
        fields: &[
            one_of("level", &["ANY", "HIGH", "LOW", "MEDIUM"]).required(),
            one_of("mode", &["DISABLED", "ENFORCED", "LOG_ONLY"]).required(),
            one_of("enforcementType", &["OKTA_CHALLENGE"]),
            list("supportedFlows").required(),
        ],
        links: &[crate::document::description::own(&["GET", "POST"])],
        sample: || json!({ "level": "LOW", "mode": "LOG_ONLY", "supportedFlows": ["SIGN_IN"] }),
        ..Setting::new(
            "/api/v1/bot-protection/configuration",
            || json!({ "level": "HIGH", "mode": "DISABLED", "supportedFlows": ["SIGN_IN", "SSR", "SSPR"] }),
        )
    },
    Setting {
        fields: &[
            number("sessionIdleTimeoutMinutes").or(|| json!(15)).between(5, 720),
            number("sessionMaxLifetimeMinutes").or(|| json!(720)).between(5, 10080),
        ],
        sample: || json!({ "sessionIdleTimeoutMinutes": 30, "sessionMaxLifetimeMinutes": 720 }),
        ..Setting::new(
            "/api/v1/first-party-app-settings/{appName}",
            || json!({ "sessionIdleTimeoutMinutes": 15, "sessionMaxLifetimeMinutes": 720 }),
        )
    },
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

// ---- the org itself ----

const GENERAL: Setting = Setting {
    fields: &[
        text("companyName").or_null(),
        text("website").or_null(),
        text("phoneNumber").or(|| json!("")),
        text("endUserSupportHelpURL").or(|| json!("")),
        text("supportPhoneNumber").or(|| json!("")),
        text("address1").or_null(),
        text("address2").or_null(),
        text("city").or_null(),
        text("state").or_null(),
        text("country").or_null(),
        text("postalCode").or_null(),
    ],
    links: LINKS,
    sample: || json!({ "companyName": "Acme", "website": "https://acme.example.com", "city": "Paris" }),
    ..Setting::new("/api/v1/org", || {
        json!({
            "id": "{org}",
            "subdomain": "localhost",
            "companyName": "Local org",
            "status": status::ACTIVE,
            "website": null,
            "phoneNumber": "",
            "endUserSupportHelpURL": "",
            "supportPhoneNumber": "",
            "address1": null,
            "address2": null,
            "city": null,
            "state": null,
            "country": null,
            "postalCode": null,
            "created": "{made}",
            "lastUpdated": "{made}",
            "expiresAt": null,
        })
    })
};

/// Where the logo of the org is kept: the address that is shown.
const LOGO: (Kind<'_>, &str) = (kind::ORG, "logo");

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    with_logo(context, Verb::Get)
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    with_logo(context, Verb::Update)
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    with_logo(context, Verb::Replace)
}

/// What the org is called.
pub fn company_name(context: &Context<'_>) -> Result<String, Problem> {
    let stored = context.tx.get(kind::SETTING, GENERAL.path)?.unwrap_or_else(GENERAL.initial);
    Ok(stored["companyName"].as_str().unwrap_or_default().to_owned())
}

/// The link to a logo is there and null until there is one.
fn with_logo(context: &mut Context<'_>, verb: Verb) -> Result<Reply, Problem> {
    let reply = setting::serve(context, &GENERAL, verb)?;
    let mut org: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    org["_links"]["logo"] = match context.tx.get(LOGO.0, LOGO.1)? {
        Some(path) => {
            json!({ "href": format!("{}{}", context.request.base, path.as_str().unwrap_or_default()) })
        }
        None => Value::Null,
    };
    Ok(Reply::ok(&org))
}

/// The picture is checked and dropped: only its address matters to a client.
fn upload_logo(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let multipart =
        context.header("content-type").is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !multipart || context.request.body.is_empty() {
        return Err(Problem::validation("file", "file: The field cannot be left blank"));
    }
    let path = format!("/bc/image/fileStoreRecord?id=fs0{}", id::random(17));
    context.tx.put(LOGO.0, LOGO.1, &json!(path))?;
    let location = format!("{}{path}", context.request.base);
    let reply = Reply { status: StatusCode::CREATED, ..Reply::no_content() };
    Ok(reply.header(header::LOCATION, &location))
}
