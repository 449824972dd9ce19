//! Settings of the org's rate limits: who is told, and what each client may use.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{open_enum, parts};

handle! {
    /// The settings of an org's rate limits; made by
    /// [`Okta::rate_limit_settings`](crate::Okta::rate_limit_settings). Okta's page is "Rate Limit Settings".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::rate_limit_setting::{PerClientMode, WarningThreshold};
    ///
    /// let settings = okta.rate_limit_settings();
    /// let mut per_client = settings.per_client().await?;
    /// per_client.overrides.login_page = PerClientMode::PREVIEW;
    /// settings.replace_per_client(&per_client).await?;
    /// settings.replace_warning_threshold(&WarningThreshold::percent(80)).await?;
    /// assert_eq!(settings.warning_threshold().await?.warning_threshold, Some(80));
    /// # Ok(()) }
    /// ```
    pub struct RateLimitSettings;
    /// The settings of the org's rate limits.
    okta.rate_limit_settings()
}

impl RateLimitSettings<'_> {
    /// Reads whether administrators are told: `GET /api/v1/rate-limit-settings/admin-notifications`.
    pub fn admin_notifications(self) -> Call<AdminNotifications> {
        self.call(op::GET_RATE_LIMIT_SETTINGS_ADMIN_NOTIFICATIONS, []).json()
    }

    /// Says whether administrators are told: `PUT /api/v1/rate-limit-settings/admin-notifications`.
    pub fn replace_admin_notifications(self, setting: &AdminNotifications) -> Call<AdminNotifications> {
        self.call(op::REPLACE_RATE_LIMIT_SETTINGS_ADMIN_NOTIFICATIONS, []).body(setting).json()
    }

    /// Reads what one client may use: `GET /api/v1/rate-limit-settings/per-client`.
    pub fn per_client(self) -> Call<PerClientLimits> {
        self.call(op::GET_RATE_LIMIT_SETTINGS_PER_CLIENT, []).json()
    }

    /// Says what one client may use: `PUT /api/v1/rate-limit-settings/per-client`.
    pub fn replace_per_client(self, setting: &PerClientLimits) -> Call<PerClientLimits> {
        self.call(op::REPLACE_RATE_LIMIT_SETTINGS_PER_CLIENT, []).body(setting).json()
    }

    /// Reads from which use on Okta warns: `GET /api/v1/rate-limit-settings/warning-threshold`.
    pub fn warning_threshold(self) -> Call<WarningThreshold> {
        self.call(op::GET_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD, []).json()
    }

    /// Says from which use on Okta warns: `PUT /api/v1/rate-limit-settings/warning-threshold`.
    pub fn replace_warning_threshold(self, setting: &WarningThreshold) -> Call<WarningThreshold> {
        self.call(op::REPLACE_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD, []).body(setting).json()
    }
}

parts! {
    /// Whether administrators get notices about rate limits.
    pub struct AdminNotifications {
        /// Whether they are.
        notifications_enabled: Option<bool> = "notificationsEnabled",
    }

    /// What one client may use of a rate limit.
    pub struct PerClientLimits {
        /// What holds unless a use case has its own mode.
        default_mode: PerClientMode = "defaultMode",
        /// The settings for some use cases.
        overrides: PerClientOverrides = "useCaseModeOverrides",
    }

    /// The settings for some use cases.
    pub struct PerClientOverrides {
        /// For the sign-in page.
        login_page: PerClientMode = "LOGIN_PAGE",
        /// For OAuth 2.0 authorization.
        oauth2_authorize: PerClientMode = "OAUTH2_AUTHORIZE",
        /// For opening an app.
        app_intent: PerClientMode = "OIE_APP_INTENT",
    }

    /// From which use on Okta warns.
    pub struct WarningThreshold {
        /// The percentage of a limit, between 30 and 90.
        warning_threshold: Option<i64> = "warningThreshold",
    }
}

impl AdminNotifications {
    /// Tells administrators.
    pub fn on() -> Self {
        AdminNotifications { notifications_enabled: Some(true), ..AdminNotifications::default() }
    }

    /// Does not tell administrators.
    pub fn off() -> Self {
        AdminNotifications { notifications_enabled: Some(false), ..AdminNotifications::default() }
    }
}

impl WarningThreshold {
    /// Warns from this percentage of a limit on, between 30 and 90.
    pub fn percent(percent: u8) -> Self {
        WarningThreshold { warning_threshold: Some(percent.into()), ..WarningThreshold::default() }
    }
}

open_enum! {
    /// What happens when one client uses too much.
    pub enum PerClientMode {
        /// Nothing.
        DISABLE = "DISABLE",
        /// The client is refused.
        ENFORCE = "ENFORCE",
        /// The System Log tells it, and nothing is refused.
        PREVIEW = "PREVIEW",
    }
}
