//! Factors of an org on the Classic Engine: which of them users can enroll.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, parts};
use crate::query::query;

handle! {
    /// The factors that an org can switch on; made by [`Okta::org_factors`](crate::Okta::org_factors). Orgs on the
    /// Classic Engine have them; others have [authenticators](crate::authenticator::Authenticators).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::factor::ListOrgFactors;
    ///
    /// for factor in okta.org_factors().list(&ListOrgFactors::new()).all().await? {
    ///     println!("{}: {}", factor.id, factor.status);
    /// }
    /// # Ok(()) }
    /// ```
    pub struct OrgFactors;
    /// The factors that the org can switch on.
    okta.org_factors()
}

impl OrgFactors<'_> {
    /// Lists the factors: `GET /api/v1/org/factors`.
    pub fn list(self, query: &ListOrgFactors) -> Listing<OrgFactor> {
        query.apply(self.call(op::LIST_ORG_FACTORS, [])).list()
    }

    /// Reads a factor, such as `google_otp`: `GET /api/v1/org/factors/{factorKey}`.
    pub fn get(self, key: impl AsRef<str>) -> Call<OrgFactor> {
        self.call(op::GET_ORG_FACTOR, [key.as_ref()]).json()
    }

    /// Switches a factor on: `POST /api/v1/org/factors/{factorKey}/lifecycle/activate`.
    pub fn activate(self, key: impl AsRef<str>) -> Call<OrgFactor> {
        self.call(op::ACTIVATE_ORG_FACTOR, [key.as_ref()]).json()
    }

    /// Switches a factor off: `POST /api/v1/org/factors/{factorKey}/lifecycle/deactivate`.
    pub fn deactivate(self, key: impl AsRef<str>) -> Call<OrgFactor> {
        self.call(op::DEACTIVATE_ORG_FACTOR, [key.as_ref()]).json()
    }
}

query! {
    /// How to list the factors of an org. Okta has nothing to choose here yet.
    pub struct ListOrgFactors {}
}

parts! {
    /// A factor that an org can switch on.
    pub struct OrgFactor {
        /// Its key, such as `google_otp`.
        id: String = "id",
        /// Its type, such as `token:software:totp`.
        factor_type: String = "factorType",
        /// Whose it is, such as `GOOGLE`.
        provider: String = "provider",
        /// Whether users can enroll it.
        status: LifecycleStatus = "status",
        /// Links to what can be done next.
        links: Map = "_links",
    }
}
