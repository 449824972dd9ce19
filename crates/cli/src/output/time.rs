//! Dates as people of a place read them.

use std::borrow::Cow;

use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The zone in which dates are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Zone {
    /// Coordinated Universal Time
    Utc,
    /// The zone of this machine, or of the variable TZ
    Local,
}

/// A text as it is, or a date of Okta's in the zone that was asked for: `2026-01-31 09:00:00`, which
/// spreadsheets take for a date.
pub fn shown(text: Cow<'_, str>, zone: Option<Zone>) -> Cow<'_, str> {
    match civil(&text, zone) {
        Some(time) => time.strftime("%Y-%m-%d %H:%M:%S").to_string().into(),
        None => text,
    }
}

/// A date of Okta's as the clocks of the zone show it.
pub fn civil(text: &str, zone: Option<Zone>) -> Option<DateTime> {
    let zone = zone.filter(|_| looks_like_a_date(text))?;
    let zone = match zone {
        Zone::Utc => TimeZone::UTC,
        Zone::Local => TimeZone::system(),
    };
    Some(text.parse::<Timestamp>().ok()?.to_zoned_datetime(zone).datetime())
}

/// The same for a table of little room. Without a zone the date is Okta's, and says so: `2026-01-31 08:00:00Z`.
pub fn short(text: Cow<'_, str>, zone: Option<Zone>) -> Cow<'_, str> {
    match civil(&text, Some(Zone::Utc)) {
        Some(time) if zone.is_none() => time.strftime("%Y-%m-%d %H:%M:%SZ").to_string().into(),
        _ => shown(text, zone),
    }
}

/// Whether it is a short date.
pub fn is_short(text: &str) -> bool {
    let bytes = text.as_bytes();
    (19..=20).contains(&bytes.len()) && bytes[4] == b'-' && bytes[10] == b' ' && bytes[13] == b':'
}

/// Whether it is written as Okta writes dates: `2026-01-31T08:00:00.000Z`.
fn looks_like_a_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    (20..=30).contains(&bytes.len()) && bytes[4] == b'-' && bytes[10] == b'T' && bytes.ends_with(b"Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_alone_are_rewritten() {
        let cases = [
            ("2026-01-31T08:00:00.123Z", "2026-01-31 08:00:00"),
            ("2026-01-31T08:00:00Z", "2026-01-31 08:00:00"),
            ("2026-13-31T08:00:00.000Z", "2026-13-31T08:00:00.000Z"),
            ("Anna-Maria Tennyson-Z", "Anna-Maria Tennyson-Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text.into(), Some(Zone::Utc)), expected);
            assert_eq!(shown(text.into(), None), text);
            assert_eq!(shown(text.into(), Some(Zone::Utc)), short(text.into(), Some(Zone::Utc)));
            let with_zone = if expected == text { expected.to_owned() } else { format!("{expected}Z") };
            assert_eq!(short(text.into(), None), with_zone);
            assert_eq!(is_short(&with_zone), expected != text);
        }
    }
}
