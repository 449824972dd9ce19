//! What roles are limited to, in `oktars user-roles`, `oktars group-roles` and `oktars client-roles`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const GROUP: Columns = Columns { table: "id,type,name=profile.name", csv: "description=profile.description" };

const APP: Columns = Columns { table: "id,name,displayName,status", csv: "category" };

pub const USER_TARGETS: Verb = Verb::read(
    "targets",
    "List all that a role is limited to, of the user's own roles and of those from groups",
    op::GET_ROLE_TARGETS_BY_USER_ID_AND_ROLE_ID,
    "ann@acme.example ra1b8bahUuLrSMNVM0g4",
)
.columns(Columns { table: "assignmentType,orn,expiration", csv: "" });

pub const USER_GROUPS: Verb = Verb::read(
    "groups",
    "List the groups that a role is limited to",
    op::LIST_GROUP_TARGETS_FOR_ROLE,
    "ann@acme.example ra1b8bahUuLrSMNVM0g4",
)
.columns(GROUP);

pub const USER_ADD_GROUP: Verb = Verb::step(
    "add-group",
    "Limit a role to one more group",
    op::ASSIGN_GROUP_TARGET_TO_USER_ROLE,
    "limited",
    "ann@acme.example ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4",
);

pub const USER_REMOVE_GROUP: Verb = Verb::remove(
    "remove-group",
    "Remove a group from the limits of a role",
    op::UNASSIGN_GROUP_TARGET_FROM_USER_ADMIN_ROLE,
    "Remove the target of",
    "ann@acme.example ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4 --yes",
);

pub const USER_APPS: Verb = Verb::read(
    "apps",
    "List the apps that a role is limited to",
    op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER,
    "ann@acme.example ra1b8bahUuLrSMNVM0g4",
)
.columns(APP);

pub const USER_ADD_APP: Verb = Verb::step(
    "add-app",
    "Limit a role to one more kind of app",
    op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_USER,
    "limited",
    "ann@acme.example ra1b8bahUuLrSMNVM0g4 salesforce",
);

pub const USER_REMOVE_APP: Verb = Verb::remove(
    "remove-app",
    "Remove a kind of app from the limits of a role",
    op::UNASSIGN_APP_TARGET_FROM_APP_ADMIN_ROLE_FOR_USER,
    "Remove the target of",
    "ann@acme.example ra1b8bahUuLrSMNVM0g4 salesforce --yes",
);

pub const USER_ADD_APP_INSTANCE: Verb = Verb::step(
    "add-app-instance",
    "Limit a role to one app of a kind",
    op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_USER,
    "limited",
    "ann@acme.example ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM'",
);

pub const USER_REMOVE_APP_INSTANCE: Verb = Verb::remove(
    "remove-app-instance",
    "Remove an app from the limits of a role",
    op::UNASSIGN_APP_INSTANCE_TARGET_FROM_ADMIN_ROLE_FOR_USER,
    "Remove the target of",
    "ann@acme.example ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM' --yes",
);

pub const USER_ADD_ALL_APPS: Verb = Verb::step(
    "add-all-apps",
    "Remove the limits of a role, so that it covers all apps",
    op::ASSIGN_ALL_APPS_AS_TARGET_TO_ROLE_FOR_USER,
    "extended",
    "ann@acme.example ra1b8bahUuLrSMNVM0g4",
);

pub const GROUP_GROUPS: Verb = Verb::read(
    "groups",
    "List the groups that a role is limited to",
    op::LIST_GROUP_TARGETS_FOR_GROUP_ROLE,
    "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
)
.columns(GROUP);

pub const GROUP_ADD_GROUP: Verb = Verb::step(
    "add-group",
    "Limit a role to one more group",
    op::ASSIGN_GROUP_TARGET_TO_GROUP_ADMIN_ROLE,
    "limited",
    "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4",
);

pub const GROUP_REMOVE_GROUP: Verb = Verb::remove(
    "remove-group",
    "Remove a group from the limits of a role",
    op::UNASSIGN_GROUP_TARGET_FROM_GROUP_ADMIN_ROLE,
    "Remove the target of",
    "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4 --yes",
);

pub const GROUP_APPS: Verb = Verb::read(
    "apps",
    "List the apps that a role is limited to",
    op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP,
    "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
)
.columns(APP);

pub const GROUP_ADD_APP: Verb = Verb::step(
    "add-app",
    "Limit a role to one more kind of app",
    op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
    "limited",
    "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce",
);

pub const GROUP_REMOVE_APP: Verb = Verb::remove(
    "remove-app",
    "Remove a kind of app from the limits of a role",
    op::UNASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
    "Remove the target of",
    "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce --yes",
);

pub const GROUP_ADD_APP_INSTANCE: Verb = Verb::step(
    "add-app-instance",
    "Limit a role to one app of a kind",
    op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
    "limited",
    "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM'",
);

pub const GROUP_REMOVE_APP_INSTANCE: Verb = Verb::remove(
    "remove-app-instance",
    "Remove an app from the limits of a role",
    op::UNASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
    "Remove the target of",
    "00g1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM' --yes",
);

pub const CLIENT_GROUPS: Verb = Verb::read(
    "groups",
    "List the groups that a role is limited to",
    op::LIST_GROUP_TARGET_ROLE_FOR_CLIENT,
    "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
)
.columns(GROUP);

pub const CLIENT_ADD_GROUP: Verb = Verb::step(
    "add-group",
    "Limit a role to one more group",
    op::ASSIGN_GROUP_TARGET_ROLE_FOR_CLIENT,
    "limited",
    "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4",
);

pub const CLIENT_REMOVE_GROUP: Verb = Verb::remove(
    "remove-group",
    "Remove a group from the limits of a role",
    op::REMOVE_GROUP_TARGET_ROLE_FROM_CLIENT,
    "Remove the target of",
    "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 00g1gjh63g214q0Hq0g4 --yes",
);

pub const CLIENT_APPS: Verb = Verb::read(
    "apps",
    "List the apps that a role is limited to",
    op::LIST_APP_TARGET_ROLE_TO_CLIENT,
    "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4",
)
.columns(APP);

pub const CLIENT_ADD_APP: Verb = Verb::step(
    "add-app",
    "Limit a role to one more kind of app",
    op::ASSIGN_APP_TARGET_ROLE_TO_CLIENT,
    "limited",
    "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce",
);

pub const CLIENT_REMOVE_APP: Verb = Verb::remove(
    "remove-app",
    "Remove a kind of app from the limits of a role",
    op::REMOVE_APP_TARGET_ROLE_FROM_CLIENT,
    "Remove the target of",
    "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce --yes",
);

pub const CLIENT_ADD_APP_INSTANCE: Verb = Verb::step(
    "add-app-instance",
    "Limit a role to one app of a kind",
    op::ASSIGN_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT,
    "limited",
    "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM'",
);

pub const CLIENT_REMOVE_APP_INSTANCE: Verb = Verb::remove(
    "remove-app-instance",
    "Remove an app from the limits of a role",
    op::REMOVE_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT,
    "Remove the target of",
    "0oa1gjh63g214q0Hq0g4 ra1b8bahUuLrSMNVM0g4 salesforce 'Acme CRM' --yes",
);
