//! What a program can see of the limits and of waits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::model::Timestamp;

/// Who goes first where requests have to wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Somebody waits for the answer. The default.
    #[default]
    Interactive,
    /// One of many: an import, an export. It goes when nothing interactive waits.
    Bulk,
}

/// The limits of an org as far as its answers showed them; given by [`Okta::limits`](crate::Okta::limits).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The buckets of which something is known or for which something waits, by their names.
    pub buckets: Vec<BucketLimits>,
    /// How many requests are on their way.
    pub in_flight: usize,
    /// How many may be at once now: what was configured, or less after the org found it too many.
    pub concurrency: usize,
    /// How many requests wait.
    pub waiting: usize,
}

/// One rate limit of an org.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BucketLimits {
    /// The requests that it counts, as Okta's "Rate limits" page names them. A path such as `/api/v1/apps` stands for
    /// all below it that has no bucket of its own. A method stands before it where the bucket is for that one alone.
    pub name: &'static str,
    /// How many requests a window holds, of the token or of the org, whichever is tighter. `None` before the
    /// first answer.
    pub limit: Option<u32>,
    /// How many may still be sent in this window, less those on their way.
    pub remaining: Option<u32>,
    /// When the window ends, by Okta's clock. `None` while none has begun.
    pub reset: Option<Timestamp>,
    /// How many requests wait for it.
    pub waiting: usize,
    /// How many requests that it counts are on their way.
    pub in_flight: usize,
}

/// A wait that begins, as [`Builder::on_wait`](crate::Builder::on_wait) gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// The operation id, or method and path where the call was made by path.
    pub operation: String,
    /// The name of the bucket; empty where Okta counts the operation in none.
    pub bucket: &'static str,
    /// What is waited for.
    pub reason: WaitReason,
    /// How long it takes at least, as far as that is known.
    pub time: Duration,
    /// Why the attempt before failed, where that is why it waits. It shows neither tokens nor bodies.
    pub cause: Option<String>,
}

/// What a request waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The bucket is used up: its next window is awaited.
    RateLimit,
    /// The attempt before failed, and the next one is made after a while.
    Retry,
}

/// A function that gets each wait.
#[derive(Clone)]
pub(crate) struct OnWait(pub Arc<dyn Fn(&Wait) + Send + Sync>);

impl fmt::Debug for OnWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnWait")
    }
}
