//! API service integrations: apps of other vendors that call the org.

pub(crate) mod secret;

pub use self::secret::*;

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Secret, Timestamp, model};
use crate::query::query;

handle! {
    /// The API service integrations of an org; made by [`Okta::api_services`](crate::Okta::api_services). Okta's page is
    /// "API Service Integrations".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::api_service::NewApiService;
    ///
    /// let new = NewApiService::new("my_app_cie", ["okta.logs.read"]);
    /// let service = okta.api_services().create(&new).await?;
    /// assert!(service.client_secret.is_some(), "no later answer shows it");
    ///
    /// let secret = okta.api_service_secrets(&service.id).generate().await?;
    /// okta.api_service_secrets(&service.id).deactivate(&secret.id).await?;
    /// okta.api_services().delete(&service.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct ApiServices;
    /// The API service integrations of the org.
    okta.api_services()
}

impl ApiServices<'_> {
    /// Lists the integrations: `GET /integrations/api/v1/api-services`.
    pub fn list(self, query: &ListApiServices) -> Listing<ApiService> {
        query.apply(self.call(op::LIST_API_SERVICE_INTEGRATION_INSTANCES, [])).list()
    }

    /// Creates an integration: `POST /integrations/api/v1/api-services`. The answer has the client's secret, which no
    /// later answer shows.
    pub fn create(self, service: &NewApiService) -> Call<ApiService> {
        self.call(op::CREATE_API_SERVICE_INTEGRATION_INSTANCE, []).body(service).json()
    }

    /// Reads an integration: `GET /integrations/api/v1/api-services/{apiServiceId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<ApiService> {
        self.call(op::GET_API_SERVICE_INTEGRATION_INSTANCE, [id.as_ref()]).json()
    }

    /// Deletes an integration: `DELETE /integrations/api/v1/api-services/{apiServiceId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_API_SERVICE_INTEGRATION_INSTANCE, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list API service integrations.
    pub struct ListApiServices {
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

/// An integration to be made.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewApiService {
    #[serde(rename = "type")]
    kind: String,
    granted_scopes: Vec<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    properties: Map,
}

impl NewApiService {
    /// An integration of this type, such as `my_app_cie`, with these scopes.
    pub fn new<S: Into<String>>(kind: impl Into<String>, scopes: impl IntoIterator<Item = S>) -> Self {
        let granted_scopes = scopes.into_iter().map(Into::into).collect();
        NewApiService { kind: kind.into(), granted_scopes, properties: Map::new() }
    }

    /// Has this property, which its type asks for.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        let property = serde_json::json!({ "name": name, "value": value.into() });
        self.properties.insert(name, property);
        self
    }
}

model! {
    /// An API service integration.
    pub struct ApiService {
        /// Its id, which is that of its client.
        id: String = "id",
        /// Its type, such as `my_app_cie`.
        kind: String = "type",
        /// Its name.
        name: String = "name",
        /// What it may ask for.
        granted_scopes: Vec<String> = "grantedScopes",
        /// What its type asks for, by name.
        properties: Map = "properties",
        /// Where its vendor says how to set it up.
        config_guide_url: Option<String> = "configGuideUrl",
        /// The secret of its client, where it was just made.
        client_secret: Option<Secret> = "clientSecret",
        /// When it was made.
        created_at: Option<Timestamp> = "createdAt",
        /// Who made it.
        created_by: Option<String> = "createdBy",
        /// Links to itself and its client.
        links: Map = "_links",
        ..extra
    }
}
