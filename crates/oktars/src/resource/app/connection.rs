//! The connection by which Okta provisions an app.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{Map, Secret, Timestamp, model, open_enum, parts};
use crate::query::query;

handle! {
    /// The provisioning connection of one app; made by
    /// [`Okta::app_connection`](crate::Okta::app_connection). Okta's page is "Application Connections".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let app = okta.apps().create(&oktars::app::NewApp::org2org(
    /// #     "Hub", "https://hub.okta.com", "https://hub.okta.com/sso/saml2/0oa1", "https://hub.okta.com/saml2/sp",
    /// # )).await?;
    /// use oktars::app::NewAppConnection;
    ///
    /// let connection = okta.app_connection(&app.id);
    /// connection.update(&NewAppConnection::token("00hub").base_url("https://hub.okta.com")).await?;
    /// connection.activate().await?;
    /// assert_eq!(connection.get().await?.status, "ENABLED");
    /// # Ok(()) }
    /// ```
    pub struct AppConnection;
    /// The provisioning connection of an app.
    okta.app_connection(app_id)
}

impl AppConnection<'_> {
    /// Reads the connection: `GET /api/v1/apps/{appId}/connections/default`.
    pub fn get(self) -> Call<ProvisioningConnection> {
        self.call(op::GET_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, []).json()
    }

    /// Sets the connection up: `POST /api/v1/apps/{appId}/connections/default`.
    pub fn update(self, connection: &NewAppConnection) -> Call<ProvisioningConnection> {
        self.update_with(connection, &UpdateAppConnection::default())
    }

    /// Sets the connection up, and says whether it is used at once; by default it is not.
    pub fn update_with(
        self,
        connection: &NewAppConnection,
        options: &UpdateAppConnection,
    ) -> Call<ProvisioningConnection> {
        let call = self.call(op::UPDATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, []);
        options.apply(call).body(connection).json()
    }

    /// Uses the connection: `POST /api/v1/apps/{appId}/connections/default/lifecycle/activate`.
    pub fn activate(self) -> Call<()> {
        self.call(op::ACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, []).empty()
    }

    /// Stops using the connection: `POST /api/v1/apps/{appId}/connections/default/lifecycle/deactivate`.
    pub fn deactivate(self) -> Call<()> {
        self.call(op::DEACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION, []).empty()
    }

    /// Reads the public keys with which Okta proves who it is: `GET /api/v1/apps/{appId}/connections/default/jwks`.
    pub fn keys(self) -> Call<ConnectionKeys> {
        self.call(op::GET_USER_PROVISIONING_CONNECTION_JWKS, []).json()
    }

    /// Ends the sign-in by which the app lets Okta provision it; the app is of this kind, such as `office365`:
    /// `POST /api/v1/apps/{appName}/{appId}/oauth2/callback`.
    pub fn verify(self, app_name: impl AsRef<str>, callback: &ConnectionCallback) -> Call<()> {
        let call = self.okta.call(op::VERIFY_PROVISIONING_CONNECTION_FOR_APPLICATION);
        callback.apply(call.at([app_name.as_ref(), self.app_id])).empty()
    }
}

query! {
    /// What the app said at the end of the sign-in.
    pub struct ConnectionCallback {
        /// The code of the app.
        code: String = "code",
        /// The text that Okta sent along.
        state: String = "state",
    }
}

query! {
    /// How to set a connection up.
    pub struct UpdateAppConnection {
        /// Whether it is used at once.
        activate: bool = "activate",
    }
}

/// How Okta connects to an app.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewAppConnection {
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<String>,
    profile: NewConnectionProfile,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct NewConnectionProfile {
    auth_scheme: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
}

impl NewAppConnection {
    /// With a token of the app.
    pub fn token(token: impl Into<Secret>) -> Self {
        let token = Some(token.into());
        NewAppConnection {
            base_url: None,
            profile: NewConnectionProfile { auth_scheme: "TOKEN", token, client_id: None },
        }
    }

    /// With OAuth 2.0, as this client.
    pub fn oauth(client_id: impl Into<String>) -> Self {
        let client_id = Some(client_id.into());
        NewAppConnection {
            base_url: None,
            profile: NewConnectionProfile { auth_scheme: "OAUTH2", token: None, client_id },
        }
    }

    /// Where the app's API is.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }
}

model! {
    /// The connection by which Okta provisions an app.
    pub struct ProvisioningConnection {
        /// How Okta proves who it is: `TOKEN`, `OAUTH2` or `UNKNOWN`.
        auth_scheme: ConnectionAuthScheme = "authScheme",
        /// `ENABLED`, `DISABLED` or `UNKNOWN`.
        status: ConnectionStatus = "status",
        /// Where the app's API is.
        base_url: Option<String> = "baseUrl",
        /// What is known of the proof.
        profile: Map = "profile",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// How a provisioning connection proves who it is.
    pub enum ConnectionAuthScheme {
        TOKEN,
    }
}

open_enum! {
    /// Whether a provisioning connection works.
    pub enum ConnectionStatus {
        DISABLED,
        ENABLED,
        UNKNOWN,
    }
}

parts! {
    /// The public keys with which Okta proves who it is to an app.
    pub struct ConnectionKeys {
        /// The set of keys.
        jwks: ConnectionKeySet = "jwks",
    }

    /// A set of public keys.
    pub struct ConnectionKeySet {
        /// Each of them.
        keys: Vec<ConnectionKey> = "keys",
    }

    /// A public key.
    pub struct ConnectionKey {
        /// Its id.
        kid: String = "kid",
        /// Its type: `RSA`.
        kty: String = "kty",
        /// What it is for: `sig`.
        key_use: Option<String> = "use",
        /// The exponent of an RSA key.
        e: Option<String> = "e",
        /// The modulus of an RSA key.
        n: Option<String> = "n",
        /// Its certificates.
        x5c: Vec<String> = "x5c",
        /// The SHA-256 fingerprint of the first certificate.
        x5t_s256: Option<String> = "x5t#S256",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When it expires.
        expires_at: Option<Timestamp> = "expiresAt",
    }
}
