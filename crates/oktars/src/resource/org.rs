//! What an org says of itself, and what it lets Okta do.

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{EnabledStatus, LifecycleStatus, Map, Timestamp, model, open_enum};
use crate::query::query;

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

    /// Lists the kinds of contact: `GET /api/v1/org/contacts`.
    pub fn contact_types(self, query: &ListOrgContactTypes) -> Listing<OrgContactType> {
        query.apply(self.call(op::LIST_ORG_CONTACT_TYPES, [])).list()
    }

    /// Reads who is the contact for `BILLING` or `TECHNICAL`: `GET /api/v1/org/contacts/{contactType}`.
    pub fn contact(self, kind: impl AsRef<str>) -> Call<OrgContact> {
        self.call(op::GET_ORG_CONTACT_USER, [kind.as_ref()]).json()
    }

    /// Says who is the contact: `PUT /api/v1/org/contacts/{contactType}`.
    pub fn set_contact(self, kind: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<OrgContact> {
        let body = json!({ "userId": user_id.as_ref() });
        self.call(op::REPLACE_ORG_CONTACT_USER, [kind.as_ref()]).body(&body).json()
    }

    /// Reads whether the footer shows to users: `GET /api/v1/org/preferences`.
    pub fn preferences(self) -> Call<OrgPreferences> {
        self.call(op::GET_ORG_PREFERENCES, []).json()
    }

    /// Hides the footer: `POST /api/v1/org/preferences/hideEndUserFooter`.
    pub fn hide_footer(self) -> Call<OrgPreferences> {
        self.call(op::SET_ORG_HIDE_OKTA_UI_FOOTER, []).json()
    }

    /// Shows the footer: `POST /api/v1/org/preferences/showEndUserFooter`.
    pub fn show_footer(self) -> Call<OrgPreferences> {
        self.call(op::SET_ORG_SHOW_OKTA_UI_FOOTER, []).json()
    }

    /// Reads whether Okta may write to users: `GET /api/v1/org/privacy/oktaCommunication`.
    pub fn communication(self) -> Call<OrgCommunication> {
        self.call(op::GET_OKTA_COMMUNICATION_SETTINGS, []).json()
    }

    /// Lets Okta write to users: `POST /api/v1/org/privacy/oktaCommunication/optIn`.
    pub fn opt_in_to_communication(self) -> Call<OrgCommunication> {
        self.call(op::OPT_IN_USERS_TO_OKTA_COMMUNICATION_EMAILS, []).json()
    }

    /// Lets Okta write to users no more: `POST /api/v1/org/privacy/oktaCommunication/optOut`.
    pub fn opt_out_of_communication(self) -> Call<OrgCommunication> {
        self.call(op::OPT_OUT_USERS_FROM_OKTA_COMMUNICATION_EMAILS, []).json()
    }

    /// Reads whether Okta's support may sign in: `GET /api/v1/org/privacy/oktaSupport`.
    pub fn support(self) -> Call<OrgSupport> {
        self.call(op::GET_ORG_OKTA_SUPPORT_SETTINGS, []).json()
    }

    /// Lets Okta's support sign in for eight hours: `POST /api/v1/org/privacy/oktaSupport/grant`.
    pub fn grant_support(self) -> Call<OrgSupport> {
        self.call(op::GRANT_OKTA_SUPPORT, []).json_or_default()
    }

    /// Lets Okta's support sign in for a day longer: `POST /api/v1/org/privacy/oktaSupport/extend`.
    pub fn extend_support(self) -> Call<OrgSupport> {
        self.call(op::EXTEND_OKTA_SUPPORT, []).json_or_default()
    }

    /// Lets Okta's support sign in no more: `POST /api/v1/org/privacy/oktaSupport/revoke`.
    pub fn revoke_support(self) -> Call<OrgSupport> {
        self.call(op::REVOKE_OKTA_SUPPORT, []).json_or_default()
    }
}

query! {
    /// How to list the kinds of contact. Okta has nothing to choose here yet.
    pub struct ListOrgContactTypes {}
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

model! {
    /// A kind of contact.
    pub struct OrgContactType {
        /// `BILLING` or `TECHNICAL`.
        contact_type: ContactType = "contactType",
        /// A link to the user.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A contact.
    pub struct OrgContact {
        /// The id of the user.
        user_id: String = "userId",
        /// A link to the user.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// How an org looks to its users.
    pub struct OrgPreferences {
        /// Whether the footer shows.
        show_end_user_footer: Option<bool> = "showEndUserFooter",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// Whether Okta may write to users.
    pub struct OrgCommunication {
        /// Whether it may not.
        opt_out_email_users: Option<bool> = "optOutEmailUsers",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// Whether Okta's support may sign in.
    pub struct OrgSupport {
        /// `ENABLED` or `DISABLED`.
        support: EnabledStatus = "support",
        /// Until when it may.
        expiration: Option<Timestamp> = "expiration",
        /// The number of the case.
        case_number: Option<String> = "caseNumber",
        /// Links to what can be done next.
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

open_enum! {
    /// What a contact is for.
    pub enum ContactType {
        BILLING,
        TECHNICAL,
    }
}
