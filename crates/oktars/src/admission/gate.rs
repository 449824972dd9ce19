//! How many requests may be on their way at once.

use super::Time;

/// Adapts to what the org can take: an answer that too many ran at once halves it, calm widens it one by one.
#[derive(Debug)]
pub(crate) struct Gate {
    /// The most that was configured.
    most: u32,
    limit: u32,
    in_flight: u32,
    /// What was sent before this tells nothing about the limit that holds since.
    narrowed: Option<Time>,
    /// Answers since the last change.
    calm: u32,
}

impl Gate {
    pub(crate) fn new(most: usize) -> Self {
        let most = u32::try_from(most).unwrap_or(u32::MAX).max(1);
        Gate { most, limit: most, in_flight: 0, narrowed: None, calm: 0 }
    }

    pub(crate) fn has_room(&self) -> bool {
        self.in_flight < self.limit
    }

    pub(crate) fn limit(&self) -> u32 {
        self.limit
    }

    pub(crate) fn in_flight(&self) -> u32 {
        self.in_flight
    }

    pub(crate) fn enter(&mut self) {
        self.in_flight += 1;
    }

    pub(crate) fn leave(&mut self) {
        self.in_flight -= 1;
    }

    /// Too many ran at once when a request was sent. Of those that were sent together, one counts.
    pub(crate) fn narrow(&mut self, sent: Time, now: Time) {
        if self.narrowed.is_some_and(|narrowed| sent < narrowed) {
            return;
        }
        // The one that was refused has left already, and is one of those that were too many.
        self.limit = self.limit.min(self.in_flight + 1).div_ceil(2).max(1);
        self.narrowed = Some(now);
        self.calm = 0;
    }

    /// A request was answered otherwise: once as many were as may run at once, one more may.
    pub(crate) fn widen(&mut self, sent: Time) {
        if self.limit == self.most || self.narrowed.is_some_and(|narrowed| sent < narrowed) {
            return;
        }
        self.calm += 1;
        if self.calm >= self.limit {
            self.limit += 1;
            self.calm = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn it_narrows_once_for_requests_that_were_sent_together_and_recovers() {
        let at = Duration::from_secs;
        let mut gate = Gate::new(16);
        (0..16).for_each(|_| gate.enter());
        assert!(!gate.has_room());
        for _ in 0..5 {
            gate.leave();
            gate.narrow(at(0), at(1));
        }
        assert_eq!(gate.limit(), 8, "five refusals of one moment halve it once");
        gate.widen(at(0));
        (0..11).for_each(|_| gate.leave());
        gate.enter();
        gate.leave();
        gate.narrow(at(2), at(3));
        assert_eq!(gate.limit(), 1, "the org bore not even one more");
        let answers = (1..).take_while(|_| {
            gate.widen(at(4));
            gate.limit() < 16
        });
        assert_eq!(answers.count() + 1, (1..16).sum::<usize>(), "one more for each round of answers");
        (0..99).for_each(|_| gate.widen(at(5)));
        assert_eq!(gate.limit(), 16, "never beyond what was configured");
    }
}
