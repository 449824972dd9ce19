//! `oktars api-services`

pub mod secret;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "api-services",
    one: "API service integration",
    about: "Services of Okta's catalog that call the API of the org",
    columns: Columns { table: "id,type,name,createdAt", csv: "createdBy,grantedScopes,configGuideUrl" },
    verbs: &[
        Verb::read("list", "List API service integrations", op::LIST_API_SERVICE_INTEGRATION_INSTANCES, ""),
        Verb::read(
            "get",
            "Show an API service integration",
            op::GET_API_SERVICE_INTEGRATION_INSTANCE,
            "0oa72lrepvp4WqEET1d9",
        ),
        Verb::step(
            "create",
            "Add an API service integration; only the answer shows its secret",
            op::CREATE_API_SERVICE_INTEGRATION_INSTANCE,
            "added",
            "--set type=anzennaapiservice --set 'grantedScopes:=[\"okta.logs.read\"]'",
        ),
        Verb::remove(
            "delete",
            "Delete an API service integration",
            op::DELETE_API_SERVICE_INTEGRATION_INSTANCE,
            "Delete",
            "0oa72lrepvp4WqEET1d9 --yes",
        ),
    ],
};
