//! Domains from which the org sends mail.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Answer, Id, Stamps, action, text};
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("brandId").required().fixed().secret(),
        text("domain").required().fixed().unique_or("E0000197", "Email domain already exists."),
        text("displayName").required(),
        text("userName").required(),
        text("validationSubdomain").or(|| json!("mail")),
    ],
    shows: || {
        json!({
            "validationStatus": "NOT_STARTED",
            "dnsValidationRecords": [
                { "recordType": "TXT", "fqdn": "_oktaverification.{domain}", "verificationValue": "{hex}" },
                { "recordType": "CNAME", "fqdn": "mail.{domain}", "verificationValue": "{org}.mail.okta.test" },
                {
                    "recordType": "CNAME",
                    "fqdn": "t02._domainkey.{domain}",
                    "verificationValue": "t02.domainkey.{org}.mail.okta.test",
                },
                {
                    "recordType": "CNAME",
                    "fqdn": "t022._domainkey.{domain}",
                    "verificationValue": "t022.domainkey.{org}.mail.okta.test",
                },
            ],
        })
    },
    stamps: Stamps::NONE,
    created: 201,
    actions: &[action("verify", || json!({ "validationStatus": status::VERIFIED }), Answer::Document)],
    sample: || {
        json!({
            "brandId": "bnd00000000000000000",
            "domain": "mail.example.com",
            "displayName": "Admin",
            "userName": "admin",
        })
    },
    ..Collection::new("/api/v1/email-domains/{emailDomainId}", "EmailDomain", Id::Made("OeD"))
}];
