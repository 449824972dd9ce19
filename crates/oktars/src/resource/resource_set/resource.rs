//! What is in a resource set.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::call::Call;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;
use crate::resource::resource_set::{ResourceSet, ResourceSets};

impl ResourceSets<'_> {
    /// Lists what is in a set: `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources`.
    pub fn resources(
        self,
        set: impl AsRef<str>,
        query: &ListResourceSetResources,
    ) -> Listing<ResourceSetResource> {
        query.apply(self.call(op::LIST_RESOURCE_SET_RESOURCES, [set.as_ref()])).list()
    }

    /// Adds things by their addresses or ORNs: `PATCH /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources`.
    pub fn add_resources<I: Into<String>>(
        self,
        set: impl AsRef<str>,
        resources: impl IntoIterator<Item = I>,
    ) -> Call<ResourceSet> {
        let additions: Vec<String> = resources.into_iter().map(Into::into).collect();
        let call = self.call(op::ADD_RESOURCE_SET_RESOURCES, [set.as_ref()]);
        call.body(&json!({ "additions": additions })).json()
    }

    /// Adds a thing under conditions: `POST /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources`.
    pub fn add_resource(
        self,
        set: impl AsRef<str>,
        resource: impl Into<String>,
        conditions: &Value,
    ) -> Call<ResourceSetResource> {
        let body = json!({ "resourceOrnOrUrl": resource.into(), "conditions": conditions });
        self.call(op::ADD_RESOURCE_SET_RESOURCE, [set.as_ref()]).body(&body).json()
    }

    /// Reads a thing of a set: `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources/{resourceId}`.
    pub fn resource(self, set: impl AsRef<str>, resource_id: impl AsRef<str>) -> Call<ResourceSetResource> {
        self.call(op::GET_RESOURCE_SET_RESOURCE, [set.as_ref(), resource_id.as_ref()]).json()
    }

    /// Sets the conditions of a thing of a set:
    /// `PUT /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources/{resourceId}`.
    pub fn replace_resource(
        self,
        set: impl AsRef<str>,
        resource_id: impl AsRef<str>,
        conditions: &Value,
    ) -> Call<ResourceSetResource> {
        let call = self.call(op::REPLACE_RESOURCE_SET_RESOURCE, [set.as_ref(), resource_id.as_ref()]);
        call.body(&json!({ "conditions": conditions })).json()
    }

    /// Removes a thing from a set:
    /// `DELETE /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources/{resourceId}`.
    pub fn remove_resource(self, set: impl AsRef<str>, resource_id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_RESOURCE_SET_RESOURCE, [set.as_ref(), resource_id.as_ref()]).empty()
    }
}

query! {
    /// How to list what is in a resource set.
    pub struct ListResourceSetResources {
        ..pages
    }
}

model! {
    /// A thing of a resource set.
    pub struct ResourceSetResource {
        /// Its id within the set.
        id: String = "id",
        /// Its name across Okta's services.
        orn: Option<String> = "orn",
        /// What is left out of it.
        conditions: Map = "conditions",
        /// When it was added.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links, to the thing among others.
        links: Map = "_links",
        ..extra
    }
}
