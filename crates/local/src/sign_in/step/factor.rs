//! The second factor: choose one, and prove it.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;
use crate::sign_in::browser::expired;
use crate::sign_in::page;
use crate::sign_in::step::filled::Filled;
use crate::sign_in::step::next;
use crate::sign_in::step::transaction::{ask, ask_about, of_state, reason};

/// Codes that are sent are sent now; others wait for the user.
pub fn choose(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let chosen = filled.text("factor");
    let (id, _) = chosen.split_once('|').unwrap_or((&chosen, ""));
    let body = of_state(&filled.text("stateToken"));
    let answer = ask_about(context, &op::VERIFY_FACTOR_WITH_STATE, id, &body)?;
    // A code that was just sent is still good.
    if is_too_soon(&answer) {
        let answer = ask(context, &op::INTROSPECT_AUTHENTICATION, &body)?.1;
        return match answer["_embedded"]["factor"].is_object() {
            true => next::show(context, &filled.key, &answer),
            false => Ok(page::code::show(&filled.key, "code", &of_factor(filled, id), None)),
        };
    }
    next::show(context, &filled.key, &answer)
}

fn is_too_soon(answer: &Value) -> bool {
    matches!(answer["errorCode"].as_str(), Some("E0000109" | "E0000118" | "E0000133"))
}

/// What a page needs of a transaction, from its form.
fn of_factor(filled: &Filled, id: &str) -> Value {
    let chosen = filled.text("factor");
    let kind = match filled.text("type") {
        kind if kind.is_empty() => chosen.split_once('|').map_or(String::new(), |(_, kind)| kind.to_owned()),
        kind => kind,
    };
    json!({
        "stateToken": filled.text("stateToken"),
        "_embedded": { "factor": { "id": id, "factorType": kind } },
    })
}

pub fn code(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let (state, factor) = (filled.text("stateToken"), filled.text("factor"));
    if filled.has("back") {
        return back(context, filled);
    }
    if filled.has("again") {
        let answer = ask_about(context, &op::RESEND_FACTOR_CHALLENGE_WITH_STATE, &factor, &of_state(&state))?;
        return match is_too_soon(&answer) {
            true => {
                let why = answer["errorSummary"].as_str().unwrap_or_default();
                Ok(page::code::show(&filled.key, "code", &of_factor(filled, &factor), Some(why)))
            }
            false => next::show(context, &filled.key, &answer),
        };
    }
    let body = match filled.text("type") == "question" {
        true => json!({ "stateToken": state, "answer": filled.text("credentials.answer") }),
        false => json!({ "stateToken": state, "passCode": filled.text("credentials.passcode") }),
    };
    let answer = ask_about(context, &op::VERIFY_FACTOR_WITH_STATE, &factor, &body)?;
    if is_wrong(&answer) {
        let why = reason(&answer, "Invalid code. Try again.");
        return Ok(page::code::show(&filled.key, "code", &of_factor(filled, &factor), Some(&why)));
    }
    next::show(context, &filled.key, &answer)
}

/// Whether a code was wrong, and another one may be tried.
pub fn is_wrong(answer: &Value) -> bool {
    matches!(answer["errorCode"].as_str(), Some("E0000068" | "E0000082" | "E0000083" | "E0000001"))
}

pub fn push(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let (state, factor) = (filled.text("stateToken"), filled.text("factor"));
    if filled.has("back") {
        return back(context, filled);
    }
    let operation = match filled.has("again") {
        true => &op::RESEND_FACTOR_CHALLENGE_WITH_STATE,
        false => &op::VERIFY_FACTOR_WITH_STATE,
    };
    let answer = ask_about(context, operation, &factor, &of_state(&state))?;
    match answer["status"].is_null() && filled.has("again") {
        true => Ok(expired()),
        false => next::show(context, &filled.key, &answer),
    }
}

pub fn back(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let body = of_state(&filled.text("stateToken"));
    let answer = ask(context, &op::PREVIOUS_AUTHENTICATION_STEP, &body)?.1;
    // A factor was looked at and not asked for yet: the choice is still open.
    let answer = match answer["status"].is_null() {
        true => ask(context, &op::INTROSPECT_AUTHENTICATION, &body)?.1,
        false => answer,
    };
    next::show(context, &filled.key, &answer)
}
