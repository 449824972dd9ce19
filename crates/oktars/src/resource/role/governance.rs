//! Where the role of a user comes from, if a governance bundle gave it.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, open_enum, parts};
use crate::query::query;

handle! {
    /// The sources of one role of a user; made by
    /// [`Okta::user_role_governance`](crate::Okta::user_role_governance).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
    /// use oktars::role::{NewRole, RoleType};
    ///
    /// let user = okta.users().create(&new).await?;
    /// let role = okta.user_roles(&user.id).assign(&NewRole::standard(RoleType::HELP_DESK_ADMIN)).await?;
    /// let sources = okta.user_role_governance(&user.id, &role.id).list().await?;
    /// assert!(sources.grants.is_empty(), "an administrator gave the role");
    /// # Ok(()) }
    /// ```
    pub struct UserRoleGovernance;
    /// The sources of a role of a user.
    okta.user_role_governance(user_id, role_assignment_id)
}

impl UserRoleGovernance<'_> {
    /// Reads all sources: `GET /api/v1/users/{userId}/roles/{roleAssignmentId}/governance`.
    pub fn list(self) -> Call<RoleGovernance> {
        self.call(op::GET_USER_ASSIGNED_ROLE_GOVERNANCE, []).json()
    }

    /// Reads a source: `GET /api/v1/users/{userId}/roles/{roleAssignmentId}/governance/{grantId}`.
    pub fn get(self, grant_id: impl AsRef<str>) -> Call<RoleGovernanceSource> {
        self.call(op::GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT, [grant_id.as_ref()]).json()
    }

    /// Lists what a source covers:
    /// `GET /api/v1/users/{userId}/roles/{roleAssignmentId}/governance/{grantId}/resources`.
    pub fn resources(
        self,
        grant_id: impl AsRef<str>,
        query: &ListRoleGovernanceResources,
    ) -> Listing<RoleGovernanceResource> {
        let call = self.call(op::GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT_RESOURCES, [grant_id.as_ref()]);
        query.apply(call).list()
    }
}

query! {
    /// How to list what a source covers. Okta has nothing to choose here yet.
    pub struct ListRoleGovernanceResources {}
}

parts! {
    /// Where a role comes from.
    pub struct RoleGovernance {
        /// Each source.
        grants: Vec<RoleGovernanceSource> = "grants",
        /// Links.
        links: Map = "_links",
    }

    /// A source of a role.
    pub struct RoleGovernanceSource {
        /// Its id.
        grant_id: String = "grantId",
        /// What gave the role.
        kind: RoleGovernanceType = "type",
        /// The governance bundle that gave it.
        bundle_id: Option<String> = "bundleId",
        /// Until when it gives the role.
        expiration_date: Option<Timestamp> = "expirationDate",
        /// Links.
        links: Map = "_links",
    }

    /// Something that a source covers.
    pub struct RoleGovernanceResource {
        /// Its name.
        label: Option<String> = "label",
        /// Its name among Okta's resources.
        resource: Option<String> = "resource",
    }
}

open_enum! {
    /// What gave a role.
    pub enum RoleGovernanceType {
        /// An administrator.
        CUSTOM = "CUSTOM",
        /// A governance bundle.
        ENTITLEMENT_BUNDLE = "ENTITLEMENT-BUNDLE",
    }
}
