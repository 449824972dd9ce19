//! The org's clock: the machine's time, moved or stopped on request. Ids and durations of real work do
//! not follow it; every date that a client sees does.

use std::sync::Mutex;

use http::HeaderValue;
use jiff::{SignedDuration, Timestamp};

#[derive(Debug, Default)]
pub struct Clock(Mutex<Setting>);

#[derive(Debug, Clone, Copy, Default)]
struct Setting {
    offset: SignedDuration,
    stopped_at: Option<Timestamp>,
}

impl Clock {
    pub fn now(&self) -> Timestamp {
        let setting = self.setting();
        setting.stopped_at.unwrap_or_else(|| Timestamp::now() + setting.offset)
    }

    /// Moves the clock; it goes on from there, or stays stopped.
    pub fn advance(&self, by: SignedDuration) {
        let mut setting = self.0.lock().expect("the clock is not poisoned");
        match &mut setting.stopped_at {
            Some(at) => *at += by,
            None => setting.offset += by,
        }
    }

    /// Sets the clock, and stops it there when asked to.
    pub fn set(&self, now: Timestamp, stop: bool) {
        let mut setting = self.0.lock().expect("the clock is not poisoned");
        setting.stopped_at = stop.then_some(now);
        setting.offset = now.duration_since(Timestamp::now());
    }

    pub fn is_stopped(&self) -> bool {
        self.setting().stopped_at.is_some()
    }

    /// Back to the machine's time.
    pub fn reset(&self) {
        *self.0.lock().expect("the clock is not poisoned") = Setting::default();
    }

    fn setting(&self) -> Setting {
        *self.0.lock().expect("the clock is not poisoned")
    }
}

/// A resource's timestamp: whole seconds, three zeros, `Z`.
pub fn seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// A log entry's timestamp, with milliseconds.
pub fn millis(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The value of a `Date` header.
pub fn http_date(time: Timestamp) -> HeaderValue {
    let date = time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::try_from(date).expect("a date is a header value")
}

/// Reads a date as Okta accepts it: ISO 8601 with any offset, or a date alone.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    // A blank instead of `+` is what is left of an offset that was not percent-encoded.
    if let Ok(time) = text.replace(' ', "+").parse::<Timestamp>() {
        return Some(time);
    }
    let midnight = format!("{text}T00:00:00Z");
    midnight.parse().ok()
}
