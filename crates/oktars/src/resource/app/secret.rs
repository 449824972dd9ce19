//! Client secrets of OpenID Connect apps.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Secret, Timestamp, model};
use crate::query::query;

handle! {
    /// The client secrets of one app, two at most; made by
    /// [`Okta::app_secrets`](crate::Okta::app_secrets). Okta's page is "Application Client Secrets".
    ///
    /// To change a secret without a pause: create the second, give it to the client, deactivate and
    /// delete the first.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let settings = oktars::app::OauthClientSettings::web(["https://pay.example.gov/callback"]);
    /// # let app = okta.apps().create(&oktars::app::NewApp::oidc("Payroll", settings)).await?;
    /// use oktars::app::{ListAppSecrets, NewAppSecret};
    ///
    /// let secrets = okta.app_secrets(&app.id);
    /// let old = &secrets.list(&ListAppSecrets::new()).all().await?[0];
    /// let new = secrets.create(&NewAppSecret::new()).await?;
    /// assert!(new.client_secret.is_some());
    ///
    /// secrets.deactivate(&old.id).await?;
    /// secrets.delete(&old.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct AppSecrets;
    /// The client secrets of an app.
    okta.app_secrets(app_id)
}

impl AppSecrets<'_> {
    /// Lists the secrets: `GET /api/v1/apps/{appId}/credentials/secrets`.
    pub fn list(self, query: &ListAppSecrets) -> Listing<AppSecret> {
        query.apply(self.call(op::LIST_OAUTH2_CLIENT_SECRETS, [])).list()
    }

    /// Adds a secret: `POST /api/v1/apps/{appId}/credentials/secrets`.
    ///
    /// A third is a [validation error](crate::Error::is_validation).
    pub fn create(self, secret: &NewAppSecret) -> Call<AppSecret> {
        self.call(op::CREATE_OAUTH2_CLIENT_SECRET, []).body(secret).json()
    }

    /// Reads a secret: `GET /api/v1/apps/{appId}/credentials/secrets/{secretId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<AppSecret> {
        self.call(op::GET_OAUTH2_CLIENT_SECRET, [id.as_ref()]).json()
    }

    /// Deletes an inactive secret: `DELETE /api/v1/apps/{appId}/credentials/secrets/{secretId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_OAUTH2_CLIENT_SECRET, [id.as_ref()]).empty()
    }

    /// Activates a secret: `POST .../credentials/secrets/{secretId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<AppSecret> {
        self.call(op::ACTIVATE_OAUTH2_CLIENT_SECRET, [id.as_ref()]).json()
    }

    /// Deactivates a secret: `POST .../credentials/secrets/{secretId}/lifecycle/deactivate`. Okta refuses it
    /// for the last that is active.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<AppSecret> {
        self.call(op::DEACTIVATE_OAUTH2_CLIENT_SECRET, [id.as_ref()]).json()
    }
}

query! {
    /// How to list the client secrets of an app. Okta has nothing to choose here yet.
    pub struct ListAppSecrets {}
}

/// A client secret to be made. Okta makes it, active at once, unless you say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewAppSecret {
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<LifecycleStatus>,
}

impl NewAppSecret {
    /// A secret that Okta makes.
    pub fn new() -> Self {
        NewAppSecret::default()
    }

    /// Takes a secret of 14 to 100 characters that was made elsewhere.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Begins in this status.
    #[must_use]
    pub fn status(mut self, status: LifecycleStatus) -> Self {
        self.status = Some(status);
        self
    }
}

model! {
    /// A client secret of an app.
    pub struct AppSecret {
        /// Its id.
        id: String = "id",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// The secret itself.
        client_secret: Option<Secret> = "client_secret",
        /// A digest of it, by which secrets are told apart.
        secret_hash: Option<String> = "secret_hash",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}
