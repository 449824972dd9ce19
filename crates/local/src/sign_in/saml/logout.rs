//! Single logout: an app asks the org to end a session, and the org asks the other apps of that session.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Reply};
use crate::kernel::cookie;
use crate::kernel::event::{Entry, Outcome, Target};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::key::{self, Signing};
use crate::resource::oauth::{form, form_fault};
use crate::resource::org::company_name;
use crate::resource::session;
use crate::sign_in::browser::{current, with_cookies};
use crate::sign_in::client::field;
use crate::sign_in::saml::assertion::{declared, id, issuer};
use crate::sign_in::saml::message::{
    self, ASSERTION, LogoutRequest, Message, PROTOCOL, deflated, logout_status,
};
use crate::sign_in::saml::settings::Settings;
use crate::sign_in::saml::signature::signed;
use crate::sign_in::saml::xml::{escaped, quoted};
use crate::sign_in::saml::{app_of_path, page, trace};

const STATUS: &str = "urn:oasis:names:tc:SAML:2.0:status:";
/// Apps that a session remembers having sent somebody to.
const MOST_APPS: usize = 50;

/// Notes in the session that an app has an assertion from it.
pub fn note(context: &Context<'_>, session: Value, app: &Value, draft: &Value) -> Result<(), Problem> {
    let mut session = session::extended(context, session)?;
    let mut apps: Vec<Value> = session[session::SAML_APPS].as_array().cloned().unwrap_or_default();
    apps.retain(|known| known["app"] != app["id"]);
    apps.push(json!({
        "app": id_of(app),
        "nameId": draft["subject"]["nameId"],
        "nameFormat": draft["subject"]["nameFormat"],
        "index": draft["authentication"]["sessionIndex"],
    }));
    if apps.len() > MOST_APPS {
        apps.remove(0);
    }
    session[session::SAML_APPS] = json!(apps);
    context.tx.put(kind::SESSION, id_of(&session), &session)?;
    Ok(())
}

/// An app says that somebody has signed out there.
pub fn log_out(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, settings) = match app_of_path(context)? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let form = form(context);
    let sent = field(&form, "SAMLRequest").filter(|_| form_fault(&form).is_none());
    let message = sent.and_then(|sent| message::unpacked(context, "SAMLRequest", sent));
    let read = |message: &Message| LogoutRequest::read(message, &settings.certificates);
    let request = message.as_ref().and_then(read);
    let request = request.filter(|_| settings.logout.is_enabled && !settings.logout.url.is_empty());
    let text = message.as_ref().map(|message| message.text.as_str());
    trace::received(context, &app, "LogoutRequest", text, request.is_some());
    let Some(request) = request else {
        told(context, &app, Outcome::failure("malformed_request"))?;
        return Ok(page::bad_request());
    };
    let session = current(context)?;
    let state = field(&form, "RelayState").unwrap_or_default();
    if let Some(why) = refusal(&settings, &app, &request, session.as_ref()) {
        told(context, &app, Outcome::failure(why))?;
        return respond(context, &app, &settings, &request, Some(why), state, "");
    }
    let mut frames = String::new();
    if let Some(session) = &session {
        frames = farewell(context, session, Some(id_of(&app)))?;
        session::end(context, session)?;
    }
    told(context, &app, Outcome::success())?;
    let reply = respond(context, &app, &settings, &request, None, state, &frames)?;
    Ok(with_cookies(reply, ["sid", "idx"].map(cookie::gone).to_vec()))
}

/// Why a request to sign out is refused: Okta's name of the reason.
fn refusal(
    settings: &Settings,
    app: &Value,
    request: &LogoutRequest,
    session: Option<&Value>,
) -> Option<&'static str> {
    if !request.is_signed {
        return Some("invalid_signature");
    }
    if request.issuer.as_deref() != Some(settings.logout.issuer.as_str()) {
        return Some("invalid_issuer");
    }
    let apps = session.and_then(|session| session[session::SAML_APPS].as_array());
    let mut known = apps.into_iter().flatten().filter(|known| known["app"] == app["id"]);
    // Who has no session any more is signed out already.
    let is_other = session.is_some() && !known.any(|known| known["nameId"] == request.name_id.as_str());
    is_other.then_some("invalid_name_id")
}

fn respond(
    context: &mut Context<'_>,
    app: &Value,
    settings: &Settings,
    request: &LogoutRequest,
    refusal: Option<&str>,
    relay_state: &str,
    frames: &str,
) -> Result<Reply, Problem> {
    let Some(signing) = key::current(context, app)? else { return Ok(page::bad_request()) };
    let url = &settings.logout.url;
    let (own, now) = (id(), clock::millis(context.now));
    let head = format!(
        "<saml2p:LogoutResponse xmlns:saml2p=\"{PROTOCOL}\" Destination=\"{}\" ID=\"{own}\" InResponseTo=\"{}\" \
         IssueInstant=\"{now}\" Version=\"2.0\">{}",
        quoted(url),
        quoted(&request.id),
        issuer(&settings.issuer),
    );
    let status = match refusal {
        None => format!("<saml2p:StatusCode Value=\"{STATUS}Success\"></saml2p:StatusCode>"),
        Some(why) => {
            let second = if why == "invalid_name_id" { "RequestDenied" } else { "AuthnFailed" };
            format!(
                "<saml2p:StatusCode Value=\"{STATUS}Requester\">\
                 <saml2p:StatusCode Value=\"{STATUS}{second}\"></saml2p:StatusCode></saml2p:StatusCode>"
            )
        }
    };
    let tail = format!("<saml2p:Status>{status}</saml2p:Status></saml2p:LogoutResponse>");
    let message = declared(&signed(&head, &tail, &own, false, settings.method, &signing));
    trace::sent(context, app, "LogoutResponse", url, &message);
    let org = company_name(context)?;
    Ok(page::after(&org, url, "SAMLResponse", &STANDARD.encode(message), relay_state, frames))
}

/// The frames in which the apps of a session are asked to sign somebody out.
pub fn farewell(context: &mut Context<'_>, session: &Value, but: Option<&str>) -> Result<String, Problem> {
    let mut frames = String::new();
    for known in session[session::SAML_APPS].as_array().into_iter().flatten() {
        let id = known["app"].as_str().unwrap_or_default();
        let Some(app) = context.tx.get(kind::APP, id)?.filter(|_| but != Some(id)) else { continue };
        let Some(settings) = Settings::of(&app) else { continue };
        let Some(url) = settings.logout.request_url.clone() else { continue };
        if let Some(signing) = key::current(context, &app)? {
            frames.push_str(&frame(context, &app, &settings, known, &url, &signing));
        }
    }
    Ok(frames)
}

fn frame(
    context: &Context<'_>,
    app: &Value,
    settings: &Settings,
    known: &Value,
    url: &str,
    signing: &Signing,
) -> String {
    let text = |name: &str| known[name].as_str().unwrap_or_default();
    let (own, now) = (id(), clock::millis(context.now));
    let head = format!(
        "<saml2p:LogoutRequest xmlns:saml2p=\"{PROTOCOL}\" Destination=\"{}\" ID=\"{own}\" IssueInstant=\"{now}\" \
         Version=\"2.0\">{}",
        quoted(url),
        issuer(&settings.issuer),
    );
    let index = match settings.logout.wants_index {
        true => format!("<saml2p:SessionIndex>{}</saml2p:SessionIndex>", escaped(text("index"))),
        false => String::new(),
    };
    let tail = format!(
        "<saml2:NameID xmlns:saml2=\"{ASSERTION}\" Format=\"{}\">{}</saml2:NameID>{index}</saml2p:LogoutRequest>",
        quoted(text("nameFormat")),
        escaped(text("nameId")),
    );
    if !settings.logout.by_redirect {
        let message = declared(&signed(&head, &tail, &own, false, settings.method, signing));
        trace::sent(context, app, "LogoutRequest", url, &message);
        return page::frame_with_form(url, &STANDARD.encode(message), "");
    }
    let message = format!("{head}{tail}");
    trace::sent(context, app, "LogoutRequest", url, &message);
    page::frame_with_address(&signed_address(url, &message, settings, signing))
}

/// An address with a message in it, and with the signature behind it.
fn signed_address(url: &str, message: &str, settings: &Settings, signing: &Signing) -> String {
    let part = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let (packed, algorithm) = (part(&deflated(message)), part(settings.method.algorithm()));
    let query = format!("SAMLRequest={packed}&SigAlg={algorithm}");
    let signature = STANDARD.encode(signing.pair.sign(settings.method.signature, query.as_bytes()));
    let mark = if url.contains('?') { '&' } else { '?' };
    format!("{url}{mark}{query}&Signature={}", part(&signature))
}

/// An app answers that it has signed somebody out.
pub fn finished(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, _) = match app_of_path(context)? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let form = form(context);
    let sent = field(&form, "SAMLResponse").filter(|_| form_fault(&form).is_none());
    let message = sent.and_then(|sent| message::unpacked(context, "SAMLResponse", sent));
    let status = message.as_ref().and_then(|message| logout_status(&message.text));
    let text = message.as_ref().map(|message| message.text.as_str());
    trace::received(context, &app, "LogoutResponse", text, status.is_some());
    let Some(status) = status else {
        return Ok(page::bad_request());
    };
    let outcome = match status.strip_prefix(STATUS) {
        Some("Success") => Outcome::success(),
        _ => Outcome::failure("app_did_not_sign_out"),
    };
    told(context, &app, outcome)?;
    Ok(page::refused(StatusCode::OK, "Signed out", "You have signed out of this app."))
}

fn told(context: &mut Context<'_>, app: &Value, outcome: Outcome) -> Result<(), Problem> {
    let is_answer = context.request.operation.id == op::FINISH_SAML_LOGOUT.id
        || context.request.operation.id == op::FINISH_SAML_LOGOUT_FORM.id;
    let user = match current(context)? {
        Some(session) => context.tx.get(kind::USER, session["userId"].as_str().unwrap_or_default())?,
        None => None,
    };
    let path = context.request.path.clone();
    context.log_entry(Entry {
        event_type: "user.authentication.slo",
        outcome,
        actor: user.as_ref().map(Target::user),
        targets: &[Target::app(app)],
        debug: json!({
            "requestUri": path,
            "url": path,
            "signOnMode": "SAML 2.0",
            "initiationType": if is_answer { "IDP_INITIATED" } else { "SP_INITIATED" },
        }),
        client: None,
        session: None,
    })
}
