//! `oktars domains`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "domains",
    one: "domain",
    about: "Your own domains for sign-in pages",
    columns: Columns { table: "id,domain,validationStatus,certificateSourceType", csv: "brandId" },
    verbs: &[
        Verb::read("list", "List the domains", op::LIST_CUSTOM_DOMAINS, "").inside("domains"),
        Verb::read(
            "get",
            "Show a domain, with the DNS records that it needs",
            op::GET_CUSTOM_DOMAIN,
            "OcD1gjh63g214q0Hq0g4 -o yaml",
        ),
        Verb::step(
            "create",
            "Add a domain",
            op::CREATE_CUSTOM_DOMAIN,
            "added",
            "--set domain=login.acme.example --set certificateSourceType=MANUAL",
        ),
        Verb::step(
            "update",
            "Move a domain to another brand",
            op::REPLACE_CUSTOM_DOMAIN,
            "updated",
            "OcD1gjh63g214q0Hq0g4 --set brandId=bnd1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "verify",
            "Let Okta check the DNS records",
            op::VERIFY_DOMAIN,
            "verified",
            "OcD1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "set-certificate",
            "Set the certificate of a domain",
            op::UPSERT_CERTIFICATE,
            "set the certificate of",
            "OcD1gjh63g214q0Hq0g4 --input certificate.json",
        ),
        Verb::remove(
            "delete",
            "Delete a domain",
            op::DELETE_CUSTOM_DOMAIN,
            "Delete",
            "OcD1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
