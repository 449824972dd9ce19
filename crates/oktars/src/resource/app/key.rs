//! The keys that sign what Okta sends to an app.

use oktars_catalog::{Operation, op};

use crate::call::Call;
use crate::client::Okta;
use crate::listing::Listing;
use crate::model::{Timestamp, model};
use crate::query::query;

/// The signing keys of one app; made by [`Okta::app_keys`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// # let saml = oktars::app::SignOnSettings::saml("https://pay.example.gov/acs", "https://pay.example.gov");
/// # let app = okta.apps().create(&oktars::app::NewApp::saml("Payroll", saml)).await?;
/// use oktars::app::ListAppKeys;
///
/// let keys = okta.app_keys(&app.id).list(&ListAppKeys::new()).all().await?;
/// assert_eq!(app.credentials.signing.kid.as_deref(), Some(keys[0].kid.as_str()));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AppKeys<'a> {
    okta: &'a Okta,
    app_id: &'a str,
}

impl Okta {
    /// The signing keys of an app.
    pub fn app_keys<'a>(&'a self, app_id: &'a str) -> AppKeys<'a> {
        AppKeys { okta: self, app_id }
    }
}

impl AppKeys<'_> {
    fn call(self, operation: Operation) -> Call {
        self.okta.call(operation).path("appId", self.app_id)
    }

    /// Lists the keys: `GET /api/v1/apps/{appId}/credentials/keys`.
    pub fn list(self, query: &ListAppKeys) -> Listing<AppKey> {
        query.apply(self.call(op::LIST_APPLICATION_KEYS)).list()
    }

    /// Reads a key: `GET /api/v1/apps/{appId}/credentials/keys/{kid}`.
    pub fn get(self, kid: impl AsRef<str>) -> Call<AppKey> {
        self.call(op::GET_APPLICATION_KEY).path("keyId", kid).json()
    }

    /// Makes a key that is valid for 2 to 10 years: `POST /api/v1/apps/{appId}/credentials/keys/generate`.
    ///
    /// To use it, put its id into [`AppSigning::kid`](crate::app::AppSigning) and replace the app.
    pub fn generate(self, years: u32) -> Call<AppKey> {
        self.call(op::GENERATE_APPLICATION_KEY).query("validityYears", years).json()
    }

    /// Shares a key with another app:
    /// `POST /api/v1/apps/{appId}/credentials/keys/{kid}/clone?targetAid={appId}`.
    pub fn share(self, kid: impl AsRef<str>, other_app_id: impl AsRef<str>) -> Call<AppKey> {
        let call = self.call(op::CLONE_APPLICATION_KEY).path("keyId", kid);
        call.query("targetAid", other_app_id.as_ref()).json()
    }
}

query! {
    /// How to list the signing keys of an app. Okta has nothing to choose here yet.
    pub struct ListAppKeys {}
}

model! {
    /// A signing key: its public part, and its certificate.
    pub struct AppKey {
        /// The id.
        kid: String = "kid",
        /// The kind, `RSA`.
        key_type: String = "kty",
        /// What it is for.
        key_use: Option<String> = "use",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When its certificate ends.
        expires_at: Option<Timestamp> = "expiresAt",
        /// The certificate and those behind it, in Base64.
        certificates: Vec<String> = "x5c",
        /// The thumbprint of the certificate.
        thumbprint: Option<String> = "x5t#S256",
        /// The exponent.
        exponent: Option<String> = "e",
        /// The modulus.
        modulus: Option<String> = "n",
        ..extra
    }
}
