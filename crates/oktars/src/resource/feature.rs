//! Features: what an org may switch on by itself.

use oktars_catalog::op;

use crate::error::Result;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model};

handle! {
    /// The self-service features of an org; made by [`Okta::features`](crate::Okta::features). Okta's page
    /// is "Features".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// for feature in okta.features().list().all().await? {
    ///     println!("{} is {}", feature.name, feature.status);
    /// }
    /// # Ok(()) }
    /// ```
    pub struct Features;
    /// The self-service features of the org.
    okta.features()
}

impl Features<'_> {
    /// Lists the features: `GET /api/v1/features`.
    pub fn list(self) -> Listing<Feature> {
        self.call(op::LIST_FEATURES, []).list()
    }

    /// Reads a feature: `GET /api/v1/features/{featureId}`.
    pub async fn get(self, id: impl AsRef<str>) -> Result<Feature> {
        self.call(op::GET_FEATURE, [id.as_ref()]).json().await
    }

    /// Lists what a feature needs: `GET /api/v1/features/{featureId}/dependencies`.
    pub fn dependencies(self, id: impl AsRef<str>) -> Listing<Feature> {
        self.call(op::LIST_FEATURE_DEPENDENCIES, [id.as_ref()]).list()
    }

    /// Lists what needs a feature: `GET /api/v1/features/{featureId}/dependents`.
    pub fn dependents(self, id: impl AsRef<str>) -> Listing<Feature> {
        self.call(op::LIST_FEATURE_DEPENDENTS, [id.as_ref()]).list()
    }

    /// Switches a feature on: `POST /api/v1/features/{featureId}/enable`. With `force`, what it needs comes
    /// with it.
    pub async fn enable(self, id: impl AsRef<str>, force: bool) -> Result<Feature> {
        self.switch(id.as_ref(), "enable", force).await
    }

    /// Switches a feature off: `POST /api/v1/features/{featureId}/disable`. With `force`, what needs it goes
    /// with it.
    pub async fn disable(self, id: impl AsRef<str>, force: bool) -> Result<Feature> {
        self.switch(id.as_ref(), "disable", force).await
    }

    async fn switch(self, id: &str, lifecycle: &str, force: bool) -> Result<Feature> {
        let call = self.call(op::UPDATE_FEATURE_LIFECYCLE, [id, lifecycle]);
        call.query_opt("mode", force.then_some("force")).json().await
    }
}

model! {
    /// A feature.
    pub struct Feature {
        /// Its id.
        id: String = "id",
        /// What it is: `self-service`.
        kind: String = "type",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// How far it is: a `value` such as `BETA`, and a `state`.
        stage: Map = "stage",
        /// `ENABLED` or `DISABLED`.
        status: String = "status",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}
