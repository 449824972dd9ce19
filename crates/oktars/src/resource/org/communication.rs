//! Whether Okta writes to the users of the org.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::{Map, model};
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Reads whether Okta may write to users: `GET /api/v1/org/privacy/oktaCommunication`.
    pub fn communication(self) -> Call<OrgCommunication> {
        self.call(op::GET_OKTA_COMMUNICATION_SETTINGS, []).json()
    }

    /// Lets Okta write to users: `POST /api/v1/org/privacy/oktaCommunication/optIn`.
    pub fn opt_in_to_communication(self) -> Call<OrgCommunication> {
        self.call(op::OPT_IN_USERS_TO_OKTA_COMMUNICATION_EMAILS, []).json()
    }

    /// Stops Okta from writing to users: `POST /api/v1/org/privacy/oktaCommunication/optOut`.
    pub fn opt_out_of_communication(self) -> Call<OrgCommunication> {
        self.call(op::OPT_OUT_USERS_FROM_OKTA_COMMUNICATION_EMAILS, []).json()
    }
}

model! {
    /// Whether Okta may write to users.
    pub struct OrgCommunication {
        /// Whether it may not.
        opt_out_email_users: Option<bool> = "optOutEmailUsers",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}
