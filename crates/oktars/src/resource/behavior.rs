//! Behaviors: what Okta takes for unusual when a user signs in.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The behavior rules of an org; made by [`Okta::behaviors`](crate::Okta::behaviors). Okta's page is
    /// "Behavior Rules".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::behavior::Behavior;
    ///
    /// let fast = Behavior::new("VELOCITY", "Fast travel").setting("velocityKph", 805);
    /// let fast = okta.behaviors().create(&fast).await?;
    /// okta.behaviors().deactivate(&fast.id).await?;
    /// okta.behaviors().delete(&fast.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct Behaviors;
    /// The behavior rules of the org.
    okta.behaviors()
}

impl Behaviors<'_> {
    /// Lists the rules: `GET /api/v1/behaviors`.
    pub fn list(self, query: &ListBehaviors) -> Listing<Behavior> {
        query.apply(self.call(op::LIST_BEHAVIOR_DETECTION_RULES, [])).list()
    }

    /// Creates a rule: `POST /api/v1/behaviors`.
    pub fn create(self, behavior: &Behavior) -> Call<Behavior> {
        self.call(op::CREATE_BEHAVIOR_DETECTION_RULE, []).body(behavior).json()
    }

    /// Reads a rule: `GET /api/v1/behaviors/{behaviorId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Behavior> {
        self.call(op::GET_BEHAVIOR_DETECTION_RULE, [id.as_ref()]).json()
    }

    /// Replaces a rule: `PUT /api/v1/behaviors/{behaviorId}`.
    pub fn replace(self, id: impl AsRef<str>, behavior: &Behavior) -> Call<Behavior> {
        self.call(op::REPLACE_BEHAVIOR_DETECTION_RULE, [id.as_ref()]).body(behavior).json()
    }

    /// Deletes a rule: `DELETE /api/v1/behaviors/{behaviorId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_BEHAVIOR_DETECTION_RULE, [id.as_ref()]).empty()
    }

    /// Activates a rule: `POST /api/v1/behaviors/{behaviorId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<Behavior> {
        self.call(op::ACTIVATE_BEHAVIOR_DETECTION_RULE, [id.as_ref()]).json()
    }

    /// Deactivates a rule: `POST /api/v1/behaviors/{behaviorId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<Behavior> {
        self.call(op::DEACTIVATE_BEHAVIOR_DETECTION_RULE, [id.as_ref()]).json()
    }
}

query! {
    /// How to list the rules that detect behavior. Okta has nothing to choose here yet.
    pub struct ListBehaviors {}
}

model! {
    /// A behavior rule, read or to be made.
    pub struct Behavior {
        /// Its id.
        id: String = "id",
        /// What it looks at: `ANOMALOUS_LOCATION`, `ANOMALOUS_IP`, `ANOMALOUS_DEVICE`, `ANOMALOUS_ASN` or
        /// `VELOCITY`.
        kind: BehaviorType = "type",
        /// Its name.
        name: String = "name",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// What is peculiar to a type.
        settings: Map = "settings",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// A link to itself, as Okta's description has it. Orgs send `links`.
        link: Map = "_link",
        /// Links to itself and to what can be done with it.
        links: Map = "_links",
        ..extra
    }
}

impl Behavior {
    /// A rule of a type.
    pub fn new(kind: impl Into<BehaviorType>, name: impl Into<String>) -> Self {
        Behavior { kind: kind.into(), name: name.into(), ..Behavior::default() }
    }

    /// Has a setting of its type.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }
}

open_enum! {
    /// What a behavior looks at.
    pub enum BehaviorType {
        ANOMALOUS_DEVICE,
        ANOMALOUS_IP,
        ANOMALOUS_LOCATION,
        VELOCITY,
        ANOMALOUS_ASN,
    }
}
