//! Group rules: which users Okta puts into groups by itself.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The group rules of an org; made by [`Okta::group_rules`](crate::Okta::group_rules). Okta's page is
    /// "Group Rules".
    ///
    /// A rule is made inactive. Once it is activated, users that its expression fits become members of its
    /// groups, now and at every change of a profile; a deactivated one takes its memberships back.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::group::{GroupRule, ListGroupUsers, NewGroup};
    /// use oktars::user::NewUser;
    ///
    /// let engineers = okta.groups().create(&NewGroup::new("Engineers")).await?;
    /// let rule = GroupRule::new("Engineering", r#"user.department == "Engineering""#, [&engineers.id]);
    /// let rule = okta.group_rules().create(&rule).await?;
    /// okta.group_rules().activate(&rule.id).await?;
    ///
    /// let new = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
    /// okta.users().create(&new.attribute("department", "Engineering")).await?;
    /// assert_eq!(okta.groups().users(&engineers.id, &ListGroupUsers::new()).all().await?.len(), 1);
    ///
    /// okta.group_rules().deactivate(&rule.id).await?;
    /// assert!(okta.groups().users(&engineers.id, &ListGroupUsers::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct GroupRules;
    /// The group rules of the org.
    okta.group_rules()
}

impl GroupRules<'_> {
    /// Lists the rules: `GET /api/v1/groups/rules`.
    pub fn list(self, query: &ListGroupRules) -> Listing<GroupRule> {
        query.apply(self.call(op::LIST_GROUP_RULES, [])).list()
    }

    /// Creates a rule, which is inactive at first: `POST /api/v1/groups/rules`.
    ///
    /// A name that is taken, a group that is not there and an expression that cannot be read are
    /// [validation errors](crate::Error::is_validation).
    pub fn create(self, rule: &GroupRule) -> Call<GroupRule> {
        self.call(op::CREATE_GROUP_RULE, []).body(rule).json()
    }

    /// Reads a rule: `GET /api/v1/groups/rules/{groupRuleId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<GroupRule> {
        self.call(op::GET_GROUP_RULE, [id.as_ref()]).json()
    }

    /// Replaces name and conditions of an inactive rule: `PUT /api/v1/groups/rules/{groupRuleId}`. Its
    /// groups cannot be changed.
    pub fn replace(self, id: impl AsRef<str>, rule: &GroupRule) -> Call<GroupRule> {
        self.call(op::REPLACE_GROUP_RULE, [id.as_ref()]).body(rule).json()
    }

    /// Deletes a rule: `DELETE /api/v1/groups/rules/{groupRuleId}`. The members that it made stay.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_GROUP_RULE, [id.as_ref()]).empty()
    }

    /// Deletes a rule, and says what happens to the members that it made; Okta removes them after a while.
    pub fn delete_with(self, id: impl AsRef<str>, options: &DeleteGroupRule) -> Call<()> {
        options.apply(self.call(op::DELETE_GROUP_RULE, [id.as_ref()])).empty()
    }

    /// Activates a rule: `POST /api/v1/groups/rules/{groupRuleId}/lifecycle/activate`. Okta evaluates it
    /// for all users after a while.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_GROUP_RULE, [id.as_ref()]).empty()
    }

    /// Deactivates a rule: `POST /api/v1/groups/rules/{groupRuleId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_GROUP_RULE, [id.as_ref()]).empty()
    }
}

query! {
    /// How to delete a rule.
    pub struct DeleteGroupRule {
        /// Whether the users that the rule assigned leave the groups too.
        remove_users: bool = "removeUsers",
    }
}

query! {
    /// Which rules to list, and how.
    ///
    /// ```
    /// let query = oktars::group::ListGroupRules::new().search("Engineering").limit(50);
    /// # let _ = query;
    /// ```
    pub struct ListGroupRules {
        /// Words that stand in the name, or the name of a group that is assigned.
        search: String = "search",
        /// The size of a page.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
        /// What to send along: `groupIdToGroupNameMap`.
        expand: String = "expand",
    }
}

model! {
    /// A group rule, read or to be made.
    pub struct GroupRule {
        /// What it is: `group_rule`.
        kind: GroupRuleType = "type",
        /// Its id.
        id: String = "id",
        /// Whether it works.
        status: GroupRuleStatus = "status",
        /// Its name, of 50 characters at most.
        name: String = "name",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whom it fits.
        conditions: GroupRuleConditions = "conditions",
        /// What it does.
        actions: GroupRuleActions = "actions",
        /// Whether all its groups are there.
        all_groups_valid: Option<bool> = "allGroupsValid",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        ..extra
    }
}

impl GroupRule {
    /// A rule that puts users that an expression fits into groups.
    ///
    /// ```
    /// use oktars::group::GroupRule;
    ///
    /// let rule = GroupRule::new("Staff", "user.userType == \"staff\"", ["00g1"]).exclude_users(["00u1"]);
    /// assert_eq!(rule.actions.assign_user_to_groups.group_ids, ["00g1"]);
    /// ```
    pub fn new<I: Into<String>>(
        name: impl Into<String>,
        expression: impl Into<String>,
        group_ids: impl IntoIterator<Item = I>,
    ) -> Self {
        let mut rule = GroupRule { kind: "group_rule".into(), name: name.into(), ..GroupRule::default() };
        rule.conditions.expression.kind = "urn:okta:expression:1.0".into();
        rule.conditions.expression.value = expression.into();
        rule.actions.assign_user_to_groups.group_ids = group_ids.into_iter().map(Into::into).collect();
        rule
    }

    /// Leaves these users alone, by their ids.
    #[must_use]
    pub fn exclude_users<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.conditions.people.users.exclude = ids.into_iter().map(Into::into).collect();
        self
    }
}

open_enum! {
    /// Whether a group rule works.
    pub enum GroupRuleStatus {
        /// It works.
        ACTIVE = "ACTIVE",
        /// It waits to be activated.
        INACTIVE = "INACTIVE",
        /// A group that it names is gone.
        INVALID = "INVALID",
    }
}

model! {
    /// Whom a group rule fits.
    pub struct GroupRuleConditions {
        /// Who is left alone.
        people: GroupRulePeople = "people",
        /// What a user must be like.
        expression: GroupRuleExpression = "expression",
        ..extra
    }
}

model! {
    /// Whom a group rule leaves alone.
    pub struct GroupRulePeople {
        /// Users, by their ids.
        users: GroupRuleExclusion = "users",
        /// Groups; Okta keeps them, and they have no effect.
        groups: GroupRuleExclusion = "groups",
        ..extra
    }
}

model! {
    /// Ids that a group rule leaves alone.
    pub struct GroupRuleExclusion {
        /// The ids.
        exclude: Vec<String> = "exclude",
        ..extra
    }
}

model! {
    /// An expression of the Okta Expression Language.
    pub struct GroupRuleExpression {
        /// The expression, for example `user.department == "Engineering"`.
        value: String = "value",
        /// Its language: `urn:okta:expression:1.0`.
        kind: String = "type",
        ..extra
    }
}

model! {
    /// What a group rule does.
    pub struct GroupRuleActions {
        /// Makes members.
        assign_user_to_groups: GroupRuleAssignment = "assignUserToGroups",
        ..extra
    }
}

model! {
    /// The groups that a group rule fills.
    pub struct GroupRuleAssignment {
        /// Their ids.
        group_ids: Vec<String> = "groupIds",
        ..extra
    }
}

open_enum! {
    /// What a group rule is.
    pub enum GroupRuleType {
        GROUP_RULE = "group_rule",
    }
}
