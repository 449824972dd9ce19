//! Authenticators: what users of the org can prove themselves with.

pub(crate) mod enrollment;
pub(crate) mod method;

pub use self::enrollment::*;
pub use self::method::*;

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};
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
