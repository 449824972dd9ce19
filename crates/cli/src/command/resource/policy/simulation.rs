//! `oktars policies simulate`

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

pub const SIMULATE: Verb = Verb::step(
    "simulate",
    "Show which rules would match a sign-in",
    op::CREATE_POLICY_SIMULATION,
    "simulated",
    "--input sign-in.json",
)
.columns(Columns { table: "policyType,status", csv: "result" });
