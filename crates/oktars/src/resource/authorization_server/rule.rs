//! Rules of the policies of authorization servers: which tokens a client gets.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum, parts};
use crate::query::query;
use crate::resource::policy::{PeopleCondition, Selection};

handle! {
    /// The rules of one policy of an authorization server; made by
    /// [`Okta::authorization_server_policy_rules`](crate::Okta::authorization_server_policy_rules). Okta's
    /// page is "Authorization Server Rules"; an example is at [`AuthorizationServerPolicies`](crate::authorization_server::AuthorizationServerPolicies).
    pub struct AuthorizationServerPolicyRules;
    /// The rules of a policy of an authorization server.
    okta.authorization_server_policy_rules(server_id, policy_id)
}

impl AuthorizationServerPolicyRules<'_> {
    /// Lists the rules: `GET /api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules`.
    pub fn list(self, query: &ListAuthorizationServerPolicyRules) -> Listing<AuthorizationServerPolicyRule> {
        query.apply(self.call(op::LIST_AUTHORIZATION_SERVER_POLICY_RULES, [])).list()
    }

    /// Creates a rule: `POST /api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules`.
    pub fn create(self, rule: &AuthorizationServerPolicyRule) -> Call<AuthorizationServerPolicyRule> {
        self.call(op::CREATE_AUTHORIZATION_SERVER_POLICY_RULE, []).body(rule).json()
    }

    /// Reads a rule: `GET .../policies/{policyId}/rules/{ruleId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<AuthorizationServerPolicyRule> {
        self.call(op::GET_AUTHORIZATION_SERVER_POLICY_RULE, [id.as_ref()]).json()
    }

    /// Replaces a rule: `PUT .../policies/{policyId}/rules/{ruleId}`.
    pub fn replace(
        self,
        id: impl AsRef<str>,
        rule: &AuthorizationServerPolicyRule,
    ) -> Call<AuthorizationServerPolicyRule> {
        self.call(op::REPLACE_AUTHORIZATION_SERVER_POLICY_RULE, [id.as_ref()]).body(rule).json()
    }

    /// Deletes a rule: `DELETE .../policies/{policyId}/rules/{ruleId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_AUTHORIZATION_SERVER_POLICY_RULE, [id.as_ref()]).empty()
    }

    /// Activates a rule: `POST .../policies/{policyId}/rules/{ruleId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE, [id.as_ref()]).empty()
    }

    /// Deactivates a rule: `POST .../policies/{policyId}/rules/{ruleId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the rules of a policy of an authorization server. Okta has nothing to choose here yet.
    pub struct ListAuthorizationServerPolicyRules {}
}

model! {
    /// A rule of a policy of an authorization server, read or to be made.
    pub struct AuthorizationServerPolicyRule {
        /// What it is.
        kind: AuthorizationServerPolicyRuleType = "type",
        /// Its id.
        id: String = "id",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// Its name.
        name: String = "name",
        /// Its place; the least number is taken first.
        priority: Option<i64> = "priority",
        /// Whether it is one of Okta's own.
        system: Option<bool> = "system",
        /// When it applies.
        conditions: AuthorizationServerPolicyRuleConditions = "conditions",
        /// What it gives.
        actions: AuthorizationServerPolicyRuleActions = "actions",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

impl AuthorizationServerPolicyRule {
    /// A rule for everyone by its name; it allows no grant type and no scope yet.
    pub fn new(name: impl Into<String>) -> Self {
        let mut rule = AuthorizationServerPolicyRule {
            kind: AuthorizationServerPolicyRuleType::RESOURCE_ACCESS,
            name: name.into(),
            ..AuthorizationServerPolicyRule::default()
        };
        rule.conditions.people.groups = Selection::of(["EVERYONE"]);
        rule
    }

    /// Holds for one more grant type, such as `client_credentials`.
    #[must_use]
    pub fn grant_type(mut self, grant_type: impl Into<String>) -> Self {
        self.conditions.grant_types.include.push(grant_type.into());
        self
    }

    /// Holds for one more scope; `*` are all.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.conditions.scopes.include.push(scope.into());
        self
    }

    /// Gives access tokens that are valid for so many minutes: from 5 to 1440, and 60 unless set.
    #[must_use]
    pub fn access_token_minutes(mut self, minutes: u32) -> Self {
        self.actions.token.access_token_lifetime_minutes = Some(minutes.into());
        self
    }
}

open_enum! {
    /// What a rule of such a policy is.
    pub enum AuthorizationServerPolicyRuleType {
        RESOURCE_ACCESS,
    }
}

parts! {
    /// When a rule applies.
    pub struct AuthorizationServerPolicyRuleConditions {
        /// Who gets the tokens; the group `EVERYONE` is all.
        people: PeopleCondition = "people",
        /// How they are asked for.
        grant_types: Selection = "grantTypes",
        /// What they are for; `*` are all scopes.
        scopes: Selection = "scopes",
    }

    /// What a rule gives.
    pub struct AuthorizationServerPolicyRuleActions {
        /// Tokens.
        token: TokenAction = "token",
    }

    /// Which tokens a rule gives.
    pub struct TokenAction {
        /// For how many minutes an access token holds.
        access_token_lifetime_minutes: Option<i64> = "accessTokenLifetimeMinutes",
        /// For how many minutes a refresh token holds; 0 is without end.
        refresh_token_lifetime_minutes: Option<i64> = "refreshTokenLifetimeMinutes",
        /// For how many minutes a refresh token holds that nobody uses.
        refresh_token_window_minutes: Option<i64> = "refreshTokenWindowMinutes",
        /// The hook that is asked about each token.
        inline_hook: TokenHook = "inlineHook",
    }

    /// The hook that is asked about each token.
    pub struct TokenHook {
        /// Its id.
        id: Option<String> = "id",
    }
}
