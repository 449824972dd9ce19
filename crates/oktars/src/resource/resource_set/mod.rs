//! Resource sets: what a custom role covers, and who has it.

pub(crate) mod binding;
pub(crate) mod resource;

pub use self::binding::*;
pub use self::resource::*;

use oktars_catalog::op;
use serde::Serialize;

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
}

query! {
    /// How to list resource sets.
    pub struct ListResourceSets {
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
