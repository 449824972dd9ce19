//! A request to authorize: its parameters, and what is wrong with them.

use serde_json::Value;

use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::oauth::{NO_TEXT, active_client, granted_scopes, may};
use crate::sign_in::client::{client_id, field, is_active, needs_proof_of_code};
use crate::sign_in::response::{Mode, Refusal};
use crate::sign_in::server::Server;

/// The longest text that a parameter may have.
const LONGEST: usize = 4096;
const MODES: &str = "The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post, okta_post_message].";

/// A request whose parameters are right.
pub struct Request {
    pub app: Value,
    pub redirect_uri: String,
    pub mode: Mode,
    pub state: String,
    /// `response_type` as it was asked for, and its words.
    pub response_type: String,
    pub wanted: Vec<String>,
    pub scopes: Vec<String>,
    pub nonce: Option<String>,
    pub challenge: Option<String>,
    pub prompt: Vec<String>,
    /// The oldest sign-in that will do, in seconds.
    pub max_age: Option<i64>,
    pub login_hint: Option<String>,
    pub acr_values: Vec<String>,
    pub session_token: Option<String>,
    /// The scopes as the client asked for them.
    pub asked: Vec<String>,
    /// The address of the pushed request that it comes from.
    pub pushed: Option<String>,
}

impl Request {
    pub fn wants(&self, word: &str) -> bool {
        self.wanted.iter().any(|wanted| wanted == word)
    }

    pub fn prompts(&self, word: &str) -> bool {
        self.prompt.iter().any(|asked| asked == word)
    }
}

/// Checks a request in Okta's order. What is wrong before the redirect URI is known to be the client's is told on a
/// page; all else goes back to the client.
pub fn check(
    context: &Context<'_>,
    server: &Server,
    form: &[(String, String)],
) -> Result<Result<Request, Refusal>, Problem> {
    if let Some(text) = unreadable(form) {
        return Ok(Err(Refusal::page("invalid_request", text)));
    }
    let app = match field(form, "client_id") {
        Some(id) => active_client(&context.tx, id)?,
        None => None,
    };
    let Some(app) = app.filter(is_active) else {
        return Ok(Err(Refusal::page("invalid_client", "Invalid value for 'client_id' parameter.")));
    };
    let Some(redirect_uri) =
        field(form, "redirect_uri").filter(|uri| is_registered(&app, "redirect_uris", uri))
    else {
        let settings = format!(
            "{}/admin/app/oidc_client/instance/{}#tab-general",
            context.request.base,
            client_id(&app)
        );
        let text = format!(
            "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: {settings}"
        );
        return Ok(Err(Refusal::page("invalid_request", text)));
    };
    let redirect_uri = redirect_uri.to_owned();
    let wanted = words(form, "response_type");
    let mode = Mode::of(field(form, "response_mode"), &wanted);
    let state = field(form, "state").unwrap_or_default().to_owned();
    let back = |error: &'static str, text: &str| {
        let mode = mode.unwrap_or(Mode::usual(&wanted));
        Ok(Err(Refusal::redirect(&redirect_uri, mode, &state, error, text)))
    };
    if let Some(name) = repeated(form) {
        let text = format!("Duplicate parameter provided in request. Duplicated parameters: [{name}].");
        return back("invalid_request", &text);
    }
    if let Some((error, text)) = fault(&app, form, &wanted, mode, &state) {
        return back(error, &text);
    }
    if let Some(text) = provider_fault(context, form)?.or_else(|| challenge_fault(&app, form, &wanted)) {
        return back("invalid_request", text);
    }
    let scopes = words(form, "scope");
    if let Some((error, text)) = scope_fault(context, server, &app, &scopes, &wanted)? {
        return back(error, text);
    }
    Ok(Ok(Request {
        mode: mode.unwrap_or(Mode::usual(&wanted)),
        state,
        scopes: granted(context, server, &app, &scopes, &wanted)?,
        asked: scopes,
        pushed: field(form, "request_uri").map(str::to_owned),
        nonce: field(form, "nonce").map(str::to_owned),
        challenge: field(form, "code_challenge").map(str::to_owned),
        prompt: words(form, "prompt"),
        max_age: field(form, "max_age").and_then(|text| text.parse().ok()),
        login_hint: field(form, "login_hint").map(str::to_owned),
        acr_values: words(form, "acr_values"),
        session_token: field(form, "sessionToken").map(str::to_owned),
        app,
        redirect_uri,
        response_type: wanted.join(" "),
        wanted,
    }))
}

fn words(form: &[(String, String)], name: &str) -> Vec<String> {
    field(form, name).unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// What is wrong with a form as a whole, before anybody knows whose it is.
fn unreadable(form: &[(String, String)]) -> Option<&'static str> {
    if form.iter().any(|(name, value)| value.len() > LONGEST && name != "id_token_hint") {
        return Some("A parameter of the request is too long.");
    }
    let no_text = |text: &str| text.contains(NO_TEXT) || text.contains('\0');
    if form.iter().any(|(name, value)| no_text(name) || no_text(value)) {
        return Some("A parameter of the request is not in UTF-8.");
    }
    // With two of one of these, nobody can say where to answer.
    let twice = |name: &str| form.iter().filter(|(known, _)| known == name).count() > 1;
    if twice("client_id") || twice("redirect_uri") {
        return Some("The request contained multiple parameters with the same name.");
    }
    None
}

/// People sign in with other identity providers elsewhere. `None` where the request names none.
fn provider_fault(context: &Context<'_>, form: &[(String, String)]) -> Result<Option<&'static str>, Problem> {
    match field(form, "idp") {
        None => Ok(None),
        Some(id) if context.tx.exists(kind::IDENTITY_PROVIDER, id)? => {
            Err(Problem::not_served("authorize with the parameter idp"))
        }
        Some(_) => Ok(Some("Identity provider is not valid.")),
    }
}

fn repeated(form: &[(String, String)]) -> Option<&str> {
    let mut names = form.iter().map(|(name, _)| name.as_str()).enumerate();
    names.find(|(index, name)| form[..*index].iter().any(|(other, _)| other == name)).map(|(_, name)| name)
}

/// A URI is the client's where it is written exactly as registered, or fits the one wildcard that the app allows.
pub fn is_registered(app: &Value, list: &str, uri: &str) -> bool {
    let settings = &app["settings"]["oauthClient"];
    let registered = settings[list].as_array().into_iter().flatten().filter_map(Value::as_str);
    let with_wildcard = settings["wildcard_redirect"] == "SUBDOMAIN";
    registered.into_iter().any(|known| known == uri || with_wildcard && fits_wildcard(known, uri))
}

/// `*` stands for a part of the left-most label of an https address, and for no dot.
fn fits_wildcard(pattern: &str, uri: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*').filter(|(before, _)| before.starts_with("https://"))
    else {
        return false;
    };
    let between = uri.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    between.is_some_and(|label| {
        !label.is_empty() && label.chars().all(|one| one.is_ascii_alphanumeric() || one == '-')
    })
}

/// What is wrong with a parameter, in the order in which Okta looks at them.
fn fault(
    app: &Value,
    form: &[(String, String)],
    wanted: &[String],
    mode: Option<Mode>,
    state: &str,
) -> Option<(&'static str, String)> {
    let settings = &app["settings"]["oauthClient"];
    let invalid = |text: &str| Some(("invalid_request", text.to_owned()));
    if settings["application_type"] == "service" {
        return invalid(
            "Clients with 'application_type' of 'service' are not allowed to access the 'authorize' endpoint.",
        );
    }
    if state.is_empty() {
        return invalid("The authentication request has an invalid 'state' parameter.");
    }
    if let Some(text) = response_type_fault(settings, wanted) {
        return Some(("unsupported_response_type", text));
    }
    let implicit = wanted.iter().any(|word| word != "code");
    match mode {
        None => return Some(("unsupported_response_mode", MODES.to_owned())),
        Some(Mode::Query) if implicit => {
            let text =
                "'query' response mode cannot be used with either the 'id_token' or 'token' response types.";
            return Some(("unsupported_response_mode", text.to_owned()));
        }
        // With a challenge a code is safe in a message; without one Okta's catalogue of errors refuses it.
        Some(Mode::PostMessage) if wanted == ["code"] && field(form, "code_challenge").is_none() => {
            let text = "'okta_post_message' response mode cannot be used with the 'code' response type.";
            return Some(("unsupported_response_mode", text.to_owned()));
        }
        Some(_) => {}
    }
    if let Some(text) = prompt_fault(form) {
        return invalid(&text);
    }
    if implicit && field(form, "nonce").is_none() {
        return invalid(
            "The 'nonce' parameter is required for authorize requests with either the 'id_token' or 'token' response types..",
        );
    }
    None
}

fn response_type_fault(settings: &Value, wanted: &[String]) -> Option<String> {
    let allowed = &settings["response_types"];
    let known = !wanted.is_empty() && wanted.iter().all(|word| may(allowed, word));
    if known {
        return None;
    }
    let names: Vec<&str> = allowed.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let names = names.join(", ");
    Some(format!(
        "The response type is not supported by the authorization server. Configured response types: [{names}]."
    ))
}

fn prompt_fault(form: &[(String, String)]) -> Option<String> {
    const KNOWN: [&str; 7] =
        ["none", "login", "consent", "login consent", "consent login", "enroll_authenticator", "idp_refresh"];
    let prompt = field(form, "prompt");
    if prompt.is_some_and(|prompt| !KNOWN.contains(&prompt)) {
        return Some(format!(
            "Invalid value for 'prompt' parameter. Supported values: [{}]",
            KNOWN.join(", ")
        ));
    }
    let max_age = field(form, "max_age")?;
    match max_age.parse::<i64>() {
        Ok(seconds) if (0..=i64::from(i32::MAX)).contains(&seconds) => (seconds == 0
            && prompt == Some("none"))
        .then(|| "The 'max_age' parameter cannot be 0 where the 'prompt' parameter is 'none'.".to_owned()),
        _ => Some("Invalid value for 'max_age' parameter. It should be within range 0 - 2^31-1.".to_owned()),
    }
}

fn challenge_fault(app: &Value, form: &[(String, String)], wanted: &[String]) -> Option<&'static str> {
    let challenge = field(form, "code_challenge");
    let Some(challenge) = challenge else {
        let code = wanted.iter().any(|word| word == "code");
        return (code && needs_proof_of_code(app))
            .then_some("PKCE code challenge is required by the application.");
    };
    if field(form, "code_challenge_method") != Some("S256") {
        return Some("PKCE code challenge method is not supported. Valid values: [S256]");
    }
    let legal = challenge.chars().all(|one| one.is_ascii_alphanumeric() || "-._~".contains(one));
    (!(43..=128).contains(&challenge.len()) || !legal)
        .then_some("PKCE code challenge contains illegal characters.")
}

/// What is wrong with the scopes.
fn scope_fault(
    context: &Context<'_>,
    server: &Server,
    app: &Value,
    scopes: &[String],
    wanted: &[String],
) -> Result<Option<(&'static str, &'static str)>, Problem> {
    let known = server.scopes(context)?;
    let invalid = |text| Ok(Some(("invalid_scope", text)));
    if scopes.is_empty() {
        let has_default = known.iter().any(|scope| scope["default"] == true);
        return match (&server.custom, has_default) {
            (Some(_), true) => Ok(None),
            (Some(_), false) => invalid(
                "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
            ),
            (None, _) => invalid("No scopes were requested."),
        };
    }
    let is_known =
        |name: &String| known.iter().any(|scope| scope["name"] == name.as_str()) || is_of_api(server, name);
    if !scopes.iter().all(is_known) {
        return invalid(match server.custom {
            Some(_) => "One or more scopes are not configured for the authorization server resource.",
            None => "Custom scopes are not allowed for this request.",
        });
    }
    let granted = granted_scopes(&context.tx, id_of(app))?;
    if scopes.iter().all(|name| is_of_api(server, name) && !granted.contains(name)) {
        return Ok(Some(("consent_required", "You are not allowed any of the requested scopes.")));
    }
    let for_id_token = wanted.iter().any(|word| word == "id_token");
    if for_id_token && !scopes.iter().any(|scope| scope == "openid") {
        return invalid(
            "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.",
        );
    }
    Ok(None)
}

/// A scope of the management API, which only the org's own server gives.
fn is_of_api(server: &Server, scope: &str) -> bool {
    server.custom.is_none() && scope.starts_with("okta.")
}

/// The scopes in the server's own order. A refresh token comes with a code alone, and of the scopes of the management
/// API those that an administrator has granted to the app.
fn granted(
    context: &Context<'_>,
    server: &Server,
    app: &Value,
    asked: &[String],
    wanted: &[String],
) -> Result<Vec<String>, Problem> {
    let known = server.scopes(context)?;
    let code = wanted.iter().any(|word| word == "code");
    let names = known.iter().filter(|scope| match asked.is_empty() {
        true => scope["default"] == true,
        false => asked.iter().any(|name| scope["name"] == name.as_str()),
    });
    let mut scopes: Vec<String> =
        names.filter_map(|scope| scope["name"].as_str().map(str::to_owned)).collect();
    let of_app = granted_scopes(&context.tx, id_of(app))?;
    scopes.extend(asked.iter().filter(|name| is_of_api(server, name) && of_app.contains(name)).cloned());
    scopes.retain(|name| code || name != "offline_access");
    Ok(scopes)
}
