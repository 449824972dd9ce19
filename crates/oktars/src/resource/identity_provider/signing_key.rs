//! Keys that sign requests to an identity provider.

use oktars_catalog::op;

use crate::call::Call;
use crate::listing::Listing;
use crate::query::query;
use crate::resource::app::key::AppKey;
use crate::resource::identity_provider::IdentityProviders;

impl IdentityProviders<'_> {
    /// Lists the keys that sign requests to the provider: `GET /api/v1/idps/{idpId}/credentials/keys`.
    pub fn signing_keys(
        self,
        id: impl AsRef<str>,
        query: &ListIdentityProviderSigningKeys,
    ) -> Listing<AppKey> {
        query.apply(self.call(op::LIST_IDENTITY_PROVIDER_SIGNING_KEYS, [id.as_ref()])).list()
    }

    /// The one that signs now: `GET /api/v1/idps/{idpId}/credentials/keys/active`.
    pub fn active_signing_key(self, id: impl AsRef<str>, query: &ListActiveSigningKey) -> Listing<AppKey> {
        query.apply(self.call(op::LIST_ACTIVE_IDENTITY_PROVIDER_SIGNING_KEY, [id.as_ref()])).list()
    }

    /// Makes a key that is valid for 2 to 10 years: `POST /api/v1/idps/{idpId}/credentials/keys/generate`.
    pub fn generate_signing_key(self, id: impl AsRef<str>, years: u32) -> Call<AppKey> {
        let call = self.call(op::GENERATE_IDENTITY_PROVIDER_SIGNING_KEY, [id.as_ref()]);
        call.query("validityYears", years).json()
    }

    /// Reads a key: `GET /api/v1/idps/{idpId}/credentials/keys/{kid}`.
    pub fn signing_key(self, id: impl AsRef<str>, kid: impl AsRef<str>) -> Call<AppKey> {
        self.call(op::GET_IDENTITY_PROVIDER_SIGNING_KEY, [id.as_ref(), kid.as_ref()]).json()
    }

    /// Shares a key with another provider:
    /// `POST /api/v1/idps/{idpId}/credentials/keys/{kid}/clone?targetIdpId={idpId}`.
    pub fn share_signing_key(
        self,
        id: impl AsRef<str>,
        kid: impl AsRef<str>,
        other_id: impl AsRef<str>,
    ) -> Call<AppKey> {
        let call = self.call(op::CLONE_IDENTITY_PROVIDER_KEY, [id.as_ref(), kid.as_ref()]);
        call.query("targetIdpId", other_id.as_ref()).json()
    }
}

query! {
    /// How to list the keys that sign requests to an identity provider. Okta has nothing to choose here yet.
    pub struct ListIdentityProviderSigningKeys {}
}

query! {
    /// How to list the key that signs now. Okta has nothing to choose here yet.
    pub struct ListActiveSigningKey {}
}
