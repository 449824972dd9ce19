//! The page for the state that a transaction is in.

use serde_json::Value;

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::sign_in::browser::expired;
use crate::sign_in::page;
use crate::sign_in::step::transaction;

pub fn show(context: &mut Context<'_>, key: &str, answer: &Value) -> Result<Reply, Problem> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let state = text(&answer["stateToken"]);
    let is_push = answer["_embedded"]["factor"]["factorType"] == "push";
    let is_webauthn = answer["_embedded"]["factor"]["factorType"] == "webauthn";
    match answer["status"].as_str().unwrap_or_default() {
        status::SUCCESS => transaction::finish(context, key, &text(&answer["sessionToken"])),
        status::MFA_REQUIRED => Ok(page::factor::choose(key, answer)),
        status::MFA_CHALLENGE if is_push => Ok(page::push::show(key, "push", answer)),
        status::MFA_CHALLENGE if is_webauthn => Ok(page::webauthn::prove(key, answer, None)),
        status::MFA_CHALLENGE => Ok(page::code::show(key, "code", answer, None)),
        status::MFA_ENROLL => Ok(page::enroll::choose(key, answer)),
        status::MFA_ENROLL_ACTIVATE if is_push => Ok(page::push::show(key, "activate-push", answer)),
        status::MFA_ENROLL_ACTIVATE if is_webauthn => Ok(page::webauthn::register(key, answer, None)),
        status::MFA_ENROLL_ACTIVATE => Ok(page::code::show(key, "activate", answer, None)),
        status::PASSWORD_EXPIRED => Ok(page::password::expired(key, &state, None)),
        status::PASSWORD_RESET => Ok(page::password::reset(key, &state, None)),
        status::RECOVERY => {
            let question = text(&answer["_embedded"]["user"]["recovery_question"]["question"]);
            Ok(page::recovery::question(key, &state, &question, None))
        }
        status::LOCKED_OUT => Ok(page::recovery::locked(key)),
        "" => Ok(refused(answer)),
        other => Err(transaction::not_served(other)),
    }
}

/// What primary authentication refused: a transaction that is over, or a policy that lets nobody in.
fn refused(answer: &Value) -> Reply {
    match answer["errorCode"].as_str() {
        Some("E0000085") => page::error("access_denied", answer["errorSummary"].as_str().unwrap_or_default()),
        _ => expired(),
    }
}
