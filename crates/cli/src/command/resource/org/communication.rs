//! Whether Okta may write to users, in `oktars org-settings`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const COLUMNS: Columns = Columns { table: "optOutEmailUsers", csv: "" };

pub const GET: Verb = Verb::read(
    "communication",
    "Show whether Okta may write to users",
    op::GET_OKTA_COMMUNICATION_SETTINGS,
    "",
)
.columns(COLUMNS);

pub const OPT_IN: Verb = Verb::step(
    "opt-in",
    "Let Okta write to users",
    op::OPT_IN_USERS_TO_OKTA_COMMUNICATION_EMAILS,
    "changed",
    "",
)
.columns(COLUMNS);

pub const OPT_OUT: Verb = Verb::step(
    "opt-out",
    "Stop Okta from writing to users",
    op::OPT_OUT_USERS_FROM_OKTA_COMMUNICATION_EMAILS,
    "changed",
    "",
)
.columns(COLUMNS);
