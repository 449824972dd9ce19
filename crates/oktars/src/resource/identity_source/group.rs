//! The groups of an identity source.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::parts;

handle! {
    /// The groups of one identity source; made by
    /// [`Okta::identity_source_groups`](crate::Okta::identity_source_groups).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::identity_source::SourceGroup;
    ///
    /// let groups = okta.identity_source_groups("0oa3l6l6WK6h0R0QW0g4");
    /// let group = groups.create(&SourceGroup::new("GROUP1", "Engineers")).await?;
    /// assert_eq!(group.profile.display_name, "Engineers");
    /// groups.delete("GROUP1").await?;
    /// # Ok(()) }
    /// ```
    pub struct IdentitySourceGroups;
    /// The groups of an identity source.
    okta.identity_source_groups(identity_source_id)
}

impl IdentitySourceGroups<'_> {
    /// Creates a group: `POST /api/v1/identity-sources/{identitySourceId}/groups`.
    pub fn create(self, group: &SourceGroup) -> Call<SourceGroup> {
        self.call(op::CREATE_IDENTITY_SOURCE_GROUPS, []).body(group).json()
    }

    /// Reads a group by its id at Okta or in the source:
    /// `GET /api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<SourceGroup> {
        self.call(op::GET_IDENTITY_SOURCE_GROUP, [id.as_ref()]).json()
    }

    /// Changes a group: `POST /api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}`.
    pub fn update(self, id: impl AsRef<str>, group: &SourceGroup) -> Call<SourceGroup> {
        self.call(op::UPDATE_IDENTITY_SOURCE_GROUPS, [id.as_ref()]).body(group).json()
    }

    /// Deletes a group: `DELETE /api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_IDENTITY_SOURCE_GROUP, [id.as_ref()]).empty()
    }
}

parts! {
    /// A group of an identity source, read or to be made.
    pub struct SourceGroup {
        /// The id at Okta.
        id: String = "id",
        /// The id in the identity source.
        external_id: String = "externalId",
        /// The facts about the group.
        profile: SourceGroupProfile = "profile",
    }

    /// What an identity source says of a group.
    pub struct SourceGroupProfile {
        /// Its name.
        display_name: String = "displayName",
        /// What it is for.
        description: Option<String> = "description",
    }
}

impl SourceGroup {
    /// A group by its id in the identity source.
    pub fn new(external_id: impl Into<String>, display_name: impl Into<String>) -> Self {
        SourceGroup {
            external_id: external_id.into(),
            profile: SourceGroupProfile::new(display_name),
            ..SourceGroup::default()
        }
    }
}

impl SourceGroupProfile {
    /// A group with a name.
    pub fn new(display_name: impl Into<String>) -> Self {
        SourceGroupProfile { display_name: display_name.into(), ..SourceGroupProfile::default() }
    }
}
