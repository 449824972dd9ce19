//! Refresh tokens: which apps continue without asking the user again.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;
use crate::resource::app::grant::GrantStatus;

handle! {
    /// The refresh tokens that were given to one app; made by
    /// [`Okta::app_tokens`](crate::Okta::app_tokens). Okta's page is "Application OAuth 2.0 Tokens".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let settings = oktars::app::OauthClientSettings::web(["https://pay.example.gov/callback"]);
    /// # let app = okta.apps().create(&oktars::app::NewApp::oidc("Payroll", settings)).await?;
    /// use oktars::app::ListRefreshTokens;
    ///
    /// assert!(okta.app_tokens(&app.id).list(&ListRefreshTokens::new()).all().await?.is_empty());
    /// okta.app_tokens(&app.id).revoke_all().await?;
    /// # Ok(()) }
    /// ```
    pub struct AppTokens;
    /// The refresh tokens that were given to an app.
    okta.app_tokens(app_id)
}

impl AppTokens<'_> {
    /// Lists the tokens: `GET /api/v1/apps/{appId}/tokens`.
    pub fn list(self, query: &ListRefreshTokens) -> Listing<RefreshToken> {
        query.apply(self.call(op::LIST_OAUTH2_TOKENS_FOR_APPLICATION, [])).list()
    }

    /// Reads a token: `GET /api/v1/apps/{appId}/tokens/{tokenId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<RefreshToken> {
        self.call(op::GET_OAUTH2_TOKEN_FOR_APPLICATION, [id.as_ref()]).json()
    }

    /// Revokes a token: `DELETE /api/v1/apps/{appId}/tokens/{tokenId}`.
    pub fn revoke(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_OAUTH2_TOKEN_FOR_APPLICATION, [id.as_ref()]).empty()
    }

    /// Revokes all tokens: `DELETE /api/v1/apps/{appId}/tokens`.
    pub fn revoke_all(self) -> Call<()> {
        self.call(op::REVOKE_OAUTH2_TOKENS_FOR_APPLICATION, []).empty()
    }
}

query! {
    /// Which refresh tokens to list, and how.
    pub struct ListRefreshTokens {
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
        /// What to send along: `scope`.
        expand: String = "expand",
    }
}

model! {
    /// What is known of a refresh token; the token itself is not told.
    pub struct RefreshToken {
        /// Its id.
        id: String = "id",
        /// `ACTIVE` or `REVOKED`.
        status: GrantStatus = "status",
        /// When it was given.
        created: Option<Timestamp> = "created",
        /// When it was used last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When it ends.
        expires_at: Option<Timestamp> = "expiresAt",
        /// Who gave it.
        issuer: String = "issuer",
        /// The id of the client.
        client_id: String = "clientId",
        /// The id of the user.
        user_id: String = "userId",
        /// What it is good for.
        scopes: Vec<String> = "scopes",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}
