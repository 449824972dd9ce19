//! Email domains: where an org's mails come from.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;
use crate::resource::domain::DnsRecord;

handle! {
    /// The email domains of an org; made by [`Okta::email_domains`](crate::Okta::email_domains). Okta's page
    /// is "Email Domains".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::email_domain::NewEmailDomain;
    ///
    /// let brand = okta.brands().create(&oktars::brand::NewBrand::new("Partners")).await?;
    /// let new = NewEmailDomain::new(&brand.id, "example.gov", "noreply", "Example");
    /// let domain = okta.email_domains().create(&new).await?;
    /// okta.email_domains().replace(&domain.id, "no-reply", "Example").await?;
    /// okta.email_domains().delete(&domain.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct EmailDomains;
    /// The email domains of the org.
    okta.email_domains()
}

impl EmailDomains<'_> {
    /// Lists the domains: `GET /api/v1/email-domains`.
    pub fn list(self, query: &ListEmailDomains) -> Listing<EmailDomain> {
        query.apply(self.call(op::LIST_EMAIL_DOMAINS, [])).list()
    }

    /// Creates a domain: `POST /api/v1/email-domains`.
    pub fn create(self, domain: &NewEmailDomain) -> Call<EmailDomain> {
        self.call(op::CREATE_EMAIL_DOMAIN, []).body(domain).json()
    }

    /// Reads a domain: `GET /api/v1/email-domains/{emailDomainId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<EmailDomain> {
        self.call(op::GET_EMAIL_DOMAIN, [id.as_ref()]).json()
    }

    /// Replaces the sender's name before the `@`, and what people read:
    /// `PUT /api/v1/email-domains/{emailDomainId}`.
    pub fn replace(
        self,
        id: impl AsRef<str>,
        user_name: impl AsRef<str>,
        display_name: impl AsRef<str>,
    ) -> Call<EmailDomain> {
        let sender = Sender { user_name: user_name.as_ref(), display_name: display_name.as_ref() };
        self.call(op::REPLACE_EMAIL_DOMAIN, [id.as_ref()]).body(&sender).json()
    }

    /// Deletes a domain: `DELETE /api/v1/email-domains/{emailDomainId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_EMAIL_DOMAIN, [id.as_ref()]).empty()
    }

    /// Has Okta look whether the records are there: `POST /api/v1/email-domains/{emailDomainId}/verify`.
    pub fn verify(self, id: impl AsRef<str>) -> Call<EmailDomain> {
        self.call(op::VERIFY_EMAIL_DOMAIN, [id.as_ref()]).json()
    }
}

query! {
    /// How to list email domains.
    pub struct ListEmailDomains {
        /// What to send along: `brands`.
        expand: String = "expand",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sender<'a> {
    user_name: &'a str,
    display_name: &'a str,
}

/// An email domain to be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewEmailDomain {
    brand_id: String,
    domain: String,
    user_name: String,
    display_name: String,
}

impl NewEmailDomain {
    /// A domain of a brand, with the sender's name before the `@`, and what people read.
    pub fn new(
        brand_id: impl Into<String>,
        domain: impl Into<String>,
        user_name: impl Into<String>,
        display_name: impl Into<String>,
    ) -> Self {
        NewEmailDomain {
            brand_id: brand_id.into(),
            domain: domain.into(),
            user_name: user_name.into(),
            display_name: display_name.into(),
        }
    }
}

model! {
    /// An email domain.
    pub struct EmailDomain {
        /// Its id.
        id: String = "id",
        /// The domain.
        domain: String = "domain",
        /// The sender's name before the `@`.
        user_name: String = "userName",
        /// The sender that people read.
        display_name: String = "displayName",
        /// `NOT_STARTED`, `POLLING`, `VERIFIED`, `ERROR` or `DELETED`.
        validation_status: EmailDomainValidation = "validationStatus",
        /// The part of the domain for Okta's own records.
        validation_subdomain: Option<String> = "validationSubdomain",
        /// The records that must be there.
        dns_validation_records: Vec<DnsRecord> = "dnsValidationRecords",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        ..extra
    }
}

open_enum! {
    /// How far the validation of a mail domain is.
    pub enum EmailDomainValidation {
        DELETED,
        ERROR,
        NOT_STARTED,
        POLLING,
        VERIFIED,
    }
}
