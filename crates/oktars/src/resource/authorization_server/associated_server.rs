//! Authorization servers that take the tokens of others.

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::listing::Listing;
use crate::query::query;
use crate::resource::authorization_server::{AuthorizationServer, AuthorizationServers};

impl AuthorizationServers<'_> {
    /// Lists the servers whose tokens a server takes:
    /// `GET /api/v1/authorizationServers/{authServerId}/associatedServers`.
    pub fn associated(
        self,
        id: impl AsRef<str>,
        query: &ListAssociatedServers,
    ) -> Listing<AuthorizationServer> {
        query.apply(self.call(op::LIST_ASSOCIATED_SERVERS_BY_TRUSTED_TYPE, [id.as_ref()])).list()
    }

    /// Has a server take the tokens of others:
    /// `POST /api/v1/authorizationServers/{authServerId}/associatedServers`.
    pub fn associate<I: AsRef<str>>(
        self,
        id: impl AsRef<str>,
        trusted_ids: impl IntoIterator<Item = I>,
    ) -> Listing<AuthorizationServer> {
        let trusted: Vec<String> = trusted_ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
        let call = self.call(op::CREATE_ASSOCIATED_SERVERS, [id.as_ref()]);
        call.body(&json!({ "trusted": trusted })).list()
    }

    /// Stops a server from taking the tokens of another:
    /// `DELETE /api/v1/authorizationServers/{authServerId}/associatedServers/{associatedServerId}`.
    pub fn dissociate(self, id: impl AsRef<str>, trusted_id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_ASSOCIATED_SERVER, [id.as_ref(), trusted_id.as_ref()]).empty()
    }
}

query! {
    /// Which associated servers to list, and how.
    pub struct ListAssociatedServers {
        /// Those whose tokens are taken, or else those that are not associated.
        trusted: bool = "trusted",
        /// Only those whose name or audience holds this.
        q: String = "q",
        /// The size of a page.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}
