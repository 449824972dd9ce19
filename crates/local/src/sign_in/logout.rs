//! Signing out: of an application with the hint that it has, or of the org.

use oktars_catalog::op;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::cookie;
use crate::kernel::jose::Jwt;
use crate::kernel::problem::Problem;
use crate::resource::oauth::{active_client, form, form_fault};
use crate::resource::session;
use crate::sign_in::browser::{current, with_cookies};
use crate::sign_in::client::field;
use crate::sign_in::device_secret;
use crate::sign_in::page;
use crate::sign_in::request::is_registered;
use crate::sign_in::response::redirect;
use crate::sign_in::saml;
use crate::sign_in::server::Server;
use crate::sign_in::target;

pub const HANDLERS: Handlers = &[
    (&op::LOGOUT, logout),
    (&op::LOGOUT_WITH_FORM, logout),
    (&op::LOGOUT_AT_SERVER, logout),
    (&op::LOGOUT_AT_SERVER_WITH_FORM, logout),
    (&op::SIGN_OUT, sign_out),
];

fn logout(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    if let Some(refused) = form_fault(&form) {
        return Ok(page::error(refused.error, &refused.description));
    }
    let Some(hint) = hinted(context, &server, field(&form, "id_token_hint"))? else {
        return Ok(page::error("invalid_token", "The id token is invalid."));
    };
    let app = active_client(&context.tx, hint.claim("aud").unwrap_or_default())?.unwrap_or_default();
    let target = field(&form, "post_logout_redirect_uri").map(str::to_owned);
    if target.as_ref().is_some_and(|uri| !is_registered(&app, "post_logout_redirect_uris", uri)) {
        let settings = format!(
            "{}/admin/app/oidc_client/instance/{}#tab-general",
            context.request.base,
            hint.claim("aud").unwrap_or_default()
        );
        let text = format!(
            "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings: {settings}"
        );
        return Ok(page::error("invalid_request", &text));
    }
    if let Some(session) = current(context)? {
        if session["userId"].as_str() != hint.claim("sub") {
            let text = "The ID token subject does not match the current session's user.";
            return Ok(page::error("id_token_does_not_match_session", text));
        }
        session::end(context, &session)?;
    }
    if let Some(secret) = field(&form, "device_secret") {
        device_secret::end(context, secret)?;
    }
    let location = match (target, field(&form, "state")) {
        (Some(uri), Some(state)) => with_state(&uri, state),
        (Some(uri), None) => uri,
        (None, _) => format!("{}/login/login.htm?signedOut=true", context.request.base),
    };
    Ok(signed_out(&location))
}

fn with_state(uri: &str, state: &str) -> String {
    let mark = if uri.contains('?') { '&' } else { '?' };
    let state: String = form_urlencoded::byte_serialize(state.as_bytes()).collect();
    format!("{uri}{mark}state={state}")
}

fn signed_out(location: &str) -> Reply {
    with_cookies(redirect(location), ["sid", "idx"].map(cookie::gone).to_vec())
}

/// The ID token of the hint. One that has ended will do; one that the server did not sign will not.
fn hinted(context: &mut Context<'_>, server: &Server, hint: Option<&str>) -> Result<Option<Jwt>, Problem> {
    let Some(jwt) = hint.and_then(Jwt::parse) else { return Ok(None) };
    let is_genuine = server.public_keys(context)?.iter().any(|key| jwt.is_signed_by(key))
        && jwt.claim("iss") == Some(server.issuer.as_str())
        && jwt.claims["amr"].is_array();
    Ok(is_genuine.then_some(jwt))
}

/// Ends the browser's session.
fn sign_out(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut frames = String::new();
    if let Some(session) = current(context)? {
        frames = saml::farewell(context, &session, None)?;
        session::end(context, &session)?;
    }
    let base = context.request.base.clone();
    let target = match context.query("fromURI").map(str::to_owned) {
        Some(target) if !target::is_safe(context, &target)? => return Ok(target::refused()),
        Some(target) => target::absolute(context, &target),
        None => format!("{base}/login/login.htm?signedOut=true"),
    };
    match frames.is_empty() {
        true => Ok(signed_out(&target)),
        false => Ok(with_cookies(saml::leaving(&frames, &target), ["sid", "idx"].map(cookie::gone).to_vec())),
    }
}
