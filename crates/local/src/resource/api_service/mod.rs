//! Integrations of API services.

pub mod secret;

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, Listing, Stamps, link, list, object, own, text};
use crate::kernel::page::Limits;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[text("type").required(), list("grantedScopes").required(), object("properties")],
    shows: || {
        json!({
            "name": "{type}",
            "clientSecret": "{hex}",
            "configGuideUrl": "https://docs.okta.test/{type}/configuration-guide",
        })
    },
    once: &["clientSecret"],
    stamps: Stamps { created: "createdAt", created_by: "createdBy", ..Stamps::NONE },
    created: 201,
    listing: Listing::Paged(Limits::strict(20, 200)),
    links: &[
        own(&["GET", "DELETE"]),
        link("client", "~/oauth2/v1/clients/{id}", &["GET"]),
        link("logo", "~/assets/img/logos/groups/odyssey/okta-medium.png", &[]),
    ],
    sample: || json!({ "type": "my_app_cie", "grantedScopes": ["okta.logs.read"] }),
    ..Collection::new(
        "/integrations/api/v1/api-services/{apiServiceId}",
        "APIServiceIntegrationInstance",
        Id::Made("0oa"),
    )
}];
