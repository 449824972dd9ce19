//! Realms: parts of an org that keep their users apart.

pub mod assignment;

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{Id, Listing, Use, keeps, link, list, object, one_of, text};
use crate::document::{Collection, rules};
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::stored::id_of;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        object("profile").required(),
        text("profile.name").required().unique(),
        one_of("profile.realmType", &["PARTNER", "DEFAULT"]),
        list("profile.domains"),
    ],
    shows: || json!({ "isDefault": false }),
    listing: Listing::Paged(Limits::strict(10, 200)),
    filter: &["id", "created", "lastUpdated", "profile.name", "profile.realmType"],
    links: &[link("self", "", &[]).method("GET").more(|| json!({ "rel": "self" }))],
    guards: &[keeps(&[&op::DELETE_REALM], "isDefault", "E0000178", "Realm cannot be deleted.")],
    uses: &[Use {
        operations: &[&op::DELETE_REALM],
        is_used: |context, realm| {
            let used = rules::is_mentioned(context, kind::USER, id_of(realm))?;
            Ok(used || rules::is_mentioned(context, kind::IDENTITY_PROVIDER, id_of(realm))?)
        },
        code: "E0000178",
        summary: "Realm cannot be deleted.",
        cause: "",
    }],
    seeds: || json!([{ "isDefault": true, "profile": { "name": "Default Realm", "realmType": "DEFAULT" } }]),
    sample: || json!({ "profile": { "name": "Car Co", "realmType": "PARTNER" } }),
    ..Collection::new("/api/v1/realms/{realmId}", "Realm", Id::Made("guo"))
}];
