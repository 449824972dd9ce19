//! The client apps that act for a user: what the user has consented to, and their refresh tokens.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model};
use crate::query::query;
use crate::resource::app::grant::Grant;
use crate::resource::app::token::{ListRefreshTokens, RefreshToken};

handle! {
    /// The client apps that one user has given a grant or a token; made by
    /// [`Okta::user_clients`](crate::Okta::user_clients). Okta's pages are "User Linked Clients" and "User
    /// OAuth 2.0 Tokens".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::user::ListUserClients;
    ///
    /// let clients = okta.user_clients("me");
    /// for client in clients.list(&ListUserClients::new()).all().await? {
    ///     clients.revoke_tokens(&client.client_id).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub struct UserClients;
    /// The client apps that a user has given a grant or a token.
    okta.user_clients(user_id)
}

impl UserClients<'_> {
    /// Lists the clients: `GET /api/v1/users/{userId}/clients`.
    pub fn list(self, query: &ListUserClients) -> Listing<UserClient> {
        query.apply(self.call(op::LIST_USER_CLIENTS, [])).list()
    }

    /// Lists the refresh tokens of one client: `GET /api/v1/users/{userId}/clients/{clientId}/tokens`.
    pub fn tokens(self, client_id: impl AsRef<str>, query: &ListRefreshTokens) -> Listing<RefreshToken> {
        query.apply(self.call(op::LIST_REFRESH_TOKENS_FOR_USER_AND_CLIENT, [client_id.as_ref()])).list()
    }

    /// Reads a refresh token: `GET /api/v1/users/{userId}/clients/{clientId}/tokens/{tokenId}`.
    pub fn token(self, client_id: impl AsRef<str>, id: impl AsRef<str>) -> Call<RefreshToken> {
        let ids = [client_id.as_ref(), id.as_ref()];
        self.call(op::GET_REFRESH_TOKEN_FOR_USER_AND_CLIENT, ids).json()
    }

    /// Revokes a refresh token: `DELETE /api/v1/users/{userId}/clients/{clientId}/tokens/{tokenId}`.
    pub fn revoke_token(self, client_id: impl AsRef<str>, id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_TOKEN_FOR_USER_AND_CLIENT, [client_id.as_ref(), id.as_ref()]).empty()
    }

    /// Revokes all refresh tokens of one client: `DELETE /api/v1/users/{userId}/clients/{clientId}/tokens`.
    pub fn revoke_tokens(self, client_id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_TOKENS_FOR_USER_AND_CLIENT, [client_id.as_ref()]).empty()
    }
}

query! {
    /// How to list the clients of a user. Okta has nothing to choose here yet.
    pub struct ListUserClients {}
}

model! {
    /// A client app that acts for a user.
    pub struct UserClient {
        /// Its client id.
        client_id: String = "client_id",
        /// What people read.
        client_name: Option<String> = "client_name",
        /// Its website.
        client_uri: Option<String> = "client_uri",
        /// Its picture.
        logo_uri: Option<String> = "logo_uri",
        /// Links to grants and tokens.
        links: Map = "_links",
        ..extra
    }
}

handle! {
    /// What one user has consented to; made by [`Okta::user_grants`](crate::Okta::user_grants). Okta's page
    /// is "User Grants".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::user::ListUserGrants;
    ///
    /// let grants = okta.user_grants("me");
    /// for grant in grants.list(&ListUserGrants::new()).all().await? {
    ///     println!("{} to {}", grant.scope_id, grant.client_id);
    /// }
    /// grants.revoke_all().await?;
    /// # assert!(grants.list(&ListUserGrants::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct UserGrants;
    /// What a user has consented to.
    okta.user_grants(user_id)
}

impl UserGrants<'_> {
    /// Lists the grants: `GET /api/v1/users/{userId}/grants`.
    pub fn list(self, query: &ListUserGrants) -> Listing<Grant> {
        query.apply(self.call(op::LIST_USER_GRANTS, [])).list()
    }

    /// Reads a grant: `GET /api/v1/users/{userId}/grants/{grantId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Grant> {
        self.call(op::GET_USER_GRANT, [id.as_ref()]).json()
    }

    /// Takes a grant back: `DELETE /api/v1/users/{userId}/grants/{grantId}`.
    pub fn revoke(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_USER_GRANT, [id.as_ref()]).empty()
    }

    /// Takes all grants back: `DELETE /api/v1/users/{userId}/grants`.
    pub fn revoke_all(self) -> Call<()> {
        self.call(op::REVOKE_USER_GRANTS, []).empty()
    }

    /// Lists what the user has consented to for one client:
    /// `GET /api/v1/users/{userId}/clients/{clientId}/grants`.
    pub fn list_for_client(self, client_id: impl AsRef<str>, query: &ListClientGrants) -> Listing<Grant> {
        query.apply(self.call(op::LIST_GRANTS_FOR_USER_AND_CLIENT, [client_id.as_ref()])).list()
    }

    /// Takes back what the user has consented to for one client:
    /// `DELETE /api/v1/users/{userId}/clients/{clientId}/grants`.
    pub fn revoke_for_client(self, client_id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_GRANTS_FOR_USER_AND_CLIENT, [client_id.as_ref()]).empty()
    }
}

query! {
    /// Which grants of a user to list, and how.
    pub struct ListUserGrants {
        /// Only those of this scope.
        scope_id: String = "scopeId",
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
        /// What to send along: `scope`.
        expand: String = "expand",
    }
}

query! {
    /// How to list what a user has consented to for one client.
    pub struct ListClientGrants {
        ..pages
        /// What to send along: `scope`.
        expand: String = "expand",
    }
}
