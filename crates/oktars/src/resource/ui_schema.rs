//! UI schemas: how the forms look by which users sign up.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;

handle! {
    /// The UI schemas of an org; made by [`Okta::ui_schemas`](crate::Okta::ui_schemas). Okta's page is "UI
    /// Schema".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::ui_schema::{UiElement, UiForm};
    ///
    /// let form = UiForm::new("Sign up", "Submit").element(UiElement::text("lastName", "Last name"));
    /// let schema = okta.ui_schemas().create(&form).await?;
    /// assert_eq!(schema.form.elements[0].scope, "#/properties/lastName");
    /// okta.ui_schemas().delete(&schema.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct UiSchemas;
    /// The UI schemas of the org.
    okta.ui_schemas()
}

impl UiSchemas<'_> {
    /// Lists the schemas: `GET /api/v1/meta/uischemas`.
    pub fn list(self, query: &ListUiSchemas) -> Listing<UiSchema> {
        query.apply(self.call(op::LIST_UI_SCHEMAS, [])).list()
    }

    /// Creates a schema: `POST /api/v1/meta/uischemas`.
    pub fn create(self, form: &UiForm) -> Call<UiSchema> {
        self.call(op::CREATE_UI_SCHEMA, []).body(&Body { form }).json()
    }

    /// Reads a schema: `GET /api/v1/meta/uischemas/{id}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<UiSchema> {
        self.call(op::GET_UI_SCHEMA, [id.as_ref()]).json()
    }

    /// Replaces a schema: `PUT /api/v1/meta/uischemas/{id}`.
    pub fn replace(self, id: impl AsRef<str>, form: &UiForm) -> Call<UiSchema> {
        self.call(op::REPLACE_UI_SCHEMAS, [id.as_ref()]).body(&Body { form }).json()
    }

    /// Deletes a schema: `DELETE /api/v1/meta/uischemas/{id}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_UI_SCHEMAS, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list UI schemas. Okta has nothing to choose here yet.
    pub struct ListUiSchemas {}
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "uiSchema")]
    form: &'a UiForm,
}

model! {
    /// A UI schema.
    pub struct UiSchema {
        /// Its id.
        id: String = "id",
        /// The form.
        form: UiForm = "uiSchema",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A form.
    pub struct UiForm {
        /// What it is: `Group`.
        kind: String = "type",
        /// What stands above it.
        label: String = "label",
        /// What stands on its button.
        button_label: String = "buttonLabel",
        /// Its fields, from the top.
        elements: Vec<UiElement> = "elements",
        ..extra
    }
}

impl UiForm {
    /// A form without fields, by what stands above it and on its button.
    pub fn new(label: impl Into<String>, button_label: impl Into<String>) -> Self {
        UiForm {
            kind: "Group".into(),
            label: label.into(),
            button_label: button_label.into(),
            ..UiForm::default()
        }
    }

    /// One more field.
    #[must_use]
    pub fn element(mut self, element: UiElement) -> Self {
        self.elements.push(element);
        self
    }
}

model! {
    /// A field of a form.
    pub struct UiElement {
        /// What it is: `Control`.
        kind: String = "type",
        /// The attribute that it fills, for example `#/properties/lastName`.
        scope: String = "scope",
        /// What stands beside it.
        label: String = "label",
        /// How it looks: its `format`, such as `text` or `select`.
        options: Map = "options",
        ..extra
    }
}

impl UiElement {
    /// A field for text that fills an attribute.
    pub fn text(attribute: impl AsRef<str>, label: impl Into<String>) -> Self {
        let mut element = UiElement {
            kind: "Control".into(),
            scope: format!("#/properties/{}", attribute.as_ref()),
            label: label.into(),
            ..UiElement::default()
        };
        element.options.insert("format".into(), "text".into());
        element
    }
}
