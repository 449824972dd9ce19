//! Brands and their themes: how an org looks to its users.

pub(crate) mod associated_domain;
pub(crate) mod email_template;
pub(crate) mod page;
pub(crate) mod theme;

pub use self::associated_domain::*;
pub use self::email_template::*;
pub use self::page::*;
pub use self::theme::*;

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model};
use crate::query::query;
use crate::resource::domain::Domain;

handle! {
    /// The brands of an org; made by [`Okta::brands`](crate::Okta::brands). Okta's page is "Brands".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::brand::NewBrand;
    ///
    /// let mut brand = okta.brands().create(&NewBrand::new("Partners")).await?;
    /// brand.remove_powered_by_okta = Some(true);
    /// let brand = okta.brands().replace(&brand.id, &brand).await?;
    /// assert_eq!(brand.remove_powered_by_okta, Some(true));
    /// okta.brands().delete(&brand.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct Brands;
    /// The brands of the org.
    okta.brands()
}

impl Brands<'_> {
    /// Lists the brands: `GET /api/v1/brands`.
    pub fn list(self, query: &ListBrands) -> Listing<Brand> {
        query.apply(self.call(op::LIST_BRANDS, [])).list()
    }

    /// Creates a brand: `POST /api/v1/brands`.
    ///
    /// A name that is taken is a [conflict](crate::Error::is_conflict).
    pub fn create(self, brand: &NewBrand) -> Call<Brand> {
        self.call(op::CREATE_BRAND, []).body(brand).json()
    }

    /// Reads a brand: `GET /api/v1/brands/{brandId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Brand> {
        self.call(op::GET_BRAND, [id.as_ref()]).json()
    }

    /// Replaces a brand: `PUT /api/v1/brands/{brandId}`.
    pub fn replace(self, id: impl AsRef<str>, brand: &Brand) -> Call<Brand> {
        self.call(op::REPLACE_BRAND, [id.as_ref()]).body(brand).json()
    }

    /// Deletes a brand, which may not be the default: `DELETE /api/v1/brands/{brandId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_BRAND, [id.as_ref()]).empty()
    }

    /// The domains of a brand: `GET /api/v1/brands/{brandId}/domains`.
    pub fn domains(self, id: impl AsRef<str>) -> Call<BrandDomains> {
        self.call(op::LIST_BRAND_DOMAINS, [id.as_ref()]).json()
    }
}

query! {
    /// Which brands to list, and how.
    pub struct ListBrands {
        /// Only those whose name holds this.
        q: String = "q",
        /// What to send along: `themes`, `domains` or `emailDomain`.
        expand: String = "expand",
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

/// A brand to be made.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewBrand {
    name: String,
}

impl NewBrand {
    /// A brand of this name.
    pub fn new(name: impl Into<String>) -> Self {
        NewBrand { name: name.into() }
    }
}

model! {
    /// A brand.
    pub struct Brand {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// Whether it is the org's own.
        is_default: Option<bool> = "isDefault",
        /// Whether its own privacy policy was agreed to.
        agree_to_custom_privacy_policy: Option<bool> = "agreeToCustomPrivacyPolicy",
        /// Where its privacy policy is.
        custom_privacy_policy_url: Option<String> = "customPrivacyPolicyUrl",
        /// Whether Okta is not named on its pages.
        remove_powered_by_okta: Option<bool> = "removePoweredByOkta",
        /// The id of the domain that mails are sent from.
        email_domain_id: Option<String> = "emailDomainId",
        /// The language of its pages.
        locale: Option<String> = "locale",
        /// The app that users come to.
        default_app: Map = "defaultApp",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// The domains of a brand.
    pub struct BrandDomains {
        /// Each of them.
        domains: Vec<Domain> = "domains",
        ..extra
    }
}
