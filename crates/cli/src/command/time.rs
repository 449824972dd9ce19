//! Times as people write them and as Okta does.

use jiff::{Timestamp, ZonedDateTime};

/// As Okta writes times.
pub fn text(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A time, a day (its start, here), or how long ago.
pub fn instant(text: &str) -> Result<Timestamp, String> {
    instant_from(text, &ZonedDateTime::now())
}

fn instant_from(text: &str, now: &ZonedDateTime) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    if let Ok(time) = text.parse::<jiff::civil::DateTime>() {
        let zoned = time.to_zoned_datetime(now.time_zone().clone());
        return zoned
            .map(|time| time.timestamp())
            .map_err(|_| "it is outside of the range of times".to_owned());
    }
    let wrong =
        || "it is not a time: write 2026-01-31T08:00:00Z, 2026-01-31, or 2h for two hours ago".to_owned();
    let ago = text.parse::<jiff::Span>().map_err(|_| wrong())?;
    if ago.is_negative() {
        return Err(wrong());
    }
    let then = now.checked_sub(ago).map(|time| time.timestamp());
    then.map_err(|_| "it is outside of the range of times".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_points_days_or_how_long_ago() {
        let now: ZonedDateTime = "2026-03-10T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
        let cases = [
            ("2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z"),
            ("2026-01-31T08:00:00.123+02:00", "2026-01-31T06:00:00.123Z"),
            ("2026-01-31", "2026-01-30T23:00:00Z"),
            ("2026-01-31T08:00", "2026-01-31T07:00:00Z"),
            ("2h", "2026-03-10T09:00:00Z"),
            ("90m", "2026-03-10T09:30:00Z"),
            ("7d", "2026-03-03T11:00:00Z"),
            ("1d 2h", "2026-03-09T09:00:00Z"),
        ];
        for (given, expected) in cases {
            assert_eq!(instant_from(given, &now).map(|time| time.to_string()), Ok(expected.to_owned()));
        }
        for given in ["", "2", "yesterday", "-2h", "2026-13-01"] {
            assert!(instant_from(given, &now).is_err(), "{given:?}");
        }
    }

    #[test]
    fn times_are_written_as_okta_writes_them() {
        assert_eq!(text("2026-01-31T08:00:00Z".parse().unwrap()), "2026-01-31T08:00:00.000Z");
    }
}
