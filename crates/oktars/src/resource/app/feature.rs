//! Provisioning of apps: what Okta does at the app, and what it takes over from there.

use oktars_catalog::op;
use serde_json::Value;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{EnabledStatus, Map, model, open_enum};
use crate::query::query;

handle! {
    /// The provisioning features of one app; made by [`Okta::app_features`](crate::Okta::app_features).
    /// Okta's page is "Application Features".
    ///
    /// Their names are `USER_PROVISIONING`, from Okta to the app, and `INBOUND_PROVISIONING`. An app that
    /// cannot be provisioned has none, which is a [validation error](crate::Error::is_validation).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let app = okta.apps().create(&oktars::app::NewApp::org2org(
    /// #     "Hub", "https://hub.okta.com", "https://hub.okta.com/sso/saml2/0oa1", "https://hub.okta.com/saml2/sp",
    /// # )).await?;
    /// # okta.app_connection(&app.id).update(&oktars::app::NewAppConnection::token("00hub")).await?;
    /// # okta.app_connection(&app.id).activate().await?;
    /// use serde_json::json;
    ///
    /// let create = json!({"create": {"lifecycleCreate": {"status": "ENABLED"}}});
    /// let feature = okta.app_features(&app.id).update("USER_PROVISIONING", &create).await?;
    /// assert_eq!(feature.capabilities["create"], create["create"]);
    /// # Ok(()) }
    /// ```
    pub struct AppFeatures;
    /// The provisioning features of an app.
    okta.app_features(app_id)
}

impl AppFeatures<'_> {
    /// Lists the features: `GET /api/v1/apps/{appId}/features`.
    pub fn list(self, query: &ListAppFeatures) -> Listing<AppFeature> {
        query.apply(self.call(op::LIST_FEATURES_FOR_APPLICATION, [])).list()
    }

    /// Reads a feature: `GET /api/v1/apps/{appId}/features/{featureName}`.
    pub fn get(self, name: impl AsRef<str>) -> Call<AppFeature> {
        self.call(op::GET_FEATURE_FOR_APPLICATION, [name.as_ref()]).json()
    }

    /// Changes what a feature does: `PUT /api/v1/apps/{appId}/features/{featureName}`. The value has the
    /// form of [`AppFeature::capabilities`]; what it leaves out stays.
    pub fn update(self, name: impl AsRef<str>, capabilities: &Value) -> Call<AppFeature> {
        self.call(op::UPDATE_FEATURE_FOR_APPLICATION, [name.as_ref()]).body(capabilities).json()
    }
}

query! {
    /// How to list the features of an app. Okta has nothing to choose here yet.
    pub struct ListAppFeatures {}
}

model! {
    /// A provisioning feature of an app.
    pub struct AppFeature {
        /// Its name.
        name: AppFeatureType = "name",
        /// `ENABLED` or `DISABLED`.
        status: EnabledStatus = "status",
        /// What it is for.
        description: Option<String> = "description",
        /// What it does, under the names that Okta gives it.
        capabilities: Map = "capabilities",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// A feature of an app that is set up.
    pub enum AppFeatureType {
        USER_PROVISIONING,
        INBOUND_PROVISIONING,
    }
}
