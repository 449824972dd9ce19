//! Owners of groups: the users and groups that answer for a group.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The owners of one group; made by [`Okta::group_owners`](crate::Okta::group_owners). Okta's page is
    /// "Group Owners".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::group::{GroupOwnerType, ListGroupOwners, NewGroup};
    /// use oktars::user::NewUser;
    ///
    /// let group = okta.groups().create(&NewGroup::new("Engineers")).await?;
    /// # let new = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
    /// let user = okta.users().create(&new).await?;
    /// let owners = okta.group_owners(&group.id);
    /// let owner = owners.assign(&user.id, GroupOwnerType::USER).await?;
    /// assert_eq!(owner.display_name.as_deref(), Some("Tim McGee"));
    ///
    /// owners.remove(&user.id).await?;
    /// assert!(owners.list(&ListGroupOwners::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct GroupOwners;
    /// The owners of a group.
    okta.group_owners(group_id)
}

impl GroupOwners<'_> {
    /// Lists the owners: `GET /api/v1/groups/{groupId}/owners`.
    pub fn list(self, query: &ListGroupOwners) -> Listing<GroupOwner> {
        query.apply(self.call(op::LIST_GROUP_OWNERS, [])).list()
    }

    /// Makes a user or a group an owner: `POST /api/v1/groups/{groupId}/owners`.
    ///
    /// One who is an owner already is a [validation error](crate::Error::is_validation).
    pub fn assign(self, id: impl AsRef<str>, kind: GroupOwnerType) -> Call<GroupOwner> {
        let owner = NewGroupOwner { id: id.as_ref(), kind };
        self.call(op::ASSIGN_GROUP_OWNER, []).body(&owner).json()
    }

    /// Ends an ownership: `DELETE /api/v1/groups/{groupId}/owners/{ownerId}`.
    pub fn remove(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_GROUP_OWNER, [id.as_ref()]).empty()
    }
}

#[derive(Serialize)]
struct NewGroupOwner<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: GroupOwnerType,
}

query! {
    /// Which owners to list, and how.
    pub struct ListGroupOwners {
        /// An expression over the owners, for example `type eq "USER"`.
        search: Expression = "search",
        /// The size of a page; the greatest, 1000, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// An owner of a group.
    pub struct GroupOwner {
        /// The id of the user or the group.
        id: String = "id",
        /// Which of the two it is.
        kind: GroupOwnerType = "type",
        /// Whether Okta knows who it is.
        resolved: Option<bool> = "resolved",
        /// The id at the app that the owner comes from.
        origin_id: Option<String> = "originId",
        /// Where the owner comes from: `OKTA_DIRECTORY` or `APPLICATION`.
        origin_type: GroupOwnerOrigin = "originType",
        /// What people read.
        display_name: Option<String> = "displayName",
        /// When the ownership changed last. Okta writes it in several forms.
        last_updated: Option<Timestamp> = "lastUpdated",
        ..extra
    }
}

open_enum! {
    /// Who owns a group.
    pub enum GroupOwnerType {
        /// A user.
        USER = "USER",
        /// A group.
        GROUP = "GROUP",
    }
}

open_enum! {
    /// Where the owner of a group comes from.
    pub enum GroupOwnerOrigin {
        APPLICATION,
        OKTA_DIRECTORY,
    }
}
