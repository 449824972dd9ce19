//! The users of an identity provider.

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::listing::Listing;
use crate::model::{Map, Secret, Timestamp, model};
use crate::query::query;
use crate::resource::identity_provider::{IdentityProvider, IdentityProviders};
use crate::resource::user::Users;

impl IdentityProviders<'_> {
    /// Lists the users who sign in there: `GET /api/v1/idps/{idpId}/users`.
    pub fn users(
        self,
        id: impl AsRef<str>,
        query: &ListIdentityProviderUsers,
    ) -> Listing<IdentityProviderUser> {
        query.apply(self.call(op::LIST_IDENTITY_PROVIDER_APPLICATION_USERS, [id.as_ref()])).list()
    }

    /// Reads one of them: `GET /api/v1/idps/{idpId}/users/{userId}`.
    pub fn user(self, id: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<IdentityProviderUser> {
        self.call(op::GET_IDENTITY_PROVIDER_APPLICATION_USER, [id.as_ref(), user_id.as_ref()]).json()
    }

    /// Lets a user sign in there, who is known there by another id:
    /// `POST /api/v1/idps/{idpId}/users/{userId}`.
    pub fn link_user(
        self,
        id: impl AsRef<str>,
        user_id: impl AsRef<str>,
        external_id: impl AsRef<str>,
    ) -> Call<IdentityProviderUser> {
        let call = self.call(op::LINK_USER_TO_IDENTITY_PROVIDER, [id.as_ref(), user_id.as_ref()]);
        call.body(&json!({ "externalId": external_id.as_ref() })).json()
    }

    /// Stops a user from signing in there: `DELETE /api/v1/idps/{idpId}/users/{userId}`.
    pub fn unlink_user(self, id: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<()> {
        self.call(op::UNLINK_USER_FROM_IDENTITY_PROVIDER, [id.as_ref(), user_id.as_ref()]).empty()
    }

    /// The tokens that a social network gave for a user:
    /// `GET /api/v1/idps/{idpId}/users/{userId}/credentials/tokens`.
    pub fn social_tokens(
        self,
        id: impl AsRef<str>,
        user_id: impl AsRef<str>,
        query: &ListSocialTokens,
    ) -> Listing<SocialToken> {
        query.apply(self.call(op::LIST_SOCIAL_AUTH_TOKENS, [id.as_ref(), user_id.as_ref()])).list()
    }
}

impl Users<'_> {
    /// Lists the identity providers where a user signs in: `GET /api/v1/users/{id}/idps`.
    pub fn identity_providers(
        self,
        id: impl AsRef<str>,
        query: &ListUserIdentityProviders,
    ) -> Listing<IdentityProvider> {
        query.apply(self.call(op::LIST_USER_IDENTITY_PROVIDERS, id)).list()
    }
}

query! {
    /// Which users of an identity provider to list, and how.
    pub struct ListIdentityProviderUsers {
        ..pages
        /// The start of a name or mail address.
        q: String = "q",
        /// What to send along: `user`.
        expand: String = "expand",
    }
}

query! {
    /// How to list the tokens that a social network gave for a user. Okta has nothing to choose here yet.
    pub struct ListSocialTokens {}
}

query! {
    /// How to list the identity providers of a user. Okta has nothing to choose here yet.
    pub struct ListUserIdentityProviders {}
}

model! {
    /// A user who signs in at an identity provider.
    pub struct IdentityProviderUser {
        /// The id of the user.
        id: String = "id",
        /// The id there.
        external_id: String = "externalId",
        /// When the two were linked.
        created: Option<Timestamp> = "created",
        /// When that changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// What is known of the user there.
        profile: Map = "profile",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to the provider and the user.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A token that a social network gave for a user.
    pub struct SocialToken {
        /// Its id.
        id: String = "id",
        /// The token.
        token: Option<Secret> = "token",
        /// What it is.
        token_type: Option<String> = "tokenType",
        /// How it is shown.
        token_auth_scheme: Option<String> = "tokenAuthScheme",
        /// When it ends.
        expires_at: Option<Timestamp> = "expiresAt",
        /// What it is good for.
        scopes: Vec<String> = "scopes",
        ..extra
    }
}
