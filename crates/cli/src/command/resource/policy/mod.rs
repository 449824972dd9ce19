//! `oktars policies`

pub mod mapping;
pub mod rule;
pub mod simulation;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "policies",
    one: "policy",
    about: "Policies: what users need to sign in, to set a password, to enroll",
    columns: Columns { table: "id,type,status,priority,name", csv: "description,system,created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List policies, of all types or of one", op::LIST_POLICIES, "PASSWORD")
            .over("type"),
        Verb::read("get", "Show a policy", op::GET_POLICY, "00p1gjh63g214q0Hq0g4"),
        Verb::step("create", "Create a policy", op::CREATE_POLICY, "created", "--input new.json"),
        Verb::update(
            "update",
            "Change some members of a policy; the others stay as they are",
            op::REPLACE_POLICY,
            op::GET_POLICY,
            "00p1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step("activate", "Activate a policy", op::ACTIVATE_POLICY, "activated", "00p1gjh63g214q0Hq0g4"),
        Verb::remove(
            "deactivate",
            "Deactivate a policy",
            op::DEACTIVATE_POLICY,
            "Deactivate",
            "00p1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a policy, with its rules",
            op::DELETE_POLICY,
            "Delete",
            "00p1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::step(
            "clone",
            "Copy a policy with its rules",
            op::CLONE_POLICY,
            "cloned",
            "00p1gjh63g214q0Hq0g4",
        ),
        mapping::LIST,
        Verb::read("apps", "List the apps of a policy", op::LIST_POLICY_APPS, "00p1gjh63g214q0Hq0g4")
            .columns(Columns { table: "id,status,label,name", csv: "signOnMode" }),
        mapping::GET,
        mapping::ADD,
        mapping::REMOVE,
        simulation::SIMULATE,
    ],
};
