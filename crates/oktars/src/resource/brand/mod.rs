//! Brands and their themes: how an org looks to its users.

pub(crate) mod email_template;

pub use self::email_template::*;

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model};
use crate::query::query;
use crate::resource::domain::DomainList;

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

    /// Reads the domains of a brand: `GET /api/v1/brands/{brandId}/domains`.
    pub fn domains(self, id: impl AsRef<str>) -> Call<DomainList> {
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

handle! {
    /// The themes of one brand; made by [`Okta::brand_themes`](crate::Okta::brand_themes). Okta's page is
    /// "Themes". Each brand has one.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::brand::{ListThemes, NewBrand};
    ///
    /// let brand = okta.brands().create(&NewBrand::new("Partners")).await?;
    /// let themes = okta.brand_themes(&brand.id);
    /// let mut theme = themes.list(&ListThemes::new()).all().await?.remove(0);
    /// theme.primary_color_hex = "#1662dd".into();
    /// let theme = themes.replace(&theme.id, &theme).await?;
    /// assert_eq!(theme.primary_color_hex, "#1662dd");
    /// # Ok(()) }
    /// ```
    pub struct BrandThemes;
    /// The themes of a brand.
    okta.brand_themes(brand_id)
}

impl BrandThemes<'_> {
    /// Lists the themes: `GET /api/v1/brands/{brandId}/themes`.
    pub fn list(self, query: &ListThemes) -> Listing<Theme> {
        query.apply(self.call(op::LIST_BRAND_THEMES, [])).list()
    }

    /// Reads a theme: `GET /api/v1/brands/{brandId}/themes/{themeId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Theme> {
        self.call(op::GET_BRAND_THEME, [id.as_ref()]).json()
    }

    /// Replaces colors and variants: `PUT /api/v1/brands/{brandId}/themes/{themeId}`.
    pub fn replace(self, id: impl AsRef<str>, theme: &Theme) -> Call<Theme> {
        self.call(op::REPLACE_BRAND_THEME, [id.as_ref()]).body(theme).json()
    }

    /// Gives it a logo, of at most 100 kB: `POST /api/v1/brands/{brandId}/themes/{themeId}/logo`.
    pub fn upload_logo(
        self,
        id: impl AsRef<str>,
        media_type: impl AsRef<str>,
        picture: &[u8],
    ) -> Call<ThemePicture> {
        self.call(op::UPLOAD_BRAND_THEME_LOGO, [id.as_ref()]).picture(media_type.as_ref(), picture).json()
    }

    /// Takes its logo away: `DELETE /api/v1/brands/{brandId}/themes/{themeId}/logo`.
    pub fn delete_logo(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_BRAND_THEME_LOGO, [id.as_ref()]).empty()
    }

    /// Gives it a favicon: `POST /api/v1/brands/{brandId}/themes/{themeId}/favicon`.
    pub fn upload_favicon(
        self,
        id: impl AsRef<str>,
        media_type: impl AsRef<str>,
        picture: &[u8],
    ) -> Call<ThemePicture> {
        self.call(op::UPLOAD_BRAND_THEME_FAVICON, [id.as_ref()]).picture(media_type.as_ref(), picture).json()
    }

    /// Takes its favicon away: `DELETE /api/v1/brands/{brandId}/themes/{themeId}/favicon`.
    pub fn delete_favicon(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_BRAND_THEME_FAVICON, [id.as_ref()]).empty()
    }

    /// Gives it a picture for the background:
    /// `POST /api/v1/brands/{brandId}/themes/{themeId}/background-image`.
    pub fn upload_background_image(
        self,
        id: impl AsRef<str>,
        media_type: impl AsRef<str>,
        picture: &[u8],
    ) -> Call<ThemePicture> {
        self.call(op::UPLOAD_BRAND_THEME_BACKGROUND_IMAGE, [id.as_ref()])
            .picture(media_type.as_ref(), picture)
            .json()
    }

    /// Takes its background away: `DELETE /api/v1/brands/{brandId}/themes/{themeId}/background-image`.
    pub fn delete_background_image(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_BRAND_THEME_BACKGROUND_IMAGE, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the themes of a brand. Okta has nothing to choose here yet.
    pub struct ListThemes {}
}

model! {
    /// A picture of a theme, once it is uploaded.
    pub struct ThemePicture {
        /// Where it is.
        url: String = "url",
        ..extra
    }
}

model! {
    /// A theme.
    pub struct Theme {
        /// Its id.
        id: String = "id",
        /// The address of its logo.
        logo: Option<String> = "logo",
        /// The address of its favicon.
        favicon: Option<String> = "favicon",
        /// The address of its background.
        background_image: Option<String> = "backgroundImage",
        /// The first color, for example `#1662dd`.
        primary_color_hex: String = "primaryColorHex",
        /// The color upon the first.
        primary_color_contrast_hex: Option<String> = "primaryColorContrastHex",
        /// The second color.
        secondary_color_hex: String = "secondaryColorHex",
        /// The color upon the second.
        secondary_color_contrast_hex: Option<String> = "secondaryColorContrastHex",
        /// How the sign-in page looks, for example `OKTA_DEFAULT`.
        sign_in_page: Option<String> = "signInPageTouchPointVariant",
        /// How the dashboard looks.
        end_user_dashboard: Option<String> = "endUserDashboardTouchPointVariant",
        /// How the page of errors looks.
        error_page: Option<String> = "errorPageTouchPointVariant",
        /// How mails look.
        email_template: Option<String> = "emailTemplateTouchPointVariant",
        /// How the page looks that shows while another loads.
        loading_page: Option<String> = "loadingPageTouchPointVariant",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}
