//! Groups and their members.

pub(crate) mod member;
pub(crate) mod owner;
pub(crate) mod rule;

pub use self::member::*;
pub use self::owner::*;
pub use self::rule::*;

use oktars_catalog::{Operation, op};
use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::client::Okta;
use crate::expression::Expression;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum, set};
use crate::query::{SortOrder, query};
#[cfg(feature = "app")]
use crate::resource::app::App;

/// The groups of an org; made by [`Okta::groups`].
///
/// A group is named by its id alone; to find one by its name, list with [`ListGroups::q`] or
/// [`ListGroups::search`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::attr;
/// use oktars::group::{ListGroupUsers, ListGroups, NewGroup};
/// use oktars::user::NewUser;
///
/// let group = okta.groups().create(&NewGroup::new("Engineering").description("Those who build")).await?;
/// # let new = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
/// let user = okta.users().create(&new).await?;
/// okta.groups().add_user(&group.id, &user.id).await?;
///
/// let mut members = okta.groups().users(&group.id, &ListGroupUsers::new());
/// while let Some(member) = members.try_next().await? {
///     assert_eq!(member.profile.login, "tim@example.gov");
/// }
///
/// let query = ListGroups::new().search(attr("profile.name").sw("Eng")).sort_by("profile.name");
/// assert_eq!(okta.groups().list(&query).all().await?.len(), 1);
///
/// let mut profile = group.profile;
/// profile.description = None;
/// okta.groups().replace(&group.id, &profile).await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Groups<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// The groups of the org.
    pub fn groups(&self) -> Groups<'_> {
        Groups { okta: self }
    }
}

impl Groups<'_> {
    /// A call about one group.
    fn call(self, operation: Operation, id: impl AsRef<str>) -> Call {
        self.okta.call(operation).path("groupId", id)
    }

    /// Lists groups of all kinds: `GET /api/v1/groups`.
    pub fn list(self, query: &ListGroups) -> Listing<Group> {
        query.apply(self.okta.call(op::LIST_GROUPS)).list()
    }

    /// Creates a group whose members Okta keeps: `POST /api/v1/groups`.
    ///
    /// A name that is taken is a [validation error](crate::Error::is_validation).
    pub fn create(self, group: &NewGroup) -> Call<Group> {
        self.okta.call(op::ADD_GROUP).body(group).json()
    }

    /// Reads a group: `GET /api/v1/groups/{id}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Group> {
        self.call(op::GET_GROUP, id).json()
    }

    /// Replaces the profile of a group of type `OKTA_GROUP`: `PUT /api/v1/groups/{id}`.
    ///
    /// Attributes that the new profile lacks are removed, so read the group first and change what it has.
    pub fn replace(self, id: impl AsRef<str>, profile: &GroupProfile) -> Call<Group> {
        self.call(op::REPLACE_GROUP, id).body(&Profile { profile }).json()
    }

    /// Deletes a group, with its memberships and assignments: `DELETE /api/v1/groups/{id}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_GROUP, id).empty()
    }

    /// The apps that are assigned to the group: `GET /api/v1/groups/{id}/apps`.
    #[cfg(feature = "app")]
    /// The apps that are assigned to the group, with a size of page.
    #[cfg(feature = "app")]
    pub fn apps(self, id: impl AsRef<str>, query: &ListGroupApps) -> Listing<App> {
        query.apply(self.call(op::LIST_ASSIGNED_APPLICATIONS_FOR_GROUP, id)).list()
    }
}

query! {
    /// How to list the apps of a group.
    pub struct ListGroupApps {
        ..pages
    }
}

/// Which groups to list, and how. Okta takes only one of `search`, `filter` and `q`.
///
/// ```
/// use oktars::attr;
/// use oktars::group::{GroupType, ListGroups};
///
/// let query = ListGroups::new()
///     .filter(attr("type").eq(GroupType::APP_GROUP).and(attr("lastMembershipUpdated").gt("2026-01-01T00:00:00.000Z")))
///     .limit(200);
/// # let _ = query;
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ListGroups {
    /// An expression over any attribute of the profile, and over type, source and dates.
    pub search: Option<Expression>,
    /// An expression over the few attributes that `filter` knows.
    pub filter: Option<Expression>,
    /// The start of a name; exact matches come first. There is never a second page.
    pub q: Option<String>,
    /// The attribute to sort by, in a search.
    pub sort_by: Option<String>,
    /// The order to sort in.
    pub sort_order: Option<SortOrder>,
    /// The size of a page; the greatest, 10000, unless set, and 200 where `expand` is.
    pub limit: Option<u32>,
    /// The cursor of a page, as it stands in a next link.
    pub after: Option<String>,
    /// What to send along: `stats` or `app`.
    pub expand: Option<String>,
}

impl ListGroups {
    /// All groups.
    pub fn new() -> Self {
        ListGroups::default()
    }

    /// Lists only what the expression finds. Text is taken as an expression too.
    #[must_use]
    pub fn search(mut self, expression: impl Into<Expression>) -> Self {
        self.search = Some(expression.into());
        self
    }

    /// Lists only what passes the filter. Text is taken as an expression too.
    #[must_use]
    pub fn filter(mut self, expression: impl Into<Expression>) -> Self {
        self.filter = Some(expression.into());
        self
    }

    /// Lists only groups whose name begins so.
    #[must_use]
    pub fn q(mut self, start: impl Into<String>) -> Self {
        self.q = Some(start.into());
        self
    }

    /// Sorts by an attribute, for example `profile.name`.
    #[must_use]
    pub fn sort_by(mut self, attribute: impl Into<String>) -> Self {
        self.sort_by = Some(attribute.into());
        self
    }

    /// Sorts in this order.
    #[must_use]
    pub fn sort_order(mut self, order: SortOrder) -> Self {
        self.sort_order = Some(order);
        self
    }

    /// Sets the size of a page. The list still covers all pages.
    #[must_use]
    pub fn limit(mut self, groups: u32) -> Self {
        self.limit = Some(groups);
        self
    }

    /// Starts at a cursor.
    #[must_use]
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.after = Some(cursor.into());
        self
    }

    /// Asks for more with each group: `stats` or `app`.
    #[must_use]
    pub fn expand(mut self, relation: impl Into<String>) -> Self {
        self.expand = Some(relation.into());
        self
    }

    fn apply(&self, call: Call) -> Call {
        // What is sent along is counted group by group, which a page of thousands makes too slow.
        let limit = self.limit.or(self.expand.is_some().then_some(200));
        call.expression("search", self.search.as_ref())
            .expression("filter", self.filter.as_ref())
            .query_opt("q", self.q.as_ref())
            .query_opt("sortBy", self.sort_by.as_ref())
            .query_opt("sortOrder", self.sort_order)
            .query_opt("limit", limit)
            .query_opt("after", self.after.as_ref())
            .query_opt("expand", self.expand.as_ref())
    }
}

/// A group to be created.
///
/// ```
/// use oktars::group::NewGroup;
///
/// let new = NewGroup::new("Engineering").description("Those who build").attribute("costCenter", 17);
/// assert_eq!(
///     serde_json::to_string(&new).unwrap(),
///     r#"{"profile":{"name":"Engineering","description":"Those who build","costCenter":17}}"#
/// );
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewGroup {
    /// Name, description, and attributes of the org's own.
    pub profile: GroupProfile,
}

impl NewGroup {
    /// A group of this name.
    pub fn new(name: impl Into<String>) -> Self {
        NewGroup { profile: GroupProfile { name: name.into(), ..GroupProfile::default() } }
    }

    /// Says what the group is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.profile.description = Some(text.into());
        self
    }

    /// Has any other attribute, by its name in the schema.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        set(&mut self.profile, name, value.into());
        self
    }
}

#[derive(Serialize)]
struct Profile<'a> {
    profile: &'a GroupProfile,
}

model! {
    /// A group.
    pub struct Group {
        /// Its id.
        id: String = "id",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When its profile changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When its members changed last.
        last_membership_updated: Option<Timestamp> = "lastMembershipUpdated",
        /// What kinds of object it is, for example `okta:user_group`.
        object_class: Vec<String> = "objectClass",
        /// Where its members come from.
        group_type: GroupType = "type",
        /// Name, description, and attributes of the org's own.
        profile: GroupProfile = "profile",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to what belongs to it.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// The profile of a group.
    pub struct GroupProfile {
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        ..custom
    }
}

open_enum! {
    /// Where the members of a group come from.
    pub enum GroupType {
        /// From Okta itself: its members can be changed.
        OKTA_GROUP = "OKTA_GROUP",
        /// From an app, such as a directory.
        APP_GROUP = "APP_GROUP",
        /// Okta's own, such as `Everyone`.
        BUILT_IN = "BUILT_IN",
    }
}
