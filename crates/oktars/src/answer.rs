//! What Okta answered.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Response, StatusCode, Version};
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-okta-request-id");

/// A successful answer, with its body as it came.
#[derive(Clone)]
pub struct Answer {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) attempts: u32,
    pub(crate) response: Response<Bytes>,
}

impl Answer {
    /// The status: a success, or 404 if a call asks whether something exists.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The version of HTTP that the org spoke. Over TLS both 2 and 1.1 are offered, in the clear 1.1 alone.
    pub fn version(&self) -> Version {
        self.response.version()
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
