//! `oktars agent-updates`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "agent-updates",
    one: "update of an agent pool",
    about: "Updates of the agents of a pool: when and to which version",
    columns: Columns {
        table: "id,status,enabled,name,targetVersion",
        csv: "agentType,notifyAdmin,reason,schedule",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the updates of a pool",
            op::LIST_AGENT_POOLS_UPDATES,
            "0oaspf3cfatE1nDO31d7",
        ),
        Verb::read(
            "get",
            "Show an update",
            op::GET_AGENT_POOLS_UPDATE_INSTANCE,
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Schedule an update",
            op::CREATE_AGENT_POOLS_UPDATE,
            "scheduled",
            "0oaspf3cfatE1nDO31d7 --set name='Sunday night' --set agentType=AD",
        ),
        Verb::step(
            "update",
            "Change some members of an update; the others stay as they are",
            op::UPDATE_AGENT_POOLS_UPDATE,
            "updated",
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Let a scheduled update run at its time",
            op::ACTIVATE_AGENT_POOLS_UPDATE,
            "activated",
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "deactivate",
            "Keep a scheduled update from running",
            op::DEACTIVATE_AGENT_POOLS_UPDATE,
            "deactivated",
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "pause",
            "Pause an update that runs",
            op::PAUSE_AGENT_POOLS_UPDATE,
            "paused",
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "resume",
            "Continue an update that is paused",
            op::RESUME_AGENT_POOLS_UPDATE,
            "resumed",
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "retry",
            "Start an update again that failed or was stopped",
            op::RETRY_AGENT_POOLS_UPDATE,
            "retried",
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "stop",
            "Stop an update that runs",
            op::STOP_AGENT_POOLS_UPDATE,
            "stopped",
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "delete",
            "Delete an update",
            op::DELETE_AGENT_POOLS_UPDATE,
            "Delete",
            "0oaspf3cfatE1nDO31d7 apu1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "settings",
            "Show how the agents of a pool are updated",
            op::GET_AGENT_POOLS_UPDATE_SETTINGS,
            "0oaspf3cfatE1nDO31d7",
        )
        .columns(Columns {
            table: "poolId,agentType,releaseChannel,continueOnError,latestVersion",
            csv: "poolName,minimalSupportedVersion",
        }),
        Verb::step(
            "set-settings",
            "Change how the agents of a pool are updated",
            op::UPDATE_AGENT_POOLS_UPDATE_SETTINGS,
            "changed",
            "0oaspf3cfatE1nDO31d7 --set agentType=AD --set releaseChannel=EA",
        )
        .columns(Columns {
            table: "poolId,agentType,releaseChannel,continueOnError,latestVersion",
            csv: "poolName,minimalSupportedVersion",
        }),
    ],
};
