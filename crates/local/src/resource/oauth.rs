//! The org's own authorization server: access tokens for service apps, and the keys that sign them.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, StatusCode};
use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::dpop::{self, Expected};
use crate::kernel::event::Target;
use crate::kernel::id;
use crate::kernel::jose::{Jwt, SigningKey};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::state::State;
use crate::kernel::status;
use crate::kernel::store::Tx;
use crate::kernel::stored::id_of;

/// Where the key of the org's access tokens is kept. Nobody sees its public half: only the org checks them.
const ACCESS_TOKEN_KEY: &str = "signing_key";

/// Fixed by Okta.
const TOKEN_SECONDS: i64 = 3600;
const TOKEN_TYPE: &str = "application/okta-internal-at+jwt";
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// An assertion may be valid for this long at most.
const ASSERTION_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// An OAuth error: its own shape, not Okta's.
pub struct Refused {
    status: StatusCode,
    pub error: &'static str,
    pub description: String,
    nonce: Option<String>,
    /// An unknown client gets an error of Okta's shape.
    is_unknown: bool,
}

impl Refused {
    pub fn reply(&self) -> Reply {
        if self.is_unknown {
            return Reply::json(self.status, &Problem::new(self.error, &self.description).body());
        }
        let body = json!({ "error": self.error, "error_description": self.description });
        let reply = Reply::json(self.status, &body);
        match &self.nonce {
            Some(nonce) => reply.header(HeaderName::from_static("dpop-nonce"), nonce),
            None => reply,
        }
    }
}

pub fn refused(status: u16, error: &'static str, description: impl Into<String>) -> Refused {
    let status = StatusCode::from_u16(status).expect("a status");
    Refused { status, error, description: description.into(), nonce: None, is_unknown: false }
}

/// The id is not one of a client. Okta's status is not settled: most recordings have 400.
pub fn unknown_client() -> Refused {
    Refused { is_unknown: true, ..refused(400, "invalid_client", "Invalid value for 'client_id' parameter.") }
}

pub fn invalid_client(description: &str) -> Refused {
    refused(401, "invalid_client", description)
}

/// What is wrong with a form as a whole: a parameter that stands there twice, is longer than any is, or is no text.
pub fn form_fault(form: &[(String, String)]) -> Option<Refused> {
    let bad = |text: &str| Some(refused(400, "invalid_request", text));
    let mut names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return bad("The request contained multiple parameters with the same name.");
    }
    if form.iter().any(|(name, value)| name.len() > LONGEST || value.len() > LONGEST) {
        return bad("A parameter of the request is too long.");
    }
    if form.iter().any(|(name, value)| name.contains(NO_TEXT) || value.contains(NO_TEXT)) {
        return bad("A parameter of the request is not in UTF-8.");
    }
    None
}

/// A token with a hundred groups has some thousand characters.
const LONGEST: usize = 64 << 10;
/// Replaces text that is not in UTF-8.
pub const NO_TEXT: char = '\u{fffd}';

/// What a request says. The elder of Okta's SDKs for Python puts all but the assertion into the query.
pub fn form(context: &Context<'_>) -> Vec<(String, String)> {
    let body = form_urlencoded::parse(&context.request.body).into_owned();
    body.chain(context.request.query.clone()).collect()
}

/// The outer error is the store's, the inner one is the client's.
pub type Answered<T> = Result<Result<T, Refused>, Problem>;

/// An access token for a service app, which proves itself by an assertion. The org's own server takes nothing else
/// for clients that act for themselves.
pub fn client_credentials(context: &mut Context<'_>, form: &[(String, String)]) -> Answered<Value> {
    let field = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let app = match client(context, &field)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    if !may(&app["settings"]["oauthClient"]["grant_types"], "client_credentials") {
        let text = "The client is not authorized to use the provided grant type.";
        return Ok(Err(refused(400, "unauthorized_client", text)));
    }
    let scopes: Vec<&str> = field("scope").unwrap_or_default().split_whitespace().collect();
    if scopes.is_empty() {
        return Ok(Err(refused(
            400,
            "invalid_scope",
            "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
        )));
    }
    let granted = granted_scopes(&context.tx, id_of(&app))?;
    if !scopes.iter().all(|scope| granted.iter().any(|granted| granted == scope)) {
        let text = "One or more scopes are not configured for the authorization server resource.";
        return Ok(Err(refused(400, "invalid_scope", text)));
    }
    let thumbprint = match bound_key(context, &app) {
        Ok(thumbprint) => thumbprint,
        Err(refused) => return Ok(Err(refused)),
    };
    let token = sign_token(context, &app, &scopes, thumbprint.as_deref())?;
    context.log("app.oauth2.token.grant.access_token", &[Target::app(&app)])?;
    Ok(Ok(json!({
        "token_type": if thumbprint.is_some() { "DPoP" } else { "Bearer" },
        "expires_in": TOKEN_SECONDS,
        "access_token": token,
        "scope": scopes.join(" "),
    })))
}

/// The service app that makes the request, once it has proved to be it.
fn client<'a>(
    context: &Context<'_>,
    field: &impl Fn(&str) -> Option<&'a str>,
) -> Result<Result<Value, Refused>, Problem> {
    let Some(assertion) = field("client_assertion") else {
        let by_secret = field("client_secret").is_some() || basic(context).is_some();
        let text = if by_secret {
            "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method."
        } else {
            "Client authentication failed. Either the client or the client credentials are invalid."
        };
        return Ok(Err(invalid_client(text)));
    };
    if field("client_assertion_type") != Some(ASSERTION_TYPE) {
        return Ok(Err(refused(400, "invalid_request", "The client_assertion_type is not supported.")));
    }
    let Some(assertion) = Jwt::parse(assertion) else {
        return Ok(Err(invalid_client("The client_assertion token is malformed.")));
    };
    let id = assertion.claim("sub").unwrap_or_default().to_owned();
    let Some(app) = app_of_client(&context.tx, &id)? else {
        return Ok(Err(invalid_client("The client_id is invalid or the client is not found.")));
    };
    let checked = check_assertion(context, &assertion, &app, &id);
    Ok(checked.map(|()| app))
}

/// Whether a list has this text.
pub fn may(list: &Value, text: &str) -> bool {
    list.as_array().is_some_and(|all| all.iter().any(|one| one == text))
}

/// Name and secret of a client that shows them in a header. The secret is as it came: see [`decoded`].
pub fn basic(context: &Context<'_>) -> Option<(String, String)> {
    let encoded = context.header("authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    // Okta's own library for browsers names a client without a secret by its id alone.
    let (user, secret) = text.split_once(':').unwrap_or((&text, ""));
    Some((decoded(user), secret.to_owned()))
}

/// A text without its percent encoding. The standard wants a secret to be encoded before it goes into a header; many
/// clients leave that out, and Okta takes both.
pub fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The active service app of a client id.
pub fn app_of_client(tx: &Tx, id: &str) -> Result<Option<Value>, Problem> {
    let app = active_client(tx, id)?;
    Ok(app.filter(|app| app["settings"]["oauthClient"]["application_type"] == "service"))
}

/// The active app of a client id.
pub fn active_client(tx: &Tx, id: &str) -> Result<Option<Value>, Problem> {
    let named = match tx.find(kind::APP, "credentials.oauthClient.client_id", id)? {
        Some(app_id) => tx.get(kind::APP, &app_id)?,
        None => tx.get(kind::APP, id)?,
    };
    Ok(named.filter(|app| {
        app["status"] == status::ACTIVE
            && (app["credentials"]["oauthClient"]["client_id"] == id || app["id"] == id)
    }))
}

/// Checks an assertion that a client signs with a key of its own.
pub fn check_assertion(context: &Context<'_>, assertion: &Jwt, app: &Value, id: &str) -> Result<(), Refused> {
    if app["credentials"]["oauthClient"]["token_endpoint_auth_method"] != "private_key_jwt" {
        return Err(invalid_client(
            "The client is not configured to authenticate with the private_key_jwt method.",
        ));
    }
    let keys =
        app["settings"]["oauthClient"]["jwks"]["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
    let kid = &assertion.header["kid"];
    if kid.is_null() && keys.len() > 1 {
        return Err(invalid_client("The client_assertion must name its key, since the client has several."));
    }
    let mut candidates =
        keys.iter().filter(|key| kid.is_null() || key["kid"].is_null() || key["kid"] == *kid);
    if !candidates.any(|key| assertion.is_signed_by(key)) {
        let is_known = kid.is_null() || keys.iter().any(|key| key["kid"].is_null() || key["kid"] == *kid);
        let text = match is_known {
            true => "The client_assertion signature is invalid.",
            false => "The client_assertion JWT kid is invalid.",
        };
        return Err(invalid_client(text));
    }
    check_claims(context, assertion, id)
}

/// Checks what an assertion says, whose signature is the client's.
pub fn check_claims(context: &Context<'_>, assertion: &Jwt, id: &str) -> Result<(), Refused> {
    if assertion.claim("iss") != Some(id) {
        return Err(invalid_client("The issuer and subject of the client_assertion must be the client_id."));
    }
    let endpoint = format!("{}{}", context.request.base, context.request.path);
    let audience = &assertion.claims["aud"];
    if !may(audience, &endpoint) && audience != endpoint.as_str() {
        return Err(invalid_client(
            "The audience claim for client_assertion must be the endpoint invoked for the request.",
        ));
    }
    let time =
        |name: &str| assertion.claims[name].as_f64().and_then(|at| Timestamp::from_second(at as i64).ok());
    let Some(expires) = time("exp") else {
        return Err(invalid_client("The client_assertion token must contain an expiration time."));
    };
    if expires <= context.now {
        return Err(invalid_client("The client_assertion token is expired."));
    }
    if expires.duration_since(context.now) > ASSERTION_LIFE {
        return Err(invalid_client("The client_assertion token has an expiration too far into the future."));
    }
    if time("iat").is_some_and(|issued| issued > context.now + SignedDuration::from_mins(5)) {
        return Err(invalid_client("The client_assertion token was issued in the future."));
    }
    let jti = assertion.claim("jti");
    if jti.is_some_and(|jti| !context.org.seen.first_time(&format!("{id} {jti}"), context.now, expires)) {
        return Err(invalid_client("The client_assertion token has already been used."));
    }
    Ok(())
}

/// The scopes that an administrator has granted to an app.
pub fn granted_scopes(tx: &Tx, app_id: &str) -> Result<Vec<String>, Problem> {
    let mut scopes = Vec::new();
    tx.links(kind::APP_GRANT, app_id, None, &mut |_, stored| {
        scopes.extend(crate::kernel::store::decode(stored)["scopeId"].as_str().map(str::to_owned));
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(scopes)
}

/// The key that the token is bound to: asked for by the app, or offered by the client.
pub fn bound_key(context: &Context<'_>, app: &Value) -> Result<Option<String>, Refused> {
    if context.request.headers.get_all("dpop").iter().count() > 1 {
        return Err(refused(400, "invalid_dpop_proof", "There is more than one DPoP proof JWT header."));
    }
    let Some(text) = context.header("dpop") else {
        return match app["settings"]["oauthClient"]["dpop_bound_access_tokens"].as_bool() {
            Some(true) => Err(refused(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.")),
            _ => Ok(None),
        };
    };
    let url = format!("{}{}", context.request.base, context.request.path);
    let expected = Expected { method: "POST", url: &url, token: None };
    let proof = dpop::check(text, &expected, context.now, &context.org.seen)
        .map_err(|wrong| refused(400, "invalid_dpop_proof", wrong))?;
    match proof.nonce {
        Some(nonce) if context.org.nonces.accepts(&nonce, context.now) => Ok(Some(proof.thumbprint)),
        _ => {
            let mut refused =
                refused(400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
            refused.nonce = Some(context.org.nonces.current(context.now));
            Err(refused)
        }
    }
}

fn sign_token(
    context: &mut Context<'_>,
    app: &Value,
    scopes: &[&str],
    thumbprint: Option<&str>,
) -> Result<String, Problem> {
    let key = own_signing_key(context)?;
    let client = app["credentials"]["oauthClient"]["client_id"].as_str().unwrap_or_else(|| id_of(app));
    let issued = context.now.as_second();
    let mut claims = json!({
        "ver": 1,
        "jti": format!("AT.{}", id::random(43)),
        "iss": context.request.base,
        "aud": context.request.base,
        "sub": client,
        "iat": issued,
        "exp": issued + TOKEN_SECONDS,
        "cid": client,
        "scp": scopes,
    });
    if let Some(thumbprint) = thumbprint {
        claims["cnf"] = json!({ "jkt": thumbprint });
    }
    Ok(key.sign(Some(TOKEN_TYPE), &claims))
}

/// The key of this org's tokens, made with the first of them.
pub fn signing_key(org: &State, tx: &Tx) -> Result<Option<Arc<SigningKey>>, Problem> {
    let Some(stored) = tx.get(kind::ORG, ACCESS_TOKEN_KEY)? else { return Ok(None) };
    let text = stored["pkcs8"].as_str().unwrap_or_default();
    Ok(org.signing_key(text, None))
}

/// The key of this org's access tokens. It is made when somebody needs it for the first time.
pub fn own_signing_key(context: &mut Context<'_>) -> Result<Arc<SigningKey>, Problem> {
    org_key(context, ACCESS_TOKEN_KEY)
}

/// The key of this org's ID tokens, which everybody can check.
pub fn id_token_key(context: &mut Context<'_>) -> Result<Arc<SigningKey>, Problem> {
    org_key(context, "id_token_key")
}

fn org_key(context: &mut Context<'_>, name: &str) -> Result<Arc<SigningKey>, Problem> {
    let stored = match context.tx.get(kind::ORG, name)? {
        Some(stored) => stored,
        None => made_key(context, name)?,
    };
    context.org.signing_key(stored["pkcs8"].as_str().unwrap_or_default(), None).ok_or_else(Problem::internal)
}

fn made_key(context: &mut Context<'_>, name: &str) -> Result<Value, Problem> {
    let made = json!({ "pkcs8": SigningKey::generate() });
    context.write_first(|context| {
        // Another request may have made it meanwhile.
        if let Some(key) = context.tx.get(kind::ORG, name)? {
            return Ok(key);
        }
        context.tx.put(kind::ORG, name, &made)?;
        Ok(made)
    })
}
