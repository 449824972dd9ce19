//! `authorize`: who is signed in, whether the app may have them, and what the client gets.

use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::cookie;
use crate::kernel::event::{Outcome, Target};
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::authn;
use crate::resource::oauth::form;
use crate::resource::policy::effect::Subject;
use crate::resource::session;
use crate::sign_in::browser::{BROWSER, current, expired, pending, session_cookies, with_cookies};
use crate::sign_in::claims::{self, SignIn};
use crate::sign_in::client::is_assigned;
use crate::sign_in::code;
use crate::sign_in::expiring;
use crate::sign_in::policy::{self, Asked, Lifetimes};
use crate::sign_in::request::{self, Request};
use crate::sign_in::response::{self, Refusal};
use crate::sign_in::server::Server;
use crate::sign_in::step;

pub const HANDLERS: Handlers = &[
    (&op::AUTHORIZE, authorize),
    (&op::AUTHORIZE_WITH_FORM, authorize),
    (&op::AUTHORIZE_AT_SERVER, authorize),
    (&op::AUTHORIZE_AT_SERVER_WITH_FORM, authorize),
    (&op::RESUME_AUTHORIZE, resume),
];

/// How long somebody may take to sign in.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

fn authorize(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    answer(context, &server, &form, false)
}

/// The same request again, from the browser that made it, once somebody has signed in.
fn resume(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = context.query("okta_key").unwrap_or_default().to_owned();
    let Some(kept) = pending(context, &key)? else { return Ok(expired()) };
    expiring::remove(context, kind::AUTHORIZE_REQUEST, &key)?;
    let server = Server::named(context, kept["server"].as_str().unwrap_or_default())?;
    let form: Vec<(String, String)> = serde_json::from_value(kept["form"].clone()).unwrap_or_default();
    answer(context, &server, &form, true)
}

/// `has_just` says that the user has signed in for this very request.
fn answer(
    context: &mut Context<'_>,
    server: &Server,
    form: &[(String, String)],
    has_just: bool,
) -> Result<Reply, Problem> {
    let request = match request::check(context, server, form)? {
        Ok(request) => request,
        Err(refusal) => return refuse(context, server, &refusal, None),
    };
    let (session, cookies) = session_of(context, &request)?;
    let Some(session) = session.filter(|session| has_just || is_fresh(context, &request, session)) else {
        if request.prompts("none") {
            let text = "The client specified not to prompt, but the user is not logged in.";
            return refuse(context, server, &back(&request, "login_required", text), Some(&request));
        }
        return ask(context, server, form, &request);
    };
    let reply = match decide(context, server, &request, &session)? {
        Ok((sign_in, lifetimes)) => {
            session::extended(context, session)?;
            give(context, server, &request, &sign_in, &lifetimes)?
        }
        Err(refusal) => refuse(context, server, &refusal, Some(&request))?,
    };
    Ok(with_cookies(reply, cookies))
}

fn back(request: &Request, error: &'static str, text: &str) -> Refusal {
    Refusal::redirect(&request.redirect_uri, request.mode, &request.state, error, text)
}

fn refuse(
    context: &mut Context<'_>,
    server: &Server,
    refusal: &Refusal,
    request: Option<&Request>,
) -> Result<Reply, Problem> {
    let targets: Vec<Target> = request.iter().map(|request| Target::app(&request.app)).collect();
    context.log_outcome(&server.event("authorize"), Outcome::failure(refusal.error), &targets)?;
    Ok(refusal.reply())
}

/// The session of the browser, or a new one for a session token, with its cookies.
fn session_of(context: &mut Context<'_>, request: &Request) -> Result<(Option<Value>, Vec<String>), Problem> {
    if let Some(token) = &request.session_token
        && let Ok((user, proven)) = authn::redeem_session_token(context, token)
    {
        let session = session::open(context, &user, &proven)?;
        let cookies = session_cookies(context, &session);
        return Ok((Some(session), cookies));
    }
    Ok((current(context)?, Vec::new()))
}

fn auth_time(session: &Value) -> i64 {
    let verified = session["lastPasswordVerification"].as_str().and_then(clock::parse);
    verified.map_or(0, |time| time.as_second())
}

/// Whether the sign-in is new enough for the request.
fn is_fresh(context: &Context<'_>, request: &Request, session: &Value) -> bool {
    let age = context.now.as_second() - auth_time(session);
    !request.prompts("login") && request.max_age.is_none_or(|most| age <= most && most > 0)
}

/// Keeps the request and asks the user to sign in.
fn ask(
    context: &mut Context<'_>,
    server: &Server,
    form: &[(String, String)],
    request: &Request,
) -> Result<Reply, Problem> {
    let key = id::random(43);
    let browser = match cookie::read(&context.request.headers, BROWSER) {
        Some(browser) => browser.to_owned(),
        None => id::random(32),
    };
    let about = json!({
        "server": server.id(),
        "form": form.iter().filter(|(name, _)| name != "sessionToken").collect::<Vec<_>>(),
        "browser": crate::kernel::fingerprint::fingerprint(&browser),
        "app": id_of(&request.app),
    });
    expiring::put(context, kind::AUTHORIZE_REQUEST, &key, PATIENCE, about)?;
    let page = step::first(context, &key, request.login_hint.as_deref().unwrap_or_default());
    Ok(with_cookies(page, vec![cookie::kept(BROWSER, &browser, &context.request.base)]))
}

/// Whether the app may have the user, as assignments and policies say.
fn decide(
    context: &Context<'_>,
    server: &Server,
    request: &Request,
    session: &Value,
) -> Result<Result<(SignIn, Lifetimes), Refusal>, Problem> {
    let user =
        context.tx.get(kind::USER, session["userId"].as_str().unwrap_or_default())?.unwrap_or_default();
    if user["status"] != status::ACTIVE || !is_assigned(context, &request.app, &user)? {
        let text = "User is not assigned to the client application.";
        return Ok(Err(back(request, "access_denied", text)));
    }
    let subject = Subject::of(context, &user)?;
    let grant = if request.wants("code") { "authorization_code" } else { "implicit" };
    let asked = Asked { app: &request.app, grant, scopes: &request.scopes, user: Some(&subject) };
    let Some(lifetimes) = policy::lifetimes(context, server, &asked)? else {
        let text = "Policy evaluation failed for this request, please check the policy configurations.";
        return Ok(Err(back(request, "access_denied", text)));
    };
    let Ok(acr) = acr(request, session) else {
        let text = "Unable to meet the authentication requirements imposed by 'acr_values' parameter.";
        return Ok(Err(back(request, "unmet_authentication_requirements", text)));
    };
    let sign_in = SignIn {
        app: request.app.clone(),
        user,
        scopes: request.scopes.clone(),
        auth_time: auth_time(session),
        amr: session["amr"].clone(),
        acr,
        nonce: request.nonce.clone(),
    };
    Ok(Ok((sign_in, lifetimes)))
}

/// The value of `acr_values` that the sign-in meets. Values that Okta does not know are ignored; an error says that
/// none of the known ones is met.
fn acr(request: &Request, session: &Value) -> Result<Option<String>, ()> {
    let has_second = session["amr"].as_array().is_some_and(|amr| amr.iter().any(|method| method == "mfa"));
    let is_met = |value: &str| match value {
        "urn:okta:loa:1fa:pwd" | "urn:okta:loa:1fa:any" | "urn:okta:loa:2fa:any:ifpossible" => Some(true),
        "urn:okta:loa:2fa:any" => Some(has_second),
        "phr" | "phrh" => Some(false),
        _ => None,
    };
    let known: Vec<&String> = request.acr_values.iter().filter(|value| is_met(value).is_some()).collect();
    match known.iter().find(|value| is_met(value) == Some(true)) {
        Some(value) => Ok(Some((**value).clone())),
        None if known.is_empty() => Ok(None),
        None => Err(()),
    }
}

/// Gives what the response type asks for.
fn give(
    context: &mut Context<'_>,
    server: &Server,
    request: &Request,
    sign_in: &SignIn,
    lifetimes: &Lifetimes,
) -> Result<Reply, Problem> {
    let mut members = Map::new();
    let targets = [Target::user(&sign_in.user), Target::app(&sign_in.app)];
    let code = match request.wants("code") {
        true => {
            Some(code::issue(context, server, sign_in, &request.redirect_uri, request.challenge.as_deref())?)
        }
        false => None,
    };
    if let Some(code) = &code {
        members.insert("code".into(), json!(code));
        context.log(&server.event("authorize.code"), &targets)?;
    }
    let tokens = match tokens(context, server, request, sign_in, lifetimes, code.as_deref())? {
        Ok(tokens) => tokens,
        Err(refusal) => return refuse(context, server, &refusal, Some(request)),
    };
    members.extend(tokens);
    members.insert("state".into(), json!(request.state));
    context.log("user.authentication.sso", &targets)?;
    Ok(response::deliver(&request.redirect_uri, request.mode, &members))
}

/// The tokens that come without a code.
fn tokens(
    context: &mut Context<'_>,
    server: &Server,
    request: &Request,
    sign_in: &SignIn,
    lifetimes: &Lifetimes,
    code: Option<&str>,
) -> Result<Result<Map<String, Value>, Refusal>, Problem> {
    let mut members = Map::new();
    let too_many = || back(request, "server_error", claims::TOO_MANY);
    let targets = [Target::user(&sign_in.user), Target::app(&sign_in.app)];
    let mut access = None;
    if request.wants("token") {
        let Ok(claims) = claims::access_token(context, server, sign_in, lifetimes, None)? else {
            return Ok(Err(too_many()));
        };
        let token = server.access_token_key(context)?.sign(None, &claims);
        members.insert("access_token".into(), json!(token));
        members.insert("token_type".into(), json!("Bearer"));
        members.insert("expires_in".into(), json!(lifetimes.access.as_secs()));
        members.insert("scope".into(), json!(sign_in.scopes.join(" ")));
        access = Some(token);
        context.log(&server.event("authorize.implicit.access_token"), &targets)?;
    }
    if request.wants("id_token") {
        let Ok(claims) = claims::id_token(context, server, sign_in, access.as_deref(), code)? else {
            return Ok(Err(too_many()));
        };
        members.insert("id_token".into(), json!(server.id_token_key(context)?.sign(None, &claims)));
        context.log(&server.event("authorize.implicit.id_token"), &targets)?;
    }
    Ok(Ok(members))
}
