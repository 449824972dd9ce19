//! `oktars brands`

pub mod associated_domain;
pub mod email_template;
pub mod page;
pub mod theme;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "brands",
    one: "brand",
    about: "Brands: the look of sign-in pages and mails",
    columns: Columns {
        table: "id,name,isDefault,locale",
        csv: "removePoweredByOkta,emailDomainId,customPrivacyPolicyUrl",
    },
    verbs: &[
        Verb::read("list", "List brands", op::LIST_BRANDS, ""),
        Verb::read("get", "Show a brand", op::GET_BRAND, "bnd1gjh63g214q0Hq0g4"),
        Verb::step("create", "Create a brand", op::CREATE_BRAND, "created", "--set name=Partners"),
        Verb::update(
            "update",
            "Change some members of a brand; the others stay as they are",
            op::REPLACE_BRAND,
            op::GET_BRAND,
            "bnd1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::remove("delete", "Delete a brand", op::DELETE_BRAND, "Delete", "bnd1gjh63g214q0Hq0g4 --yes"),
        Verb::read("domains", "List the domains of a brand", op::LIST_BRAND_DOMAINS, "bnd1gjh63g214q0Hq0g4")
            .inside("domains")
            .columns(Columns { table: "id,domain,validationStatus", csv: "certificateSourceType" }),
    ],
};
