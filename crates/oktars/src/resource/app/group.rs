//! The groups of an app.

use oktars_catalog::{Operation, op};
use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::client::Okta;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;

/// The groups of one app, whose members have the app; made by [`Okta::app_groups`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// # let app = okta.apps().create(&oktars::app::NewApp::bookmark("Wiki", "https://wiki.example.gov")).await?;
/// # let group = okta.groups().create(&oktars::group::NewGroup::new("Engineering")).await?;
/// use oktars::app::{AppGroupPatch, ListAppGroups, NewAppGroup};
///
/// let groups = okta.app_groups(&app.id);
/// let assigned = groups.assign(&NewAppGroup::new(&group.id).priority(0)).await?;
/// assert_eq!(assigned.priority, Some(0));
///
/// groups.update(&group.id, &AppGroupPatch::new().priority(3)).await?;
/// assert_eq!(groups.list(&ListAppGroups::new()).all().await?[0].priority, Some(3));
/// groups.remove(&group.id).await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AppGroups<'a> {
    okta: &'a Okta,
    app_id: &'a str,
}

impl Okta {
    /// The groups of an app.
    pub fn app_groups<'a>(&'a self, app_id: &'a str) -> AppGroups<'a> {
        AppGroups { okta: self, app_id }
    }
}

impl AppGroups<'_> {
    fn call(self, operation: Operation) -> Call {
        self.okta.call(operation).path("appId", self.app_id)
    }

    fn call_group(self, operation: Operation, group_id: impl AsRef<str>) -> Call {
        self.call(operation).path("groupId", group_id)
    }

    /// Lists the groups that have the app: `GET /api/v1/apps/{appId}/groups`. Pages hold 200 groups.
    pub fn list(self, query: &ListAppGroups) -> Listing<AppGroup> {
        query.apply(self.call(op::LIST_APPLICATION_GROUP_ASSIGNMENTS)).list()
    }

    /// Reads an assignment: `GET /api/v1/apps/{appId}/groups/{groupId}`.
    ///
    /// A group that does not have the app is [not found](crate::Error::is_not_found).
    pub fn get(self, group_id: impl AsRef<str>) -> Call<AppGroup> {
        self.call_group(op::GET_APPLICATION_GROUP_ASSIGNMENT, group_id).json()
    }

    /// Gives a group the app, or replaces its assignment: `PUT /api/v1/apps/{appId}/groups/{groupId}`.
    pub fn assign(self, group: &NewAppGroup) -> Call<AppGroup> {
        self.call_group(op::ASSIGN_GROUP_TO_APPLICATION, &group.id).body(group).json()
    }

    /// Changes what the patch names, and nothing else: `PATCH /api/v1/apps/{appId}/groups/{groupId}`.
    pub fn update(self, group_id: impl AsRef<str>, patch: &AppGroupPatch) -> Call<AppGroup> {
        self.call_group(op::UPDATE_GROUP_ASSIGNMENT_TO_APPLICATION, group_id).body(patch).json()
    }

    /// Takes the app from a group: `DELETE /api/v1/apps/{appId}/groups/{groupId}`. Members who have the
    /// app through this group alone lose it.
    pub fn remove(self, group_id: impl AsRef<str>) -> Call<()> {
        self.call_group(op::UNASSIGN_APPLICATION_FROM_GROUP, group_id).empty()
    }
}

query! {
    /// Which groups of an app to list, and how.
    pub struct ListAppGroups {
        /// The start of a name.
        q: String = "q",
        /// The size of a page, from 20 to 200; the greatest unless set. The list still covers all pages.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
        /// What to send along: `group` or `metadata`.
        expand: String = "expand",
    }
}

/// How a group is given an app. What is not said is left to Okta.
///
/// ```
/// use oktars::app::NewAppGroup;
///
/// let new = NewAppGroup::new("00g1").priority(0).attribute("role", "editor");
/// assert_eq!(serde_json::to_string(&new).unwrap(), r#"{"priority":0,"profile":{"role":"editor"}}"#);
/// assert_eq!(serde_json::to_string(&NewAppGroup::new("00g1")).unwrap(), "{}");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewAppGroup {
    /// It stands in the path.
    #[serde(skip)]
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u32>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    profile: Map,
}

impl NewAppGroup {
    /// The group of this id, after all others, with no attributes.
    pub fn new(group_id: impl Into<String>) -> Self {
        NewAppGroup { id: group_id.into(), ..NewAppGroup::default() }
    }

    /// Goes before groups of a greater number, where several give a user attributes.
    #[must_use]
    pub fn priority(mut self, priority: u32) -> Self {
        self.priority = Some(priority);
        self
    }

    /// Gives the members this attribute at the app, by its name in the app's schema.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.profile.insert(name.into(), value.into());
        self
    }
}

/// Changes to a group's assignment, which Okta takes as a JSON Patch.
///
/// ```
/// use oktars::app::AppGroupPatch;
///
/// let patch = AppGroupPatch::new().priority(1).set("a/b", "x");
/// assert_eq!(
///     serde_json::to_string(&patch).unwrap(),
///     r#"[{"op":"replace","path":"/priority","value":1},{"op":"replace","path":"/profile/a~1b","value":"x"}]"#
/// );
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct AppGroupPatch(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Step {
    op: &'static str,
    path: String,
    value: Value,
}

impl AppGroupPatch {
    /// No change.
    pub fn new() -> Self {
        AppGroupPatch::default()
    }

    /// Sets the priority.
    #[must_use]
    pub fn priority(self, priority: u32) -> Self {
        self.replace("/priority".to_owned(), priority.into())
    }

    /// Sets an attribute of the members at the app, by its name in the app's schema.
    #[must_use]
    pub fn set(self, attribute: impl AsRef<str>, value: impl Into<Value>) -> Self {
        let path = format!("/profile/{}", pointer(attribute.as_ref()));
        self.replace(path, value.into())
    }

    /// Clears an attribute.
    #[must_use]
    pub fn clear(self, attribute: impl AsRef<str>) -> Self {
        self.set(attribute, Value::Null)
    }

    fn replace(mut self, path: String, value: Value) -> Self {
        self.0.push(Step { op: "replace", path, value });
        self
    }
}

/// A name as one step of a JSON Pointer.
fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

model! {
    /// A group of an app.
    pub struct AppGroup {
        /// The group's id.
        id: String = "id",
        /// When the assignment changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Its place among the groups of the app; the least goes first.
        priority: Option<i64> = "priority",
        /// What it gives its members at the app.
        profile: Map = "profile",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to app and group.
        links: Map = "_links",
        ..extra
    }
}
