//! The rules of policies: what happens, and when.

use oktars_catalog::op;

use super::{CreatePolicy, PolicyRuleActions, PolicyRuleConditions};
use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The rules of one policy; made by [`Okta::policy_rules`](crate::Okta::policy_rules). Okta's page is
    /// "Policies"; an example is at [`Policies`](super::Policies).
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
    /// A rule of a policy, read or to be made.
    pub struct PolicyRule {
        /// Its id.
        id: String = "id",
        /// Whether it works.
        status: LifecycleStatus = "status",
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
        /// When it applies.
        conditions: PolicyRuleConditions = "conditions",
        /// What it does.
        actions: PolicyRuleActions = "actions",
        /// What it is about, which is what its policy is about.
        kind: PolicyRuleType = "type",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

impl PolicyRule {
    /// A rule of a type. What it does is in [`actions`](PolicyRule::actions).
    pub fn new(kind: PolicyRuleType, name: impl Into<String>) -> Self {
        PolicyRule { kind, name: name.into(), ..PolicyRule::default() }
    }
}

open_enum! {
    /// What a rule is about.
    pub enum PolicyRuleType {
        /// Signing in to apps.
        ACCESS_POLICY,
        /// How Okta's programs on devices are updated.
        CLIENT_UPDATE,
        /// What is asked of devices.
        DEVICE_SIGNAL_COLLECTION,
        /// What is done about users at risk.
        ENTITY_RISK,
        /// When claims are read again.
        IDENTITY_CLAIM_SOURCING,
        /// Where users sign in.
        IDP_DISCOVERY,
        /// When users enroll.
        MFA_ENROLL,
        /// What users may do about their passwords.
        PASSWORD,
        /// Sessions that continue.
        POST_AUTH_SESSION,
        /// How users sign up.
        PROFILE_ENROLLMENT,
        /// Sessions that somebody else took over.
        SESSION_VIOLATION_DETECTION,
        /// Sessions of Okta itself, of a policy of type `OKTA_SIGN_ON`.
        SIGN_ON,
    }
}
