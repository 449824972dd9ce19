//! The token endpoint: a code, a refresh token, a password or a client's own proof becomes tokens.

use jiff::Timestamp;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::{Outcome, Target};
use crate::kernel::jose::digest;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::authn;
use crate::resource::oauth::{self, Answered, Refused, form, refused};
use crate::resource::policy::effect::Subject;
use crate::sign_in::claims::{self, SignIn};
use crate::sign_in::client::{self, client_id, field, is_assigned, may_grant, needs_proof_of_code};
use crate::sign_in::code;
use crate::sign_in::policy::{self, Asked, Lifetimes};
use crate::sign_in::server::Server;
use crate::sign_in::{client_credentials, expiring};

pub const HANDLERS: Handlers =
    &[(&op::CREATE_TOKEN, create), (&op::CREATE_AUTHORIZATION_SERVER_TOKEN, create)];

const GRANTS: [&str; 4] = ["authorization_code", "refresh_token", "password", "client_credentials"];
const BAD_REFRESH: &str = "The refresh token is invalid or expired.";

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    match grant(context, &server, &form)? {
        Ok(answer) => Ok(Reply::ok(&answer)),
        Err(refused) => {
            let outcome = Outcome::failure(refused.error);
            context.log_outcome(&server.event("token.grant"), outcome, &[])?;
            Ok(refused.reply())
        }
    }
}

fn bad(error: &'static str, text: &str) -> Refused {
    refused(400, error, text)
}

fn missing(name: &str) -> Refused {
    bad("invalid_request", &format!("The required parameter '{name}' is missing."))
}

fn grant(context: &mut Context<'_>, server: &Server, form: &[(String, String)]) -> Answered<Value> {
    let grant = match field(form, "grant_type") {
        None => {
            let text = format!(
                "The token request must specify a 'grant_type'. Valid values: [{}].",
                GRANTS.join(", ")
            );
            return Ok(Err(bad("invalid_request", &text)));
        }
        Some("client_credentials") => {
            return match &server.custom {
                Some(custom) => client_credentials::grant(context, custom, form),
                None => oauth::client_credentials(context, form),
            };
        }
        Some(grant) => grant.to_owned(),
    };
    let app = match client::authenticated(context, form)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    if !GRANTS.contains(&grant.as_str()) {
        let text = format!(
            "The authorization grant type is not supported by the authorization server. Configured grant types: [{}].",
            GRANTS.join(", ")
        );
        return Ok(Err(bad("unsupported_grant_type", &text)));
    }
    if !may_grant(&app, &grant) {
        let allowed = app["settings"]["oauthClient"]["grant_types"].as_array().into_iter().flatten();
        let allowed: Vec<&str> = allowed.filter_map(Value::as_str).collect();
        let text = format!(
            "The client is not authorized to use the provided grant type. Configured grant types: [{}].",
            allowed.join(", ")
        );
        return Ok(Err(bad("unauthorized_client", &text)));
    }
    match grant.as_str() {
        "authorization_code" => of_code(context, server, &app, form),
        "refresh_token" => of_refresh_token(context, server, &app, form),
        _ => of_password(context, server, &app, form),
    }
}

// ---- a code ----

fn of_code(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
) -> Answered<Value> {
    let Some(text) = field(form, "code") else { return Ok(Err(missing("code"))) };
    let Some(kept) = expiring::get(context, kind::AUTHORIZATION_CODE, text)? else {
        return Ok(Err(bad("invalid_grant", "The authorization code is invalid or has expired.")));
    };
    if let Some(refused) = code_fault(server, app, form, &kept) {
        return Ok(Err(refused));
    }
    if let Some(grant) = kept["used"].as_str() {
        // Somebody has seen the code. What it gave may be in the wrong hands.
        code::revoke(context, grant)?;
        return Ok(Err(bad("invalid_grant", "The authorization code is invalid or has expired.")));
    }
    let Some(sign_in) = code::sign_in(context, &kept)? else {
        return Ok(Err(bad("invalid_grant", "The authorization code is invalid or has expired.")));
    };
    let Some(lifetimes) = lifetimes(context, server, &sign_in, "authorization_code")? else {
        return Ok(Err(no_policy()));
    };
    let grant = code::grant(context, server, &sign_in, &lifetimes)?;
    expiring::replace(context, kind::AUTHORIZATION_CODE, text, &marked(kept, &grant))?;
    answer(
        context,
        server,
        &sign_in,
        &lifetimes,
        &Given { grant: &grant, refresh: Refresh::New(None), with_id: true },
    )
}

fn marked(mut kept: Value, grant: &str) -> Value {
    kept["used"] = json!(grant);
    kept
}

fn code_fault(server: &Server, app: &Value, form: &[(String, String)], kept: &Value) -> Option<Refused> {
    if kept["client"] != client_id(app) {
        let text = "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.";
        return Some(bad("invalid_grant", text));
    }
    if kept["server"] != server.id() {
        return Some(bad("invalid_request", "The grant was issued for another authorization server."));
    }
    match field(form, "redirect_uri") {
        None => return Some(missing("redirect_uri")),
        Some(uri) if kept["redirectUri"] != uri => {
            let text =
                "The 'redirect_uri' does not match the redirection URI used in the authorization request.";
            return Some(bad("invalid_grant", text));
        }
        Some(_) => {}
    }
    match (kept["challenge"].as_str(), field(form, "code_verifier")) {
        (Some(challenge), Some(verifier)) => {
            (digest(verifier) != challenge).then(|| bad("invalid_grant", "PKCE verification failed."))
        }
        (Some(_), None) => Some(bad("invalid_request", "PKCE code verifier is required by the application.")),
        (None, Some(_)) => Some(bad(
            "invalid_request",
            "PKCE code challenge should be specified in the authorize request for code verification.",
        )),
        (None, None) => needs_proof_of_code(app)
            .then(|| bad("invalid_request", "PKCE code verifier is required by the application.")),
    }
}

fn no_policy() -> Refused {
    bad("access_denied", "Policy evaluation failed for this request, please check the policy configurations.")
}

fn lifetimes(
    context: &Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    grant: &str,
) -> Result<Option<Lifetimes>, Problem> {
    let subject = Subject::of(context, &sign_in.user)?;
    let asked = Asked { app: &sign_in.app, grant, scopes: &sign_in.scopes, user: Some(&subject) };
    policy::lifetimes(context, server, &asked)
}

// ---- the answer ----

enum Refresh {
    /// A new one, which ends at this time where an older one did.
    New(Option<Timestamp>),
    /// The one that was shown.
    Same(String),
}

struct Given<'a> {
    grant: &'a str,
    refresh: Refresh,
    with_id: bool,
}

/// The tokens, in Okta's order.
fn answer(
    context: &mut Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    lifetimes: &Lifetimes,
    given: &Given<'_>,
) -> Answered<Value> {
    let refreshes = sign_in.has_scope("offline_access") && may_grant(&sign_in.app, "refresh_token");
    let too_many = || Ok(Err(bad("server_error", claims::TOO_MANY)));
    let Ok(access) = claims::access_token(context, server, sign_in, lifetimes, Some(given.grant))? else {
        return too_many();
    };
    let access_token = server.access_token_key(context)?.sign(None, &access);
    let mut answer = json!({
        "token_type": "Bearer",
        "expires_in": lifetimes.access.as_secs(),
        "access_token": access_token,
        "scope": sign_in.scopes.join(" "),
    });
    let targets = [Target::user(&sign_in.user), Target::app(&sign_in.app)];
    context.log(&server.event("token.grant.access_token"), &targets)?;
    if refreshes {
        let token = match &given.refresh {
            Refresh::New(ends) => code::refresh_token(context, given.grant, lifetimes, *ends)?,
            Refresh::Same(token) => token.clone(),
        };
        answer["refresh_token"] = json!(token);
        context.log(&server.event("token.grant.refresh_token"), &targets)?;
    }
    if given.with_id && sign_in.has_scope("openid") {
        let Ok(claims) = claims::id_token(context, server, sign_in, Some(&access_token), None)? else {
            return too_many();
        };
        answer["id_token"] = json!(server.id_token_key(context)?.sign(None, &claims));
        context.log(&server.event("token.grant.id_token"), &targets)?;
    }
    Ok(Ok(answer))
}

// ---- a refresh token ----

fn of_refresh_token(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
) -> Answered<Value> {
    let Some(text) = field(form, "refresh_token") else { return Ok(Err(missing("refresh_token"))) };
    let invalid = || Ok(Err(bad("invalid_grant", BAD_REFRESH)));
    let Some(kept) = expiring::get(context, kind::REFRESH_TOKEN, text)? else { return invalid() };
    let grant = kept["grant"].as_str().unwrap_or_default().to_owned();
    let Some(about) = expiring::get(context, kind::OAUTH_GRANT, &grant)? else { return invalid() };
    if about["client"] != client_id(app) || about["server"] != server.id() {
        return invalid();
    }
    if is_reused(context, app, &kept) {
        code::revoke(context, &grant)?;
        context.log_outcome(&server.event("token.detect_reuse"), Outcome::success(), &[Target::app(app)])?;
        return invalid();
    }
    let Some(mut sign_in) = code::sign_in(context, &about)? else { return invalid() };
    let asked: Vec<&str> = field(form, "scope").unwrap_or_default().split_whitespace().collect();
    let denied: Vec<&str> = asked.iter().copied().filter(|scope| !sign_in.has_scope(scope)).collect();
    if !denied.is_empty() {
        let text = format!(
            "Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: {}.",
            denied.join(", ")
        );
        return Ok(Err(bad("access_denied", &text)));
    }
    if !asked.is_empty() {
        sign_in.scopes.retain(|scope| asked.contains(&scope.as_str()) || scope == "offline_access");
    }
    sign_in.nonce = None;
    let lifetimes = match lifetimes(context, server, &sign_in, "authorization_code")? {
        Some(lifetimes) => lifetimes,
        None => return Ok(Err(no_policy())),
    };
    let refresh = refreshed(context, app, text, &kept)?;
    answer(context, server, &sign_in, &lifetimes, &Given { grant: &grant, refresh, with_id: true })
}

fn rotation(app: &Value) -> (&str, i64) {
    let settings = &app["settings"]["oauthClient"];
    let is_browser = settings["application_type"] == "browser";
    let usual = if is_browser { "ROTATE" } else { "STATIC" };
    let set = &settings["refresh_token"];
    (set["rotation_type"].as_str().unwrap_or(usual), set["leeway"].as_i64().unwrap_or(30))
}

/// A token that was rotated works for a short while longer, for requests that crossed.
fn is_reused(context: &Context<'_>, app: &Value, kept: &Value) -> bool {
    let (_, leeway) = rotation(app);
    kept["rotated"].as_i64().is_some_and(|rotated| context.now.as_second() > rotated + leeway)
}

fn refreshed(context: &Context<'_>, app: &Value, text: &str, kept: &Value) -> Result<Refresh, Problem> {
    if rotation(app).0 == "STATIC" {
        return Ok(Refresh::Same(text.to_owned()));
    }
    if kept["rotated"].is_null() {
        let mut rotated = kept.clone();
        rotated["rotated"] = json!(context.now.as_second());
        expiring::replace(context, kind::REFRESH_TOKEN, text, &rotated)?;
    }
    let last = kept["last"].as_i64().and_then(|last| Timestamp::from_second(last).ok());
    Ok(Refresh::New(last))
}

// ---- a password ----

fn of_password(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
) -> Answered<Value> {
    let (Some(name), Some(password)) = (field(form, "username"), field(form, "password")) else {
        let name = if field(form, "username").is_none() { "username" } else { "password" };
        return Ok(Err(missing(name)));
    };
    let user = match authn::verify_password(context, name, password)? {
        Ok(user) => user,
        Err(_) => return Ok(Err(bad("invalid_grant", "The credentials provided were invalid."))),
    };
    if user["status"] == status::PASSWORD_EXPIRED {
        return Ok(Err(bad("invalid_grant", "Password has expired.")));
    }
    if authn::asks_for_more(context, &user)? {
        return Ok(Err(bad(
            "invalid_grant",
            "Resource owner password credentials cannot be used with MFA enabled.",
        )));
    }
    if !is_assigned(context, app, &user)? {
        return Ok(Err(bad("access_denied", "User is not assigned to the client application.")));
    }
    let scopes = match scopes(context, server, field(form, "scope").unwrap_or_default())? {
        Ok(scopes) => scopes,
        Err(refused) => return Ok(Err(refused)),
    };
    let sign_in = SignIn {
        app: app.clone(),
        user,
        scopes,
        auth_time: context.now.as_second(),
        amr: json!(["pwd"]),
        acr: None,
        nonce: None,
    };
    let Some(lifetimes) = lifetimes(context, server, &sign_in, "password")? else {
        return Ok(Err(no_policy()));
    };
    let grant = code::grant(context, server, &sign_in, &lifetimes)?;
    answer(
        context,
        server,
        &sign_in,
        &lifetimes,
        &Given { grant: &grant, refresh: Refresh::New(None), with_id: true },
    )
}

fn scopes(context: &Context<'_>, server: &Server, asked: &str) -> Answered<Vec<String>> {
    let asked: Vec<&str> = asked.split_whitespace().collect();
    let known = server.scopes(context)?;
    if !asked.iter().all(|name| known.iter().any(|scope| scope["name"] == *name)) {
        let text = "One or more scopes are not configured for the authorization server resource.";
        return Ok(Err(bad("invalid_scope", text)));
    }
    let wanted = known.iter().filter(|scope| match asked.is_empty() {
        true => scope["default"] == true,
        false => asked.iter().any(|name| scope["name"] == *name),
    });
    let names: Vec<String> = wanted.filter_map(|scope| scope["name"].as_str().map(str::to_owned)).collect();
    if names.is_empty() {
        let text = "The authorization server resource does not have any configured default scopes, 'scope' must be provided.";
        return Ok(Err(bad("invalid_scope", text)));
    }
    Ok(Ok(names))
}
