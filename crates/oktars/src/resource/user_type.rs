//! Types of user, each with attributes of its own.

use oktars_catalog::{Operation, op};
use serde::Serialize;

use crate::call::Call;
use crate::client::Okta;
use crate::listing::Listing;
use crate::model::{Map, Patch, Timestamp, model};
use crate::query::query;

/// The types of user of an org; made by [`Okta::user_types`].
///
/// `default` is the id of the type that users have unless they were given another.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::user::NewUser;
/// use oktars::user_type::{NewUserType, UserTypePatch};
///
/// let contractor = okta.user_types().create(&NewUserType::new("contractor", "Contractor")).await?;
/// let new = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
/// okta.users().create(&new.user_type(&contractor.id)).await?;
///
/// okta.user_types().update(&contractor.id, &UserTypePatch::new().display_name("External")).await?;
/// assert_eq!(okta.user_types().get("default").await?.name, "user");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct UserTypes<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// The types of user of the org.
    pub fn user_types(&self) -> UserTypes<'_> {
        UserTypes { okta: self }
    }
}

impl UserTypes<'_> {
    fn call(self, operation: Operation, id: impl AsRef<str>) -> Call {
        self.okta.call(operation).path("typeId", id)
    }

    /// Lists the types: `GET /api/v1/meta/types/user`.
    pub fn list(self, query: &ListUserTypes) -> Listing<UserType> {
        query.apply(self.okta.call(op::LIST_USER_TYPES)).list()
    }

    /// Creates a type: `POST /api/v1/meta/types/user`. An org has ten at most.
    pub fn create(self, user_type: &NewUserType) -> Call<UserType> {
        self.okta.call(op::CREATE_USER_TYPE).body(user_type).json()
    }

    /// Reads a type: `GET /api/v1/meta/types/user/{typeId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<UserType> {
        self.call(op::GET_USER_TYPE, id).json()
    }

    /// Changes what the patch names, and nothing else: `POST /api/v1/meta/types/user/{typeId}`.
    pub fn update(self, id: impl AsRef<str>, patch: &UserTypePatch) -> Call<UserType> {
        self.call(op::UPDATE_USER_TYPE, id).body(patch).json()
    }

    /// Replaces display name and description: `PUT /api/v1/meta/types/user/{typeId}`. The name must be
    /// the one that the type has.
    pub fn replace(self, id: impl AsRef<str>, user_type: &NewUserType) -> Call<UserType> {
        self.call(op::REPLACE_USER_TYPE, id).body(user_type).json()
    }

    /// Deletes a type: `DELETE /api/v1/meta/types/user/{typeId}`.
    ///
    /// Okta refuses it for the default, and while there are users of the type
    /// ([`is_forbidden`](crate::Error::is_forbidden)).
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_USER_TYPE, id).empty()
    }
}

query! {
    /// How to list user types. Okta has nothing to choose here yet.
    pub struct ListUserTypes {}
}

/// A type of user to create, or the new state of a type.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewUserType {
    name: String,
    display_name: String,
    description: Option<String>,
}

impl NewUserType {
    /// A type with a name, which is not to be changed later, and what people read.
    pub fn new(name: impl Into<String>, display_name: impl Into<String>) -> Self {
        NewUserType { name: name.into(), display_name: display_name.into(), description: None }
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }
}

/// Changes to a type of user. What it does not name stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct UserTypePatch(Patch);

impl UserTypePatch {
    /// No change.
    pub fn new() -> Self {
        UserTypePatch::default()
    }

    /// Sets what people read.
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.0.set("displayName", name.into());
        self
    }

    /// Sets what it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.0.set("description", text.into());
        self
    }
}

model! {
    /// A type of user.
    pub struct UserType {
        /// The id.
        id: String = "id",
        /// What people read.
        display_name: String = "displayName",
        /// The name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// Who made it.
        created_by: Option<String> = "createdBy",
        /// Who changed it last.
        last_updated_by: Option<String> = "lastUpdatedBy",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whether it is the type of users who were given no other.
        is_default: Option<bool> = "default",
        /// Links to itself and to its schema.
        links: Map = "_links",
        ..extra
    }
}
