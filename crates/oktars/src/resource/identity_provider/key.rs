//! Keys by which the org checks what identity providers say.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::query::query;
use crate::resource::app::key::AppKey;

handle! {
    /// The keys by which an org checks what identity providers say; made by
    /// [`Okta::identity_provider_keys`](crate::Okta::identity_provider_keys). Okta's page is "Identity
    /// Provider Keys".
    pub struct IdentityProviderKeys;
    /// The keys by which the org checks what identity providers say.
    okta.identity_provider_keys()
}

impl IdentityProviderKeys<'_> {
    /// Lists the keys: `GET /api/v1/idps/credentials/keys`.
    pub fn list(self, query: &ListIdentityProviderKeys) -> Listing<AppKey> {
        query.apply(self.call(op::LIST_IDENTITY_PROVIDER_KEYS, [])).list()
    }

    /// Adds a key: `POST /api/v1/idps/credentials/keys`.
    pub fn create(self, key: &NewIdentityProviderKey) -> Call<AppKey> {
        self.call(op::CREATE_IDENTITY_PROVIDER_KEY, []).body(key).json()
    }

    /// Reads a key: `GET /api/v1/idps/credentials/keys/{kid}`.
    pub fn get(self, kid: impl AsRef<str>) -> Call<AppKey> {
        self.call(op::GET_IDENTITY_PROVIDER_KEY, [kid.as_ref()]).json()
    }

    /// Replaces a key: `PUT /api/v1/idps/credentials/keys/{kid}`.
    pub fn replace(self, kid: impl AsRef<str>, key: &AppKey) -> Call<AppKey> {
        self.call(op::REPLACE_IDENTITY_PROVIDER_KEY, [kid.as_ref()]).body(key).json()
    }

    /// Deletes a key that no provider uses: `DELETE /api/v1/idps/credentials/keys/{kid}`.
    pub fn delete(self, kid: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_IDENTITY_PROVIDER_KEY, [kid.as_ref()]).empty()
    }
}

/// A key to be added, which is known by its certificate.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewIdentityProviderKey {
    x5c: Vec<String>,
}

impl NewIdentityProviderKey {
    /// The key of this certificate, in Base64.
    pub fn new(certificate: impl Into<String>) -> Self {
        NewIdentityProviderKey { x5c: vec![certificate.into()] }
    }
}

query! {
    /// How to list the keys of identity providers.
    pub struct ListIdentityProviderKeys {
        ..pages
    }
}
