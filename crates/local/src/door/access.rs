//! Who may ask: the API token or the session of a request.

use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind;
use crate::kernel::status;
use http::{HeaderMap, header};
use jiff::Timestamp;
use oktars_catalog::{Access, Operation, scope_includes};
use serde_json::Value;

use crate::door::privilege::{self, Wanted};
use crate::kernel::context::Caller;
use crate::kernel::cookie;
use crate::kernel::dpop::{self, Expected};
use crate::kernel::jose::Jwt;
use crate::kernel::problem::Problem;
use crate::kernel::state::State;
use crate::kernel::store::Tx;
use crate::resource::{oauth, session};

/// What a request shows of itself.
pub struct Asked<'a> {
    pub headers: &'a HeaderMap,
    pub method: &'a str,
    /// The URL without its query.
    pub url: String,
}

pub fn check(
    org: &State,
    tx: &Tx,
    operation: &Operation,
    asked: &Asked<'_>,
    now: Timestamp,
) -> Result<Caller, Problem> {
    if org.features.lacks_api_access_management && is_of_custom_server(operation) {
        let summary = "You do not have permission to access the feature you are requesting";
        return Err(Problem::new("E0000015", summary));
    }
    if operation.access() == Access::Open {
        return Ok(Caller::default());
    }
    match authorization(asked.headers) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("SSWS") => token_owner(tx, token),
        Some((scheme, token))
            if scheme.eq_ignore_ascii_case("Bearer") || scheme.eq_ignore_ascii_case("DPoP") =>
        {
            let caller = token_client(org, tx, asked, scheme, token, now)?;
            check_scope(operation, &caller)?;
            Ok(caller)
        }
        _ => session_caller(tx, operation, asked.headers, now),
    }
}

/// Whether an operation is about authorization servers beside the org's own.
fn is_of_custom_server(operation: &Operation) -> bool {
    operation.path.contains("{authServerId}") || operation.path.starts_with("/api/v1/authorizationServers")
}

fn session_caller(
    tx: &Tx,
    operation: &Operation,
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<Caller, Problem> {
    let public = operation.access() != Access::Token;
    match cookie::read(headers, "sid").or_else(|| cookie::read(headers, "idx")) {
        Some(id) => match session::find(tx, now, id)? {
            Some(session) => Ok(session_owner(&session)),
            None if public => Ok(Caller::default()),
            None => Err(Problem::new("E0000005", "Invalid session")),
        },
        None if public => Ok(Caller::default()),
        None => Err(Problem::invalid_token()),
    }
}

/// Whether the caller may make this request: a token may do what its owner's roles allow. Everybody may see
/// himself and little else.
pub fn permit(org: &State, tx: &Tx, caller: &Caller, wanted: &Wanted<'_>, path: &str) -> Result<(), Problem> {
    let operation = wanted.operation;
    if operation.access() != Access::Token {
        return Ok(());
    }
    let of_self = ["me", &caller.user_id].iter().any(|name| {
        let rest = path.strip_prefix("/api/v1/users/").and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    if of_self && caller.client_id.is_none() && operation.is_self_service() {
        return Ok(());
    }
    if privilege::client_without_role(tx, caller)? {
        return Ok(());
    }
    privilege::check(tx, &org.facts(), caller, wanted)
}

/// Whether the request has a session's cookie.
pub fn has_session(headers: &HeaderMap) -> bool {
    ["sid", "idx"].iter().any(|name| cookie::read(headers, name).is_some())
}

fn session_owner(session: &Value) -> Caller {
    let text = |name: &str| session[name].as_str().unwrap_or_default().to_owned();
    Caller { user_id: text("userId"), session_id: Some(text("id")), ..Caller::default() }
}

fn authorization(headers: &HeaderMap) -> Option<(&str, &str)> {
    scheme_and_token(headers.get(header::AUTHORIZATION)?.to_str().ok()?)
}

/// Schemes after which Okta's SDK for Python sends its token without a blank, which Okta takes.
const WITHOUT_BLANK: [&str; 2] = ["SSWS", "Bearer"];

pub fn scheme_and_token(value: &str) -> Option<(&str, &str)> {
    if let Some((scheme, token)) = value.split_once(' ') {
        return Some((scheme, token.trim()));
    }
    WITHOUT_BLANK.iter().find_map(|known| {
        let parts = value.split_at_checked(known.len());
        parts.filter(|(scheme, token)| scheme.eq_ignore_ascii_case(known) && !token.is_empty())
    })
}

/// The service app that an access token was given to. A token that is bound to a key needs a proof.
fn token_client(
    org: &State,
    tx: &Tx,
    asked: &Asked<'_>,
    scheme: &str,
    token: &str,
    now: Timestamp,
) -> Result<Caller, Problem> {
    let challenge = |error: &str, text: &str| {
        let value = format!("{scheme} error=\"{error}\", error_description=\"{text}\"");
        Problem::invalid_token().header("www-authenticate", value)
    };
    let invalid = || challenge("invalid_token", "The access token is invalid.");
    let jwt = Jwt::parse(token).ok_or_else(invalid)?;
    let key = oauth::signing_key(org, tx)?.ok_or_else(invalid)?;
    let expires = jwt.claims["exp"].as_i64().unwrap_or_default();
    if !jwt.is_signed_by(&key.jwk()) || expires <= now.as_second() {
        return Err(invalid());
    }
    // A token ends with its app, and with its user.
    let app = match jwt.claim("uid") {
        Some(_) => oauth::active_client(tx, jwt.claim("cid").unwrap_or_default())?,
        None => oauth::app_of_client(tx, jwt.claim("cid").unwrap_or_default())?,
    };
    let grant = jwt.claim("jti").and_then(|jti| jti.split('.').nth(2));
    let holds = match grant {
        Some(grant) => tx.exists(kind::OAUTH_GRANT, &fingerprint(grant))?,
        None => true,
    };
    let jti = fingerprint(jwt.claim("jti").unwrap_or_default());
    let is_revoked = tx.exists(kind::AUTHORIZATION_SERVER_TOKEN_REVOKED, &jti)?;
    if app.is_none() || !holds || is_revoked || !is_of_active_user(tx, &jwt)? {
        return Err(invalid());
    }
    let bound_to = jwt.claims["cnf"]["jkt"].as_str();
    if bound_to.is_some() != scheme.eq_ignore_ascii_case("DPoP") {
        return Err(challenge("invalid_dpop_proof", "The access token is bound to a key, or is not."));
    }
    if let Some(thumbprint) = bound_to {
        let mut proofs = asked.headers.get_all("dpop").iter().filter_map(|proof| proof.to_str().ok());
        let proof = proofs.next().filter(|_| proofs.next().is_none()).unwrap_or_default();
        let expected = Expected { method: asked.method, url: &asked.url, token: Some(token) };
        let proof = dpop::check(proof, &expected, now, &org.seen)
            .map_err(|wrong| challenge("invalid_dpop_proof", wrong))?;
        if proof.thumbprint != thumbprint {
            return Err(challenge("invalid_dpop_proof", "The DPoP proof belongs to another key."));
        }
    }
    let scopes = jwt.claims["scp"].as_array().into_iter().flatten();
    if let Some(user) = jwt.claim("uid") {
        // The user acts, as far as the scopes let the app.
        let scopes = scopes.filter_map(|scope| scope.as_str().map(str::to_owned)).collect();
        return Ok(Caller { user_id: user.to_owned(), scopes, ..Caller::default() });
    }
    Ok(Caller {
        client_id: jwt.claim("cid").map(str::to_owned),
        scopes: scopes.filter_map(|scope| scope.as_str().map(str::to_owned)).collect(),
        ..Caller::default()
    })
}

fn is_of_active_user(tx: &Tx, jwt: &Jwt) -> Result<bool, Problem> {
    let Some(user) = jwt.claim("uid") else { return Ok(true) };
    Ok(tx.get(kind::USER, user)?.is_some_and(|user| user["status"] == status::ACTIVE))
}

/// The token needs one of the operation's scopes.
fn check_scope(operation: &Operation, caller: &Caller) -> Result<(), Problem> {
    let has = |needed: &str| caller.scopes.iter().any(|scope| scope_includes(scope, needed));
    if operation.access() != Access::Token || operation.scopes.iter().any(|needed| has(needed)) {
        return Ok(());
    }
    let needed = operation.scopes.join(" ");
    let value = format!(
        "Bearer error=\"insufficient_scope\", error_description=\"The access token has no scope for this request.\", scope=\"{needed}\""
    );
    Err(Problem::forbidden().header("www-authenticate", value))
}

fn token_owner(tx: &Tx, token: &str) -> Result<Caller, Problem> {
    let found = tx.get(kind::TOKEN, &fingerprint(token))?.ok_or_else(Problem::invalid_token)?;
    let owner = tx.get(kind::USER, found["userId"].as_str().unwrap_or_default())?;
    if owner.is_none_or(|owner| owner["status"] == status::DEPROVISIONED) {
        return Err(Problem::invalid_token());
    }
    Ok(Caller {
        user_id: found["userId"].as_str().unwrap_or_default().to_owned(),
        token_id: found["id"].as_str().map(str::to_owned),
        ..Caller::default()
    })
}
