//! Rate limits: how much an org takes, and who else uses it.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

mod bucket;
mod meter;

use crate::door::rate::bucket::{BUCKETS, Bucket};
pub use crate::door::rate::meter::Forced;
pub(crate) use crate::door::rate::meter::{InProgress, Meter, Reached};

/// How long a window lasts, from its first request.
const WINDOW_SECONDS: u32 = 60;
/// How many requests an org works on at a time.
const CONCURRENCY: u32 = 75;
/// The share of each bucket that one API token may use, in percent.
const TOKEN_PERCENT: u32 = 50;

/// The longest window that `/_local/rate-limits` takes, in seconds: a day.
const MAX_WINDOW: u32 = 86_400;
/// How many requests a minute all pretended clients together may make, and how many kinds of them there may be.
const MAX_OTHERS_PER_MINUTE: u64 = 1_000_000_000;
const MAX_OTHERS: usize = 1000;

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
    /// Of all buckets, in seconds.
    window: u32,
    windows: BTreeMap<String, u32>,
    others: Vec<Others>,
}

/// Clients that are only pretended: they use up a bucket, and nobody answers them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Others {
    bucket: String,
    clients: u32,
    /// The requests of each.
    per_minute: u32,
}

impl Others {
    /// What all of them ask in a minute.
    fn together(&self) -> u64 {
        u64::from(self.clients) * u64::from(self.per_minute)
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        RateLimits::off()
    }
}

impl RateLimits {
    /// Headers as with the documented limits, and nothing counted: each answer tells of a window that has just
    /// begun.
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
            window: WINDOW_SECONDS,
            windows: BTreeMap::new(),
            others: Vec::new(),
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

    /// How long a window lasts, in seconds; 60 unless said otherwise. It begins with its first request.
    #[must_use]
    pub fn window(mut self, seconds: u32) -> Self {
        self.window = seconds.max(1);
        self
    }

    /// How long a window of this bucket lasts, in seconds.
    ///
    /// # Panics
    ///
    /// There is no bucket of this name: see [`RateLimits::buckets`].
    #[must_use]
    pub fn bucket_window(mut self, name: &str, seconds: u32) -> Self {
        if let Err(error) = self.set_window(name, seconds) {
            panic!("{error}");
        }
        self
    }

    /// Pretends that so many other clients share a bucket, each with its own token and so many requests a
    /// minute. Their requests are spread evenly over the org's own time, and the same at each run; those
    /// that find the bucket empty are not repeated. They began before the first request that is counted.
    ///
    /// ```
    /// use oktars_local::{Org, RateLimits};
    ///
    /// // Two clients with one request a second each leave 20 - 12 of every six seconds.
    /// let limits = RateLimits::documented()
    ///     .bucket("/api/v1/users", 20)
    ///     .window(6)
    ///     .token_percent(100)
    ///     .others("/api/v1/users", 2, 60);
    /// # let _ = Org::builder().rate_limits(limits);
    /// ```
    ///
    /// # Panics
    ///
    /// There is no bucket of this name: see [`RateLimits::buckets`].
    #[must_use]
    pub fn others(mut self, bucket: &str, clients: u32, per_minute: u32) -> Self {
        let others = Others { bucket: bucket.to_owned(), clients, per_minute };
        if let Err(error) = self.add_others(others) {
            panic!("{error}");
        }
        self
    }

    fn set_bucket(&mut self, name: &str, limit: u32) -> Result<(), String> {
        self.custom.insert(known(name)?, limit);
        Ok(())
    }

    fn set_window(&mut self, name: &str, seconds: u32) -> Result<(), String> {
        self.windows.insert(known(name)?, seconds.max(1));
        Ok(())
    }

    fn set_bounded_window(&mut self, name: &str, seconds: u32) -> Result<(), String> {
        if !(1..=MAX_WINDOW).contains(&seconds) {
            return Err(format!("a window lasts 1 to {MAX_WINDOW} seconds, not {seconds}"));
        }
        self.set_window(name, seconds)
    }

    fn add_others(&mut self, others: Others) -> Result<(), String> {
        known(&others.bucket)?;
        self.others.push(others);
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
            None => (f64::from(bucket.per_minute) * self.scale) as u32,
        };
        limit.max(1)
    }

    fn token_limit(&self, bucket: &Bucket) -> u32 {
        let share = u64::from(self.limit(bucket)) * u64::from(self.token_percent) / 100;
        u32::try_from(share).unwrap_or(u32::MAX).max(1)
    }

    /// In seconds.
    fn window_of(&self, bucket: &Bucket) -> i64 {
        i64::from(*self.windows.get(bucket.name).unwrap_or(&self.window))
    }

    /// What all pretended clients of a bucket ask together in a minute.
    fn others_per_minute(&self, bucket: &Bucket) -> u64 {
        let of_bucket = self.others.iter().filter(|others| others.bucket == bucket.name);
        of_bucket.map(Others::together).fold(0, u64::saturating_add)
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
                ("tokenPercent", Some(percent @ 0..=100)) => limits.token_percent = percent,
                ("concurrency", requests) if requests.is_some() || value.is_null() => {
                    limits.concurrency = requests;
                }
                ("window", Some(seconds @ 1..=MAX_WINDOW)) => limits.window = seconds,
                ("buckets", _) => limits.set_each(name, value, RateLimits::set_bucket)?,
                ("windows", _) => limits.set_each(name, value, RateLimits::set_bounded_window)?,
                ("others", _) => limits.set_others(value)?,
                _ => return Err(format!("{name:?} cannot be {value}")),
            }
        }
        Ok(limits)
    }

    fn set_each(
        &mut self,
        member: &str,
        value: &Value,
        set: fn(&mut Self, &str, u32) -> Result<(), String>,
    ) -> Result<(), String> {
        for (name, value) in value.as_object().ok_or_else(|| format!("{member} is an object of names"))? {
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
            set(self, name, number.ok_or_else(|| format!("{value} of {name:?} is not a number"))?)?;
        }
        Ok(())
    }

    fn set_others(&mut self, value: &Value) -> Result<(), String> {
        let others: Vec<Others> = serde_json::from_value(value.clone())
            .map_err(|error| format!("others is a list of bucket, clients and perMinute: {error}"))?;
        let together = others.iter().map(Others::together).fold(0, u64::saturating_add);
        if others.len() > MAX_OTHERS || together > MAX_OTHERS_PER_MINUTE {
            return Err(format!(
                "others are {MAX_OTHERS} entries and {MAX_OTHERS_PER_MINUTE} requests a minute at most, all \
                 clients together"
            ));
        }
        others.into_iter().try_for_each(|others| self.add_others(others))
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
            "window": self.window,
            "windows": self.windows,
            "others": self.others,
        })
    }
}

/// The name, if there is such a bucket.
fn known(name: &str) -> Result<String, String> {
    if RateLimits::buckets().any(|known| known == name) {
        return Ok(name.to_owned());
    }
    let names: Vec<&str> = RateLimits::buckets().collect();
    Err(format!("there is no bucket {name:?}; there are {}", names.join(", ")))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_read() {
        assert_eq!("off".parse(), Ok(RateLimits::off()));
        assert_eq!("default".parse(), Ok(RateLimits::documented()));
        assert_eq!("0.5".parse(), Ok(RateLimits::scaled(0.5)));
        for wrong in ["", "on", "0", "-1", "inf", "NaN"] {
            assert!(wrong.parse::<RateLimits>().is_err(), "{wrong}");
        }
        let custom = json!({
            "mode": "default", "buckets": { "/api/v1/users": 7 }, "concurrency": null, "window": 6,
            "windows": { "/api/v1/users": 7 },
            "others": [{ "bucket": "/api/v1/users", "clients": 2, "perMinute": 30 }],
        });
        let expected = RateLimits::documented()
            .bucket("/api/v1/users", 7)
            .concurrency(None)
            .window(6)
            .bucket_window("/api/v1/users", 7)
            .others("/api/v1/users", 2, 30);
        assert_eq!(RateLimits::from_json(&custom), Ok(expected.clone()));
        let shown = expected.to_json();
        for name in ["window", "windows", "others"] {
            assert_eq!(shown[name], custom[name], "it is shown as it is given");
        }
        let others = |clients: u64, per_minute: u64| json!({ "bucket": "org", "clients": clients, "perMinute": per_minute });
        let wrong = [
            json!([]),
            json!({}),
            json!({ "mode": "default", "buckets": { "/none": 7 } }),
            json!({ "mode": "default", "tokenPercent": "x" }),
            json!({ "mode": "default", "other": 1 }),
            json!({ "mode": "default", "window": "x" }),
            json!({ "mode": "default", "windows": { "/none": 7 } }),
            json!({ "mode": "default", "others": [{ "bucket": "/none", "clients": 1, "perMinute": 1 }] }),
            json!({ "mode": "default", "others": [{ "bucket": "org", "clients": 1 }] }),
            json!({ "mode": "default", "others": [others(1_000_000, 1_000_000)] }),
            json!({ "mode": "default", "others": vec![others(u64::from(u32::MAX), u64::from(u32::MAX)); 2] }),
            json!({ "mode": "default", "others": vec![others(1, 1); 1001] }),
            json!({ "mode": "default", "others": [others(u64::MAX, 1)] }),
            json!({ "mode": "default", "window": 0 }),
            json!({ "mode": "default", "window": 86_401 }),
            json!({ "mode": "default", "window": -1 }),
            json!({ "mode": "default", "window": 1e308 }),
            json!({ "mode": "default", "windows": { "org": 0 } }),
            json!({ "mode": "default", "windows": { "org": u32::MAX } }),
            json!({ "mode": "default", "tokenPercent": 101 }),
            json!({ "mode": "default", "tokenPercent": u64::MAX }),
            json!({ "mode": "default", "concurrency": -1 }),
            json!({ "mode": "default", "buckets": { "org": -1 } }),
            json!({ "mode": "default", "buckets": { "org": 0.5 } }),
            json!({ "mode": -1 }),
            json!({ "mode": "x".repeat(1 << 20) }),
            json!({ "mode": null }),
        ];
        for wrong in wrong {
            assert!(RateLimits::from_json(&wrong).is_err(), "{wrong}");
        }
    }
}
