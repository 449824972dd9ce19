//! `/_local/ui`: a page that shows what the org holds and does. It is plain HTML with one style sheet and one script,
//! and it asks the org through `/_local/ui/api/`, so that a browser needs no token. The door is that of `/_local/`.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};

use serde_json::json;

use crate::kernel::secrets;
use crate::play::stage::Stage;
use crate::play::{Refusal, answer, scim};

const ROOT: &str = "/_local/ui";
/// How many requests, messages or exchanges are told at once.
const AT_ONCE: usize = 100;

/// The files of the page.
const FILES: &[(&str, &str, &str)] = &[
    ("", "text/html; charset=utf-8", include_str!("page.html")),
    ("/style.css", "text/css; charset=utf-8", include_str!("style.css")),
    ("/script.js", "text/javascript; charset=utf-8", include_str!("script.js")),
];

/// The page runs its own script and nothing else, asks this org and nobody else, and stands in no frame.
const HEADERS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// A file of the page, or what the page asks the org; nothing where the path is another.
pub fn respond(
    stage: &Stage,
    method: &Method,
    path: &str,
    target: (&str, &str),
    body: &Bytes,
) -> Option<Response<Bytes>> {
    let rest = path.strip_prefix(ROOT)?;
    if let Some(asked) = rest.strip_prefix("/api/") {
        return Some(ask(stage, method, asked, target, body));
    }
    if ["/requests", "/saml", "/scim"].contains(&rest) {
        return Some(latest(stage, rest, after(target.1)));
    }
    let (_, kind, text) = FILES.iter().find(|(name, _, _)| *name == rest)?;
    let refused = json!({ "error": format!("{path} takes GET") });
    Some(if method == Method::GET {
        file(kind, text)
    } else {
        answer(StatusCode::METHOD_NOT_ALLOWED, &refused)
    })
}

/// The page asks every second, and keeps what it was shown: only what is new is told.
fn latest(stage: &Stage, what: &str, after: u64) -> Response<Bytes> {
    let told = match what {
        "/requests" => Ok(json!(stage.control.requests.list_after(after, AT_ONCE))),
        "/saml" => Ok(json!(stage.state.saml_messages.list_after(after, AT_ONCE))),
        _ => scim::report(stage, after, AT_ONCE),
    };
    match told {
        Ok(told) => answer(StatusCode::OK, &told),
        Err(Refusal(status, reason)) => answer(status, &json!({ "error": reason })),
    }
}

fn after(query: &str) -> u64 {
    query.strip_prefix("after=").and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn file(kind: &'static str, text: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(text.as_bytes()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// Asks the org with its own token. To look is no request: it counts nowhere, and no test sees it among the requests.
/// Secrets that only a client needs are not shown.
fn ask(
    stage: &Stage,
    method: &Method,
    asked: &str,
    (base, query): (&str, &str),
    body: &Bytes,
) -> Response<Bytes> {
    let question = if query.is_empty() { "" } else { "?" };
    let request = Request::builder()
        .method(method)
        .uri(format!("{base}/api/{asked}{question}{query}"))
        .header(header::AUTHORIZATION, format!("SSWS {}", stage.state.token))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "oktars local page")
        .body(body.clone());
    let Ok(request) = request else {
        let mut refused = Response::new(Bytes::from_static(b"{\"error\":\"there is no such path\"}\n"));
        *refused.status_mut() = StatusCode::BAD_REQUEST;
        return refused;
    };
    let looks = method == Method::GET;
    let answered =
        if looks { (stage.starter.look)(stage, request) } else { (stage.starter.ask)(stage, request) };
    let (parts, body) = answered.into_parts();
    let mut response = Response::new(Bytes::from(secrets::body(&parts.headers, &body)));
    *response.status_mut() = parts.status;
    for name in [header::CONTENT_TYPE, header::LINK] {
        for value in parts.headers.get_all(&name) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
