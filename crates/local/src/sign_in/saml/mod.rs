//! SAML: apps of service providers send people here to sign in, and get a signed assertion about them.

mod assertion;
mod aws;
mod encryption;
mod hook;
mod logout;
mod message;
mod page;
mod settings;
mod signature;
mod subject;
mod trace;
mod xml;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::bounds::saml::RELAY_STATE;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::{Entry, Outcome, Target};
use crate::kernel::expiring;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::key;
use crate::resource::authn;
use crate::resource::oauth::{form, form_fault};
use crate::resource::org::company_name;
use crate::resource::session;
use crate::sign_in::admission::{self, Admission};
use crate::sign_in::browser::{self, current, expired, session_cookies, with_cookies};
use crate::sign_in::client::field;
use crate::sign_in::page as sign_in_page;
use crate::sign_in::saml::message::{AuthnRequest, Message};
use crate::sign_in::saml::settings::Settings;
use crate::sign_in::saml::subject::Person;
use crate::sign_in::step::{identify, next};
use crate::sign_in::web_sign_on::{self, Opening};

pub use crate::sign_in::saml::logout::farewell;
pub use crate::sign_in::saml::page::leaving;

pub const HANDLERS: Handlers = &[
    (&op::SIGN_ON_WITH_SAML, sign_on),
    (&op::SIGN_ON_WITH_SAML_FORM, sign_on),
    (&op::SHOW_SAML_METADATA, metadata),
    (&op::SHOW_SAML_METADATA_OF_APP, metadata),
    (&op::OPEN_APP_LINK, open_link),
    (&op::START_WEB_SIGN_ON, open_with_token),
    (&op::START_WEB_SIGN_ON_FORM, open_with_token),
    (&op::LOG_OUT_WITH_SAML, logout::log_out),
    (&op::LOG_OUT_WITH_SAML_FORM, logout::log_out),
    (&op::FINISH_SAML_LOGOUT, logout::finished),
    (&op::FINISH_SAML_LOGOUT_FORM, logout::finished),
];

const PATIENCE: SignedDuration = SignedDuration::from_hours(1);
const NO_PLACE: &str =
    "The org does not know where responses of this app go: set settings.signOn.ssoAcsUrlOverride.";

/// The SAML app that the path names, with its settings; otherwise the page that says why there is none.
fn app_of_path(context: &Context<'_>) -> Result<Result<(Value, Settings), Reply>, Problem> {
    let names_app = context.request.params.iter().any(|(name, _)| *name == "appName");
    let app = app_named(context, context.param("externalKey"))?;
    let Some(app) = app.filter(|app| !names_app || app["name"] == context.param("appName")) else {
        return Ok(Err(page::refused(StatusCode::NOT_FOUND, "Page Not Found", "There is no such app.")));
    };
    Ok(with_settings(app))
}

fn app_named(context: &Context<'_>, external_key: &str) -> Result<Option<Value>, Problem> {
    let Some(rest) = external_key.strip_prefix("exk") else { return Ok(None) };
    let app = context.tx.get(kind::APP, &format!("0oa{rest}"))?;
    Ok(app.filter(|app| app["signOnMode"] == "SAML_2_0"))
}

fn with_settings(app: Value) -> Result<(Value, Settings), Reply> {
    if app["status"] != status::ACTIVE {
        let text = "This app is not active.";
        return Err(page::refused(StatusCode::FORBIDDEN, "App Not Active", text));
    }
    match Settings::of(&app) {
        Some(settings) => Ok((app, settings)),
        None => Err(page::refused(StatusCode::BAD_REQUEST, "Bad Request", NO_PLACE)),
    }
}

fn metadata(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let names_app = context.request.params.iter().any(|(name, _)| *name == "appName");
    let app = app_named(context, context.param("externalKey"))?;
    match app.filter(|app| !names_app || app["name"] == context.param("appName")) {
        Some(app) => key::metadata_of(context, &app, None),
        None => Err(Problem::path_not_found()),
    }
}

/// What somebody wants: an app, and where its response goes. It waits in this form while they sign in.
struct Wish {
    acs: String,
    /// The id of the request that is answered; nothing if Okta begins.
    answers: Option<String>,
    relay_state: String,
    is_forced: bool,
}

impl Wish {
    fn kept(&self, app: &Value) -> Value {
        json!({
            "app": id_of(app),
            "acs": self.acs,
            "answers": self.answers,
            "relayState": self.relay_state,
            "isForced": self.is_forced,
        })
    }

    fn of(kept: &Value) -> Self {
        let text = |name: &str| kept[name].as_str().unwrap_or_default().to_owned();
        Wish {
            acs: text("acs"),
            answers: kept["answers"].as_str().map(str::to_owned),
            relay_state: text("relayState"),
            is_forced: kept["isForced"] == true,
        }
    }
}

fn sign_on(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, settings) = match app_of_path(context)? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let form = form(context);
    let wish = if form_fault(&form).is_some() { None } else { wish(context, &app, &settings, &form) };
    let Some(wish) = wish else {
        told(context, &app, None, Outcome::failure("Bad SAML request"), None)?;
        return Ok(page::bad_request());
    };
    begin(context, &app, &settings, &wish, &form)
}

/// The link of an app on somebody's dashboard: Okta begins.
fn open_link(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.tx.get(kind::APP, context.param("appId"))?;
    let Some(app) = app.filter(|app| app["name"] == context.param("appName")) else {
        return Ok(page::refused(StatusCode::NOT_FOUND, "Page Not Found", "There is no such app."));
    };
    if app["signOnMode"] != "SAML_2_0" {
        let text = "The local org opens SAML apps by their links, and no others.";
        return Ok(page::refused(StatusCode::BAD_REQUEST, "Bad Request", text));
    }
    let (app, settings) = match with_settings(app) {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let form = form(context);
    if form_fault(&form).is_some() {
        return Ok(page::bad_request());
    }
    let wish = by_okta(&settings, None);
    begin(context, &app, &settings, &wish, &form)
}

/// A tool of the command line opens an app with a token that it got for it.
fn open_with_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let form = form(context);
    let token = field(&form, "token").filter(|_| form_fault(&form).is_none()).unwrap_or_default();
    let Some(Opening { app, user, proven }) = web_sign_on::redeem(context, token)? else {
        let text = "The token is not one of this org, was used, or has expired.";
        return Ok(sign_in_page::error("web_sso_token_replayed", text));
    };
    let (app, settings) = match with_settings(app) {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let session = session::open(context, &user, &proven)?;
    let cookies = session_cookies(context, &session, false);
    let reply = answer(context, &app, &settings, &by_okta(&settings, None), Some(session), true)?;
    Ok(with_cookies(reply, cookies))
}

fn by_okta(settings: &Settings, relay_state: Option<&str>) -> Wish {
    let relay_state = relay_state.map(str::to_owned).or(settings.relay_state.clone());
    let relay_state = relay_state.unwrap_or_default();
    Wish { acs: settings.acs.clone(), answers: None, relay_state, is_forced: false }
}

/// What a request asks for; nothing where it is not acceptable.
fn wish(context: &Context<'_>, app: &Value, settings: &Settings, form: &[(String, String)]) -> Option<Wish> {
    let relay_state = field(form, "RelayState").filter(|state| !state.is_empty());
    if !relay_state.is_none_or(is_harmless) {
        return None;
    }
    // An empty one is a request that says nothing, and none by Okta.
    let Some((_, sent)) = form.iter().find(|(name, _)| name == "SAMLRequest") else {
        return Some(by_okta(settings, relay_state));
    };
    let message = message::unpacked(context, "SAMLRequest", sent);
    let wish = message.as_ref().and_then(|message| of_request(settings, message, relay_state));
    let text = message.as_ref().map(|message| message.text.as_str());
    trace::received(context, app, "AuthnRequest", text, wish.is_some());
    wish
}

fn of_request(settings: &Settings, message: &Message, relay_state: Option<&str>) -> Option<Wish> {
    let request = AuthnRequest::read(message, &settings.certificates)?;
    if settings.wants_signed && !is_complete(settings, &request) {
        return None;
    }
    Some(Wish {
        acs: settings.place(request.acs.as_deref(), request.index)?,
        relay_state: relay_state.unwrap_or_default().to_owned(),
        is_forced: request.is_forced && settings.honors_force,
        answers: Some(request.id),
    })
}

/// A signed request must say where its response goes, and the form of the name.
fn is_complete(settings: &Settings, request: &AuthnRequest) -> bool {
    let fits = request.format.as_ref().is_none_or(|format| *format == settings.name_format);
    request.is_signed && request.acs.is_some() && request.has_policy && fits
}

/// A relay state comes back as it was. Many apps go to it as to an address, so it must not run a script.
fn is_harmless(state: &str) -> bool {
    let start: String =
        state.chars().filter(|one| !one.is_whitespace()).take(16).collect::<String>().to_ascii_lowercase();
    let runs = ["javascript:", "data:", "vbscript:"].iter().any(|scheme| start.starts_with(scheme));
    !runs && state.len() <= RELAY_STATE && !state.chars().any(char::is_control)
}

fn begin(
    context: &mut Context<'_>,
    app: &Value,
    settings: &Settings,
    wish: &Wish,
    form: &[(String, String)],
) -> Result<Reply, Problem> {
    let token = ["sessionToken", "onetimetoken"].iter().find_map(|name| field(form, name)).map(str::to_owned);
    let mut cookies = Vec::new();
    let mut session = current(context)?;
    if let Some(token) = token
        && let Ok((user, proven)) = authn::redeem_session_token(context, &token)
    {
        let opened = session::open(context, &user, &proven)?;
        cookies = session_cookies(context, &opened, false);
        session = Some(opened);
    }
    let is_new = !cookies.is_empty();
    let reply = answer(context, app, settings, wish, session, is_new)?;
    Ok(with_cookies(reply, cookies))
}

/// Goes on once somebody has signed in.
pub fn resume(context: &mut Context<'_>, key: &str, kept: &Value) -> Result<Reply, Problem> {
    let saml = &kept["saml"];
    expiring::remove(context, &expiring::WAITING, key)?;
    let Some(app) = context.tx.get(kind::APP, saml["app"].as_str().unwrap_or_default())? else {
        return Ok(expired());
    };
    let (app, settings) = match with_settings(app) {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let session = current(context)?;
    let is_new = session.as_ref().is_some_and(|session| session["id"] == kept["session"]);
    answer(context, &app, &settings, &Wish::of(saml), session, is_new)
}

fn answer(
    context: &mut Context<'_>,
    app: &Value,
    settings: &Settings,
    wish: &Wish,
    session: Option<Value>,
    is_new: bool,
) -> Result<Reply, Problem> {
    let Some(session) = session.filter(|_| is_new || !wish.is_forced) else { return ask(context, app, wish) };
    match admission::enter(context, app, &session, is_new)? {
        Ok(user) => respond(context, app, settings, wish, &user, session),
        Err(Admission::NeedsPassword) => ask(context, app, wish),
        Err(Admission::NeedsFactor { user, typed_at }) => {
            let (key, cookies) = wait(context, app, wish)?;
            let step = authn::step_up(context, user, typed_at)?;
            let page = next::show(context, &key, &step)?;
            Ok(with_cookies(page, cookies))
        }
        Err(Admission::Denied) => {
            let event = "application.policy.sign_on.deny_access";
            context.log_outcome(event, Outcome::failure("access_denied"), &[Target::app(app)])?;
            let text = "The sign-on policy of this app does not let you in.";
            Ok(page::refused(StatusCode::FORBIDDEN, "Access Denied", text))
        }
        Err(_) => {
            let label = app["label"].as_str().unwrap_or_default();
            let text = format!("You cannot access {label} because it is not assigned to you.");
            Ok(page::refused(StatusCode::FORBIDDEN, "App Not Assigned", &text))
        }
    }
}

fn wait(context: &mut Context<'_>, app: &Value, wish: &Wish) -> Result<(String, Vec<String>), Problem> {
    browser::wait(context, PATIENCE, json!({ "saml": wish.kept(app), "app": id_of(app) }))
}

fn ask(context: &mut Context<'_>, app: &Value, wish: &Wish) -> Result<Reply, Problem> {
    let (key, cookies) = wait(context, app, wish)?;
    let page = match context.org.sign_in_as.clone() {
        Some(login) => identify::sign_in_as(context, &key, &login)?,
        None => identify::first(context, &key, &browser::remembered(context)),
    };
    Ok(with_cookies(page, cookies))
}

/// Makes the assertion, and sends it with the browser.
fn respond(
    context: &mut Context<'_>,
    app: &Value,
    settings: &Settings,
    wish: &Wish,
    user: &Value,
    session: Value,
) -> Result<Reply, Problem> {
    let Some(signing) = key::current(context, app)? else {
        let text = "The org does not have the private key of this app's certificate.";
        return Ok(page::refused(StatusCode::BAD_REQUEST, "Bad Request", text));
    };
    let (recipient, destination) = settings.addressed(&wish.acs);
    let answers = wish.answers.as_deref();
    let envelope = assertion::Envelope { settings, recipient, destination, answers, now: context.now };
    let person = Person::of(context, app, user)?;
    let name = person.name(&settings.name_template);
    let claims = person.claims(app, settings, &federated(context, app)?);
    let draft = assertion::draft(&envelope, &name, claims);
    let draft = match hook::change(context, app, settings, user, draft)? {
        Ok(draft) => draft,
        Err(text) => {
            told(context, app, Some(user), Outcome::failure("INLINE_HOOK_ERROR"), answers)?;
            return Ok(page::refused(StatusCode::FORBIDDEN, "Access Denied", &text));
        }
    };
    let Some(response) = assertion::written(&envelope, &draft, &signing) else {
        let text =
            "The assertion cannot be encrypted: settings.signOn.assertionEncryption.x5c has no certificate.";
        return Ok(page::refused(StatusCode::BAD_REQUEST, "Bad Request", text));
    };
    logout::note(context, session, app, &draft)?;
    told(context, app, Some(user), Outcome::success(), answers)?;
    trace::sent(context, app, "Response", &wish.acs, &response);
    let message = STANDARD.encode(response);
    Ok(page::posting(&company_name(context)?, &wish.acs, "SAMLResponse", &message, &wish.relay_state))
}

/// The newer claims of an app, as statements.
fn federated(context: &Context<'_>, app: &Value) -> Result<Vec<Value>, Problem> {
    let path = format!("/api/v1/apps/{}/federated-claims", id_of(app));
    let claims = context.tx.all(kind::at(&path))?;
    let statement = |claim: &Value| json!({ "type": "EXPRESSION", "name": claim["name"], "values": [claim["expression"]] });
    Ok(claims.iter().map(|(_, claim)| statement(claim)).collect())
}

/// Tells the log that an app got an assertion, or did not.
fn told(
    context: &mut Context<'_>,
    app: &Value,
    user: Option<&Value>,
    outcome: Outcome,
    answers: Option<&str>,
) -> Result<(), Problem> {
    let mut targets = vec![Target::app(app)];
    targets.extend(user.map(|user| Target { kind: "AppUser", ..Target::user(user) }));
    let path = context.request.path.clone();
    context.log_entry(Entry {
        event_type: "user.authentication.sso",
        outcome,
        actor: user.map(Target::user),
        targets: &targets,
        debug: json!({
            "requestUri": path,
            "url": path,
            "signOnMode": "SAML 2.0",
            "initiationType": if answers.is_some() { "SP_INITIATED" } else { "IDP_INITIATED" },
        }),
        client: None,
        session: None,
    })
}
