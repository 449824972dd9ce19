//! The roles and their members in `oktars resource-sets`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const ROLE: Columns = Columns { table: "id", csv: "" };

const MEMBER: Columns = Columns { table: "id,member=_links.self.href", csv: "created" };

pub const LIST: Verb =
    Verb::read("roles", "List the roles in a resource set", op::LIST_BINDINGS, "Helpdesk").columns(ROLE);

pub const MEMBERS: Verb = Verb::read(
    "members",
    "List the members of a role in a resource set",
    op::LIST_MEMBERS_OF_BINDING,
    "Helpdesk Helpers",
)
.columns(MEMBER);

pub const GET: Verb =
    Verb::read("get-role", "Show a role in a resource set", op::GET_BINDING, "Helpdesk Helpers")
        .columns(ROLE);

pub const ADD: Verb = Verb::step(
    "add-role",
    "Give members a role in a resource set",
    op::CREATE_RESOURCE_SET_BINDING,
    "extended",
    "Helpdesk --input binding.json",
)
.columns(ROLE);

pub const REMOVE: Verb = Verb::remove(
    "remove-role",
    "Remove a role from a resource set, for all its members",
    op::DELETE_BINDING,
    "Remove a role over",
    "Helpdesk Helpers --yes",
);

pub const GET_MEMBER: Verb = Verb::read(
    "get-member",
    "Show a member of a role in a resource set",
    op::GET_MEMBER_OF_BINDING,
    "Helpdesk Helpers irb1gjh63g214q0Hq0g4",
)
.columns(MEMBER);

pub const ADD_MEMBERS: Verb = Verb::step(
    "add-members",
    "Give more members a role in a resource set",
    op::ADD_MEMBERS_TO_BINDING,
    "extended",
    "Helpdesk Helpers --set 'additions:=[\"https://acme.okta.com/api/v1/users/00u1gjh63g21\"]'",
)
.columns(ROLE);

pub const REMOVE_MEMBER: Verb = Verb::remove(
    "remove-member",
    "Remove a member from a role in a resource set",
    op::UNASSIGN_MEMBER_FROM_BINDING,
    "Remove a member of",
    "Helpdesk Helpers irb1gjh63g214q0Hq0g4 --yes",
);
