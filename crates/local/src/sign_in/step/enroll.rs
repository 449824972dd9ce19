//! Setting up a factor, where a policy demands one.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;
use crate::sign_in::page;
use crate::sign_in::step::factor::is_wrong;
use crate::sign_in::step::filled::Filled;
use crate::sign_in::step::next;
use crate::sign_in::step::transaction::{ask, ask_about, of_state, reason};

pub fn enroll(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let state = filled.text("stateToken");
    if filled.has("skip") {
        let answer = ask(context, &op::SKIP_AUTHENTICATION_STEP, &of_state(&state))?.1;
        return next::show(context, &filled.key, &answer);
    }
    let chosen = filled.text("factor");
    let (factor_type, provider) = chosen.split_once('|').unwrap_or((&chosen, ""));
    let needs_details = matches!(factor_type, "question" | "sms" | "call");
    if needs_details && !filled.has("details") {
        return Ok(page::enroll::details(&filled.key, &state, factor_type, provider, None));
    }
    let mut body = json!({ "stateToken": state, "factorType": factor_type, "provider": provider });
    match factor_type {
        "question" => {
            body["profile"] =
                json!({ "question": filled.text("question"), "answer": filled.text("credentials.answer") });
        }
        "sms" | "call" => body["profile"] = json!({ "phoneNumber": filled.text("phoneNumber") }),
        _ => {}
    }
    let answer = ask(context, &op::ENROLL_FACTOR_WITH_STATE, &body)?.1;
    if needs_details && answer["status"].is_null() && answer["errorCode"] != "E0000011" {
        let why = reason(&answer, "This cannot be set up.");
        return Ok(page::enroll::details(&filled.key, &state, factor_type, provider, Some(&why)));
    }
    next::show(context, &filled.key, &answer)
}

pub fn activate(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let (state, factor) = (filled.text("stateToken"), filled.text("factor"));
    if filled.has("again") {
        let operation = &op::RESEND_FACTOR_ACTIVATION_WITH_STATE;
        let answer = ask_about(context, operation, &factor, &of_state(&state))?;
        let answer = match answer["status"].is_null() {
            true => ask(context, &op::INTROSPECT_AUTHENTICATION, &of_state(&state))?.1,
            false => answer,
        };
        return next::show(context, &filled.key, &answer);
    }
    let body = json!({ "stateToken": state, "passCode": filled.text("credentials.passcode") });
    let answer = ask_about(context, &op::ACTIVATE_FACTOR_WITH_STATE, &factor, &body)?;
    if is_wrong(&answer) {
        let why = reason(&answer, "Invalid code. Try again.");
        let again: Value = ask(context, &op::INTROSPECT_AUTHENTICATION, &of_state(&state))?.1;
        return Ok(page::code::show(&filled.key, "activate", &again, Some(&why)));
    }
    next::show(context, &filled.key, &answer)
}

pub fn activate_push(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let (state, factor) = (filled.text("stateToken"), filled.text("factor"));
    let operation = &op::POLL_FACTOR_ACTIVATION_WITH_STATE;
    let answer = ask_about(context, operation, &factor, &of_state(&state))?;
    next::show(context, &filled.key, &answer)
}
