//! Identity providers: where else users sign in.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Secret, Timestamp, model};
use crate::query::query;
use crate::resource::app::csr::{Csr, NewCsr};
use crate::resource::app::key::AppKey;
use crate::resource::user::Users;

handle! {
    /// The identity providers of an org; made by
    /// [`Okta::identity_providers`](crate::Okta::identity_providers). Okta's pages are "Identity Providers",
    /// "Identity Provider Users" and "Identity Provider Signing Keys".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::identity_provider::{IdentityProvider, ListIdentityProviders};
    ///
    /// let google = IdentityProvider::oauth("GOOGLE", "Google", "client-id", "client-secret")
    ///     .scopes(["openid", "email", "profile"]);
    /// let google = okta.identity_providers().create(&google).await?;
    /// okta.identity_providers().deactivate(&google.id).await?;
    ///
    /// let query = ListIdentityProviders::new().kind("GOOGLE");
    /// assert_eq!(okta.identity_providers().list(&query).all().await?.len(), 1);
    /// # Ok(()) }
    /// ```
    pub struct IdentityProviders;
    /// The identity providers of the org.
    okta.identity_providers()
}

impl IdentityProviders<'_> {
    /// Lists the providers: `GET /api/v1/idps`.
    pub fn list(self, query: &ListIdentityProviders) -> Listing<IdentityProvider> {
        query.apply(self.call(op::LIST_IDENTITY_PROVIDERS, [])).list()
    }

    /// Creates a provider: `POST /api/v1/idps`.
    pub fn create(self, provider: &IdentityProvider) -> Call<IdentityProvider> {
        self.call(op::CREATE_IDENTITY_PROVIDER, []).body(provider).json()
    }

    /// Reads a provider: `GET /api/v1/idps/{idpId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<IdentityProvider> {
        self.call(op::GET_IDENTITY_PROVIDER, [id.as_ref()]).json()
    }

    /// Replaces a provider: `PUT /api/v1/idps/{idpId}`.
    pub fn replace(self, id: impl AsRef<str>, provider: &IdentityProvider) -> Call<IdentityProvider> {
        self.call(op::REPLACE_IDENTITY_PROVIDER, [id.as_ref()]).body(provider).json()
    }

    /// Deletes a provider: `DELETE /api/v1/idps/{idpId}`. Its users stay, and sign in otherwise.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_IDENTITY_PROVIDER, [id.as_ref()]).empty()
    }

    /// Activates a provider: `POST /api/v1/idps/{idpId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<IdentityProvider> {
        self.call(op::ACTIVATE_IDENTITY_PROVIDER, [id.as_ref()]).json()
    }

    /// Deactivates a provider: `POST /api/v1/idps/{idpId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<IdentityProvider> {
        self.call(op::DEACTIVATE_IDENTITY_PROVIDER, [id.as_ref()]).json()
    }

    /// Lists the users who sign in there: `GET /api/v1/idps/{idpId}/users`.
    pub fn users(
        self,
        id: impl AsRef<str>,
        query: &ListIdentityProviderUsers,
    ) -> Listing<IdentityProviderUser> {
        query.apply(self.call(op::LIST_IDENTITY_PROVIDER_APPLICATION_USERS, [id.as_ref()])).list()
    }

    /// Reads one of them: `GET /api/v1/idps/{idpId}/users/{userId}`.
    pub fn user(self, id: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<IdentityProviderUser> {
        self.call(op::GET_IDENTITY_PROVIDER_APPLICATION_USER, [id.as_ref(), user_id.as_ref()]).json()
    }

    /// Lets a user sign in there, who is known there by another id:
    /// `POST /api/v1/idps/{idpId}/users/{userId}`.
    pub fn link_user(
        self,
        id: impl AsRef<str>,
        user_id: impl AsRef<str>,
        external_id: impl AsRef<str>,
    ) -> Call<IdentityProviderUser> {
        let call = self.call(op::LINK_USER_TO_IDENTITY_PROVIDER, [id.as_ref(), user_id.as_ref()]);
        call.body(&json!({ "externalId": external_id.as_ref() })).json()
    }

    /// Lets a user sign in there no more: `DELETE /api/v1/idps/{idpId}/users/{userId}`.
    pub fn unlink_user(self, id: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<()> {
        self.call(op::UNLINK_USER_FROM_IDENTITY_PROVIDER, [id.as_ref(), user_id.as_ref()]).empty()
    }

    /// The tokens that a social network gave for a user:
    /// `GET /api/v1/idps/{idpId}/users/{userId}/credentials/tokens`.
    pub fn social_tokens(
        self,
        id: impl AsRef<str>,
        user_id: impl AsRef<str>,
        query: &ListSocialTokens,
    ) -> Listing<SocialToken> {
        query.apply(self.call(op::LIST_SOCIAL_AUTH_TOKENS, [id.as_ref(), user_id.as_ref()])).list()
    }

    /// Lists the requests for certificates: `GET /api/v1/idps/{idpId}/credentials/csrs`.
    pub fn csrs(self, id: impl AsRef<str>, query: &ListIdentityProviderCsrs) -> Listing<Csr> {
        query.apply(self.call(op::LIST_CSRS_FOR_IDENTITY_PROVIDER, [id.as_ref()])).list()
    }

    /// Makes a key, and a request for its certificate: `POST /api/v1/idps/{idpId}/credentials/csrs`.
    pub fn create_csr(self, id: impl AsRef<str>, csr: &NewCsr) -> Call<Csr> {
        self.call(op::GENERATE_CSR_FOR_IDENTITY_PROVIDER, [id.as_ref()]).body(csr).json()
    }

    /// Reads a request: `GET /api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}`.
    pub fn csr(self, id: impl AsRef<str>, csr_id: impl AsRef<str>) -> Call<Csr> {
        self.call(op::GET_CSR_FOR_IDENTITY_PROVIDER, [id.as_ref(), csr_id.as_ref()]).json()
    }

    /// Withdraws a request: `DELETE /api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}`.
    pub fn revoke_csr(self, id: impl AsRef<str>, csr_id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_CSR_FOR_IDENTITY_PROVIDER, [id.as_ref(), csr_id.as_ref()]).empty()
    }

    /// Publishes the certificate, in PEM:
    /// `POST /api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}/lifecycle/publish`.
    pub fn publish_csr(
        self,
        id: impl AsRef<str>,
        csr_id: impl AsRef<str>,
        pem: impl Into<String>,
    ) -> Call<AppKey> {
        let call = self.call(op::PUBLISH_CSR_FOR_IDENTITY_PROVIDER, [id.as_ref(), csr_id.as_ref()]);
        call.body_bytes("application/x-pem-file", pem.into()).json()
    }

    /// Lists the keys that sign requests to the provider: `GET /api/v1/idps/{idpId}/credentials/keys`.
    pub fn signing_keys(
        self,
        id: impl AsRef<str>,
        query: &ListIdentityProviderSigningKeys,
    ) -> Listing<AppKey> {
        query.apply(self.call(op::LIST_IDENTITY_PROVIDER_SIGNING_KEYS, [id.as_ref()])).list()
    }

    /// The one that signs now: `GET /api/v1/idps/{idpId}/credentials/keys/active`.
    pub fn active_signing_key(self, id: impl AsRef<str>, query: &ListActiveSigningKey) -> Listing<AppKey> {
        query.apply(self.call(op::LIST_ACTIVE_IDENTITY_PROVIDER_SIGNING_KEY, [id.as_ref()])).list()
    }

    /// Makes a key that holds for 2 to 10 years: `POST /api/v1/idps/{idpId}/credentials/keys/generate`.
    pub fn generate_signing_key(self, id: impl AsRef<str>, years: u32) -> Call<AppKey> {
        let call = self.call(op::GENERATE_IDENTITY_PROVIDER_SIGNING_KEY, [id.as_ref()]);
        call.query("validityYears", years).json()
    }

    /// Reads a key: `GET /api/v1/idps/{idpId}/credentials/keys/{kid}`.
    pub fn signing_key(self, id: impl AsRef<str>, kid: impl AsRef<str>) -> Call<AppKey> {
        self.call(op::GET_IDENTITY_PROVIDER_SIGNING_KEY, [id.as_ref(), kid.as_ref()]).json()
    }

    /// Shares a key with another provider:
    /// `POST /api/v1/idps/{idpId}/credentials/keys/{kid}/clone?targetIdpId={idpId}`.
    pub fn share_signing_key(
        self,
        id: impl AsRef<str>,
        kid: impl AsRef<str>,
        other_id: impl AsRef<str>,
    ) -> Call<AppKey> {
        let call = self.call(op::CLONE_IDENTITY_PROVIDER_KEY, [id.as_ref(), kid.as_ref()]);
        call.query("targetIdpId", other_id.as_ref()).json()
    }
}

query! {
    /// Which users of an identity provider to list, and how.
    pub struct ListIdentityProviderUsers {
        ..pages
        /// The start of a name or mail address.
        q: String = "q",
        /// What to send along: `user`.
        expand: String = "expand",
    }
}

query! {
    /// How to list the tokens that a social network gave for a user. Okta has nothing to choose here yet.
    pub struct ListSocialTokens {}
}

query! {
    /// How to list the requests for certificates of an identity provider. Okta has nothing to choose here yet.
    pub struct ListIdentityProviderCsrs {}
}

query! {
    /// How to list the keys that sign requests to an identity provider. Okta has nothing to choose here yet.
    pub struct ListIdentityProviderSigningKeys {}
}

query! {
    /// How to list the key that signs now. Okta has nothing to choose here yet.
    pub struct ListActiveSigningKey {}
}

handle! {
    /// The keys by which an org checks what identity providers say; made by
    /// [`Okta::identity_provider_keys`](crate::Okta::identity_provider_keys). Okta's page is "Identity
    /// Provider Keys".
    pub struct IdentityProviderKeys;
    /// The keys by which the org checks what identity providers say.
    okta.identity_provider_keys()
}

impl IdentityProviderKeys<'_> {
    /// Lists the keys: `GET /api/v1/idps/credentials/keys`.
    pub fn list(self, query: &ListIdentityProviderKeys) -> Listing<AppKey> {
        query.apply(self.call(op::LIST_IDENTITY_PROVIDER_KEYS, [])).list()
    }

    /// Adds a key: `POST /api/v1/idps/credentials/keys`.
    pub fn create(self, key: &NewIdentityProviderKey) -> Call<AppKey> {
        self.call(op::CREATE_IDENTITY_PROVIDER_KEY, []).body(key).json()
    }

    /// Reads a key: `GET /api/v1/idps/credentials/keys/{kid}`.
    pub fn get(self, kid: impl AsRef<str>) -> Call<AppKey> {
        self.call(op::GET_IDENTITY_PROVIDER_KEY, [kid.as_ref()]).json()
    }

    /// Replaces a key: `PUT /api/v1/idps/credentials/keys/{kid}`.
    pub fn replace(self, kid: impl AsRef<str>, key: &AppKey) -> Call<AppKey> {
        self.call(op::REPLACE_IDENTITY_PROVIDER_KEY, [kid.as_ref()]).body(key).json()
    }

    /// Deletes a key that no provider uses: `DELETE /api/v1/idps/credentials/keys/{kid}`.
    pub fn delete(self, kid: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_IDENTITY_PROVIDER_KEY, [kid.as_ref()]).empty()
    }
}

impl Users<'_> {
    /// Lists the identity providers where a user signs in: `GET /api/v1/users/{id}/idps`.
    pub fn identity_providers(
        self,
        id: impl AsRef<str>,
        query: &ListUserIdentityProviders,
    ) -> Listing<IdentityProvider> {
        query.apply(self.call(op::LIST_USER_IDENTITY_PROVIDERS, id)).list()
    }
}

query! {
    /// Which identity providers to list, and how.
    pub struct ListIdentityProviders {
        /// Only those whose name holds this.
        q: String = "q",
        /// Only those of this type, for example `GOOGLE`.
        kind: String = "type",
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

/// A key to be added, which is known by its certificate.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewIdentityProviderKey {
    x5c: Vec<String>,
}

impl NewIdentityProviderKey {
    /// The key of this certificate, in Base64.
    pub fn new(certificate: impl Into<String>) -> Self {
        NewIdentityProviderKey { x5c: vec![certificate.into()] }
    }
}

query! {
    /// How to list the keys of identity providers.
    pub struct ListIdentityProviderKeys {
        ..pages
    }
}

query! {
    /// How to list the identity providers of a user. Okta has nothing to choose here yet.
    pub struct ListUserIdentityProviders {}
}

model! {
    /// An identity provider, read or to be made.
    pub struct IdentityProvider {
        /// Its id.
        id: String = "id",
        /// What it is, for example `OIDC`, `SAML2` or `GOOGLE`.
        kind: String = "type",
        /// Which of the org's addresses it knows: `ORG_URL`, `CUSTOM_URL` or `DYNAMIC`.
        issuer_mode: Option<String> = "issuerMode",
        /// Its name.
        name: String = "name",
        /// `ACTIVE` or `INACTIVE`.
        status: Option<String> = "status",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// How it is spoken with.
        protocol: IdentityProviderProtocol = "protocol",
        /// How its users become users of the org: `accountLink`, `provisioning`, `subject` and so on.
        policy: Map = "policy",
        /// What is peculiar to a type.
        properties: Map = "properties",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl IdentityProvider {
    /// A provider of a type that OAuth 2.0 is spoken with, such as `GOOGLE`, `MICROSOFT` or `OIDC`. Users
    /// are known by their mail address and made when they come first.
    pub fn oauth(
        kind: impl Into<String>,
        name: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        let mut provider =
            IdentityProvider { kind: kind.into(), name: name.into(), ..IdentityProvider::default() };
        provider.protocol.kind = if provider.kind == "OIDC" { "OIDC".into() } else { "OAUTH2".into() };
        let client = &mut provider.protocol.credentials.client;
        client.client_id = Some(client_id.into());
        client.client_secret = Some(client_secret.into());
        provider
            .policy("accountLink", json!({ "action": "AUTO", "filter": null }))
            .policy(
                "provisioning",
                json!({ "action": "AUTO", "profileMaster": false, "groups": { "action": "NONE" } }),
            )
            .policy(
                "subject",
                json!({ "userNameTemplate": { "template": "idpuser.email" }, "matchType": "USERNAME" }),
            )
    }

    /// Asks the provider for these scopes.
    #[must_use]
    pub fn scopes<I: Into<String>>(mut self, scopes: impl IntoIterator<Item = I>) -> Self {
        self.protocol.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Says how users of the provider become users of the org.
    #[must_use]
    pub fn policy(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.policy.insert(name.into(), value.into());
        self
    }
}

model! {
    /// How an identity provider is spoken with.
    pub struct IdentityProviderProtocol {
        /// The protocol: `OIDC`, `OAUTH2`, `SAML2` or `MTLS`.
        kind: String = "type",
        /// The scopes that are asked for.
        scopes: Vec<String> = "scopes",
        /// The addresses of the provider.
        endpoints: Map = "endpoints",
        /// The algorithms of signatures.
        algorithms: Map = "algorithms",
        /// How the org proves who it is, and checks what it is told.
        credentials: IdentityProviderCredentials = "credentials",
        /// What is peculiar to SAML.
        settings: Map = "settings",
        ..extra
    }
}

model! {
    /// How an org proves to a provider who it is, and checks what it is told.
    pub struct IdentityProviderCredentials {
        /// The org as a client, of OAuth 2.0.
        client: IdentityProviderClient = "client",
        /// What the org trusts, of SAML: `issuer`, `audience` and `kid`.
        trust: Map = "trust",
        /// What the org signs with: `kid`.
        signing: Map = "signing",
        ..extra
    }
}

model! {
    /// An org as the client of a provider.
    pub struct IdentityProviderClient {
        /// Its client id there.
        client_id: Option<String> = "client_id",
        /// Its secret there.
        client_secret: Option<Secret> = "client_secret",
        ..extra
    }
}

model! {
    /// A user who signs in at an identity provider.
    pub struct IdentityProviderUser {
        /// The id of the user.
        id: String = "id",
        /// The id there.
        external_id: String = "externalId",
        /// When the two were linked.
        created: Option<Timestamp> = "created",
        /// When that changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// What is known of the user there.
        profile: Map = "profile",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to the provider and the user.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A token that a social network gave for a user.
    pub struct SocialToken {
        /// Its id.
        id: String = "id",
        /// The token.
        token: Option<Secret> = "token",
        /// What it is.
        token_type: Option<String> = "tokenType",
        /// How it is shown.
        token_auth_scheme: Option<String> = "tokenAuthScheme",
        /// When it ends.
        expires_at: Option<Timestamp> = "expiresAt",
        /// What it is good for.
        scopes: Vec<String> = "scopes",
        ..extra
    }
}
