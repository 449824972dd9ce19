//! Whether a request is sent again, and when: a pure function of what is known.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

/// How one attempt ended.
#[derive(Debug)]
pub(crate) enum Outcome<'a> {
    /// Okta answered.
    Answered { status: StatusCode, headers: &'a HeaderMap },
    /// The connection was never made: nothing was sent.
    NotSent,
    /// The connection broke, and Okta may have done what was asked.
    Broken,
}

/// What is known at the end of an attempt, apart from its outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    /// Its number, from 1.
    pub number: u32,
    /// How many there may be.
    pub most: u32,
    /// Whether sending the request twice does no more than sending it once.
    pub repeatable: bool,
    /// Seconds since the epoch, by our own clock; used where the answer has no date.
    pub now: i64,
    /// What is left until the deadline.
    pub left: Duration,
    /// A number from 0 to 1, by which waits are spread, so that not all wake in the same second.
    pub spread: f64,
}

/// What to do after an attempt.
#[derive(Debug, PartialEq)]
pub(crate) enum Decision {
    /// Its outcome stands.
    Stop,
    /// Send again after this time.
    Again(Duration),
}

/// The longest wait that grows with the attempts; a rate limit's reset may be further off.
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);

pub(crate) fn decide(outcome: &Outcome<'_>, attempt: Attempt) -> Decision {
    if attempt.number >= attempt.most {
        return Decision::Stop;
    }
    match wait(outcome, attempt) {
        Some(wait) if wait < attempt.left => Decision::Again(wait),
        // A wait beyond the deadline would only hide Okta's answer behind a time-out.
        _ => Decision::Stop,
    }
}

fn wait(outcome: &Outcome<'_>, attempt: Attempt) -> Option<Duration> {
    match outcome {
        Outcome::NotSent => Some(backoff(attempt)),
        Outcome::Broken => attempt.repeatable.then(|| backoff(attempt)),
        Outcome::Answered { status, headers } => match *status {
            StatusCode::TOO_MANY_REQUESTS => Some(limited(headers, attempt)),
            StatusCode::SERVICE_UNAVAILABLE => attempt.repeatable.then(|| backoff(attempt)),
            _ => None,
        },
    }
}

/// Half a second, one, two, four, and up to as much again.
fn backoff(attempt: Attempt) -> Duration {
    let doubled = 0.5 * 2f64.powi(attempt.number.saturating_sub(1).min(10) as i32);
    Duration::from_secs_f64(doubled * (1.0 + attempt.spread)).min(LONGEST_BACKOFF)
}

/// The wait that a 429 asks for. Reset and date are both Okta's, so our clock may be wrong.
fn limited(headers: &HeaderMap, attempt: Attempt) -> Duration {
    // Two zeros mean that too many requests ran at once: this passes sooner than any window.
    let too_many_at_once = number(headers, "x-rate-limit-limit") == Some(0)
        && number(headers, "x-rate-limit-remaining") == Some(0);
    match number(headers, "x-rate-limit-reset") {
        Some(reset) if !too_many_at_once => {
            let date = date(headers).unwrap_or(attempt.now);
            let seconds = reset.saturating_sub(date).clamp(0, 24 * 60 * 60) as f64;
            Duration::from_secs_f64(seconds + 1.0 + attempt.spread)
        }
        _ => backoff(attempt),
    }
}

/// The value of a header; the smallest where several buckets are told of.
fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok()?.trim().parse().ok()).min()
}

fn date(headers: &HeaderMap) -> Option<i64> {
    let text = headers.get(http::header::DATE)?.to_str().ok()?;
    let time = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(time.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Attempt =
        Attempt { number: 1, most: 5, repeatable: true, now: 0, left: Duration::from_secs(60), spread: 0.0 };

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn answered(status: u16, pairs: &[(&'static str, &str)], attempt: Attempt) -> Decision {
        let headers = headers(pairs);
        decide(
            &Outcome::Answered { status: StatusCode::from_u16(status).unwrap(), headers: &headers },
            attempt,
        )
    }

    fn again(seconds: f64) -> Decision {
        Decision::Again(Duration::from_secs_f64(seconds))
    }

    #[test]
    fn a_rate_limit_is_waited_for_by_the_answers_own_date() {
        let skewed = Attempt { now: 1_000_000, ..MINUTE };
        let date = ("date", "Mon, 02 Feb 2026 11:15:00 GMT");
        let reset = ("x-rate-limit-reset", "1770030930"); // 11:15:30
        let limit = ("x-rate-limit-limit", "600");
        assert_eq!(answered(429, &[date, reset, limit], skewed), again(31.0));
        assert_eq!(answered(429, &[date, reset], Attempt { spread: 0.5, ..skewed }), again(31.5));
        assert_eq!(answered(429, &[reset], Attempt { now: 1_770_030_920, ..MINUTE }), again(11.0));
        assert_eq!(answered(429, &[date, ("x-rate-limit-reset", "5")], MINUTE), again(1.0));
        assert_eq!(answered(429, &[], MINUTE), again(0.5), "no reset at all");
        // A POST that was answered 429 did nothing, so it may be sent again.
        assert_eq!(answered(429, &[date, reset], Attempt { repeatable: false, ..skewed }), again(31.0));
    }

    #[test]
    fn too_many_at_once_is_not_a_window() {
        let pairs = [
            ("date", "Mon, 02 Feb 2026 11:15:00 GMT"),
            ("x-rate-limit-limit", "0"),
            ("x-rate-limit-remaining", "0"),
            ("x-rate-limit-reset", "1770030950"),
        ];
        assert_eq!(answered(429, &pairs, MINUTE), again(0.5));
    }

    #[test]
    fn the_deadline_and_the_number_of_attempts_bound_it() {
        let pairs = [("date", "Mon, 02 Feb 2026 11:15:00 GMT"), ("x-rate-limit-reset", "1770030930")];
        assert_eq!(
            answered(429, &pairs, Attempt { left: Duration::from_secs(31), ..MINUTE }),
            Decision::Stop
        );
        assert_eq!(answered(429, &pairs, Attempt { number: 5, ..MINUTE }), Decision::Stop);
        assert_eq!(decide(&Outcome::NotSent, Attempt { left: Duration::ZERO, ..MINUTE }), Decision::Stop);
    }

    #[test]
    fn what_may_have_been_done_is_not_sent_twice() {
        let once = Attempt { repeatable: false, ..MINUTE };
        assert_eq!(decide(&Outcome::Broken, once), Decision::Stop);
        assert_eq!(answered(503, &[], once), Decision::Stop);
        assert_eq!(decide(&Outcome::NotSent, once), again(0.5));
        assert_eq!(decide(&Outcome::Broken, MINUTE), again(0.5));
        assert_eq!(answered(503, &[], Attempt { number: 3, ..MINUTE }), again(2.0));
    }

    #[test]
    fn other_answers_stand() {
        for status in [200, 201, 204, 302, 400, 401, 403, 404, 409, 412, 500, 501, 502, 504] {
            assert_eq!(answered(status, &[], MINUTE), Decision::Stop, "{status}");
        }
    }
}
