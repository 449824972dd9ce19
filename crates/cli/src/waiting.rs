//! What the client waits for, for somebody who looks at stderr.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use oktars::limits::{Wait, WaitReason};

/// The wait that began last.
static LAST: Mutex<Option<(Instant, String)>> = Mutex::new(None);

/// How often the line is written again.
pub const PAUSE: Duration = Duration::from_millis(200);

/// Notes a wait that begins.
pub fn note(wait: &Wait) {
    let what = match (wait.reason, &wait.cause) {
        (WaitReason::RateLimit, _) => format!("the rate limit of {} is used up", wait.bucket),
        (_, Some(cause)) => cause.clone(),
        _ => "no answer from the org".to_owned(),
    };
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now() + wait.time, what));
}

/// The wait that is going on, if there is one.
pub fn line() -> Option<String> {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let (until, what) = last.as_ref()?;
    let left = until.checked_duration_since(Instant::now())?;
    Some(format!("trying again in {:.0} s: {what}", left.as_secs_f64().max(1.0)))
}
