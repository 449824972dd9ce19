//! The org's clock: the machine's time, moved or stopped on request. Ids and durations of real work do
//! not follow it; every date that a client sees does.

use std::ops::Range;

use http::HeaderValue;
use jiff::{SignedDuration, Timestamp};

use crate::kernel::lock::Lock;

#[derive(Debug, Default)]
pub struct Clock(Lock<Setting>);

#[derive(Debug, Clone, Copy, Default)]
struct Setting {
    offset: SignedDuration,
    stopped_at: Option<Timestamp>,
}

/// The seconds of the years 1970 to 2400: dates before and behind them have forms of their own, and what the org
/// reckons with them must be dates as well.
const BOUNDS: Range<i64> = 0..13_601_088_000;

impl Setting {
    fn now(&self) -> Timestamp {
        self.stopped_at.unwrap_or_else(|| Timestamp::now() + self.offset)
    }

    fn at(now: Timestamp, stopped: bool) -> Result<Self, String> {
        if now < Timestamp::UNIX_EPOCH || !BOUNDS.contains(&now.as_second()) {
            return Err(out_of_bounds());
        }
        Ok(Setting { offset: now.duration_since(Timestamp::now()), stopped_at: stopped.then_some(now) })
    }
}

fn out_of_bounds() -> String {
    "the clock stays within the years 1970 to 2400".to_owned()
}

impl Clock {
    pub fn now(&self) -> Timestamp {
        self.setting().now()
    }

    /// Moves the clock; it runs from there, or stays stopped.
    pub fn advance(&self, by: SignedDuration) -> Result<(), String> {
        let mut setting = self.0.lock();
        let now = setting.now().checked_add(by).map_err(|_| out_of_bounds())?;
        *setting = Setting::at(now, setting.stopped_at.is_some())?;
        Ok(())
    }

    /// Sets the clock, and stops it there when asked to.
    pub fn set(&self, now: Timestamp, stop: bool) -> Result<(), String> {
        *self.0.lock() = Setting::at(now, stop)?;
        Ok(())
    }

    pub fn is_stopped(&self) -> bool {
        self.setting().stopped_at.is_some()
    }

    /// Back to the machine's time.
    pub fn reset(&self) {
        *self.0.lock() = Setting::default();
    }

    fn setting(&self) -> Setting {
        *self.0.lock()
    }
}

/// So many minutes as somebody asked for them, a hundred years at most: any time and they together are a date.
pub fn minutes(count: i64) -> SignedDuration {
    const MOST: i64 = 100 * 366 * 24 * 60;
    SignedDuration::from_mins(count.clamp(-MOST, MOST))
}

/// A resource's timestamp: whole seconds, three zeros, `Z`.
pub fn seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// The date of a time in seconds, as JSON.
pub fn text_of(time: i64) -> serde_json::Value {
    Timestamp::from_second(time).map_or(serde_json::Value::Null, |time| seconds(time).into())
}

/// How the oldest resources write their times: `2025-09-24 04:05:52.0`.
pub fn spaced(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S.0").to_string()
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
