//! Authorization servers: who gives access tokens for one's own APIs.

pub(crate) mod associated_server;
pub(crate) mod claim;
pub(crate) mod client;
pub(crate) mod key;
pub(crate) mod metadata;
pub(crate) mod policy;
pub(crate) mod resource_key;
pub(crate) mod rule;
pub(crate) mod scope;

pub use self::associated_server::*;
pub use self::claim::*;
pub use self::client::*;
pub use self::key::*;
pub use self::metadata::*;
pub use self::policy::*;
pub use self::resource_key::*;
pub use self::rule::*;
pub use self::scope::*;

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum, parts};
use crate::query::query;

handle! {
    /// The authorization servers of an org; made by
    /// [`Okta::authorization_servers`](crate::Okta::authorization_servers). Okta's page is "Authorization
    /// Servers". They need the feature API Access Management.
    ///
    /// What a server gives is said by its [scopes](crate::Okta::authorization_server_scopes), its
    /// [claims](crate::Okta::authorization_server_claims), and the rules of its
    /// [policies](crate::Okta::authorization_server_policies).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::authorization_server::{AuthorizationServer, AuthorizationServerPolicy, Claim, Scope};
    ///
    /// let server = AuthorizationServer::new("Payroll", "https://pay.example.gov/api");
    /// let server = okta.authorization_servers().create(&server).await?;
    /// okta.authorization_server_scopes(&server.id).create(&Scope::new("pay:read")).await?;
    /// okta.authorization_server_claims(&server.id).create(&Claim::new("dept", "user.department")).await?;
    ///
    /// let policy = AuthorizationServerPolicy::new("Everyone", "For all clients").client("ALL_CLIENTS");
    /// okta.authorization_server_policies(&server.id).create(&policy).await?;
    ///
    /// okta.authorization_servers().deactivate(&server.id).await?;
    /// okta.authorization_servers().delete(&server.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct AuthorizationServers;
    /// The authorization servers of the org.
    okta.authorization_servers()
}

impl AuthorizationServers<'_> {
    /// Lists the servers: `GET /api/v1/authorizationServers`.
    pub fn list(self, query: &ListAuthorizationServers) -> Listing<AuthorizationServer> {
        query.apply(self.call(op::LIST_AUTHORIZATION_SERVERS, [])).list()
    }

    /// Creates a server: `POST /api/v1/authorizationServers`.
    pub fn create(self, server: &AuthorizationServer) -> Call<AuthorizationServer> {
        self.call(op::CREATE_AUTHORIZATION_SERVER, []).body(server).json()
    }

    /// Reads a server: `GET /api/v1/authorizationServers/{authServerId}`. `default` is Okta's own.
    pub fn get(self, id: impl AsRef<str>) -> Call<AuthorizationServer> {
        self.call(op::GET_AUTHORIZATION_SERVER, [id.as_ref()]).json()
    }

    /// Replaces a server: `PUT /api/v1/authorizationServers/{authServerId}`.
    pub fn replace(self, id: impl AsRef<str>, server: &AuthorizationServer) -> Call<AuthorizationServer> {
        self.call(op::REPLACE_AUTHORIZATION_SERVER, [id.as_ref()]).body(server).json()
    }

    /// Deletes a server: `DELETE /api/v1/authorizationServers/{authServerId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_AUTHORIZATION_SERVER, [id.as_ref()]).empty()
    }

    /// Activates a server: `POST /api/v1/authorizationServers/{authServerId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_AUTHORIZATION_SERVER, [id.as_ref()]).empty()
    }

    /// Deactivates a server: `POST /api/v1/authorizationServers/{authServerId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_AUTHORIZATION_SERVER, [id.as_ref()]).empty()
    }

    /// Signs with the next key from now on, and gives the keys:
    /// `POST /api/v1/authorizationServers/{authServerId}/credentials/lifecycle/keyRotate`.
    pub fn rotate_keys(self, id: impl AsRef<str>) -> Listing<AuthorizationServerKey> {
        self.call(op::ROTATE_AUTHORIZATION_SERVER_KEYS, [id.as_ref()]).body(&json!({ "use": "sig" })).list()
    }
}

query! {
    /// Which authorization servers to list, and how.
    pub struct ListAuthorizationServers {
        /// Only those whose name or audience holds this.
        q: String = "q",
        /// The size of a page.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// An authorization server, read or to be made.
    pub struct AuthorizationServer {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// What its tokens are for: one address.
        audiences: Vec<String> = "audiences",
        /// What its tokens name as their issuer.
        issuer: Option<String> = "issuer",
        /// Which of the org's addresses stands in it: `ORG_URL`, `CUSTOM_URL` or `DYNAMIC`.
        issuer_mode: Option<String> = "issuerMode",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// How it signs.
        credentials: AuthorizationServerCredentials = "credentials",
        /// The keys that its tokens are encrypted for.
        jwks: ResourceServerKeys = "jwks",
        /// Where those keys are, if they are elsewhere.
        jwks_uri: Option<String> = "jwks_uri",
        /// How the key of an encrypted token is encrypted.
        access_token_encrypted_response_algorithm: KeyEncryptionAlgorithm =
            "accessTokenEncryptedResponseAlgorithm",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

impl AuthorizationServer {
    /// A server whose tokens are for an audience.
    pub fn new(name: impl Into<String>, audience: impl Into<String>) -> Self {
        AuthorizationServer {
            name: name.into(),
            audiences: vec![audience.into()],
            ..AuthorizationServer::default()
        }
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }
}

parts! {
    /// How an authorization server signs.
    pub struct AuthorizationServerCredentials {
        /// Its key.
        signing: AuthorizationServerSigning = "signing",
    }

    /// The key of an authorization server, and how keys change.
    pub struct AuthorizationServerSigning {
        /// The id of the key.
        kid: Option<String> = "kid",
        /// Whether keys change by themselves.
        rotation_mode: KeyRotationMode = "rotationMode",
        /// When the key changed last.
        last_rotated: Option<Timestamp> = "lastRotated",
        /// When it changes next.
        next_rotation: Option<Timestamp> = "nextRotation",
        /// What it is for.
        key_use: Option<String> = "use",
    }

    /// The keys that tokens are encrypted for.
    pub struct ResourceServerKeys {
        /// Each of them.
        keys: Vec<ResourceServerKey> = "keys",
    }

    /// A key that tokens are encrypted for.
    pub struct ResourceServerKey {
        /// Its id.
        kid: Option<String> = "kid",
        /// The kind of key.
        key_type: Option<String> = "kty",
        /// What it is for.
        key_use: Option<String> = "use",
        /// Whether it is used.
        status: LifecycleStatus = "status",
        /// The exponent.
        exponent: Option<String> = "e",
        /// The modulus.
        modulus: Option<String> = "n",
    }
}

open_enum! {
    /// Whether the keys of an authorization server change by themselves.
    pub enum KeyRotationMode {
        AUTO,
        MANUAL,
    }
}

open_enum! {
    /// How the key of an encrypted token is encrypted.
    pub enum KeyEncryptionAlgorithm {
        RSA_OAEP_256 = "RSA-OAEP-256",
        RSA_OAEP_384 = "RSA-OAEP-384",
        RSA_OAEP_512 = "RSA-OAEP-512",
    }
}
