//! Governance bundles: administrator roles with what they are for, as people can request them.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, open_enum, parts};
use crate::query::query;

handle! {
    /// The governance bundles of an org; made by
    /// [`Okta::governance_bundles`](crate::Okta::governance_bundles). Okta's page is "Governance Bundles".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::governance_bundle::{BundleRole, ListBundleEntitlements, NewGovernanceBundle};
    ///
    /// okta.governance_bundles().opt_in().await?;
    /// let new = NewGovernanceBundle::new("Help desk").entitlement(BundleRole::new("HELP_DESK_ADMIN"));
    /// let bundle = okta.governance_bundles().create(&new).await?;
    /// let all = okta.governance_bundles().entitlements(&bundle.id, &ListBundleEntitlements::new()).all().await?;
    /// assert_eq!(all[0].role, "HELP_DESK_ADMIN");
    /// okta.governance_bundles().delete(&bundle.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct GovernanceBundles;
    /// The governance bundles of the org.
    okta.governance_bundles()
}

impl GovernanceBundles<'_> {
    /// Lists the bundles: `GET /api/v1/iam/governance/bundles`.
    pub fn list(self, query: &ListGovernanceBundles) -> Listing<GovernanceBundle> {
        query.apply(self.call(op::LIST_GOVERNANCE_BUNDLES, [])).list()
    }

    /// Creates a bundle: `POST /api/v1/iam/governance/bundles`.
    pub fn create(self, bundle: &NewGovernanceBundle) -> Call<GovernanceBundle> {
        self.call(op::CREATE_GOVERNANCE_BUNDLE, []).body(bundle).json()
    }

    /// Reads a bundle: `GET /api/v1/iam/governance/bundles/{bundleId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<GovernanceBundle> {
        self.call(op::GET_GOVERNANCE_BUNDLE, [id.as_ref()]).json()
    }

    /// Replaces a bundle: `PUT /api/v1/iam/governance/bundles/{bundleId}`.
    pub fn replace(self, id: impl AsRef<str>, bundle: &NewGovernanceBundle) -> Call<GovernanceBundle> {
        self.call(op::REPLACE_GOVERNANCE_BUNDLE, [id.as_ref()]).body(bundle).json()
    }

    /// Deletes a bundle: `DELETE /api/v1/iam/governance/bundles/{bundleId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_GOVERNANCE_BUNDLE, [id.as_ref()]).empty()
    }

    /// Lists what a bundle gives: `GET /api/v1/iam/governance/bundles/{bundleId}/entitlements`.
    pub fn entitlements(
        self,
        id: impl AsRef<str>,
        query: &ListBundleEntitlements,
    ) -> Listing<BundleEntitlement> {
        query.apply(self.call(op::LIST_BUNDLE_ENTITLEMENTS, [id.as_ref()])).list()
    }

    /// Lists what an entitlement covers:
    /// `GET /api/v1/iam/governance/bundles/{bundleId}/entitlements/{entitlementId}/values`.
    pub fn entitlement_values(
        self,
        id: impl AsRef<str>,
        entitlement_id: impl AsRef<str>,
        query: &ListEntitlementValues,
    ) -> Listing<EntitlementValue> {
        let ids = [id.as_ref(), entitlement_id.as_ref()];
        query.apply(self.call(op::LIST_BUNDLE_ENTITLEMENT_VALUES, ids)).list()
    }

    /// Reads whether roles of the Admin Console can be requested: `GET /api/v1/iam/governance/optIn`.
    pub fn opt_in_status(self) -> Call<GovernanceOptIn> {
        self.call(op::GET_OPT_IN_STATUS, []).json()
    }

    /// Lets people request roles of the Admin Console: `POST /api/v1/iam/governance/optIn`. It takes a while.
    pub fn opt_in(self) -> Call<GovernanceOptIn> {
        self.call(op::OPT_IN, []).json()
    }

    /// Ends that people request roles of the Admin Console: `POST /api/v1/iam/governance/optOut`. It takes a while.
    pub fn opt_out(self) -> Call<GovernanceOptIn> {
        self.call(op::OPT_OUT, []).json()
    }
}

query! {
    /// How to list governance bundles.
    pub struct ListGovernanceBundles {
        ..pages
    }
}

query! {
    /// How to list what a bundle gives.
    pub struct ListBundleEntitlements {
        ..pages
    }
}

query! {
    /// How to list what an entitlement covers.
    pub struct ListEntitlementValues {
        ..pages
    }
}

parts! {
    /// A governance bundle.
    pub struct GovernanceBundle {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// Its name among Okta's resources.
        orn: String = "orn",
        /// Whether it can be requested.
        status: LifecycleStatus = "status",
        /// Links to itself and to what it gives.
        links: Map = "_links",
    }

    /// A governance bundle to be made.
    pub struct NewGovernanceBundle {
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// What it gives.
        entitlements: Vec<BundleRole> = "entitlements",
    }

    /// A role that a bundle gives, and what it covers.
    pub struct BundleRole {
        /// The type of a standard role, or the id of a custom one.
        role: String = "role",
        /// The groups and apps that a standard role covers.
        targets: Vec<String> = "targets",
        /// The resource sets that a custom role covers.
        resource_sets: Vec<String> = "resourceSets",
    }

    /// What a bundle gives, as Okta keeps it.
    pub struct BundleEntitlement {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// The type of a standard role, or the id of a custom one.
        role: String = "role",
        /// Links to what it covers.
        links: Map = "_links",
    }

    /// One thing that an entitlement covers.
    pub struct EntitlementValue {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// Its name among Okta's resources.
        value: String = "value",
        /// Links to the group, app or resource set.
        links: Map = "_links",
    }

    /// Whether roles of the Admin Console can be requested.
    pub struct GovernanceOptIn {
        /// Whether they can.
        status: OptInStatus = "optInStatus",
        /// Links.
        links: Map = "_links",
    }
}

impl NewGovernanceBundle {
    /// A bundle that gives nothing yet.
    pub fn new(name: impl Into<String>) -> Self {
        NewGovernanceBundle { name: name.into(), ..NewGovernanceBundle::default() }
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Gives one more role.
    #[must_use]
    pub fn entitlement(mut self, role: BundleRole) -> Self {
        self.entitlements.push(role);
        self
    }
}

impl BundleRole {
    /// A role by its type or id, which covers everything.
    pub fn new(role: impl Into<String>) -> Self {
        BundleRole { role: role.into(), ..BundleRole::default() }
    }

    /// Holds for a group or an app, and for the others that were named.
    #[must_use]
    pub fn target(mut self, id: impl Into<String>) -> Self {
        self.targets.push(id.into());
        self
    }

    /// Holds for a resource set, and for the others that were named.
    #[must_use]
    pub fn resource_set(mut self, id: impl Into<String>) -> Self {
        self.resource_sets.push(id.into());
        self
    }
}

open_enum! {
    /// Whether roles of the Admin Console can be requested.
    pub enum OptInStatus {
        /// They can.
        OPTED_IN = "OPTED_IN",
        /// They cannot.
        OPTED_OUT = "OPTED_OUT",
        /// They soon can.
        OPTING_IN = "OPTING_IN",
        /// They soon cannot.
        OPTING_OUT = "OPTING_OUT",
    }
}
