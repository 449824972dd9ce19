//! Directories on the premises: groups of Active Directory and LDAP, asked and changed over their agents.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{Map, open_enum, parts};

handle! {
    /// One directory on the premises, by the id of its app; made by [`Okta::directory`](crate::Okta::directory). Okta's
    /// page is "Directories Integration".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::directory::GroupMembershipChange;
    ///
    /// let change = GroupMembershipChange::add("member", ["CN=Tim,DC=example,DC=gov"]).of("00g1gjh63g214q0Hq0g4");
    /// let request = okta.directory("0oa1gjh63g214q0Hq0g4").change_membership(&change).request()?;
    /// assert_eq!(request.uri().path(), "/api/v1/directories/0oa1gjh63g214q0Hq0g4/groups/modify");
    /// # Ok(()) }
    /// ```
    pub struct Directory;
    /// A directory on the premises.
    okta.directory(app_id)
}

impl Directory<'_> {
    /// Adds users to a group of the directory, or takes them out:
    /// `POST /api/v1/directories/{appInstanceId}/groups/modify`.
    pub fn change_membership(self, change: &GroupMembershipChange) -> Call<()> {
        self.call(op::UPDATE_GROUP_MEMBERSHIP, []).body(change).empty()
    }

    /// Asks the directory for attributes of a group:
    /// `POST /api/v1/directories/{appInstanceId}/groups/{groupId}/query`. The answer names where the result will be.
    pub fn query_group(self, group_id: impl AsRef<str>, query: &GroupQuery) -> Call<GroupQueryStarted> {
        self.call(op::SUBMIT_GROUP_ATTRIBUTE_QUERY, [group_id.as_ref()]).body(query).json()
    }

    /// Reads what the directory answered:
    /// `GET /api/v1/directories/{appInstanceId}/groups/{groupId}/query/{resultId}`. It is empty until there is an
    /// answer.
    pub fn group_query_result(
        self,
        group_id: impl AsRef<str>,
        result_id: impl AsRef<str>,
    ) -> Call<GroupQueryResult> {
        let ids = [group_id.as_ref(), result_id.as_ref()];
        self.call(op::GET_GROUP_ATTRIBUTE_QUERY_RESULT, ids).json_or_default()
    }
}

parts! {
    /// A change of who belongs to a group of a directory.
    pub struct GroupMembershipChange {
        /// The id of the group at Okta.
        id: String = "id",
        /// What to change.
        parameters: GroupMembershipParameters = "parameters",
    }

    /// What to change in a group.
    pub struct GroupMembershipParameters {
        /// Whether users are added or taken out.
        action: GroupMembershipAction = "action",
        /// The attribute that has the members: `member`.
        attribute: String = "attribute",
        /// The distinguished names of the users.
        values: Vec<String> = "values",
    }

    /// Which attributes of a group are asked for.
    pub struct GroupQuery {
        /// Their names.
        attributes: Vec<String> = "attributes",
    }

    /// A question that a directory was asked.
    pub struct GroupQueryStarted {
        /// The id of its result.
        result_id: String = "resultId",
    }

    /// What a directory answered.
    pub struct GroupQueryResult {
        /// The id of the group.
        id: String = "id",
        /// The attributes, by their names in the directory.
        profile: Map = "profile",
    }
}

impl GroupMembershipChange {
    /// Adds users, by their distinguished names, to a group that is named next.
    pub fn add<S: Into<String>>(attribute: impl Into<String>, values: impl IntoIterator<Item = S>) -> Self {
        GroupMembershipChange::with(GroupMembershipAction::ADD, attribute.into(), values)
    }

    /// Takes users, by their distinguished names, out of a group that is named next.
    pub fn remove<S: Into<String>>(
        attribute: impl Into<String>,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        GroupMembershipChange::with(GroupMembershipAction::REMOVE, attribute.into(), values)
    }

    /// Names the group, by its id at Okta.
    #[must_use]
    pub fn of(mut self, group_id: impl Into<String>) -> Self {
        self.id = group_id.into();
        self
    }

    fn with<S: Into<String>>(
        action: GroupMembershipAction,
        attribute: String,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        let parameters =
            GroupMembershipParameters { action, attribute, values, ..GroupMembershipParameters::default() };
        GroupMembershipChange { parameters, ..GroupMembershipChange::default() }
    }
}

impl GroupQuery {
    /// Asks for these attributes.
    pub fn new<S: Into<String>>(attributes: impl IntoIterator<Item = S>) -> Self {
        let attributes = attributes.into_iter().map(Into::into).collect();
        GroupQuery { attributes, ..GroupQuery::default() }
    }
}

open_enum! {
    /// Whether users are added to a group or taken out.
    pub enum GroupMembershipAction {
        ADD,
        REMOVE,
    }
}
