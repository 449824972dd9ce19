//! What a sign-in leaves in the System Log. A client acts in most of it; the person is what it is about.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::{Entry, Outcome, Target};
use crate::kernel::fingerprint::fingerprint;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::sign_in::claims::SignIn;
use crate::sign_in::client::{client_id, method};
use crate::sign_in::server::Server;

/// Okta's own names of what goes wrong, by the beginning of what a client is told.
#[rustfmt::skip]
const REASONS: [(&str, &str); 27] = [
    ("User is not assigned", "user_not_assigned"),
    ("Policy evaluation failed", "no_matching_policy"),
    ("The user's password is expired", "password_expired"),
    ("The resource owner or authorization server denied", "access_denied"),
    ("The client specified not to prompt, but the user is not", "login_required"),
    ("The client specified not to prompt, but the client app", "app_sign_on_required"),
    ("Request expired", "request_expired"),
    ("The following scopes require user consent", "consent_required"),
    ("The 'redirect_uri' parameter must be", "illegal_redirect_uri"),
    ("The 'redirect_uri' does not match", "mismatched_redirect_uri"),
    ("The authentication request has an invalid 'state'", "invalid_state"),
    ("One or more scopes are not configured", "no_matching_scope"),
    ("Custom scopes are not allowed", "illegal_custom_scope"),
    ("No scopes were requested", "missing_scopes"),
    ("The authorization server resource does not have any", "no_default_scopes"),
    ("Requests for ID tokens or access tokens", "openid_scope_required"),
    ("You are not allowed any of the requested scopes", "no_org_scopes_granted"),
    ("PKCE verification failed", "pkce_verification_failed"),
    ("PKCE code verifier is required", "pkce_required"),
    ("PKCE code challenge is required", "pkce_required"),
    ("The authorization code is invalid", "invalid_authorization_code"),
    ("The grant was issued to another client", "mismatched_client"),
    ("The grant was issued for another authorization server", "mismatched_authorization_server"),
    ("The refresh token is invalid", "invalid_refresh_token"),
    ("The credentials provided were invalid", "invalid_credentials"),
    ("The client secret supplied", "invalid_client_credentials"),
    ("The groups claim matched too many", "too_many_groups_in_groups_claim"),
];

/// Okta's own name of a refusal.
pub fn reason(error: &str, text: &str) -> String {
    let known = REASONS.iter().find(|(start, _)| text.starts_with(start));
    known.map_or(error, |(_, name)| *name).to_owned()
}

/// The client as the one who acts.
pub fn client(app: &Value) -> Target {
    Target { id: client_id(app).to_owned(), kind: "PublicClientApp", ..Target::app(app) }
}

/// A token or a code. What is logged is its digest.
fn secret(kind: &'static str, name: &str, secret: &str) -> Target {
    Target {
        id: fingerprint(secret)[..43].to_owned(),
        kind,
        alternate_id: "unknown".to_owned(),
        display_name: name.to_owned(),
    }
}

/// What a client asked for, and how.
pub struct About<'a> {
    pub grant: &'a str,
    pub redirect_uri: Option<&'a str>,
    pub response_type: Option<&'a str>,
    pub asked: &'a [String],
}

fn debug(app: &Value, sign_in: Option<&SignIn>, about: &About<'_>) -> Value {
    let mut debug = json!({
        "clientAuthType": method(app),
        "grantType": about.grant,
        "requestedScopes": about.asked.join(", "),
    });
    if let Some(sign_in) = sign_in {
        debug["grantedScopes"] = json!(sign_in.scopes.join(", "));
        debug["userId"] = json!(id_of(&sign_in.user));
    }
    for (name, value) in [("redirectUri", about.redirect_uri), ("responseType", about.response_type)] {
        if let Some(value) = value {
            debug[name] = json!(value);
        }
    }
    debug
}

/// A code or a token that a client gets for a user. `what` is the end of the event's name.
pub fn given(
    context: &mut Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    what: &str,
    text: &str,
    about: &About<'_>,
) -> Result<(), Problem> {
    let target = match what.rsplit('.').next().unwrap_or_default() {
        "code" => secret("code", "Authorization Code", text),
        "id_token" => secret("id_token", "ID Token", text),
        "refresh_token" => secret("refresh_token", "Refresh Token", text),
        "device_secret" => secret("device_secret", "Device Secret", text),
        _ => secret("access_token", "Access Token", text),
    };
    context.log_entry(Entry {
        event_type: &server.event(what),
        outcome: Outcome::success(),
        actor: Some(client(&sign_in.app)),
        targets: &[Target::user(&sign_in.user), target],
        debug: debug(&sign_in.app, Some(sign_in), about),
        client: Some(client_id(&sign_in.app).to_owned()),
        session: sign_in.session.clone(),
    })
}

/// What a client did not get.
pub fn refused(
    context: &mut Context<'_>,
    event: &str,
    app: Option<&Value>,
    error: &str,
    text: &str,
    about: &About<'_>,
) -> Result<(), Problem> {
    let targets: Vec<Target> = app.map(Target::app).into_iter().collect();
    context.log_entry(Entry {
        event_type: event,
        outcome: Outcome::failure(reason(error, text)),
        actor: app.map(client),
        targets: &targets,
        debug: app.map_or(json!({}), |app| debug(app, None, about)),
        client: app.map(|app| client_id(app).to_owned()),
        session: None,
    })
}

/// The rules of a custom server would let somebody in, but not with these scopes.
pub fn scopes_denied(
    context: &mut Context<'_>,
    app: &Value,
    user: &Value,
    denied: &[String],
) -> Result<(), Problem> {
    context.log_entry(Entry {
        event_type: "app.oauth2.as.authorize.scope_denied",
        outcome: Outcome::failure("scope_denied"),
        actor: Some(client(app)),
        targets: &[Target::user(user), Target::app(app)],
        debug: json!({ "deniedScopes": denied.join(", ") }),
        client: Some(client_id(app).to_owned()),
        session: None,
    })
}

/// Somebody opened an app.
pub fn opened(context: &mut Context<'_>, sign_in: &SignIn) -> Result<(), Problem> {
    context.log_entry(Entry {
        event_type: "user.authentication.sso",
        outcome: Outcome::success(),
        actor: Some(Target::user(&sign_in.user)),
        targets: &[Target::app(&sign_in.app), Target { kind: "AppUser", ..Target::user(&sign_in.user) }],
        debug: json!({ "signOnMode": "OpenID Connect", "initiationType": "SP_INITIATED" }),
        client: None,
        session: sign_in.session.clone(),
    })
}

/// What a sign-on policy decided about somebody who wants to open an app: `ALLOW`, `DENY` or `CHALLENGE`.
pub fn evaluated(
    context: &mut Context<'_>,
    user: &Value,
    app: &Value,
    parts: [&Value; 2],
    result: &'static str,
) -> Result<(), Problem> {
    if parts[0].is_null() {
        return Ok(());
    }
    let named = |document: &Value, kind| Target {
        id: document["id"].as_str().unwrap_or_default().to_owned(),
        kind,
        alternate_id: "unknown".to_owned(),
        display_name: document["name"].as_str().unwrap_or_default().to_owned(),
    };
    let said = if result == "ALLOW" { "AUTHENTICATED" } else { result };
    let [policy, rule] = parts;
    context.log_entry(Entry {
        event_type: "policy.evaluate_sign_on",
        outcome: Outcome { result, reason: Some(format!("Sign-on policy evaluation resulted in {said}")) },
        actor: Some(Target::user(user)),
        targets: &[named(policy, "PolicyEntity"), named(rule, "PolicyRule"), Target::app(app)],
        debug: json!({}),
        client: None,
        session: None,
    })
}
