//! What users see of Okta.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::{Map, model};
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Reads whether the footer shows to users: `GET /api/v1/org/preferences`.
    pub fn preferences(self) -> Call<OrgPreferences> {
        self.call(op::GET_ORG_PREFERENCES, []).json()
    }

    /// Hides the footer: `POST /api/v1/org/preferences/hideEndUserFooter`.
    pub fn hide_footer(self) -> Call<OrgPreferences> {
        self.call(op::SET_ORG_HIDE_OKTA_UI_FOOTER, []).json()
    }

    /// Shows the footer: `POST /api/v1/org/preferences/showEndUserFooter`.
    pub fn show_footer(self) -> Call<OrgPreferences> {
        self.call(op::SET_ORG_SHOW_OKTA_UI_FOOTER, []).json()
    }
}

model! {
    /// How an org looks to its users.
    pub struct OrgPreferences {
        /// Whether the footer shows.
        show_end_user_footer: Option<bool> = "showEndUserFooter",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}
