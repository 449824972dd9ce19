//! Faults: what goes wrong, for which requests, and how often.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest that anything may be held back: an hour.
const MAX_MILLIS: u64 = 3_600_000;
/// How far a date may be off: a hundred years.
const MAX_SKEW: u64 = 3_155_760_000;
/// The longest text of a fault, but its body, and how many headers or parameters it may have.
const MAX_TEXT: usize = 64 << 10;
const MAX_PAIRS: usize = 100;
/// The longest body of a fault, in JSON.
const MAX_BODY: usize = 16 << 20;

/// What goes wrong, and for which requests. The first fault that matches a request is played on it.
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
    /// Answer with a page for people, as a proxy in front of an org does, and without the org's headers.
    pub html: bool,
    /// Answer without the headers that an org adds: no request id, and nothing of rate limits.
    pub bare: bool,
    /// Answer with 429 of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub too_many: Option<TooMany>,
    /// Show a `Date` that is off by so many seconds. The rest of the answer keeps to the org's clock.
    pub skew_seconds: i64,
    /// Change the `Link` headers of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<BadLinks>,
    /// Put something else before a page of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<BadPage>,
    /// Hold the answer back this long.
    pub delay_ms: u64,
    /// Let the answer's headers trickle in over this long.
    pub slow_head_ms: u64,
    /// Let the answer's body trickle in over this long, once its headers are there.
    pub slow_body_ms: u64,
    /// Drop the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop: Option<Lost>,
    /// With a refused connection: how long all others are refused as well.
    pub down_ms: u64,
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
#[non_exhaustive]
pub enum Lost {
    /// The connection itself: it is refused. A server closes its port and every connection it has; the
    /// request that met the fault is lost with its own.
    Connection,
    /// The request: the org never hears of it.
    Request,
    /// The answer: the org did what it was asked.
    Answer,
    /// The answer from the middle of its headers on.
    Head,
    /// Nothing of the answer; the connection is closed behind it without notice. In process nobody sees it.
    Nothing,
}

/// What is wrong with the `Link` headers of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BadLinks {
    /// Nothing: all links stand in one header, with commas.
    Folded,
    /// Nothing: each stands there twice.
    Doubled,
    /// There are no links, as if the page was the last one.
    Missing,
    /// `next` leads to the same path at another origin, on the last page as well.
    Foreign,
    /// `next` leads to the page that it came with.
    Circle,
}

/// What stands before a page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BadPage {
    /// An empty page, whose `next` leads to the page that was asked for.
    Empty,
    /// The page itself, whose `next` leads to the same page under another address.
    Again,
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
            bare: false,
            too_many: None,
            skew_seconds: 0,
            links: None,
            page: None,
            delay_ms: 0,
            slow_head_ms: 0,
            slow_body_ms: 0,
            drop: None,
            down_ms: 0,
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

    /// Lets the headers of the org's answer trickle in over this long.
    pub fn slow_head(time: Duration) -> Self {
        Fault { slow_head_ms: millis(time), ..Fault::default() }
    }

    /// Lets the body of the org's answer trickle in over this long.
    pub fn slow_body(time: Duration) -> Self {
        Fault { slow_body_ms: millis(time), ..Fault::default() }
    }

    /// Refuses the connection, and all others for this long.
    pub fn refused(down: Duration) -> Self {
        Fault { drop: Some(Lost::Connection), down_ms: millis(down), ..Fault::default() }
    }

    /// Drops the connection before the org hears of the request.
    pub fn lost_request() -> Self {
        Fault { drop: Some(Lost::Request), ..Fault::default() }
    }

    /// Drops the connection after the org did what it was asked.
    pub fn lost_answer() -> Self {
        Fault { drop: Some(Lost::Answer), ..Fault::default() }
    }

    /// Drops the connection in the middle of the answer's headers.
    pub fn cut_head() -> Self {
        Fault { drop: Some(Lost::Head), ..Fault::default() }
    }

    /// Closes the connection after the answer without notice: the next request on it fails.
    pub fn closed_after() -> Self {
        Fault { drop: Some(Lost::Nothing), ..Fault::default() }
    }

    /// Shows a `Date` that is off by so many seconds.
    pub fn skewed(seconds: i64) -> Self {
        Fault { skew_seconds: seconds, ..Fault::default() }
    }

    /// Changes the `Link` headers of a list.
    pub fn links(links: BadLinks) -> Self {
        Fault { links: Some(links), ..Fault::default() }
    }

    /// Puts something else before a page of a list.
    pub fn page(page: BadPage) -> Self {
        Fault { page: Some(page), ..Fault::default() }
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

    /// Answers with this header too.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// Leaves out the headers that an org adds: the request id, and what tells of rate limits.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Holds the answer back as well.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay_ms = millis(delay);
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
            return Err(format!("{code:?} is not an error code of Okta"));
        }
        for (name, millis) in [
            ("delayMs", self.delay_ms),
            ("slowHeadMs", self.slow_head_ms),
            ("slowBodyMs", self.slow_body_ms),
            ("downMs", self.down_ms),
        ] {
            if millis > MAX_MILLIS {
                return Err(format!("{name} is greater than {MAX_MILLIS}, which is an hour"));
            }
        }
        if self.skew_seconds.unsigned_abs() > MAX_SKEW {
            return Err(format!("skewSeconds is beyond {MAX_SKEW}, which is a hundred years"));
        }
        self.check_sizes()?;
        for (name, value) in &self.headers {
            HeaderName::try_from(name).map_err(|_| format!("{name:?} is not a header name"))?;
            HeaderValue::try_from(value).map_err(|_| format!("{value:?} is not a header value"))?;
        }
        if self.down_ms > 0 && self.drop != Some(Lost::Connection) {
            return Err("downMs goes with \"drop\":\"connection\" alone".into());
        }
        if self.changes_nothing() {
            return Err(
                "nothing goes wrong: give status, code, html, body, bare, tooMany, skewSeconds, links, \
                        page, delayMs, slowHeadMs, slowBodyMs, drop or cut"
                    .into(),
            );
        }
        Ok(())
    }

    /// An answer has the headers that it should have, and a request is compared with what a fault looks for.
    fn check_sizes(&self) -> Result<(), String> {
        let texts = [self.method.as_deref(), Some(self.path.as_str())];
        let pairs = self.query.iter().chain(&self.headers).flat_map(|(name, value)| [name, value]);
        let mut texts = texts.into_iter().flatten().chain(pairs.map(String::as_str));
        if texts.any(|text| text.len() > MAX_TEXT) {
            return Err(format!("a text is longer than {MAX_TEXT} bytes"));
        }
        if self.query.len() > MAX_PAIRS || self.headers.len() > MAX_PAIRS {
            return Err(format!("there are more than {MAX_PAIRS} headers or parameters"));
        }
        let body = self.body.as_ref().map_or(0, |body| body.to_string().len());
        if body > MAX_BODY {
            return Err(format!("the body is longer than {MAX_BODY} bytes"));
        }
        Ok(())
    }

    fn changes_nothing(&self) -> bool {
        let in_time = self.delay_ms == 0 && self.slow_head_ms == 0 && self.slow_body_ms == 0;
        let as_it_is = !self.bare && self.skew_seconds == 0 && self.links.is_none() && self.page.is_none();
        let whole = self.drop.is_none() && self.cut.is_none();
        !self.answers() && in_time && as_it_is && whole
    }

    /// Whether it answers in the org's place.
    pub(crate) fn answers(&self) -> bool {
        self.status.is_some()
            || self.code.is_some()
            || self.body.is_some()
            || self.html
            || self.too_many.is_some()
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn many(count: usize) -> BTreeMap<String, String> {
        (0..count).map(|number| (format!("x-{number}"), String::new())).collect()
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
            json!({ "downMs": 5 }),
            json!({ "delayMs": 1_000_000_000_000_u64 }),
            json!({ "slowHeadMs": u64::MAX }),
            json!({ "slowBodyMs": 3_600_001 }),
            json!({ "drop": "connection", "downMs": u64::MAX }),
            json!({ "skewSeconds": i64::MIN }),
            json!({ "skewSeconds": i64::MAX }),
            json!({ "status": 0 }),
            json!({ "status": 199 }),
            json!({ "status": 600 }),
            json!({ "status": 503, "headers": { "a": "b\r\nc: d" } }),
            json!({ "status": 503, "headers": { "a": "x".repeat(MAX_TEXT + 1) } }),
            json!({ "status": 503, "headers": many(101) }),
            json!({ "status": 503, "query": many(101) }),
            json!({ "status": 503, "method": "x".repeat(MAX_TEXT + 1) }),
            json!({ "status": 503, "path": format!("/{}", "x".repeat(MAX_TEXT)) }),
            json!({ "status": 503, "body": "x".repeat(MAX_BODY) }),
            json!({ "status": 503, "probability": -1e308 }),
            json!({ "drop": "request", "downMs": 5 }),
        ];
        for fault in refused {
            let parsed: Fault = serde_json::from_value(fault.clone()).unwrap();
            assert!(parsed.check().is_err(), "{fault}");
        }
        let unread = [
            json!({ "stauts": 503 }),
            json!({ "drop": "x" }),
            json!({ "links": "x" }),
            json!({ "status": -1 }),
            json!({ "status": 65_536 }),
            json!({ "status": 503.5 }),
            json!({ "delayMs": -1 }),
            json!({ "delayMs": 1e308 }),
            json!({ "after": -1 }),
            json!({ "times": 1.5 }),
            json!({ "cut": -1 }),
            json!({ "headers": { "a": 1 } }),
        ];
        for unread in unread {
            assert!(serde_json::from_value::<Fault>(unread.clone()).is_err(), "{unread}");
        }
    }
}
