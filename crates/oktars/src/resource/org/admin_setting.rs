//! What administrators of the org get by default.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::model;
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Reads whether new public client apps get the role of a super administrator:
    /// `GET /api/v1/org/settings/clientPrivilegesSetting`. Okta's page is "Org Administrator Settings".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let mut setting = okta.org_settings().third_party_admin().await?;
    /// setting.third_party_admin = Some(true);
    /// okta.org_settings().update_third_party_admin(&setting).await?;
    /// assert_eq!(okta.org_settings().third_party_admin().await?.third_party_admin, Some(true));
    /// # Ok(()) }
    /// ```
    pub fn client_privileges(self) -> Call<ClientPrivilegesSetting> {
        self.call(op::GET_CLIENT_PRIVILEGES_SETTING, []).json()
    }

    /// Says whether new public client apps get the role of a super administrator:
    /// `PUT /api/v1/org/settings/clientPrivilegesSetting`.
    pub fn replace_client_privileges(
        self,
        setting: &ClientPrivilegesSetting,
    ) -> Call<ClientPrivilegesSetting> {
        self.call(op::ASSIGN_CLIENT_PRIVILEGES_SETTING, []).body(setting).json()
    }

    /// Reads whether new administrators get the app of the Admin Console:
    /// `GET /api/v1/org/settings/autoAssignAdminAppSetting`.
    pub fn auto_assign_admin_app(self) -> Call<AutoAssignAdminAppSetting> {
        self.call(op::GET_AUTO_ASSIGN_ADMIN_APP_SETTING, []).json()
    }

    /// Says whether new administrators get the app of the Admin Console:
    /// `POST /api/v1/org/settings/autoAssignAdminAppSetting`.
    pub fn update_auto_assign_admin_app(
        self,
        setting: &AutoAssignAdminAppSetting,
    ) -> Call<AutoAssignAdminAppSetting> {
        self.call(op::UPDATE_AUTO_ASSIGN_ADMIN_APP_SETTING, []).body(setting).json()
    }

    /// Reads whether third parties can be administrators: `GET /api/v1/org/orgSettings/thirdPartyAdminSetting`.
    pub fn third_party_admin(self) -> Call<ThirdPartyAdminSetting> {
        self.call(op::GET_THIRD_PARTY_ADMIN_SETTING, []).json()
    }

    /// Says whether third parties can be administrators: `POST /api/v1/org/orgSettings/thirdPartyAdminSetting`.
    pub fn update_third_party_admin(self, setting: &ThirdPartyAdminSetting) -> Call<ThirdPartyAdminSetting> {
        self.call(op::UPDATE_THIRD_PARTY_ADMIN_SETTING, []).body(setting).json()
    }
}

model! {
    /// What new public client apps may do.
    pub struct ClientPrivilegesSetting {
        /// Whether they get the role of a super administrator.
        client_privileges_setting: Option<bool> = "clientPrivilegesSetting",
        ..extra
    }
}

model! {
    /// What new administrators get.
    pub struct AutoAssignAdminAppSetting {
        /// Whether they get the app of the Admin Console.
        auto_assign_admin_app_setting: Option<bool> = "autoAssignAdminAppSetting",
        ..extra
    }
}

model! {
    /// Who can be an administrator.
    pub struct ThirdPartyAdminSetting {
        /// Whether third parties can.
        third_party_admin: Option<bool> = "thirdPartyAdmin",
        ..extra
    }
}
