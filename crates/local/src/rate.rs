//! Rate limits: the buckets, their windows, and the headers that tell of them.

use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;

/// The limits of an org. The default sends the headers and refuses nothing.
#[derive(Debug, Clone, Default)]
pub struct RateLimits {}

/// What a request met.
pub(crate) struct Counted {
    pub(crate) exceeded: bool,
    limit: u32,
    remaining: u32,
    reset: i64,
}

impl RateLimits {
    pub(crate) fn count(&self, _method: &Method, _path: &str, now: Timestamp) -> Counted {
        Counted { exceeded: false, limit: 600, remaining: 599, reset: now.as_second() + 60 }
    }
}

impl Counted {
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        headers.insert("x-rate-limit-limit", HeaderValue::from(self.limit));
        headers.insert("x-rate-limit-remaining", HeaderValue::from(self.remaining));
        headers.insert("x-rate-limit-reset", HeaderValue::from(self.reset));
    }
}
