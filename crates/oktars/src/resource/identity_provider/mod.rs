//! Identity providers: where else users sign in.

mod linking;
mod protocol;

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Secret, Timestamp, model, open_enum, parts};
use crate::query::query;
use crate::resource::app::csr::{Csr, NewCsr};
use crate::resource::app::key::AppKey;
use crate::resource::user::Users;

pub use self::linking::*;
pub use self::protocol::*;

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
    /// use oktars::identity_provider::{
    ///     GroupProvisioning, IdentityProvider, IdentityProviderType, ListIdentityProviders,
    /// };
    ///
    /// let mut google =
    ///     IdentityProvider::oauth(IdentityProviderType::GOOGLE, "Google", "client-id", "client-secret")
    ///         .scopes(["openid", "email", "profile"]);
    /// google.policy.provisioning.groups.action = GroupProvisioning::NONE;
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

    /// Adds a key by its certificate, in Base64: `POST /api/v1/idps/credentials/keys`.
    pub fn create(self, certificate: impl AsRef<str>) -> Call<AppKey> {
        let body = json!({ "x5c": [certificate.as_ref()] });
        self.call(op::CREATE_IDENTITY_PROVIDER_KEY, []).body(&body).json()
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
        /// What it is.
        kind: IdentityProviderType = "type",
        /// Which of the org's addresses it knows.
        issuer_mode: IdentityProviderIssuerMode = "issuerMode",
        /// Its name.
        name: String = "name",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// How the org speaks with it.
        protocol: IdentityProviderProtocol = "protocol",
        /// How its users become users of the org.
        policy: IdentityProviderPolicy = "policy",
        /// What only some types have.
        properties: IdentityProviderProperties = "properties",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl IdentityProvider {
    /// A provider of a type that OAuth 2.0 is spoken with, such as `GOOGLE`, `MICROSOFT` or `OIDC`. Users
    /// are known by their mail address and made when they come first.
    pub fn oauth(
        kind: impl Into<IdentityProviderType>,
        name: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        let mut provider =
            IdentityProvider { kind: kind.into(), name: name.into(), ..IdentityProvider::default() };
        provider.protocol.kind = match &provider.kind {
            &IdentityProviderType::OIDC => ProtocolType::OIDC,
            _ => ProtocolType::OAUTH2,
        };
        let client = &mut provider.protocol.credentials.client;
        client.client_id = Some(client_id.into());
        client.client_secret = Some(client_secret.into());
        provider.policy = IdentityProviderPolicy::by_mail_address();
        provider
    }

    /// Asks the provider for these scopes.
    #[must_use]
    pub fn scopes<I: Into<String>>(mut self, scopes: impl IntoIterator<Item = I>) -> Self {
        self.protocol.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }
}

parts! {
    /// What only some types of providers have.
    pub struct IdentityProviderProperties {
        /// The level of authentication that is asked of Login.gov.
        aal_value: Option<String> = "aalValue",
        /// The level of identity proofing that is asked of Login.gov.
        ial_value: Option<String> = "ialValue",
        /// What a smart card stands for.
        additional_amr: Vec<SmartCardFactor> = "additionalAmr",
        /// Whether the org may match users itself.
        allow_dynamic_user_matching: Option<bool> = "allowDynamicUserMatching",
        /// Whether users are changed when they sign in.
        allow_user_updates: Option<bool> = "allowUserUpdates",
        /// The template of an inquiry, of type `IDV_PERSONA`.
        inquiry_template_id: Option<String> = "inquiryTemplateId",
        /// What people read about an identity verifier.
        idv_metadata: VerifierMetadata = "idvMetadata",
    }

    /// What people read about an identity verifier.
    pub struct VerifierMetadata {
        /// Its name.
        vendor_display_name: Option<String> = "vendorDisplayName",
        /// The address of its terms.
        terms_of_use: Option<String> = "termsOfUse",
        /// The address of its privacy policy.
        privacy_policy: Option<String> = "privacyPolicy",
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

open_enum! {
    /// What an identity provider is.
    pub enum IdentityProviderType {
        AMAZON,
        APPLE,
        DISCORD,
        FACEBOOK,
        GITHUB,
        GITLAB,
        GOOGLE,
        IDV_CLEAR,
        IDV_INCODE,
        IDV_PERSONA,
        IDV_STANDARD,
        LINKEDIN,
        LOGINGOV,
        LOGINGOV_SANDBOX,
        MICROSOFT,
        OIDC,
        OKTA_INTEGRATION,
        PAYPAL,
        PAYPAL_SANDBOX,
        SALESFORCE,
        SAML2,
        SPOTIFY,
        X509,
        XERO,
        YAHOO,
        YAHOOJP,
        /// The org itself, in rules that choose a provider.
        OKTA,
    }
}

open_enum! {
    /// Which of the org's addresses a provider knows.
    pub enum IdentityProviderIssuerMode {
        /// The custom domain.
        CUSTOM_URL,
        /// The one that the request came to.
        DYNAMIC,
        /// Okta's own.
        ORG_URL,
    }
}

open_enum! {
    /// What a smart card stands for.
    pub enum SmartCardFactor {
        /// A smart card.
        SC = "sc",
        /// A key in hardware.
        HWK = "hwk",
        /// A PIN.
        PIN = "pin",
        /// Several factors.
        MFA = "mfa",
    }
}
