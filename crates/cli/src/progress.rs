//! How far a long listing is, on one line of stderr.

use std::time::{Duration, Instant};

use http::HeaderMap;
use jiff::Timestamp;

/// How often the line is written anew.
const PAUSE: Duration = Duration::from_millis(100);

pub struct Progress {
    started: Instant,
    shown: Option<Instant>,
    /// How many items there will be, where that is known.
    total: Option<u64>,
}

impl Progress {
    pub fn new(total: Option<u64>) -> Self {
        Progress { started: Instant::now(), shown: None, total }
    }

    /// The line, where it is time for another one.
    pub fn line(&mut self, count: u64, headers: &HeaderMap) -> Option<String> {
        let now = Instant::now();
        if self.shown.is_some_and(|shown| now - shown < PAUSE) {
            return None;
        }
        self.shown = Some(now);
        Some(line(count, self.total, now - self.started, bucket(headers, Timestamp::now())))
    }
}

/// What is left of the bucket, of how much, and in how many seconds it is full again.
type Bucket = (u64, u64, i64);

fn bucket(headers: &HeaderMap, now: Timestamp) -> Option<Bucket> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.parse::<i64>().ok();
    let left = u64::try_from(number("x-rate-limit-remaining")?).ok()?;
    let limit = u64::try_from(number("x-rate-limit-limit")?).ok()?;
    Some((left, limit, (number("x-rate-limit-reset")? - now.as_second()).max(0)))
}

fn line(count: u64, total: Option<u64>, took: Duration, bucket: Option<Bucket>) -> String {
    let rate = count as f64 / took.as_secs_f64().max(0.001);
    let of = total.map(|total| format!(" of {}", grouped(total))).unwrap_or_default();
    let mut text = format!("{}{of} items, {}/s", grouped(count), grouped(rate as u64));
    if let Some((left, limit, seconds)) = bucket {
        text.push_str(&format!(", {left} of {limit} requests left for {seconds} s"));
    }
    if let Some(total) = total.filter(|total| *total > count && rate > 0.0) {
        text.push_str(&format!(", about {:.0} s to go", (total - count) as f64 / rate));
    }
    text
}

/// `1234567` as `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_is_known() {
        let took = Duration::from_secs(10);
        assert_eq!(line(12_000, None, took, None), "12,000 items, 1,200/s");
        assert_eq!(
            line(12_000, Some(24_000), took, Some((590, 600, 31))),
            "12,000 of 24,000 items, 1,200/s, 590 of 600 requests left for 31 s, about 10 s to go"
        );
        assert_eq!((grouped(0), grouped(999), grouped(1_000)), ("0".into(), "999".into(), "1,000".into()));
    }
}
