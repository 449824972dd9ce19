//! Client secrets of integrations of API services.

use oktars_catalog::op;
use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, activate, deactivate, link, only_inactive,
};
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[Collection {
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
}];
