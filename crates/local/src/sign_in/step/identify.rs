//! Name and password.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;
use crate::resource::authn;
use crate::sign_in::browser;
use crate::sign_in::page::{error, identifier as page};
use crate::sign_in::step::filled::Filled;
use crate::sign_in::step::next;
use crate::sign_in::step::transaction::ask;

const FAILED: &str = "Unable to sign in";
const SIGNED_OUT: &str = "You have signed out.";
const BLANK: &str = "This field cannot be left blank";

/// The first page of a sign-in, for what waits under this key.
pub fn first(context: &Context<'_>, key: &str, login: &str) -> Reply {
    match context.org.features.identity_engine {
        true => page::identifier(key, login, None, None),
        false => page::classic(key, login, None, None),
    }
}

/// The same for somebody who has just signed out.
pub fn signed_out(context: &Context<'_>, key: &str) -> Reply {
    match context.org.features.identity_engine {
        true => page::identifier(key, "", None, Some(SIGNED_OUT)),
        false => page::classic(key, "", None, Some(SIGNED_OUT)),
    }
}

/// Signs a browser in as somebody, as far as policies let them.
pub fn sign_in_as(context: &mut Context<'_>, key: &str, login: &str) -> Result<Reply, Problem> {
    match authn::vouched(context, login)? {
        Ok(user) => {
            let answer = authn::begin_for(context, user)?;
            next::show(context, key, &answer)
        }
        Err(_) => {
            let text =
                format!("{login} cannot be signed in: there is no such user, or their status forbids it.");
            Ok(error("access_denied", &text))
        }
    }
}

pub fn identifier(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let login = filled.text("identifier");
    if login.trim().is_empty() {
        return Ok(page::identifier(&filled.key, "", Some(BLANK), None));
    }
    browser::note(context, &filled.key, "remember", json!(filled.has("rememberMe")))?;
    Ok(page::password(&filled.key, &login, None))
}

pub fn password(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let login = filled.text("identifier");
    let answer = authenticate(context, &login, &filled.text("credentials.passcode"))?;
    match answer["status"].is_null() && answer["errorCode"] != "E0000085" {
        true => Ok(page::password(&filled.key, &login, Some(FAILED))),
        false => next::show(context, &filled.key, &answer),
    }
}

pub fn classic(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let login = filled.text("username");
    browser::note(context, &filled.key, "remember", json!(filled.has("remember")))?;
    let answer = authenticate(context, &login, &filled.text("password"))?;
    match answer["status"].is_null() && answer["errorCode"] != "E0000085" {
        true => Ok(page::classic(&filled.key, &login, Some(FAILED), None)),
        false => next::show(context, &filled.key, &answer),
    }
}

fn authenticate(context: &mut Context<'_>, login: &str, password: &str) -> Result<Value, Problem> {
    let body = json!({ "username": login.trim(), "password": password });
    Ok(ask(context, &op::AUTHENTICATE, &body)?.1)
}
