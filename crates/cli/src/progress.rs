//! How far long work is, on one line of stderr.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use oktars::limits::Limits;
use tokio::time::{Interval, MissedTickBehavior, interval_at};

/// How often the line is written again.
const PAUSE: Duration = Duration::from_millis(200);

/// What counts how much of some work is done.
pub struct Progress {
    /// What is counted, such as `rows`.
    what: &'static str,
    pub done: u64,
    /// How many there will be, where that is known.
    total: Option<u64>,
    started: Instant,
    /// None where nobody looks.
    ticks: Option<Interval>,
}

impl Progress {
    pub fn new(what: &'static str, total: Option<u64>, shown: bool) -> Self {
        let ticks = shown.then(|| {
            let mut ticks = interval_at(tokio::time::Instant::now() + PAUSE, PAUSE);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            ticks
        });
        Progress { what, done: 0, total, started: Instant::now(), ticks }
    }

    /// Waits until the line must be written again.
    pub async fn due(&mut self) {
        match &mut self.ticks {
            Some(ticks) => drop(ticks.tick().await),
            None => std::future::pending().await,
        }
    }

    /// The line, with what is known of the org's limits.
    pub fn line(&self, limits: Option<&Limits>) -> String {
        let bucket = limits.and_then(|limits| tightest(limits, Timestamp::now()));
        line(self.what, self.done, self.total, self.started.elapsed(), bucket)
    }
}

/// What is left of a bucket, of how much, and in how many seconds it is full again.
type Bucket = (u32, u32, i64);

/// The bucket of which the least part is left: it is the one that work may have to wait for.
fn tightest(limits: &Limits, now: Timestamp) -> Option<Bucket> {
    let known = limits.buckets.iter().filter_map(|bucket| {
        let reset = bucket.reset.as_ref()?.instant()?;
        Some((bucket.remaining?, bucket.limit?, (reset.as_second() - now.as_second()).max(0)))
    });
    let part = |(left, limit, _): &Bucket| f64::from(*left) / f64::from(*limit).max(1.0);
    known.min_by(|a, b| part(a).total_cmp(&part(b)))
}

fn line(what: &str, done: u64, total: Option<u64>, took: Duration, bucket: Option<Bucket>) -> String {
    let rate = done as f64 / took.as_secs_f64().max(0.001);
    let of = total.map(|total| format!(" of {}", grouped(total))).unwrap_or_default();
    let mut text = format!("{}{of} {what}, {}/s", grouped(done), grouped(rate as u64));
    if let Some(total) = total.filter(|total| *total > done && done > 0) {
        text.push_str(&format!(", about {} to go", spoken((total - done) as f64 / rate)));
    }
    if let Some((left, limit, seconds)) = bucket {
        text.push_str(&format!(", {left} of {limit} requests left for {seconds} s"));
    }
    text
}

fn spoken(seconds: f64) -> String {
    match seconds {
        ..120.0 => format!("{seconds:.0} s"),
        ..7200.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{:.0} h", seconds / 3600.0),
    }
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
        let cases = [
            (line("items", 12_000, None, took, None), "12,000 items, 1,200/s"),
            (
                line("items", 12_000, Some(24_000), took, Some((590, 600, 31))),
                "12,000 of 24,000 items, 1,200/s, about 10 s to go, 590 of 600 requests left for 31 s",
            ),
            (line("rows", 100, Some(10_000), took, None), "100 of 10,000 rows, 10/s, about 16 min to go"),
            (line("rows", 0, Some(10), took, None), "0 of 10 rows, 0/s"),
        ];
        for (line, expected) in cases {
            assert_eq!(line, expected);
        }
        assert_eq!((grouped(0), grouped(999), grouped(1_000)), ("0".into(), "999".into(), "1,000".into()));
    }
}
