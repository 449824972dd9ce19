//! What a browser says of a security key.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;
use crate::sign_in::page;
use crate::sign_in::step::factor::{back, is_wrong};
use crate::sign_in::step::filled::Filled;
use crate::sign_in::step::next;
use crate::sign_in::step::transaction::{ask, ask_about, of_state};

const WRONG: &str = "The security key could not be verified. Try again.";

pub fn activate(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let state = filled.text("stateToken");
    let body = json!({
        "stateToken": state,
        "clientData": filled.text("clientData"),
        "attestation": filled.text("attestation"),
    });
    let answer = ask_about(context, &op::ACTIVATE_FACTOR_WITH_STATE, &filled.text("factor"), &body)?;
    if is_wrong(&answer) {
        let again: Value = ask(context, &op::INTROSPECT_AUTHENTICATION, &of_state(&state))?.1;
        return Ok(page::webauthn::register(&filled.key, &again, Some(WRONG)));
    }
    next::show(context, &filled.key, &answer)
}

pub fn prove(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    if filled.has("back") {
        return back(context, filled);
    }
    let state = filled.text("stateToken");
    let body = json!({
        "stateToken": state,
        "clientData": filled.text("clientData"),
        "authenticatorData": filled.text("authenticatorData"),
        "signatureData": filled.text("signatureData"),
    });
    let answer = ask_about(context, &op::VERIFY_FACTOR_WITH_STATE, &filled.text("factor"), &body)?;
    if is_wrong(&answer) {
        let again: Value = ask(context, &op::INTROSPECT_AUTHENTICATION, &of_state(&state))?.1;
        return Ok(page::webauthn::prove(&filled.key, &again, Some(WRONG)));
    }
    next::show(context, &filled.key, &answer)
}
