//! Custom domains.

use serde_json::json;

use crate::document::description::{Answer, Id, Listing, Stamps, action, host, link, one_of, own, text};
use crate::document::{Collection, Setting};
use crate::kernel::status;

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
