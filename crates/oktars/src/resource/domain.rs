//! Custom domains: an org under one's own name.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{Map, Secret, model, open_enum};

handle! {
    /// The custom domains of an org; made by [`Okta::domains`](crate::Okta::domains). Okta's page is "Custom
    /// Domains".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::domain::{CertificateSource, NewDomain};
    ///
    /// let new = NewDomain::new("login.example.gov", CertificateSource::OKTA_MANAGED);
    /// let domain = okta.domains().create(&new).await?;
    /// for record in &domain.dns_records {
    ///     println!("{} {} {:?}", record.fqdn, record.record_type, record.values);
    /// }
    /// okta.domains().delete(&domain.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct Domains;
    /// The custom domains of the org.
    okta.domains()
}

impl Domains<'_> {
    /// All domains: `GET /api/v1/domains`.
    pub fn list(self) -> Call<DomainList> {
        self.call(op::LIST_CUSTOM_DOMAINS, []).json()
    }

    /// Creates a domain: `POST /api/v1/domains`.
    pub fn create(self, domain: &NewDomain) -> Call<Domain> {
        self.call(op::CREATE_CUSTOM_DOMAIN, []).body(domain).json()
    }

    /// Reads a domain: `GET /api/v1/domains/{domainId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Domain> {
        self.call(op::GET_CUSTOM_DOMAIN, [id.as_ref()]).json()
    }

    /// Gives a domain to a brand: `PUT /api/v1/domains/{domainId}`.
    pub fn set_brand(self, id: impl AsRef<str>, brand_id: impl AsRef<str>) -> Call<Domain> {
        let body = json!({ "brandId": brand_id.as_ref() });
        self.call(op::REPLACE_CUSTOM_DOMAIN, [id.as_ref()]).body(&body).json()
    }

    /// Deletes a domain: `DELETE /api/v1/domains/{domainId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_CUSTOM_DOMAIN, [id.as_ref()]).empty()
    }

    /// Sets the certificate of a domain: `PUT /api/v1/domains/{domainId}/certificate`.
    pub fn set_certificate(self, id: impl AsRef<str>, certificate: &DomainCertificate) -> Call<()> {
        self.call(op::UPSERT_CERTIFICATE, [id.as_ref()]).body(certificate).empty()
    }

    /// Has Okta look whether the records are there: `POST /api/v1/domains/{domainId}/verify`.
    pub fn verify(self, id: impl AsRef<str>) -> Call<Domain> {
        self.call(op::VERIFY_DOMAIN, [id.as_ref()]).json()
    }
}

/// A domain to be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewDomain {
    domain: String,
    certificate_source_type: CertificateSource,
}

impl NewDomain {
    /// A domain such as `login.example.gov`, whose certificate comes from there.
    pub fn new(domain: impl Into<String>, certificate: CertificateSource) -> Self {
        NewDomain { domain: domain.into(), certificate_source_type: certificate }
    }
}

/// A certificate of one's own, in PEM. The private key shows in no `Debug`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DomainCertificate {
    #[serde(rename = "type")]
    kind: &'static str,
    certificate: String,
    certificate_chain: String,
    private_key: Secret,
}

impl DomainCertificate {
    /// A certificate, those behind it, and its key.
    pub fn new(
        certificate: impl Into<String>,
        chain: impl Into<String>,
        private_key: impl Into<Secret>,
    ) -> Self {
        DomainCertificate {
            kind: "PEM",
            certificate: certificate.into(),
            certificate_chain: chain.into(),
            private_key: private_key.into(),
        }
    }
}

model! {
    /// The domains as Okta lists them.
    pub struct DomainList {
        /// The domains.
        domains: Vec<Domain> = "domains",
        ..extra
    }
}

model! {
    /// A custom domain.
    pub struct Domain {
        /// Its id.
        id: String = "id",
        /// The id of its brand.
        brand_id: Option<String> = "brandId",
        /// The domain, for example `login.example.gov`.
        domain: String = "domain",
        /// Where its certificate comes from: `OKTA_MANAGED` or `MANUAL`.
        certificate_source_type: CertificateSource = "certificateSourceType",
        /// `NOT_STARTED`, `IN_PROGRESS`, `VERIFIED` or `COMPLETED`.
        validation_status: DomainValidation = "validationStatus",
        /// The records that must be there.
        dns_records: Vec<DnsRecord> = "dnsRecords",
        /// What is known of its certificate.
        public_certificate: Option<DomainCertificateMetadata> = "publicCertificate",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// What is known of the certificate of a domain.
    pub struct DomainCertificateMetadata {
        /// Whom it names.
        subject: String = "subject",
        /// Its digest.
        fingerprint: String = "fingerprint",
        /// When it ends.
        expiration: String = "expiration",
        ..extra
    }
}

model! {
    /// A record of the domain name system.
    pub struct DnsRecord {
        /// Its name.
        fqdn: String = "fqdn",
        /// `TXT` or `CNAME`.
        record_type: DnsRecordType = "recordType",
        /// Its values.
        values: Vec<String> = "values",
        /// When it is too late.
        expiration: Option<String> = "expiration",
        ..extra
    }
}

open_enum! {
    /// A kind of DNS record.
    pub enum DnsRecordType {
        CNAME,
        TXT,
        CAA,
    }
}

open_enum! {
    /// Who looks after a certificate.
    pub enum CertificateSource {
        MANUAL,
        OKTA_MANAGED,
    }
}

open_enum! {
    /// How far the validation of a domain is.
    pub enum DomainValidation {
        COMPLETED,
        IN_PROGRESS,
        NOT_STARTED,
        VERIFIED,
    }
}
