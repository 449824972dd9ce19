//! The keys with which an authorization server signs.

use oktars_catalog::op;

use crate::call::Call;
use crate::listing::Listing;
use crate::model::{Map, model};
use crate::query::query;
use crate::resource::authorization_server::AuthorizationServers;

impl AuthorizationServers<'_> {
    /// Lists the keys that sign a server's tokens, with the next and the last ones:
    /// `GET /api/v1/authorizationServers/{authServerId}/credentials/keys`.
    pub fn keys(
        self,
        id: impl AsRef<str>,
        query: &ListAuthorizationServerKeys,
    ) -> Listing<AuthorizationServerKey> {
        query.apply(self.call(op::LIST_AUTHORIZATION_SERVER_KEYS, [id.as_ref()])).list()
    }

    /// Reads a key: `GET /api/v1/authorizationServers/{authServerId}/credentials/keys/{keyId}`.
    pub fn key(self, id: impl AsRef<str>, kid: impl AsRef<str>) -> Call<AuthorizationServerKey> {
        self.call(op::GET_AUTHORIZATION_SERVER_KEY, [id.as_ref(), kid.as_ref()]).json()
    }
}

query! {
    /// How to list the keys of an authorization server. Okta has nothing to choose here yet.
    pub struct ListAuthorizationServerKeys {}
}

model! {
    /// A key that signs the tokens of an authorization server.
    pub struct AuthorizationServerKey {
        /// `ACTIVE`, `NEXT` or `EXPIRED`.
        status: Option<String> = "status",
        /// The algorithm.
        algorithm: Option<String> = "alg",
        /// The kind, `RSA`.
        key_type: String = "kty",
        /// What it is for.
        key_use: Option<String> = "use",
        /// The id.
        kid: String = "kid",
        /// The exponent.
        exponent: Option<String> = "e",
        /// The modulus.
        modulus: Option<String> = "n",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}
