//! What an authorization server says of itself to everybody, and the keys by which its tokens are checked.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::parts;
use crate::resource::authorization_server::{AuthorizationServerKey, AuthorizationServers};

impl AuthorizationServers<'_> {
    /// What a server says of itself as an OpenID provider:
    /// `GET /oauth2/{authServerId}/.well-known/openid-configuration`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let metadata = okta.authorization_servers().openid_metadata("default").await?;
    /// assert!(metadata.issuer.ends_with("/oauth2/default"));
    /// assert!(!okta.authorization_servers().public_keys("default").await?.keys.is_empty());
    /// # Ok(()) }
    /// ```
    pub fn openid_metadata(self, id: impl AsRef<str>) -> Call<ServerMetadata> {
        self.call(op::GET_AUTHORIZATION_SERVER_OPEN_ID_METADATA, [id.as_ref()]).json()
    }

    /// What a server says of itself as an OAuth 2.0 server:
    /// `GET /oauth2/{authServerId}/.well-known/oauth-authorization-server`.
    pub fn oauth_metadata(self, id: impl AsRef<str>) -> Call<ServerMetadata> {
        self.call(op::GET_AUTHORIZATION_SERVER_METADATA, [id.as_ref()]).json()
    }

    /// The public keys by which the tokens of a server are checked: `GET /oauth2/{authServerId}/v1/keys`.
    pub fn public_keys(self, id: impl AsRef<str>) -> Call<ServerPublicKeys> {
        self.call(op::LIST_AUTHORIZATION_SERVER_PUBLIC_KEYS, [id.as_ref()]).json()
    }
}

parts! {
    /// What an authorization server says of itself, by the names of RFC 8414 and OpenID Connect Discovery.
    pub struct ServerMetadata {
        /// The issuer of its tokens.
        issuer: String = "issuer",
        /// Where users sign in.
        authorization_endpoint: Option<String> = "authorization_endpoint",
        /// Where apps get tokens.
        token_endpoint: Option<String> = "token_endpoint",
        /// What it tells of a user.
        userinfo_endpoint: Option<String> = "userinfo_endpoint",
        /// Where clients are registered.
        registration_endpoint: Option<String> = "registration_endpoint",
        /// Where its keys are.
        jwks_uri: Option<String> = "jwks_uri",
        /// Where a token is looked up.
        introspection_endpoint: Option<String> = "introspection_endpoint",
        /// Where a token is revoked.
        revocation_endpoint: Option<String> = "revocation_endpoint",
        /// Where users sign out.
        end_session_endpoint: Option<String> = "end_session_endpoint",
        /// Where a device without a browser begins.
        device_authorization_endpoint: Option<String> = "device_authorization_endpoint",
        /// Where requests are put before the browser goes there.
        pushed_authorization_request_endpoint: Option<String> = "pushed_authorization_request_endpoint",
        /// What the authorization endpoint gives, such as `code`.
        response_types_supported: Vec<String> = "response_types_supported",
        /// How it gives it, such as `query`.
        response_modes_supported: Vec<String> = "response_modes_supported",
        /// For what there are tokens, such as `authorization_code`.
        grant_types_supported: Vec<String> = "grant_types_supported",
        /// How users are named: `public`.
        subject_types_supported: Vec<String> = "subject_types_supported",
        /// Its scopes.
        scopes_supported: Vec<String> = "scopes_supported",
        /// Its claims.
        claims_supported: Vec<String> = "claims_supported",
        /// How clients prove who they are where they get tokens.
        token_endpoint_auth_methods_supported: Vec<String> = "token_endpoint_auth_methods_supported",
        /// How codes are protected: `S256`.
        code_challenge_methods_supported: Vec<String> = "code_challenge_methods_supported",
        /// How ID tokens are signed.
        id_token_signing_alg_values_supported: Vec<String> = "id_token_signing_alg_values_supported",
        /// How proofs of DPoP are signed.
        dpop_signing_alg_values_supported: Vec<String> = "dpop_signing_alg_values_supported",
    }

    /// Public keys.
    pub struct ServerPublicKeys {
        /// Each of them.
        keys: Vec<AuthorizationServerKey> = "keys",
    }
}
