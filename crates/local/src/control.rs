//! `/_local/`: what a test may do to an org that no client of Okta may.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode};
use serde_json::json;

use crate::context::Reply;
use crate::org::{Fate, Org};

/// Faults to play, requests seen, mails sent.
#[derive(Debug, Default)]
pub struct Control {}

/// What was asked to happen to a request.
pub struct Injected {
    pub reply: Option<Canned>,
    pub delay: Duration,
    pub fate: Fate,
}

/// An answer that stands in for the org's own.
pub struct Canned {
    pub status: StatusCode,
}

impl Canned {
    pub fn to_reply(&self) -> Reply {
        Reply::json(self.status, &json!({}))
    }
}

impl Control {
    pub fn observe(
        &self,
        _method: &Method,
        _path: &str,
        _query: &str,
        _headers: &HeaderMap,
        _body: &Bytes,
    ) -> Injected {
        Injected { reply: None, delay: Duration::ZERO, fate: Fate::Arrives }
    }
}

pub fn handle(_org: &Org, _method: &Method, _path: &str, _base: &str, _body: &Bytes) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
