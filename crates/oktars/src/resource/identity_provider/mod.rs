//! Identity providers: where else users sign in.

pub(crate) mod csr;
pub(crate) mod key;
mod linking;
mod protocol;
pub(crate) mod signing_key;
pub(crate) mod user;

pub use self::csr::*;
pub use self::key::*;
pub use self::linking::*;
pub use self::protocol::*;
pub use self::signing_key::*;
pub use self::user::*;

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Secret, Timestamp, model, open_enum, parts};
use crate::query::query;

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
