//! Push providers: services by which an app of one's own is reached on users' phones.

use oktars_catalog::op;
use serde_json::Value;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;

handle! {
    /// The push providers of an org; made by [`Okta::push_providers`](crate::Okta::push_providers). Okta's
    /// page is "Push Providers".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::push_provider::{ListPushProviders, PushProvider};
    /// use serde_json::json;
    ///
    /// let account = json!({"type": "service_account", "project_id": "phones", "private_key": "key"});
    /// let new = PushProvider::new("FCM", "Phones").configuration("serviceAccountJson", account);
    /// let provider = okta.push_providers().create(&new).await?;
    /// okta.push_providers().delete(&provider.id).await?;
    /// assert!(okta.push_providers().list(&ListPushProviders::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct PushProviders;
    /// The push providers of the org.
    okta.push_providers()
}

impl PushProviders<'_> {
    /// Lists the providers: `GET /api/v1/push-providers`.
    pub fn list(self, query: &ListPushProviders) -> Listing<PushProvider> {
        query.apply(self.call(op::LIST_PUSH_PROVIDERS, [])).list()
    }

    /// Creates a provider: `POST /api/v1/push-providers`.
    pub fn create(self, provider: &PushProvider) -> Call<PushProvider> {
        self.call(op::CREATE_PUSH_PROVIDER, []).body(provider).json()
    }

    /// Reads a provider: `GET /api/v1/push-providers/{pushProviderId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<PushProvider> {
        self.call(op::GET_PUSH_PROVIDER, [id.as_ref()]).json()
    }

    /// Replaces a provider: `PUT /api/v1/push-providers/{pushProviderId}`.
    pub fn replace(self, id: impl AsRef<str>, provider: &PushProvider) -> Call<PushProvider> {
        self.call(op::REPLACE_PUSH_PROVIDER, [id.as_ref()]).body(provider).json()
    }

    /// Deletes a provider: `DELETE /api/v1/push-providers/{pushProviderId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_PUSH_PROVIDER, [id.as_ref()]).empty()
    }
}

query! {
    /// Which push providers to list.
    pub struct ListPushProviders {
        /// Only those of this type: `APNS` or `FCM`.
        kind: String = "type",
    }
}

model! {
    /// A push provider, read or to be made.
    pub struct PushProvider {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// `APNS` or `FCM`.
        provider_type: PushProviderType = "providerType",
        /// How Okta proves itself there.
        configuration: PushConfiguration = "configuration",
        /// When it changed last.
        last_updated_date: Option<String> = "lastUpdatedDate",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

/// How Okta proves itself to a push provider. Keys are among it, so no `Debug` shows it.
#[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct PushConfiguration(Map);

impl PushConfiguration {
    /// The settings under Okta's names.
    pub fn expose(&self) -> &Map {
        &self.0
    }
}

impl std::fmt::Debug for PushConfiguration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl crate::model::Member for PushConfiguration {
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

impl crate::model::Read for PushConfiguration {
    fn from_json(value: Value) -> Result<Self, Value> {
        Map::from_json(value).map(PushConfiguration)
    }

    fn to_json(&self) -> Value {
        self.0.clone().into()
    }
}

impl PushProvider {
    /// A provider of a type.
    pub fn new(provider_type: impl Into<PushProviderType>, name: impl Into<String>) -> Self {
        PushProvider { provider_type: provider_type.into(), name: name.into(), ..PushProvider::default() }
    }

    /// Has a setting by which Okta proves itself.
    #[must_use]
    pub fn configuration(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.configuration.0.insert(name.into(), value.into());
        self
    }
}

open_enum! {
    /// Who delivers push messages.
    pub enum PushProviderType {
        APNS,
        FCM,
    }
}
