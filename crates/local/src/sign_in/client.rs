//! The client that makes a request: an OIDC app, which proves that it is the one in the way that it is set up for.

use serde_json::Value;

use crate::kernel::context::Context;
use crate::kernel::jose::Jwt;
use crate::kernel::kind;
use crate::kernel::origin::is_same;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::secret as app_secret;
use crate::resource::oauth::{
    ASSERTION_TYPE, Answered, Refused, active_client, basic, check_assertion, check_claims, decoded, form,
    form_fault, invalid_client, refused, unknown_client,
};
use crate::resource::trusted_origin;
use crate::sign_in::origin;

const FAILED: &str = "Client authentication failed. Either the client or the client credentials are invalid.";

/// A field of a form.
pub fn field<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form.iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
        .filter(|text| !text.is_empty())
}

pub fn client_id(app: &Value) -> &str {
    app["credentials"]["oauthClient"]["client_id"].as_str().unwrap_or_else(|| id_of(app))
}

/// How a client is set up to prove itself.
pub fn method(app: &Value) -> &str {
    app["credentials"]["oauthClient"]["token_endpoint_auth_method"].as_str().unwrap_or("client_secret_basic")
}

/// The client that makes the request, once it has proved that it is the one.
pub fn authenticated(context: &Context<'_>, form: &[(String, String)]) -> Answered<Value> {
    if context.query("client_secret").is_some() {
        let text = "Client credentials cannot be supplied via query parameters.";
        return Ok(Err(refused(400, "invalid_request", text)));
    }
    if let Some(assertion) = field(form, "client_assertion") {
        if basic(context).is_some() || field(form, "client_secret").is_some() {
            return Ok(Err(refused(401, "invalid_request", TWICE)));
        }
        return by_assertion(context, form, assertion);
    }
    let posted =
        field(form, "client_id").map(|id| (id.to_owned(), field(form, "client_secret").map(str::to_owned)));
    match (basic(context), posted) {
        (Some(_), Some((_, Some(_)))) => Ok(Err(refused(401, "invalid_request", TWICE))),
        (Some((id, _)), Some((other, None))) if id != other => Ok(Err(invalid_client(FAILED))),
        (Some((id, secret)), _) => by_secret(context, &id, &[&secret, &decoded(&secret)]),
        (None, Some((id, secret))) => by_secret(context, &id, secret.as_deref().as_slice()),
        (None, None) if context.header("authorization").is_some() => {
            let text = "Found Authentication header but was not valid client credentials.";
            Ok(Err(invalid_client(text)))
        }
        (None, None) => Ok(Err(invalid_client("No client credentials found."))),
    }
}

/// The client that makes the request, and the token that it asks about.
pub fn with_token(context: &Context<'_>) -> Answered<(Value, String)> {
    let form = form(context);
    if let Some(refused) = form_fault(&form) {
        return Ok(Err(refused));
    }
    let app = match authenticated(context, &form)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    Ok(match field(&form, "token") {
        Some(token) => Ok((app, token.to_owned())),
        None => Err(refused(400, "invalid_request", "The 'token' parameter is required.")),
    })
}

const TWICE: &str = "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.";

/// Okta takes a secret in the header and in the body, whichever of the two the client is set up for. One of the forms
/// in which it may have come has to be right.
fn by_secret(context: &Context<'_>, id: &str, forms: &[&str]) -> Answered<Value> {
    let Some(app) = active_client(&context.tx, id)? else { return Ok(Err(unknown_client())) };
    let has_secret = forms.iter().any(|secret| !secret.is_empty());
    match (method(&app), has_secret) {
        ("none", false) => Ok(Ok(app)),
        ("client_secret_basic" | "client_secret_post", true) => {
            let mut is_known = false;
            for secret in forms {
                is_known |= app_secret::is_known(context, &app, secret)?;
            }
            let wrong = "The client secret supplied for a confidential client is invalid.";
            Ok(if is_known { Ok(app) } else { Err(invalid_client(wrong)) })
        }
        _ => Ok(Err(invalid_client(FAILED))),
    }
}

fn by_assertion(context: &Context<'_>, form: &[(String, String)], assertion: &str) -> Answered<Value> {
    if field(form, "client_assertion_type") != Some(ASSERTION_TYPE) {
        return Ok(Err(refused(400, "invalid_request", "The client_assertion_type is not supported.")));
    }
    let Some(assertion) = Jwt::parse(assertion) else {
        return Ok(Err(invalid_client("The client_assertion token is malformed.")));
    };
    let id = assertion.claim("sub").unwrap_or_default().to_owned();
    let Some(app) = active_client(&context.tx, &id)? else {
        return Ok(Err(invalid_client("The client_id is invalid or the client is not found.")));
    };
    if field(form, "client_id").is_some_and(|other| other != id) {
        return Ok(Err(invalid_client(FAILED)));
    }
    if method(&app) != "client_secret_jwt" {
        return Ok(check_assertion(context, &assertion, &app, &id).map(|()| app));
    }
    let secrets = app_secret::active(context, &app)?;
    if !secrets.iter().any(|secret| assertion.is_signed_with(secret)) {
        return Ok(Err(invalid_client("The client_assertion signature is invalid.")));
    }
    Ok(check_claims(context, &assertion, &id).map(|()| app))
}

/// Whether a page in a browser may use a client at the token endpoint. Its origin is one to which the client has people
/// redirected, or one that the org trusts. And it proves where its codes came from.
pub fn check_page(
    context: &Context<'_>,
    app: &Value,
    form: &[(String, String)],
) -> Result<Result<(), Refused>, Problem> {
    let Some(origin) = context.header("origin").filter(|origin| !is_same(origin, &context.request.base))
    else {
        return Ok(Ok(()));
    };
    let with_code = field(form, "grant_type") == Some("authorization_code");
    let is_trusted = origin::is_of(app, origin) || trusted_origin::is_trusted(&context.tx, origin, "CORS")?;
    Ok(match (is_trusted, with_code) {
        (false, true) => Err(refused(400, "invalid_request", NOT_REDIRECTED)),
        (false, false) => Err(refused(400, "invalid_request", NOT_TRUSTED)),
        (true, true) if method(app) == "none" && field(form, "code_verifier").is_none() => {
            Err(invalid_client(WITHOUT_PROOF))
        }
        (true, _) => Ok(()),
    })
}

const NOT_REDIRECTED: &str =
    "Browser requests to the token endpoint must be part of at least one whitelisted redirect_uri.";
const NOT_TRUSTED: &str =
    "Browser requests to the token endpoint must be made from one of the registered Trusted Origins.";
const WITHOUT_PROOF: &str = "Browser requests to the token endpoint must use Proof Key for Code Exchange.";

/// Whether an app is assigned to a user.
pub fn is_assigned(context: &Context<'_>, app: &Value, user: &Value) -> Result<bool, Problem> {
    Ok(context.tx.linked(kind::APP_USER, id_of(app), id_of(user))?.is_some())
}

/// Whether a client may use a grant.
pub fn may_grant(app: &Value, grant: &str) -> bool {
    crate::resource::oauth::may(&app["settings"]["oauthClient"]["grant_types"], grant)
}

/// Whether a client is a user's own program: it has no secret and must show where a code came from.
pub fn needs_proof_of_code(app: &Value) -> bool {
    let asked = &app["credentials"]["oauthClient"]["pkce_required"];
    let kind = app["settings"]["oauthClient"]["application_type"].as_str().unwrap_or_default();
    asked.as_bool().unwrap_or(matches!(kind, "browser" | "native"))
}

/// Whether an app is active.
pub fn is_active(app: &Value) -> bool {
    app["status"] == status::ACTIVE
}
