//! The updates of an agent pool: jobs that bring its agents to another version.

use oktars_catalog::{Operation, op};

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, open_enum, parts};
use crate::query::query;
use crate::resource::agent_pool::{Agent, AgentType};

handle! {
    /// The updates of one agent pool; made by [`Okta::agent_pool_updates`](crate::Okta::agent_pool_updates).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::agent_pool::{AgentPoolUpdate, AgentType};
    ///
    /// let updates = okta.agent_pool_updates("0oaspf3cfatE1nDO31d7");
    /// let update = updates.create(&AgentPoolUpdate::new("Sunday night", AgentType::AD));
    /// assert_eq!(update.request()?.uri().path(), "/api/v1/agentPools/0oaspf3cfatE1nDO31d7/updates");
    /// # Ok(()) }
    /// ```
    pub struct AgentPoolUpdates;
    /// The updates of an agent pool.
    okta.agent_pool_updates(pool_id)
}

impl AgentPoolUpdates<'_> {
    /// Lists the updates: `GET /api/v1/agentPools/{poolId}/updates`.
    pub fn list(self, query: &ListAgentPoolUpdates) -> Listing<AgentPoolUpdate> {
        query.apply(self.call(op::LIST_AGENT_POOLS_UPDATES, [])).list()
    }

    /// Schedules an update: `POST /api/v1/agentPools/{poolId}/updates`.
    pub fn create(self, update: &AgentPoolUpdate) -> Call<AgentPoolUpdate> {
        self.call(op::CREATE_AGENT_POOLS_UPDATE, []).body(update).json()
    }

    /// Reads how the agents of the pool are updated: `GET /api/v1/agentPools/{poolId}/updates/settings`.
    pub fn settings(self) -> Call<AgentPoolUpdateSettings> {
        self.call(op::GET_AGENT_POOLS_UPDATE_SETTINGS, []).json()
    }

    /// Changes how the agents of the pool are updated: `POST /api/v1/agentPools/{poolId}/updates/settings`.
    pub fn update_settings(self, settings: &AgentPoolUpdateSettings) -> Call<AgentPoolUpdateSettings> {
        self.call(op::UPDATE_AGENT_POOLS_UPDATE_SETTINGS, []).body(settings).json()
    }

    /// Reads an update: `GET /api/v1/agentPools/{poolId}/updates/{updateId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<AgentPoolUpdate> {
        self.call(op::GET_AGENT_POOLS_UPDATE_INSTANCE, [id.as_ref()]).json()
    }

    /// Changes an update: `POST /api/v1/agentPools/{poolId}/updates/{updateId}`.
    pub fn update(self, id: impl AsRef<str>, update: &AgentPoolUpdate) -> Call<AgentPoolUpdate> {
        self.call(op::UPDATE_AGENT_POOLS_UPDATE, [id.as_ref()]).body(update).json()
    }

    /// Deletes an update: `DELETE /api/v1/agentPools/{poolId}/updates/{updateId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_AGENT_POOLS_UPDATE, [id.as_ref()]).empty()
    }

    /// Lets a scheduled update run at its time:
    /// `POST /api/v1/agentPools/{poolId}/updates/{updateId}/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<AgentPoolUpdate> {
        self.step(op::ACTIVATE_AGENT_POOLS_UPDATE, id)
    }

    /// Keeps a scheduled update from running:
    /// `POST /api/v1/agentPools/{poolId}/updates/{updateId}/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<AgentPoolUpdate> {
        self.step(op::DEACTIVATE_AGENT_POOLS_UPDATE, id)
    }

    /// Pauses an update that runs: `POST /api/v1/agentPools/{poolId}/updates/{updateId}/pause`.
    pub fn pause(self, id: impl AsRef<str>) -> Call<AgentPoolUpdate> {
        self.step(op::PAUSE_AGENT_POOLS_UPDATE, id)
    }

    /// Goes on with an update that is paused: `POST /api/v1/agentPools/{poolId}/updates/{updateId}/resume`.
    pub fn resume(self, id: impl AsRef<str>) -> Call<AgentPoolUpdate> {
        self.step(op::RESUME_AGENT_POOLS_UPDATE, id)
    }

    /// Begins an update again that failed or was stopped:
    /// `POST /api/v1/agentPools/{poolId}/updates/{updateId}/retry`.
    pub fn retry(self, id: impl AsRef<str>) -> Call<AgentPoolUpdate> {
        self.step(op::RETRY_AGENT_POOLS_UPDATE, id)
    }

    /// Stops an update that runs: `POST /api/v1/agentPools/{poolId}/updates/{updateId}/stop`.
    pub fn stop(self, id: impl AsRef<str>) -> Call<AgentPoolUpdate> {
        self.step(op::STOP_AGENT_POOLS_UPDATE, id)
    }

    fn step(self, operation: Operation, id: impl AsRef<str>) -> Call<AgentPoolUpdate> {
        self.call(operation, [id.as_ref()]).json()
    }
}

query! {
    /// Which updates of a pool to list.
    pub struct ListAgentPoolUpdates {
        /// Whether to list those that are scheduled, or those that are not.
        scheduled: bool = "scheduled",
    }
}

parts! {
    /// An update of a pool, read or to be made.
    pub struct AgentPoolUpdate {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What the agents do that it updates.
        agent_type: AgentType = "agentType",
        /// The agents that it updates.
        agents: Vec<Agent> = "agents",
        /// Whether it runs at its time.
        enabled: Option<bool> = "enabled",
        /// Whether administrators are told how it went.
        notify_admin: Option<bool> = "notifyAdmin",
        /// When it runs.
        schedule: AgentPoolUpdateSchedule = "schedule",
        /// Its place among the updates.
        sort_order: Option<i64> = "sortOrder",
        /// How far it is.
        status: AgentPoolUpdateStatus = "status",
        /// Why it failed or was stopped.
        reason: Option<String> = "reason",
        /// The version to which it brings the agents.
        target_version: Option<String> = "targetVersion",
        /// Links.
        links: Map = "_links",
    }

    /// When an update runs.
    pub struct AgentPoolUpdateSchedule {
        /// When, as a cron expression.
        cron: Option<String> = "cron",
        /// How many days after the release of a version it waits.
        delay: Option<i64> = "delay",
        /// How many minutes it may take.
        duration: Option<i64> = "duration",
        /// The time zone of the expression.
        timezone: Option<String> = "timezone",
        /// When the schedule changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
    }

    /// How the agents of a pool are updated.
    pub struct AgentPoolUpdateSettings {
        /// What the agents do.
        agent_type: AgentType = "agentType",
        /// Whether an update continues with the other agents when one fails.
        continue_on_error: Option<bool> = "continueOnError",
        /// The latest version that there is.
        latest_version: Option<String> = "latestVersion",
        /// The oldest version that Okta still supports.
        minimal_supported_version: Option<String> = "minimalSupportedVersion",
        /// The id of the pool.
        pool_id: String = "poolId",
        /// The name of the pool.
        pool_name: Option<String> = "poolName",
        /// Which versions the agents get.
        release_channel: ReleaseChannel = "releaseChannel",
    }
}

impl AgentPoolUpdate {
    /// An update of all agents of the pool.
    pub fn new(name: impl Into<String>, agent_type: impl Into<AgentType>) -> Self {
        AgentPoolUpdate { name: name.into(), agent_type: agent_type.into(), ..AgentPoolUpdate::default() }
    }
}

open_enum! {
    /// How far an update is.
    pub enum AgentPoolUpdateStatus {
        CANCELLED = "Cancelled",
        FAILED = "Failed",
        IN_PROGRESS = "InProgress",
        PAUSED = "Paused",
        SCHEDULED = "Scheduled",
        SUCCESS = "Success",
    }
}

open_enum! {
    /// Which versions agents get.
    pub enum ReleaseChannel {
        /// Those that are tried out.
        BETA = "BETA",
        /// Those of early access.
        EA = "EA",
        /// Those that are generally available.
        GA = "GA",
        /// Those for tests.
        TEST = "TEST",
    }
}
