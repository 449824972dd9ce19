//! Where else the parameters of a request to authorize may stand: in a request that was pushed before, or in a token
//! that the client has signed.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::kernel::context::Context;
use crate::kernel::expiring;
use crate::kernel::jose::Jwt;
use crate::kernel::problem::Problem;
use crate::resource::app::secret as app_secret;
use crate::resource::oauth::active_client;
use crate::sign_in::client::{client_id, field};
use crate::sign_in::response::Refusal;
use crate::sign_in::server::Server;

/// How long a signed request may be valid.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

type Form = Vec<(String, String)>;

/// The parameters that are meant.
pub fn meant(
    context: &Context<'_>,
    server: &Server,
    form: &[(String, String)],
) -> Result<Result<Form, Refusal>, Problem> {
    match (field(form, "request_uri"), field(form, "request")) {
        (None, None) => Ok(Ok(form.to_vec())),
        (Some(_), Some(_)) => Ok(Err(Refusal::page(
            "invalid_request",
            "The 'request' and 'request_uri' parameters cannot be provided together.",
        ))),
        (Some(uri), None) => pushed(context, server, form, uri),
        (None, Some(request)) => Ok(signed(context, server, form, request)?
            .map_err(|text| Refusal::page("invalid_request_object", text))),
    }
}

fn pushed(
    context: &Context<'_>,
    server: &Server,
    form: &[(String, String)],
    uri: &str,
) -> Result<Result<Form, Refusal>, Problem> {
    if !uri.starts_with("urn:okta:") {
        let text =
            "The 'request_uri' parameter must be a value from the pushed authorization request endpoint.";
        return Ok(Err(Refusal::page("request_uri_not_supported", text)));
    }
    let Some(kept) = expiring::get(context, &expiring::PUSHED, uri)? else {
        return Ok(Err(Refusal::page("invalid_request_uri", "The authorize request_uri is invalid.")));
    };
    if kept["server"] != server.id() {
        let text = "The authorize request_uri was issued for another authorization server.";
        return Ok(Err(Refusal::page("invalid_request_uri", text)));
    }
    if field(form, "client_id").is_none_or(|id| kept["client"] != id) {
        let text =
            "The 'client_id' parameter does not match the expected value for the provided request_uri.";
        return Ok(Err(Refusal::page("invalid_client", text)));
    }
    let mut meant: Form = serde_json::from_value(kept["form"].clone()).unwrap_or_default();
    meant.push(("request_uri".to_owned(), uri.to_owned()));
    meant.extend(form.iter().filter(|(name, _)| name == "sessionToken").cloned());
    Ok(Ok(meant))
}

/// The members of a token that the client has signed go before the parameters beside it.
fn signed(
    context: &Context<'_>,
    server: &Server,
    form: &[(String, String)],
    request: &str,
) -> Result<Result<Form, &'static str>, Problem> {
    let Some(jwt) = Jwt::parse(request) else { return Ok(Err("The request object is invalid.")) };
    let app = match field(form, "client_id") {
        Some(id) => active_client(&context.tx, id)?,
        None => None,
    };
    let Some(app) = app else { return Ok(Err("The request object is invalid.")) };
    if !is_signed(context, &app, &jwt)? {
        return Ok(Err("The request object signature is invalid."));
    }
    if let Some(text) = fault(context, server, &app, &jwt) {
        return Ok(Err(text));
    }
    let claims = jwt.claims.as_object().into_iter().flatten();
    let own = claims.filter(|(name, _)| !["iss", "aud", "exp", "iat", "nbf", "jti"].contains(&name.as_str()));
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut meant: Form = own.map(|(name, value)| (name.clone(), text(value))).collect();
    let beside = form.iter().filter(|(name, _)| name != "request" && jwt.claims.get(name).is_none());
    meant.extend(beside.cloned());
    Ok(Ok(meant))
}

fn is_signed(context: &Context<'_>, app: &Value, jwt: &Jwt) -> Result<bool, Problem> {
    let keys = app["settings"]["oauthClient"]["jwks"]["keys"].as_array().into_iter().flatten();
    if keys.into_iter().any(|key| jwt.is_signed_by(key)) {
        return Ok(true);
    }
    Ok(app_secret::active(context, app)?.iter().any(|secret| jwt.is_signed_with(secret)))
}

fn fault(context: &Context<'_>, server: &Server, app: &Value, jwt: &Jwt) -> Option<&'static str> {
    let id = client_id(app);
    if jwt.claim("iss") != Some(id) {
        return Some("The request object issuer is invalid.");
    }
    if jwt.claim("aud") != Some(server.issuer.as_str()) {
        return Some("The request object audience is invalid.");
    }
    let time = |name: &str| jwt.claims[name].as_i64().and_then(|at| Timestamp::from_second(at).ok());
    let Some(expires) = time("exp").filter(|expires| *expires > context.now) else {
        return Some("The request object is expired.");
    };
    if expires.duration_since(context.now) > LIFE {
        return Some("The request object expires too far in the future.");
    }
    if time("iat").is_some_and(|issued| issued > context.now + SignedDuration::from_mins(5)) {
        return Some("The request object is issued in the future.");
    }
    let jti = jwt.claim("jti");
    let is_new = jti
        .is_none_or(|jti| context.org.seen.first_time(&format!("request {id} {jti}"), context.now, expires));
    (!is_new).then_some("The request object has already been used.")
}
