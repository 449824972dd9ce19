//! The meter: which windows are open, how much of each is used, and what an answer tells of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, MutexGuard};

use http::{HeaderMap, HeaderValue, Method, header};
use jiff::Timestamp;

use crate::door::rate::RateLimits;
use crate::door::rate::bucket::{BUCKETS, bucket_of};
use crate::kernel::lock::Lock;

/// Windows that are over are forgotten once there are this many.
const MAX_WINDOWS: usize = 4096;
/// When too many requests run at once, the reset is a guess: so many seconds from now.
const AT_ONCE_SECONDS: i64 = 60;
/// Of how many requests of a hundred Okta warns.
const WARNS_AT: u64 = 60;

/// What a fault wants answers to say about the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forced {
    /// The bucket is empty.
    Empty,
    /// Too many requests in progress.
    AtOnce,
}

/// Counts an org's requests.
#[derive(Debug)]
pub(crate) struct Meter {
    state: Lock<State>,
    in_progress: Arc<AtomicU32>,
    hasher: RandomState,
}

#[derive(Debug)]
struct State {
    limits: RateLimits,
    /// By bucket and token; the org's own windows are those of token 0.
    windows: HashMap<(usize, u64), Window>,
    /// How many requests each bucket refused since the limits were set; too many at once are under `org`.
    refused: BTreeMap<&'static str, u64>,
    /// When, in seconds, it was told that there are too many at once: once a minute is enough.
    told_at_once: Option<i64>,
    /// Until when, in milliseconds, the requests of the pretended clients of a bucket are counted.
    others: HashMap<usize, i64>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    /// In whole seconds, so that a client which waits until the time in the header is let in.
    end: i64,
    /// How long it lasts in all.
    seconds: i64,
    used: u32,
    /// Whether the log tells that it is used up.
    told: bool,
}

/// A limit that nobody reached before in the same window: the System Log tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    pub(crate) event: &'static str,
    pub(crate) bucket: &'static str,
}

/// A request in progress.
#[derive(Debug)]
pub(crate) struct InProgress(Arc<AtomicU32>);

impl Drop for InProgress {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// What a request met. Nothing, where it is not counted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counted {
    pub(crate) exceeded: bool,
    pub(crate) reached: Option<Reached>,
    shown: Option<Shown>,
}

#[derive(Debug, Clone, Copy)]
struct Shown {
    limit: u32,
    remaining: u32,
    reset: i64,
}

impl Shown {
    /// Whether so much of the window is used for the first time that Okta warns.
    fn warns(&self) -> bool {
        u64::from(self.limit - self.remaining) == (u64::from(self.limit) * WARNS_AT).div_ceil(100)
    }
}

impl Meter {
    pub(crate) fn new(limits: RateLimits) -> Self {
        Meter {
            state: Lock::new(State::new(limits)),
            in_progress: Arc::default(),
            hasher: RandomState::new(),
        }
    }

    pub(crate) fn limits(&self) -> RateLimits {
        self.state().limits.clone()
    }

    /// How many requests each bucket refused since the limits were set.
    pub(crate) fn refused(&self) -> BTreeMap<&'static str, u64> {
        self.state().refused.clone()
    }

    /// Changes the limits; all windows start again.
    pub(crate) fn set(&self, limits: RateLimits) {
        *self.state() = State::new(limits);
    }

    pub(crate) fn begin(&self) -> InProgress {
        self.in_progress.fetch_add(1, Ordering::AcqRel);
        InProgress(self.in_progress.clone())
    }

    /// Counts a request that has begun.
    pub(crate) fn count(&self, method: &Method, path: &str, headers: &HeaderMap, now: Timestamp) -> Counted {
        let Some(bucket) = bucket_of(method, path) else { return Counted::default() };
        let token = headers.get(header::AUTHORIZATION).map(|token| self.hasher.hash_one(token) | 1);
        let mut state = self.state();
        let full = state.limits.concurrency.filter(|_| state.limits.enforced);
        if full.is_some_and(|limit| self.in_progress.load(Ordering::Acquire) > limit) {
            state.refuse(0);
            return Counted { reached: state.too_many_at_once(now.as_second()), ..Counted::at_once(now) };
        }
        state.count(bucket, token, now)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

/// The org's own window of a bucket, over all tokens.
const fn whole(bucket: usize) -> (usize, u64) {
    (bucket, 0)
}

impl State {
    fn new(limits: RateLimits) -> Self {
        State {
            limits,
            windows: HashMap::new(),
            refused: BTreeMap::new(),
            told_at_once: None,
            others: HashMap::new(),
        }
    }

    fn count(&mut self, bucket: usize, token: Option<u64>, now: Timestamp) -> Counted {
        self.count_others(bucket, now.as_millisecond());
        self.count_others(0, now.as_millisecond());
        let now = now.as_second();
        if self.windows.len() > MAX_WINDOWS {
            self.windows.retain(|_, window| window.is_open(now));
        }
        let (limit, org_limit) = (self.limits.limit(&BUCKETS[bucket]), self.limits.limit(&BUCKETS[0]));
        let mut scopes = vec![(whole(bucket), limit), (whole(0), org_limit)];
        if let Some(token) = token {
            scopes.insert(0, ((bucket, token), self.limits.token_limit(&BUCKETS[bucket])));
        }
        if !self.limits.enforced {
            return self.count_nothing(&scopes, now);
        }
        if let Some((key, refused)) = self.refusal(&scopes, now) {
            self.refuse(bucket);
            return Counted { exceeded: true, reached: self.used_up(key), shown: Some(refused) };
        }
        let met: Vec<Shown> = scopes.iter().map(|(key, limit)| self.use_one(*key, *limit, now)).collect();
        let warned = scopes.iter().zip(&met).find(|(_, met)| met.warns());
        let reached = warned.map(|(((bucket, _), _), _)| Reached {
            event: "system.org.rate_limit.warning",
            bucket: BUCKETS[*bucket].name,
        });
        Counted { exceeded: false, reached, shown: met.into_iter().min_by_key(|shown| shown.remaining) }
    }

    /// What the first refusal of a window is told as.
    fn used_up(&mut self, key: (usize, u64)) -> Option<Reached> {
        let window = self.windows.get_mut(&key)?;
        let first = !std::mem::replace(&mut window.told, true);
        first.then_some(Reached { event: "system.org.rate_limit.violation", bucket: BUCKETS[key.0].name })
    }

    fn too_many_at_once(&mut self, now: i64) -> Option<Reached> {
        if self.told_at_once.is_some_and(|told| (told..told + AT_ONCE_SECONDS).contains(&now)) {
            return None;
        }
        self.told_at_once = Some(now);
        Some(Reached { event: "core.concurrency.org.limit.violation", bucket: BUCKETS[0].name })
    }

    fn refuse(&mut self, bucket: usize) {
        *self.refused.entry(BUCKETS[bucket].name).or_default() += 1;
    }

    /// Shows a window that has just begun: a client that obeys the headers must not be slowed by limits that are
    /// off.
    fn count_nothing(&self, scopes: &[((usize, u64), u32)], now: i64) -> Counted {
        let tightest = scopes.iter().min_by_key(|(_, limit)| *limit);
        let shown = tightest.map(|((bucket, _), limit)| Shown {
            limit: *limit,
            remaining: limit.saturating_sub(1).max(1),
            reset: now + self.limits.window_of(&BUCKETS[*bucket]),
        });
        Counted { shown, ..Counted::default() }
    }

    /// Counts what the pretended clients of a bucket asked for since the last time, in milliseconds.
    fn count_others(&mut self, bucket: usize, now: i64) {
        let rate = self.limits.others_per_minute(&BUCKETS[bucket]);
        if rate == 0 {
            return;
        }
        let (limit, seconds) = (self.limits.limit(&BUCKETS[bucket]), self.limits.window_of(&BUCKETS[bucket]));
        // What was longer ago is in no window that is still open.
        let earliest = now - 2 * seconds * 1000;
        let last = self.others.insert(bucket, now).filter(|last| *last <= now);
        let mut time = last.unwrap_or(earliest).max(earliest);
        loop {
            let window = self.windows.entry(whole(bucket)).or_insert(Window::CLOSED);
            if window.is_open(time.div_euclid(1000)) {
                let until = now.min(window.end * 1000);
                let asked = arrivals_before(until, rate) - arrivals_before(time, rate);
                let used = i128::from(window.used) + asked.max(0);
                window.used = u32::try_from(used).unwrap_or(u32::MAX).min(limit);
                time = until;
            } else {
                time = next_arrival(time, rate);
                if time >= now {
                    return;
                }
                *window = Window::starting(time.div_euclid(1000), seconds);
            }
            if time >= now {
                return;
            }
        }
    }

    /// The empty window that lasts longest, of equals the tightest, if there is any.
    fn refusal(&self, scopes: &[((usize, u64), u32)], now: i64) -> Option<((usize, u64), Shown)> {
        let empty = scopes.iter().filter_map(|(key, limit)| {
            let window = self.windows.get(key).filter(|window| window.is_open(now))?;
            let shown = Shown { limit: *limit, remaining: 0, reset: window.end };
            (window.used >= *limit).then_some((*key, shown))
        });
        empty.max_by_key(|(_, shown)| (shown.reset, Reverse(shown.limit)))
    }

    fn use_one(&mut self, key: (usize, u64), limit: u32, now: i64) -> Shown {
        let fresh = Window::starting(now, self.limits.window_of(&BUCKETS[key.0]));
        let window = self.windows.entry(key).or_insert(fresh);
        if !window.is_open(now) || window.used >= limit {
            *window = fresh;
        }
        window.used += 1;
        Shown { limit, remaining: limit - window.used, reset: window.end }
    }
}

impl Window {
    const CLOSED: Window = Window { end: 0, seconds: 0, used: 0, told: false };

    fn starting(now: i64, seconds: i64) -> Self {
        Window { end: now + seconds, seconds, ..Window::CLOSED }
    }

    /// A clock that was set back closes windows as well: they would last forever.
    fn is_open(&self, now: i64) -> bool {
        (self.end - self.seconds..self.end).contains(&now)
    }
}

/// How many requests there were before this time, in milliseconds, at an even rate per minute. They do not
/// depend on when somebody looks. Rates are bounded so that no count is too large for its type.
fn arrivals_before(time: i64, rate: u64) -> i128 {
    let exact = i128::from(time) * i128::from(rate);
    exact.div_euclid(60_000) + i128::from(exact.rem_euclid(60_000) != 0)
}

/// When the first request comes that is not before this time.
fn next_arrival(time: i64, rate: u64) -> i64 {
    let at = (arrivals_before(time, rate) * 60_000).div_euclid(i128::from(rate));
    i64::try_from(at).unwrap_or(i64::MAX)
}

impl Counted {
    fn at_once(now: Timestamp) -> Self {
        let reset = now.as_second() + AT_ONCE_SECONDS;
        Counted { exceeded: true, reached: None, shown: Some(Shown { limit: 0, remaining: 0, reset }) }
    }

    /// What a fault tells instead.
    pub(crate) fn forced(self, forced: Option<Forced>, now: Timestamp) -> Self {
        match forced {
            None => self,
            Some(Forced::AtOnce) => Counted::at_once(now),
            Some(Forced::Empty) => {
                let shown = self.shown.map(|shown| Shown { remaining: 0, ..shown });
                Counted { exceeded: true, reached: None, shown }
            }
        }
    }

    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let Some(shown) = self.shown else { return };
        let values = [
            ("x-rate-limit-limit", i64::from(shown.limit)),
            ("x-rate-limit-remaining", i64::from(shown.remaining)),
            ("x-rate-limit-reset", shown.reset),
        ];
        for (name, value) in values {
            // A fault that brings these headers means its own.
            headers.entry(name).or_insert(HeaderValue::from(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000;

    struct Asked(Meter);

    impl Asked {
        fn of(limits: RateLimits) -> Self {
            Asked(Meter::new(limits))
        }

        /// Status, limit, remaining, seconds to the reset.
        fn get(&self, path: &str, token: &str, at: i64) -> (bool, u32, u32, i64) {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", token.parse().unwrap());
            let now = Timestamp::from_second(NOW + at).unwrap();
            let counted = self.0.count(&Method::GET, path, &headers, now);
            let shown = counted.shown.expect("the path is counted");
            (counted.exceeded, shown.limit, shown.remaining, shown.reset - NOW)
        }
    }

    #[test]
    fn a_token_has_its_share_and_the_org_the_whole() {
        let asked = Asked::of(RateLimits::documented().bucket("/api/v1/users", 4));
        let get = |token, at| asked.get("/api/v1/users", token, at);
        assert_eq!(get("SSWS a", 0), (false, 2, 1, 60));
        assert_eq!(get("SSWS a", 1), (false, 2, 0, 60));
        assert_eq!(get("SSWS a", 2), (true, 2, 0, 60), "the token's share is used up");
        assert_eq!(asked.0.refused(), BTreeMap::from([("/api/v1/users", 1)]), "refusals are counted");
        assert_eq!(get("SSWS b", 3), (false, 2, 1, 63), "another token has its own window");
        assert_eq!(get("SSWS b", 4), (false, 2, 0, 63));
        assert_eq!(get("SSWS c", 5), (true, 4, 0, 60), "the org's bucket is used up");
        assert_eq!(get("SSWS b", 6), (true, 2, 0, 63), "the longest wait is told");
        assert_eq!(get("SSWS a", 59), (true, 2, 0, 60));
        assert_eq!(get("SSWS a", 60), (false, 2, 1, 120), "a window begins with its first request");
    }

    #[test]
    fn all_traffic_together_is_limited_too() {
        let asked = Asked::of(RateLimits::documented().bucket("org", 2));
        assert!(!asked.get("/api/v1/users", "SSWS a", 0).0);
        assert!(!asked.get("/api/v1/groups", "SSWS a", 0).0);
        assert_eq!(asked.get("/api/v1/apps", "SSWS b", 0), (true, 2, 0, 60));
    }

    #[test]
    fn windows_last_as_long_as_they_are_told_to() {
        let limits = RateLimits::documented().bucket("/api/v1/users", 1).window(6);
        let asked = Asked::of(limits.bucket_window("/api/v1/groups", 2).bucket("/api/v1/groups", 1));
        let get = |path, at| asked.get(path, "SSWS a", at);
        assert_eq!(get("/api/v1/users", 0), (false, 1, 0, 6));
        assert_eq!(get("/api/v1/users", 5), (true, 1, 0, 6));
        assert_eq!(get("/api/v1/users", 6), (false, 1, 0, 12));
        assert_eq!(get("/api/v1/groups", 0), (false, 1, 0, 2));
        assert_eq!(get("/api/v1/groups", 1), (true, 1, 0, 2));
        assert_eq!(get("/api/v1/groups", 2), (false, 1, 0, 4));
    }

    /// Remaining of a bucket of 20 in 6 seconds, asked each second.
    fn remaining(clients: u32, per_minute: u32, seconds: i64) -> Vec<u32> {
        let limits = RateLimits::documented().bucket("/api/v1/users", 20).window(6).token_percent(100);
        let asked = Asked::of(limits.others("/api/v1/users", clients, per_minute));
        (0..seconds).map(|at| asked.get("/api/v1/users", "SSWS a", at).2).collect()
    }

    #[test]
    fn others_use_the_bucket_up_and_open_windows_of_their_own() {
        // NOW is a multiple of ten seconds, and six seconds before it they opened a window.
        assert_eq!(remaining(0, 60, 7), [19, 18, 17, 16, 15, 14, 19]);
        assert_eq!(remaining(2, 60, 6), [19, 16, 13, 10, 7, 4]);
        assert_eq!(remaining(4, 30, 6), remaining(2, 60, 6), "their requests are spread evenly");
        let crowded = remaining(20, 60, 13);
        assert_eq!(crowded[1..6], [0; 5], "nothing is left, and what they are refused counts no more");
        assert!(crowded[0] > 0 && crowded[6] > 0 && crowded[12] > 0, "a new window: {crowded:?}");
    }

    #[test]
    fn what_others_do_does_not_depend_on_who_looks() {
        let limits = || {
            let limits = RateLimits::documented().bucket("/api/v1/users", 1000).token_percent(100);
            limits.others("/api/v1/users", 3, 70)
        };
        let (often, seldom) = (Asked::of(limits()), Asked::of(limits()));
        let asked = (0..50).map(|at| often.get("/api/v1/users", "SSWS a", at)).last().unwrap();
        seldom.get("/api/v1/users", "SSWS a", 0);
        let once = seldom.get("/api/v1/users", "SSWS a", 49);
        assert_eq!((asked.1, asked.2 + 48, asked.3), (once.1, once.2, once.3), "but for its own 48 requests");
    }

    #[test]
    fn a_clock_that_leaps_does_not_keep_the_others_busy() {
        let limits = RateLimits::documented().others("/api/v1/users", 3, 70);
        let asked = Asked::of(limits);
        for at in [0, 40_000_000_000, -1_000_000_000, 5] {
            assert!(!asked.get("/api/v1/users", "SSWS a", at).0);
        }
    }

    /// Rates whose counts do not fit the type of the time once kept the org busy for ever.
    #[test]
    fn no_rate_of_others_is_too_great() {
        for (clients, per_minute) in [(1_000, 1_000), (1_000_000, 1_000_000), (u32::MAX, u32::MAX)] {
            for window in [1, 60, 86_400, u32::MAX] {
                let limits = RateLimits::documented().window(window);
                let asked = Asked::of(limits.others("/api/v1/users", clients, per_minute));
                for at in [0, 1, 61, 100_000, 10_000_000_000] {
                    let (_, limit, remaining, _) = asked.get("/api/v1/users", "SSWS a", at);
                    assert!(remaining <= limit, "{clients} times {per_minute} within {window} seconds");
                }
            }
        }
    }

    #[test]
    fn nothing_is_refused_while_limits_are_off() {
        let asked = Asked::of(RateLimits { enforced: false, ..RateLimits::scaled(0.01) });
        let remaining: Vec<_> = (0..5).map(|at| asked.get("/api/v1/users", "SSWS a", at)).collect();
        assert!(remaining.iter().all(|(exceeded, ..)| !exceeded));
        assert_eq!(remaining.iter().map(|met| met.2).collect::<Vec<_>>(), [2, 2, 2, 2, 2]);
    }

    #[test]
    fn a_clock_set_back_does_not_leave_a_window_open_for_ever() {
        let asked = Asked::of(RateLimits::documented().bucket("/api/v1/users", 2));
        assert!(!asked.get("/api/v1/users", "SSWS a", 1000).0);
        assert!(asked.get("/api/v1/users", "SSWS a", 1000).0);
        assert_eq!(asked.get("/api/v1/users", "SSWS a", 0), (false, 1, 0, 60));
    }

    #[test]
    fn too_many_at_once_has_two_zeros() {
        let meter = Meter::new(RateLimits::documented().concurrency(Some(2)));
        let begun = [meter.begin(), meter.begin()];
        let now = Timestamp::from_second(NOW).unwrap();
        let count = || meter.count(&Method::GET, "/api/v1/users", &HeaderMap::new(), now);
        assert!(!count().exceeded);
        let third = meter.begin();
        let counted = count();
        assert!(counted.exceeded);
        let mut headers = HeaderMap::new();
        counted.write(&mut headers);
        assert_eq!([&headers["x-rate-limit-limit"], &headers["x-rate-limit-remaining"]], ["0", "0"]);
        let event = counted.reached.map(|reached| reached.event);
        assert_eq!(event, Some("core.concurrency.org.limit.violation"));
        assert_eq!(count().reached, None, "it is told once a minute");
        drop(third);
        assert!(!count().exceeded);
        drop(begun);
    }
}
