//! Requests by which a signing key of an app gets a certificate of one's own authority.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;
use crate::resource::app::key::AppKey;

handle! {
    /// The certificate signing requests of one app; made by [`Okta::app_csrs`](crate::Okta::app_csrs).
    /// Okta's page is "Application Key Credentials".
    ///
    /// Okta makes a key and a request for it; the authority signs the request; the certificate is published,
    /// which makes a signing key of it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let saml = oktars::app::SignOnSettings::saml("https://pay.example.gov/acs", "https://pay.example.gov");
    /// # let app = okta.apps().create(&oktars::app::NewApp::saml("Payroll", saml)).await?;
    /// use oktars::app::{ListAppCsrs, NewCsr};
    ///
    /// let csrs = okta.app_csrs(&app.id);
    /// let csr = csrs.create(&NewCsr::new("pay.example.gov").organization("Example")).await?;
    /// assert!(!csr.csr.is_empty());
    ///
    /// csrs.revoke(&csr.id).await?;
    /// assert!(csrs.list(&ListAppCsrs::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct AppCsrs;
    /// The certificate signing requests of an app.
    okta.app_csrs(app_id)
}

impl AppCsrs<'_> {
    /// Lists the requests: `GET /api/v1/apps/{appId}/credentials/csrs`.
    pub fn list(self, query: &ListAppCsrs) -> Listing<Csr> {
        query.apply(self.call(op::LIST_CSRS_FOR_APPLICATION, [])).list()
    }

    /// Makes a key, and a request for it: `POST /api/v1/apps/{appId}/credentials/csrs`.
    pub fn create(self, csr: &NewCsr) -> Call<Csr> {
        self.call(op::GENERATE_CSR_FOR_APPLICATION, []).body(csr).json()
    }

    /// Reads a request: `GET /api/v1/apps/{appId}/credentials/csrs/{csrId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Csr> {
        self.call(op::GET_CSR_FOR_APPLICATION, [id.as_ref()]).json()
    }

    /// Withdraws a request, with its key: `DELETE /api/v1/apps/{appId}/credentials/csrs/{csrId}`.
    pub fn revoke(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_CSR_FROM_APPLICATION, [id.as_ref()]).empty()
    }

    /// Publishes the certificate, in PEM, and makes a signing key of it:
    /// `POST /api/v1/apps/{appId}/credentials/csrs/{csrId}/lifecycle/publish`.
    ///
    /// A certificate of another key is a [validation error](crate::Error::is_validation).
    pub fn publish(self, id: impl AsRef<str>, pem: impl Into<String>) -> Call<AppKey> {
        let call = self.call(op::PUBLISH_CSR_FROM_APPLICATION, [id.as_ref()]);
        call.body_bytes("application/x-pem-file", pem.into()).json()
    }
}

query! {
    /// How to list the requests for certificates of an app. Okta has nothing to choose here yet.
    pub struct ListAppCsrs {}
}

/// What a certificate should say.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewCsr {
    subject: CsrSubject,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_alt_names: Option<CsrNames>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct CsrSubject {
    common_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_or_province_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locality_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organizational_unit_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct CsrNames {
    dns_names: Vec<String>,
}

impl NewCsr {
    /// A certificate for a name.
    pub fn new(common_name: impl Into<String>) -> Self {
        let subject = CsrSubject { common_name: common_name.into(), ..CsrSubject::default() };
        NewCsr { subject, subject_alt_names: None }
    }

    /// The country, in two letters.
    #[must_use]
    pub fn country(mut self, code: impl Into<String>) -> Self {
        self.subject.country_name = Some(code.into());
        self
    }

    /// The state or province.
    #[must_use]
    pub fn state(mut self, name: impl Into<String>) -> Self {
        self.subject.state_or_province_name = Some(name.into());
        self
    }

    /// The place.
    #[must_use]
    pub fn locality(mut self, name: impl Into<String>) -> Self {
        self.subject.locality_name = Some(name.into());
        self
    }

    /// The organization.
    #[must_use]
    pub fn organization(mut self, name: impl Into<String>) -> Self {
        self.subject.organization_name = Some(name.into());
        self
    }

    /// The part of the organization.
    #[must_use]
    pub fn organizational_unit(mut self, name: impl Into<String>) -> Self {
        self.subject.organizational_unit_name = Some(name.into());
        self
    }

    /// One more name that it covers.
    #[must_use]
    pub fn dns_name(mut self, name: impl Into<String>) -> Self {
        self.subject_alt_names.get_or_insert_default().dns_names.push(name.into());
        self
    }
}

model! {
    /// A certificate signing request.
    pub struct Csr {
        /// Its id.
        id: String = "id",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// The request, in Base64.
        csr: String = "csr",
        /// The kind of key, `RSA`.
        key_type: String = "kty",
        /// Links to itself, and to where it is published.
        links: Map = "_links",
        ..extra
    }
}
