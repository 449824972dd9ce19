//! One rate limit, as far as the org's answers tell of it.

use std::time::Duration;

use super::Time;
use super::clock::Clock;
use super::told::Told;

/// After this long without an answer, one request more is risked.
const PATIENCE: Duration = Duration::from_secs(2);
/// What waited for a reset is spread over this part of a window.
const RELEASE: f64 = 0.03;
/// Where more wait than a window holds, sends are spread over this part of what is left of it.
const SPREAD: f64 = 0.5;
/// How much longer than an answer takes others are given to take from the bucket.
const HEADSTART: f64 = 1.5;
/// By how much a send may catch up with its time; timers are that coarse.
const SLACK: Duration = Duration::from_millis(5);
/// How long a refusal without a reset holds sends back.
const PAUSE: Duration = Duration::from_secs(1);
/// A window of which a second is a notable part.
const SHORT: Duration = Duration::from_secs(20);
/// By how much an answer may name the end of a window too early, if its beginning was seen.
const SECOND: Duration = Duration::from_secs(1);
/// By how much windows are taken to last longer, each time that one lasts beyond its reset.
const LAG: Duration = Duration::from_millis(250);

#[derive(Debug, Default)]
pub(crate) struct Bucket {
    /// The part of each window that may be used.
    share: f64,
    /// One for each known limit: that of the token, and that of the org.
    windows: Vec<Window>,
    in_flight: u32,
    /// Answers come without any limit.
    silent: bool,
    /// When the next one may be sent, after those before it were spread.
    next_send: Time,
    last_send: Time,
    /// The longest that was left of a window: as long as they last, as far as that is known.
    longest: Duration,
    /// How many were given up, and until when they may still arrive.
    lost: u32,
    lost_until: Time,
    /// How long the last answer took.
    travel: Duration,
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
    /// How many requests of others are counted in it, at least.
    others: u32,
    /// Whether requests had to wait for its end.
    ran_out: bool,
    /// Whether requests waited for its beginning.
    awaited: bool,
}

/// What is known of an answer beyond what it tells.
struct Answer<'a> {
    refused: bool,
    sent: Time,
    now: Time,
    clock: &'a Clock,
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
    pub(crate) fn new(share: f64) -> Self {
        Bucket { share, ..Bucket::default() }
    }

    /// What Okta does not count.
    pub(crate) fn uncounted() -> Self {
        Bucket { silent: true, ..Bucket::new(1.0) }
    }

    /// How many may be sent now, leaving aside how they are spread.
    pub(crate) fn room(&self, now: Time) -> Room {
        if now < self.paused {
            return Room::Until(self.paused);
        }
        let first = match (self.windows.is_empty(), self.silent) {
            (true, true) => Room::For(u32::MAX),
            // The process before this one may have used it up: more than one is never refused.
            (true, false) => self.risk(1, now),
            (false, _) => Room::For(u32::MAX),
        };
        self.windows.iter().fold(first, |room, window| room.and(self.room_in(window, now)))
    }

    fn room_in(&self, window: &Window, now: Time) -> Room {
        if window.end > now {
            match self.room_now(window, now) {
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

    /// How many more requests an open window has room for, after those in flight and what others may take meanwhile.
    fn room_now(&self, window: &Window, now: Time) -> u32 {
        let begun = window.end.saturating_sub(self.longest);
        let taken = window.taken(now.saturating_sub(begun), self.travel.mul_f64(HEADSTART));
        // How long it has been open is known by the second, so what they may take is never thought to be all.
        let remaining = window.remaining - taken.min(window.remaining / 2);
        remaining.min(window.allowance(self.share)).saturating_sub(self.under_way(now))
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
            let room = self.room_now(window, now);
            if window.others > 0 {
                // What is left for later, others take.
                Duration::ZERO
            } else if waiting > room as usize {
                // Whom the window cannot hold gains nothing by the haste of those before.
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
        for index in 0..self.windows.len() {
            let window = &self.windows[index];
            if window.end > now && !window.ran_out && self.room_now(window, now) == 0 {
                self.windows[index].ran_out = true;
                self.news = true;
            }
        }
    }

    /// How many are in flight, or were given up so lately that they may still be.
    fn under_way(&self, now: Time) -> u32 {
        self.in_flight + if now < self.lost_until { self.lost } else { 0 }
    }

    /// A request was given up, and may still arrive at the org.
    fn lose(&mut self, now: Time) {
        let still = if now < self.lost_until { self.lost } else { 0 };
        (self.lost, self.lost_until) = (still + 1, now + PAUSE.max(self.travel));
    }

    /// A request ended that the org did not count.
    pub(crate) fn forget(&mut self) {
        self.in_flight -= 1;
    }

    /// A request ended. `told` is what the answer said; without it, the org may have counted it or not. `travel`
    /// is how long the answer took, if one came.
    pub(crate) fn learn(
        &mut self,
        told: Option<&Told>,
        refused: bool,
        travel: Option<Duration>,
        clock: &Clock,
        now: Time,
    ) {
        self.in_flight -= 1;
        for window in self.windows.iter_mut().filter(|window| window.end > now) {
            window.used += u32::from(!refused);
            if told.is_none() {
                window.remaining = window.remaining.saturating_sub(1);
            }
        }
        match told {
            Some(told) => {
                let sent = now.saturating_sub(travel.unwrap_or_default());
                self.read(told, &Answer { refused, sent, now, clock });
            }
            None if refused => self.paused = now + PAUSE,
            None if travel.is_none() => self.lose(now),
            None => self.silent |= self.windows.is_empty(),
        }
        self.travel = travel.unwrap_or(self.travel);
    }

    fn read(&mut self, told: &Told, answer: &Answer<'_>) {
        let Answer { refused, now, .. } = *answer;
        let mut left = Duration::from_secs(told.left.unsigned_abs());
        if refused && left.is_zero() {
            self.lag += LAG;
            left = LAG;
        }
        let same = |window: &&mut Window| (window.limit, window.reset) == (told.limit, told.reset);
        if left.is_zero() {
            // By the second it is over; what remains of it counts until it really is.
            if let Some(window) = self.windows.iter_mut().find(same) {
                window.remaining = window.remaining.min(told.remaining);
            }
            // If it really is, no other has begun: nothing is known any more.
            self.windows.retain(|window| window.end > answer.sent);
            self.silent |= self.windows.is_empty();
            return;
        }
        self.longest = self.longest.max(whole(left));
        let (in_flight, lag) = (self.under_way(now), self.lag);
        if let Some(window) = self.windows.iter_mut().find(same) {
            window.correct(told, answer, left, lag, in_flight);
            self.news |= refused;
            return;
        }
        if !refused && self.windows.iter().any(|window| window.outlasts(told, now)) {
            return;
        }
        let awaited = self.windows.iter().any(Window::is_contested);
        let mut window = Window::begin(told, answer, left + lag, awaited);
        window.correct(told, answer, left, lag, in_flight);
        // What the windows before it were like is known, and what the new one is like.
        self.windows.retain(|window| window.end > now);
        self.windows.push(window);
        self.news = true;
    }

    /// Whether the turns of those who wait may have changed since this was asked last.
    pub(crate) fn has_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    /// When a request may be sent that has so many before it.
    pub(crate) fn estimate(&self, before: usize, now: Time) -> Time {
        self.turn(before.saturating_add(self.in_flight as usize), now)
    }

    /// The same, and never later than it really could be: what is in flight may be counted already.
    pub(crate) fn earliest(&self, before: usize, now: Time) -> Time {
        self.turn(before, now)
    }

    fn turn(&self, before: usize, now: Time) -> Time {
        let open = self.windows.iter().filter(|window| window.end > now);
        let times = open.map(|window| {
            let budget = window.budget(self.share);
            let room = window.remaining.min(window.allowance(self.share));
            let Some(beyond) = before.checked_sub(room as usize) else { return now };
            let windows = u32::try_from(beyond / budget as usize).unwrap_or(u32::MAX);
            window.end.saturating_add(window.length.saturating_mul(windows))
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
    fn begin(told: &Told, answer: &Answer<'_>, left: Duration, awaited: bool) -> Self {
        Window {
            limit: told.limit,
            remaining: told.remaining,
            reset: told.reset,
            end: answer.now + left,
            length: left,
            used: u32::from(!answer.refused),
            ours: false,
            others: 0,
            ran_out: false,
            awaited,
        }
    }

    /// Whether others want it as well, or more waited for it than it held.
    fn is_contested(&self) -> bool {
        self.ran_out || self.others > 0
    }

    /// Whether what is told of it ended before, by the clock of this one: other answers overtook that one.
    fn outlasts(&self, told: &Told, now: Time) -> bool {
        let before = Duration::from_secs(self.reset.abs_diff(told.reset));
        self.end > now && told.reset <= self.reset && self.end - now <= before
    }

    /// Learns from an answer about it.
    fn correct(&mut self, told: &Told, answer: &Answer<'_>, left: Duration, lag: Duration, in_flight: u32) {
        self.remaining = self.remaining.min(told.remaining);
        let counted = told.limit.saturating_sub(told.remaining);
        self.others = self.others.max(counted.saturating_sub(self.used + in_flight));
        if answer.refused {
            self.remaining = 0;
            self.ran_out = true;
        }
        let told_end = answer.now + left + lag;
        if let Some(aim) = self.aim(answer.clock) {
            // One answer with a wrong date sets the clock wrong, until the next one comes.
            self.end = (answer.now + SLACK).max(aim + lag).min(told_end);
        } else if answer.refused {
            self.end = told_end;
        } else if told.remaining + 1 == told.limit {
            self.ours = true;
            self.length = whole(left);
            self.end = answer.now + self.length;
        } else {
            let known_by = if self.ours { SECOND } else { Duration::ZERO };
            self.end = self.end.min(told_end + known_by);
        }
    }

    /// When to send for the next window, where others take much of each window. A second later nothing may be left.
    /// So this is the time that is not surely too early and not surely too late. For a long window, a second
    /// is not worth the risk. It is not either where the others may be gone: then the first news is a refusal.
    fn aim(&self, clock: &Clock) -> Option<Time> {
        let is_known = self.awaited || self.used > 0;
        let matters = is_known && self.others > self.limit / 4 && self.length <= SHORT;
        matters.then(|| clock.middle(self.reset))
    }

    /// How many of its requests we may use.
    fn budget(&self, share: f64) -> u32 {
        ((f64::from(self.limit) * share) as u32).max(1)
    }

    /// How many of them are left to us.
    fn allowance(&self, share: f64) -> u32 {
        if share < 1.0 { self.budget(share).saturating_sub(self.used) } else { u32::MAX }
    }

    /// How many requests of others it will count within some time, at the pace that they had since it began.
    fn taken(&self, elapsed: Duration, time: Duration) -> u32 {
        let pace = f64::from(self.others) / elapsed.max(time).as_secs_f64().max(f64::EPSILON);
        (pace * time.as_secs_f64()).round() as u32
    }
}

/// The length of a window whose beginning says that so much is left. Okta's windows divide a minute, so that a
/// second more is there because the reset was rounded up.
fn whole(left: Duration) -> Duration {
    let divides = |seconds: u64| seconds > 0 && 60 % seconds == 0;
    let seconds = left.as_secs();
    if !divides(seconds) && divides(seconds.saturating_sub(1)) { left - Duration::from_secs(1) } else { left }
}
