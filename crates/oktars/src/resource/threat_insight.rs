//! ThreatInsight: what is done about addresses from which Okta's orgs are attacked.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{Map, Timestamp, model, open_enum};

handle! {
    /// The ThreatInsight of an org; made by [`Okta::threat_insight`](crate::Okta::threat_insight). Okta's
    /// page is "ThreatInsight".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let mut configuration = okta.threat_insight().get().await?;
    /// configuration.action = "block".into();
    /// assert_eq!(okta.threat_insight().update(&configuration).await?.action, "block");
    /// # Ok(()) }
    /// ```
    pub struct ThreatInsight;
    /// The ThreatInsight of the org.
    okta.threat_insight()
}

impl ThreatInsight<'_> {
    /// Reads what is done: `GET /api/v1/threats/configuration`.
    pub fn get(self) -> Call<ThreatInsightConfiguration> {
        self.call(op::GET_CURRENT_CONFIGURATION, []).json()
    }

    /// Sets what Okta does: `POST /api/v1/threats/configuration`.
    pub fn update(self, configuration: &ThreatInsightConfiguration) -> Call<ThreatInsightConfiguration> {
        self.call(op::UPDATE_CONFIGURATION, []).body(configuration).json()
    }
}

model! {
    /// What is done about addresses from which orgs are attacked.
    pub struct ThreatInsightConfiguration {
        /// `none`, `audit` or `block`.
        action: ThreatAction = "action",
        /// The ids of network zones to which it is not done.
        exclude_zones: Vec<String> = "excludeZones",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// What is done about requests from suspicious addresses.
    pub enum ThreatAction {
        NONE = "none",
        AUDIT = "audit",
        BLOCK = "block",
    }
}
