//! Which policies and rules would be taken.

use oktars_catalog::op;

use super::{Policies, PolicyType, RiskLevel};
use crate::listing::Listing;
use crate::model::{model, open_enum, parts};

impl Policies<'_> {
    /// Asks which policies and rules would be taken: `POST /api/v1/policies/simulate`. The answer has one evaluation
    /// for each type of policies.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let app = okta.apps().create(&oktars::app::NewApp::bookmark("Wiki", "https://wiki.example.gov")).await?;
    /// # let user = okta.users().create(&oktars::user::NewUser::new("ann@example.gov")
    /// #     .first_name("Ann").last_name("Lee")).await?;
    /// use oktars::policy::{PolicySimulation, PolicyType, SimulationStatus};
    ///
    /// let situation = PolicySimulation::new(&app.id).types([PolicyType::OKTA_SIGN_ON]).user(&user.id);
    /// let evaluations = okta.policies().simulate(&[situation]).all().await?;
    /// assert_eq!(evaluations[0].result.policies[0].status, SimulationStatus::MATCH);
    /// # Ok(()) }
    /// ```
    pub fn simulate(self, situations: &[PolicySimulation]) -> Listing<PolicyEvaluation> {
        self.call(op::CREATE_POLICY_SIMULATION, []).body(situations).list()
    }
}

model! {
    /// A situation in which policies are asked.
    pub struct PolicySimulation {
        /// The id of the app that is opened.
        app_instance: String = "appInstance",
        /// The types of policies that are asked; all that can be, unless there are some.
        policy_types: Vec<PolicyType> = "policyTypes",
        /// What is known.
        policy_context: SimulationContext = "policyContext",
        ..extra
    }
}

impl PolicySimulation {
    /// An app is opened.
    pub fn new(app_id: impl Into<String>) -> Self {
        PolicySimulation { app_instance: app_id.into(), ..PolicySimulation::default() }
    }

    /// Asks policies of these types alone.
    #[must_use]
    pub fn types(mut self, types: impl IntoIterator<Item = PolicyType>) -> Self {
        self.policy_types = types.into_iter().collect();
        self
    }

    /// A user opens it, by id.
    #[must_use]
    pub fn user(mut self, id: impl Into<String>) -> Self {
        self.policy_context.user.id = Some(id.into());
        self
    }

    /// Somebody in these groups opens it, by id.
    #[must_use]
    pub fn groups<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.policy_context.groups.ids = ids.into_iter().map(Into::into).collect();
        self
    }
}

model! {
    /// What came of the policies of a type.
    pub struct PolicyEvaluation {
        /// Whether one holds.
        status: SimulationStatus = "status",
        /// The type of the policies.
        policy_type: Vec<PolicyType> = "policyType",
        /// What holds.
        result: SimulatedPolicies = "result",
        /// What was looked at and does not hold.
        evaluated: SimulatedPolicies = "evaluated",
        /// What could not be decided.
        undefined: SimulatedPolicies = "undefined",
        ..extra
    }
}

parts! {
    /// What is known of a situation.
    pub struct SimulationContext {
        /// Who opens the app.
        user: SimulationUser = "user",
        /// The groups of the user who opens the app.
        groups: SimulationIds = "groups",
        /// The network zones of the request.
        zones: SimulationIds = "zones",
        /// The address of the request.
        ip: Option<String> = "ip",
        /// How risky it is.
        risk: SimulationRisk = "risk",
        /// The device.
        device: SimulationDevice = "device",
    }

    /// Who opens the app.
    pub struct SimulationUser {
        /// The id of the user.
        id: Option<String> = "id",
    }

    /// Ids of groups or zones.
    pub struct SimulationIds {
        /// The ids.
        ids: Vec<String> = "ids",
    }

    /// How risky a situation is.
    pub struct SimulationRisk {
        /// Exactly this risky.
        level: RiskLevel = "level",
        /// At least this risky.
        min_risk_level: RiskLevel = "minRiskLevel",
    }

    /// The device in a situation.
    pub struct SimulationDevice {
        /// What runs on it.
        platform: Option<String> = "platform",
        /// Whether it is registered.
        registered: Option<bool> = "registered",
        /// Whether it is managed.
        managed: Option<bool> = "managed",
        /// The id of the device assurance policy that it meets.
        assurance_id: Option<String> = "assuranceId",
    }

    /// Policies that were looked at.
    pub struct SimulatedPolicies {
        /// The policies.
        policies: Vec<SimulatedPolicy> = "policies",
    }

    /// A policy that was looked at.
    pub struct SimulatedPolicy {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: Option<String> = "name",
        /// Whether it holds.
        status: SimulationStatus = "status",
        /// Its conditions.
        conditions: Vec<SimulatedCondition> = "conditions",
        /// Its rules.
        rules: Vec<SimulatedRule> = "rules",
    }

    /// A rule that was looked at.
    pub struct SimulatedRule {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: Option<String> = "name",
        /// Whether it holds.
        status: SimulationStatus = "status",
        /// Its conditions.
        conditions: Vec<SimulatedCondition> = "conditions",
    }

    /// A condition that was looked at.
    pub struct SimulatedCondition {
        /// Where it stands, for example `people.groups.include`.
        kind: String = "type",
        /// Whether it holds.
        status: SimulationStatus = "status",
    }
}

open_enum! {
    /// Whether a policy, a rule or a condition holds.
    pub enum SimulationStatus {
        MATCH,
        NOT_MATCH,
        /// That depends on what the situation does not say.
        UNDEFINED,
    }
}
