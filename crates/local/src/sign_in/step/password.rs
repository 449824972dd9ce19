//! A new password.

use oktars_catalog::op;
use serde_json::json;

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;
use crate::sign_in::page::password as page;
use crate::sign_in::step::filled::Filled;
use crate::sign_in::step::next;
use crate::sign_in::step::transaction::{ask, reason};

const FAILED: &str = "The password cannot be changed";
const DIFFERENT: &str = "New passwords must match";

pub fn change(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let state = filled.text("stateToken");
    let body = json!({
        "stateToken": state,
        "oldPassword": filled.text("oldPassword"),
        "newPassword": filled.text("newPassword"),
    });
    let answer = ask(context, &op::CHANGE_EXPIRED_PASSWORD, &body)?.1;
    if is_refused(&answer) {
        return Ok(page::expired(&filled.key, &state, Some(&reason(&answer, FAILED))));
    }
    next::show(context, &filled.key, &answer)
}

pub fn reset(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let (state, new) = (filled.text("stateToken"), filled.text("newPassword"));
    if filled.has("confirmPassword") && filled.text("confirmPassword") != new {
        return Ok(page::reset(&filled.key, &state, Some(DIFFERENT)));
    }
    let body = json!({ "stateToken": state, "newPassword": new });
    let answer = ask(context, &op::RESET_PASSWORD_WITH_STATE, &body)?.1;
    if is_refused(&answer) {
        return Ok(page::reset(&filled.key, &state, Some(&reason(&answer, FAILED))));
    }
    next::show(context, &filled.key, &answer)
}

/// Whether the password was refused, and another one may be tried. A transaction that is over is not one.
fn is_refused(answer: &serde_json::Value) -> bool {
    answer["status"].is_null()
        && !matches!(answer["errorCode"].as_str(), Some("E0000011" | "E0000079" | "E0000085"))
}
