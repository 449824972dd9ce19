//! Public keys of the API behind an authorization server, to which tokens are encrypted.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model};
use crate::query::query;

handle! {
    /// The public keys to which one authorization server encrypts tokens; made by
    /// [`Okta::authorization_server_resource_keys`](crate::Okta::authorization_server_resource_keys). Okta's page is
    /// "OAuth 2.0 Resource Server Credentials Keys".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let server = oktars::authorization_server::AuthorizationServer::new("Payroll", "https://pay.example.gov/api");
    /// # let server = okta.authorization_servers().create(&server).await?;
    /// use oktars::authorization_server::{ListResourceKeys, ResourceKey};
    /// # let modulus = "A".repeat(342) + "Q";
    ///
    /// let keys = okta.authorization_server_resource_keys(&server.id);
    /// let shown = keys.create(&ResourceKey::rsa("2026-02", modulus, "AQAB")).request()?;
    /// assert_eq!(shown.method(), "POST");
    /// assert!(keys.list(&ListResourceKeys::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct AuthorizationServerResourceKeys;
    /// The public keys to which an authorization server encrypts tokens.
    okta.authorization_server_resource_keys(server_id)
}

impl AuthorizationServerResourceKeys<'_> {
    /// Lists the keys: `GET /api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys`.
    pub fn list(self, query: &ListResourceKeys) -> Listing<ResourceKey> {
        query.apply(self.call(op::LIST_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEYS, [])).list()
    }

    /// Adds a key: `POST /api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys`. One at a time is
    /// active.
    pub fn create(self, key: &ResourceKey) -> Call<ResourceKey> {
        self.call(op::ADD_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, []).body(key).json()
    }

    /// Reads a key: `GET /api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys/{keyId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<ResourceKey> {
        self.call(op::GET_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, [id.as_ref()]).json()
    }

    /// Deletes an inactive key:
    /// `DELETE /api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys/{keyId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, [id.as_ref()]).empty()
    }

    /// Activates a key: `POST .../resourceservercredentials/keys/{keyId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<ResourceKey> {
        self.call(op::ACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, [id.as_ref()]).json()
    }

    /// Deactivates a key: `POST .../resourceservercredentials/keys/{keyId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<ResourceKey> {
        self.call(op::DEACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY, [id.as_ref()]).json()
    }
}

query! {
    /// How to list the keys to which an authorization server encrypts. Okta has nothing to choose here yet.
    pub struct ListResourceKeys {}
}

model! {
    /// A public key to which tokens are encrypted, read or to be added.
    pub struct ResourceKey {
        /// Its id at Okta.
        id: String = "id",
        /// Its id in the tokens.
        kid: String = "kid",
        /// The kind of key: `RSA`.
        key_type: String = "kty",
        /// What it is for: `enc`.
        key_use: Option<String> = "use",
        /// The modulus.
        modulus: Option<String> = "n",
        /// The exponent.
        exponent: Option<String> = "e",
        /// Whether tokens are encrypted to it.
        status: LifecycleStatus = "status",
        /// When it was added.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl ResourceKey {
    /// An RSA key by its modulus and exponent, in Base64 for URLs. It is active at once.
    pub fn rsa(kid: impl Into<String>, modulus: impl Into<String>, exponent: impl Into<String>) -> Self {
        ResourceKey {
            kid: kid.into(),
            key_type: "RSA".into(),
            key_use: Some("enc".into()),
            modulus: Some(modulus.into()),
            exponent: Some(exponent.into()),
            status: LifecycleStatus::ACTIVE,
            ..ResourceKey::default()
        }
    }
}
