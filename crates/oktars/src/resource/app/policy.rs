//! Which authentication policy applies to an app.

use oktars_catalog::op;

use crate::call::Call;
use crate::resource::app::Apps;

impl Apps<'_> {
    /// Gives an app its authentication policy: `PUT /api/v1/apps/{id}/policies/{policyId}`.
    pub fn assign_policy(self, id: impl AsRef<str>, policy_id: impl AsRef<str>) -> Call<()> {
        self.call(op::ASSIGN_APPLICATION_POLICY, id).path("policyId", policy_id).empty()
    }
}
