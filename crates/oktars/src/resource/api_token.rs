//! API tokens: what is known of them, and how they end.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;

handle! {
    /// The API tokens of an org; made by [`Okta::api_tokens`](crate::Okta::api_tokens). Okta's page is "API
    /// Tokens". A token itself is shown only where it is made, in the Admin Console.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::api_token::ListApiTokens;
    ///
    /// for token in okta.api_tokens().list(&ListApiTokens::new()).all().await? {
    ///     println!("{} ends {:?}", token.name, token.expires_at);
    /// }
    /// # Ok(()) }
    /// ```
    pub struct ApiTokens;
    /// The API tokens of the org.
    okta.api_tokens()
}

impl ApiTokens<'_> {
    /// Lists the tokens: `GET /api/v1/api-tokens`.
    pub fn list(self, query: &ListApiTokens) -> Listing<ApiToken> {
        query.apply(self.call(op::LIST_API_TOKENS, [])).list()
    }

    /// Revokes the token that the client shows itself with: `DELETE /api/v1/api-tokens/current`.
    pub fn revoke_current(self) -> Call<()> {
        self.call(op::REVOKE_CURRENT_API_TOKEN, []).empty()
    }

    /// Reads what is known of a token: `GET /api/v1/api-tokens/{apiTokenId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<ApiToken> {
        self.call(op::GET_API_TOKEN, [id.as_ref()]).json()
    }

    /// Changes name and network of a token: `PUT /api/v1/api-tokens/{apiTokenId}`.
    pub fn replace(self, id: impl AsRef<str>, token: &ApiToken) -> Call<ApiToken> {
        self.call(op::UPSERT_API_TOKEN, [id.as_ref()]).body(token).json()
    }

    /// Revokes a token: `DELETE /api/v1/api-tokens/{apiTokenId}`.
    pub fn revoke(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_API_TOKEN, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list API tokens. Okta has nothing to choose here yet.
    pub struct ListApiTokens {}
}

model! {
    /// What is known of an API token.
    pub struct ApiToken {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// The id of the user whose token it is.
        user_id: Option<String> = "userId",
        /// For how long it holds after each use, as an ISO 8601 period such as `P30D`.
        token_window: Option<String> = "tokenWindow",
        /// Where it may be used from: a `connection`, and zones.
        network: Map = "network",
        /// Who made it.
        client_name: Option<String> = "clientName",
        /// When it ends unless it is used.
        expires_at: Option<Timestamp> = "expiresAt",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// A link to itself.
        link: Map = "_link",
        ..extra
    }
}
