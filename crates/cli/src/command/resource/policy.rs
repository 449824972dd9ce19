//! `oktars policies`, `oktars policy-rules`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const POLICIES: Resource = Resource {
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
        Verb::read(
            "resources",
            "List the apps and resources of a policy",
            op::LIST_POLICY_MAPPINGS,
            "00p1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,app=_links.application.href", csv: "" }),
        Verb::read("apps", "List the apps of a policy", op::LIST_POLICY_APPS, "00p1gjh63g214q0Hq0g4")
            .columns(Columns { table: "id,status,label,name", csv: "signOnMode" }),
        Verb::read(
            "get-resource",
            "Show one resource of a policy",
            op::GET_POLICY_MAPPING,
            "00p1gjh63g214q0Hq0g4 rsm1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,app=_links.application.href", csv: "" }),
        Verb::step(
            "add-resource",
            "Assign an app to a policy",
            op::MAP_RESOURCE_TO_POLICY,
            "extended",
            "00p1gjh63g214q0Hq0g4 --set resourceId=0oa1gjh63g214q0Hq0g4 --set resourceType=APP",
        )
        .columns(Columns { table: "id,app=_links.application.href", csv: "" }),
        Verb::remove(
            "remove-resource",
            "Remove a resource from a policy",
            op::DELETE_POLICY_RESOURCE_MAPPING,
            "Remove a resource of",
            "00p1gjh63g214q0Hq0g4 rsm1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::step(
            "simulate",
            "Show which rules would match a sign-in",
            op::CREATE_POLICY_SIMULATION,
            "simulated",
            "--input sign-in.json",
        )
        .columns(Columns { table: "policyType,status", csv: "result" }),
    ],
};

pub const POLICY_RULES: Resource = Resource {
    name: "policy-rules",
    one: "rule",
    about: "The rules of a policy",
    columns: Columns { table: "id,type,status,priority,name", csv: "system,created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the rules of a policy", op::LIST_POLICY_RULES, "00p1gjh63g214q0Hq0g4"),
        Verb::read("get", "Show a rule", op::GET_POLICY_RULE, "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a rule",
            op::CREATE_POLICY_RULE,
            "created",
            "00p1gjh63g214q0Hq0g4 --input rule.json",
        ),
        Verb::update(
            "update",
            "Change some members of a rule; the others stay as they are",
            op::REPLACE_POLICY_RULE,
            op::GET_POLICY_RULE,
            "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a rule",
            op::ACTIVATE_POLICY_RULE,
            "activated",
            "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a rule",
            op::DEACTIVATE_POLICY_RULE,
            "Deactivate",
            "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a rule",
            op::DELETE_POLICY_RULE,
            "Delete",
            "00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
