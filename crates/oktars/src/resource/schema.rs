//! Schemas: which attributes users, groups and users of an app have.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::client::Okta;
use crate::listing::Listing;
use crate::model::{Map, Patch, Timestamp, model, open_enum};
use crate::query::query;

/// The schemas of an org; made by [`Okta::schemas`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::schema::{SchemaAttribute, SchemaPatch};
/// use oktars::user::NewUser;
///
/// let badge = SchemaAttribute::text("Badge number");
/// okta.schemas().update_user("default", &SchemaPatch::new().set("badge", &badge)).await?;
///
/// let new = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
/// let user = okta.users().create(&new.attribute("badge", "N-17")).await?;
/// assert_eq!(user.profile.custom["badge"], "N-17");
///
/// let schema = okta.schemas().user("default").await?;
/// assert_eq!(schema.attribute("badge").unwrap().title, "Badge number");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Schemas<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// The schemas of the org.
    pub fn schemas(&self) -> Schemas<'_> {
        Schemas { okta: self }
    }
}

impl Schemas<'_> {
    /// Reads the schema of users: `GET /api/v1/meta/schemas/user/{schemaId}`. `default` is that of the
    /// default type of user; the links of another type lead to its own.
    pub fn user(self, schema_id: impl AsRef<str>) -> Call<Schema> {
        self.okta.call(op::GET_USER_SCHEMA).path("schemaId", schema_id).json()
    }

    /// Changes the schema of users: `POST /api/v1/meta/schemas/user/{schemaId}`. What the patch does not
    /// name stays. Okta applies it after a while, and lists of users may be refused until then
    /// ([`is_conflict`](crate::Error::is_conflict)).
    pub fn update_user(self, schema_id: impl AsRef<str>, patch: &SchemaPatch) -> Call<Schema> {
        self.okta.call(op::UPDATE_USER_PROFILE).path("schemaId", schema_id).body(patch).json()
    }

    /// Reads the schema of groups: `GET /api/v1/meta/schemas/group/default`.
    pub fn group(self) -> Call<Schema> {
        self.okta.call(op::GET_GROUP_SCHEMA).json()
    }

    /// Changes the schema of groups: `POST /api/v1/meta/schemas/group/default`.
    pub fn update_group(self, patch: &SchemaPatch) -> Call<Schema> {
        self.okta.call(op::UPDATE_GROUP_SCHEMA).body(patch).json()
    }

    /// Reads the schema of an app's users: `GET /api/v1/meta/schemas/apps/{appId}/default`.
    pub fn app_user(self, app_id: impl AsRef<str>) -> Call<Schema> {
        self.okta.call(op::GET_APPLICATION_USER_SCHEMA).path("appId", app_id).json()
    }

    /// Changes the schema of an app's users: `POST /api/v1/meta/schemas/apps/{appId}/default`.
    pub fn update_app_user(self, app_id: impl AsRef<str>, patch: &SchemaPatch) -> Call<Schema> {
        self.okta.call(op::UPDATE_APPLICATION_USER_PROFILE).path("appId", app_id).body(patch).json()
    }

    /// Lists the schemas of log streams: `GET /api/v1/meta/schemas/logStream`.
    pub fn log_streams(self, query: &ListLogStreamSchemas) -> Listing<LogStreamSchema> {
        query.apply(self.okta.call(op::LIST_LOG_STREAM_SCHEMAS)).list()
    }

    /// Reads the schema of a type of log stream: `GET /api/v1/meta/schemas/logStream/{logStreamType}`.
    pub fn log_stream(self, kind: impl AsRef<str>) -> Call<LogStreamSchema> {
        self.okta.call(op::GET_LOG_STREAM_SCHEMA).path("logStreamType", kind).json()
    }
}

query! {
    /// How to list the schemas of log streams. Okta has nothing to choose here yet.
    pub struct ListLogStreamSchemas {}
}

/// Changes to a schema. What it does not name stays as it is.
///
/// ```
/// use oktars::schema::{SchemaAttribute, SchemaPatch};
///
/// let patch = SchemaPatch::new().set("badge", &SchemaAttribute::text("Badge")).remove("pager");
/// assert_eq!(
///     serde_json::to_string(&patch).unwrap(),
///     r#"{"definitions":{"custom":{"properties":{"badge":{"title":"Badge","type":"string"},"pager":null}}}}"#
/// );
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SchemaPatch {
    definitions: Definitions,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct Definitions {
    #[serde(skip_serializing_if = "Section::is_empty")]
    base: Section,
    #[serde(skip_serializing_if = "Section::is_empty")]
    custom: Section,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct Section {
    properties: Patch,
}

impl Section {
    fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }
}

impl SchemaPatch {
    /// No change.
    pub fn new() -> Self {
        SchemaPatch::default()
    }

    /// Adds an attribute, or changes one that was added.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, attribute: &SchemaAttribute) -> Self {
        self.definitions.custom.properties.set(name, json!(attribute));
        self
    }

    /// Removes an attribute that was added, together with its values.
    #[must_use]
    pub fn remove(mut self, name: impl Into<String>) -> Self {
        self.definitions.custom.properties.clear(name);
        self
    }

    /// Changes one of Okta's own attributes, of which little can be changed.
    #[must_use]
    pub fn set_base(mut self, name: impl Into<String>, attribute: &SchemaAttribute) -> Self {
        self.definitions.base.properties.set(name, json!(attribute));
        self
    }
}

model! {
    /// A schema.
    pub struct Schema {
        /// Its address, which serves as its id.
        id: String = "id",
        /// The version of JSON Schema that it follows.
        version: Option<String> = "$schema",
        /// The name.
        name: String = "name",
        /// What people read.
        title: String = "title",
        /// What it is for.
        description: Option<String> = "description",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// The attributes.
        definitions: SchemaDefinitions = "definitions",
        /// Links to itself and to the type of user.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// The attributes of a schema.
    pub struct SchemaDefinitions {
        /// Those that were added.
        custom: SchemaSection = "custom",
        /// Okta's own.
        base: SchemaSection = "base",
        ..extra
    }
}

model! {
    /// One half of a schema's attributes.
    pub struct SchemaSection {
        /// Which half it is.
        id: String = "id",
        /// The attributes by their names; [`Schema::attribute`] reads one.
        properties: Map = "properties",
        /// The names of those that must have a value.
        required: Vec<String> = "required",
        ..extra
    }
}

impl Schema {
    /// An attribute by its name, one that was added or Okta's own.
    pub fn attribute(&self, name: &str) -> Option<SchemaAttribute> {
        let sections = [&self.definitions.custom, &self.definitions.base];
        let value = sections.into_iter().find_map(|section| section.properties.get(name))?;
        serde_json::from_value(value.clone()).ok()
    }
}

model! {
    /// What an attribute is like.
    pub struct SchemaAttribute {
        /// What people read.
        title: String = "title",
        /// The type of its values.
        kind: AttributeType = "type",
        /// What it is for.
        description: Option<String> = "description",
        /// The form of its values.
        format: AttributeFormat = "format",
        /// Whether it must have a value.
        required: Option<bool> = "required",
        /// Who may change its values.
        mutability: AttributeMutability = "mutability",
        /// Whether groups may give values.
        scope: AttributeScope = "scope",
        /// What the user himself may do, each with `principal` and `action`.
        permissions: Vec<Map> = "permissions",
        /// Where its values come from.
        master: Option<Map> = "master",
        /// The least length.
        min_length: Option<i64> = "minLength",
        /// The greatest length.
        max_length: Option<i64> = "maxLength",
        /// The least number.
        minimum: Option<i64> = "minimum",
        /// The greatest number.
        maximum: Option<i64> = "maximum",
        /// The values that are allowed.
        allowed: Vec<Value> = "enum",
        /// The values that are allowed, each `const` with the `title` that people read.
        one_of: Vec<Map> = "oneOf",
        /// The items, of an array.
        items: Option<Map> = "items",
        /// The expression that values match.
        pattern: Option<String> = "pattern",
        /// Whether no two may have the same value: `UNIQUE_VALIDATED` or `NOT_UNIQUE`.
        unique: Option<String> = "unique",
        /// Its name at the app.
        external_name: Option<String> = "externalName",
        /// The namespace of its name at the app.
        external_namespace: Option<String> = "externalNamespace",
        ..extra
    }
}

open_enum! {
    /// The form of an attribute's values.
    pub enum AttributeFormat {
        COUNTRY_CODE = "country-code",
        DATE_TIME = "date-time",
        EMAIL = "email",
        ENCRYPTED = "encrypted",
        HASHED = "hashed",
        LANGUAGE_CODE = "language-code",
        LOCALE = "locale",
        REF_ID = "ref-id",
        TIMEZONE = "timezone",
        URI = "uri",
    }
}

open_enum! {
    /// Who may change an attribute's values.
    pub enum AttributeMutability {
        IMMUTABLE,
        READ_ONLY,
        READ_WRITE,
        WRITE_ONLY,
    }
}

open_enum! {
    /// Whether groups may give an attribute's values.
    pub enum AttributeScope {
        /// They may.
        NONE,
        /// They may not.
        SELF,
    }
}

open_enum! {
    /// The type of an attribute's values.
    pub enum AttributeType {
        /// Text.
        STRING = "string",
        /// True or false.
        BOOLEAN = "boolean",
        /// A number.
        NUMBER = "number",
        /// A whole number.
        INTEGER = "integer",
        /// A list.
        ARRAY = "array",
        /// An object.
        OBJECT = "object",
    }
}

impl SchemaAttribute {
    /// Values of a type.
    pub fn new(title: impl Into<String>, kind: AttributeType) -> Self {
        SchemaAttribute { title: title.into(), kind, ..SchemaAttribute::default() }
    }

    /// Text.
    pub fn text(title: impl Into<String>) -> Self {
        SchemaAttribute::new(title, AttributeType::STRING)
    }

    /// Lists whose items are of a type.
    pub fn list(title: impl Into<String>, items: AttributeType) -> Self {
        let mut attribute = SchemaAttribute::new(title, AttributeType::ARRAY);
        attribute.items.get_or_insert_default().insert("type".into(), items.as_str().into());
        attribute
    }
}

model! {
    /// The schema of a type of log stream.
    pub struct LogStreamSchema {
        /// The address that names it.
        id: String = "id",
        /// The version of JSON Schema.
        schema: Option<String> = "$schema",
        /// What people read.
        title: Option<String> = "title",
        /// The type of a stream: `object`.
        kind: Option<String> = "type",
        /// The members of a stream, each with its schema.
        properties: Map = "properties",
        /// The members that a stream must have.
        required: Vec<String> = "required",
        /// What people read if a value does not fit, by member.
        error_message: Map = "errorMessage",
        /// The values that are allowed.
        one_of: Vec<Map> = "oneOf",
        /// The expression that values match.
        pattern: Option<String> = "pattern",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}
