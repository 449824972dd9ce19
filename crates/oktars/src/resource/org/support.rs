//! Whether Okta's support may look into the org.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::{EnabledStatus, Map, Timestamp, model};
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Reads whether Okta's support may sign in: `GET /api/v1/org/privacy/oktaSupport`.
    pub fn support(self) -> Call<OrgSupport> {
        self.call(op::GET_ORG_OKTA_SUPPORT_SETTINGS, []).json()
    }

    /// Lets Okta's support sign in for eight hours: `POST /api/v1/org/privacy/oktaSupport/grant`.
    pub fn grant_support(self) -> Call<OrgSupport> {
        self.call(op::GRANT_OKTA_SUPPORT, []).json_or_default()
    }

    /// Lets Okta's support sign in for a day longer: `POST /api/v1/org/privacy/oktaSupport/extend`.
    pub fn extend_support(self) -> Call<OrgSupport> {
        self.call(op::EXTEND_OKTA_SUPPORT, []).json_or_default()
    }

    /// Lets Okta's support sign in no more: `POST /api/v1/org/privacy/oktaSupport/revoke`.
    pub fn revoke_support(self) -> Call<OrgSupport> {
        self.call(op::REVOKE_OKTA_SUPPORT, []).json_or_default()
    }
}

model! {
    /// Whether Okta's support may sign in.
    pub struct OrgSupport {
        /// `ENABLED` or `DISABLED`.
        support: EnabledStatus = "support",
        /// Until when it may.
        expiration: Option<Timestamp> = "expiration",
        /// The number of the case.
        case_number: Option<String> = "caseNumber",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}
