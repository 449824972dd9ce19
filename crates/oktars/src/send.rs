//! The only place that waits for the network: attempts, one deadline over all of them, and the answer.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, USER_AGENT};
use http::{HeaderName, HeaderValue, Method, Request, Response};
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{Instrument, Span};

use crate::admission::{Place, Told, TooLate, WaitReason};
use crate::answer::{Answer, REQUEST_ID};
use crate::credential::{Access, Authority};
use crate::decide::{Decision, Facts, Outcome, decide};
use crate::engine::{Client, Policy};
use crate::error::{self, Attempt, Error, Result, TimedOut};
use crate::observe;
use crate::transport::{Failure, TooLarge};

const RETRY_FOR: HeaderName = HeaderName::from_static("x-okta-retry-for");
const RETRY_COUNT: HeaderName = HeaderName::from_static("x-okta-retry-count");

/// A request to send, and how.
pub(crate) struct Outgoing {
    /// The operation id, or method and path where the call was made by path.
    pub operation: Cow<'static, str>,
    pub request: Request<Bytes>,
    /// Whether sending it twice does no more than sending it once.
    pub repeatable: bool,
    /// Whether Okta's answer "no such thing" counts as a result, not as an error.
    pub may_be_missing: bool,
    pub policy: Policy,
}

/// Sends a request, with the client's credential, until [`decide`] says that an outcome stands.
pub(crate) fn send(client: &Client, outgoing: Outgoing) -> impl Future<Output = Result<Answer>> + Send {
    send_as(client, &client.authority, outgoing)
}

/// The same with another credential.
pub(crate) async fn send_as(client: &Client, authority: &Authority, outgoing: Outgoing) -> Result<Answer> {
    let span = observe::call(&client.org, &outgoing.operation, &outgoing.request);
    let result = attempts(client, authority, outgoing, &span).instrument(span.clone()).await;
    observe::result(&span, &result);
    result
}

async fn attempts(client: &Client, authority: &Authority, outgoing: Outgoing, span: &Span) -> Result<Answer> {
    let Outgoing { operation, mut request, repeatable, may_be_missing, policy } = outgoing;
    prepare(client, &mut request);
    let deadline = after(policy.deadline);
    let line = client.admission.line(request.method(), request.uri().path(), policy.priority, deadline);
    observe::bucket(span, line.bucket());
    let mut trail = Trail::new(operation, request.method(), may_be_missing);
    let late = || Error::deadline(policy.deadline);
    let mut renewals = authority.renewals();
    loop {
        let access = match timeout_at(deadline, authority.access(client)).await {
            Ok(Ok(access)) => access,
            Ok(Err(error)) => return Err(trail.end(error)),
            Err(_) => return Err(trail.end(late())),
        };
        let tell = |time| client.tell(&trail.operation, line.bucket(), WaitReason::RateLimit, time, None);
        let place = match timeout_at(deadline, client.admission.enter(line, tell)).await {
            Ok(Ok(place)) => place,
            Ok(Err(TooLate(wait))) => {
                return Err(trail.end(Error::no_turn(line.bucket(), wait, policy.deadline)));
            }
            Err(_) => return Err(trail.end(late())),
        };
        trail.begin();
        let end = deadline.min(after(policy.attempt_timeout));
        let outcome = match timeout_at(end, attempt(client, place, &access, request.clone())).await {
            Ok(outcome) => outcome,
            Err(_) if end == deadline => {
                trail.unresolved = true;
                return Err(trail.end(late()));
            }
            Err(_) => Err(Failure::passing(TimedOut(policy.attempt_timeout), true)),
        };
        observe::attempt(trail.number, &outcome);
        if outcome.as_ref().is_err_and(|failure| failure.lasting) {
            return trail.finish(&access, outcome, None);
        }
        if access.learn(&outcome) && renewals > 0 {
            renewals -= 1;
            trail.note(&outcome, Duration::ZERO);
            continue;
        }
        let facts = Facts {
            number: trail.number,
            most: policy.attempts,
            repeatable,
            left: deadline.saturating_duration_since(Instant::now()),
            spread: spread(),
        };
        match decide(seen(&outcome), facts) {
            Decision::Stop => return trail.finish(&access, outcome, None),
            Decision::TooLate(wait) => return trail.finish(&access, outcome, Some(wait)),
            Decision::Again(wait) => {
                mark_retry(&mut request, trail.number, &outcome);
                trail.note(&outcome, wait);
                let cause = trail.history.last().map(|attempt| attempt.cause.clone());
                client.tell(&trail.operation, line.bucket(), WaitReason::Retry, wait, cause);
                sleep(wait).await;
            }
        }
    }
}

/// The credential is put on last, when the request may go out: a proof of it is for one attempt, and for now.
async fn attempt(
    client: &Client,
    place: Place<'_>,
    access: &Access,
    mut request: Request<Bytes>,
) -> Result<Response<Bytes>, Failure> {
    let outcome = match access.sign(&mut request) {
        Ok(()) => client.transport.send(request, client.max_body).await,
        Err(source) => Err(Failure::passing(source, false)),
    };
    match &outcome {
        Ok(response) => place.answered(response.status(), response.headers()),
        Err(failure) if !failure.sent => place.unsent(),
        Err(_) => drop(place),
    }
    outcome
}

/// Adds what every attempt has in common.
fn prepare(client: &Client, request: &mut Request<Bytes>) {
    if request.body().is_empty() && !matches!(*request.method(), Method::GET | Method::DELETE) {
        // Without it, Okta answers a POST that has no body with 411.
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    request.headers_mut().entry(USER_AGENT).or_insert_with(|| client.user_agent.clone());
}

/// What became of a call so far.
struct Trail {
    operation: Cow<'static, str>,
    /// Whether the request changes something.
    changes: bool,
    may_be_missing: bool,
    /// The attempts that were begun.
    number: u32,
    begun: Instant,
    history: Vec<Attempt>,
    /// Whether an attempt may have been executed, and nobody knows.
    unresolved: bool,
    last: Option<Response<Bytes>>,
}

impl Trail {
    fn new(operation: Cow<'static, str>, method: &Method, may_be_missing: bool) -> Self {
        Trail {
            operation,
            changes: !method.is_safe(),
            may_be_missing,
            number: 0,
            begun: Instant::now(),
            history: Vec::new(),
            unresolved: false,
            last: None,
        }
    }

    fn begin(&mut self) {
        self.number += 1;
        self.begun = Instant::now();
    }

    /// Takes down a failed attempt, and how long is waited after it.
    fn note(&mut self, outcome: &Result<Response<Bytes>, Failure>, waited: Duration) {
        self.unresolved |= seen(outcome).is_unresolved();
        let response = outcome.as_ref().ok();
        let request_id = response.and_then(|response| response.headers().get(REQUEST_ID)?.to_str().ok());
        self.history.push(Attempt {
            status: response.map(Response::status),
            cause: match outcome {
                Ok(response) => Error::cause_of(response),
                Err(failure) => error::chain(failure.source.as_ref()),
            },
            request_id: request_id.map(str::to_owned),
            took: self.begun.elapsed(),
            waited,
        });
        if let Some(response) = response {
            self.last = Some(response.clone());
        }
    }

    fn succeeds(&self, response: &Response<Bytes>) -> bool {
        response.status().is_success() || self.may_be_missing && Error::tells_of_nothing(response)
    }

    /// The end without an outcome of its own.
    fn end(self, error: Error) -> Error {
        let error = error.after(self.history, self.last).maybe_executed(self.changes && self.unresolved);
        error.of(&self.operation, self.number)
    }

    /// The end with the outcome of the last attempt. `no_time` is the wait that the deadline did not allow.
    fn finish(
        mut self,
        access: &Access,
        outcome: Result<Response<Bytes>, Failure>,
        no_time: Option<Duration>,
    ) -> Result<Answer> {
        let outcome = match outcome {
            Ok(response) if self.succeeds(&response) => {
                return Ok(Answer { operation: self.operation, attempts: self.number, response });
            }
            failed => failed,
        };
        self.note(&outcome, Duration::ZERO);
        let error = match outcome {
            Ok(response) => {
                let (parts, body) = response.into_parts();
                let error = Error::refused(parts.status, parts.headers, body);
                if access.is_token() {
                    error.explain_scopes(needed_scopes(&self.operation), access.scopes())
                } else {
                    error
                }
            }
            Err(failure) if failure.source.is::<TooLarge>() => Error::too_large(failure.source),
            Err(failure) => Error::connection(failure.source),
        };
        Err(self.end(error.no_time(no_time)))
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

fn seen(outcome: &Result<Response<Bytes>, Failure>) -> Outcome {
    match outcome {
        Ok(response) => {
            let told = Told::read(response.headers(), jiff::Timestamp::now().as_second());
            Outcome::Answered { status: response.status(), told }
        }
        Err(failure) if failure.sent => Outcome::Broken,
        Err(_) => Outcome::NotSent,
    }
}

/// The scopes of an operation of the catalogue. A call by path has no operation.
fn needed_scopes(operation: &str) -> &'static [&'static str] {
    oktars_catalog::operation(operation).map_or(&[], |operation| operation.scopes)
}

/// This long from now, and a year at most: clocks do not reach beyond all that may be asked for.
fn after(time: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + time.min(YEAR)
}

/// A number from 0 to 1 that differs between processes and between calls.
fn spread() -> f64 {
    (RandomState::new().hash_one(()) >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;

    use super::*;
    use crate::testing::Scripted;
    use crate::user::NewUser;
    use crate::{Okta, op};

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
        assert!(start.elapsed() >= Duration::from_secs(60), "two windows of 30 s");
        let seen = org.seen();
        assert_eq!(seen.len(), 3);
        assert!(!seen[0].headers().contains_key(RETRY_FOR));
        assert_eq!(seen[2].headers()[RETRY_FOR], "req1");
        assert_eq!(seen[2].headers()[RETRY_COUNT], "2");
    }

    /// The trap: a time-out that does not bound the sleeping.
    #[tokio::test(start_paused = true)]
    async fn the_deadline_bounds_the_sleeping() {
        let org = Scripted::new().then(429, LIMITED, "{}");
        let okta = org.okta_with(Okta::builder().deadline(Duration::from_secs(20)));
        let start = Instant::now();
        let error = okta.users().get("me").await.unwrap_err();
        assert!(error.is_rate_limited() && error.attempts() == 1);
        // Up to a second of chance is added.
        let waits = |wait| error.to_string().contains(&format!("would have had to wait {wait}"));
        assert!(waits("30.") || waits("31.0s"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(1), "the answer is given, not waited away");

        // What is known of the bucket holds for the next call as well, which is not even sent.
        let error = okta.users().get("me").await.unwrap_err();
        assert!(error.is_rate_limited() && error.is_timeout() && error.attempts() == 0, "{error}");
        assert!(error.to_string().contains("GET /api/v1/users/{id} lets it go in 30.0s"), "{error}");
        assert_eq!(org.seen().len(), 1);
        let patient = okta.with_deadline(Duration::MAX).with_attempt_timeout(Duration::MAX);
        patient.users().get("me").await.unwrap();
        assert!(start.elapsed() >= Duration::from_secs(30));
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_that_takes_too_long_is_given_up_and_repeated_if_that_does_no_harm() {
        let org = Scripted::new().then_silence().then_silence().then_silence();
        let okta = org.okta_with(Okta::builder().attempt_timeout(Duration::from_secs(10)).attempts(2));
        okta.users().get("me").await.unwrap_err();
        assert_eq!(org.seen().len(), 2);
        let error = okta.users().create(&NewUser::new("a@b.test")).await.unwrap_err();
        assert!(error.is_timeout() && error.is_maybe_executed() && org.seen().len() == 3, "{error}");
        let call = okta.call(op::GET_USER).path("id", "me").attempt_timeout(Duration::from_secs(1));
        assert_eq!(call.send().await.unwrap().attempts(), 1, "the script is over");
    }

    #[tokio::test(start_paused = true)]
    async fn an_error_keeps_all_attempts_with_their_causes_and_the_last_answer() {
        const BODY: &str = r#"{"errorCode":"E0000009","errorSummary":"Internal Server Error"}"#;
        let org = Scripted::new()
            .then(500, &[("x-okta-request-id", "req1")], BODY)
            .then_drop()
            .then(503, &[], "<html>busy</html>")
            .then_silence();
        let okta = org.okta_with(Okta::builder().deadline(Duration::from_secs(50)));
        let error = okta.users().get("me").await.unwrap_err();
        assert!(error.is_timeout() && error.attempts() == 4, "{error}");
        assert_eq!(error.status().unwrap(), 503, "the last answer is kept");
        assert_eq!(error.body().unwrap(), "<html>busy</html>");
        let history: Vec<_> =
            error.history().iter().map(|attempt| (attempt.status, &*attempt.cause)).collect();
        assert_eq!(history[0].0.unwrap(), 500);
        assert!(history[0].1.contains("E0000009: Internal Server Error"), "{history:?}");
        assert_eq!(error.history()[0].request_id.as_deref(), Some("req1"));
        assert!(history[1].0.is_none() && history[1].1.contains("reset"), "{history:?}");
        assert!(history[2].1.contains("status 503") && !history[2].1.contains("busy"), "{history:?}");
        assert!(!error.is_maybe_executed(), "a GET changes nothing");
    }

    /// The trap: a POST re-sent when the connection dropped.
    #[tokio::test(start_paused = true)]
    async fn what_may_have_been_executed_says_so() {
        let lost = || Scripted::new().then_drop();
        let error = lost().okta().users().create(&NewUser::new("a@b.test")).await.unwrap_err();
        assert!(error.is_maybe_executed() && error.to_string().contains("may have been executed"), "{error}");
        let org = Scripted::new().then(504, &[], "");
        assert!(org.okta().users().suspend("00u1").await.unwrap_err().is_maybe_executed());
        let org = Scripted::new().then(400, &[], "");
        assert!(!org.okta().users().suspend("00u1").await.unwrap_err().is_maybe_executed(), "Okta said no");
        let org = Scripted::new().then_drop().then(404, &[], "");
        let error = org.okta().users().clear_sessions("00u1").await.unwrap_err();
        assert!(error.is_not_found() && error.is_maybe_executed(), "the first attempt may be why");
        let org = Scripted::new().then_drop();
        org.okta().call(op::UPDATE_USER_PROFILE).path("schemaId", "default").empty().await.unwrap();
        assert_eq!(org.seen().len(), 2, "a POST that the catalogue marks is repeated");
    }

    /// The trap: waiting a whole window for a concurrency 429.
    #[tokio::test(start_paused = true)]
    async fn too_many_at_once_is_waited_for_shortly_and_narrows_the_gate() {
        let crowded: Vec<_> = LIMITED
            .iter()
            .map(|(name, value)| (*name, if *name == "x-rate-limit-limit" { "0" } else { value }))
            .collect();
        let org = Scripted::new().then(429, &crowded, "{}");
        let okta = org.okta_with(Okta::builder().concurrency(8));
        let start = Instant::now();
        okta.users().get("me").await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(1) && org.seen().len() == 2);
        assert_eq!(okta.limits().concurrency, 2, "one, and one more after the answer");
    }

    #[tokio::test(start_paused = true)]
    async fn waits_are_told() {
        let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let keeps = told.clone();
        let org = Scripted::new().then(429, LIMITED, "{}");
        let okta =
            org.okta_with(Okta::builder().on_wait(move |wait| keeps.lock().unwrap().push(wait.clone())));
        okta.users().get("me").await.unwrap();
        let told = told.lock().unwrap();
        assert_eq!((told[0].operation.as_str(), told[0].bucket), ("getUser", "GET /api/v1/users/{id}"));
        assert_eq!(told[0].reason, WaitReason::Retry);
        assert!(told[0].time >= Duration::from_secs(30), "{told:?}");
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
        let org = (0..9).fold(Scripted::new(), |org, _| org.then(503, &[], ""));
        let error = org.okta().with_attempts(2).get("users").attempts(1).empty().await.unwrap_err();
        assert_eq!(error.attempts(), 1, "what the call says goes before what the client says");
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
        let calls = (0..20).map(|_| okta.users().get("me").send());
        futures_util::future::try_join_all(calls).await.unwrap();
        assert_eq!(most.load(Ordering::SeqCst), 3);
    }
}
