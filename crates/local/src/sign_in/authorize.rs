//! `authorize`: who is signed in, whether the app may have them, and what the client gets.

use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::expiring;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::authn;
use crate::resource::oauth::form;
use crate::resource::session;
use crate::sign_in::admission::{self, Admission, Wish};
use crate::sign_in::browser::{self, current, expired, pending, session_cookies, with_cookies};
use crate::sign_in::claims::{self, SignIn};
use crate::sign_in::code;
use crate::sign_in::consent;
use crate::sign_in::hook::{self, Drafts, Purpose};
use crate::sign_in::page;
use crate::sign_in::policy::Lifetimes;
use crate::sign_in::request::{self, Request};
use crate::sign_in::request_object;
use crate::sign_in::response::{self, Refusal};
use crate::sign_in::server::Server;
use crate::sign_in::step::{identify, next};
use crate::sign_in::trail::{self, About};

pub const HANDLERS: Handlers = &[
    (&op::AUTHORIZE, authorize),
    (&op::AUTHORIZE_WITH_FORM, authorize),
    (&op::AUTHORIZE_AT_SERVER, authorize),
    (&op::AUTHORIZE_AT_SERVER_WITH_FORM, authorize),
    (&op::RESUME_AUTHORIZE, resume),
];

/// How long somebody may take to sign in.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);
const NOT_ASSIGNED: &str = "User is not assigned to the client application.";
const NOT_LOGGED_IN: &str = "The client specified not to prompt, but the user is not logged in.";
const NEEDS_MORE: &str =
    "The client specified not to prompt, but the client app requires re-authentication or MFA.";
const NO_POLICY: &str = "Policy evaluation failed for this request, please check the policy configurations.";
const DENIED: &str = "The resource owner or authorization server denied the request.";
const UNMET: &str = "Unable to meet the authentication requirements imposed by 'acr_values' parameter.";

fn authorize(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    match request_object::meant(context, &server, &form)? {
        Ok(form) => answer(context, &server, &form, &Value::Null),
        Err(refusal) => refuse(context, &server, &refusal, None),
    }
}

/// The same request again, from the browser that made it, once somebody has signed in.
fn resume(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key = context.query("okta_key").unwrap_or_default().to_owned();
    let Some(kept) = pending(context, &key)?.filter(|kept| kept["form"].is_array()) else {
        return Ok(expired());
    };
    expiring::remove(context, &expiring::WAITING, &key)?;
    let server = Server::named(context, kept["server"].as_str().unwrap_or_default())?;
    let form: Vec<(String, String)> = serde_json::from_value(kept["form"].clone()).unwrap_or_default();
    answer(context, &server, &form, &kept)
}

/// `kept` is what the request left in this browser before: in which session somebody has signed in for it, and
/// whether they gave or refused their consent.
fn answer(
    context: &mut Context<'_>,
    server: &Server,
    form: &[(String, String)],
    kept: &Value,
) -> Result<Reply, Problem> {
    let request = match request::check(context, server, form)? {
        Ok(request) => request,
        Err(refusal) => return refuse(context, server, &refusal, None),
    };
    if kept["denied"] == true {
        return refuse(context, server, &back(&request, "access_denied", DENIED), Some(&request));
    }
    let (session, cookies) = session_of(context, &request)?;
    let is_new = !cookies.is_empty()
        || session
            .as_ref()
            .is_some_and(|session| !session["id"].is_null() && session["id"] == kept["session"]);
    let Some(session) = session.filter(|session| is_new || is_fresh(context, &request, session)) else {
        return match request.prompts("none") {
            true => {
                let refusal = back(&request, "login_required", NOT_LOGGED_IN);
                refuse(context, server, &refusal, Some(&request))
            }
            false => ask(context, server, form, &request),
        };
    };
    let wish = Wish {
        app: &request.app,
        scopes: &request.scopes,
        grant: if request.wants("code") { "authorization_code" } else { "implicit" },
        session: &session,
        is_new,
    };
    let reply = match admission::admit(context, server, &wish)? {
        Admission::Admitted(sign_in, lifetimes) => {
            session::extended(context, session.clone())?;
            admitted(context, server, form, &request, *sign_in, &lifetimes, kept)?
        }
        other => turned_away(context, server, form, &request, other)?,
    };
    Ok(with_cookies(reply, cookies))
}

/// Somebody who may use the app: they may have to prove more, or to consent.
fn admitted(
    context: &mut Context<'_>,
    server: &Server,
    form: &[(String, String)],
    request: &Request,
    mut sign_in: SignIn,
    lifetimes: &Lifetimes,
    kept: &Value,
) -> Result<Reply, Problem> {
    match acr(request, &sign_in.amr) {
        Acr::Met(value) => sign_in.acr = value,
        Acr::Unmet => {
            let refusal = back(request, "unmet_authentication_requirements", UNMET);
            return refuse(context, server, &refusal, Some(request));
        }
        Acr::NeedsFactor => {
            let typed_at = clock::text_of(sign_in.auth_time);
            let why = Admission::NeedsFactor { user: sign_in.user, typed_at };
            return turned_away(context, server, form, request, why);
        }
    }
    sign_in.nonce = request.nonce.clone();
    let is_wanted = request.prompts("consent") && kept["consented"] != true;
    let missing = consent::missing(context, server, &request.app, &sign_in.user, &request.scopes, is_wanted)?;
    if missing.is_empty() {
        return give(context, server, request, &sign_in, lifetimes);
    }
    if request.prompts("none") {
        let names: Vec<&str> = missing.iter().filter_map(|scope| scope["name"].as_str()).collect();
        let text = format!("The following scopes require user consent: [{}].", names.join(", "));
        return refuse(context, server, &back(request, "consent_required", &text), Some(request));
    }
    let session = kept["session"].clone();
    let (key, cookies) =
        wait(context, server, form, request, &json!({ "session": session, "consent": missing }))?;
    Ok(with_cookies(page::consent::show(&key, &request.app, &missing), cookies))
}

/// Somebody who may not use the app, or not yet.
fn turned_away(
    context: &mut Context<'_>,
    server: &Server,
    form: &[(String, String)],
    request: &Request,
    why: Admission,
) -> Result<Reply, Problem> {
    let silent = request.prompts("none");
    let refusal = match why {
        Admission::NeedsFactor { .. } | Admission::NeedsPassword if silent => {
            back(request, "login_required", NEEDS_MORE)
        }
        Admission::NeedsPassword => return ask(context, server, form, request),
        Admission::NeedsFactor { user, typed_at } => {
            let (key, cookies) = wait(context, server, form, request, &Value::Null)?;
            let answer = authn::step_up(context, user, typed_at)?;
            let page = next::show(context, &key, &answer)?;
            return Ok(with_cookies(page, cookies));
        }
        Admission::NoPolicy => back(request, "access_denied", NO_POLICY),
        _ if silent || !context.org.features.identity_engine => back(request, "access_denied", NOT_ASSIGNED),
        // A person is told on a page.
        Admission::Denied => Refusal::page("access_denied", DENIED),
        _ => Refusal::page("access_denied", NOT_ASSIGNED),
    };
    refuse(context, server, &refusal, Some(request))
}

fn back(request: &Request, error: &'static str, text: &str) -> Refusal {
    Refusal::redirect(&request.redirect_uri, request.mode, &request.state, error, text)
}

fn about(request: &Request) -> About<'_> {
    About {
        grant: if request.wants("code") { "authorization_code" } else { "implicit" },
        redirect_uri: Some(&request.redirect_uri),
        response_type: Some(&request.response_type),
        asked: &request.asked,
    }
}

fn refuse(
    context: &mut Context<'_>,
    server: &Server,
    refusal: &Refusal,
    request: Option<&Request>,
) -> Result<Reply, Problem> {
    let nothing = About { grant: "unknown", redirect_uri: None, response_type: None, asked: &[] };
    let event = server.event("authorize");
    let app = request.map(|request| &request.app);
    let about = request.map_or(nothing, about);
    trail::refused(context, &event, app, refusal.error, &refusal.text, &about)?;
    Ok(refusal.reply())
}

/// The session of the browser, or a new one for a session token, with its cookies.
fn session_of(context: &mut Context<'_>, request: &Request) -> Result<(Option<Value>, Vec<String>), Problem> {
    let known = current(context)?;
    // Classic Engine looks at no token where there is a session.
    let is_ignored = known.is_some() && !context.org.features.identity_engine;
    if let Some(token) = request.session_token.as_ref().filter(|_| !is_ignored)
        && let Ok((user, proven)) = authn::redeem_session_token(context, token)
    {
        let session = session::open(context, &user, &proven)?;
        let cookies = session_cookies(context, &session, false);
        return Ok((Some(session), cookies));
    }
    Ok((known, Vec::new()))
}

/// Whether the sign-in is new enough for the request.
fn is_fresh(context: &Context<'_>, request: &Request, session: &Value) -> bool {
    let age = context.now.as_second() - admission::auth_time(session);
    !request.prompts("login") && request.max_age.is_none_or(|most| age <= most && most > 0)
}

/// Keeps the request, for this browser to come back to.
fn wait(
    context: &mut Context<'_>,
    server: &Server,
    form: &[(String, String)],
    request: &Request,
    more: &Value,
) -> Result<(String, Vec<String>), Problem> {
    let mut about = json!({
        "server": server.id(),
        "form": form.iter().filter(|(name, _)| name != "sessionToken").collect::<Vec<_>>(),
        "app": id_of(&request.app),
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        about[name] = value.clone();
    }
    browser::wait(context, PATIENCE, about)
}

/// Asks the user to sign in.
fn ask(
    context: &mut Context<'_>,
    server: &Server,
    form: &[(String, String)],
    request: &Request,
) -> Result<Reply, Problem> {
    let (key, cookies) = wait(context, server, form, request, &Value::Null)?;
    let page = match context.org.sign_in_as.clone() {
        Some(login) => identify::sign_in_as(context, &key, &login)?,
        None => {
            let login = request.login_hint.clone().unwrap_or_else(|| browser::remembered(context));
            identify::first(context, &key, &login)
        }
    };
    Ok(with_cookies(page, cookies))
}

/// How a sign-in stands to `acr_values`.
enum Acr {
    Met(Option<String>),
    Unmet,
    NeedsFactor,
}

/// Values that Okta does not know are ignored.
fn acr(request: &Request, amr: &Value) -> Acr {
    let has_second = amr.as_array().is_some_and(|amr| amr.iter().any(|method| method == "mfa"));
    let is_met = |value: &str| match value {
        "urn:okta:loa:1fa:pwd" | "urn:okta:loa:1fa:any" | "urn:okta:loa:2fa:any:ifpossible" => Some(true),
        "urn:okta:loa:2fa:any" => Some(has_second),
        "phr" | "phrh" => Some(false),
        _ => None,
    };
    let known: Vec<&String> = request.acr_values.iter().filter(|value| is_met(value).is_some()).collect();
    let wants_second = known.iter().any(|value| *value == "urn:okta:loa:2fa:any");
    match known.iter().find(|value| is_met(value) == Some(true)) {
        Some(value) => Acr::Met(Some((**value).clone())),
        None if known.is_empty() => Acr::Met(None),
        None if wants_second => Acr::NeedsFactor,
        None => Acr::Unmet,
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
    if let Some(uri) = &request.pushed {
        expiring::remove(context, &expiring::PUSHED, uri)?;
    }
    let code = match request.wants("code") {
        true => Some(issue_code(context, server, request, sign_in)?),
        false => None,
    };
    if let Some(code) = &code {
        members.insert("code".into(), json!(code));
    }
    if request.wants("token") || request.wants("id_token") {
        match tokens(context, server, request, sign_in, lifetimes, code.as_deref())? {
            Ok(tokens) => members.extend(tokens),
            Err(refusal) => return refuse(context, server, &refusal, Some(request)),
        }
    }
    members.insert("state".into(), json!(request.state));
    trail::opened(context, sign_in)?;
    Ok(response::deliver(&request.redirect_uri, request.mode, &members))
}

/// Makes a code for a request, and tells the log.
pub fn issue_code(
    context: &mut Context<'_>,
    server: &Server,
    request: &Request,
    sign_in: &SignIn,
) -> Result<String, Problem> {
    let challenge = request.challenge.as_deref();
    let code = code::issue(context, server, sign_in, &request.redirect_uri, challenge)?;
    trail::given(context, server, sign_in, "authorize.code", &code, &about(request))?;
    Ok(code)
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
    let with_access = request.wants("token");
    let Ok(access) = claims::access_token(context, server, sign_in, lifetimes, None)? else {
        return Ok(Err(too_many()));
    };
    let id = match request.wants("id_token") {
        true => match claims::id_token(context, server, sign_in, with_access, code)? {
            Ok(claims) => Some(claims),
            Err(_) => return Ok(Err(too_many())),
        },
        false => None,
    };
    let drafts = Drafts { access, id };
    let purpose = Purpose::of(sign_in, "implicit");
    let drafts = match hook::change(context, lifetimes.hook.as_deref(), server, &purpose, drafts)? {
        Ok(drafts) => drafts,
        Err(refused) => return Ok(Err(back(request, "server_error", &refused.description))),
    };
    let mut access = None;
    if with_access {
        let token = server.access_token_key(context)?.sign(None, &drafts.access);
        members.insert("access_token".into(), json!(token));
        members.insert("token_type".into(), json!("Bearer"));
        members.insert("expires_in".into(), json!(hook::lifetime(&drafts.access)));
        members.insert("scope".into(), json!(sign_in.scopes.join(" ")));
        let event = "authorize.implicit.access_token";
        trail::given(context, server, sign_in, event, &token, &about(request))?;
        access = Some(token);
    }
    if let Some(claims) = drafts.id {
        let claims = claims::hashed(claims, access.as_deref());
        let token = server.id_token_key(context)?.sign(None, &claims);
        let event = "authorize.implicit.id_token";
        trail::given(context, server, sign_in, event, &token, &about(request))?;
        members.insert("id_token".into(), json!(token));
    }
    Ok(Ok(members))
}
