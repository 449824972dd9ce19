//! Authenticators: what users of the org can prove themselves with.

pub(crate) mod aaguid;
pub(crate) mod enrollment;
pub(crate) mod method;

pub use self::aaguid::*;
pub use self::enrollment::*;
pub use self::method::*;

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum, parts};
use crate::query::query;

handle! {
    /// The authenticators of an org; made by [`Okta::authenticators`](crate::Okta::authenticators). Okta's
    /// page is "Authenticators". Orgs on the Identity Engine have them.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::authenticator::ListAuthenticators;
    ///
    /// let all = okta.authenticators().list(&ListAuthenticators::new()).all().await?;
    /// let password = all.iter().find(|one| one.key == "okta_password").unwrap();
    /// let password = okta.authenticators().get(&password.id).await?;
    /// assert_eq!(password.status, "ACTIVE");
    /// # Ok(()) }
    /// ```
    pub struct Authenticators;
    /// The authenticators of the org.
    okta.authenticators()
}

impl Authenticators<'_> {
    /// Lists the authenticators: `GET /api/v1/authenticators`.
    pub fn list(self, query: &ListAuthenticators) -> Listing<Authenticator> {
        query.apply(self.call(op::LIST_AUTHENTICATORS, [])).list()
    }

    /// Adds an authenticator, which is inactive at first: `POST /api/v1/authenticators`.
    pub fn create(self, authenticator: &Authenticator) -> Call<Authenticator> {
        self.create_with(authenticator, &CreateAuthenticator::default())
    }

    /// Adds an authenticator, and says whether it is active: `POST /api/v1/authenticators?activate={activate}`.
    pub fn create_with(
        self,
        authenticator: &Authenticator,
        options: &CreateAuthenticator,
    ) -> Call<Authenticator> {
        options.apply(self.call(op::CREATE_AUTHENTICATOR, [])).body(authenticator).json()
    }

    /// Reads an authenticator: `GET /api/v1/authenticators/{authenticatorId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Authenticator> {
        self.call(op::GET_AUTHENTICATOR, [id.as_ref()]).json()
    }

    /// Replaces an authenticator: `PUT /api/v1/authenticators/{authenticatorId}`.
    pub fn replace(self, id: impl AsRef<str>, authenticator: &Authenticator) -> Call<Authenticator> {
        self.call(op::REPLACE_AUTHENTICATOR, [id.as_ref()]).body(authenticator).json()
    }

    /// Activates an authenticator: `POST /api/v1/authenticators/{authenticatorId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<Authenticator> {
        self.call(op::ACTIVATE_AUTHENTICATOR, [id.as_ref()]).json()
    }

    /// Deactivates an authenticator: `POST /api/v1/authenticators/{authenticatorId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<Authenticator> {
        self.call(op::DEACTIVATE_AUTHENTICATOR, [id.as_ref()]).json()
    }

    /// What an app that is an authenticator needs to know, by the id of its client; anyone may ask:
    /// `GET /.well-known/app-authenticator-configuration`.
    pub fn app_configuration(self, query: &ListAppAuthenticatorConfigurations) -> Listing<AppAuthenticator> {
        query.apply(self.call(op::GET_WELL_KNOWN_APP_AUTHENTICATOR_CONFIGURATION, [])).list()
    }
}

query! {
    /// How to add an authenticator.
    pub struct CreateAuthenticator {
        /// Whether it is active at once; Okta's default is no.
        activate: bool = "activate",
    }
}

query! {
    /// How to list authenticators. Okta has nothing to choose here yet.
    pub struct ListAuthenticators {}
}

model! {
    /// An authenticator, read or to be added.
    pub struct Authenticator {
        /// Its id.
        id: String = "id",
        /// What it is, for example `okta_verify`.
        key: AuthenticatorKey = "key",
        /// The kind of thing that it is, for example `app` or `phone`.
        kind: AuthenticatorType = "type",
        /// What people read.
        name: String = "name",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// What is peculiar to a kind.
        settings: Map = "settings",
        /// The service behind it.
        provider: Map = "provider",
        /// When it was added.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl Authenticator {
    /// An authenticator by its key and what people read.
    pub fn new(key: impl Into<AuthenticatorKey>, name: impl Into<String>) -> Self {
        Authenticator { key: key.into(), name: name.into(), ..Authenticator::default() }
    }
}

open_enum! {
    /// What an authenticator is.
    pub enum AuthenticatorKey {
        CUSTOM_APP = "custom_app",
        DUO = "duo",
        EXTERNAL_IDP = "external_idp",
        GOOGLE_OTP = "google_otp",
        OKTA_EMAIL = "okta_email",
        OKTA_PASSWORD = "okta_password",
        OKTA_VERIFY = "okta_verify",
        ONPREM_MFA = "onprem_mfa",
        PHONE_NUMBER = "phone_number",
        SECURITY_KEY = "security_key",
        SECURITY_QUESTION = "security_question",
        SMART_CARD_IDP = "smart_card_idp",
        SYMANTEC_VIP = "symantec_vip",
        WEBAUTHN = "webauthn",
        YUBIKEY_TOKEN = "yubikey_token",
        TAC = "tac",
        CUSTOM_OTP = "custom_otp",
        RSA_TOKEN = "rsa_token",
    }
}

open_enum! {
    /// The kind of thing that an authenticator is.
    pub enum AuthenticatorType {
        APP = "app",
        EMAIL = "email",
        FEDERATED = "federated",
        PASSWORD = "password",
        PHONE = "phone",
        SECURITY_KEY = "security_key",
        SECURITY_QUESTION = "security_question",
        TAC = "tac",
    }
}

query! {
    /// Of which app the authenticators are listed.
    pub struct ListAppAuthenticatorConfigurations {
        /// The client id of the app. Okta requires it.
        oauth_client_id: String = "oauthClientId",
    }
}

parts! {
    /// What an app that is an authenticator needs to know.
    pub struct AppAuthenticator {
        /// The id of the authenticator.
        authenticator_id: String = "authenticatorId",
        /// The id of the org.
        org_id: String = "orgId",
        /// Its name.
        name: String = "name",
        /// Which authenticator it is, such as `custom_app`.
        key: String = "key",
        /// Its type: `app`.
        kind: String = "type",
        /// Where devices are enrolled.
        enroll_endpoint: String = "appAuthenticatorEnrollEndpoint",
        /// The settings for all methods.
        settings: AppAuthenticatorSettings = "settings",
        /// The methods that it has.
        supported_methods: Vec<AppAuthenticatorMethod> = "supportedMethods",
        /// When it was made.
        created: Option<Timestamp> = "createdDate",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
    }

    /// The settings for all methods of such an app.
    pub struct AppAuthenticatorSettings {
        /// Whether users must prove who they are to the device: `PREFERRED` or `REQUIRED`.
        user_verification: String = "userVerification",
    }

    /// A method of such an app.
    pub struct AppAuthenticatorMethod {
        /// Its type: `push`.
        kind: String = "type",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// What it can do.
        settings: AppAuthenticatorMethodSettings = "settings",
    }

    /// What a method of such an app can do.
    pub struct AppAuthenticatorMethodSettings {
        /// How it can sign, such as `ES256`.
        algorithms: Vec<String> = "algorithms",
        /// Where its keys must be: `ANY` or `HARDWARE`.
        key_protection: String = "keyProtection",
        /// What it can approve: `LOGIN` or `CIBA`.
        transaction_types: Vec<String> = "transactionTypes",
    }
}
