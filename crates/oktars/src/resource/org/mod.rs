//! What an org says of itself, and what it lets Okta do.

pub(crate) mod admin_setting;
pub(crate) mod aerial;
pub(crate) mod communication;
pub(crate) mod contact;
pub(crate) mod creator;
pub(crate) mod personal_setting;
pub(crate) mod preference;
pub(crate) mod support;

pub use self::admin_setting::*;
pub use self::aerial::*;
pub use self::communication::*;
pub use self::contact::*;
pub use self::creator::*;
pub use self::personal_setting::*;
pub use self::preference::*;
pub use self::support::*;

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};

handle! {
    /// The settings of an org; made by [`Okta::org_settings`](crate::Okta::org_settings). Okta's pages are
    /// those under "Org Settings".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let mut org = okta.org_settings().get().await?;
    /// org.website = Some("https://example.gov".into());
    /// let org = okta.org_settings().replace(&org).await?;
    /// assert_eq!(org.website.as_deref(), Some("https://example.gov"));
    /// # Ok(()) }
    /// ```
    pub struct OrgSettings;
    /// The settings of the org.
    okta.org_settings()
}

impl OrgSettings<'_> {
    /// Which org it is, for anyone: `GET /.well-known/okta-organization`.
    pub fn metadata(self) -> Call<OrgMetadata> {
        self.call(op::GET_WELLKNOWN_ORG_METADATA, []).json()
    }

    /// Reads what the org says of itself: `GET /api/v1/org`.
    pub fn get(self) -> Call<OrgSetting> {
        self.call(op::GET_ORG_SETTINGS, []).json()
    }

    /// Changes what is given: `POST /api/v1/org`.
    pub fn update(self, setting: &OrgSetting) -> Call<OrgSetting> {
        self.call(op::UPDATE_ORG_SETTINGS, []).body(setting).json()
    }

    /// Replaces what the org says of itself: `PUT /api/v1/org`.
    pub fn replace(self, setting: &OrgSetting) -> Call<OrgSetting> {
        self.call(op::REPLACE_ORG_SETTINGS, []).body(setting).json()
    }

    /// Gives the org a logo, of at most 100 kB: `POST /api/v1/org/logo`.
    pub fn upload_logo(self, media_type: impl AsRef<str>, picture: &[u8]) -> Call<()> {
        self.call(op::UPLOAD_ORG_LOGO, []).picture(media_type.as_ref(), picture).empty()
    }
}

model! {
    /// Which org it is.
    pub struct OrgMetadata {
        /// The id of the org.
        id: String = "id",
        /// `idx` for the Identity Engine, `v1` for the Classic Engine.
        pipeline: OrgPipeline = "pipeline",
        /// Links to the org's addresses.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// What an org says of itself.
    pub struct OrgSetting {
        /// The id of the org.
        id: String = "id",
        /// The first part of its address.
        subdomain: String = "subdomain",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// The name of the company.
        company_name: Option<String> = "companyName",
        /// Its website.
        website: Option<String> = "website",
        /// The phone number of its support.
        support_phone_number: Option<String> = "supportPhoneNumber",
        /// Where its users find help.
        end_user_support_help_url: Option<String> = "endUserSupportHelpURL",
        /// Its phone number.
        phone_number: Option<String> = "phoneNumber",
        /// Its street.
        address1: Option<String> = "address1",
        /// More of its street.
        address2: Option<String> = "address2",
        /// Its city.
        city: Option<String> = "city",
        /// Its state.
        state: Option<String> = "state",
        /// Its country.
        country: Option<String> = "country",
        /// Its postal code.
        postal_code: Option<String> = "postalCode",
        /// When the org was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When it ends.
        expires_at: Option<Timestamp> = "expiresAt",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// Okta's engine of an org.
    pub enum OrgPipeline {
        IDX = "idx",
        V1 = "v1",
    }
}
