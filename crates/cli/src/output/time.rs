//! Dates as people of a place read them.

use std::borrow::Cow;

use clap::ValueEnum;
use jiff::Timestamp;
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
    let Some(zone) = zone.filter(|_| looks_like_a_date(&text)) else { return text };
    let Ok(time) = text.parse::<Timestamp>() else { return text };
    let zone = match zone {
        Zone::Utc => TimeZone::UTC,
        Zone::Local => TimeZone::system(),
    };
    time.to_zoned_datetime(zone).strftime("%Y-%m-%d %H:%M:%S").to_string().into()
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
        }
    }
}
