//! The org as a `tower` service.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};

use crate::org::{Answer, Fate, Org};

/// A client's transport to an org in the same process. An error is a dropped connection.
#[derive(Clone)]
pub struct Service(Org);

impl Service {
    pub(crate) fn new(org: Org) -> Self {
        Service(org)
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
        Box::pin(async move { play(org.answer(request)).await })
    }
}

async fn play(answer: Answer) -> io::Result<Response<Bytes>> {
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    match answer.fate {
        Fate::Arrives => Ok(answer.response),
        Fate::Dropped => Err(io::Error::new(io::ErrorKind::ConnectionReset, "connection dropped")),
        Fate::Cut(_) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "body cut")),
    }
}
