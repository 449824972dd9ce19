//! Features: what an org may switch on by itself.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{EnabledStatus, Map, model, open_enum};
use crate::query::query;

handle! {
    /// The self-service features of an org; made by [`Okta::features`](crate::Okta::features). Okta's page
    /// is "Features".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::feature::ListFeatures;
    ///
    /// for feature in okta.features().list(&ListFeatures::new()).all().await? {
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
    pub fn list(self, query: &ListFeatures) -> Listing<Feature> {
        query.apply(self.call(op::LIST_FEATURES, [])).list()
    }

    /// Reads a feature: `GET /api/v1/features/{featureId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Feature> {
        self.call(op::GET_FEATURE, [id.as_ref()]).json()
    }

    /// Lists what a feature needs: `GET /api/v1/features/{featureId}/dependencies`.
    pub fn dependencies(self, id: impl AsRef<str>, query: &ListFeatureDependencies) -> Listing<Feature> {
        query.apply(self.call(op::LIST_FEATURE_DEPENDENCIES, [id.as_ref()])).list()
    }

    /// Lists what needs a feature: `GET /api/v1/features/{featureId}/dependents`.
    pub fn dependents(self, id: impl AsRef<str>, query: &ListFeatureDependents) -> Listing<Feature> {
        query.apply(self.call(op::LIST_FEATURE_DEPENDENTS, [id.as_ref()])).list()
    }

    /// Switches a feature on: `POST /api/v1/features/{featureId}/enable`.
    pub fn enable(self, id: impl AsRef<str>) -> Call<Feature> {
        self.enable_with(id, &SwitchFeature::default())
    }

    /// Switches a feature on, and perhaps what it needs.
    pub fn enable_with(self, id: impl AsRef<str>, options: &SwitchFeature) -> Call<Feature> {
        options.apply(self.call(op::UPDATE_FEATURE_LIFECYCLE, [id.as_ref(), "enable"])).json()
    }

    /// Switches a feature off: `POST /api/v1/features/{featureId}/disable`.
    pub fn disable(self, id: impl AsRef<str>) -> Call<Feature> {
        self.disable_with(id, &SwitchFeature::default())
    }

    /// Switches a feature off, and perhaps what needs it.
    pub fn disable_with(self, id: impl AsRef<str>, options: &SwitchFeature) -> Call<Feature> {
        options.apply(self.call(op::UPDATE_FEATURE_LIFECYCLE, [id.as_ref(), "disable"])).json()
    }
}

query! {
    /// How to switch a feature.
    pub struct SwitchFeature {
        /// `force` switches other features with it: those that it needs, or that need it.
        mode: String = "mode",
    }
}

query! {
    /// How to list features. Okta has nothing to choose here yet.
    pub struct ListFeatures {}
}

query! {
    /// How to list what a feature needs. Okta has nothing to choose here yet.
    pub struct ListFeatureDependencies {}
}

query! {
    /// How to list what needs a feature. Okta has nothing to choose here yet.
    pub struct ListFeatureDependents {}
}

model! {
    /// A feature.
    pub struct Feature {
        /// Its id.
        id: String = "id",
        /// What it is: `self-service`.
        kind: FeatureType = "type",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// How far it is: a `value` such as `BETA`, and a `state`.
        stage: Map = "stage",
        /// `ENABLED` or `DISABLED`.
        status: EnabledStatus = "status",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// Who may switch a feature.
    pub enum FeatureType {
        SELF_SERVICE = "self-service",
    }
}
