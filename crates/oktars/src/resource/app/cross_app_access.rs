//! Cross app access: which apps may ask for tokens of another app on behalf of a user.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Timestamp, parts};
use crate::query::query;

handle! {
    /// The connections of one app to others; made by
    /// [`Okta::app_cross_app_access`](crate::Okta::app_cross_app_access). Okta's page is "Application Cross App Access
    /// Connections".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::LifecycleStatus;
    /// use oktars::app::{CrossAppAccess, NewApp, OauthClientSettings};
    ///
    /// let settings = OauthClientSettings::web(["https://agent.example.gov/callback"]);
    /// let agent = okta.apps().create(&NewApp::oidc("Agent", settings)).await?;
    /// let settings = OauthClientSettings::web(["https://wiki.example.gov/callback"]);
    /// let wiki = okta.apps().create(&NewApp::oidc("Wiki", settings)).await?;
    /// let connections = okta.app_cross_app_access(&agent.id);
    /// let connection = connections.create(&CrossAppAccess::new(&agent.id, &wiki.id)).await?;
    /// let off = CrossAppAccess::with_status(LifecycleStatus::INACTIVE);
    /// assert_eq!(connections.update(&connection.id, &off).await?.status, "INACTIVE");
    /// # Ok(()) }
    /// ```
    pub struct AppCrossAppAccess;
    /// The connections of an app to others.
    okta.app_cross_app_access(app_id)
}

impl AppCrossAppAccess<'_> {
    /// Lists the connections, those to the app and those from it: `GET /api/v1/apps/{appId}/cwo/connections`.
    pub fn list(self, query: &ListCrossAppAccess) -> Listing<CrossAppAccess> {
        query.apply(self.call(op::GET_ALL_CROSS_APP_ACCESS_CONNECTIONS, [])).list()
    }

    /// Makes a connection: `POST /api/v1/apps/{appId}/cwo/connections`.
    pub fn create(self, connection: &CrossAppAccess) -> Call<CrossAppAccess> {
        self.call(op::CREATE_CROSS_APP_ACCESS_CONNECTION, []).body(connection).json()
    }

    /// Reads a connection: `GET /api/v1/apps/{appId}/cwo/connections/{connectionId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<CrossAppAccess> {
        self.call(op::GET_CROSS_APP_ACCESS_CONNECTION, [id.as_ref()]).json()
    }

    /// Changes the status of a connection: `PATCH /api/v1/apps/{appId}/cwo/connections/{connectionId}`.
    pub fn update(self, id: impl AsRef<str>, change: &CrossAppAccess) -> Call<CrossAppAccess> {
        self.call(op::UPDATE_CROSS_APP_ACCESS_CONNECTION, [id.as_ref()]).body(change).json()
    }

    /// Deletes a connection: `DELETE /api/v1/apps/{appId}/cwo/connections/{connectionId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_CROSS_APP_ACCESS_CONNECTION, [id.as_ref()]).empty()
    }
}

query! {
    /// Which connections to list.
    pub struct ListCrossAppAccess {
        ..pages
        /// Only those with this status: `ACTIVE` or `INACTIVE`.
        status: String = "status",
        /// Only those that this app asks over.
        requesting_app_id: String = "requestingAppId",
        /// Only those to this app.
        resource_app_id: String = "resourceAppId",
        /// Whether to leave out apps that are not active.
        active_apps_only: bool = "activeAppsOnly",
        /// Only those that apps of this name ask over.
        requesting_app_name: String = "requestingAppName",
        /// Only those to apps of this name.
        resource_app_name: String = "resourceAppName",
    }
}

parts! {
    /// A connection between two apps, read or to be made.
    pub struct CrossAppAccess {
        /// Its id.
        id: String = "id",
        /// The app that asks for tokens.
        requesting_app_id: String = "requestingAppInstanceId",
        /// The app of which the tokens are.
        resource_app_id: String = "resourceAppInstanceId",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
    }
}

impl CrossAppAccess {
    /// Lets one app ask for tokens of another.
    pub fn new(requesting_app_id: impl Into<String>, resource_app_id: impl Into<String>) -> Self {
        CrossAppAccess {
            requesting_app_id: requesting_app_id.into(),
            resource_app_id: resource_app_id.into(),
            ..CrossAppAccess::default()
        }
    }

    /// A change of the status, which is all that can change.
    pub fn with_status(status: impl Into<LifecycleStatus>) -> Self {
        CrossAppAccess { status: status.into(), ..CrossAppAccess::default() }
    }
}
