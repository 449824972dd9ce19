//! Policies and their rules: what users must do, when, and which users.

use oktars_catalog::op;
use serde_json::Value;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::query;
use crate::resource::app::App;

handle! {
    /// The policies of an org; made by [`Okta::policies`](crate::Okta::policies). Okta's page is "Policies".
    ///
    /// A policy holds for the people that its conditions name; of several, the one with the least priority number is
    /// taken. What its rules do is in [`PolicyRule::actions`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::group::NewGroup;
    /// use oktars::policy::{ListPolicies, Policy, PolicyRule, PolicyType};
    /// use serde_json::json;
    ///
    /// let group = okta.groups().create(&NewGroup::new("Contractors")).await?;
    /// let policy = Policy::new(PolicyType::OKTA_SIGN_ON, "Contractors")
    ///     .condition("people", json!({"groups": {"include": [group.id]}}));
    /// let policy = okta.policies().create(&policy).await?;
    ///
    /// let rule = PolicyRule::new("SIGN_ON", "At work")
    ///     .condition("network", json!({"connection": "ANYWHERE"}))
    ///     .action("signon", json!({"access": "ALLOW", "requireFactor": false}));
    /// let rule = okta.policy_rules(&policy.id).create(&rule).await?;
    /// okta.policy_rules(&policy.id).deactivate(&rule.id).await?;
    ///
    /// let all = okta.policies().list(&ListPolicies::of(PolicyType::OKTA_SIGN_ON)).all().await?;
    /// assert!(all.iter().any(|known| known.id == policy.id));
    /// # Ok(()) }
    /// ```
    pub struct Policies;
    /// The policies of the org.
    okta.policies()
}

impl Policies<'_> {
    /// Lists the policies of a type, which must be given: `GET /api/v1/policies?type={type}`.
    pub fn list(self, query: &ListPolicies) -> Listing<Policy> {
        query.apply(self.call(op::LIST_POLICIES, [])).list()
    }

    /// Creates a policy, active, which is Okta's default: `POST /api/v1/policies`.
    pub fn create(self, policy: &Policy) -> Call<Policy> {
        self.create_with(policy, &CreatePolicy::default())
    }

    /// Creates a policy, active or not: `POST /api/v1/policies?activate={activate}`.
    pub fn create_with(self, policy: &Policy, options: &CreatePolicy) -> Call<Policy> {
        options.apply(self.call(op::CREATE_POLICY, [])).body(policy).json()
    }

    /// Reads a policy: `GET /api/v1/policies/{policyId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Policy> {
        self.call(op::GET_POLICY, [id.as_ref()]).json()
    }

    /// Reads a policy with its rules, in `embedded`: `GET /api/v1/policies/{policyId}?expand=rules`.
    pub fn get_with_rules(self, id: impl AsRef<str>) -> Call<Policy> {
        self.call(op::GET_POLICY, [id.as_ref()]).query("expand", "rules").json()
    }

    /// Replaces a policy: `PUT /api/v1/policies/{policyId}`.
    pub fn replace(self, id: impl AsRef<str>, policy: &Policy) -> Call<Policy> {
        self.call(op::REPLACE_POLICY, [id.as_ref()]).body(policy).json()
    }

    /// Deletes a policy, with its rules: `DELETE /api/v1/policies/{policyId}`. Okta keeps the default ones.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_POLICY, [id.as_ref()]).empty()
    }

    /// Activates a policy: `POST /api/v1/policies/{policyId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_POLICY, [id.as_ref()]).empty()
    }

    /// Deactivates a policy: `POST /api/v1/policies/{policyId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_POLICY, [id.as_ref()]).empty()
    }

    /// Makes another policy like one, with its rules: `POST /api/v1/policies/{policyId}/clone`.
    pub fn duplicate(self, id: impl AsRef<str>) -> Call<Policy> {
        self.call(op::CLONE_POLICY, [id.as_ref()]).json()
    }

    /// Lists the apps that a policy holds for: `GET /api/v1/policies/{policyId}/app`. Okta has deprecated
    /// it.
    pub fn apps(self, id: impl AsRef<str>, query: &ListPolicyApps) -> Listing<App> {
        query.apply(self.call(op::LIST_POLICY_APPS, [id.as_ref()])).list()
    }

    /// Lists what a policy holds for: `GET /api/v1/policies/{policyId}/mappings`.
    pub fn mappings(self, id: impl AsRef<str>, query: &ListPolicyMappings) -> Listing<PolicyMapping> {
        query.apply(self.call(op::LIST_POLICY_MAPPINGS, [id.as_ref()])).list()
    }

    /// Lets a policy hold for something: `POST /api/v1/policies/{policyId}/mappings`. The body has a
    /// `resourceId` and a `resourceType`.
    pub fn map(self, id: impl AsRef<str>, resource: &Value) -> Call<PolicyMapping> {
        self.call(op::MAP_RESOURCE_TO_POLICY, [id.as_ref()]).body(resource).json()
    }

    /// Reads one thing that a policy holds for: `GET /api/v1/policies/{policyId}/mappings/{mappingId}`.
    pub fn mapping(self, id: impl AsRef<str>, mapping_id: impl AsRef<str>) -> Call<PolicyMapping> {
        self.call(op::GET_POLICY_MAPPING, [id.as_ref(), mapping_id.as_ref()]).json()
    }

    /// Lets a policy hold for something no more:
    /// `DELETE /api/v1/policies/{policyId}/mappings/{mappingId}`.
    pub fn remove_mapping(self, id: impl AsRef<str>, mapping_id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_POLICY_RESOURCE_MAPPING, [id.as_ref(), mapping_id.as_ref()]).empty()
    }

    /// Asks which policies and rules would be taken: `POST /api/v1/policies/simulate`. Each situation is an
    /// object with an `appInstance` and what else is known; the answer is Okta's own.
    pub fn simulate(self, situations: &[Value]) -> Listing<Value> {
        self.call(op::CREATE_POLICY_SIMULATION, []).body(situations).list()
    }
}

query! {
    /// Which policies to list, and how.
    pub struct ListPolicies {
        /// Only those of this type, without which Okta lists none.
        kind: String = "type",
        /// Only those with this status: `ACTIVE` or `INACTIVE`.
        status: String = "status",
        /// Only those whose name holds this.
        q: String = "q",
        /// What to send along: `rules`.
        expand: String = "expand",
        /// What to sort by.
        sort_by: String = "sortBy",
        /// The size of a page.
        limit: u32 = "limit",
        /// Only those that hold for this app or authorization server.
        resource_id: String = "resourceId",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

impl ListPolicies {
    /// The policies of a type.
    pub fn of(kind: PolicyType) -> Self {
        ListPolicies::new().kind(kind.as_str())
    }
}

query! {
    /// How to create a policy, or a rule.
    pub struct CreatePolicy {
        /// Whether it works at once, which is the default.
        activate: bool = "activate",
    }
}

query! {
    /// How to list the apps of a policy. Okta has nothing to choose here yet.
    pub struct ListPolicyApps {}
}

query! {
    /// How to list what a policy holds for. Okta has nothing to choose here yet.
    pub struct ListPolicyMappings {}
}

handle! {
    /// The rules of one policy; made by [`Okta::policy_rules`](crate::Okta::policy_rules). Okta's page is
    /// "Policies"; an example is at [`Policies`].
    pub struct PolicyRules;
    /// The rules of a policy.
    okta.policy_rules(policy_id)
}

impl PolicyRules<'_> {
    /// Lists the rules: `GET /api/v1/policies/{policyId}/rules`.
    pub fn list(self, query: &ListPolicyRules) -> Listing<PolicyRule> {
        query.apply(self.call(op::LIST_POLICY_RULES, [])).list()
    }

    /// Creates a rule, active, which is Okta's default: `POST /api/v1/policies/{policyId}/rules`.
    pub fn create(self, rule: &PolicyRule) -> Call<PolicyRule> {
        self.create_with(rule, &CreatePolicy::default())
    }

    /// Creates a rule, active or not: `POST /api/v1/policies/{policyId}/rules?activate={activate}`.
    pub fn create_with(self, rule: &PolicyRule, options: &CreatePolicy) -> Call<PolicyRule> {
        options.apply(self.call(op::CREATE_POLICY_RULE, [])).body(rule).json()
    }

    /// Reads a rule: `GET /api/v1/policies/{policyId}/rules/{ruleId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<PolicyRule> {
        self.call(op::GET_POLICY_RULE, [id.as_ref()]).json()
    }

    /// Replaces a rule: `PUT /api/v1/policies/{policyId}/rules/{ruleId}`.
    pub fn replace(self, id: impl AsRef<str>, rule: &PolicyRule) -> Call<PolicyRule> {
        self.call(op::REPLACE_POLICY_RULE, [id.as_ref()]).body(rule).json()
    }

    /// Deletes a rule: `DELETE /api/v1/policies/{policyId}/rules/{ruleId}`. Okta keeps the default ones.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_POLICY_RULE, [id.as_ref()]).empty()
    }

    /// Activates a rule: `POST /api/v1/policies/{policyId}/rules/{ruleId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_POLICY_RULE, [id.as_ref()]).empty()
    }

    /// Deactivates a rule: `POST /api/v1/policies/{policyId}/rules/{ruleId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_POLICY_RULE, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the rules of a policy.
    pub struct ListPolicyRules {
        /// The most of them; all unless set.
        limit: u32 = "limit",
    }
}

model! {
    /// A policy, read or to be made.
    pub struct Policy {
        /// Its id.
        id: String = "id",
        /// `ACTIVE` or `INACTIVE`.
        status: Option<String> = "status",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// Its place among those of its type; the least number is taken first.
        priority: Option<i64> = "priority",
        /// Whether it is one of Okta's own, which cannot be deleted.
        system: Option<bool> = "system",
        /// Whom it holds for, and where, under Okta's names.
        conditions: Map = "conditions",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// What it asks for, where that is not in its rules: of passwords, or of enrollment.
        settings: Map = "settings",
        /// What it is about.
        kind: PolicyType = "type",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

impl Policy {
    /// A policy of a type.
    pub fn new(kind: PolicyType, name: impl Into<String>) -> Self {
        Policy { kind, name: name.into(), ..Policy::default() }
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Holds under a condition, such as `people` or `network`, in addition to those that it has.
    #[must_use]
    pub fn condition(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.conditions.insert(name.into(), value.into());
        self
    }

    /// Has a setting, such as `password` or `factors`.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }
}

model! {
    /// A rule of a policy, read or to be made.
    pub struct PolicyRule {
        /// Its id.
        id: String = "id",
        /// `ACTIVE` or `INACTIVE`.
        status: Option<String> = "status",
        /// Its name.
        name: String = "name",
        /// Its place among those of its policy; the least number is taken first.
        priority: Option<i64> = "priority",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whether it is one of Okta's own, which cannot be deleted.
        system: Option<bool> = "system",
        /// Whom it holds for, and where, under Okta's names.
        conditions: Map = "conditions",
        /// What it does, under Okta's names: `signon`, `passwordChange`, `enroll` and so on.
        actions: Map = "actions",
        /// The kind of rule: that of its policy, or `SIGN_ON` for one of the type `OKTA_SIGN_ON`.
        kind: String = "type",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

impl PolicyRule {
    /// A rule of a kind, such as `SIGN_ON`, `PASSWORD` or `ACCESS_POLICY`.
    pub fn new(kind: impl Into<String>, name: impl Into<String>) -> Self {
        PolicyRule { kind: kind.into(), name: name.into(), ..PolicyRule::default() }
    }

    /// Holds under a condition, such as `people` or `network`, in addition to those that it has.
    #[must_use]
    pub fn condition(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.conditions.insert(name.into(), value.into());
        self
    }

    /// Does something, such as `signon`.
    #[must_use]
    pub fn action(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.actions.insert(name.into(), value.into());
        self
    }
}

model! {
    /// Something that a policy holds for.
    pub struct PolicyMapping {
        /// Its id.
        id: String = "id",
        /// Links, to the app among others.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// What a policy is about.
    pub enum PolicyType {
        /// Sessions of Okta itself.
        OKTA_SIGN_ON = "OKTA_SIGN_ON",
        /// Passwords, and how they are recovered.
        PASSWORD = "PASSWORD",
        /// Which factors users enroll.
        MFA_ENROLL = "MFA_ENROLL",
        /// Where users sign in.
        IDP_DISCOVERY = "IDP_DISCOVERY",
        /// Signing in to apps.
        ACCESS_POLICY = "ACCESS_POLICY",
        /// How users sign up.
        PROFILE_ENROLLMENT = "PROFILE_ENROLLMENT",
        /// Sessions that go on.
        POST_AUTH_SESSION = "POST_AUTH_SESSION",
        /// What is done about users at risk.
        ENTITY_RISK = "ENTITY_RISK",
        /// What is asked of devices.
        DEVICE_SIGNAL_COLLECTION = "DEVICE_SIGNAL_COLLECTION",
        /// Access tokens of authorization servers.
        RESOURCE_ACCESS = "RESOURCE_ACCESS",
    }
}
