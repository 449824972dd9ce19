//! The mails that Okta sends, in a brand's own words.

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The mails of one brand; made by [`Okta::email_templates`](crate::Okta::email_templates). Okta's page
    /// is "Custom Email Templates".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::brand::EmailCustomization;
    ///
    /// let brand = okta.brands().create(&oktars::brand::NewBrand::new("Partners")).await?;
    /// let mails = okta.email_templates(&brand.id);
    /// let words = EmailCustomization::new("en", "Welcome", "<p>Come in: ${activationLink}</p>").is_default();
    /// let words = mails.create_customization("UserActivation", &words).await?;
    /// assert_eq!(words.subject, "Welcome");
    /// mails.delete_all_customizations("UserActivation").await?;
    /// # Ok(()) }
    /// ```
    pub struct EmailTemplates;
    /// The mails of a brand.
    okta.email_templates(brand_id)
}

impl EmailTemplates<'_> {
    /// Lists the kinds of mail: `GET /api/v1/brands/{brandId}/templates/email`.
    pub fn list(self, query: &ListEmailTemplates) -> Listing<EmailTemplate> {
        query.apply(self.call(op::LIST_EMAIL_TEMPLATES, [])).list()
    }

    /// Reads one kind: `GET /api/v1/brands/{brandId}/templates/email/{templateName}`.
    pub fn get(self, name: impl AsRef<str>) -> Call<EmailTemplate> {
        self.call(op::GET_EMAIL_TEMPLATE, [name.as_ref()]).json()
    }

    /// Lists the brand's own words, by language:
    /// `GET /api/v1/brands/{brandId}/templates/email/{templateName}/customizations`.
    pub fn customizations(
        self,
        name: impl AsRef<str>,
        query: &ListEmailCustomizations,
    ) -> Listing<EmailCustomization> {
        query.apply(self.call(op::LIST_EMAIL_CUSTOMIZATIONS, [name.as_ref()])).list()
    }

    /// Adds words for a language:
    /// `POST /api/v1/brands/{brandId}/templates/email/{templateName}/customizations`.
    pub fn create_customization(
        self,
        name: impl AsRef<str>,
        customization: &EmailCustomization,
    ) -> Call<EmailCustomization> {
        self.call(op::CREATE_EMAIL_CUSTOMIZATION, [name.as_ref()]).body(customization).json()
    }

    /// Reads words: `GET .../templates/email/{templateName}/customizations/{customizationId}`.
    pub fn customization(self, name: impl AsRef<str>, id: impl AsRef<str>) -> Call<EmailCustomization> {
        self.call(op::GET_EMAIL_CUSTOMIZATION, [name.as_ref(), id.as_ref()]).json()
    }

    /// Replaces words: `PUT .../templates/email/{templateName}/customizations/{customizationId}`.
    pub fn replace_customization(
        self,
        name: impl AsRef<str>,
        id: impl AsRef<str>,
        customization: &EmailCustomization,
    ) -> Call<EmailCustomization> {
        let call = self.call(op::REPLACE_EMAIL_CUSTOMIZATION, [name.as_ref(), id.as_ref()]);
        call.body(customization).json()
    }

    /// Deletes words: `DELETE .../templates/email/{templateName}/customizations/{customizationId}`.
    pub fn delete_customization(self, name: impl AsRef<str>, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_EMAIL_CUSTOMIZATION, [name.as_ref(), id.as_ref()]).empty()
    }

    /// Deletes all words of the brand's own:
    /// `DELETE /api/v1/brands/{brandId}/templates/email/{templateName}/customizations`.
    pub fn delete_all_customizations(self, name: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_ALL_CUSTOMIZATIONS, [name.as_ref()]).empty()
    }

    /// Shows what the mail would say:
    /// `GET .../templates/email/{templateName}/customizations/{customizationId}/preview`.
    pub fn preview(self, name: impl AsRef<str>, id: impl AsRef<str>) -> Call<EmailContent> {
        self.call(op::GET_CUSTOMIZATION_PREVIEW, [name.as_ref(), id.as_ref()]).json()
    }

    /// Okta's own words: `GET /api/v1/brands/{brandId}/templates/email/{templateName}/default-content`.
    pub fn default_content(self, name: impl AsRef<str>) -> Call<EmailContent> {
        self.call(op::GET_EMAIL_DEFAULT_CONTENT, [name.as_ref()]).json()
    }

    /// Shows what the mail would say in Okta's own words:
    /// `GET /api/v1/brands/{brandId}/templates/email/{templateName}/default-content/preview`.
    pub fn default_preview(self, name: impl AsRef<str>) -> Call<EmailContent> {
        self.call(op::GET_EMAIL_DEFAULT_PREVIEW, [name.as_ref()]).json()
    }

    /// Who gets the mail: `GET /api/v1/brands/{brandId}/templates/email/{templateName}/settings`.
    pub fn settings(self, name: impl AsRef<str>) -> Call<EmailSettings> {
        self.call(op::GET_EMAIL_SETTINGS, [name.as_ref()]).json()
    }

    /// Says who gets the mail, `ALL_USERS`, `ADMINS_ONLY` or `NO_USERS`:
    /// `PUT /api/v1/brands/{brandId}/templates/email/{templateName}/settings`.
    pub fn set_recipients(self, name: impl AsRef<str>, recipients: impl AsRef<str>) -> Call<EmailSettings> {
        let body = json!({ "recipients": recipients.as_ref() });
        self.call(op::REPLACE_EMAIL_SETTINGS, [name.as_ref()]).body(&body).json_or_default()
    }

    /// Sends the mail to oneself: `POST /api/v1/brands/{brandId}/templates/email/{templateName}/test`.
    pub fn send_test(self, name: impl AsRef<str>) -> Call<()> {
        self.call(op::SEND_TEST_EMAIL, [name.as_ref()]).empty()
    }
}

query! {
    /// How to list the email templates of a brand.
    pub struct ListEmailTemplates {
        ..pages
        /// What to send along: `settings`, `customizationCount`, or both with a comma.
        expand: String = "expand",
    }
}

query! {
    /// How to list the customizations of an email template.
    pub struct ListEmailCustomizations {
        ..pages
    }
}

model! {
    /// A kind of mail.
    pub struct EmailTemplate {
        /// Its name, for example `UserActivation`.
        name: String = "name",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A brand's own words of a mail, read or to be made.
    pub struct EmailCustomization {
        /// The id.
        id: String = "id",
        /// The language, for example `en`.
        language: String = "language",
        /// Whether users get it who have no other language.
        default: Option<bool> = "isDefault",
        /// The subject.
        subject: String = "subject",
        /// The body, in HTML.
        body: String = "body",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

impl EmailCustomization {
    /// Words in a language.
    pub fn new(language: impl Into<String>, subject: impl Into<String>, body: impl Into<String>) -> Self {
        EmailCustomization {
            language: language.into(),
            subject: subject.into(),
            body: body.into(),
            ..EmailCustomization::default()
        }
    }

    /// For users who have no other language too; the first words must be so.
    #[must_use]
    pub fn is_default(mut self) -> Self {
        self.default = Some(true);
        self
    }
}

model! {
    /// What a mail says.
    pub struct EmailContent {
        /// The subject.
        subject: String = "subject",
        /// The body, in HTML.
        body: String = "body",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// Who gets a mail.
    pub struct EmailSettings {
        /// `ALL_USERS`, `ADMINS_ONLY` or `NO_USERS`.
        recipients: EmailRecipients = "recipients",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// Who gets a mail.
    pub enum EmailRecipients {
        ALL_USERS,
        ADMINS_ONLY,
        NO_USERS,
    }
}
