//! Okta's clock, as far as its answers tell of it.

use std::time::Duration;

use super::Time;

/// By how much Okta's time since the epoch is ahead of ours, in milliseconds: a range, since dates are in whole
/// seconds. Answers at different parts of a second narrow it.
#[derive(Debug, Default)]
pub(crate) struct Clock(Option<(i64, i64)>);

impl Clock {
    /// An answer was dated while its request was under way.
    pub(crate) fn learn(&mut self, date: i64, sent: Time, now: Time) {
        let least = date * 1000 - milliseconds(now);
        let most = date * 1000 + 1000 - milliseconds(sent);
        let narrowed = self.0.map(|(from, to)| (from.max(least), to.min(most)));
        // Where two answers contradict each other, the clock was set or is another one, and the new one counts.
        self.0 = narrowed.filter(|(from, to)| from <= to).or(Some((least, most)));
    }

    /// A time of Okta's by our clock: the middle of what it can be.
    pub(crate) fn middle(&self, seconds: i64) -> Time {
        let (from, to) = self.0.unwrap_or_default();
        let ahead = from + (to - from) / 2;
        Duration::from_millis((seconds * 1000 - ahead).max(0).unsigned_abs())
    }
}

fn milliseconds(time: Time) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_narrow_what_is_known_and_a_clock_that_was_set_is_followed() {
        let at = Duration::from_millis;
        let mut clock = Clock::default();
        // Our 10.0 s is Okta's 1000.3 s, so its 1005 s is our 14.7 s.
        clock.learn(1000, at(9_990), at(10_010));
        assert_eq!(clock.middle(1005), at(14_500));
        clock.learn(1000, at(10_600), at(10_620));
        assert_eq!(clock.middle(1005), at(14_805), "its second has not begun long before");
        clock.learn(1001, at(10_700), at(10_720));
        assert_eq!(clock.middle(1005), at(14_660), "the next second has begun");
        clock.learn(500, at(11_000), at(11_020));
        assert_eq!(clock.middle(505), at(15_510), "it was set back");
    }
}
