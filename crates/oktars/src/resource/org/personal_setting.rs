//! Okta Personal: what users of the org may take along for themselves.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::parts;
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Reads the mail domains to whose addresses nobody may move apps:
    /// `GET /okta-personal-settings/api/v1/export-blocklists`. Okta's page is "Okta Personal Settings".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::org::BlockedEmailDomains;
    ///
    /// let blocked = BlockedEmailDomains::new(["example.com"]);
    /// okta.org_settings().replace_blocked_email_domains(&blocked).await?;
    /// assert_eq!(okta.org_settings().blocked_email_domains().await?.domains.unwrap_or_default(), ["example.com"]);
    /// # Ok(()) }
    /// ```
    pub fn blocked_email_domains(self) -> Call<BlockedEmailDomains> {
        self.call(op::LIST_PERSONAL_APPS_EXPORT_BLOCK_LIST, []).json()
    }

    /// Replaces the mail domains to whose addresses nobody may move apps:
    /// `PUT /okta-personal-settings/api/v1/export-blocklists`.
    pub fn replace_blocked_email_domains(self, blocked: &BlockedEmailDomains) -> Call<()> {
        self.call(op::REPLACE_BLOCKED_EMAIL_DOMAINS, []).body(blocked).empty()
    }

    /// Says what users may do with Okta Personal: `PUT /okta-personal-settings/api/v1/edit-feature`. Okta has no
    /// call that reads it.
    pub fn replace_okta_personal(self, setting: &OktaPersonalSetting) -> Call<()> {
        self.call(op::REPLACE_OKTA_PERSONAL_ADMIN_SETTINGS, []).body(setting).empty()
    }
}

parts! {
    /// Mail domains to whose addresses nobody may move apps.
    pub struct BlockedEmailDomains {
        /// The domains.
        domains: Option<Vec<String>> = "domains",
    }

    /// What users may do with Okta Personal.
    pub struct OktaPersonalSetting {
        /// Whether they hear of it.
        enable_end_user_entry_points: Option<bool> = "enableEnduserEntryPoints",
        /// Whether they may move apps there.
        enable_export_apps: Option<bool> = "enableExportApps",
    }
}

impl BlockedEmailDomains {
    /// These domains, and no others.
    pub fn new<S: Into<String>>(domains: impl IntoIterator<Item = S>) -> Self {
        let domains = domains.into_iter().map(Into::into).collect();
        BlockedEmailDomains { domains: Some(domains), ..BlockedEmailDomains::default() }
    }
}

impl OktaPersonalSetting {
    /// Says nothing yet.
    pub fn new() -> Self {
        OktaPersonalSetting::default()
    }

    /// Sets whether users hear of Okta Personal.
    #[must_use]
    pub fn entry_points(mut self, shown: bool) -> Self {
        self.enable_end_user_entry_points = Some(shown);
        self
    }

    /// Says whether users may move apps to Okta Personal.
    #[must_use]
    pub fn export_apps(mut self, allowed: bool) -> Self {
        self.enable_export_apps = Some(allowed);
        self
    }
}
