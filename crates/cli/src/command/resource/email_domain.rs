//! `oktars email-domains`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "email-domains",
    one: "email domain",
    about: "Your own domains for the sender of mails",
    columns: Columns {
        table: "id,domain,displayName,userName,validationStatus",
        csv: "brandId,validationSubdomain",
    },
    verbs: &[
        Verb::read("list", "List the email domains", op::LIST_EMAIL_DOMAINS, ""),
        Verb::read(
            "get",
            "Show an email domain, with the DNS records that it needs",
            op::GET_EMAIL_DOMAIN,
            "OeD1gjh63g214q0Hq0g4 -o yaml",
        ),
        Verb::step(
            "create",
            "Add an email domain",
            op::CREATE_EMAIL_DOMAIN,
            "added",
            "--set domain=acme.example --set displayName=Acme --set userName=it --set brandId=bnd1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "update",
            "Change name and sender of an email domain",
            op::REPLACE_EMAIL_DOMAIN,
            "updated",
            "OeD1gjh63g214q0Hq0g4 --set displayName=Acme --set userName=helpdesk",
        ),
        Verb::step(
            "verify",
            "Let Okta check the DNS records",
            op::VERIFY_EMAIL_DOMAIN,
            "verified",
            "OeD1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "delete",
            "Delete an email domain",
            op::DELETE_EMAIL_DOMAIN,
            "Delete",
            "OeD1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
