//! Profile mappings: which attribute of one profile another is filled from.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Patch, model};
use crate::query::query;

handle! {
    /// The profile mappings of an org; made by [`Okta::profile_mappings`](crate::Okta::profile_mappings).
    /// Okta's page is "Profile Mappings". Mappings come with apps and are neither made nor deleted.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let settings = oktars::app::OauthClientSettings::web(["https://pay.example.gov/callback"]);
    /// # let app = okta.apps().create(&oktars::app::NewApp::oidc("Payroll", settings)).await?;
    /// # let title = oktars::schema::SchemaAttribute::text("Title");
    /// # okta.schemas().update_app_user(&app.id, &oktars::schema::SchemaPatch::new().set("jobTitle", &title)).await?;
    /// use oktars::profile_mapping::{ListProfileMappings, ProfileMappingPatch};
    ///
    /// let to_app = ListProfileMappings::new().target_id(&app.id);
    /// let mapping = &okta.profile_mappings().list(&to_app).all().await?[0];
    /// let patch = ProfileMappingPatch::new().set("jobTitle", "user.title", "PUSH");
    /// let mapping = okta.profile_mappings().update(&mapping.id, &patch).await?;
    /// assert_eq!(mapping.properties["jobTitle"]["expression"], "user.title");
    /// # Ok(()) }
    /// ```
    pub struct ProfileMappings;
    /// The profile mappings of the org.
    okta.profile_mappings()
}

impl ProfileMappings<'_> {
    /// Lists the mappings, without their properties: `GET /api/v1/mappings`.
    pub fn list(self, query: &ListProfileMappings) -> Listing<ProfileMapping> {
        query.apply(self.call(op::LIST_PROFILE_MAPPINGS, [])).list()
    }

    /// Reads a mapping: `GET /api/v1/mappings/{mappingId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<ProfileMapping> {
        self.call(op::GET_PROFILE_MAPPING, [id.as_ref()]).json()
    }

    /// Changes the attributes that a patch names: `POST /api/v1/mappings/{mappingId}`.
    ///
    /// An attribute that the target does not have is a [validation error](crate::Error::is_validation).
    pub fn update(self, id: impl AsRef<str>, patch: &ProfileMappingPatch) -> Call<ProfileMapping> {
        self.call(op::UPDATE_PROFILE_MAPPING, [id.as_ref()]).body(patch).json()
    }
}

query! {
    /// Which mappings to list, and how.
    pub struct ListProfileMappings {
        /// Only those from this app, or type of user.
        source_id: String = "sourceId",
        /// Only those to this app, or type of user.
        target_id: String = "targetId",
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

/// Changes to a mapping. What it does not name stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ProfileMappingPatch {
    properties: Patch,
}

impl ProfileMappingPatch {
    /// No change.
    pub fn new() -> Self {
        ProfileMappingPatch::default()
    }

    /// Fills an attribute of the target from an expression over the source, either at every change (`PUSH`)
    /// or only at the first assignment (`DONT_PUSH`).
    #[must_use]
    pub fn set(
        mut self,
        attribute: impl Into<String>,
        expression: impl Into<String>,
        push_status: impl Into<String>,
    ) -> Self {
        let property = json!({ "expression": expression.into(), "pushStatus": push_status.into() });
        self.properties.set(attribute, property);
        self
    }

    /// Stops filling an attribute of the target.
    #[must_use]
    pub fn remove(mut self, attribute: impl Into<String>) -> Self {
        self.properties.clear(attribute);
        self
    }
}

model! {
    /// A profile mapping.
    pub struct ProfileMapping {
        /// Its id.
        id: String = "id",
        /// Where values come from.
        source: MappingSide = "source",
        /// Where values go.
        target: MappingSide = "target",
        /// By the target's attributes, the `expression` that fills each, and its `pushStatus`.
        properties: Map = "properties",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// One side of a profile mapping.
    pub struct MappingSide {
        /// The id of the app, or of the type of user.
        id: String = "id",
        /// The name of the app, or `user`.
        name: String = "name",
        /// Which of the two it is: `appuser` or `user`.
        kind: String = "type",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}
