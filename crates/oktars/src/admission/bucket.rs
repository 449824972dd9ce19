//! One rate limit, as far as the org's answers tell of it.

use std::time::Duration;

use super::Time;
use super::told::Told;

/// The most requests that are risked at once in a bucket of which nothing is known.
const FEW: u32 = 4;
/// After this long without an answer, one request more is risked.
const PATIENCE: Duration = Duration::from_secs(2);
/// What waited for a reset is spread over this part of a window.
const RELEASE: f64 = 0.03;
/// Where more wait than a window holds, sends are spread over this part of what is left of it.
const SPREAD: f64 = 0.5;
/// By how much a send may catch up with its time; timers are that coarse.
const SLACK: Duration = Duration::from_millis(5);
/// How long a refusal without a reset holds sends back.
const PAUSE: Duration = Duration::from_secs(1);
/// By how much windows are taken to last longer, each time that one lasts beyond its reset.
const LAG: Duration = Duration::from_millis(250);

#[derive(Debug, Default)]
pub(crate) struct Bucket {
    /// The most that is risked at once before the first answer.
    few: u32,
    /// The part of each window that may be used.
    share: f64,
    /// One for each limit that was told of: that of the token, and that of the org.
    windows: Vec<Window>,
    in_flight: u32,
    /// Answers come without any limit.
    silent: bool,
    /// When the next one may be sent, after those before it were spread.
    next_send: Time,
    last_send: Time,
    /// Until when nothing is sent, since a refusal did not say.
    paused: Time,
    /// By how much windows last longer than their reset says, which is in whole seconds.
    lag: Duration,
    /// Whether the turns of those who wait may have changed.
    news: bool,
}

/// A window of one limit: it begins with its first request.
#[derive(Debug)]
struct Window {
    limit: u32,
    /// The least that was told to remain. What was in flight then may be counted in it already.
    remaining: u32,
    reset: i64,
    /// When it is over, by our clock.
    end: Time,
    length: Duration,
    /// Our own requests in it that were answered.
    used: u32,
    /// Whether its very first request was ours.
    ours: bool,
    /// Whether requests of others are counted in it.
    shared: bool,
    /// Whether requests had to wait for its end.
    ran_out: bool,
    /// Whether requests waited for its beginning.
    awaited: bool,
}

/// Whether a request may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// So many.
    For(u32),
    /// None before this time, unless an answer comes sooner.
    Until(Time),
}

impl Room {
    /// What both allow.
    fn and(self, other: Room) -> Room {
        match (self, other) {
            (Room::For(one), Room::For(other)) => Room::For(one.min(other)),
            (Room::Until(one), Room::Until(other)) => Room::Until(one.max(other)),
            (Room::Until(time), _) | (_, Room::Until(time)) => Room::Until(time),
        }
    }
}

impl Bucket {
    /// `guess` is the documented limit.
    pub(crate) fn new(guess: u32, share: f64) -> Self {
        Bucket { few: (guess / 25).clamp(1, FEW), share, ..Bucket::default() }
    }

    /// What Okta does not count.
    pub(crate) fn uncounted() -> Self {
        Bucket { silent: true, ..Bucket::new(0, 1.0) }
    }

    /// How many may be sent now, leaving aside how they are spread.
    pub(crate) fn room(&self, now: Time) -> Room {
        if now < self.paused {
            return Room::Until(self.paused);
        }
        let first = match (self.windows.is_empty(), self.silent) {
            (true, true) => Room::For(u32::MAX),
            (true, false) => self.risk(self.few, now),
            (false, _) => Room::For(u32::MAX),
        };
        self.windows.iter().fold(first, |room, window| room.and(self.room_in(window, now)))
    }

    fn room_in(&self, window: &Window, now: Time) -> Room {
        if window.end > now {
            match window.room(self.in_flight, self.share) {
                0 => Room::Until(window.end),
                room => Room::For(room),
            }
        } else if window.is_contested() {
            // The next window may be used up already, or not begun: its first answer is awaited.
            self.risk(1, now)
        } else {
            self.risk(window.budget(self.share), now)
        }
    }

    /// Room for so many at once of which nothing is known.
    fn risk(&self, most: u32, now: Time) -> Room {
        match most.saturating_sub(self.in_flight) {
            // An answer may never come.
            0 if now >= self.last_send + PATIENCE => Room::For(1),
            0 => Room::Until(self.last_send + PATIENCE),
            room => Room::For(room),
        }
    }

    /// When the next one of `waiting` requests may be sent.
    pub(crate) fn ready(&self, now: Time) -> Time {
        match self.room(now) {
            Room::Until(time) => time,
            Room::For(_) => self.next_send,
        }
    }

    /// Takes account of a request that is sent now, with so many others waiting behind it.
    pub(crate) fn send(&mut self, now: Time, waiting: usize) {
        self.in_flight += 1;
        self.last_send = now;
        let gap = self.gap(now, waiting);
        self.next_send = self.next_send.max(now.saturating_sub(SLACK)) + gap;
        if gap.is_zero() {
            self.next_send = now;
        }
    }

    /// The time between two sends.
    fn gap(&self, now: Time, waiting: usize) -> Duration {
        let open = self.windows.iter().filter(|window| window.end > now);
        let gaps = open.map(|window| {
            let room = window.room(self.in_flight, self.share);
            // Whom the window cannot hold gains nothing by haste of those before; others might, though.
            if !window.shared && waiting > room as usize {
                let rest = (window.end - now) / (room + 1);
                rest.min(window.length / window.budget(self.share)).mul_f64(SPREAD)
            } else if window.awaited {
                window.length.mul_f64(RELEASE) / window.budget(self.share)
            } else {
                Duration::ZERO
            }
        });
        gaps.max().unwrap_or_default()
    }

    /// Remembers that requests have to wait for the end of a window.
    pub(crate) fn hold_back(&mut self, now: Time) {
        for window in self.windows.iter_mut().filter(|window| window.end > now && !window.ran_out) {
            window.ran_out = window.room(self.in_flight, self.share) == 0;
            self.news |= window.ran_out;
        }
    }

    /// A request ended that the org did not count.
    pub(crate) fn forget(&mut self) {
        self.in_flight -= 1;
    }

    /// A request ended. `told` is what the answer said; without it, the org may have counted it or not.
    pub(crate) fn learn(&mut self, told: Option<&Told>, refused: bool, answered: bool, now: Time) {
        self.in_flight -= 1;
        for window in self.windows.iter_mut().filter(|window| window.end > now) {
            window.used += u32::from(!refused);
            if told.is_none() {
                window.remaining = window.remaining.saturating_sub(1);
            }
        }
        match told {
            Some(told) => self.read(told, refused, now),
            None if refused => self.paused = now + PAUSE,
            None => self.silent |= answered && self.windows.is_empty(),
        }
    }

    fn read(&mut self, told: &Told, refused: bool, now: Time) {
        let mut left = Duration::from_secs(told.left.unsigned_abs());
        if refused && left.is_zero() {
            self.lag += LAG;
            left = LAG;
        }
        let (in_flight, lag) = (self.in_flight, self.lag);
        let same = |window: &&mut Window| (window.limit, window.reset) == (told.limit, told.reset);
        if let Some(window) = self.windows.iter_mut().find(same) {
            window.correct(told, now, left, lag, refused, in_flight);
            self.news |= refused;
            return;
        }
        // By the clock of a window that is open, it ended: an answer that others overtook.
        let over = |window: &Window| {
            window.end > now
                && told.reset <= window.reset
                && window.end - now <= Duration::from_secs(window.reset.abs_diff(told.reset))
        };
        if left.is_zero() || !refused && self.windows.iter().any(over) {
            return;
        }
        let awaited = self.windows.iter().any(Window::is_contested);
        let mut window = Window::begin(told, now, left + lag, awaited);
        window.correct(told, now, left, lag, refused, in_flight);
        // What the windows before it were like is known, and what the new one is like.
        self.windows.retain(|window| window.end > now);
        self.windows.push(window);
        self.news = true;
    }

    /// Whether the turns of those who wait may have changed since this was asked last.
    pub(crate) fn has_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    /// When a request could be sent that has so many before it; never later than it really could.
    pub(crate) fn estimate(&self, before: usize, now: Time) -> Time {
        let open = self.windows.iter().filter(|window| window.end > now);
        let times = open.map(|window| {
            // What is in flight may be counted already.
            let room = window.remaining.min(window.budget(self.share).saturating_sub(window.used)) as usize;
            let Some(beyond) = before.checked_sub(room) else { return now };
            let windows = beyond / window.budget(self.share) as usize;
            window.end + window.length * u32::try_from(windows).unwrap_or(u32::MAX)
        });
        times.max().unwrap_or(now).max(self.paused)
    }

    pub(crate) fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// The limit, what remains, and the reset, of the window that has least left.
    pub(crate) fn tightest(&self, now: Time) -> Option<(u32, u32, Option<i64>)> {
        let shown = self.windows.iter().map(|window| match window.end > now {
            true => (window.limit, window.remaining.saturating_sub(self.in_flight), Some(window.reset)),
            false => (window.limit, window.limit, None),
        });
        shown.min_by_key(|(_, remaining, _)| *remaining)
    }
}

impl Window {
    /// The window of which an answer tells first.
    fn begin(told: &Told, now: Time, left: Duration, awaited: bool) -> Self {
        Window {
            limit: told.limit,
            remaining: told.remaining,
            reset: told.reset,
            end: now + left,
            length: left,
            used: 1,
            ours: false,
            shared: false,
            ran_out: false,
            awaited,
        }
    }

    /// Whether others want it as well, or more waited for it than it held.
    fn is_contested(&self) -> bool {
        self.ran_out || self.shared
    }

    /// Learns from another answer about it.
    ///
    /// The reset is in whole seconds, and so is the date that it is held against: the end is never sooner than
    /// the answer that says the least. Where the window's first request was ours, its answer tells the end better
    /// than the reset does: windows begin with their first request, and the reset may be rounded in either way.
    fn correct(
        &mut self,
        told: &Told,
        now: Time,
        left: Duration,
        lag: Duration,
        refused: bool,
        in_flight: u32,
    ) {
        if refused {
            self.remaining = 0;
            self.ran_out = true;
            self.end = self.end.max(now + left);
            return;
        }
        self.remaining = self.remaining.min(told.remaining);
        self.shared |= told.limit.saturating_sub(told.remaining) > self.used + in_flight;
        if told.remaining + 1 == told.limit {
            self.ours = true;
            self.length = whole(left);
            self.end = now + self.length;
        } else if !self.ours {
            self.end = self.end.min(now + left + lag);
        }
    }

    /// How many of its requests we may use.
    fn budget(&self, share: f64) -> u32 {
        ((f64::from(self.limit) * share) as u32).max(1)
    }

    /// How many may be sent besides those in flight. Where others take from it as well, half of what remains
    /// is left until it is known what they took.
    fn room(&self, in_flight: u32, share: f64) -> u32 {
        let remaining = if self.shared { self.remaining.div_ceil(2) } else { self.remaining };
        let budget = self.budget(share).saturating_sub(self.used);
        remaining.min(budget).saturating_sub(in_flight)
    }
}

/// The length of a window whose beginning says that so much is left. Okta's windows divide a minute, so that a
/// second more is there because the reset was rounded up.
fn whole(left: Duration) -> Duration {
    let divides = |seconds: u64| seconds > 0 && 60 % seconds == 0;
    let seconds = left.as_secs();
    if !divides(seconds) && divides(seconds.saturating_sub(1)) { left - Duration::from_secs(1) } else { left }
}
