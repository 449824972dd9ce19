//! Custom roles: administrator roles of the org's own, made of permissions.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Patch, Timestamp, model};
use crate::query::query;

handle! {
    /// The custom roles of an org; made by [`Okta::custom_roles`](crate::Okta::custom_roles). Okta's pages
    /// are "Custom Roles" and "Custom Role Permissions".
    ///
    /// A role is named by its id or its label. Someone gets it over a
    /// [resource set](crate::Okta::resource_sets).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::role::NewCustomRole;
    ///
    /// let role = NewCustomRole::new("Helpers", "Who help", ["okta.users.read"]);
    /// let role = okta.custom_roles().create(&role).await?;
    /// okta.custom_roles().add_permission(&role.id, "okta.users.credentials.resetPassword").await?;
    /// assert_eq!(okta.custom_roles().permissions(&role.id).await?.permissions.len(), 2);
    /// okta.custom_roles().delete("Helpers").await?;
    /// # Ok(()) }
    /// ```
    pub struct CustomRoles;
    /// The custom roles of the org.
    okta.custom_roles()
}

impl CustomRoles<'_> {
    /// Lists the roles: `GET /api/v1/iam/roles`.
    pub fn list(self, query: &ListCustomRoles) -> Listing<CustomRole> {
        query.apply(self.call(op::LIST_ROLES, [])).list()
    }

    /// Creates a role: `POST /api/v1/iam/roles`.
    ///
    /// A label that is taken is a [validation error](crate::Error::is_validation).
    pub fn create(self, role: &NewCustomRole) -> Call<CustomRole> {
        self.call(op::CREATE_ROLE, []).body(role).json()
    }

    /// Reads a role: `GET /api/v1/iam/roles/{roleIdOrLabel}`.
    pub fn get(self, role: impl AsRef<str>) -> Call<CustomRole> {
        self.call(op::GET_ROLE, [role.as_ref()]).json()
    }

    /// Replaces label and description of a role: `PUT /api/v1/iam/roles/{roleIdOrLabel}`.
    pub fn replace(self, role: impl AsRef<str>, new: &CustomRole) -> Call<CustomRole> {
        self.call(op::REPLACE_ROLE, [role.as_ref()]).body(new).json()
    }

    /// Deletes a role that nobody has: `DELETE /api/v1/iam/roles/{roleIdOrLabel}`.
    pub fn delete(self, role: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_ROLE, [role.as_ref()]).empty()
    }

    /// The permissions of a role: `GET /api/v1/iam/roles/{roleIdOrLabel}/permissions`.
    pub fn permissions(self, role: impl AsRef<str>) -> Call<Permissions> {
        self.call(op::LIST_ROLE_PERMISSIONS, [role.as_ref()]).json()
    }

    /// Reads a permission: `GET /api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}`.
    pub fn permission(self, role: impl AsRef<str>, name: impl AsRef<str>) -> Call<Permission> {
        self.call(op::GET_ROLE_PERMISSION, [role.as_ref(), name.as_ref()]).json()
    }

    /// Adds a permission, such as `okta.users.read`:
    /// `POST /api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}`.
    pub fn add_permission(self, role: impl AsRef<str>, name: impl AsRef<str>) -> Call<()> {
        self.call(op::CREATE_ROLE_PERMISSION, [role.as_ref(), name.as_ref()]).empty()
    }

    /// Sets the conditions of a permission: `PUT /api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}`.
    pub fn replace_permission(
        self,
        role: impl AsRef<str>,
        name: impl AsRef<str>,
        conditions: &Value,
    ) -> Call<Permission> {
        let mut body = Patch::default();
        body.set("conditions", conditions.clone());
        self.call(op::REPLACE_ROLE_PERMISSION, [role.as_ref(), name.as_ref()]).body(&body).json()
    }

    /// Removes a permission: `DELETE /api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}`.
    pub fn remove_permission(self, role: impl AsRef<str>, name: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_ROLE_PERMISSION, [role.as_ref(), name.as_ref()]).empty()
    }
}

query! {
    /// How to list custom roles.
    pub struct ListCustomRoles {
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

/// A custom role to be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewCustomRole {
    label: String,
    description: String,
    permissions: Vec<String>,
}

impl NewCustomRole {
    /// A role by its label, what it is for, and its permissions, one at least.
    pub fn new<I: Into<String>>(
        label: impl Into<String>,
        description: impl Into<String>,
        permissions: impl IntoIterator<Item = I>,
    ) -> Self {
        NewCustomRole {
            label: label.into(),
            description: description.into(),
            permissions: permissions.into_iter().map(Into::into).collect(),
        }
    }
}

model! {
    /// A custom role.
    pub struct CustomRole {
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
        /// Links to itself and to its permissions.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A permission of a custom role.
    pub struct Permission {
        /// Its name, for example `okta.users.read`.
        label: String = "label",
        /// What it is limited to.
        conditions: Map = "conditions",
        /// When it was added.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to itself and to the role.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// The permissions of a custom role, as Okta lists them.
    pub struct Permissions {
        /// The permissions.
        permissions: Vec<Permission> = "permissions",
        ..extra
    }
}
