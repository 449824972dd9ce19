//! Themes: the colors and pictures of a brand.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;

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
    ) -> Call<BrandImage> {
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
    ) -> Call<BrandImage> {
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
    ) -> Call<BrandImage> {
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
        sign_in_page: SignInPageVariant = "signInPageTouchPointVariant",
        /// How the dashboard looks.
        end_user_dashboard: DashboardVariant = "endUserDashboardTouchPointVariant",
        /// How the page of errors looks.
        error_page: ErrorPageVariant = "errorPageTouchPointVariant",
        /// How mails look.
        email_template: EmailTemplateVariant = "emailTemplateTouchPointVariant",
        /// How the page looks that shows while another loads.
        loading_page: LoadingPageVariant = "loadingPageTouchPointVariant",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// What the sign-in page looks like.
    pub enum SignInPageVariant {
        BACKGROUND_IMAGE,
        BACKGROUND_SECONDARY_COLOR,
        OKTA_DEFAULT,
    }
}

open_enum! {
    /// What the dashboard looks like.
    pub enum DashboardVariant {
        FULL_THEME,
        LOGO_ON_FULL_WHITE_BACKGROUND,
        OKTA_DEFAULT,
        WHITE_LOGO_BACKGROUND,
    }
}

open_enum! {
    /// What error pages look like.
    pub enum ErrorPageVariant {
        BACKGROUND_IMAGE,
        BACKGROUND_SECONDARY_COLOR,
        OKTA_DEFAULT,
    }
}

open_enum! {
    /// What mails look like.
    pub enum EmailTemplateVariant {
        FULL_THEME,
        OKTA_DEFAULT,
    }
}

open_enum! {
    /// What the page looks like while an app is opened.
    pub enum LoadingPageVariant {
        NONE,
        OKTA_DEFAULT,
    }
}

model! {
    /// A picture of a theme that was uploaded.
    pub struct BrandImage {
        /// Where it is.
        url: Option<String> = "url",
        ..extra
    }
}
