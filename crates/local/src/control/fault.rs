//! Faults: what is to go wrong, for which requests, and how often.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::context::Reply;
use crate::org::Fate;
use crate::problem::Problem;
use crate::rate::Forced;

/// What is to go wrong, and for which requests. The first fault that matches a request is played on it.
///
/// ```
/// use oktars_local::{Fault, Org};
///
/// let org = Org::in_memory();
/// org.inject(Fault::status(503).on("GET", "/api/v1/users/*").times(1));
///
/// let get = || {
///     let request = http::Request::get("http://localhost/api/v1/users/me")
///         .header("authorization", format!("SSWS {}", org.token()));
///     org.handle(request.body(Default::default()).unwrap()).status()
/// };
/// assert_eq!(get(), 503);
/// assert_eq!(get(), 200);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Fault {
    /// The method that it concerns; any where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path that it concerns: `*` stands for one segment, `**` at the end for any rest.
    pub path: String,
    /// Query parameters that have to be there; the value `*` stands for any.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
    /// How many matching requests go by before it begins.
    pub after: u64,
    /// How many requests it is played on; all where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// How likely it is played on a request that it could be played on.
    pub probability: f64,
    /// Where the chance starts: the same seed plays the same requests.
    pub seed: u64,
    /// Answer with this status instead of asking the org.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Answer with this error of Okta's instead of asking the org; it brings its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The body of that answer: text as it stands, anything else as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Headers of that answer.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Answer with a page for people, as a proxy in front of an org does.
    pub html: bool,
    /// Answer with 429 of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub too_many: Option<TooMany>,
    /// Hold the answer back this long.
    pub delay_ms: u64,
    /// Drop the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop: Option<Lost>,
    /// Send this many bytes of the answer's body, and drop the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<usize>,
}

/// The two kinds of 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TooMany {
    /// The bucket is empty until the time of `X-Rate-Limit-Reset`.
    Requests,
    /// Too many at once: limit and remaining are both 0.
    AtOnce,
}

/// What gets lost with a dropped connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Lost {
    /// The request: the org never hears of it.
    Request,
    /// The answer: the org did what it was asked.
    Answer,
}

impl Default for Fault {
    fn default() -> Self {
        Fault {
            method: None,
            path: "/**".into(),
            query: BTreeMap::new(),
            after: 0,
            times: None,
            probability: 1.0,
            seed: 0,
            status: None,
            code: None,
            body: None,
            headers: BTreeMap::new(),
            html: false,
            too_many: None,
            delay_ms: 0,
            drop: None,
            cut: None,
        }
    }
}

impl Fault {
    /// Answers with this status and an error body in Okta's shape.
    pub fn status(status: u16) -> Self {
        Fault { status: Some(status), ..Fault::default() }
    }

    /// Answers with this error of Okta's, such as `E0000009`.
    pub fn error(code: &str) -> Self {
        Fault { code: Some(code.into()), ..Fault::default() }
    }

    /// Answers with this status and a page for people.
    pub fn html(status: u16) -> Self {
        Fault { status: Some(status), html: true, ..Fault::default() }
    }

    /// Answers 429 as an empty bucket does.
    pub fn too_many_requests() -> Self {
        Fault { too_many: Some(TooMany::Requests), ..Fault::default() }
    }

    /// Answers 429 as an org does that has too many requests in progress.
    pub fn too_many_at_once() -> Self {
        Fault { too_many: Some(TooMany::AtOnce), ..Fault::default() }
    }

    /// Holds the org's answer back.
    pub fn delay(delay: Duration) -> Self {
        Fault::default().delayed(delay)
    }

    /// Drops the connection before the org hears of the request.
    pub fn lost_request() -> Self {
        Fault { drop: Some(Lost::Request), ..Fault::default() }
    }

    /// Drops the connection after the org did what it was asked.
    pub fn lost_answer() -> Self {
        Fault { drop: Some(Lost::Answer), ..Fault::default() }
    }

    /// Sends this many bytes of the org's answer and drops the connection.
    pub fn cut_after(bytes: usize) -> Self {
        Fault { cut: Some(bytes), ..Fault::default() }
    }

    /// Concerns this method and path alone. In the path, `*` stands for one segment and `**` at the end for
    /// any rest.
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        self.method = Some(method.into());
        self.path = path.into();
        self
    }

    /// Concerns requests with this query parameter alone; the value `*` stands for any.
    #[must_use]
    pub fn with_query(mut self, name: &str, value: &str) -> Self {
        self.query.insert(name.into(), value.into());
        self
    }

    /// Lets this many matching requests go by first.
    #[must_use]
    pub fn after(mut self, requests: u64) -> Self {
        self.after = requests;
        self
    }

    /// Is played this many times, then never again.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Is played by chance; the same seed plays the same requests.
    #[must_use]
    pub fn probability(mut self, probability: f64, seed: u64) -> Self {
        self.probability = probability;
        self.seed = seed;
        self
    }

    /// Answers with this body: text as it stands, anything else as JSON.
    #[must_use]
    pub fn with_body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Answers with this header besides.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// Holds the answer back as well.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// Says what is wrong with it.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !self.path.starts_with('/') {
            return Err(format!("the path {:?} does not start with a slash", self.path));
        }
        if !(0.0..=1.0).contains(&self.probability) {
            return Err(format!("the probability {} is not between 0 and 1", self.probability));
        }
        if self.status.is_some_and(|status| !(200..=599).contains(&status)) {
            return Err("the status is not between 200 and 599".into());
        }
        if let Some(code) = self.code.as_deref().filter(|code| oktars_catalog::error_code(code).is_none()) {
            return Err(format!("{code:?} is no error code of Okta's"));
        }
        for (name, value) in &self.headers {
            HeaderName::try_from(name).map_err(|_| format!("{name:?} is no header name"))?;
            HeaderValue::try_from(value).map_err(|_| format!("{value:?} is no header value"))?;
        }
        if !self.answers() && self.delay_ms == 0 && self.drop.is_none() && self.cut.is_none() {
            return Err(
                "nothing goes wrong: give status, code, html, body, tooMany, delayMs, drop or cut".into()
            );
        }
        Ok(())
    }

    /// Whether it answers in the org's place.
    fn answers(&self) -> bool {
        self.status.is_some()
            || self.code.is_some()
            || self.body.is_some()
            || self.html
            || self.too_many.is_some()
    }

    fn concerns(&self, method: &Method, path: &str, query: &str) -> bool {
        let same_method =
            self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()));
        same_method && path_matches(&self.path, path) && self.query_matches(query)
    }

    fn query_matches(&self, query: &str) -> bool {
        self.query.iter().all(|(name, value)| {
            form_urlencoded::parse(query.as_bytes())
                .any(|(found, text)| found == name.as_str() && (value == "*" || text == value.as_str()))
        })
    }

    fn injected(&self) -> Injected {
        let lost_request = self.drop == Some(Lost::Request);
        let reply = (self.answers() || lost_request).then(|| self.reply());
        let limits = self.too_many.map(|kind| match kind {
            TooMany::Requests => Forced::Empty,
            TooMany::AtOnce => Forced::AtOnce,
        });
        let fate = match (self.drop, self.cut) {
            (Some(_), _) => Fate::Dropped,
            (None, Some(at)) => Fate::Cut(at),
            (None, None) => Fate::Arrives,
        };
        Injected { reply, limits, delay: Duration::from_millis(self.delay_ms), fate }
    }

    fn reply(&self) -> Reply {
        let status = self.status.and_then(|status| StatusCode::from_u16(status).ok());
        let mut problem = match (&self.code, self.too_many) {
            (Some(code), _) => known_problem(code),
            (None, Some(_)) => Problem::too_many_requests(),
            (None, None) => Problem::internal(),
        };
        problem.status = status.unwrap_or(problem.status);
        let mut reply = match &self.body {
            _ if self.html => page(problem.status),
            Some(Value::String(text)) => Reply::bytes(problem.status, text.clone()),
            Some(body) => Reply::json(problem.status, body),
            None => Reply::problem(&problem),
        };
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(name).expect("header names were checked");
            reply.headers.retain(|(known, _)| *known != name);
            reply = reply.header(name, value);
        }
        reply
    }
}

fn known_problem(code: &str) -> Problem {
    match oktars_catalog::error_code(code) {
        Some(fact) => Problem::new(fact.code, fact.meaning),
        None => Problem::internal(),
    }
}

fn page(status: StatusCode) -> Reply {
    let title = status.to_string();
    let text = format!("<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n");
    let mut reply = Reply::bytes(status, text);
    reply.headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static("text/html"))];
    reply
}

fn path_matches(pattern: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        match (wanted, segments.next()) {
            ("**", _) => return true,
            ("*", Some(_)) => {}
            (wanted, Some(found)) if wanted == found => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

/// What is to happen to a request.
pub struct Injected {
    /// The answer that stands in for the org's own.
    pub reply: Option<Reply>,
    pub limits: Option<Forced>,
    pub delay: Duration,
    pub fate: Fate,
}

impl Injected {
    fn nothing() -> Self {
        Injected { reply: None, limits: None, delay: Duration::ZERO, fate: Fate::Arrives }
    }
}

/// The faults that were asked for.
#[derive(Debug, Default)]
pub struct Faults {
    any: AtomicBool,
    list: Mutex<Vec<Armed>>,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    chance: StdRng,
    matched: u64,
    played: u64,
}

impl Armed {
    /// Whether it is played on this request, which it concerns.
    fn strikes(&mut self) -> bool {
        self.matched += 1;
        let live =
            self.matched > self.fault.after && self.fault.times.is_none_or(|times| self.played < times);
        let strikes =
            live && (self.fault.probability >= 1.0 || self.chance.random_bool(self.fault.probability));
        self.played += u64::from(strikes);
        strikes
    }
}

impl Faults {
    pub fn add(&self, fault: Fault) {
        let chance = StdRng::seed_from_u64(fault.seed);
        self.list().push(Armed { fault, chance, matched: 0, played: 0 });
        self.any.store(true, Ordering::Release);
    }

    /// Takes all back, and says how many there were.
    pub fn clear(&self) -> usize {
        self.any.store(false, Ordering::Release);
        std::mem::take(&mut *self.list()).len()
    }

    /// The faults, with how many requests they matched and how often they were played.
    pub fn report(&self) -> Value {
        let report = |armed: &Armed| {
            let mut fault = serde_json::to_value(&armed.fault).expect("a fault is JSON");
            fault["matched"] = json!(armed.matched);
            fault["played"] = json!(armed.played);
            fault
        };
        self.list().iter().map(report).collect()
    }

    pub fn strike(&self, method: &Method, path: &str, query: &str) -> Injected {
        if !self.any.load(Ordering::Acquire) {
            return Injected::nothing();
        }
        let mut list = self.list();
        let mut concerned = list.iter_mut().filter(|armed| armed.fault.concerns(method, path, query));
        match concerned.find_map(|armed| armed.strikes().then_some(&armed.fault)) {
            Some(fault) => fault.injected(),
            None => Injected::nothing(),
        }
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<Armed>> {
        self.list.lock().expect("the faults are not poisoned")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_paths() {
        let cases = [
            ("/api/v1/users", "/api/v1/users", true),
            ("/api/v1/users", "/api/v1/users/x", false),
            ("/api/v1/users/*", "/api/v1/users/x", true),
            ("/api/v1/users/*", "/api/v1/users", false),
            ("/api/v1/users/*/groups", "/api/v1/users/x/groups", true),
            ("/api/v1/users/*/groups", "/api/v1/users/x/apps", false),
            ("/api/v1/users/**", "/api/v1/users/x/groups", true),
            ("/api/v1/users/**", "/api/v1/users", true),
            ("/api/v1/users/**", "/api/v1/groups", false),
            ("/**", "/anything/at/all", true),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(path_matches(pattern, path), expected, "{pattern} on {path}");
        }
    }

    fn struck(faults: &Faults, requests: usize) -> Vec<bool> {
        let strike = |_| faults.strike(&Method::GET, "/api/v1/users", "limit=1&after=x").reply.is_some();
        (0..requests).map(strike).collect()
    }

    #[test]
    fn after_and_times_bound_when_a_fault_is_played() {
        let faults = Faults::default();
        faults.add(Fault::status(503).after(1).times(2));
        assert_eq!(struck(&faults, 5), [false, true, true, false, false]);
        let report = faults.report();
        assert_eq!((&report[0]["matched"], &report[0]["played"]), (&json!(5), &json!(2)));
    }

    #[test]
    fn a_spent_fault_leaves_the_request_to_the_next_one() {
        let faults = Faults::default();
        faults.add(Fault::status(503).times(1));
        faults.add(Fault::status(502));
        let statuses =
            [(); 2].map(|()| faults.strike(&Method::GET, "/x", "").reply.map(|reply| reply.status.as_u16()));
        assert_eq!(statuses, [Some(503), Some(502)]);
    }

    #[test]
    fn chance_repeats_with_its_seed() {
        let play = |seed| {
            let faults = Faults::default();
            faults.add(Fault::status(503).probability(0.5, seed));
            struck(&faults, 64)
        };
        assert_eq!(play(7), play(7));
        assert_ne!(play(7), play(8));
        assert!(play(7).contains(&true) && play(7).contains(&false));
    }

    #[test]
    fn method_path_and_query_select() {
        let cases = [
            (Fault::status(503).on("get", "/api/v1/users"), true),
            (Fault::status(503).on("POST", "/api/v1/users"), false),
            (Fault::status(503).with_query("after", "x"), true),
            (Fault::status(503).with_query("after", "*"), true),
            (Fault::status(503).with_query("after", "y"), false),
            (Fault::status(503).with_query("search", "*"), false),
        ];
        for (fault, expected) in cases {
            let faults = Faults::default();
            faults.add(fault.clone());
            assert_eq!(struck(&faults, 1), [expected], "{fault:?}");
        }
    }

    #[test]
    fn a_fault_that_makes_no_sense_is_refused() {
        let refused = [
            json!({}),
            json!({ "status": 42 }),
            json!({ "status": 503, "path": "api" }),
            json!({ "status": 503, "probability": 2 }),
            json!({ "status": 503, "headers": { "a b": "c" } }),
            json!({ "status": 503, "headers": { "a": "\n" } }),
            json!({ "code": "E1" }),
        ];
        for fault in refused {
            let parsed: Fault = serde_json::from_value(fault.clone()).unwrap();
            assert!(parsed.check().is_err(), "{fault}");
        }
        assert!(serde_json::from_value::<Fault>(json!({ "stauts": 503 })).is_err());
    }
}
