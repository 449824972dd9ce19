//! What policies apply to.

use oktars_catalog::op;

use super::Policies;
use crate::call::Call;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;

impl Policies<'_> {
    /// Lists what a policy applies to: `GET /api/v1/policies/{policyId}/mappings`.
    pub fn mappings(self, id: impl AsRef<str>, query: &ListPolicyMappings) -> Listing<PolicyMapping> {
        query.apply(self.call(op::LIST_POLICY_MAPPINGS, [id.as_ref()])).list()
    }

    /// Applies a policy to something: `POST /api/v1/policies/{policyId}/mappings`.
    pub fn map(self, id: impl AsRef<str>, resource: &NewPolicyMapping) -> Call<PolicyMapping> {
        self.call(op::MAP_RESOURCE_TO_POLICY, [id.as_ref()]).body(resource).json()
    }

    /// Reads one thing that a policy applies to: `GET /api/v1/policies/{policyId}/mappings/{mappingId}`.
    pub fn mapping(self, id: impl AsRef<str>, mapping_id: impl AsRef<str>) -> Call<PolicyMapping> {
        self.call(op::GET_POLICY_MAPPING, [id.as_ref(), mapping_id.as_ref()]).json()
    }

    /// Stops a policy from applying to something: `DELETE /api/v1/policies/{policyId}/mappings/{mappingId}`.
    pub fn remove_mapping(self, id: impl AsRef<str>, mapping_id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_POLICY_RESOURCE_MAPPING, [id.as_ref(), mapping_id.as_ref()]).empty()
    }
}

query! {
    /// How to list what a policy applies to. Okta has nothing to choose here yet.
    pub struct ListPolicyMappings {}
}

model! {
    /// Something that a policy applies to.
    pub struct PolicyMapping {
        /// Its id.
        id: String = "id",
        /// Links, to the app among others.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// Something to which a policy should apply.
    pub struct NewPolicyMapping {
        /// Its id.
        resource_id: String = "resourceId",
        /// What it is.
        resource_type: PolicyMappingType = "resourceType",
        ..extra
    }
}

impl NewPolicyMapping {
    /// The policy should apply to this app.
    pub fn app(id: impl Into<String>) -> Self {
        NewPolicyMapping {
            resource_id: id.into(),
            resource_type: PolicyMappingType::ACCESS_POLICY,
            ..NewPolicyMapping::default()
        }
    }
}

open_enum! {
    /// What a policy may apply to.
    pub enum PolicyMappingType {
        /// What is signed in to.
        ACCESS_POLICY,
    }
}
