//! `oktars api-service-secrets`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "api-service-secrets",
    one: "secret of a service",
    about: "Client secrets of API service integrations",
    columns: Columns { table: "id,status,secret_hash,created", csv: "lastUpdated" },
    verbs: &[
        Verb::read(
            "list",
            "List the secrets of an API service integration",
            op::LIST_API_SERVICE_INTEGRATION_INSTANCE_SECRETS,
            "0oa72lrepvp4WqEET1d9",
        ),
        Verb::step(
            "create",
            "Add a secret; only the answer shows it",
            op::CREATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET,
            "added",
            "0oa72lrepvp4WqEET1d9",
        ),
        Verb::step(
            "activate",
            "Activate a secret",
            op::ACTIVATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET,
            "activated",
            "0oa72lrepvp4WqEET1d9 ocs2f4zrZbs8nUa7p0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a secret",
            op::DEACTIVATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET,
            "Deactivate",
            "0oa72lrepvp4WqEET1d9 ocs2f4zrZbs8nUa7p0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a secret that is not active",
            op::DELETE_API_SERVICE_INTEGRATION_INSTANCE_SECRET,
            "Delete",
            "0oa72lrepvp4WqEET1d9 ocs2f4zrZbs8nUa7p0g4 --yes",
        ),
    ],
};
