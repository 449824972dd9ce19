//! Members: the users of a group.

use oktars_catalog::op;

use crate::call::Call;
use crate::listing::Listing;
use crate::query::query;
use crate::resource::group::{Group, Groups};
use crate::resource::user::{ListUserGroups, User, Users};

impl Groups<'_> {
    /// The members of the group: `GET /api/v1/groups/{id}/users`. Pages hold 1000 users.
    pub fn users(self, id: impl AsRef<str>, query: &ListGroupUsers) -> Listing<User> {
        query.apply(self.call(op::LIST_GROUP_USERS, id)).list()
    }

    /// Makes a user a member: `PUT /api/v1/groups/{id}/users/{userId}`. One who is already stays so.
    ///
    /// Okta refuses it for groups whose members come from elsewhere, `Everyone` among them
    /// ([`is_forbidden`](crate::Error::is_forbidden)).
    pub fn add_user(self, id: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<()> {
        self.call(op::ASSIGN_USER_TO_GROUP, id).path("userId", user_id).empty()
    }

    /// Ends a membership: `DELETE /api/v1/groups/{id}/users/{userId}`. If the user is not a member, that is not an error.
    pub fn remove_user(self, id: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<()> {
        self.call(op::UNASSIGN_USER_FROM_GROUP, id).path("userId", user_id).empty()
    }
}

query! {
    /// How to list the members of a group.
    pub struct ListGroupUsers {
        ..pages
    }
}

impl Users<'_> {
    /// The groups that the user is in: `GET /api/v1/users/{id}/groups`.
    pub fn groups(self, id: impl AsRef<str>, query: &ListUserGroups) -> Listing<Group> {
        query.apply(self.call(op::LIST_USER_GROUPS, id)).list()
    }
}
