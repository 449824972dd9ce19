//! Whom Okta asks about the org: about bills, and about its technology.

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{Id, Stamps, any, link, text};
use crate::document::{Collection, Setting};

pub const COLLECTIONS: &[Collection] = &[Collection {
    stamps: Stamps::NONE,
    fields: &[any("userId")],
    links: &[
        link("billing", "", &[]).when("contactType", &["BILLING"]),
        link("technical", "", &[]).when("contactType", &["TECHNICAL"]),
    ],
    seeds: || json!([{ "contactType": "BILLING" }, { "contactType": "TECHNICAL" }]),
    except: &[&op::GET_ORG_CONTACT_USER, &op::REPLACE_ORG_CONTACT_USER],
    ..Collection::new("/api/v1/org/contacts/{contactType}", "OrgContact", Id::Given("contactType"))
}];

pub const SETTINGS: &[Setting] = &[Setting {
    fields: &[text("userId").required()],
    links: &[link("user", "~/api/v1/users/{userId}", &[])],
    sample: || json!({ "userId": "00u00000000000000000" }),
    ..Setting::new("/api/v1/org/contacts/{contactType}", || json!({ "userId": "{admin}" }))
}];
