//! Where a browser goes by itself: the start page, the sign-in page of the org, home, sign-out.

use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::json;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::expiring;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::resource::authn;
use crate::resource::oauth::{form, form_fault};
use crate::resource::session;
use crate::sign_in::browser::{self, current, expired, session_cookies, with_cookies};
use crate::sign_in::client::field;
use crate::sign_in::page;
use crate::sign_in::response::redirect;
use crate::sign_in::saml;
use crate::sign_in::step::{device, identify};
use crate::sign_in::target;

pub const HANDLERS: Handlers = &[
    (&op::SHOW_START_PAGE, start),
    (&op::SHOW_HOME_PAGE, home),
    (&op::FINISH_HOME_SIGN_IN, finish_home),
    (&op::SHOW_SIGN_IN_PAGE, sign_in_page),
    (&op::SHOW_DEFAULT_SIGN_IN_PAGE, sign_in_page),
    (&op::SHOW_WIDGET_PAGE, sign_in_page),
    (&op::REDIRECT_WITH_SESSION_COOKIE, with_session_cookie),
    (&op::REDIRECT_WITH_SESSION_COOKIE_FORM, with_session_cookie),
    (&op::FINISH_SIGN_IN, finish),
    (&op::START_IDENTITY_PROVIDER_SIGN_IN, with_provider),
];

const PATIENCE: SignedDuration = SignedDuration::from_hours(1);
const HOME: &str = "/app/UserHome";
const SIGN_IN: &str = "/login/login.htm";

fn start(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let base = context.request.base.clone();
    Ok(match current(context)? {
        Some(_) => redirect(&format!("{base}{HOME}")),
        None => redirect(&format!("{base}/login/login.htm")),
    })
}

/// The org itself is a provider too. Nobody signs in with another one here.
fn with_provider(context: &mut Context<'_>) -> Result<Reply, Problem> {
    if context.param("idpId") != "OKTA" {
        return Err(Problem::not_served(context.request.operation.id));
    }
    sign_in_page(context)
}

fn home(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let Some(session) = current(context)? else {
        let base = &context.request.base;
        return Ok(redirect(&format!("{base}/login/login.htm?fromURI=%2Fapp%2FUserHome")));
    };
    let id = session["userId"].as_str().unwrap_or_default();
    let user = context.tx.get(kind::USER, id)?.unwrap_or_default();
    let mut labels = Vec::new();
    for app in context.tx.link_ids_to(kind::APP_USER, id)? {
        let app = context.tx.get(kind::APP, &app)?.unwrap_or_default();
        labels.extend(app["label"].as_str().map(str::to_owned));
    }
    session::extended(context, session)?;
    Ok(page::home::show(&user, &labels))
}

/// Where the dashboard, which is a client itself, gets its code. A tool that signs in as the dashboard reads the code in
/// the address, so the page stays there.
fn finish_home(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let link = format!("<p><a href=\"{HOME}\">Go to your apps</a></p>");
    Ok(match current(context)? {
        Some(_) => page::message("Signed in", "You are signed in to the org.", &link),
        None => page::message("Not signed in", "You are not signed in to the org.", &link),
    })
}

fn sign_in_page(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let target = context.query("fromURI").unwrap_or(HOME).to_owned();
    if !target::is_safe(context, &target)? {
        return Ok(target::refused());
    }
    if current(context)?.is_some() {
        return Ok(redirect(&target::absolute(context, &target)));
    }
    let (key, cookies) = browser::wait(context, PATIENCE, json!({ "to": target }))?;
    let has_just_left = context.query("signedOut").is_some();
    let page = match context.org.sign_in_as.clone().filter(|_| !has_just_left) {
        Some(login) => identify::sign_in_as(context, &key, &login)?,
        None if has_just_left => identify::signed_out(context, &key),
        None => identify::first(context, &key, &browser::remembered(context)),
    };
    Ok(with_cookies(page, cookies))
}

/// A session token of primary authentication becomes the session of this browser.
fn with_session_cookie(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let form = form(context);
    if let Some(refused) = form_fault(&form) {
        return Ok(page::error(refused.error, &refused.description));
    }
    let target = field(&form, "redirectUrl").unwrap_or(HOME).to_owned();
    if !target::is_safe(context, &target)? {
        return Ok(target::refused());
    }
    let token = field(&form, "token").unwrap_or_default();
    let Ok((user, proven)) = authn::redeem_session_token(context, token) else {
        // Who is signed in already goes on by way of the sign-in page. Tools use a token twice, and rely on that.
        let from: String = form_urlencoded::byte_serialize(target.as_bytes()).collect();
        return Ok(redirect(&format!("{}{SIGN_IN}?fromURI={from}", context.request.base)));
    };
    let session = session::open(context, &user, &proven)?;
    let mut cookies = session_cookies(context, &session, false);
    cookies.extend(browser::device(context));
    Ok(with_cookies(redirect(&target::absolute(context, &target)), cookies))
}

/// Goes on after a sign-in that was for no OAuth client: to a SAML app, a page, or a device.
fn finish(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = context.query("stateToken").unwrap_or_default().to_owned();
    let Some(kept) = browser::pending(context, &key)?.filter(|kept| kept["form"].is_null()) else {
        return Ok(expired());
    };
    if kept["device"].is_string() {
        return device::finish(context, &key);
    }
    if kept["saml"].is_object() {
        return saml::resume(context, &key, &kept);
    }
    expiring::remove(context, &expiring::WAITING, &key)?;
    Ok(redirect(&target::absolute(context, kept["to"].as_str().unwrap_or(HOME))))
}
