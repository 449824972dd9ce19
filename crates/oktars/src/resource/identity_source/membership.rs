//! Who belongs to a group of an identity source.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::parts;
use crate::query::query;

handle! {
    /// The members of one group of an identity source; made by
    /// [`Okta::identity_source_memberships`](crate::Okta::identity_source_memberships).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::identity_source::{SourceGroup, SourceMember};
    ///
    /// let source = "0oa3l6l6WK6h0R0QW0g4";
    /// okta.identity_source_groups(source).create(&SourceGroup::new("GROUP1", "Engineers")).await?;
    /// let members = okta.identity_source_memberships(source, "GROUP1");
    /// members.create(&SourceMember::new("EXT1")).await?;
    /// assert_eq!(members.get().await?.member_external_ids, ["EXT1"]);
    /// members.delete("EXT1").await?;
    /// # Ok(()) }
    /// ```
    pub struct IdentitySourceMemberships;
    /// The members of a group of an identity source.
    okta.identity_source_memberships(identity_source_id, group_id)
}

impl IdentitySourceMemberships<'_> {
    /// Reads the members:
    /// `GET /api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}/membership`.
    pub fn get(self) -> Call<SourceMembers> {
        self.get_with(&GetSourceMembers::new())
    }

    /// Reads a page of the members.
    pub fn get_with(self, query: &GetSourceMembers) -> Call<SourceMembers> {
        query.apply(self.call(op::GET_IDENTITY_SOURCE_GROUP_MEMBERSHIPS, [])).json()
    }

    /// Adds a user:
    /// `POST /api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}/membership`.
    pub fn create(self, member: &SourceMember) -> Call<()> {
        self.call(op::CREATE_IDENTITY_SOURCE_GROUPS_MEMBERSHIPS, []).body(member).empty()
    }

    /// Takes a user out:
    /// `DELETE /api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}/membership/{memberExternalId}`.
    pub fn delete(self, member_external_id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_IDENTITY_SOURCE_GROUP_MEMBERSHIPS, [member_external_id.as_ref()]).empty()
    }
}

query! {
    /// Which page of the members to read.
    pub struct GetSourceMembers {
        /// The size of the page.
        limit: u32 = "limit",
        /// The cursor of the page, as it stands in a next link.
        after: String = "after",
    }
}

parts! {
    /// The members of a group of an identity source.
    pub struct SourceMembers {
        /// Their ids in the source.
        member_external_ids: Vec<String> = "memberExternalIds",
    }

    /// A user to add to a group.
    pub struct SourceMember {
        /// The id in the source.
        member_external_id: String = "memberExternalId",
    }
}

impl SourceMember {
    /// A user by the id in the source.
    pub fn new(external_id: impl Into<String>) -> Self {
        SourceMember { member_external_id: external_id.into(), ..SourceMember::default() }
    }
}
