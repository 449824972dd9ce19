//! The contacts in `oktars org-settings`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const COLUMNS: Columns = Columns { table: "userId", csv: "" };

pub const KINDS: Verb = Verb::read("contacts", "List the kinds of contacts", op::LIST_ORG_CONTACT_TYPES, "")
    .columns(Columns { table: "contactType", csv: "" });

pub const GET: Verb = Verb::read(
    "get-contact",
    "Show who a contact is: BILLING or TECHNICAL",
    op::GET_ORG_CONTACT_USER,
    "TECHNICAL",
)
.columns(COLUMNS);

pub const SET: Verb = Verb::step(
    "set-contact",
    "Set a contact",
    op::REPLACE_ORG_CONTACT_USER,
    "set",
    "TECHNICAL --set userId=00u1gjh63g214q0Hq0g4",
)
.columns(COLUMNS);
