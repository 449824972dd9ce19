//! What tracing shows of a call while it runs: one span for it, one event for each attempt.
//!
//! The names are those that OpenTelemetry gives to HTTP clients. Nothing here shows a header, a query or a
//! body. A path holds logins and ids, so its template is shown in its place; the path itself, at the level
//! of tracing alone.

use bytes::Bytes;
use http::{Request, Response};
use oktars_catalog::secret;
use tracing::Span;
use tracing::field::Empty;

use crate::admission::{Wait, WaitReason};
use crate::answer::{Answer, REQUEST_ID};
use crate::error::{Error, Result};
use crate::org_url::OrgUrl;
use crate::transport::Failure;

/// The span of a call. An operation that the catalogue does not know is one by path.
pub(crate) fn call(org: &OrgUrl, operation: &str, request: &Request<Bytes>) -> Span {
    let span = tracing::info_span!(
        "okta",
        otel.name = Empty,
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = request.method().as_str(),
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        server.address = request.uri().host(),
        server.port = request.uri().port_u16(),
        url.template = Empty,
        okta.operation = Empty,
        okta.attempts = Empty,
        okta.request_id = Empty,
        okta.rate_limit.bucket = Empty,
        error.type = Empty,
    );
    if !span.is_disabled() {
        describe(&span, operation, request);
    }
    tracing::trace!(parent: &span, path = secret::address(request.uri().path()), bytes = request.body().len(), %org, "call");
    span
}

fn describe(span: &Span, operation: &str, request: &Request<Bytes>) {
    let method = request.method();
    match oktars_catalog::operation(operation) {
        Some(operation) => {
            span.record("otel.name", format!("{method} {}", operation.path));
            span.record("url.template", operation.path);
            span.record("okta.operation", operation.id);
        }
        None => {
            span.record("otel.name", method.as_str());
        }
    }
}

/// The rate limit that counts the call.
pub(crate) fn bucket(span: &Span, name: &str) {
    if !span.is_disabled() && !name.is_empty() {
        span.record("okta.rate_limit.bucket", name);
    }
}

/// How an attempt ended.
pub(crate) fn attempt(number: u32, outcome: &Result<Response<Bytes>, Failure>) {
    match outcome {
        Ok(response) => {
            let request_id = response.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok());
            tracing::debug!(attempt = number, status = response.status().as_u16(), request_id, "answered");
        }
        Err(failure) => tracing::debug!(attempt = number, sent = failure.sent, "no answer"),
    }
}

/// That a call waits.
pub(crate) fn waits(wait: &Wait) {
    let seconds = wait.time.as_secs_f64();
    match wait.reason {
        WaitReason::RateLimit => tracing::debug!(seconds, bucket = wait.bucket, "waiting for the rate limit"),
        WaitReason::Retry => tracing::debug!(seconds, "trying again after a while"),
    }
}

/// How the call ended.
pub(crate) fn result(span: &Span, result: &Result<Answer>) {
    if span.is_disabled() {
        return;
    }
    let (status, attempts, request_id) = match result {
        Ok(answer) => (Some(answer.status()), answer.attempts(), answer.request_id()),
        Err(error) => (error.status(), error.attempts(), error.request_id()),
    };
    span.record("okta.attempts", attempts);
    span.record("http.response.status_code", status.map(|status| status.as_u16()));
    span.record("okta.request_id", request_id);
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    if let Err(error) = result {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", kind(error));
    }
}

/// What kind of error it is: Okta's status, or why there is no answer.
fn kind(error: &Error) -> String {
    match error.status() {
        _ if error.is_no_token() => "no_token".to_owned(),
        Some(status) => status.as_str().to_owned(),
        None if error.is_timeout() => "timeout".to_owned(),
        None if error.is_connection() => "connection".to_owned(),
        None if error.is_too_large() => "too_large".to_owned(),
        None => "_OTHER".to_owned(),
    }
}
