//! `userinfo`: what an access token tells a client about its user.

use http::{HeaderName, StatusCode};
use oktars_catalog::op;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::dpop::{self, Expected};
use crate::kernel::problem::Problem;
use crate::resource::oauth::{form_fault, refused};
use crate::sign_in::claims;
use crate::sign_in::client::field;
use crate::sign_in::server::Server;
use crate::sign_in::shown;

pub const HANDLERS: Handlers = &[
    (&op::GET_USER_INFO, user_info),
    (&op::GET_USER_INFO_WITH_FORM, user_info),
    (&op::GET_USER_INFO_OF_SERVER, user_info),
    (&op::GET_USER_INFO_OF_SERVER_WITH_FORM, user_info),
];

/// Why nothing is told. It stands in a header; its addresses have `http`, in an org over https too.
struct Refusal {
    status: StatusCode,
    error: &'static str,
    text: &'static str,
    with_dpop: bool,
}

const fn refusal(status: StatusCode, error: &'static str, text: &'static str) -> Refusal {
    Refusal { status, error, text, with_dpop: false }
}

const INVALID: Refusal = refusal(StatusCode::UNAUTHORIZED, "invalid_token", "The access token is invalid.");

fn challenge(context: &Context<'_>, refusal: &Refusal) -> Reply {
    let base = context.request.base.replacen("https:", "http:", 1);
    let path = &context.request.path;
    let Refusal { error, text, .. } = refusal;
    let scheme = match refusal.with_dpop {
        true => "DPoP algs=\"RS256 RS384 RS512 ES256 ES384 ES512\",",
        false => "Bearer",
    };
    let value = format!(
        "{scheme} authorization_uri=\"{base}/oauth2/v1/authorize\", realm=\"{base}\", scope=\"openid\", error=\"{error}\", error_description=\"{text}\", resource=\"{path}\""
    );
    let reply = Reply { status: refusal.status, headers: Vec::new(), body: bytes::Bytes::new() };
    reply
        .header(HeaderName::from_static("access-control-expose-headers"), "WWW-Authenticate")
        .header(http::header::WWW_AUTHENTICATE, &value)
}

/// The token, and whether it was shown as one that is bound to a key.
fn token(context: &Context<'_>) -> Result<(String, bool), Refusal> {
    let bad = StatusCode::BAD_REQUEST;
    if context.query("access_token").is_some() {
        let text = "The access token cannot be presented in a query string.";
        return Err(refusal(bad, "invalid_request", text));
    }
    let form: Vec<(String, String)> = form_urlencoded::parse(&context.request.body).into_owned().collect();
    if form_fault(&form).is_some() {
        return Err(refusal(bad, "invalid_request", "The request cannot be read."));
    }
    let header = context.header("authorization").unwrap_or_default();
    let shown = header.strip_prefix("Bearer").map(|token| (token, false));
    let shown = shown.or_else(|| header.strip_prefix("DPoP ").map(|token| (token, true)));
    match (shown, field(&form, "access_token")) {
        (Some(_), Some(_)) => Err(refusal(
            bad,
            "invalid_request",
            "The access token cannot be specified in both the Authorization header and the request-body.",
        )),
        (Some((token, with_dpop)), None) => Ok((token.trim().to_owned(), with_dpop)),
        (None, Some(token)) => Ok((token.trim().to_owned(), false)),
        (None, None) => {
            Err(refusal(StatusCode::UNAUTHORIZED, "invalid_request", "The access token is missing."))
        }
    }
}

/// A token that is bound to a key comes with a proof that the key is there.
fn check_proof(
    context: &Context<'_>,
    bound_to: Option<&str>,
    token: &str,
    with_dpop: bool,
) -> Result<(), Refusal> {
    let Some(thumbprint) = bound_to else {
        return if with_dpop { Err(Refusal { with_dpop, ..INVALID }) } else { Ok(()) };
    };
    let wrong = |status, error, text| Refusal { status, error, text, with_dpop: true };
    let bad = StatusCode::BAD_REQUEST;
    if !with_dpop {
        return Err(wrong(bad, "invalid_request", "The resource request requires a DPoP proof."));
    }
    if context.request.headers.get_all("dpop").iter().count() != 1 {
        return Err(wrong(bad, "invalid_dpop_proof", "The DPoP proof JWT header is missing."));
    }
    let url = format!("{}{}", context.request.base, context.request.path);
    let method = context.request.operation.method.as_str();
    let expected = Expected { method, url: &url, token: Some(token) };
    let proof =
        dpop::check(context.header("dpop").unwrap_or_default(), &expected, context.now, &context.org.seen)
            .map_err(|text| wrong(bad, "invalid_dpop_proof", text))?;
    match proof.thumbprint == thumbprint {
        true => Ok(()),
        false => Err(wrong(
            StatusCode::UNAUTHORIZED,
            "invalid_dpop_proof",
            "The DPoP proof belongs to another key.",
        )),
    }
}

fn user_info(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let (token, with_dpop) = match token(context) {
        Ok(token) => token,
        Err(refusal) => return Ok(challenge(context, &refusal)),
    };
    let Some(claims) = shown::access_token(context, &server, &token)? else {
        return Ok(challenge(context, &INVALID));
    };
    if let Err(refusal) = check_proof(context, claims["cnf"]["jkt"].as_str(), &token, with_dpop) {
        return Ok(challenge(context, &refusal));
    }
    let Some(sign_in) = shown::sign_in(context, &claims)? else {
        return Ok(challenge(context, &INVALID));
    };
    if !sign_in.has_scope("openid") {
        let text = "The access token must provide access to at least one of these scopes - profile, openid, email, address or phone";
        return Ok(challenge(context, &refusal(StatusCode::FORBIDDEN, "insufficient_scope", text)));
    }
    match claims::user_info(context, &server, &sign_in)? {
        Ok(answer) => Ok(Reply::ok(&answer)),
        Err(_) => Ok(refused(400, "server_error", claims::TOO_MANY).reply()),
    }
}
