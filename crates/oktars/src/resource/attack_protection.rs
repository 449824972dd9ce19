//! Attack protection: what Okta does when somebody guesses passwords.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::model;

handle! {
    /// What the org does against who guesses passwords; made by
    /// [`Okta::attack_protection`](crate::Okta::attack_protection). Okta's page is "Attack Protection".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let mut settings = okta.attack_protection().user_lockout_settings().await?;
    /// settings.prevent_brute_force_lockout_from_unknown_devices = Some(true);
    /// okta.attack_protection().replace_user_lockout_settings(&settings).await?;
    /// # let settings = okta.attack_protection().user_lockout_settings().await?;
    /// # assert_eq!(settings.prevent_brute_force_lockout_from_unknown_devices, Some(true));
    /// # Ok(()) }
    /// ```
    pub struct AttackProtection;
    /// What the org does against who guesses passwords.
    okta.attack_protection()
}

impl AttackProtection<'_> {
    /// Reads the settings of authenticators: `GET /attack-protection/api/v1/authenticator-settings`.
    pub fn authenticator_settings(self) -> Call<AuthenticatorSettings> {
        self.call(op::GET_AUTHENTICATOR_SETTINGS, []).json()
    }

    /// Replaces the settings of authenticators: `PUT /attack-protection/api/v1/authenticator-settings`.
    pub fn replace_authenticator_settings(
        self,
        settings: &AuthenticatorSettings,
    ) -> Call<AuthenticatorSettings> {
        self.call(op::REPLACE_AUTHENTICATOR_SETTINGS, []).body(settings).json()
    }

    /// Reads when users are locked out: `GET /attack-protection/api/v1/user-lockout-settings`.
    pub fn user_lockout_settings(self) -> Call<UserLockoutSettings> {
        self.call(op::GET_USER_LOCKOUT_SETTINGS, []).json()
    }

    /// Replaces when users are locked out: `PUT /attack-protection/api/v1/user-lockout-settings`.
    pub fn replace_user_lockout_settings(self, settings: &UserLockoutSettings) -> Call<UserLockoutSettings> {
        self.call(op::REPLACE_USER_LOCKOUT_SETTINGS, []).body(settings).json()
    }
}

model! {
    /// The settings of authenticators.
    pub struct AuthenticatorSettings {
        /// Whether a password comes second where two factors are asked for.
        verify_knowledge_second_when_2fa_required: Option<bool> = "verifyKnowledgeSecondWhen2faRequired",
        ..extra
    }
}

model! {
    /// When users are locked out.
    pub struct UserLockoutSettings {
        /// Whether guesses from devices that the user never used lock out those devices alone.
        prevent_brute_force_lockout_from_unknown_devices: Option<bool> = "preventBruteForceLockoutFromUnknownDevices",
        ..extra
    }
}
