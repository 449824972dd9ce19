//! A page is a client of primary authentication: it turns a form into the request that an application would send. So
//! pages and applications pass the same checks.

use http::StatusCode;
use oktars_catalog::Operation;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::expiring;
use crate::kernel::problem::Problem;
use crate::resource::authn;
use crate::resource::session;
use crate::sign_in::browser::{self, current, expired, session_cookies, with_cookies};
use crate::sign_in::response::redirect;

/// Sends a request of primary authentication.
pub fn ask(
    context: &mut Context<'_>,
    operation: &'static Operation,
    body: &Value,
) -> Result<(StatusCode, Value), Problem> {
    let (_, handler) =
        authn::handlers().find(|(known, _)| known.id == operation.id).ok_or_else(Problem::internal)?;
    context.request.body = body.to_string().into();
    // What a form's address says is not for this request.
    context.request.query.clear();
    match handler(context) {
        Ok(reply) => Ok((reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())),
        Err(problem) if problem.status.is_client_error() => Ok((problem.status, problem.body())),
        Err(problem) => Err(problem),
    }
}

/// The same, about a factor.
pub fn ask_about(
    context: &mut Context<'_>,
    operation: &'static Operation,
    factor: &str,
    body: &Value,
) -> Result<Value, Problem> {
    context.request.params.retain(|(name, _)| *name != "factorId");
    context.request.params.push(("factorId", factor.to_owned()));
    Ok(ask(context, operation, body)?.1)
}

/// Why a step failed, as people read it.
pub fn reason(answer: &Value, usual: &str) -> String {
    let cause = answer["errorCauses"][0]["errorSummary"].as_str();
    // A cause may begin with the name of a member, which nobody on a page knows.
    let plain = cause.map(|cause| match cause.split_once(": ") {
        Some((member, rest)) if !member.contains(' ') => rest,
        _ => cause,
    });
    plain.unwrap_or(usual).to_owned()
}

/// Opens the session of somebody who has proved all that is needed, and continues with what waits for it.
pub fn finish(context: &mut Context<'_>, key: &str, token: &str) -> Result<Reply, Problem> {
    let Some(mut kept) = browser::pending(context, key)? else { return Ok(expired()) };
    let Ok((user, proven)) = authn::redeem_session_token(context, token) else { return Ok(expired()) };
    if let Some(old) = current(context)? {
        session::remove(context, &old)?;
    }
    let session = session::open(context, &user, &proven)?;
    let is_remembered = kept["remember"] == true;
    let mut cookies = session_cookies(context, &session, is_remembered);
    if is_remembered {
        cookies.push(browser::remembering(context, user["profile"]["login"].as_str().unwrap_or_default()));
    }
    kept["session"] = session["id"].clone();
    expiring::replace(context, &expiring::WAITING, key, &kept)?;
    Ok(with_cookies(redirect(&on(context, key, &kept)), cookies))
}

/// Where it continues with what waits.
pub fn on(context: &Context<'_>, key: &str, kept: &Value) -> String {
    let base = &context.request.base;
    match kept["form"].is_array() {
        true => format!("{base}/oauth2/v1/authorize/redirect?okta_key={key}"),
        false => format!("{base}/login/token/redirect?stateToken={key}"),
    }
}

/// A state that no page is for.
pub fn not_served(status: &str) -> Problem {
    Problem::not_served(&format!("the page for {status}"))
}

/// The body of a step of a transaction.
pub fn of_state(state: &str) -> Value {
    json!({ "stateToken": state })
}
