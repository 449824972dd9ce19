//! `oktars user-roles`, `oktars group-roles`, `oktars client-roles`

pub mod custom;
pub mod governance;
pub mod target;

use clap::{Arg, ArgMatches};
use oktars::op;

use super::{Resource, Short, Verb, resource_set};
use crate::command::operation::Given;
use crate::command::search::closest;
use crate::command::{Assignment, role_holder};
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

pub const USER_ROLES: Resource = Resource {
    name: "user-roles",
    one: "role",
    about: "Administrator roles of users",
    columns: Columns {
        table: "id,type,label,status,assignmentType",
        csv: "role,resourceSet=resource-set,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List the roles of a user", op::LIST_ASSIGNED_ROLES_FOR_USER, "ann@acme.example"),
        Verb::read(
            "get",
            "Show a role of a user",
            op::GET_USER_ASSIGNED_ROLE,
            "ann@acme.example ra1b8bahUuLrSMNVM0g4",
        ),
        Verb::step(
            "assign",
            "Give a user a role",
            op::ASSIGN_ROLE_TO_USER,
            "gave",
            "ann@acme.example HELP_DESK_ADMIN",
        )
        .short(&ROLE),
        Verb::remove(
            "remove",
            "Remove a role from a user",
            op::UNASSIGN_ROLE_FROM_USER,
            "Remove",
            "ann@acme.example ra1b8bahUuLrSMNVM0g4 --yes",
        ),
        target::USER_TARGETS,
        target::USER_GROUPS,
        target::USER_ADD_GROUP,
        target::USER_REMOVE_GROUP,
        target::USER_APPS,
        target::USER_ADD_APP,
        target::USER_REMOVE_APP,
        target::USER_ADD_APP_INSTANCE,
        target::USER_REMOVE_APP_INSTANCE,
        target::USER_ADD_ALL_APPS,
        Verb::holders(
            "holders",
            "List who has which role, by which group, and what it is limited to",
            op::LIST_USERS_WITH_ROLE_ASSIGNMENTS,
            "-o csv",
        )
        .columns(role_holder::COLUMNS),
    ],
};

pub const GROUP_ROLES: Resource = Resource {
    name: "group-roles",
    one: "role",
    about: "Administrator roles of groups",
    columns: Columns {
        table: "id,type,label,status,assignmentType",
        csv: "role,resourceSet=resource-set,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the roles of a group",
            op::LIST_GROUP_ASSIGNED_ROLES,
            "00g1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a role of a group",
            op::GET_GROUP_ASSIGNED_ROLE,
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
        ),
        Verb::step(
            "assign",
            "Give a group a role",
            op::ASSIGN_ROLE_TO_GROUP,
            "gave",
            "Support HELP_DESK_ADMIN",
        )
        .short(&ROLE),
        Verb::remove(
            "remove",
            "Remove a role from a group",
            op::UNASSIGN_ROLE_FROM_GROUP,
            "Remove",
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 --yes",
        ),
        target::GROUP_GROUPS,
        target::GROUP_ADD_GROUP,
        target::GROUP_REMOVE_GROUP,
        target::GROUP_APPS,
        target::GROUP_ADD_APP,
        target::GROUP_REMOVE_APP,
        target::GROUP_ADD_APP_INSTANCE,
        target::GROUP_REMOVE_APP_INSTANCE,
    ],
};

pub const CLIENT_ROLES: Resource = Resource {
    name: "client-roles",
    one: "role",
    about: "Administrator roles of client apps",
    columns: Columns {
        table: "id,type,label,status,assignmentType",
        csv: "role,resourceSet=resource-set,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the roles of a client app",
            op::LIST_ROLES_FOR_CLIENT,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a role of a client app",
            op::RETRIEVE_CLIENT_ROLE,
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
        ),
        Verb::step(
            "assign",
            "Give a client app a role",
            op::ASSIGN_ROLE_TO_CLIENT,
            "gave",
            "0oa1gjh63g214q0Hq0g4 HELP_DESK_ADMIN",
        )
        .short(&ROLE),
        Verb::remove(
            "remove",
            "Remove a role from a client app",
            op::DELETE_ROLE_FROM_CLIENT,
            "Remove",
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 --yes",
        ),
        target::CLIENT_GROUPS,
        target::CLIENT_ADD_GROUP,
        target::CLIENT_REMOVE_GROUP,
        target::CLIENT_APPS,
        target::CLIENT_ADD_APP,
        target::CLIENT_REMOVE_APP,
        target::CLIENT_ADD_APP_INSTANCE,
        target::CLIENT_REMOVE_APP_INSTANCE,
    ],
};

/// The role as an argument, with the resource set that a custom role needs.
const ROLE: Short = Short { add: with_role, members: role_members };

fn with_role(command: clap::Command) -> clap::Command {
    let place = command.get_positionals().count() + 1;
    let role = Arg::new("role").index(place).value_name("ROLE").required_unless_present("body");
    let role = role.help("The type of a standard role, or the label or id of a custom role");
    let role = role.add(crate::completion::words(oktars_catalog::standard_roles()));
    let set = Arg::new("resource set").long("resource-set").value_name("SET").requires("role");
    let set = set.help("The label or id of the resource set, which a custom role needs");
    command.mut_group("body", |group| group.required(false)).arg(role).arg(set)
}

/// `HELP_DESK_ADMIN` as the body has it, and a custom role with its resource set.
fn role_members(matches: &ArgMatches) -> Vec<Assignment> {
    let Some(role) = matches.get_one::<String>("role") else { return Vec::new() };
    let member = |name: &str, value: &str| Assignment { name: name.to_owned(), value: value.into() };
    let standard = oktars_catalog::standard_roles().find(|known| known.eq_ignore_ascii_case(role));
    match (standard, matches.get_one::<String>("resource set")) {
        (Some(standard), _) => vec![member("type", standard)],
        (None, Some(set)) => {
            vec![member("type", "CUSTOM"), member("role", role), member("resource-set", set)]
        }
        (None, None) => vec![member("type", "CUSTOM"), member("role", role)],
    }
}

/// Replaces the labels of a custom role and its resource set with their ids.
pub async fn resolve_custom(run: &mut Run, given: &mut Given) -> Result<(), Stop> {
    let is_custom = given.set.iter().any(|set| set.name == "type" && set.value == "CUSTOM");
    if !is_custom {
        return Ok(());
    }
    if let Some(role) = given.set.iter().find(|set| set.name == "role")
        && !given.set.iter().any(|set| set.name == "resource-set")
    {
        return Err(unknown_role(role.value.as_str().unwrap_or_default()));
    }
    for set in &mut given.set {
        let label = set.value.as_str().unwrap_or_default().to_owned();
        let found = match set.name.as_str() {
            "role" => custom::read(run, &label).await?,
            "resource-set" => resource_set::read(run, &label).await?,
            _ => continue,
        };
        set.value = found["id"].clone();
    }
    Ok(())
}

/// A custom role is for a resource set; without one, a standard role was meant.
fn unknown_role(role: &str) -> Stop {
    let hint = match closest(role, oktars_catalog::standard_roles()) {
        Some(similar) => format!("did you mean {similar}?"),
        None => {
            let all: Vec<&str> = oktars_catalog::standard_roles().collect();
            format!("the standard roles are {}; a custom role needs --resource-set", all.join(", "))
        }
    };
    Failure::usage("there is no standard role of this name").hint(hint).into()
}
