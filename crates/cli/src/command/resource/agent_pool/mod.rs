//! `oktars agent-pools`

pub mod update;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "agent-pools",
    one: "agent pool",
    about: "Agents of directories on your own servers, and whether they work",
    columns: Columns {
        table: "id,type,operationalStatus,name,inactiveAgents,disruptedAgents",
        csv: "agents",
    },
    verbs: &[Verb::read("list", "List agent pools", op::LIST_AGENT_POOLS, "--pool-type AD")],
};
