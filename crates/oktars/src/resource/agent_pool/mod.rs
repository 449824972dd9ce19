//! Agent pools: the directory agents of an org, and the jobs that update them.

pub(crate) mod update;

pub use self::update::*;

use oktars_catalog::op;

use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, open_enum, parts};
use crate::query::query;

handle! {
    /// The agent pools of an org; made by [`Okta::agent_pools`](crate::Okta::agent_pools). Okta's page is "Agent
    /// Pools".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::agent_pool::ListAgentPools;
    ///
    /// let pools = okta.agent_pools().list(&ListAgentPools::new().pool_type("AD")).all().await?;
    /// for pool in pools {
    ///     println!("{}: {} of {} agents are down", pool.name, pool.disrupted_agents.unwrap_or(0), pool.agents.len());
    /// }
    /// # Ok(()) }
    /// ```
    pub struct AgentPools;
    /// The agent pools of the org.
    okta.agent_pools()
}

impl AgentPools<'_> {
    /// Lists the pools with their agents: `GET /api/v1/agentPools`.
    pub fn list(self, query: &ListAgentPools) -> Listing<AgentPool> {
        query.apply(self.call(op::LIST_AGENT_POOLS, [])).list()
    }
}

query! {
    /// Which agent pools to list.
    pub struct ListAgentPools {
        /// How many pools of each type a page has.
        limit_per_pool_type: u32 = "limitPerPoolType",
        /// Only those of this type: `AD`, `IWA`, `LDAP`, `MFA`, `OPP`, `RUM` or `Radius`.
        pool_type: String = "poolType",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

parts! {
    /// A pool of agents, which do the same for one directory or service.
    pub struct AgentPool {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What its agents do.
        kind: AgentType = "type",
        /// Whether its agents work.
        operational_status: OperationalStatus = "operationalStatus",
        /// Its agents.
        agents: Vec<Agent> = "agents",
        /// How many of its agents are disrupted.
        disrupted_agents: Option<i64> = "disruptedAgents",
        /// How many of its agents are inactive.
        inactive_agents: Option<i64> = "inactiveAgents",
        /// Links.
        links: Map = "_links",
    }

    /// One agent.
    pub struct Agent {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// The pool that it is in.
        pool_id: String = "poolId",
        /// What it does.
        kind: AgentType = "type",
        /// Its version.
        version: String = "version",
        /// Whether that is the latest version that is generally available.
        is_latest_version: Option<bool> = "isLatestGAedVersion",
        /// Whether lists hide it.
        is_hidden: Option<bool> = "isHidden",
        /// When it was last heard from, in milliseconds since 1970.
        last_connection: Option<i64> = "lastConnection",
        /// Whether it works.
        operational_status: OperationalStatus = "operationalStatus",
        /// How far its update is.
        update_status: AgentUpdateStatus = "updateStatus",
        /// A description of the update.
        update_message: Option<String> = "updateMessage",
        /// Links.
        links: Map = "_links",
    }
}

open_enum! {
    /// What an agent does.
    pub enum AgentType {
        /// Reads Active Directory.
        AD = "AD",
        /// Signs in with Integrated Windows Authentication.
        IWA = "IWA",
        /// Reads an LDAP directory.
        LDAP = "LDAP",
        /// Asks a factor on the premises.
        MFA = "MFA",
        /// Provisions on the premises.
        OPP = "OPP",
        /// Records what real users see.
        RUM = "RUM",
        /// Answers RADIUS requests.
        RADIUS = "Radius",
    }
}

open_enum! {
    /// Whether agents work.
    pub enum OperationalStatus {
        /// Some do.
        DEGRADED = "DEGRADED",
        /// None does.
        DISRUPTED = "DISRUPTED",
        /// They are switched off.
        INACTIVE = "INACTIVE",
        /// All do.
        OPERATIONAL = "OPERATIONAL",
    }
}

open_enum! {
    /// How far the update of one agent is.
    pub enum AgentUpdateStatus {
        CANCELLED = "Cancelled",
        FAILED = "Failed",
        IN_PROGRESS = "InProgress",
        PENDING_COMPLETION = "PendingCompletion",
        SCHEDULED = "Scheduled",
        SUCCESS = "Success",
    }
}
