//! Claims of authorization servers: what stands in a token.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, model, open_enum};
use crate::query::query;

handle! {
    /// The claims of one authorization server; made by
    /// [`Okta::authorization_server_claims`](crate::Okta::authorization_server_claims). Okta's page is
    /// "Authorization Server Claims"; an example is at [`AuthorizationServers`](crate::authorization_server::AuthorizationServers).
    pub struct AuthorizationServerClaims;
    /// The claims of an authorization server.
    okta.authorization_server_claims(server_id)
}

impl AuthorizationServerClaims<'_> {
    /// Lists the claims: `GET /api/v1/authorizationServers/{authServerId}/claims`.
    pub fn list(self, query: &ListClaims) -> Listing<Claim> {
        query.apply(self.call(op::LIST_OAUTH2_CLAIMS, [])).list()
    }

    /// Creates a claim: `POST /api/v1/authorizationServers/{authServerId}/claims`.
    pub fn create(self, claim: &Claim) -> Call<Claim> {
        self.call(op::CREATE_OAUTH2_CLAIM, []).body(claim).json()
    }

    /// Reads a claim: `GET /api/v1/authorizationServers/{authServerId}/claims/{claimId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Claim> {
        self.call(op::GET_OAUTH2_CLAIM, [id.as_ref()]).json()
    }

    /// Replaces a claim: `PUT /api/v1/authorizationServers/{authServerId}/claims/{claimId}`.
    pub fn replace(self, id: impl AsRef<str>, claim: &Claim) -> Call<Claim> {
        self.call(op::REPLACE_OAUTH2_CLAIM, [id.as_ref()]).body(claim).json()
    }

    /// Deletes a claim: `DELETE /api/v1/authorizationServers/{authServerId}/claims/{claimId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_OAUTH2_CLAIM, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the claims of an authorization server. Okta has nothing to choose here yet.
    pub struct ListClaims {}
}

model! {
    /// A claim, read or to be made.
    pub struct Claim {
        /// Its id.
        id: String = "id",
        /// Its name in the token.
        name: String = "name",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// The token in which it stands: `RESOURCE` for access tokens, `IDENTITY` for ID tokens.
        claim_type: ClaimType = "claimType",
        /// What the value is: `EXPRESSION`, `GROUPS` or `SYSTEM`.
        value_type: ClaimValueType = "valueType",
        /// The expression, or what groups' names are compared with.
        value: String = "value",
        /// How groups' names are compared with it: `STARTS_WITH`, `EQUALS`, `CONTAINS` or `REGEX`.
        group_filter_type: ClaimGroupFilter = "group_filter_type",
        /// The scopes with which it stands there: `scopes`.
        conditions: Map = "conditions",
        /// Whether it is one of Okta's own.
        system: Option<bool> = "system",
        /// Whether it stands in the ID token too where that is not asked for.
        always_include_in_token: Option<bool> = "alwaysIncludeInToken",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

impl Claim {
    /// A claim of access tokens whose value an expression gives.
    pub fn new(name: impl Into<String>, expression: impl Into<String>) -> Self {
        Claim {
            name: name.into(),
            claim_type: ClaimType::RESOURCE,
            value_type: ClaimValueType::EXPRESSION,
            value: expression.into(),
            ..Claim::default()
        }
    }

    /// A claim of access tokens with the names of the user's groups that begin so.
    pub fn groups(name: impl Into<String>, start: impl Into<String>) -> Self {
        Claim {
            value_type: ClaimValueType::GROUPS,
            group_filter_type: ClaimGroupFilter::STARTS_WITH,
            ..Claim::new(name, start)
        }
    }

    /// A claim of ID tokens instead.
    #[must_use]
    pub fn of_id_tokens(mut self) -> Self {
        self.claim_type = ClaimType::IDENTITY;
        self
    }
}

open_enum! {
    /// Which tokens a claim stands in.
    pub enum ClaimType {
        IDENTITY,
        RESOURCE,
    }
}

open_enum! {
    /// How the value of a claim is found.
    pub enum ClaimValueType {
        EXPRESSION,
        GROUPS,
        SYSTEM,
    }
}

open_enum! {
    /// How groups are chosen for a claim.
    pub enum ClaimGroupFilter {
        CONTAINS,
        EQUALS,
        REGEX,
        STARTS_WITH,
    }
}
