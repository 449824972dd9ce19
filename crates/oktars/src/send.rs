//! The only place that waits for the network: attempts, one deadline over all of them, and the answer.

use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

use crate::client::Client;
use crate::credential::{Access, Authority};
use crate::decide::{Attempt, Decision, Outcome, decide};
use crate::error::{Error, Result};
use crate::observe;
use crate::transport::Failure;

const RETRY_FOR: HeaderName = HeaderName::from_static("x-okta-retry-for");
const RETRY_COUNT: HeaderName = HeaderName::from_static("x-okta-retry-count");
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-okta-request-id");

/// A successful answer, with its body as it came.
pub struct Answer {
    operation: String,
    attempts: u32,
    response: Response<Bytes>,
}

impl Answer {
    /// The status, which is one of success.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The id of the request, which Okta's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().get(REQUEST_ID)?.to_str().ok()
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// Reads the body as JSON. An empty body is read as `null`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let body: &[u8] = if self.body().is_empty() { b"null" } else { self.body() };
        serde_json::from_slice(body).map_err(|error| self.unreadable(&error))
    }

    pub(crate) fn unreadable(&self, error: &serde_json::Error) -> Error {
        self.explain(Error::decode(self, error))
    }

    /// Says which call an error belongs to.
    pub(crate) fn explain(&self, error: Error) -> Error {
        error.of(&self.operation, self.attempts)
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("operation", &self.operation)
            .field("status", &self.status())
            .field("bytes", &self.body().len())
            .finish_non_exhaustive()
    }
}

/// Sends a request, with the client's credential, until [`decide`] says that an outcome stands.
pub(crate) async fn send(client: &Client, operation: &str, request: Request<Bytes>) -> Result<Answer> {
    send_as(client, &client.authority, operation, request).await
}

/// The same with another credential.
pub(crate) async fn send_as(
    client: &Client,
    authority: &Authority,
    operation: &str,
    request: Request<Bytes>,
) -> Result<Answer> {
    let span = observe::call(client, operation, &request);
    let result = attempts(client, authority, operation, request).instrument(span.clone()).await;
    observe::result(&span, &result);
    result
}

async fn attempts(
    client: &Client,
    authority: &Authority,
    operation: &str,
    mut request: Request<Bytes>,
) -> Result<Answer> {
    prepare(client, &mut request);
    let repeatable = is_repeatable(&request);
    let deadline = Instant::now() + client.policy.deadline;
    let late = |number| Error::deadline(client.policy.deadline).of(operation, number);
    let mut renewals = authority.renewals();
    let mut number = 1;
    loop {
        let Ok(access) = timeout_at(deadline, authority.access(client)).await else {
            return Err(late(number - 1));
        };
        let access = access.map_err(|error| error.of(operation, number - 1))?;
        let outcome = match timeout_at(deadline, attempt(client, &access, request.clone())).await {
            Ok(outcome) => outcome,
            Err(_) => return Err(late(number)),
        };
        observe::attempt(number, &outcome);
        if outcome.as_ref().is_err_and(|failure| failure.lasting) {
            return finish(operation, number, &access, outcome);
        }
        if access.learn(&outcome) && renewals > 0 {
            renewals -= 1;
            number += 1;
            continue;
        }
        let facts = Attempt {
            number,
            most: client.policy.attempts,
            repeatable,
            now: jiff::Timestamp::now().as_second(),
            left: deadline.saturating_duration_since(Instant::now()),
            spread: spread(),
        };
        match decide(&seen(&outcome), facts) {
            Decision::Stop => return finish(operation, number, &access, outcome),
            Decision::Again(wait) => {
                mark_retry(&mut request, number, &outcome);
                observe::waits(wait);
                sleep(wait).await;
            }
        }
        number += 1;
    }
}

/// The credential is put on last, when the request may go out: a proof of it is for one attempt, and for now.
async fn attempt(
    client: &Client,
    access: &Access,
    mut request: Request<Bytes>,
) -> Result<Response<Bytes>, Failure> {
    let _place = client.admission.enter().await;
    access.sign(&mut request).map_err(|source| Failure::passing(source, false))?;
    client.transport.send(request, client.max_body).await
}

/// Adds what every attempt has in common.
fn prepare(client: &Client, request: &mut Request<Bytes>) {
    if request.body().is_empty() && !matches!(*request.method(), Method::GET | Method::DELETE) {
        // Without it, Okta answers a POST that has no body with 411.
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    request.headers_mut().entry(USER_AGENT).or_insert_with(|| client.user_agent.clone());
}

/// Whether sending the request twice does no more than sending it once.
///
/// To delete a user is no such request: the first time deactivates, the second time removes for good.
fn is_repeatable(request: &Request<Bytes>) -> bool {
    let path = request.uri().path().split('/').filter(|segment| !segment.is_empty());
    let path = path.collect::<Vec<_>>();
    let deletes_user = matches!(path[..], ["api", "v1", "users", _]);
    // Each attempt at a token carries an assertion of its own.
    let asks_for_token = matches!(path[..], ["oauth2", .., "v1", "token"]);
    match *request.method() {
        Method::GET | Method::PUT => true,
        Method::DELETE => !deletes_user,
        _ => asks_for_token,
    }
}

/// Tells Okta, as its own clients do, which request this one repeats.
fn mark_retry(request: &mut Request<Bytes>, number: u32, outcome: &Result<Response<Bytes>, Failure>) {
    let headers = request.headers_mut();
    headers.insert(RETRY_COUNT, number.into());
    let first = outcome.as_ref().ok().and_then(|response| response.headers().get(REQUEST_ID));
    if let Some(id) = first {
        headers.entry(RETRY_FOR).or_insert_with(|| id.clone());
    }
}

fn seen(outcome: &Result<Response<Bytes>, Failure>) -> Outcome<'_> {
    match outcome {
        Ok(response) => Outcome::Answered { status: response.status(), headers: response.headers() },
        Err(failure) if failure.sent => Outcome::Broken,
        Err(_) => Outcome::NotSent,
    }
}

fn finish(
    operation: &str,
    attempts: u32,
    access: &Access,
    outcome: Result<Response<Bytes>, Failure>,
) -> Result<Answer> {
    let error = match outcome {
        Ok(response) if response.status().is_success() => {
            return Ok(Answer { operation: operation.to_owned(), attempts, response });
        }
        Ok(response) => {
            let (parts, body) = response.into_parts();
            let error = Error::refused(parts.status, parts.headers, body);
            if access.is_token() {
                error.explain_scopes(needed_scopes(operation), access.scopes())
            } else {
                error
            }
        }
        Err(failure) if failure.lasting => Error::too_large(failure.source),
        Err(failure) => Error::connection(failure.source),
    };
    Err(error.of(operation, attempts))
}

/// The scopes of an operation of the catalogue. A call by path is none.
fn needed_scopes(operation: &str) -> &'static [&'static str] {
    oktars_catalog::operation(operation).map_or(&[], |operation| operation.scopes)
}

/// A number from 0 to 1 that differs between processes and between calls.
fn spread() -> f64 {
    (RandomState::new().hash_one(()) >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::header::AUTHORIZATION;

    use super::*;
    use crate::testing::Scripted;
    use crate::{NewUser, Okta, op};

    const LIMITED: &[(&str, &str)] = &[
        ("date", "Mon, 02 Feb 2026 11:15:00 GMT"),
        ("x-rate-limit-reset", "1770030930"),
        ("x-rate-limit-limit", "600"),
        ("x-rate-limit-remaining", "0"),
        ("x-okta-request-id", "req1"),
    ];

    #[tokio::test(start_paused = true)]
    async fn a_rate_limit_is_waited_for_and_the_retry_says_what_it_repeats() {
        let org = Scripted::new().then(429, LIMITED, "{}").then(429, LIMITED, "{}");
        let start = Instant::now();
        org.okta().users().get("me").await.unwrap();
        assert!(start.elapsed() >= Duration::from_secs(62), "two windows of 31 s");
        let seen = org.seen();
        assert_eq!(seen.len(), 3);
        assert!(!seen[0].headers().contains_key(RETRY_FOR));
        assert_eq!(seen[2].headers()[RETRY_FOR], "req1");
        assert_eq!(seen[2].headers()[RETRY_COUNT], "2");
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_bounds_the_sleeping() {
        let org = Scripted::new().then(429, LIMITED, "{}");
        let okta = org.okta_with(Okta::builder().deadline(Duration::from_secs(20)));
        let start = Instant::now();
        let error = okta.users().get("me").await.unwrap_err();
        assert!(error.is_rate_limited() && error.attempts() == 1);
        assert!(start.elapsed() < Duration::from_secs(20), "the answer is given, not waited away");
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_bounds_an_org_that_never_answers() {
        let silent = tower::service_fn(|_: Request<Bytes>| std::future::pending());
        let okta = Okta::builder().deadline(Duration::from_secs(5));
        let okta = okta.over(typed(silent)).unwrap();
        let start = Instant::now();
        let error = okta.users().get("me").await.unwrap_err();
        assert!(error.is_timeout() && start.elapsed() == Duration::from_secs(5), "{error}");
    }

    /// Names the types that a service which never answers leaves open.
    fn typed<S>(service: S) -> S
    where
        S: tower::Service<Request<Bytes>, Response = Response<Bytes>, Error = std::io::Error>,
    {
        service
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_can_be_repeated_is_sent_again_after_a_broken_connection() {
        let drops = || Scripted::new().then_drop();
        let org = drops();
        org.okta().users().get("me").await.unwrap();
        assert_eq!(org.seen().len(), 2, "GET is repeated");

        let org = drops();
        let error = org.okta().users().create(&NewUser::new("a@b.test")).await.unwrap_err();
        assert!(error.is_connection() && org.seen().len() == 1, "POST is not: the user may exist by now");

        let org = drops();
        let error = org.okta().users().delete("00u1").await.unwrap_err();
        assert!(error.is_connection() && org.seen().len() == 1, "a second DELETE would remove the user");

        let org = drops();
        org.okta().users().clear_sessions("00u1").await.unwrap();
        assert_eq!(org.seen().len(), 2, "another DELETE is repeated");

        let org = drops();
        assert!(org.okta().delete("/api/v1//users/00u1/").send().await.is_err());
        assert_eq!(org.seen().len(), 1, "by path, a user is a user too");
    }

    #[tokio::test(start_paused = true)]
    async fn an_unavailable_org_is_asked_again_unless_it_may_have_acted() {
        let org = Scripted::new().then(503, &[], "").then(503, &[], "");
        org.okta().users().get("me").await.unwrap();
        assert_eq!(org.seen().len(), 3);
        let org = Scripted::new().then(503, &[], "");
        let error = org.okta().users().suspend("00u1").await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), org.seen().len()), (503, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn attempts_end() {
        let org = (0..9).fold(Scripted::new(), |org, _| org.then(503, &[], ""));
        let error = org.okta_with(Okta::builder().attempts(3)).users().get("me").await.unwrap_err();
        assert_eq!((error.attempts(), org.seen().len()), (3, 3));
        assert!(error.to_string().ends_with("(3 attempts)"), "{error}");
    }

    #[tokio::test]
    async fn a_redirect_is_an_error_and_no_request() {
        let org = Scripted::new().then(302, &[("location", "https://evil.example/")], "");
        let error = org.okta().users().get("me").await.unwrap_err();
        assert!(error.to_string().contains("redirect") && org.seen().len() == 1, "{error}");
    }

    #[tokio::test]
    async fn every_request_is_signed_and_shows_no_token() {
        let org = Scripted::new();
        let okta = org.okta_with(Okta::builder().user_agent("acme-sync/1"));
        okta.users().suspend("00u1").await.unwrap();
        let request = &org.seen()[0];
        assert_eq!(request.headers()[AUTHORIZATION], "SSWS 00secret");
        assert!(request.headers()[AUTHORIZATION].is_sensitive());
        assert_eq!(request.headers()[CONTENT_LENGTH], "0", "a POST without a body says so");
        let agent = request.headers()[USER_AGENT].to_str().unwrap();
        assert!(agent.starts_with("acme-sync/1 oktars/"), "{agent}");
        let shown = okta.call(op::GET_USER).path("id", "me").request().unwrap();
        assert!(!format!("{okta:?} {request:?} {shown:?}").contains("00secret"));
    }

    #[tokio::test]
    async fn more_calls_than_places_wait_for_their_turn() {
        use std::sync::Arc;
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counters = (now.clone(), most.clone());
        let service = tower::service_fn(move |_: Request<Bytes>| {
            let (now, most) = counters.clone();
            async move {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                now.fetch_sub(1, Ordering::SeqCst);
                Ok::<_, std::io::Error>(Response::new(Bytes::from_static(b"{}")))
            }
        });
        let okta = Okta::builder().concurrency(3).over(service).unwrap();
        let calls = (0..20).map(|_| okta.users().get("me"));
        futures_util::future::try_join_all(calls).await.unwrap();
        assert_eq!(most.load(Ordering::SeqCst), 3);
    }
}
