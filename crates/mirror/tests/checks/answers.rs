//! A service that answers some paths with what it was told to, and hands on the rest.

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Method, Request, Response};
use oktars_local::Service as Org;
use tower::Service;

/// Bodies by path, and by a part of the query where one is named.
#[derive(Clone, Default)]
pub struct Answers(Arc<Mutex<BTreeMap<String, String>>>);

impl Answers {
    pub fn set(&self, path: &str, body: &str) {
        self.0.lock().unwrap().insert(path.to_owned(), body.to_owned());
    }

    pub fn over(&self, org: Org) -> Answering {
        Answering { answers: self.clone(), org }
    }

    fn of(&self, request: &Request<Bytes>) -> Option<String> {
        let query = request.uri().query().unwrap_or_default();
        let known = self.0.lock().unwrap();
        let fits = |told: &str| {
            let (path, part) = told.split_once('?').unwrap_or((told, ""));
            path == request.uri().path() && query.contains(part)
        };
        let found = known.iter().find(|(told, _)| request.method() == Method::GET && fits(told));
        found.map(|(_, body)| body.clone())
    }
}

#[derive(Clone)]
pub struct Answering {
    answers: Answers,
    org: Org,
}

impl Service<Request<Bytes>> for Answering {
    type Response = Response<Bytes>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Bytes>>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let told = self.answers.of(&request);
        let mut org = self.org.clone();
        Box::pin(async move {
            match told {
                Some(body) => Ok(Response::new(body.into())),
                None => org.call(request).await.map_err(|error| io::Error::other(format!("{error:?}"))),
            }
        })
    }
}
