//! Scopes of authorization servers: what an access token can be good for.

use oktars_catalog::op;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;

handle! {
    /// The scopes of one authorization server; made by
    /// [`Okta::authorization_server_scopes`](crate::Okta::authorization_server_scopes). Okta's page is
    /// "Authorization Server Scopes"; an example is at [`AuthorizationServers`](crate::authorization_server::AuthorizationServers).
    pub struct AuthorizationServerScopes;
    /// The scopes of an authorization server.
    okta.authorization_server_scopes(server_id)
}

impl AuthorizationServerScopes<'_> {
    /// Lists the scopes: `GET /api/v1/authorizationServers/{authServerId}/scopes`.
    pub fn list(self, query: &ListScopes) -> Listing<Scope> {
        query.apply(self.call(op::LIST_OAUTH2_SCOPES, [])).list()
    }

    /// Creates a scope: `POST /api/v1/authorizationServers/{authServerId}/scopes`.
    pub fn create(self, scope: &Scope) -> Call<Scope> {
        self.call(op::CREATE_OAUTH2_SCOPE, []).body(scope).json()
    }

    /// Reads a scope: `GET /api/v1/authorizationServers/{authServerId}/scopes/{scopeId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Scope> {
        self.call(op::GET_OAUTH2_SCOPE, [id.as_ref()]).json()
    }

    /// Replaces a scope: `PUT /api/v1/authorizationServers/{authServerId}/scopes/{scopeId}`.
    pub fn replace(self, id: impl AsRef<str>, scope: &Scope) -> Call<Scope> {
        self.call(op::REPLACE_OAUTH2_SCOPE, [id.as_ref()]).body(scope).json()
    }

    /// Deletes a scope: `DELETE /api/v1/authorizationServers/{authServerId}/scopes/{scopeId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_OAUTH2_SCOPE, [id.as_ref()]).empty()
    }
}

query! {
    /// Which scopes to list, and how.
    pub struct ListScopes {
        /// Only those whose name holds this.
        q: String = "q",
        /// An expression over the scopes.
        filter: Expression = "filter",
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// A scope, read or to be made.
    pub struct Scope {
        /// Its id.
        id: String = "id",
        /// Its name, for example `pay:read`.
        name: String = "name",
        /// What people read.
        display_name: Option<String> = "displayName",
        /// What it is for.
        description: Option<String> = "description",
        /// Whether it is one of Okta's own.
        system: Option<bool> = "system",
        /// Whether it is given to those who ask for none.
        is_default: Option<bool> = "default",
        /// Whether it stands in the server's metadata: `ALL_CLIENTS` or `NO_CLIENTS`.
        metadata_publish: MetadataPublish = "metadataPublish",
        /// Whether users are asked: `IMPLICIT`, `REQUIRED` or `FLEXIBLE`.
        consent: ScopeConsent = "consent",
        /// Whether users may decline it.
        optional: Option<bool> = "optional",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

impl Scope {
    /// A scope by its name.
    pub fn new(name: impl Into<String>) -> Self {
        Scope { name: name.into(), ..Scope::default() }
    }
}

open_enum! {
    /// Whether a scope is published.
    pub enum MetadataPublish {
        ALL_CLIENTS,
        NO_CLIENTS,
    }
}

open_enum! {
    /// Whether users are asked for their consent.
    pub enum ScopeConsent {
        FLEXIBLE,
        IMPLICIT,
        REQUIRED,
    }
}
