//! The access of Okta's support in `oktars org-settings`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const CASE: Columns = Columns {
    table: "caseNumber,subject,access=impersonation.status,until=impersonation.expiration",
    csv: "selfAssigned=selfAssigned.status",
};

pub const GET: Verb = Verb::read(
    "support",
    "Show whether Okta's support has access to the org",
    op::GET_ORG_OKTA_SUPPORT_SETTINGS,
    "",
)
.columns(Columns { table: "support,expiration", csv: "caseNumber" });

pub const GRANT: Verb = Verb::step(
    "grant-support",
    "Give Okta's support access to the org for eight hours",
    op::GRANT_OKTA_SUPPORT,
    "changed",
    "",
);

pub const EXTEND: Verb = Verb::step(
    "extend-support",
    "Extend the access of Okta's support by a day",
    op::EXTEND_OKTA_SUPPORT,
    "changed",
    "",
);

pub const REVOKE: Verb =
    Verb::step("revoke-support", "End the access of Okta's support", op::REVOKE_OKTA_SUPPORT, "changed", "");

pub const CASES: Verb = Verb::read(
    "support-cases",
    "List the cases at Okta's support, and who may sign in for them",
    op::LIST_OKTA_SUPPORT_CASES,
    "",
)
.inside("supportCases")
.columns(CASE);

pub const UPDATE_CASE: Verb = Verb::step(
    "update-support-case",
    "Set what Okta's support may do for a case",
    op::UPDATE_OKTA_SUPPORT_CASE,
    "updated",
    "00012345 --set impersonation.status=ENABLED",
)
.columns(CASE);
