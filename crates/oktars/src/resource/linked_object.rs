//! Linked objects: relations between users, such as manager and subordinate.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;

handle! {
    /// The relations that users can have; made by
    /// [`Okta::linked_object_definitions`](crate::Okta::linked_object_definitions). Okta's page is
    /// "Linked Objects".
    ///
    /// A relation has two names: the primary one leads from a user to the one user above, the associated
    /// one to the many below.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let user = |login: &str| oktars::user::NewUser::new(login).first_name("A").last_name("B");
    /// # let leroy = okta.users().create(&user("leroy@example.gov")).await?;
    /// # let tim = okta.users().create(&user("tim@example.gov")).await?;
    /// use oktars::linked_object::{LinkedObjectDefinition, ListLinkedObjects};
    ///
    /// let relation = LinkedObjectDefinition::new("manager", "subordinate");
    /// okta.linked_object_definitions().create(&relation).await?;
    ///
    /// okta.linked_objects(&tim.id).assign("manager", &leroy.id).await?;
    /// let below = okta.linked_objects(&leroy.id).list("subordinate", &ListLinkedObjects::new()).all().await?;
    /// assert_eq!(below[0].user_id(), Some(tim.id.as_str()));
    ///
    /// okta.linked_objects(&tim.id).remove("manager").await?;
    /// okta.linked_object_definitions().delete("manager").await?;
    /// # Ok(()) }
    /// ```
    pub struct LinkedObjectDefinitions;
    /// The relations that users of the org can have.
    okta.linked_object_definitions()
}

impl LinkedObjectDefinitions<'_> {
    /// Lists the relations: `GET /api/v1/meta/schemas/user/linkedObjects`.
    pub fn list(self, query: &ListLinkedObjectDefinitions) -> Listing<LinkedObjectDefinition> {
        query.apply(self.call(op::LIST_LINKED_OBJECT_DEFINITIONS, [])).list()
    }

    /// Creates a relation: `POST /api/v1/meta/schemas/user/linkedObjects`.
    ///
    /// A name that is taken is a [conflict](crate::Error::is_conflict).
    pub fn create(self, definition: &LinkedObjectDefinition) -> Call<LinkedObjectDefinition> {
        self.call(op::CREATE_LINKED_OBJECT_DEFINITION, []).body(definition).json()
    }

    /// Reads a relation by either name: `GET /api/v1/meta/schemas/user/linkedObjects/{linkedObjectName}`.
    pub fn get(self, name: impl AsRef<str>) -> Call<LinkedObjectDefinition> {
        self.call(op::GET_LINKED_OBJECT_DEFINITION, [name.as_ref()]).json()
    }

    /// Deletes a relation by either name, with all that users have of it:
    /// `DELETE /api/v1/meta/schemas/user/linkedObjects/{linkedObjectName}`.
    pub fn delete(self, name: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_LINKED_OBJECT_DEFINITION, [name.as_ref()]).empty()
    }
}

query! {
    /// How to list the relations between users.
    pub struct ListLinkedObjectDefinitions {
        ..pages
    }
}

handle! {
    /// The relations of one user to others; made by [`Okta::linked_objects`](crate::Okta::linked_objects).
    /// Okta's page is "User Linked Objects"; an example is at [`LinkedObjectDefinitions`].
    pub struct LinkedObjects;
    /// The relations of a user, whose id or login is given.
    okta.linked_objects(user)
}

impl LinkedObjects<'_> {
    /// Puts the user below another: `PUT /api/v1/users/{user}/linkedObjects/{primaryName}/{primaryUserId}`.
    /// It replaces the one who was above before.
    pub fn assign(self, primary: impl AsRef<str>, above_user_id: impl AsRef<str>) -> Call<()> {
        let ids = [primary.as_ref(), above_user_id.as_ref()];
        self.call(op::ASSIGN_LINKED_OBJECT_VALUE_FOR_PRIMARY, ids).empty()
    }

    /// Lists who stands in a relation to the user: `GET /api/v1/users/{user}/linkedObjects/{name}`. With a
    /// primary name it is the one above, if any; with an associated name those below.
    pub fn list(self, name: impl AsRef<str>, query: &ListLinkedObjects) -> Listing<LinkedObject> {
        query.apply(self.call(op::LIST_LINKED_OBJECTS_FOR_USER, [name.as_ref()])).list()
    }

    /// Takes the user away from the one above: `DELETE /api/v1/users/{user}/linkedObjects/{primaryName}`.
    /// If there is no such link, nothing happens.
    pub fn remove(self, primary: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_LINKED_OBJECT_FOR_USER, [primary.as_ref()]).empty()
    }
}

query! {
    /// How to list who stands in a relation to a user. Okta has nothing to choose here yet.
    pub struct ListLinkedObjects {}
}

model! {
    /// A relation that users can have.
    pub struct LinkedObjectDefinition {
        /// The side of which each user has one at most.
        primary: LinkedObjectSide = "primary",
        /// The side of which a user has many.
        associated: LinkedObjectSide = "associated",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

impl LinkedObjectDefinition {
    /// A relation by its two names, which people read too.
    pub fn new(primary: impl Into<String>, associated: impl Into<String>) -> Self {
        LinkedObjectDefinition {
            primary: LinkedObjectSide::new(primary),
            associated: LinkedObjectSide::new(associated),
            ..LinkedObjectDefinition::default()
        }
    }
}

model! {
    /// One side of a relation.
    pub struct LinkedObjectSide {
        /// The name, in letters, digits and underscores.
        name: String = "name",
        /// What people read.
        title: String = "title",
        /// What it is for.
        description: Option<String> = "description",
        /// What stands on this side: `USER`.
        kind: LinkedObjectType = "type",
        ..extra
    }
}

impl LinkedObjectSide {
    fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        LinkedObjectSide { title: name.clone(), name, kind: "USER".into(), ..LinkedObjectSide::default() }
    }
}

model! {
    /// A user who stands in a relation, as a link.
    pub struct LinkedObject {
        /// The link to the user.
        links: Map = "_links",
        ..extra
    }
}

impl LinkedObject {
    /// The id of the user, taken from the link.
    pub fn user_id(&self) -> Option<&str> {
        self.links.get("self")?.get("href")?.as_str()?.rsplit('/').next()
    }
}

open_enum! {
    /// What is linked.
    pub enum LinkedObjectType {
        USER,
    }
}
