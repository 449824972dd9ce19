//! Requests for certificates of the keys that sign requests to an identity provider.

use oktars_catalog::op;

use crate::call::Call;
use crate::listing::Listing;
use crate::query::query;
use crate::resource::app::csr::{Csr, NewCsr};
use crate::resource::app::key::AppKey;
use crate::resource::identity_provider::IdentityProviders;

impl IdentityProviders<'_> {
    /// Lists the requests for certificates: `GET /api/v1/idps/{idpId}/credentials/csrs`.
    pub fn csrs(self, id: impl AsRef<str>, query: &ListIdentityProviderCsrs) -> Listing<Csr> {
        query.apply(self.call(op::LIST_CSRS_FOR_IDENTITY_PROVIDER, [id.as_ref()])).list()
    }

    /// Makes a key, and a request for its certificate: `POST /api/v1/idps/{idpId}/credentials/csrs`.
    pub fn create_csr(self, id: impl AsRef<str>, csr: &NewCsr) -> Call<Csr> {
        self.call(op::GENERATE_CSR_FOR_IDENTITY_PROVIDER, [id.as_ref()]).body(csr).json()
    }

    /// Reads a request: `GET /api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}`.
    pub fn csr(self, id: impl AsRef<str>, csr_id: impl AsRef<str>) -> Call<Csr> {
        self.call(op::GET_CSR_FOR_IDENTITY_PROVIDER, [id.as_ref(), csr_id.as_ref()]).json()
    }

    /// Withdraws a request: `DELETE /api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}`.
    pub fn revoke_csr(self, id: impl AsRef<str>, csr_id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_CSR_FOR_IDENTITY_PROVIDER, [id.as_ref(), csr_id.as_ref()]).empty()
    }

    /// Publishes the certificate, in PEM:
    /// `POST /api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}/lifecycle/publish`.
    pub fn publish_csr(
        self,
        id: impl AsRef<str>,
        csr_id: impl AsRef<str>,
        pem: impl Into<String>,
    ) -> Call<AppKey> {
        let call = self.call(op::PUBLISH_CSR_FOR_IDENTITY_PROVIDER, [id.as_ref(), csr_id.as_ref()]);
        call.body_bytes("application/x-pem-file", pem.into()).json()
    }
}

query! {
    /// How to list the requests for certificates of an identity provider. Okta has nothing to choose here yet.
    pub struct ListIdentityProviderCsrs {}
}
