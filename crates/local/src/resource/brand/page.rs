//! The pages of a brand.

use serde_json::{Value, json};

use crate::document::description::{Id, Listing, Stamps};
use crate::document::description::{Make, link, object, one_of, own, text};
use crate::document::{Collection, Setting};

fn error_page() -> Value {
    json!({ "pageContent": "<!DOCTYPE html><html><head></head><body>{{ERROR}}</body></html>" })
}

fn sign_in_page() -> Value {
    json!({
        "pageContent": "<!DOCTYPE html><html><head></head><body><div id=\"okta-login-container\"></div></body></html>",
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
        ..Setting::new("/api/v1/brands/{brandId}/pages/sign-in", || json!({}))
    },
    Setting {
        fields: &[one_of("type", &["EXTERNALLY_HOSTED", "OKTA_DEFAULT"]).required(), text("url")],
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
