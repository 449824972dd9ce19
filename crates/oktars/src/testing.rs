//! An org for the tests of this crate: it answers what it was told to, and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};

use crate::client::{Builder, Okta};
use crate::credential::Credential;

type Script = VecDeque<Option<std::io::Result<Response<Bytes>>>>;

/// Scripted answers, and the requests that came. When the script is at its end, it answers `{}`.
#[derive(Clone, Default)]
pub(crate) struct Scripted {
    script: Arc<Mutex<Script>>,
    seen: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Scripted {
    pub(crate) fn new() -> Self {
        Scripted::default()
    }

    /// Answers next with this status, these headers and this body.
    pub(crate) fn then(self, status: u16, headers: &[(&'static str, &str)], body: &str) -> Self {
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        self.script.lock().unwrap().push_back(Some(Ok(response.body(Bytes::from(body.to_owned())).unwrap())));
        self
    }

    /// Answers next with a page.
    pub(crate) fn then_page(self, link: &str, body: &str) -> Self {
        self.then(200, &[("link", r#"<https://x.test/self>; rel="self""#), ("link", link)], body)
    }

    /// Drops the connection next.
    pub(crate) fn then_drop(self) -> Self {
        self.script.lock().unwrap().push_back(Some(Err(std::io::ErrorKind::ConnectionReset.into())));
        self
    }

    /// Does not answer next.
    pub(crate) fn then_silence(self) -> Self {
        self.script.lock().unwrap().push_back(None);
        self
    }

    pub(crate) fn okta(&self) -> Okta {
        self.okta_with(Okta::builder())
    }

    pub(crate) fn okta_with(&self, builder: Builder) -> Okta {
        self.build(builder.token("00secret"))
    }

    pub(crate) fn okta_with_credential(&self, credential: impl Into<Credential>) -> Okta {
        self.build(Okta::builder().credential(credential))
    }

    fn build(&self, builder: Builder) -> Okta {
        let org = self.clone();
        let service = tower::service_fn(move |request: Request<Bytes>| {
            let org = org.clone();
            async move { org.answer(request).await }
        });
        builder.org_url("https://acme.okta.com").over(service).unwrap()
    }

    async fn answer(&self, request: Request<Bytes>) -> std::io::Result<Response<Bytes>> {
        self.seen.lock().unwrap().push(request);
        let next = self.script.lock().unwrap().pop_front();
        match next {
            Some(Some(answer)) => answer,
            Some(None) => std::future::pending().await,
            None => Ok(Response::new(Bytes::from_static(b"{}"))),
        }
    }

    /// The requests that came.
    pub(crate) fn seen(&self) -> Vec<Request<Bytes>> {
        self.seen.lock().unwrap().clone()
    }

    /// The requests that came, each as `METHOD path?query` and, where there is one, the body behind it.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().iter().map(line).collect()
    }
}

fn line(request: &Request<Bytes>) -> String {
    let target = request.uri().path_and_query().unwrap();
    let body = String::from_utf8_lossy(request.body()).into_owned();
    format!("{} {target} {body}", request.method()).trim_end().to_owned()
}
