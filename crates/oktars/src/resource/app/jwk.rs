//! Public keys by which a client app proves who it is.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};
use crate::query::query;
use crate::resource::app::credentials::KeyUse;

handle! {
    /// The public keys of one client app; made by [`Okta::app_jwks`](crate::Okta::app_jwks). Okta's page is
    /// "Application Public Keys".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let settings = oktars::app::OauthClientSettings::web(["https://pay.example.gov/callback"]);
    /// # let app = okta.apps().create(&oktars::app::NewApp::oidc("Payroll", settings)).await?;
    /// # let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    /// # let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    /// use oktars::app::AppJwk;
    ///
    /// let jwks = okta.app_jwks(&app.id);
    /// let key = jwks.create(&AppJwk::ec("2026-02", "P-256", x, y)).await?;
    /// assert_eq!((key.kid.as_str(), key.status.as_str()), ("2026-02", "ACTIVE"));
    ///
    /// jwks.deactivate(&key.id).await?;
    /// jwks.delete(&key.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct AppJwks;
    /// The public keys of a client app.
    okta.app_jwks(app_id)
}

impl AppJwks<'_> {
    /// Lists the keys: `GET /api/v1/apps/{appId}/credentials/jwks`.
    pub fn list(self, query: &ListAppJwks) -> Listing<AppJwk> {
        query.apply(self.call(op::LIST_JWK, [])).list()
    }

    /// Adds a key: `POST /api/v1/apps/{appId}/credentials/jwks`.
    ///
    /// An RSA key of less than 2048 bits is a [validation error](crate::Error::is_validation).
    pub fn create(self, key: &AppJwk) -> Call<AppJwk> {
        self.call(op::ADD_JWK, []).body(key).json()
    }

    /// Reads a key: `GET /api/v1/apps/{appId}/credentials/jwks/{keyId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<AppJwk> {
        self.call(op::GET_JWK, [id.as_ref()]).json()
    }

    /// Deletes an inactive key: `DELETE /api/v1/apps/{appId}/credentials/jwks/{keyId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETEJWK, [id.as_ref()]).empty()
    }

    /// Activates a key: `POST .../credentials/jwks/{keyId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<AppJwk> {
        self.call(op::ACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY, [id.as_ref()]).json()
    }

    /// Deactivates a key: `POST .../credentials/jwks/{keyId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<AppJwk> {
        self.call(op::DEACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY, [id.as_ref()]).json()
    }
}

query! {
    /// How to list the public keys of an app. Okta has nothing to choose here yet.
    pub struct ListAppJwks {}
}

model! {
    /// A public key of a client app, read or to be added.
    pub struct AppJwk {
        /// Okta's id.
        id: String = "id",
        /// The key's own id, which stands in the header of what it signs.
        kid: String = "kid",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// The kind: `RSA` or `EC`.
        key_type: KeyType = "kty",
        /// What it is for: `sig` or `enc`.
        key_use: KeyUse = "use",
        /// The algorithm.
        algorithm: Option<String> = "alg",
        /// The exponent, of RSA.
        exponent: Option<String> = "e",
        /// The modulus, of RSA.
        modulus: Option<String> = "n",
        /// The curve, of EC.
        curve: Option<String> = "crv",
        /// The first coordinate, of EC.
        x: Option<String> = "x",
        /// The second coordinate, of EC.
        y: Option<String> = "y",
        /// When it was added.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl AppJwk {
    /// An RSA key that checks signatures: its modulus and exponent, in Base64url.
    pub fn rsa(kid: impl Into<String>, modulus: impl Into<String>, exponent: impl Into<String>) -> Self {
        AppJwk {
            modulus: Some(modulus.into()),
            exponent: Some(exponent.into()),
            ..AppJwk::signing(kid.into(), KeyType::RSA)
        }
    }

    /// A key on an elliptic curve that checks signatures: its coordinates, in Base64url.
    pub fn ec(
        kid: impl Into<String>,
        curve: impl Into<String>,
        x: impl Into<String>,
        y: impl Into<String>,
    ) -> Self {
        AppJwk {
            curve: Some(curve.into()),
            x: Some(x.into()),
            y: Some(y.into()),
            ..AppJwk::signing(kid.into(), KeyType::EC)
        }
    }

    fn signing(kid: String, key_type: KeyType) -> Self {
        AppJwk { kid, key_type, key_use: KeyUse::SIG, ..AppJwk::default() }
    }
}

open_enum! {
    /// A kind of key.
    pub enum KeyType {
        RSA,
        EC,
    }
}
