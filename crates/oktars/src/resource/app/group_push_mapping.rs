//! Group push: groups whose members Okta writes into an app.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The groups that are pushed to one app; made by
    /// [`Okta::group_push_mappings`](crate::Okta::group_push_mappings). Okta's page is "Group Push Mappings".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let app = okta.apps().create(&oktars::app::NewApp::org2org(
    /// #     "Hub", "https://hub.okta.com", "https://hub.okta.com/sso/saml2/0oa1", "https://hub.okta.com/saml2/sp",
    /// # )).await?;
    /// # let group = okta.groups().create(&oktars::group::NewGroup::new("Engineers")).await?;
    /// use oktars::app::NewGroupPushMapping;
    ///
    /// let mappings = okta.group_push_mappings(&app.id);
    /// let mapping = mappings.create(&NewGroupPushMapping::to_new_group(&group.id, "engineers")).await?;
    /// mappings.set_status(&mapping.id, "INACTIVE").await?;
    /// mappings.delete_with_target_group(&mapping.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct GroupPushMappings;
    /// The groups that are pushed to an app.
    okta.group_push_mappings(app_id)
}

impl GroupPushMappings<'_> {
    /// Lists the mappings: `GET /api/v1/apps/{appId}/group-push/mappings`.
    pub fn list(self, query: &ListGroupPushMappings) -> Listing<GroupPushMapping> {
        query.apply(self.call(op::LIST_GROUP_PUSH_MAPPINGS, [])).list()
    }

    /// Creates a mapping: `POST /api/v1/apps/{appId}/group-push/mappings`.
    pub fn create(self, mapping: &NewGroupPushMapping) -> Call<GroupPushMapping> {
        self.call(op::CREATE_GROUP_PUSH_MAPPING, []).body(mapping).json()
    }

    /// Reads a mapping: `GET /api/v1/apps/{appId}/group-push/mappings/{mappingId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<GroupPushMapping> {
        self.call(op::GET_GROUP_PUSH_MAPPING, [id.as_ref()]).json()
    }

    /// Makes a mapping `ACTIVE` or `INACTIVE`: `PATCH /api/v1/apps/{appId}/group-push/mappings/{mappingId}`.
    pub fn set_status(self, id: impl AsRef<str>, status: impl AsRef<str>) -> Call<GroupPushMapping> {
        let status = json!({ "status": status.as_ref() });
        self.call(op::UPDATE_GROUP_PUSH_MAPPING, [id.as_ref()]).body(&status).json()
    }

    /// Deletes an inactive mapping, and keeps the group at the app:
    /// `DELETE /api/v1/apps/{appId}/group-push/mappings/{mappingId}?deleteTargetGroup=false`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_GROUP_PUSH_MAPPING, [id.as_ref()]).query("deleteTargetGroup", false).empty()
    }

    /// Deletes an inactive mapping together with the group at the app.
    pub fn delete_with_target_group(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_GROUP_PUSH_MAPPING, [id.as_ref()]).query("deleteTargetGroup", true).empty()
    }
}

query! {
    /// Which mappings to list, and how.
    pub struct ListGroupPushMappings {
        /// Only those of this group.
        source_group_id: String = "sourceGroupId",
        /// Only those with this status: `ACTIVE`, `INACTIVE` or `ERROR`.
        status: String = "status",
        /// Only those that changed since this time.
        last_updated: String = "lastUpdated",
        /// The size of a page; the greatest, 1000, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

/// A mapping to be made.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewGroupPushMapping {
    source_group_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_group_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_group_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
}

impl NewGroupPushMapping {
    /// From a group of Okta to a group that the app has already.
    pub fn to_group(source_group_id: impl Into<String>, target_group_id: impl Into<String>) -> Self {
        NewGroupPushMapping {
            source_group_id: source_group_id.into(),
            target_group_id: Some(target_group_id.into()),
            ..NewGroupPushMapping::default()
        }
    }

    /// From a group of Okta to a group that is made at the app.
    pub fn to_new_group(source_group_id: impl Into<String>, name: impl Into<String>) -> Self {
        NewGroupPushMapping {
            source_group_id: source_group_id.into(),
            target_group_name: Some(name.into()),
            ..NewGroupPushMapping::default()
        }
    }

    /// `ACTIVE`, which is the default, or `INACTIVE`.
    #[must_use]
    pub fn status(mut self, status: impl Into<String>) -> Self {
        self.status = Some(status.into());
        self
    }
}

model! {
    /// A group that is pushed to an app.
    pub struct GroupPushMapping {
        /// Its id.
        id: String = "id",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When the group was pushed last.
        last_push: Option<Timestamp> = "lastPush",
        /// The id of the group in Okta.
        source_group_id: String = "sourceGroupId",
        /// The id of the group at the app.
        target_group_id: Option<String> = "targetGroupId",
        /// `ACTIVE`, `INACTIVE` or `ERROR`.
        status: GroupPushMappingStatus = "status",
        /// What went wrong.
        error_summary: Option<String> = "errorSummary",
        /// What is peculiar to a kind of app.
        app_config: Map = "appConfig",
        /// Links to app and groups.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// Whether a group is pushed.
    pub enum GroupPushMappingStatus {
        ACTIVE,
        ERROR,
        INACTIVE,
    }
}
