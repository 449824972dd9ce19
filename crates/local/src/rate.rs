//! Rate limits: the buckets, their windows, and the headers that tell of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use http::{HeaderMap, HeaderValue, Method, header};
use jiff::Timestamp;
use serde_json::{Value, json};

/// How long a window lasts, from its first request.
const WINDOW_SECONDS: i64 = 60;
/// How many requests an org works on at a time.
const CONCURRENCY: u32 = 75;
/// The share of each bucket that one API token may use, in percent.
const TOKEN_PERCENT: u32 = 50;
/// The name of the bucket over all of an org's traffic.
const WHOLE_ORG: &str = "org";
/// Windows that are over are forgotten once there are this many.
const MAX_WINDOWS: usize = 4096;

struct Bucket {
    name: &'static str,
    /// The method that it is for; any where it is empty.
    method: &'static str,
    /// `{}` stands for one segment.
    path: &'static str,
    /// Whether it holds for this path alone, or for everything below it as well.
    exact: bool,
    /// Requests a minute.
    limit: u32,
}

const fn exact(name: &'static str, method: &'static str, path: &'static str, limit: u32) -> Bucket {
    Bucket { name, method, path, exact: true, limit }
}

const fn below(path: &'static str, limit: u32) -> Bucket {
    Bucket { name: path, method: "", path, exact: false, limit }
}

/// The buckets with the limits of a workforce org.
#[rustfmt::skip]
static BUCKETS: &[Bucket] = &[
    Bucket { name: WHOLE_ORG, method: "", path: "", exact: true, limit: 10_000 },
    below("/", 1200),
    below("/api/v1/apps", 100),
    exact("/api/v1/apps/{id}", "", "/api/v1/apps/{}", 500),
    below("/api/v1/groups", 500),
    exact("/api/v1/groups/{id}", "", "/api/v1/groups/{}", 1000),
    exact("/api/v1/users", "", "/api/v1/users", 600),
    exact("GET /api/v1/users/{id}", "GET", "/api/v1/users/{}", 2000),
    exact("/api/v1/users/{id}", "", "/api/v1/users/{}", 600),
    below("/api/v1/logs", 120),
    below("/api/v1/events", 100),
    below("/api/v1/authn", 500),
    exact("/api/v1/authn/factors/{id}/verify", "", "/api/v1/authn/factors/{}/verify", 500),
    below("/api/v1/sessions", 750),
    below("/api/v1/orgs", 50),
    below("/api/v1/certificateAuthorities", 100),
    below("/api/v1/devices", 100),
    below("/oauth2", 600),
    below("/oauth2/v1", 2000),
    exact("/oauth2/v1/token", "", "/oauth2/v1/token", 2000),
    exact("/oauth2/v1/authorize", "", "/oauth2/v1/authorize", 2000),
    below("/oauth2/v1/clients", 100),
    Bucket { name: "/oauth2/{id}/v1", method: "", path: "/oauth2/{}/v1", exact: false, limit: 2000 },
];

/// Paths that are never counted.
const UNCOUNTED: &[&str] = &[
    "/oauth2/v1/keys",
    "/oauth2/{}/v1/keys",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
];

impl Bucket {
    /// How well it matches: the segments it names, and an exact path before any other. `None`: not at all.
    fn rank(&self, method: &Method, path: &str) -> Option<(bool, usize, bool)> {
        let matches = (self.method.is_empty() || self.method == method.as_str())
            && path_matches(self.path, path, self.exact);
        matches.then(|| (self.exact, self.path.split('/').count(), !self.method.is_empty()))
    }
}

fn path_matches(pattern: &str, path: &str, exact: bool) -> bool {
    let mut found = path.split('/');
    let wanted = pattern.split('/').filter(|segment| !segment.is_empty());
    if pattern.is_empty() || found.next() != Some("") {
        return false;
    }
    for wanted in wanted {
        match found.next() {
            Some(found) if wanted == "{}" || wanted == found => {}
            _ => return false,
        }
    }
    !exact || found.next().is_none()
}

fn bucket_of(method: &Method, path: &str) -> Option<usize> {
    if UNCOUNTED.iter().any(|pattern| path_matches(pattern, path, true)) {
        return None;
    }
    let ranked = BUCKETS.iter().enumerate();
    let ranked = ranked.filter_map(|(index, bucket)| Some((bucket.rank(method, path)?, index)));
    ranked.max().map(|(_, index)| index)
}

/// The limits of an org. The default sends the headers and refuses nothing.
///
/// ```
/// use oktars_local::{Org, RateLimits};
///
/// let limits = RateLimits::documented().bucket("GET /api/v1/users/{id}", 2).token_percent(100);
/// let org = Org::builder().rate_limits(limits).build().unwrap();
/// let get = || {
///     let request = http::Request::get("http://localhost/api/v1/users/me")
///         .header("authorization", format!("SSWS {}", org.token()));
///     org.handle(request.body(Default::default()).unwrap())
/// };
/// assert_eq!(get().headers()["x-rate-limit-remaining"], "1");
/// assert_eq!(get().headers()["x-rate-limit-remaining"], "0");
/// assert_eq!(get().status(), 429);
/// org.advance(60);
/// assert_eq!(get().status(), 200);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RateLimits {
    enforced: bool,
    scale: f64,
    token_percent: u32,
    concurrency: Option<u32>,
    custom: BTreeMap<String, u32>,
}

impl Default for RateLimits {
    fn default() -> Self {
        RateLimits::off()
    }
}

impl RateLimits {
    /// Headers as with the documented limits, and nothing refused: a window that is used up starts anew.
    pub fn off() -> Self {
        RateLimits { enforced: false, ..RateLimits::documented() }
    }

    /// The limits that Okta documents for a workforce org: half of each for one token, and 75 requests at a
    /// time.
    pub fn documented() -> Self {
        RateLimits {
            enforced: true,
            scale: 1.0,
            token_percent: TOKEN_PERCENT,
            concurrency: Some(CONCURRENCY),
            custom: BTreeMap::new(),
        }
    }

    /// The documented limits times this factor, each at least 1; the concurrency as documented.
    pub fn scaled(factor: f64) -> Self {
        RateLimits { scale: factor, ..RateLimits::documented() }
    }

    /// Another limit for one bucket, in requests a minute.
    ///
    /// # Panics
    ///
    /// There is no bucket of this name: see [`RateLimits::buckets`].
    #[must_use]
    pub fn bucket(mut self, name: &str, limit: u32) -> Self {
        if let Err(error) = self.set_bucket(name, limit) {
            panic!("{error}");
        }
        self
    }

    fn set_bucket(&mut self, name: &str, limit: u32) -> Result<(), String> {
        if !BUCKETS.iter().any(|bucket| bucket.name == name) {
            let names: Vec<&str> = RateLimits::buckets().collect();
            return Err(format!("there is no bucket {name:?}; there are {}", names.join(", ")));
        }
        self.custom.insert(name.to_owned(), limit);
        Ok(())
    }

    /// The share of each bucket that one API token may use, in percent; 50 unless said otherwise.
    #[must_use]
    pub fn token_percent(mut self, percent: u32) -> Self {
        self.token_percent = percent;
        self
    }

    /// How many requests may be in progress at a time; 75 unless said otherwise, `None` for any number.
    #[must_use]
    pub fn concurrency(mut self, requests: Option<u32>) -> Self {
        self.concurrency = requests;
        self
    }

    /// The names of the buckets. `org` is the one over all traffic.
    pub fn buckets() -> impl Iterator<Item = &'static str> {
        BUCKETS.iter().map(|bucket| bucket.name)
    }

    fn limit(&self, bucket: &Bucket) -> u32 {
        let limit = match self.custom.get(bucket.name) {
            Some(limit) => *limit,
            None => (f64::from(bucket.limit) * self.scale) as u32,
        };
        limit.max(1)
    }

    fn token_limit(&self, bucket: &Bucket) -> u32 {
        let share = u64::from(self.limit(bucket)) * u64::from(self.token_percent) / 100;
        u32::try_from(share).unwrap_or(u32::MAX).max(1)
    }

    /// Reads what `/_local/rate-limits` takes.
    pub(crate) fn from_json(value: &Value) -> Result<Self, String> {
        let members = value.as_object().ok_or("a JSON object is needed")?;
        let mut limits: RateLimits = match members.get("mode") {
            Some(Value::String(text)) => text.parse()?,
            Some(Value::Number(number)) => number.to_string().parse()?,
            _ => return Err("give a mode: \"off\", \"default\" or a factor".into()),
        };
        for (name, value) in members {
            match (name.as_str(), value.as_u64().and_then(|number| u32::try_from(number).ok())) {
                ("mode", _) => {}
                ("tokenPercent", Some(percent)) => limits.token_percent = percent,
                ("concurrency", requests) if requests.is_some() || value.is_null() => {
                    limits.concurrency = requests;
                }
                ("buckets", _) => limits.set_buckets(value)?,
                _ => return Err(format!("{name:?} cannot be {value}")),
            }
        }
        Ok(limits)
    }

    fn set_buckets(&mut self, buckets: &Value) -> Result<(), String> {
        for (name, limit) in buckets.as_object().ok_or("buckets is an object of names and limits")? {
            let limit = limit.as_u64().and_then(|limit| u32::try_from(limit).ok());
            self.set_bucket(name, limit.ok_or_else(|| format!("the limit of {name:?} is no number"))?)?;
        }
        Ok(())
    }

    pub(crate) fn to_json(&self) -> Value {
        let buckets: serde_json::Map<String, Value> =
            BUCKETS.iter().map(|bucket| (bucket.name.to_owned(), json!(self.limit(bucket)))).collect();
        json!({
            "enforced": self.enforced,
            "scale": self.scale,
            "tokenPercent": self.token_percent,
            "concurrency": self.concurrency,
            "buckets": buckets,
        })
    }
}

/// `off`, `default` (the documented limits), or a factor on them.
impl FromStr for RateLimits {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(RateLimits::off()),
            "default" => Ok(RateLimits::documented()),
            _ => match text.parse::<f64>() {
                Ok(factor) if factor > 0.0 && factor.is_finite() => Ok(RateLimits::scaled(factor)),
                _ => Err(format!("{text:?} is not `off`, `default` or a factor greater than 0")),
            },
        }
    }
}

/// What a fault wants to be told of the limits.
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
    state: Mutex<State>,
    in_progress: Arc<AtomicU32>,
    hasher: RandomState,
}

#[derive(Debug)]
struct State {
    limits: RateLimits,
    /// By bucket and token; the org's own windows are those of token 0.
    windows: HashMap<(usize, u64), Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    /// In whole seconds, so that a client which waits until the time in the header is let in.
    end: i64,
    used: u32,
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
    shown: Option<Shown>,
}

#[derive(Debug, Clone, Copy)]
struct Shown {
    limit: u32,
    remaining: u32,
    reset: i64,
}

impl Meter {
    pub(crate) fn new(limits: RateLimits) -> Self {
        Meter {
            state: Mutex::new(State { limits, windows: HashMap::new() }),
            in_progress: Arc::default(),
            hasher: RandomState::new(),
        }
    }

    pub(crate) fn limits(&self) -> RateLimits {
        self.state().limits.clone()
    }

    /// Changes the limits; all windows start anew.
    pub(crate) fn set(&self, limits: RateLimits) {
        *self.state() = State { limits, windows: HashMap::new() };
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
            return Counted::at_once(now);
        }
        state.count(bucket, token, now.as_second())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("the rate limits are not poisoned")
    }
}

impl State {
    fn count(&mut self, bucket: usize, token: Option<u64>, now: i64) -> Counted {
        if self.windows.len() > MAX_WINDOWS {
            self.windows.retain(|_, window| window.is_open(now));
        }
        let (limit, org_limit) = (self.limits.limit(&BUCKETS[bucket]), self.limits.limit(&BUCKETS[0]));
        let mut scopes = vec![((bucket, 0), limit), ((0, 0), org_limit)];
        if let Some(token) = token {
            scopes.insert(0, ((bucket, token), self.limits.token_limit(&BUCKETS[bucket])));
        }
        if let Some(refused) = self.refusal(&scopes, now) {
            return Counted { exceeded: true, shown: Some(refused) };
        }
        let met: Vec<Shown> = scopes.iter().map(|(key, limit)| self.use_one(*key, *limit, now)).collect();
        Counted { exceeded: false, shown: met.into_iter().min_by_key(|shown| shown.remaining) }
    }

    /// The empty window that lasts longest, of equals the tightest, if there is any.
    fn refusal(&self, scopes: &[((usize, u64), u32)], now: i64) -> Option<Shown> {
        let empty = scopes.iter().filter_map(|(key, limit)| {
            let window = self.windows.get(key).filter(|window| window.is_open(now))?;
            (window.used >= *limit).then_some(Shown { limit: *limit, remaining: 0, reset: window.end })
        });
        let empty = empty.max_by_key(|shown| (shown.reset, Reverse(shown.limit)));
        empty.filter(|_| self.limits.enforced)
    }

    fn use_one(&mut self, key: (usize, u64), limit: u32, now: i64) -> Shown {
        let fresh = Window { end: now + WINDOW_SECONDS, used: 0 };
        let window = self.windows.entry(key).or_insert(fresh);
        if !window.is_open(now) || window.used >= limit {
            *window = fresh;
        }
        window.used += 1;
        Shown { limit, remaining: limit - window.used, reset: window.end }
    }
}

impl Window {
    /// A clock that was set back closes windows as well: they would last for ever.
    fn is_open(&self, now: i64) -> bool {
        (self.end - WINDOW_SECONDS..self.end).contains(&now)
    }
}

impl Counted {
    fn at_once(now: Timestamp) -> Self {
        let reset = now.as_second() + WINDOW_SECONDS;
        Counted { exceeded: true, shown: Some(Shown { limit: 0, remaining: 0, reset }) }
    }

    /// What a fault tells instead.
    pub(crate) fn forced(self, forced: Option<Forced>, now: Timestamp) -> Self {
        match forced {
            None => self,
            Some(Forced::AtOnce) => Counted::at_once(now),
            Some(Forced::Empty) => {
                Counted { exceeded: true, shown: self.shown.map(|shown| Shown { remaining: 0, ..shown }) }
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

    fn name_of(method: &str, path: &str) -> &'static str {
        bucket_of(&method.parse().unwrap(), path).map_or("none", |index| BUCKETS[index].name)
    }

    #[test]
    fn the_bucket_is_the_exact_path_then_the_longest_prefix() {
        let cases = [
            ("GET", "/api/v1/users", "/api/v1/users"),
            ("POST", "/api/v1/users", "/api/v1/users"),
            ("GET", "/api/v1/users/x", "GET /api/v1/users/{id}"),
            ("POST", "/api/v1/users/x", "/api/v1/users/{id}"),
            ("DELETE", "/api/v1/users/x", "/api/v1/users/{id}"),
            ("POST", "/api/v1/users/x/lifecycle/activate", "/"),
            ("GET", "/api/v1/users/x/groups", "/"),
            ("GET", "/api/v1/apps", "/api/v1/apps"),
            ("PUT", "/api/v1/apps/x", "/api/v1/apps/{id}"),
            ("GET", "/api/v1/apps/x/users", "/api/v1/apps"),
            ("GET", "/api/v1/groups/x", "/api/v1/groups/{id}"),
            ("PUT", "/api/v1/groups/x/users/y", "/api/v1/groups"),
            ("GET", "/api/v1/groupsx", "/"),
            ("GET", "/api/v1/logs", "/api/v1/logs"),
            ("POST", "/api/v1/authn/factors/x/verify", "/api/v1/authn/factors/{id}/verify"),
            ("POST", "/api/v1/authn/recovery", "/api/v1/authn"),
            ("POST", "/oauth2/v1/token", "/oauth2/v1/token"),
            ("POST", "/oauth2/aus1/v1/token", "/oauth2/{id}/v1"),
            ("GET", "/oauth2/v1/clients/x/roles", "/oauth2/v1/clients"),
            ("GET", "/oauth2/v1/keys", "none"),
            ("GET", "/oauth2/default/v1/keys", "none"),
            ("GET", "/.well-known/okta-organization", "/"),
        ];
        for (method, path, expected) in cases {
            assert_eq!(name_of(method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn names_are_unique_as_custom_limits_go_by_them() {
        let names: std::collections::BTreeSet<_> = RateLimits::buckets().collect();
        assert_eq!(names.len(), BUCKETS.len());
    }

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
    fn nothing_is_refused_while_limits_are_off() {
        let asked = Asked::of(RateLimits { enforced: false, ..RateLimits::scaled(0.01) });
        let remaining: Vec<_> = (0..5).map(|at| asked.get("/api/v1/users", "SSWS a", at)).collect();
        assert!(remaining.iter().all(|(exceeded, ..)| !exceeded));
        assert_eq!(remaining.iter().map(|met| met.2).collect::<Vec<_>>(), [2, 1, 0, 2, 1]);
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
        drop(third);
        assert!(!count().exceeded);
        drop(begun);
    }

    #[test]
    fn modes_are_read() {
        assert_eq!("off".parse(), Ok(RateLimits::off()));
        assert_eq!("default".parse(), Ok(RateLimits::documented()));
        assert_eq!("0.5".parse(), Ok(RateLimits::scaled(0.5)));
        for wrong in ["", "on", "0", "-1", "inf", "NaN"] {
            assert!(wrong.parse::<RateLimits>().is_err(), "{wrong}");
        }
        let custom = json!({ "mode": "default", "buckets": { "/api/v1/users": 7 }, "concurrency": null });
        let expected = RateLimits::documented().bucket("/api/v1/users", 7).concurrency(None);
        assert_eq!(RateLimits::from_json(&custom), Ok(expected));
        let wrong = [
            json!([]),
            json!({}),
            json!({ "mode": "default", "buckets": { "/none": 7 } }),
            json!({ "mode": "default", "tokenPercent": "x" }),
            json!({ "mode": "default", "other": 1 }),
        ];
        for wrong in wrong {
            assert!(RateLimits::from_json(&wrong).is_err(), "{wrong}");
        }
    }
}
