//! The clients of an authorization server, and their refresh tokens.

use oktars_catalog::op;

use crate::call::Call;
use crate::listing::Listing;
use crate::query::query;
use crate::resource::app::token::{ListRefreshTokens, RefreshToken};
use crate::resource::authorization_server::AuthorizationServers;
use crate::resource::user::client::UserClient;

impl AuthorizationServers<'_> {
    /// Lists the clients that have refresh tokens: `GET /api/v1/authorizationServers/{authServerId}/clients`.
    pub fn clients(self, id: impl AsRef<str>, query: &ListAuthorizationServerClients) -> Listing<UserClient> {
        query.apply(self.call(op::LIST_OAUTH2_CLIENTS_FOR_AUTHORIZATION_SERVER, [id.as_ref()])).list()
    }

    /// Lists the refresh tokens of a client:
    /// `GET /api/v1/authorizationServers/{authServerId}/clients/{clientId}/tokens`.
    pub fn tokens(
        self,
        id: impl AsRef<str>,
        client_id: impl AsRef<str>,
        query: &ListRefreshTokens,
    ) -> Listing<RefreshToken> {
        let ids = [id.as_ref(), client_id.as_ref()];
        query.apply(self.call(op::LIST_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT, ids)).list()
    }

    /// Reads a refresh token:
    /// `GET /api/v1/authorizationServers/{authServerId}/clients/{clientId}/tokens/{tokenId}`.
    pub fn token(
        self,
        id: impl AsRef<str>,
        client_id: impl AsRef<str>,
        token_id: impl AsRef<str>,
    ) -> Call<RefreshToken> {
        let ids = [id.as_ref(), client_id.as_ref(), token_id.as_ref()];
        self.call(op::GET_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT, ids).json()
    }

    /// Revokes a refresh token:
    /// `DELETE /api/v1/authorizationServers/{authServerId}/clients/{clientId}/tokens/{tokenId}`.
    pub fn revoke_token(
        self,
        id: impl AsRef<str>,
        client_id: impl AsRef<str>,
        token_id: impl AsRef<str>,
    ) -> Call<()> {
        let ids = [id.as_ref(), client_id.as_ref(), token_id.as_ref()];
        self.call(op::REVOKE_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT, ids).empty()
    }

    /// Revokes all refresh tokens of a client:
    /// `DELETE /api/v1/authorizationServers/{authServerId}/clients/{clientId}/tokens`.
    pub fn revoke_tokens(self, id: impl AsRef<str>, client_id: impl AsRef<str>) -> Call<()> {
        let ids = [id.as_ref(), client_id.as_ref()];
        self.call(op::REVOKE_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT, ids).empty()
    }
}

query! {
    /// How to list the clients of an authorization server. Okta has nothing to choose here yet.
    pub struct ListAuthorizationServerClients {}
}
