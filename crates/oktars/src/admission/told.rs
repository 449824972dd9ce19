//! What an answer tells about a rate limit.

use http::HeaderMap;

/// The longest time to a reset that is believed, in seconds. Windows last a minute: where a reset is further off,
/// the answer's date is wrong, and a client that believed it would not send anything for hours.
pub(super) const LONGEST: i64 = 120;

/// The state of one bucket, as Okta tells it in the headers of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    /// How many requests a window holds.
    pub limit: u32,
    /// How many of them are left.
    pub remaining: u32,
    /// When the window ends, in seconds since the epoch by Okta's clock.
    pub reset: i64,
    /// The same as seconds from the answer on: reset and date are both Okta's, so our clock may be wrong.
    pub left: i64,
    /// When it was told, by Okta's clock.
    pub date: i64,
}

impl Told {
    /// Reads the headers. `wall` is the time by our own clock, for an answer without a date.
    ///
    /// If an answer shows several buckets, the tightest one counts.
    pub(crate) fn read(headers: &HeaderMap, wall: i64) -> Option<Self> {
        let date = date(headers).unwrap_or(wall);
        let (limits, remaining) =
            (numbers(headers, "x-rate-limit-limit"), numbers(headers, "x-rate-limit-remaining"));
        let buckets = limits.zip(remaining).zip(numbers(headers, "x-rate-limit-reset"));
        let told = buckets.map(|((limit, remaining), reset)| Told {
            limit: clamped(limit),
            remaining: clamped(remaining),
            reset,
            left: reset.saturating_sub(date).clamp(0, LONGEST),
            date,
        });
        told.min_by_key(|told| (told.remaining, -told.left))
    }

    /// Two zeros mean that too many requests ran at once. This passes sooner than any window.
    pub(crate) fn is_about_concurrency(&self) -> bool {
        self.limit == 0 && self.remaining == 0
    }
}

/// The values of a header that may be there several times, or once with commas.
fn numbers<'a>(headers: &'a HeaderMap, name: &'static str) -> impl Iterator<Item = i64> + 'a {
    let texts = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).filter_map(|text| text.trim().parse().ok())
}

fn clamped(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

pub(crate) fn date(headers: &HeaderMap) -> Option<i64> {
    let text = headers.get(http::header::DATE)?.to_str().ok()?;
    let time = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(time.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_against_the_answers_own_date() {
        const DATE: &str = "Mon, 02 Feb 2026 11:15:00 GMT";
        let told = |date: &str, triples: &[[&str; 3]]| {
            let mut headers = HeaderMap::new();
            headers.insert("date", date.parse().unwrap());
            let names = ["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"];
            for triple in triples {
                for (name, value) in names.into_iter().zip(triple) {
                    headers.append(name, value.parse().unwrap());
                }
            }
            Told::read(&headers, 1_770_030_920).map(|told| (told.limit, told.remaining, told.left))
        };
        let minute = ["600", "599", "1770030960"];
        assert_eq!(told(DATE, &[minute]), Some((600, 599, 60)));
        assert_eq!(told("no date", &[minute]), Some((600, 599, 40)), "by our clock");
        assert_eq!(told(DATE, &[minute, ["60", "3", "1770030930"]]), Some((60, 3, 30)), "the tightest");
        assert_eq!(told(DATE, &[["600, 60", "599, 3", "1770030960, 1770030930"]]), Some((60, 3, 30)));
        assert_eq!(told(DATE, &[["600", "0", "5"]]), Some((600, 0, 0)), "a reset that is over");
        assert_eq!(
            told(DATE, &[["600", "-1", "99999999999"]]),
            Some((600, 0, 120)),
            "no window lasts so long"
        );
        assert_eq!(told(DATE, &[["600", "many", "1770030960"]]), None);
        assert_eq!(told(DATE, &[]), None);
    }
}
