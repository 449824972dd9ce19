//! Settings of Okta's own apps, such as the Admin Console.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::parts;

handle! {
    /// Okta's own apps; made by [`Okta::first_party_apps`](crate::Okta::first_party_apps). Okta's page is "Okta
    /// Application Settings". It has `admin-console` alone.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let mut settings = okta.first_party_apps().settings("admin-console").await?;
    /// settings.session_idle_timeout_minutes = Some(30);
    /// let settings = okta.first_party_apps().replace_settings("admin-console", &settings).await?;
    /// assert_eq!(settings.session_idle_timeout_minutes, Some(30));
    /// # Ok(()) }
    /// ```
    pub struct FirstPartyApps;
    /// Okta's own apps.
    okta.first_party_apps()
}

impl FirstPartyApps<'_> {
    /// Reads the settings of an app: `GET /api/v1/first-party-app-settings/{appName}`.
    pub fn settings(self, app_name: impl AsRef<str>) -> Call<FirstPartyAppSettings> {
        self.call(op::GET_FIRST_PARTY_APP_SETTINGS, [app_name.as_ref()]).json()
    }

    /// Replaces the settings of an app: `PUT /api/v1/first-party-app-settings/{appName}`.
    pub fn replace_settings(
        self,
        app_name: impl AsRef<str>,
        settings: &FirstPartyAppSettings,
    ) -> Call<FirstPartyAppSettings> {
        self.call(op::REPLACE_FIRST_PARTY_APP_SETTINGS, [app_name.as_ref()]).body(settings).json()
    }
}

parts! {
    /// The settings of one of Okta's own apps.
    pub struct FirstPartyAppSettings {
        /// After how many minutes without a request a session ends, between 5 and 720.
        session_idle_timeout_minutes: Option<i64> = "sessionIdleTimeoutMinutes",
        /// After how many minutes a session ends at the latest, between 5 and 10080.
        session_max_lifetime_minutes: Option<i64> = "sessionMaxLifetimeMinutes",
    }
}
