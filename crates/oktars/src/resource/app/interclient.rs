//! Which apps may sign users on to another app with an interclient token.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Timestamp, parts};
use crate::query::query;

handle! {
    /// The apps that one app trusts with interclient tokens; made by
    /// [`Okta::app_interclient_trust`](crate::Okta::app_interclient_trust). Okta's page is "Application Interclient
    /// Trust Mappings".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::app::{ListAllowedApps, ListTargetApps, NewApp, OauthClientSettings, TrustedApp};
    ///
    /// let settings = OauthClientSettings::web(["https://portal.example.gov/callback"]);
    /// let portal = okta.apps().create(&NewApp::oidc("Portal", settings)).await?;
    /// let settings = OauthClientSettings::web(["https://reports.example.gov/callback"]);
    /// let reports = okta.apps().create(&NewApp::oidc("Reports", settings)).await?;
    /// let trust = okta.app_interclient_trust(&reports.id);
    /// trust.create(&TrustedApp::new(&portal.id)).await?;
    /// assert_eq!(trust.allowed(&ListAllowedApps::new()).all().await?, [portal.id.as_str()]);
    ///
    /// let targets = okta.app_interclient_trust(&portal.id).targets(&ListTargetApps::new()).all().await?;
    /// assert_eq!(targets, [reports.id.as_str()]);
    /// trust.delete(&portal.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct AppInterclientTrust;
    /// The apps that an app trusts with interclient tokens.
    okta.app_interclient_trust(app_id)
}

impl AppInterclientTrust<'_> {
    /// Lists the ids of the apps that may sign users on to this one:
    /// `GET /api/v1/apps/{appId}/interclient-allowed-apps`.
    pub fn allowed(self, query: &ListAllowedApps) -> Listing<String> {
        query.apply(self.call(op::LIST_INTERCLIENT_ALLOWED_APPLICATIONS, [])).list()
    }

    /// Lets one more app sign users on to this one: `POST /api/v1/apps/{appId}/interclient-allowed-apps`. Okta takes
    /// at most five.
    pub fn create(self, app: &TrustedApp) -> Call<InterclientTrust> {
        self.call(op::CREATE_INTERCLIENT_TRUST_MAPPING, []).body(app).json()
    }

    /// Stops an app from signing users on to this one:
    /// `DELETE /api/v1/apps/{appId}/interclient-allowed-apps/{allowedAppId}`.
    pub fn delete(self, allowed_app_id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_INTERCLIENT_TRUST_MAPPING, [allowed_app_id.as_ref()]).empty()
    }

    /// Lists the ids of the apps to which this one may sign users on:
    /// `GET /api/v1/apps/{appId}/interclient-target-apps`.
    pub fn targets(self, query: &ListTargetApps) -> Listing<String> {
        query.apply(self.call(op::LIST_INTERCLIENT_TARGET_APPLICATIONS, [])).list()
    }
}

query! {
    /// How to list the apps that are trusted. Okta has nothing to choose here yet.
    pub struct ListAllowedApps {}
}

query! {
    /// How to list the apps that trust. Okta has nothing to choose here yet.
    pub struct ListTargetApps {}
}

parts! {
    /// An app to trust.
    pub struct TrustedApp {
        /// Its id.
        id: String = "id",
    }

    /// That an app trusts another.
    pub struct InterclientTrust {
        /// Its id.
        id: String = "id",
        /// The id of the org.
        org_id: String = "orgId",
        /// The id of the app that trusts.
        app_id: String = "appInstanceId",
        /// The id of the app that is trusted.
        trusted_app_id: String = "trustedAppInstanceId",
        /// When that was said.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// The id of the user who changed it last.
        last_updated_by: Option<String> = "lastUpdatedBy",
    }
}

impl TrustedApp {
    /// The app with an id.
    pub fn new(id: impl Into<String>) -> Self {
        TrustedApp { id: id.into(), ..TrustedApp::default() }
    }
}
