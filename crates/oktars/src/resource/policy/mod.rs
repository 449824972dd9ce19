//! Policies and their rules: what users must do, when, and which users.

mod action;
mod condition;
mod mapping;
mod rule;
mod settings;
mod simulation;
mod verification;

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};
use crate::query::query;
use crate::resource::app::App;

pub use self::action::*;
pub use self::condition::*;
pub use self::mapping::*;
pub use self::rule::*;
pub use self::settings::*;
pub use self::simulation::*;
pub use self::verification::*;

handle! {
    /// The policies of an org; made by [`Okta::policies`](crate::Okta::policies). Okta's page is "Policies".
    ///
    /// A policy applies to the people that its conditions name; of several, the one with the least priority number is
    /// taken. What its rules do is in [`PolicyRule::actions`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::group::NewGroup;
    /// use oktars::policy::{
    ///     Access, ListPolicies, NetworkConnection, Policy, PolicyRule, PolicyRuleType, PolicyType,
    /// };
    ///
    /// let group = okta.groups().create(&NewGroup::new("Contractors")).await?;
    /// let policy = Policy::new(PolicyType::OKTA_SIGN_ON, "Contractors").groups([&group.id]);
    /// let policy = okta.policies().create(&policy).await?;
    ///
    /// let mut rule = PolicyRule::new(PolicyRuleType::SIGN_ON, "At work");
    /// rule.conditions.network.connection = NetworkConnection::ANYWHERE;
    /// rule.actions.signon.access = Access::ALLOW;
    /// rule.actions.signon.session.max_session_idle_minutes = Some(30);
    /// let rule = okta.policy_rules(&policy.id).create(&rule).await?;
    /// okta.policy_rules(&policy.id).deactivate(&rule.id).await?;
    ///
    /// let all = okta.policies().list(&ListPolicies::of(PolicyType::OKTA_SIGN_ON)).all().await?;
    /// assert!(all.iter().any(|known| known.id == policy.id));
    ///
    /// // What was read can be changed and sent back.
    /// let query = ListPolicies::of(PolicyType::PASSWORD);
    /// for mut policy in okta.policies().list(&query).all().await? {
    ///     policy.settings.password.complexity.min_length = Some(14);
    ///     okta.policies().replace(&policy.id, &policy).await?;
    /// }
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

    /// Lists the apps that a policy applies to: `GET /api/v1/policies/{policyId}/app`. Okta has deprecated it.
    pub fn apps(self, id: impl AsRef<str>, query: &ListPolicyApps) -> Listing<App> {
        query.apply(self.call(op::LIST_POLICY_APPS, [id.as_ref()])).list()
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
        /// Only those that apply to this app or authorization server.
        resource_id: String = "resourceId",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

query! {
    /// How to list the apps of a policy. Okta has nothing to choose here yet.
    pub struct ListPolicyApps {}
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

model! {
    /// A policy, read or to be made.
    pub struct Policy {
        /// Its id.
        id: String = "id",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// Its place among those of its type; the least number is taken first.
        priority: Option<i64> = "priority",
        /// Whether it is one of Okta's own, which cannot be deleted.
        system: Option<bool> = "system",
        /// Which users it applies to.
        conditions: PolicyConditions = "conditions",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// What it asks for, where that is not in its rules: of passwords, or of enrollment.
        settings: PolicySettings = "settings",
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

    /// Holds for the people in these groups, by id.
    #[must_use]
    pub fn groups<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.conditions.people.groups = Selection::of(ids);
        self
    }
}

open_enum! {
    /// What a policy is about.
    pub enum PolicyType {
        /// Sessions of Okta itself.
        OKTA_SIGN_ON,
        /// Passwords, and how they are recovered.
        PASSWORD,
        /// Which factors users enroll.
        MFA_ENROLL,
        /// Where users sign in.
        IDP_DISCOVERY,
        /// Signing in to apps.
        ACCESS_POLICY,
        /// How users sign up.
        PROFILE_ENROLLMENT,
        /// Sessions that continue.
        POST_AUTH_SESSION,
        /// What is done about users at risk.
        ENTITY_RISK,
        /// What is asked of devices.
        DEVICE_SIGNAL_COLLECTION,
        /// Sessions that somebody else took over.
        SESSION_VIOLATION_DETECTION,
        /// How Okta's programs on devices are updated.
        CLIENT_UPDATE,
        /// When claims are read again.
        IDENTITY_CLAIM_SOURCING,
        /// Which client of an authorization server gets which tokens.
        OAUTH_AUTHORIZATION_POLICY,
        /// Access tokens of authorization servers.
        RESOURCE_ACCESS,
    }
}
