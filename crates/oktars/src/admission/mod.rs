//! Who may send now: the shell around the [`Scheduler`], which knows the clock and wakes who waits.
//!
//! Nothing is spawned. The first in each line watches the clock for all behind it, and each request that ends
//! wakes those that can continue.

mod bucket;
mod clock;
mod gate;
pub mod limits;
#[cfg(test)]
mod model;
mod scheduler;
mod told;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use oktars_catalog::{BUCKETS, bucket_of};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

pub(crate) use self::limits::OnWait;
pub use self::limits::{BucketLimits, Limits, Priority, Wait, WaitReason};
use self::scheduler::{Ask, Ended, Scheduler, Ticket, Verdict};
pub(crate) use self::told::Told;

/// How many requests run at once unless the builder says otherwise. Small orgs take 35.
pub(crate) const DEFAULT_CONCURRENCY: usize = 20;

/// A wait that is shorter is not worth telling.
const NOTABLE: Duration = Duration::from_millis(250);

/// Time since the client was built.
type Time = Duration;

/// The one scheduler of all clones of a client.
pub(crate) struct Admission {
    start: Instant,
    state: Mutex<State>,
}

struct State {
    scheduler: Scheduler,
    waiting: HashMap<Ticket, Arc<Notify>>,
}

/// A call's place in the line, which it keeps over all its attempts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    ticket: Ticket,
    ask: Ask,
}

/// The turn of a call would come this long from now, which is beyond its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLate(pub Duration);

/// A request on its way. Dropped before it is known how the request ended, it counts as one that the org may
/// have counted.
pub(crate) struct Place<'a> {
    admission: &'a Admission,
    ask: Ask,
    sent: Time,
    ended: bool,
}

/// A request that waits; its place is free when this is dropped.
struct Waiting<'a> {
    admission: &'a Admission,
    line: Line,
    over: bool,
}

impl Admission {
    pub(crate) fn new(concurrency: usize, share: f64) -> Self {
        let state = State { scheduler: Scheduler::new(concurrency, share), waiting: HashMap::new() };
        Admission { start: Instant::now(), state: Mutex::new(state) }
    }

    /// A place behind all who asked before.
    pub(crate) fn line(&self, method: &Method, path: &str, priority: Priority, deadline: Instant) -> Line {
        let deadline = deadline.saturating_duration_since(self.start);
        let mut state = self.state();
        let bucket = state.scheduler.bucket(bucket_of(method.as_str(), path));
        Line { ticket: state.scheduler.ticket(), ask: Ask { bucket, priority, deadline } }
    }

    /// Waits until a request may be sent. `notable` is told of a wait that takes a while.
    pub(crate) async fn enter(
        &self,
        line: Line,
        notable: impl FnOnce(Duration),
    ) -> Result<Place<'_>, TooLate> {
        let now = self.now();
        let first = self.with(|scheduler| scheduler.ask(line.ticket, line.ask, now));
        match first {
            Verdict::Send => return Ok(self.place(line)),
            Verdict::TooLate(time) => return Err(TooLate(time - now)),
            Verdict::Wait(_) => {}
        }
        let mut waiting = Waiting { admission: self, line, over: false };
        let notify = self.state().waiting.entry(line.ticket).or_default().clone();
        let mut notable = Some(notable);
        loop {
            let now = self.now();
            let verdict = self.with(|scheduler| scheduler.verdict(line.ticket, line.ask, now));
            let until = match verdict {
                Verdict::Send => {
                    waiting.over = true;
                    return Ok(self.place(line));
                }
                Verdict::TooLate(time) => {
                    waiting.over = true;
                    return Err(TooLate(time - now));
                }
                Verdict::Wait(until) => until,
            };
            self.tell(line, now, &mut notable);
            match until {
                // A timer may be early by a fraction.
                Some(time) => drop(timeout_at(self.start + time.max(now + TICK), notify.notified()).await),
                None => notify.notified().await,
            }
        }
    }

    /// Tells once of a wait that takes a while.
    fn tell(&self, line: Line, now: Time, notable: &mut Option<impl FnOnce(Duration)>) {
        let turn = self.state().scheduler.turn(line.ticket, line.ask, now);
        if let Some(notable) = notable.take_if(|_| turn >= now + NOTABLE) {
            notable(turn - now);
        }
    }

    fn place(&self, line: Line) -> Place<'_> {
        Place { admission: self, ask: line.ask, sent: self.now(), ended: false }
    }

    /// Does something to the scheduler, and wakes the calls that can go on.
    fn with<T>(&self, act: impl FnOnce(&mut Scheduler) -> T) -> T {
        let mut state = self.state();
        let result = act(&mut state.scheduler);
        if state.scheduler.has_told() {
            for ticket in state.scheduler.take_told() {
                if let Some(notify) = state.waiting.get(&ticket) {
                    notify.notify_one();
                }
            }
        }
        result
    }

    fn now(&self) -> Time {
        self.start.elapsed()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn limits(&self) -> Limits {
        let (now, state) = (self.now(), self.state());
        let known = state.scheduler.buckets().zip(BUCKETS);
        let buckets = known.filter_map(|((bucket, waiting), known)| {
            let tightest = bucket.tightest(now);
            let in_flight = bucket.in_flight() as usize;
            (tightest.is_some() || waiting > 0 || in_flight > 0).then(|| BucketLimits {
                name: known.name,
                limit: tightest.map(|(limit, ..)| limit),
                remaining: tightest.map(|(_, remaining, _)| remaining),
                reset: tightest
                    .and_then(|(.., reset)| Some(jiff::Timestamp::from_second(reset?).ok()?.into())),
                waiting,
                in_flight,
            })
        });
        Limits {
            buckets: buckets.collect(),
            in_flight: state.scheduler.gate().in_flight() as usize,
            concurrency: state.scheduler.gate().limit() as usize,
            waiting: state.scheduler.waiting(),
        }
    }
}

/// The shortest time that a timer is set for.
const TICK: Duration = Duration::from_millis(1);

impl Line {
    /// The name of the bucket; empty for what Okta does not count.
    pub(crate) fn bucket(&self) -> &'static str {
        BUCKETS.get(self.ask.bucket).map_or("", |bucket| bucket.name)
    }
}

impl Place<'_> {
    /// The org answered.
    pub(crate) fn answered(mut self, status: StatusCode, headers: &HeaderMap) {
        let told = Told::read(headers, jiff::Timestamp::now().as_second());
        let too_many = status == StatusCode::TOO_MANY_REQUESTS;
        // What a proxy answers in the org's place tells nothing of the org.
        let ended = match told {
            None if status.is_server_error() => Ended::Unknown,
            told => Ended::Answered { told, too_many },
        };
        self.end(ended);
    }

    /// Nothing left this machine.
    pub(crate) fn unsent(mut self) {
        self.end(Ended::Unsent);
    }

    fn end(&mut self, ended: Ended) {
        self.ended = true;
        let now = self.admission.now();
        self.admission.with(|scheduler| scheduler.end(self.ask, ended, self.sent, now));
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.end(Ended::Unknown);
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let admission = self.admission;
        admission.state().waiting.remove(&self.line.ticket);
        if !self.over {
            let now = admission.now();
            admission.with(|scheduler| scheduler.cancel(self.line.ticket, self.line.ask, now));
        }
    }
}
