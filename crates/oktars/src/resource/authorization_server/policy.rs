//! Policies of authorization servers: which client gets which tokens.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum, parts};
use crate::query::query;
use crate::resource::policy::Selection;

handle! {
    /// The policies of one authorization server; made by
    /// [`Okta::authorization_server_policies`](crate::Okta::authorization_server_policies). Okta's page is
    /// "Authorization Server Policies".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let server = oktars::authorization_server::AuthorizationServer::new("Payroll", "https://pay.example.gov/api");
    /// # let server = okta.authorization_servers().create(&server).await?;
    /// use oktars::authorization_server::{AuthorizationServerPolicy, AuthorizationServerPolicyRule};
    ///
    /// let policy = AuthorizationServerPolicy::new("Everyone", "For all clients").client("ALL_CLIENTS");
    /// let policy = okta.authorization_server_policies(&server.id).create(&policy).await?;
    ///
    /// let rule = AuthorizationServerPolicyRule::new("Machines").grant_type("client_credentials").scope("*");
    /// let rules = okta.authorization_server_policy_rules(&server.id, &policy.id);
    /// let rule = rules.create(&rule).await?;
    /// rules.deactivate(&rule.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct AuthorizationServerPolicies;
    /// The policies of an authorization server.
    okta.authorization_server_policies(server_id)
}

impl AuthorizationServerPolicies<'_> {
    /// Lists the policies: `GET /api/v1/authorizationServers/{authServerId}/policies`.
    pub fn list(self, query: &ListAuthorizationServerPolicies) -> Listing<AuthorizationServerPolicy> {
        query.apply(self.call(op::LIST_AUTHORIZATION_SERVER_POLICIES, [])).list()
    }

    /// Creates a policy: `POST /api/v1/authorizationServers/{authServerId}/policies`.
    pub fn create(self, policy: &AuthorizationServerPolicy) -> Call<AuthorizationServerPolicy> {
        self.call(op::CREATE_AUTHORIZATION_SERVER_POLICY, []).body(policy).json()
    }

    /// Reads a policy: `GET /api/v1/authorizationServers/{authServerId}/policies/{policyId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<AuthorizationServerPolicy> {
        self.call(op::GET_AUTHORIZATION_SERVER_POLICY, [id.as_ref()]).json()
    }

    /// Replaces a policy: `PUT /api/v1/authorizationServers/{authServerId}/policies/{policyId}`.
    pub fn replace(
        self,
        id: impl AsRef<str>,
        policy: &AuthorizationServerPolicy,
    ) -> Call<AuthorizationServerPolicy> {
        self.call(op::REPLACE_AUTHORIZATION_SERVER_POLICY, [id.as_ref()]).body(policy).json()
    }

    /// Deletes a policy: `DELETE /api/v1/authorizationServers/{authServerId}/policies/{policyId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_AUTHORIZATION_SERVER_POLICY, [id.as_ref()]).empty()
    }

    /// Activates a policy: `POST .../policies/{policyId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_AUTHORIZATION_SERVER_POLICY, [id.as_ref()]).empty()
    }

    /// Deactivates a policy: `POST .../policies/{policyId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_AUTHORIZATION_SERVER_POLICY, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the policies of an authorization server. Okta has nothing to choose here yet.
    pub struct ListAuthorizationServerPolicies {}
}

model! {
    /// A policy of an authorization server, read or to be made.
    pub struct AuthorizationServerPolicy {
        /// What it is.
        kind: AuthorizationServerPolicyType = "type",
        /// Its id.
        id: String = "id",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// Its place; the least number is taken first.
        priority: Option<i64> = "priority",
        /// Whether it is one of Okta's own.
        system: Option<bool> = "system",
        /// Which clients it applies to.
        conditions: AuthorizationServerPolicyConditions = "conditions",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

impl AuthorizationServerPolicy {
    /// A policy by its name and what it is for; it applies to no client yet.
    pub fn new(name: impl Into<String>, description: impl Into<String>) -> Self {
        AuthorizationServerPolicy {
            kind: AuthorizationServerPolicyType::OAUTH_AUTHORIZATION_POLICY,
            name: name.into(),
            description: Some(description.into()),
            ..AuthorizationServerPolicy::default()
        }
    }

    /// Holds for one more client, by its id; `ALL_CLIENTS` are all.
    #[must_use]
    pub fn client(mut self, id: impl Into<String>) -> Self {
        self.conditions.clients.include.push(id.into());
        self
    }
}

parts! {
    /// Which clients a policy applies to.
    pub struct AuthorizationServerPolicyConditions {
        /// The clients, by id; `ALL_CLIENTS` are all.
        clients: Selection = "clients",
    }
}

open_enum! {
    /// What a policy of an authorization server is.
    pub enum AuthorizationServerPolicyType {
        OAUTH_AUTHORIZATION_POLICY,
    }
}
