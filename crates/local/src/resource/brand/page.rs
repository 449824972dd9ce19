//! The pages of a brand.

use serde_json::{Value, json};

use crate::document::description::{Embed, Make, link, object, one_of, own, text, url};
use crate::document::description::{Id, Listing, Stamps};
use crate::document::{Collection, Setting};
use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;

fn error_page() -> Value {
    json!({
        "pageContent": "<!DOCTYPE html>\n<html>\n<head>\n    <title>{{orgName}} - {{errorSummary}}</title>\n</head>\n<body>\n    <h2>{{errorSummary}}</h2>\n    <p>{{{errorDescription}}}</p>\n</body>\n</html>",
        "contentSecurityPolicySetting": { "mode": "enforced" },
    })
}

fn sign_in_page() -> Value {
    json!({
        "pageContent": "<!DOCTYPE html>\n<html>\n<head>\n    <title>{{pageTitle}}</title>\n    {{{SignInWidgetResources}}}\n</head>\n<body>\n    <div id=\"okta-login-container\"></div>\n    {{{OktaUtil}}}\n</body>\n</html>",
        "contentSecurityPolicySetting": { "mode": "enforced" },
        "widgetVersion": "*",
        "widgetCustomizations": { "widgetGeneration": "G2" },
    })
}

const PAGE_FIELDS: &[crate::document::description::Field] = &[
    text("pageContent"),
    object("contentSecurityPolicySetting"),
    object("widgetCustomizations"),
    text("widgetVersion"),
];

/// What `expand` shows of a page: as Okta made it, as an administrator wrote it, and where it can be seen.
const EMBEDS: &[(&str, Embed)] = &[
    ("default", |context, _| {
        Ok(if context.request.path.ends_with("/error") { error_page() } else { sign_in_page() })
    }),
    ("customized", |context, _| written(context, "customized")),
    ("customizedUrl", |context, _| written_url(context, "customized")),
    ("preview", |context, _| written(context, "preview")),
    ("previewUrl", |context, _| written_url(context, "preview")),
];

/// What an administrator wrote, if anything.
fn written(context: &Context<'_>, part: &str) -> Result<Value, Problem> {
    let path = format!("{}/{part}", context.request.path);
    Ok(context.tx.get(kind::SETTING, &path)?.unwrap_or_default())
}

fn written_url(context: &Context<'_>, part: &str) -> Result<Value, Problem> {
    let url = format!("{}{}/{part}", context.request.base, context.request.path);
    Ok(if written(context, part)?.is_null() { Value::Null } else { json!(url) })
}

/// A page that an administrator writes: until then there is no page.
const fn customized(path: &'static str, sample: Make) -> Setting {
    Setting { kind: Some("Page"), fields: PAGE_FIELDS, sample, ..Setting::new(path, || json!({})) }
}

pub const SETTINGS: &[Setting] = &[
    customized("/api/v1/brands/{brandId}/pages/error/customized", error_page),
    customized("/api/v1/brands/{brandId}/pages/error/preview", error_page),
    Setting::new("/api/v1/brands/{brandId}/pages/error/default", error_page),
    Setting {
        links: &[
            own(&["GET"]),
            link("default", "/default", &["GET"]),
            link("customized", "/customized", &["GET", "PUT", "DELETE"]),
            link("preview", "/preview", &["GET", "PUT", "DELETE"]),
        ],
        embeds: EMBEDS,
        ..Setting::new("/api/v1/brands/{brandId}/pages/error", || json!({}))
    },
    customized("/api/v1/brands/{brandId}/pages/sign-in/customized", sign_in_page),
    customized("/api/v1/brands/{brandId}/pages/sign-in/preview", sign_in_page),
    Setting::new("/api/v1/brands/{brandId}/pages/sign-in/default", sign_in_page),
    Setting {
        links: &[
            own(&["GET"]),
            link("default", "/default", &["GET"]),
            link("customized", "/customized", &["GET", "PUT", "DELETE"]),
            link("preview", "/preview", &["GET", "PUT", "DELETE"]),
        ],
        embeds: EMBEDS,
        ..Setting::new("/api/v1/brands/{brandId}/pages/sign-in", || json!({}))
    },
    Setting {
        fields: &[one_of("type", &["EXTERNALLY_HOSTED", "OKTA_DEFAULT"]).required(), url("url")],
        sample: || json!({ "type": "EXTERNALLY_HOSTED", "url": "https://example.com/bye" }),
        ..Setting::new(
            "/api/v1/brands/{brandId}/pages/sign-out/customized",
            || json!({ "type": "OKTA_DEFAULT" }),
        )
    },
    Setting::new("/api/v1/brands/{brandId}/pages/sign-in/widget-versions", || json!(["*", "^7", "7.30"])),
];

pub const COLLECTIONS: &[Collection] = &[Collection {
    stamps: Stamps::NONE,
    listing: Listing::Wrapped("domains"),
    ..Collection::new("/api/v1/brands/{brandId}/domains/{domainId}", "Domain", Id::Made("OcD"))
}];
