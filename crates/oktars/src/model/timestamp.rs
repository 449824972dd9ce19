use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Read;

/// A point in time, kept as Okta wrote it.
///
/// The text is read only when [`instant`](Timestamp::instant) is asked for, so that an odd date fails
/// nothing and is written back as it was.
///
/// ```
/// use oktars::Timestamp;
///
/// let created = Timestamp::from("2026-02-02T11:15:32.000Z");
/// assert_eq!(created.instant(), Some("2026-02-02T11:15:32Z".parse().unwrap()));
/// assert_eq!(created.to_string(), "2026-02-02T11:15:32.000Z");
/// assert_eq!(Timestamp::from("soon").instant(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// The time as Okta wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The point in time, in any of the forms that Okta is seen to write.
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        self.0.parse().ok().or_else(|| without_zone(&self.0)).or_else(|| java(&self.0))
    }
}

/// `2026-03-27 03:16:15.0`, which is UTC.
fn without_zone(text: &str) -> Option<jiff::Timestamp> {
    let time: DateTime = text.parse().ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}

/// `Fri Mar 27 03:16:15 UTC 2026`.
fn java(text: &str) -> Option<jiff::Timestamp> {
    let time = DateTime::strptime("%a %b %d %H:%M:%S UTC %Y", text).ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}

impl From<jiff::Timestamp> for Timestamp {
    /// Writes the time as Okta does: UTC, with three digits of a second.
    fn from(time: jiff::Timestamp) -> Self {
        Timestamp(time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Timestamp(text.to_owned())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Timestamp(text)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Read for Timestamp {
    fn from_json(value: Value) -> Result<Self, Value> {
        String::from_json(value).map(Timestamp)
    }

    fn to_json(&self) -> Value {
        self.as_str().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_okta_writes_is_read() {
        let expected: jiff::Timestamp = "2026-03-27T03:16:15Z".parse().unwrap();
        let forms = [
            "2026-03-27T03:16:15.000Z",
            "2026-03-27T03:16:15Z",
            "2026-03-27T05:16:15+02:00",
            "2026-03-27 03:16:15.0",
            "Fri Mar 27 03:16:15 UTC 2026",
        ];
        for form in forms {
            assert_eq!(Timestamp::from(form).instant(), Some(expected), "{form}");
        }
    }

    #[test]
    fn a_time_is_written_with_three_digits() {
        for (given, written) in [
            ("2026-03-27T03:16:15Z", "2026-03-27T03:16:15.000Z"),
            ("2026-03-27T03:16:15.123987Z", "2026-03-27T03:16:15.123Z"),
        ] {
            let time: jiff::Timestamp = given.parse().unwrap();
            assert_eq!(Timestamp::from(time).as_str(), written);
        }
    }
}
