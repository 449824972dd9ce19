//! Resource sets: what a custom role holds for, and who has it.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;

handle! {
    /// The resource sets of an org; made by [`Okta::resource_sets`](crate::Okta::resource_sets). Okta's
    /// pages are "Resource Sets", "Resource Set Resources", "Resource Set Bindings" and "Resource Set Binding
    /// Members".
    ///
    /// A set is named by its id or its label, and so are roles. A binding gives a custom role over the set to
    /// members.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let role = oktars::role::NewCustomRole::new("Helpers", "Who help", ["okta.users.read"]);
    /// # let role = okta.custom_roles().create(&role).await?;
    /// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
    /// # let user = okta.users().create(&new).await?;
    /// use oktars::resource_set::{ListBindingMembers, NewResourceSet};
    ///
    /// let users = format!("{}/api/v1/users", okta.org_url());
    /// let set = NewResourceSet::new("Users", "All users", [users]);
    /// let set = okta.resource_sets().create(&set).await?;
    ///
    /// let member = format!("{}/api/v1/users/{}", okta.org_url(), user.id);
    /// okta.resource_sets().bind(&set.id, &role.id, [member]).await?;
    /// assert_eq!(okta.resource_sets().members(&set.id, &role.id, &ListBindingMembers::new()).all().await?.len(), 1);
    ///
    /// okta.resource_sets().unbind(&set.id, &role.id).await?;
    /// okta.resource_sets().delete(&set.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct ResourceSets;
    /// The resource sets of the org.
    okta.resource_sets()
}

impl ResourceSets<'_> {
    /// Lists the sets: `GET /api/v1/iam/resource-sets`.
    pub fn list(self, query: &ListResourceSets) -> Listing<ResourceSet> {
        query.apply(self.call(op::LIST_RESOURCE_SETS, [])).list()
    }

    /// Creates a set: `POST /api/v1/iam/resource-sets`.
    pub fn create(self, set: &NewResourceSet) -> Call<ResourceSet> {
        self.call(op::CREATE_RESOURCE_SET, []).body(set).json()
    }

    /// Reads a set: `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}`.
    pub fn get(self, set: impl AsRef<str>) -> Call<ResourceSet> {
        self.call(op::GET_RESOURCE_SET, [set.as_ref()]).json()
    }

    /// Replaces label and description of a set: `PUT /api/v1/iam/resource-sets/{resourceSetIdOrLabel}`.
    pub fn replace(self, set: impl AsRef<str>, new: &ResourceSet) -> Call<ResourceSet> {
        self.call(op::REPLACE_RESOURCE_SET, [set.as_ref()]).body(new).json()
    }

    /// Deletes a set, with its bindings: `DELETE /api/v1/iam/resource-sets/{resourceSetIdOrLabel}`.
    pub fn delete(self, set: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_RESOURCE_SET, [set.as_ref()]).empty()
    }

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

    /// Lists the roles that someone has over a set:
    /// `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings`.
    pub fn bindings(self, set: impl AsRef<str>, query: &ListRoleBindings) -> Listing<RoleBinding> {
        query.apply(self.call(op::LIST_BINDINGS, [set.as_ref()])).list()
    }

    /// Gives a role over a set to members, by their addresses:
    /// `POST /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings`.
    pub fn bind<I: Into<String>>(
        self,
        set: impl AsRef<str>,
        role_id: impl Into<String>,
        members: impl IntoIterator<Item = I>,
    ) -> Call<RoleBinding> {
        let members: Vec<String> = members.into_iter().map(Into::into).collect();
        let body = json!({ "role": role_id.into(), "members": members });
        self.call(op::CREATE_RESOURCE_SET_BINDING, [set.as_ref()]).body(&body).json()
    }

    /// Reads a binding: `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}`.
    pub fn binding(self, set: impl AsRef<str>, role: impl AsRef<str>) -> Call<RoleBinding> {
        self.call(op::GET_BINDING, [set.as_ref(), role.as_ref()]).json()
    }

    /// Takes a role over a set from all members:
    /// `DELETE /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}`.
    pub fn unbind(self, set: impl AsRef<str>, role: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_BINDING, [set.as_ref(), role.as_ref()]).empty()
    }

    /// Lists who has a role over a set:
    /// `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members`.
    pub fn members(
        self,
        set: impl AsRef<str>,
        role: impl AsRef<str>,
        query: &ListBindingMembers,
    ) -> Listing<BindingMember> {
        query.apply(self.call(op::LIST_MEMBERS_OF_BINDING, [set.as_ref(), role.as_ref()])).list()
    }

    /// Gives a role over a set to more members, by their addresses:
    /// `PATCH /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members`.
    pub fn add_members<I: Into<String>>(
        self,
        set: impl AsRef<str>,
        role: impl AsRef<str>,
        members: impl IntoIterator<Item = I>,
    ) -> Call<RoleBinding> {
        let additions: Vec<String> = members.into_iter().map(Into::into).collect();
        let call = self.call(op::ADD_MEMBERS_TO_BINDING, [set.as_ref(), role.as_ref()]);
        call.body(&json!({ "additions": additions })).json()
    }

    /// Reads a member: `GET .../bindings/{roleIdOrLabel}/members/{memberId}`.
    pub fn member(
        self,
        set: impl AsRef<str>,
        role: impl AsRef<str>,
        member_id: impl AsRef<str>,
    ) -> Call<BindingMember> {
        let ids = [set.as_ref(), role.as_ref(), member_id.as_ref()];
        self.call(op::GET_MEMBER_OF_BINDING, ids).json()
    }

    /// Takes a role over a set from a member: `DELETE .../bindings/{roleIdOrLabel}/members/{memberId}`.
    pub fn remove_member(
        self,
        set: impl AsRef<str>,
        role: impl AsRef<str>,
        member_id: impl AsRef<str>,
    ) -> Call<()> {
        let ids = [set.as_ref(), role.as_ref(), member_id.as_ref()];
        self.call(op::UNASSIGN_MEMBER_FROM_BINDING, ids).empty()
    }
}

query! {
    /// How to list resource sets.
    pub struct ListResourceSets {
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

query! {
    /// How to list what is in a resource set.
    pub struct ListResourceSetResources {
        ..pages
    }
}

query! {
    /// How to list the roles over a resource set.
    pub struct ListRoleBindings {
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

query! {
    /// How to list who has a role over a resource set.
    pub struct ListBindingMembers {
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

/// A resource set to be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewResourceSet {
    label: String,
    description: String,
    resources: Vec<String>,
}

impl NewResourceSet {
    /// A set by its label, what it is for, and the addresses or ORNs of what is in it.
    pub fn new<I: Into<String>>(
        label: impl Into<String>,
        description: impl Into<String>,
        resources: impl IntoIterator<Item = I>,
    ) -> Self {
        NewResourceSet {
            label: label.into(),
            description: description.into(),
            resources: resources.into_iter().map(Into::into).collect(),
        }
    }
}

model! {
    /// A resource set.
    pub struct ResourceSet {
        /// Its id.
        id: String = "id",
        /// What people read; it serves as a name too.
        label: String = "label",
        /// What it is for.
        description: Option<String> = "description",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to itself, its resources and its bindings.
        links: Map = "_links",
        ..extra
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

model! {
    /// A role that members have over a resource set.
    pub struct RoleBinding {
        /// The id of the role.
        id: String = "id",
        /// Links to itself and its members.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// One who has a role over a resource set.
    pub struct BindingMember {
        /// The id within the binding.
        id: String = "id",
        /// When the role was given.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links, to the user or group among others.
        links: Map = "_links",
        ..extra
    }
}
