//! The steps of a sign-in on pages. A page is a client of primary authentication: it turns a form into the request
//! that an application would send, and the answer into the next page. So pages and applications pass the same checks.

use http::StatusCode;
use oktars_catalog::{Operation, op};
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::authn;
use crate::resource::oauth::form;
use crate::resource::session;
use crate::sign_in::browser::{self, session_cookies, with_cookies};
use crate::sign_in::client::field;
use crate::sign_in::page;
use crate::sign_in::response::redirect;

pub const HANDLERS: Handlers = &[(&op::TAKE_SIGN_IN_STEP, take)];

const FAILED: &str = "Unable to sign in";

/// The first page of a sign-in, for the request that waits under this key.
pub fn first(context: &Context<'_>, key: &str, login: &str) -> Reply {
    if context.org.features.identity_engine {
        return identifier(key, login, None);
    }
    classic(key, login, None)
}

fn identifier(key: &str, login: &str, wrong: Option<&str>) -> Reply {
    let fields = page::field("Username", "text", "identifier", "identifier", "username", login);
    page::form("Sign In", &[("key", key), ("step", "identify")], &fields, "Next", wrong)
}

fn password(key: &str, login: &str, wrong: Option<&str>) -> Reply {
    let fields =
        page::field("Password", "password", "credentials.passcode", "passcode", "current-password", "");
    let hidden = [("key", key), ("step", "password"), ("identifier", login)];
    page::form("Verify with your password", &hidden, &fields, "Verify", wrong)
}

fn classic(key: &str, login: &str, wrong: Option<&str>) -> Reply {
    let name = page::field("Username", "text", "username", "okta-signin-username", "username", login);
    let secret =
        page::field("Password", "password", "password", "okta-signin-password", "current-password", "");
    page::form("Sign In", &[("key", key), ("step", "classic")], &(name + &secret), "Sign In", wrong)
}

fn take(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let form = form(context);
    let text = |name: &str| field(&form, name).unwrap_or_default().to_owned();
    let key = text("key");
    if browser::pending(context, &key)?.is_none() {
        return Ok(browser::expired());
    }
    match text("step").as_str() {
        "identify" if text("identifier").is_empty() => {
            Ok(identifier(&key, "", Some("This field cannot be left blank")))
        }
        "identify" => Ok(password(&key, &text("identifier"), None)),
        "password" => with_password(context, &key, &text("identifier"), &text("credentials.passcode")),
        "classic" => with_password(context, &key, &text("username"), &text("password")),
        "factor" => choose(context, &key, &text("stateToken"), &text("factor"), &text("type")),
        "code" => verify(context, &key, &form),
        "new-password" => change(context, &key, &form),
        _ => Ok(browser::expired()),
    }
}

/// Sends a request of primary authentication.
fn ask(
    context: &mut Context<'_>,
    operation: &'static Operation,
    body: &Value,
) -> Result<(StatusCode, Value), Problem> {
    let (_, handler) =
        authn::HANDLERS.iter().find(|(known, _)| known.id == operation.id).ok_or_else(Problem::internal)?;
    context.request.body = body.to_string().into();
    match handler(context) {
        Ok(reply) => Ok((reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())),
        Err(problem) if problem.status.is_client_error() => Ok((problem.status, problem.body())),
        Err(problem) => Err(problem),
    }
}

fn with_password(
    context: &mut Context<'_>,
    key: &str,
    login: &str,
    passcode: &str,
) -> Result<Reply, Problem> {
    let body = json!({ "username": login, "password": passcode });
    let (_, answer) = ask(context, &op::AUTHENTICATE, &body)?;
    if answer["status"].is_null() {
        return Ok(match context.org.features.identity_engine {
            true => password(key, login, Some(FAILED)),
            false => classic(key, login, Some(FAILED)),
        });
    }
    next(context, key, &answer)
}

/// The page for the state that the transaction is in.
fn next(context: &mut Context<'_>, key: &str, answer: &Value) -> Result<Reply, Problem> {
    match answer["status"].as_str().unwrap_or_default() {
        status::SUCCESS => finish(context, key, answer["sessionToken"].as_str().unwrap_or_default()),
        "MFA_REQUIRED" => Ok(factors(key, answer)),
        "MFA_CHALLENGE" => Ok(code(key, answer, None)),
        status::PASSWORD_EXPIRED => {
            Ok(new_password(key, answer["stateToken"].as_str().unwrap_or_default(), None))
        }
        status::LOCKED_OUT => {
            Ok(page::error("locked_out", "Your account is locked. Please contact your administrator."))
        }
        other => Err(Problem::not_served(&format!("the page for {other}"))),
    }
}

fn finish(context: &mut Context<'_>, key: &str, token: &str) -> Result<Reply, Problem> {
    let (user, proven) = authn::redeem_session_token(context, token)?;
    let session = session::open(context, &user, &proven)?;
    let cookies = session_cookies(context, &session);
    let location = format!("{}/oauth2/v1/authorize/redirect?okta_key={key}", context.request.base);
    Ok(with_cookies(redirect(&location), cookies))
}

// ---- the second factor ----

fn name_of(kind: &str) -> &str {
    match kind {
        "sms" => "SMS",
        "call" => "Phone call",
        "email" => "Email",
        "question" => "Security question",
        "push" => "Push notification",
        "token:software:totp" => "Code of an authenticator app",
        other => other,
    }
}

fn factors(key: &str, answer: &Value) -> Reply {
    let state = answer["stateToken"].as_str().unwrap_or_default();
    let choices: String = answer["_embedded"]["factors"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, factor)| {
            let text = |name: &str| page::escaped(factor[name].as_str().unwrap_or_default());
            let checked = if index == 0 { " checked" } else { "" };
            format!(
                "<label><input type=\"radio\" name=\"factor\" value=\"{}|{}\"{checked}> {}</label>",
                text("id"),
                text("factorType"),
                page::escaped(name_of(factor["factorType"].as_str().unwrap_or_default()))
            )
        })
        .collect();
    let hidden = [("key", key), ("step", "factor"), ("stateToken", state)];
    page::form("Verify it's you with a security method", &hidden, &choices, "Select", None)
}

/// Codes that are sent are sent now; others wait for the user.
fn choose(
    context: &mut Context<'_>,
    key: &str,
    state: &str,
    factor: &str,
    _: &str,
) -> Result<Reply, Problem> {
    let (id, kind) = factor.split_once('|').unwrap_or((factor, ""));
    if matches!(kind, "sms" | "call" | "email" | "push") {
        context.request.params.push(("factorId", id.to_owned()));
        let (_, answer) = ask(context, &op::VERIFY_FACTOR_WITH_STATE, &json!({ "stateToken": state }))?;
        if answer["status"].is_null() {
            return Ok(browser::expired());
        }
        return next(context, key, &answer);
    }
    let answer = json!({ "stateToken": state, "_embedded": { "factor": { "id": id, "factorType": kind } } });
    Ok(code(key, &answer, None))
}

fn code(key: &str, answer: &Value, wrong: Option<&str>) -> Reply {
    let factor = &answer["_embedded"]["factor"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (id, kind) = (text(&factor["id"]), text(&factor["factorType"]));
    let state = text(&answer["stateToken"]);
    let hidden = [("key", key), ("step", "code"), ("stateToken", &state), ("factor", &id), ("type", &kind)];
    let name = if kind == "question" { "credentials.answer" } else { "credentials.passcode" };
    let label = if kind == "question" { "Answer" } else { "Enter Code" };
    let fields = page::field(label, "text", name, "passcode", "one-time-code", "");
    page::form(&format!("Verify with {}", name_of(&kind)), &hidden, &fields, "Verify", wrong)
}

fn verify(context: &mut Context<'_>, key: &str, form: &[(String, String)]) -> Result<Reply, Problem> {
    let text = |name: &str| field(form, name).unwrap_or_default().to_owned();
    let mut body = json!({ "stateToken": text("stateToken") });
    let member = if text("type") == "question" { "answer" } else { "passCode" };
    let given =
        if text("type") == "question" { text("credentials.answer") } else { text("credentials.passcode") };
    body[member] = json!(given);
    context.request.params.push(("factorId", text("factor")));
    let (_, answer) = ask(context, &op::VERIFY_FACTOR_WITH_STATE, &body)?;
    if answer["status"].is_null() {
        let again = json!({
            "stateToken": text("stateToken"),
            "_embedded": { "factor": { "id": text("factor"), "factorType": text("type") } },
        });
        return Ok(code(key, &again, Some("Invalid code. Try again.")));
    }
    next(context, key, &answer)
}

// ---- an expired password ----

fn new_password(key: &str, state: &str, wrong: Option<&str>) -> Reply {
    let hidden = [("key", key), ("step", "new-password"), ("stateToken", state)];
    let old = page::field("Old password", "password", "oldPassword", "old", "current-password", "");
    let new = page::field("New password", "password", "newPassword", "new", "new-password", "");
    page::form("Your Okta password has expired", &hidden, &(old + &new), "Change Password", wrong)
}

fn change(context: &mut Context<'_>, key: &str, form: &[(String, String)]) -> Result<Reply, Problem> {
    let text = |name: &str| field(form, name).unwrap_or_default().to_owned();
    let state = text("stateToken");
    let body = json!({ "stateToken": state, "oldPassword": text("oldPassword"), "newPassword": text("newPassword") });
    let (_, answer) = ask(context, &op::CHANGE_EXPIRED_PASSWORD, &body)?;
    if answer["status"].is_null() {
        let cause = answer["errorCauses"][0]["errorSummary"].as_str().unwrap_or(FAILED).to_owned();
        return Ok(new_password(key, &state, Some(&cause)));
    }
    next(context, key, &answer)
}
