//! SMS templates: an org's own words of text messages.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The SMS templates of an org; made by [`Okta::sms_templates`](crate::Okta::sms_templates). Okta's page
    /// is "SMS Templates".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::sms_template::{ListSmsTemplates, SmsTemplate};
    ///
    /// let words = SmsTemplate::new("Ours", "${org.name}: ${code}").translation("de", "Ihr Code: ${code}");
    /// let template = okta.sms_templates().create(&words).await?;
    /// okta.sms_templates().delete(&template.id).await?;
    /// assert!(okta.sms_templates().list(&ListSmsTemplates::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct SmsTemplates;
    /// The SMS templates of the org.
    okta.sms_templates()
}

impl SmsTemplates<'_> {
    /// Lists the templates: `GET /api/v1/templates/sms`.
    pub fn list(self, query: &ListSmsTemplates) -> Listing<SmsTemplate> {
        query.apply(self.call(op::LIST_SMS_TEMPLATES, [])).list()
    }

    /// Creates a template: `POST /api/v1/templates/sms`.
    pub fn create(self, template: &SmsTemplate) -> Call<SmsTemplate> {
        self.call(op::CREATE_SMS_TEMPLATE, []).body(template).json()
    }

    /// Reads a template: `GET /api/v1/templates/sms/{templateId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<SmsTemplate> {
        self.call(op::GET_SMS_TEMPLATE, [id.as_ref()]).json()
    }

    /// Changes what is given of a template: `POST /api/v1/templates/sms/{templateId}`. A translation that is
    /// null is removed.
    pub fn update(self, id: impl AsRef<str>, template: &SmsTemplate) -> Call<SmsTemplate> {
        self.call(op::UPDATE_SMS_TEMPLATE, [id.as_ref()]).body(template).json()
    }

    /// Replaces a template: `PUT /api/v1/templates/sms/{templateId}`.
    pub fn replace(self, id: impl AsRef<str>, template: &SmsTemplate) -> Call<SmsTemplate> {
        self.call(op::REPLACE_SMS_TEMPLATE, [id.as_ref()]).body(template).json()
    }

    /// Deletes a template: `DELETE /api/v1/templates/sms/{templateId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_SMS_TEMPLATE, [id.as_ref()]).empty()
    }
}

query! {
    /// Which SMS templates to list.
    pub struct ListSmsTemplates {
        /// Only those of this type: `SMS_VERIFY_CODE`.
        template_type: String = "templateType",
    }
}

model! {
    /// An SMS template, read or to be made.
    pub struct SmsTemplate {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What it is for: `SMS_VERIFY_CODE`.
        kind: SmsTemplateType = "type",
        /// The words, with `${code}` in them.
        template: String = "template",
        /// The words by language.
        translations: Map = "translations",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        ..extra
    }
}

impl SmsTemplate {
    /// Words for the text messages that carry a code.
    pub fn new(name: impl Into<String>, template: impl Into<String>) -> Self {
        SmsTemplate {
            name: name.into(),
            kind: "SMS_VERIFY_CODE".into(),
            template: template.into(),
            ..SmsTemplate::default()
        }
    }

    /// Has words in a language.
    #[must_use]
    pub fn translation(mut self, language: impl Into<String>, template: impl Into<String>) -> Self {
        self.translations.insert(language.into(), template.into().into());
        self
    }
}

open_enum! {
    /// What a text message is for.
    pub enum SmsTemplateType {
        SMS_VERIFY_CODE,
    }
}
