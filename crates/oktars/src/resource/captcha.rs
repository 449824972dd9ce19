//! CAPTCHAs: puzzles that keep programs away from the sign-in page.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Secret, model, open_enum};
use crate::query::query;

handle! {
    /// The CAPTCHAs of an org, one at most, and where they show; made by
    /// [`Okta::captchas`](crate::Okta::captchas). Okta's page is "CAPTCHAs".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::captcha::Captcha;
    ///
    /// let captcha = Captcha::new("Ours", "HCAPTCHA", "site-key", "secret-key");
    /// let captcha = okta.captchas().create(&captcha).await?;
    /// assert!(captcha.secret_key.is_none());
    /// okta.captchas().delete(&captcha.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct Captchas;
    /// The CAPTCHAs of the org.
    okta.captchas()
}

impl Captchas<'_> {
    /// Lists the CAPTCHAs: `GET /api/v1/captchas`.
    pub fn list(self, query: &ListCaptchas) -> Listing<Captcha> {
        query.apply(self.call(op::LIST_CAPTCHA_INSTANCES, [])).list()
    }

    /// Creates a CAPTCHA: `POST /api/v1/captchas`.
    pub fn create(self, captcha: &Captcha) -> Call<Captcha> {
        self.call(op::CREATE_CAPTCHA_INSTANCE, []).body(captcha).json()
    }

    /// Reads a CAPTCHA: `GET /api/v1/captchas/{captchaId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Captcha> {
        self.call(op::GET_CAPTCHA_INSTANCE, [id.as_ref()]).json()
    }

    /// Changes what is given of a CAPTCHA: `POST /api/v1/captchas/{captchaId}`.
    pub fn update(self, id: impl AsRef<str>, captcha: &Captcha) -> Call<Captcha> {
        self.call(op::UPDATE_CAPTCHA_INSTANCE, [id.as_ref()]).body(captcha).json()
    }

    /// Replaces a CAPTCHA: `PUT /api/v1/captchas/{captchaId}`.
    pub fn replace(self, id: impl AsRef<str>, captcha: &Captcha) -> Call<Captcha> {
        self.call(op::REPLACE_CAPTCHA_INSTANCE, [id.as_ref()]).body(captcha).json()
    }

    /// Deletes a CAPTCHA that shows nowhere: `DELETE /api/v1/captchas/{captchaId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_CAPTCHA_INSTANCE, [id.as_ref()]).empty()
    }

    /// Reads where a CAPTCHA shows: `GET /api/v1/org/captcha`.
    pub fn settings(self) -> Call<CaptchaSettings> {
        self.call(op::GET_ORG_CAPTCHA_SETTINGS, []).json()
    }

    /// Says where a CAPTCHA shows: `PUT /api/v1/org/captcha`.
    pub fn replace_settings(self, settings: &CaptchaSettings) -> Call<CaptchaSettings> {
        self.call(op::REPLACES_ORG_CAPTCHA_SETTINGS, []).body(settings).json()
    }

    /// Lets no CAPTCHA show: `DELETE /api/v1/org/captcha`.
    pub fn delete_settings(self) -> Call<()> {
        self.call(op::DELETE_ORG_CAPTCHA_SETTINGS, []).empty()
    }
}

query! {
    /// How to list CAPTCHAs. Okta has nothing to choose here yet.
    pub struct ListCaptchas {}
}

model! {
    /// A CAPTCHA, read or to be made.
    pub struct Captcha {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// `HCAPTCHA` or `RECAPTCHA_V2`.
        kind: CaptchaType = "type",
        /// The key that browsers see.
        site_key: String = "siteKey",
        /// The key that Okta keeps; it is never told.
        secret_key: Option<Secret> = "secretKey",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

impl Captcha {
    /// A CAPTCHA of a service, with the two keys that it gave.
    pub fn new(
        name: impl Into<String>,
        kind: impl Into<CaptchaType>,
        site_key: impl Into<String>,
        secret_key: impl Into<Secret>,
    ) -> Self {
        Captcha {
            name: name.into(),
            kind: kind.into(),
            site_key: site_key.into(),
            secret_key: Some(secret_key.into()),
            ..Captcha::default()
        }
    }
}

model! {
    /// Where a CAPTCHA shows.
    pub struct CaptchaSettings {
        /// The id of the CAPTCHA.
        captcha_id: Option<String> = "captchaId",
        /// The pages: `SIGN_IN`, `SSPR` and `SSR`.
        enabled_pages: Vec<CaptchaPage> = "enabledPages",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// Who provides a CAPTCHA.
    pub enum CaptchaType {
        HCAPTCHA,
        RECAPTCHA_V2,
    }
}

open_enum! {
    /// A page that has a CAPTCHA.
    pub enum CaptchaPage {
        SIGN_IN,
        SSPR,
        SSR,
    }
}
