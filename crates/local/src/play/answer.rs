//! An answer, and what happens to it on its way.

use std::time::Duration;

use bytes::Bytes;
use http::Response;

use crate::door::rate::InProgress;

/// An answer with what happens to it on its way.
#[derive(Debug)]
pub struct Answer {
    /// The response.
    pub response: Response<Bytes>,
    /// How long to hold it back.
    pub delay: Duration,
    /// How long its headers take.
    pub slow_head: Duration,
    /// How long its body takes, after the headers.
    pub slow_body: Duration,
    /// Whether it arrives.
    pub fate: Fate,
    /// A request is in progress until its answer is gone.
    #[allow(dead_code, reason = "it counts by being there, until it is dropped")]
    pub(crate) in_progress: Option<InProgress>,
}

impl Answer {
    /// An answer to which nothing happens.
    pub(crate) fn arrives(response: Response<Bytes>) -> Self {
        let [delay, slow_head, slow_body] = [Duration::ZERO; 3];
        Answer { response, delay, slow_head, slow_body, fate: Fate::Arrives, in_progress: None }
    }
}

/// What happens to an answer on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It arrives.
    Arrives,
    /// No answer: the connection is refused, and the org never heard of the request.
    Refused,
    /// The connection is dropped before it.
    Dropped,
    /// The connection is dropped in the middle of its headers.
    CutHead,
    /// The connection is dropped after this many bytes of the body.
    Cut(usize),
    /// It arrives, and the connection is closed behind it.
    ClosedAfter,
}
