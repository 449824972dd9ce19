//! Integrations of API services, and their client secrets.

use oktars_catalog::op;
use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Listing, Stamps, activate, deactivate, link, list, object,
    only_inactive, own, text,
};
use crate::kernel::page::Limits;
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[
    Collection {
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
    },
    Collection {
        shows: || json!({ "status": status::ACTIVE, "client_secret": "{hex}", "secret_hash": "{hex}" }),
        created: 201,
        links: &[ACTIVATE, DEACTIVATE, link("delete", "", &["DELETE"]).when("status", &[status::INACTIVE])],
        actions: &[activate(Answer::Document), deactivate(Answer::Document)],
        seeds_of: Some(
            |instance| json!([{ "client_secret": instance["clientSecret"], "secret_hash": "{hex}", "status": status::ACTIVE }]),
        ),
        guards: &[only_inactive(
            &[&op::DELETE_API_SERVICE_INTEGRATION_INSTANCE_SECRET],
            "E0000001",
            "Api validation failed: OAuth2ClientSecretMediated",
            "You can't delete an active client secret. Deactivate the secret before deleting it.",
        )],
        ..Collection::new(
            "/integrations/api/v1/api-services/{apiServiceId}/credentials/secrets/{secretId}",
            "OAuth2ClientSecret",
            Id::Made("ocs"),
        )
    },
];
