//! The org itself: its name and address, its logo, and what it tells everybody.

pub mod admin_setting;
pub mod aerial;
pub mod communication;
pub mod contact;
pub mod personal_setting;
pub mod preference;
pub mod support;

use http::{StatusCode, header};
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Link, link, text};
use crate::document::{Setting, Verb, setting};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;

pub const HANDLERS: Handlers = &[
    (&op::GET_ORG_SETTINGS, get),
    (&op::UPDATE_ORG_SETTINGS, update),
    (&op::REPLACE_ORG_SETTINGS, replace),
    (&op::UPLOAD_ORG_LOGO, upload_logo),
    (&op::GET_WELLKNOWN_ORG_METADATA, metadata),
];

const LINKS: &[Link] = &[
    link("preferences", "/preferences", &[]),
    link("uploadLogo", "/logo", &["POST"]),
    link("oktaCommunication", "/privacy/oktaCommunication", &[]),
    link("oktaSupport", "/privacy/oktaSupport", &[]),
    link("contacts", "/contacts", &[]),
];

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

/// What an org tells everybody of itself.
fn metadata(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let pipeline = if context.org.features.identity_engine { "idx" } else { "v1" };
    Ok(Reply::ok(&json!({
        "id": context.org.facts().org,
        "cell": "op3",
        "_links": { "organization": { "href": context.request.base } },
        "pipeline": pipeline,
        "settings": {
            "analyticsCollectionEnabled": false,
            "bugReportingEnabled": true,
            "omEnabled": false,
            "pssoEnabled": true,
            "desktopMFAEnabled": true,
            "itpEnabled": true,
        },
    })))
}
