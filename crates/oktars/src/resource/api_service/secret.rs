//! Client secrets of API service integrations.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Secret, Timestamp, model};
use crate::query::query;

handle! {
    /// The client secrets of one API service integration, two at most; made by
    /// [`Okta::api_service_secrets`](crate::Okta::api_service_secrets). An example is at
    /// [`ApiServices`](crate::api_service::ApiServices).
    pub struct ApiServiceSecrets;
    /// The client secrets of an API service integration.
    okta.api_service_secrets(api_service_id)
}

impl ApiServiceSecrets<'_> {
    /// Lists the secrets: `GET /integrations/api/v1/api-services/{apiServiceId}/credentials/secrets`.
    pub fn list(self, query: &ListApiServiceSecrets) -> Listing<ApiServiceSecret> {
        query.apply(self.call(op::LIST_API_SERVICE_INTEGRATION_INSTANCE_SECRETS, [])).list()
    }

    /// Has Okta make a secret: `POST /integrations/api/v1/api-services/{apiServiceId}/credentials/secrets`.
    pub fn generate(self) -> Call<ApiServiceSecret> {
        self.call(op::CREATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET, []).json()
    }

    /// Deletes an inactive secret:
    /// `DELETE /integrations/api/v1/api-services/{apiServiceId}/credentials/secrets/{secretId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_API_SERVICE_INTEGRATION_INSTANCE_SECRET, [id.as_ref()]).empty()
    }

    /// Activates a secret: `POST .../credentials/secrets/{secretId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<ApiServiceSecret> {
        self.call(op::ACTIVATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET, [id.as_ref()]).json()
    }

    /// Deactivates a secret: `POST .../credentials/secrets/{secretId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<ApiServiceSecret> {
        self.call(op::DEACTIVATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET, [id.as_ref()]).json()
    }
}

query! {
    /// How to list the client secrets of an API service integration. Okta has nothing to choose here yet.
    pub struct ListApiServiceSecrets {}
}

model! {
    /// A client secret of an API service integration.
    pub struct ApiServiceSecret {
        /// Its id.
        id: String = "id",
        /// Whether the client may use it.
        status: LifecycleStatus = "status",
        /// The secret itself.
        client_secret: Option<Secret> = "client_secret",
        /// A digest of it, by which secrets are told apart.
        secret_hash: Option<String> = "secret_hash",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}
