//! The org as a `tower` service.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};

use crate::org::Org;
use crate::play::answer::{Answer, Fate};

/// A client's transport to an org in the same process. An error is a dropped or a refused connection.
#[derive(Clone)]
pub struct Service(Org);

impl Org {
    /// The org as a `tower` service, for a client in the same process. A dropped connection is an error.
    pub fn service(&self) -> Service {
        Service(self.clone())
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service(local org)")
    }
}

impl tower::Service<Request<Bytes>> for Service {
    type Response = Response<Bytes>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Bytes>>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let org = self.0.clone();
        Box::pin(async move { play(answer(org, request).await).await })
    }
}

/// The ends of paths behind which the org may wait for a service outside. It verifies a hook or a connection, or asks a
/// hook before it makes tokens or an assertion.
const WAITING: [&str; 7] = [
    "/lifecycle/verify",
    "/v1/token",
    "/v1/authorize",
    "/authorize/redirect",
    "/_local/sign-in",
    "/sso/saml",
    "/scim/connections",
];

/// The links of apps lead to an assertion too.
fn may_wait(path: &str) -> bool {
    path.split('/').nth(1) == Some("home") || WAITING.iter().any(|end| path.ends_with(end))
}

/// The service outside may be another task of this thread, so the thread must not wait for it.
async fn answer(org: Org, request: Request<Bytes>) -> Answer {
    let waits = may_wait(request.uri().path());
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) if waits => runtime
            .spawn_blocking(move || org.answer(request))
            .await
            .unwrap_or_else(|error| panic!("the org could not answer: {error}")),
        _ => org.answer(request),
    }
}

async fn play(answer: Answer) -> io::Result<Response<Bytes>> {
    let time = answer.delay + answer.slow_head + answer.slow_body;
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
    let lost = |kind, what| Err(io::Error::new(kind, what));
    match answer.fate {
        Fate::Arrives | Fate::ClosedAfter => Ok(answer.response),
        Fate::Refused => lost(io::ErrorKind::ConnectionRefused, "connection refused"),
        Fate::Dropped => lost(io::ErrorKind::ConnectionReset, "connection dropped"),
        Fate::CutHead => lost(io::ErrorKind::UnexpectedEof, "headers cut"),
        Fate::Cut(_) => lost(io::ErrorKind::UnexpectedEof, "body cut"),
    }
}
