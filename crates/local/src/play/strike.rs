//! Which fault is played on which request.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::Method;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::kernel::lock::Lock;
use crate::play::fault::{Fault, Lost};

impl Fault {
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

/// The faults that were asked for.
#[derive(Debug, Default)]
pub struct Faults {
    any: AtomicBool,
    list: Lock<Vec<Armed>>,
    /// Until when connections are refused.
    down_until: Lock<Option<Instant>>,
    changed: Notify,
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

    pub fn count(&self) -> usize {
        self.list().len()
    }

    /// Takes all back, and says how many there were.
    pub fn clear(&self) -> usize {
        self.any.store(false, Ordering::Release);
        if self.up_again().is_some() {
            *self.down_until.lock() = None;
            self.changed.notify_one();
        }
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

    /// The fault that is played on a request, if there is one.
    pub fn strike(&self, method: &Method, path: &str, query: &str) -> Option<Fault> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        if self.up_again().is_some() {
            return Some(Fault::refused(Duration::ZERO));
        }
        let mut list = self.list();
        let mut concerned = list.iter_mut().filter(|armed| armed.fault.concerns(method, path, query));
        let fault = concerned.find_map(|armed| armed.strikes().then(|| armed.fault.clone()))?;
        drop(list);
        if fault.drop == Some(Lost::Connection) {
            self.go_down(Duration::from_millis(fault.down_ms));
        }
        Some(fault)
    }

    /// The fault that is played on a request to somebody else. Those for requests of the org's own are not meant.
    pub fn strike_under(&self, begin: &str, method: &Method, path: &str) -> Option<Fault> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut list = self.list();
        let mut concerned = list
            .iter_mut()
            .filter(|armed| armed.fault.path.starts_with(begin) && armed.fault.concerns(method, path, ""));
        concerned.find_map(|armed| armed.strikes().then(|| armed.fault.clone()))
    }

    fn go_down(&self, time: Duration) {
        *self.down_until.lock() = Instant::now().checked_add(time);
        self.changed.notify_one();
    }

    /// Until when connections are refused, if they are.
    pub fn up_again(&self) -> Option<Instant> {
        let until = *self.down_until.lock();
        until.filter(|until| *until > Instant::now())
    }

    /// Waits until connections must be refused.
    pub async fn is_down(&self) {
        while self.up_again().is_none() {
            self.changed.notified().await;
        }
    }

    /// Waits until they are no longer.
    pub async fn is_up(&self) {
        while let Some(again) = self.up_again() {
            let _ = timeout_at(again, self.changed.notified()).await;
        }
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<Armed>> {
        self.list.lock()
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
        let strike = |_| faults.strike(&Method::GET, "/api/v1/users", "limit=1&after=x").is_some();
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
        let statuses = [(); 2].map(|()| faults.strike(&Method::GET, "/x", "").and_then(|fault| fault.status));
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

    #[tokio::test(start_paused = true)]
    async fn a_refused_connection_refuses_all_others_for_its_time() {
        let faults = Faults::default();
        faults.add(Fault::refused(Duration::from_secs(2)).times(1));
        let refused = || faults.strike(&Method::GET, "/x", "").is_some();
        assert!(refused() && refused());
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(!refused());
        assert_eq!(faults.report()[0]["played"], 1);
    }
}
