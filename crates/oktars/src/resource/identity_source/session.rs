//! Import sessions of an identity source: data is uploaded into one, and then imported at once.

use oktars_catalog::{Operation, op};
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Timestamp, open_enum, parts};
use crate::query::query;
use crate::resource::identity_source::{SourceGroupProfile, SourceUserProfile};

handle! {
    /// The import sessions of one identity source; made by
    /// [`Okta::identity_source_sessions`](crate::Okta::identity_source_sessions). Okta's page is "Identity Sources".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::identity_source::{SourceUserProfile, UsersUpload};
    ///
    /// let sessions = okta.identity_source_sessions("0oa3l6l6WK6h0R0QW0g4");
    /// let session = sessions.begin().await?;
    /// let tim = SourceUserProfile::new("tim@example.gov", "tim@example.gov");
    /// sessions.upload_users(&session.id, &UsersUpload::new().user("EXT1", tim)).await?;
    /// let session = sessions.start_import(&session.id).await?;
    /// assert_eq!(session.status, "TRIGGERED");
    /// # Ok(()) }
    /// ```
    pub struct IdentitySourceSessions;
    /// The import sessions of an identity source.
    okta.identity_source_sessions(identity_source_id)
}

impl IdentitySourceSessions<'_> {
    /// Lists the sessions: `GET /api/v1/identity-sources/{identitySourceId}/sessions`.
    pub fn list(self, query: &ListIdentitySourceSessions) -> Listing<IdentitySourceSession> {
        query.apply(self.call(op::LIST_IDENTITY_SOURCE_SESSIONS, [])).list()
    }

    /// Begins a session: `POST /api/v1/identity-sources/{identitySourceId}/sessions`.
    pub fn begin(self) -> Call<IdentitySourceSession> {
        self.call(op::CREATE_IDENTITY_SOURCE_SESSION, []).json()
    }

    /// Reads a session: `GET /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<IdentitySourceSession> {
        self.call(op::GET_IDENTITY_SOURCE_SESSION, [id.as_ref()]).json()
    }

    /// Gives a session up: `DELETE /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_IDENTITY_SOURCE_SESSION, [id.as_ref()]).empty()
    }

    /// Uploads users to create or change:
    /// `POST /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-upsert`.
    pub fn upload_users(self, id: impl AsRef<str>, users: &UsersUpload) -> Call<()> {
        self.upload(op::UPLOAD_IDENTITY_SOURCE_DATA_FOR_UPSERT, id, users)
    }

    /// Uploads which users to delete:
    /// `POST /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-delete`.
    pub fn upload_users_to_delete(self, id: impl AsRef<str>, users: &UsersToDelete) -> Call<()> {
        self.upload(op::UPLOAD_IDENTITY_SOURCE_DATA_FOR_DELETE, id, users)
    }

    /// Uploads groups to create or change, without their members:
    /// `POST /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-groups-upsert`.
    pub fn upload_groups(self, id: impl AsRef<str>, groups: &GroupsUpload) -> Call<()> {
        self.upload(op::UPLOAD_IDENTITY_SOURCE_GROUPS_FOR_UPSERT, id, groups)
    }

    /// Uploads which groups to delete:
    /// `POST /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-groups-delete`.
    pub fn upload_groups_to_delete(self, id: impl AsRef<str>, groups: &GroupsToDelete) -> Call<()> {
        self.upload(op::UPLOAD_IDENTITY_SOURCE_GROUPS_DATA_FOR_DELETE, id, groups)
    }

    /// Uploads members to add to groups:
    /// `POST /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-group-memberships-upsert`.
    pub fn upload_memberships(self, id: impl AsRef<str>, memberships: &MembershipsUpload) -> Call<()> {
        self.upload(op::UPLOAD_IDENTITY_SOURCE_GROUP_MEMBERSHIPS_FOR_UPSERT, id, memberships)
    }

    /// Uploads which members to remove from groups:
    /// `POST /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-group-memberships-delete`.
    pub fn upload_memberships_to_delete(
        self,
        id: impl AsRef<str>,
        memberships: &MembershipsUpload,
    ) -> Call<()> {
        self.upload(op::UPLOAD_IDENTITY_SOURCE_GROUP_MEMBERSHIPS_FOR_DELETE, id, memberships)
    }

    /// Imports what was uploaded:
    /// `POST /api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/start-import`.
    pub fn start_import(self, id: impl AsRef<str>) -> Call<IdentitySourceSession> {
        self.call(op::START_IMPORT_FROM_IDENTITY_SOURCE, [id.as_ref()]).json()
    }

    fn upload(self, operation: Operation, id: impl AsRef<str>, body: &impl Serialize) -> Call<()> {
        self.call(operation, [id.as_ref()]).body(body).empty()
    }
}

query! {
    /// How to list import sessions. Okta has nothing to choose here yet.
    pub struct ListIdentitySourceSessions {}
}

parts! {
    /// An import session.
    pub struct IdentitySourceSession {
        /// Its id.
        id: String = "id",
        /// The id of the identity source.
        identity_source_id: String = "identitySourceId",
        /// How it imports: `INCREMENTAL`.
        import_type: Option<String> = "importType",
        /// How far it is.
        status: IdentitySourceSessionStatus = "status",
        /// When it began.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
    }

    /// Users to create or change.
    pub struct UsersUpload {
        /// What they are: `USERS`.
        entity_type: ImportEntityType = "entityType",
        /// Each of them.
        profiles: Vec<UserUpload> = "profiles",
    }

    /// A user to create or change.
    pub struct UserUpload {
        /// The id in the identity source.
        external_id: String = "externalId",
        /// The facts about the user.
        profile: SourceUserProfile = "profile",
    }

    /// Users to delete.
    pub struct UsersToDelete {
        /// What they are: `USERS`.
        entity_type: ImportEntityType = "entityType",
        /// Each of them.
        profiles: Vec<UserToDelete> = "profiles",
    }

    /// A user to delete.
    pub struct UserToDelete {
        /// The id in the identity source.
        external_id: String = "externalId",
    }

    /// Groups to create or change.
    pub struct GroupsUpload {
        /// Each of them.
        profiles: Vec<GroupUpload> = "profiles",
    }

    /// A group to create or change.
    pub struct GroupUpload {
        /// The id in the identity source.
        external_id: String = "externalId",
        /// The facts about the group.
        profile: SourceGroupProfile = "profile",
    }

    /// Groups to delete.
    pub struct GroupsToDelete {
        /// Their ids in the identity source.
        external_ids: Vec<String> = "externalIds",
    }

    /// Members to add to groups, or to remove.
    pub struct MembershipsUpload {
        /// Each group.
        memberships: Vec<MembershipUpload> = "memberships",
    }

    /// Members to add to a group, or to remove.
    pub struct MembershipUpload {
        /// The id of the group in the identity source.
        group_external_id: String = "groupExternalId",
        /// The ids of the users there.
        member_external_ids: Vec<String> = "memberExternalIds",
    }
}

impl UsersUpload {
    /// Nobody yet.
    pub fn new() -> Self {
        UsersUpload { entity_type: ImportEntityType::USERS, ..UsersUpload::default() }
    }

    /// One more user, by the id in the identity source.
    #[must_use]
    pub fn user(mut self, external_id: impl Into<String>, profile: SourceUserProfile) -> Self {
        let user = UserUpload { external_id: external_id.into(), profile, ..UserUpload::default() };
        self.profiles.push(user);
        self
    }
}

impl UsersToDelete {
    /// The users with these ids in the identity source.
    pub fn new<S: Into<String>>(external_ids: impl IntoIterator<Item = S>) -> Self {
        let user = |id: S| UserToDelete { external_id: id.into(), ..UserToDelete::default() };
        let profiles = external_ids.into_iter().map(user).collect();
        UsersToDelete { entity_type: ImportEntityType::USERS, profiles, ..UsersToDelete::default() }
    }
}

impl GroupsUpload {
    /// No group yet.
    pub fn new() -> Self {
        GroupsUpload::default()
    }

    /// One more group, by the id in the identity source.
    #[must_use]
    pub fn group(mut self, external_id: impl Into<String>, profile: SourceGroupProfile) -> Self {
        let group = GroupUpload { external_id: external_id.into(), profile, ..GroupUpload::default() };
        self.profiles.push(group);
        self
    }
}

impl GroupsToDelete {
    /// The groups with these ids in the identity source.
    pub fn new<S: Into<String>>(external_ids: impl IntoIterator<Item = S>) -> Self {
        let external_ids = external_ids.into_iter().map(Into::into).collect();
        GroupsToDelete { external_ids, ..GroupsToDelete::default() }
    }
}

impl MembershipsUpload {
    /// No group yet.
    pub fn new() -> Self {
        MembershipsUpload::default()
    }

    /// One more group and its users, by their ids in the identity source.
    #[must_use]
    pub fn members<S: Into<String>>(
        mut self,
        group_external_id: impl Into<String>,
        member_external_ids: impl IntoIterator<Item = S>,
    ) -> Self {
        self.memberships.push(MembershipUpload {
            group_external_id: group_external_id.into(),
            member_external_ids: member_external_ids.into_iter().map(Into::into).collect(),
            ..MembershipUpload::default()
        });
        self
    }
}

open_enum! {
    /// How far an import is.
    pub enum IdentitySourceSessionStatus {
        /// It was given up.
        CLOSED = "CLOSED",
        /// All is imported.
        COMPLETED = "COMPLETED",
        /// It takes data.
        CREATED = "CREATED",
        /// It failed.
        ERROR = "ERROR",
        /// Nothing was uploaded for a day.
        EXPIRED = "EXPIRED",
        /// It imports.
        IN_PROGRESS = "IN_PROGRESS",
        /// It will import soon.
        TRIGGERED = "TRIGGERED",
    }
}

open_enum! {
    /// What is uploaded.
    pub enum ImportEntityType {
        USERS,
    }
}
