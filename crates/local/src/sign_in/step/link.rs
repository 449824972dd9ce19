//! The links of mails: activation, a new password, the unlocking of an account. And the pages that send them.

use jiff::SignedDuration;
use oktars_catalog::{Operation, op};
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::sign_in::browser::{self, with_cookies};
use crate::sign_in::page;
use crate::sign_in::step::next;
use crate::sign_in::step::transaction::ask;

pub const HANDLERS: Handlers = &[
    (&op::OPEN_ACTIVATION_LINK, activation),
    (&op::OPEN_WELCOME_LINK, activation),
    (&op::OPEN_RESET_LINK, recovery),
    (&op::OPEN_RECOVERY_LINK, recovery),
    (&op::OPEN_UNLOCK_LINK, unlock),
    (&op::SHOW_FORGOT_PASSWORD_PAGE, forgot_password),
    (&op::SHOW_UNLOCK_PAGE, ask_to_unlock),
];

const PATIENCE: SignedDuration = SignedDuration::from_hours(1);
const HOME: &str = "/app/UserHome";

fn activation(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = json!({ "token": context.param("token") });
    open(context, &op::AUTHENTICATE, &body)
}

fn recovery(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = json!({ "recoveryToken": context.param("token") });
    open(context, &op::VERIFY_RECOVERY_TOKEN, &body)
}

/// Begins a transaction with the token of a link, and shows its page.
fn open(context: &mut Context<'_>, operation: &'static Operation, body: &Value) -> Result<Reply, Problem> {
    let answer = ask(context, operation, body)?.1;
    if answer["status"].is_null() {
        return Ok(page::error("invalid_token", "The link is invalid, was used, or has expired."));
    }
    let (key, cookies) = browser::wait(context, PATIENCE, json!({ "to": HOME }))?;
    let page = next::show(context, &key, &answer)?;
    Ok(with_cookies(page, cookies))
}

fn unlock(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let token = context.param("token").to_owned();
    let (key, cookies) = browser::wait(context, PATIENCE, json!({ "to": HOME }))?;
    Ok(with_cookies(page::recovery::unlock(&key, &token), cookies))
}

fn forgot_password(context: &mut Context<'_>) -> Result<Reply, Problem> {
    begin(context, "PASSWORD")
}

fn ask_to_unlock(context: &mut Context<'_>) -> Result<Reply, Problem> {
    begin(context, "UNLOCK")
}

/// For the request that waits already, or for none.
fn begin(context: &mut Context<'_>, kind: &str) -> Result<Reply, Problem> {
    let key = context.query("key").unwrap_or_default().to_owned();
    if browser::pending(context, &key)?.is_some() {
        return Ok(page::recovery::ask(&key, kind, None));
    }
    let (key, cookies) = browser::wait(context, PATIENCE, json!({ "to": HOME }))?;
    Ok(with_cookies(page::recovery::ask(&key, kind, None), cookies))
}
