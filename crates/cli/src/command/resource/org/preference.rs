//! The preferences in `oktars org-settings`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const COLUMNS: Columns = Columns { table: "showEndUserFooter", csv: "" };

pub const GET: Verb =
    Verb::read("preferences", "Show the preferences of the org", op::GET_ORG_PREFERENCES, "")
        .columns(COLUMNS);

pub const SHOW_FOOTER: Verb =
    Verb::step("show-footer", "Show the footer to users", op::SET_ORG_SHOW_OKTA_UI_FOOTER, "changed", "")
        .columns(COLUMNS);

pub const HIDE_FOOTER: Verb =
    Verb::step("hide-footer", "Hide the footer from users", op::SET_ORG_HIDE_OKTA_UI_FOOTER, "changed", "")
        .columns(COLUMNS);
