//! Custom domains.

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{Answer, Id, Listing, Stamps, action, host, link, one_of, own, text};
use crate::document::{Collection, Setting, Verb, body, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::brand;

pub const HANDLERS: Handlers = &[(&op::CREATE_CUSTOM_DOMAIN, create)];

pub const COLLECTIONS: &[Collection] = &[DOMAINS];

pub const DOMAINS: Collection = Collection {
    fields: &[
        host("domain").required().at_most(255).fixed().unique_or("E0000161", "Custom domain must be unique."),
        one_of("certificateSourceType", &["MANUAL", "OKTA_MANAGED"]).required().fixed(),
        text("brandId"),
    ],
    shows: || {
        json!({
            "validationStatus": "NOT_STARTED",
            "dnsRecords": [
                {
                    "recordType": "TXT",
                    "fqdn": "_oktaverification.{domain}",
                    "values": ["{hex}"],
                    "expiration": "{now}",
                },
                { "recordType": "CNAME", "fqdn": "{domain}", "values": ["{org}.customdomains.okta.test"] },
            ],
        })
    },
    stamps: Stamps::NONE,
    created: 201,
    listing: Listing::Wrapped("domains"),
    links: &[
        own(&["GET", "PUT", "DELETE"]),
        link("certificate", "/certificate", &["PUT"]).when("certificateSourceType", &["MANUAL"]),
        link("verify", "/verify", &["POST"]),
        link("brand", "~/api/v1/brands/{brandId}", &["GET"]).when_set("brandId"),
    ],
    actions: &[action("verify", || json!({ "validationStatus": status::VERIFIED }), Answer::Document)],
    sample: || json!({ "domain": "login.example.com", "certificateSourceType": "OKTA_MANAGED" }),
    ..Collection::new("/api/v1/domains/{domainId}", "Domain", Id::Made("OcD"))
};

/// A domain that names no brand gets one, called as the domain is.
fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut body = context.object()?;
    if body["brandId"].is_null() {
        body = body::complete(DOMAINS.fields, &body)?;
        body["brandId"] = brand::named(context, &body["domain"])?["id"].clone();
        context.request.body = body.to_string().into();
    }
    collection::serve(context, &DOMAINS, Verb::Create)
}

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[
        one_of("type", &["PEM"]).required(),
        text("certificate").required(),
        text("certificateChain").required(),
        text("privateKey").required().secret(),
    ],
    created: 204,
    replaced: 204,
    sample: || {
        json!({
            "type": "PEM",
            "certificate": "-----BEGIN CERTIFICATE-----",
            "certificateChain": "-----BEGIN CERTIFICATE-----",
            "privateKey": "-----BEGIN PRIVATE KEY-----",
        })
    },
    ..Setting::new("/api/v1/domains/{domainId}/certificate", || json!({}))
}];
