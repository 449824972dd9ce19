//! A forgotten password, and a locked account.

use oktars_catalog::op;
use serde_json::json;

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;
use crate::sign_in::browser::expired;
use crate::sign_in::page;
use crate::sign_in::step::filled::Filled;
use crate::sign_in::step::next;
use crate::sign_in::step::transaction::ask;

/// Sends the mail, if there is such a user. The page is the same if there is none.
pub fn begin(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let kind = filled.text("kind");
    let name = filled.text("identifier");
    if name.trim().is_empty() {
        return Ok(page::recovery::ask(&filled.key, &kind, Some("This field cannot be left blank")));
    }
    let operation = if kind == "UNLOCK" { &op::RECOVER_UNLOCK } else { &op::RECOVER_PASSWORD };
    let body = json!({ "username": name.trim(), "factorType": "EMAIL" });
    let answer = ask(context, operation, &body)?.1;
    if answer["errorCode"] == "E0000034" {
        let why = "Reset password is not allowed at this time. Please contact support for assistance.";
        return Ok(page::recovery::ask(&filled.key, &kind, Some(why)));
    }
    Ok(page::recovery::sent())
}

pub fn answer(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let state = filled.text("stateToken");
    let body = json!({ "stateToken": state, "answer": filled.text("credentials.answer") });
    let answer = ask(context, &op::ANSWER_RECOVERY_QUESTION, &body)?.1;
    if answer["errorCode"] == "E0000087" {
        let why = answer["errorSummary"].as_str();
        return Ok(page::recovery::question(&filled.key, &state, &filled.text("question"), why));
    }
    next::show(context, &filled.key, &answer)
}

/// The link of a mail, once somebody wants it to unlock the account.
pub fn unlock(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let body = json!({ "recoveryToken": filled.text("token") });
    let answer = ask(context, &op::VERIFY_RECOVERY_TOKEN, &body)?.1;
    match answer["status"].is_null() {
        true => Ok(expired()),
        false => next::show(context, &filled.key, &answer),
    }
}
