//! `oktars user-roles`, `oktars group-roles`, `oktars client-roles`

pub mod governance;

use clap::{Arg, ArgMatches};
use oktars::op;

use super::{Resource, Short, Verb, custom_role, resource_set};
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
        Verb::read(
            "targets",
            "List all that a role is limited to, of the user's own roles and of those from groups",
            op::GET_ROLE_TARGETS_BY_USER_ID_AND_ROLE_ID,
            "ann@acme.example ra1b8bahUuLrSMNVM0g4",
        )
        .columns(Columns { table: "assignmentType,orn,expiration", csv: "" }),
        Verb::read(
            "groups",
            "List the groups that a role is limited to",
            op::LIST_GROUP_TARGETS_FOR_ROLE,
            "ann@acme.example ra1b8bahUuLrSMNVM0g4",
        )
        .columns(Columns { table: "id,type,name=profile.name", csv: "description=profile.description" }),
        Verb::step(
            "add-group",
            "Limit a role to one more group",
            op::ASSIGN_GROUP_TARGET_TO_USER_ROLE,
            "limited",
            "ann@acme.example ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "remove-group",
            "Remove a group from the limits of a role",
            op::UNASSIGN_GROUP_TARGET_FROM_USER_ADMIN_ROLE,
            "Remove the target of",
            "ann@acme.example ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "apps",
            "List the apps that a role is limited to",
            op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER,
            "ann@acme.example ra1b8bahUuLrSMNVM0g4",
        )
        .columns(Columns { table: "id,name,displayName,status", csv: "category" }),
        Verb::step(
            "add-app",
            "Limit a role to one more kind of app",
            op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_USER,
            "limited",
            "ann@acme.example ra1b8bahUuLrSMNVM0g4 salesforce",
        ),
        Verb::remove(
            "remove-app",
            "Remove a kind of app from the limits of a role",
            op::UNASSIGN_APP_TARGET_FROM_APP_ADMIN_ROLE_FOR_USER,
            "Remove the target of",
            "ann@acme.example ra1b8bahUuLrSMNVM0g4 salesforce --yes",
        ),
        Verb::step(
            "add-app-instance",
            "Limit a role to one app of a kind",
            op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_USER,
            "limited",
            "ann@acme.example ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM'",
        ),
        Verb::remove(
            "remove-app-instance",
            "Remove an app from the limits of a role",
            op::UNASSIGN_APP_INSTANCE_TARGET_FROM_ADMIN_ROLE_FOR_USER,
            "Remove the target of",
            "ann@acme.example ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM' --yes",
        ),
        Verb::step(
            "add-all-apps",
            "Remove the limits of a role, so that it covers all apps",
            op::ASSIGN_ALL_APPS_AS_TARGET_TO_ROLE_FOR_USER,
            "extended",
            "ann@acme.example ra1b8bahUuLrSMNVM0g4",
        ),
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
        Verb::read(
            "groups",
            "List the groups that a role is limited to",
            op::LIST_GROUP_TARGETS_FOR_GROUP_ROLE,
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
        )
        .columns(Columns { table: "id,type,name=profile.name", csv: "description=profile.description" }),
        Verb::step(
            "add-group",
            "Limit a role to one more group",
            op::ASSIGN_GROUP_TARGET_TO_GROUP_ADMIN_ROLE,
            "limited",
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "remove-group",
            "Remove a group from the limits of a role",
            op::UNASSIGN_GROUP_TARGET_FROM_GROUP_ADMIN_ROLE,
            "Remove the target of",
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "apps",
            "List the apps that a role is limited to",
            op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP,
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
        )
        .columns(Columns { table: "id,name,displayName,status", csv: "category" }),
        Verb::step(
            "add-app",
            "Limit a role to one more kind of app",
            op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
            "limited",
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce",
        ),
        Verb::remove(
            "remove-app",
            "Remove a kind of app from the limits of a role",
            op::UNASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
            "Remove the target of",
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce --yes",
        ),
        Verb::step(
            "add-app-instance",
            "Limit a role to one app of a kind",
            op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
            "limited",
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM'",
        ),
        Verb::remove(
            "remove-app-instance",
            "Remove an app from the limits of a role",
            op::UNASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
            "Remove the target of",
            "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM' --yes",
        ),
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
        Verb::read(
            "groups",
            "List the groups that a role is limited to",
            op::LIST_GROUP_TARGET_ROLE_FOR_CLIENT,
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
        )
        .columns(Columns { table: "id,type,name=profile.name", csv: "description=profile.description" }),
        Verb::step(
            "add-group",
            "Limit a role to one more group",
            op::ASSIGN_GROUP_TARGET_ROLE_FOR_CLIENT,
            "limited",
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "remove-group",
            "Remove a group from the limits of a role",
            op::REMOVE_GROUP_TARGET_ROLE_FROM_CLIENT,
            "Remove the target of",
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "apps",
            "List the apps that a role is limited to",
            op::LIST_APP_TARGET_ROLE_TO_CLIENT,
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
        )
        .columns(Columns { table: "id,name,displayName,status", csv: "category" }),
        Verb::step(
            "add-app",
            "Limit a role to one more kind of app",
            op::ASSIGN_APP_TARGET_ROLE_TO_CLIENT,
            "limited",
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce",
        ),
        Verb::remove(
            "remove-app",
            "Remove a kind of app from the limits of a role",
            op::REMOVE_APP_TARGET_ROLE_FROM_CLIENT,
            "Remove the target of",
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce --yes",
        ),
        Verb::step(
            "add-app-instance",
            "Limit a role to one app of a kind",
            op::ASSIGN_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT,
            "limited",
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM'",
        ),
        Verb::remove(
            "remove-app-instance",
            "Remove an app from the limits of a role",
            op::REMOVE_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT,
            "Remove the target of",
            "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM' --yes",
        ),
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
            "role" => custom_role::read(run, &label).await?,
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
