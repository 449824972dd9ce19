//! Domains from which the org sends mail.

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{Answer, Id, Stamps, action, host, text};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;

pub const HANDLERS: Handlers = &[(&op::CREATE_EMAIL_DOMAIN, create), (&op::DELETE_EMAIL_DOMAIN, delete)];

pub const COLLECTIONS: &[Collection] = &[DOMAINS];

const DELETED: &str = "DELETED";

pub const DOMAINS: Collection = Collection {
    fields: &[
        text("brandId").required().fixed().secret(),
        host("domain").required().fixed().unique_or("E0000197", "Email domain already exists."),
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
};

/// A domain that was deleted is no obstacle to the same one.
fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let wanted = context.object()?["domain"].clone();
    let kind = kind::at(DOMAINS.path());
    for (id, domain) in context.tx.all(kind)? {
        if domain["domain"] == wanted && domain["validationStatus"] == DELETED {
            context.tx.delete(kind, &id)?;
        }
    }
    collection::serve(context, &DOMAINS, Verb::Create)
}

/// A deleted domain stays in the list with its status, and can be deleted again.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = context.param("emailDomainId").to_owned();
    let mut domain = collection::find(context, &DOMAINS, DOMAINS.path(), &id)?;
    domain["validationStatus"] = json!(DELETED);
    context.tx.put(kind::at(DOMAINS.path()), &id, &domain)?;
    Ok(Reply::no_content())
}
