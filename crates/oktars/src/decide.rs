//! Whether a request is sent again, and when: a pure function of what is known.

use std::time::Duration;

use http::StatusCode;

use crate::admission::Told;

/// How one attempt ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outcome {
    /// Okta answered, or something in its place.
    Answered { status: StatusCode, told: Option<Told> },
    /// The connection was never made: nothing was sent.
    NotSent,
    /// No whole answer came, and Okta may have done what was asked.
    Broken,
}

/// What is known at the end of an attempt, apart from its outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    /// The attempt's number, from 1.
    pub number: u32,
    /// How many there may be.
    pub most: u32,
    /// Whether sending the request twice does no more than sending it once.
    pub repeatable: bool,
    /// What is left until the deadline.
    pub left: Duration,
    /// A number from 0 to 1, by which waits are spread, so that not all wake in the same second.
    pub spread: f64,
}

/// What to do after an attempt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Decision {
    /// Its outcome stands.
    Stop,
    /// Its outcome stands, since the wait before the next one would pass the deadline.
    TooLate(Duration),
    /// Send again after this time.
    Again(Duration),
}

/// The first wait after a failure, and the longest; each one may be twice the one before.
const BACKOFF: (f64, f64) = (0.5, 15.0);
/// The same after an answer that too many requests ran at once.
const CROWDED: (f64, f64) = (0.2, 5.0);

pub(crate) fn decide(outcome: Outcome, facts: Facts) -> Decision {
    let Some(wait) = wait(outcome, facts) else { return Decision::Stop };
    if facts.number >= facts.most {
        return Decision::Stop;
    }
    // A wait beyond the deadline would only hide Okta's answer behind a time-out.
    if wait < facts.left { Decision::Again(wait) } else { Decision::TooLate(wait) }
}

/// The wait before the next attempt, where there may be one.
fn wait(outcome: Outcome, facts: Facts) -> Option<Duration> {
    match outcome {
        Outcome::Answered { status: StatusCode::TOO_MANY_REQUESTS, told } => Some(limited(told, facts)),
        Outcome::NotSent => Some(backoff(facts)),
        _ => (facts.repeatable && outcome.is_unresolved()).then(|| backoff(facts)),
    }
}

impl Outcome {
    /// Whether it leaves open whether Okta did what was asked.
    pub(crate) fn is_unresolved(self) -> bool {
        match self {
            Outcome::Answered { status, .. } => matches!(status.as_u16(), 500 | 502 | 503 | 504),
            Outcome::NotSent => false,
            Outcome::Broken => true,
        }
    }
}

/// Any time up to one that doubles with each attempt.
fn backoff(facts: Facts) -> Duration {
    Duration::from_secs_f64(doubled(BACKOFF, facts.number) * facts.spread)
}

fn doubled((first, longest): (f64, f64), number: u32) -> f64 {
    (first * 2f64.powi(number.saturating_sub(1).min(16) as i32)).min(longest)
}

/// The wait that a 429 asks for: until the reset, or a moment where too many requests ran at once.
fn limited(told: Option<Told>, facts: Facts) -> Duration {
    match told {
        Some(told) if !told.is_about_concurrency() => {
            // Resets are whole seconds, so one that is over may not quite be.
            let left = told.left.max(1) as f64;
            Duration::from_secs_f64(left + facts.spread * (left / 10.0).min(1.0))
        }
        _ => Duration::from_secs_f64(doubled(CROWDED, facts.number) * (1.0 + facts.spread)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first of five attempts, with a minute left, in the middle of the spread.
    const FACTS: Facts =
        Facts { number: 1, most: 5, repeatable: true, left: Duration::from_secs(60), spread: 0.5 };

    fn answered(status: u16, told: Option<Told>) -> Outcome {
        Outcome::Answered { status: StatusCode::from_u16(status).unwrap(), told }
    }

    fn told(limit: u32, remaining: u32, left: i64) -> Option<Told> {
        Some(Told { limit, remaining, reset: 1_770_030_900, left, date: 1_770_030_900 - left })
    }

    fn again(seconds: f64) -> Decision {
        Decision::Again(Duration::from_secs_f64(seconds))
    }

    /// The whole policy: what happened, whether it may be repeated, what is done after the first attempt, and
    /// what after the third.
    #[test]
    fn the_table() {
        use Decision::Stop;
        let cases = [
            // A bucket is waited for until its reset, whatever the request is: nothing was done.
            (answered(429, told(600, 0, 30)), true, again(30.5), again(30.5)),
            (answered(429, told(600, 0, 30)), false, again(30.5), again(30.5)),
            (answered(429, told(600, 0, 4)), false, again(4.2), again(4.2)),
            (answered(429, told(600, 0, 0)), true, again(1.05), again(1.05)),
            // That too many ran at once passes soon, whatever the reset says.
            (answered(429, told(0, 0, 50)), true, again(0.3), again(1.2)),
            (answered(429, told(0, 0, 50)), false, again(0.3), again(1.2)),
            (answered(429, None), true, again(0.3), again(1.2)),
            // What may have been done is repeated only if that does no harm.
            (answered(500, None), true, again(0.25), again(1.0)),
            (answered(502, None), true, again(0.25), again(1.0)),
            (answered(503, told(600, 5, 30)), true, again(0.25), again(1.0)),
            (answered(504, None), true, again(0.25), again(1.0)),
            (Outcome::Broken, true, again(0.25), again(1.0)),
            (answered(500, None), false, Stop, Stop),
            (answered(502, None), false, Stop, Stop),
            (answered(503, None), false, Stop, Stop),
            (answered(504, None), false, Stop, Stop),
            (Outcome::Broken, false, Stop, Stop),
            // What never left is always repeated.
            (Outcome::NotSent, true, again(0.25), again(1.0)),
            (Outcome::NotSent, false, again(0.25), again(1.0)),
        ];
        for (outcome, repeatable, first, third) in cases {
            let facts = Facts { repeatable, ..FACTS };
            assert_eq!(decide(outcome, facts), first, "{outcome:?}, {repeatable}");
            assert_eq!(decide(outcome, Facts { number: 3, ..facts }), third, "{outcome:?}, {repeatable}");
            assert_eq!(decide(outcome, Facts { number: 5, ..facts }), Stop, "{outcome:?}: the last attempt");
            let late = match first {
                Decision::Again(wait) => Decision::TooLate(wait),
                other => other,
            };
            assert_eq!(
                decide(outcome, Facts { left: Duration::ZERO, ..facts }),
                late,
                "{outcome:?}: no time"
            );
        }
        for status in (200..600).filter(|status| ![429, 500, 502, 503, 504].contains(status)) {
            assert_eq!(decide(answered(status, told(600, 0, 30)), FACTS), Stop, "{status} stands");
        }
    }

    #[test]
    fn waits_are_spread_and_grow_to_an_end() {
        let wait =
            |outcome, number, spread| match decide(outcome, Facts { number, spread, most: 99, ..FACTS }) {
                Decision::Again(wait) => wait.as_secs_f64(),
                other => panic!("{other:?}"),
            };
        assert_eq!(wait(Outcome::Broken, 1, 0.0), 0.0, "any time from none on");
        assert_eq!(wait(Outcome::Broken, 4, 1.0), 4.0);
        assert_eq!(wait(Outcome::Broken, 90, 1.0), 15.0);
        let crowded = answered(429, told(0, 0, 50));
        assert_eq!(wait(crowded, 1, 0.0), 0.2, "never at once");
        assert_eq!(wait(crowded, 90, 1.0), 10.0);
        let limited = answered(429, told(600, 0, 40));
        assert_eq!((wait(limited, 1, 0.0), wait(limited, 1, 1.0)), (40.0, 41.0));
    }

    #[test]
    fn the_deadline_bounds_every_wait() {
        let limited = answered(429, told(600, 0, 30));
        let left = |seconds| Facts { left: Duration::from_secs_f64(seconds), ..FACTS };
        assert_eq!(decide(limited, left(30.6)), again(30.5));
        assert_eq!(decide(limited, left(30.5)), Decision::TooLate(Duration::from_secs_f64(30.5)));
    }
}
