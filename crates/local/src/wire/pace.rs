//! How long clients may take over what they send, and how many of them there may be at a time.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

use crate::kernel::lock::Lock;

/// How many connections there may be at a time. Each may hold a file and a few hundred kilobytes of a head.
pub const MAX_CONNECTIONS: usize = 1000;
/// How long a connection is left alone, even if another one needs its place.
const NEW: Duration = Duration::from_millis(500);
/// How long a connection that nobody needs any more may take over saying goodbye.
pub const PARTING: Duration = Duration::from_millis(500);

/// How long a server waits for its clients.
///
/// ```
/// use std::time::Duration;
///
/// let mut timeouts = oktars_local::Timeouts::default();
/// assert_eq!(timeouts.head, Duration::from_secs(30));
/// timeouts.idle = Duration::from_secs(5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// For a TLS handshake; 10 seconds. It is two packets.
    pub handshake: Duration,
    /// For the head of a request, from its first byte on, and for a new connection's first request; 30
    /// seconds, as other servers have it. A head is one packet, or a few.
    pub head: Duration,
    /// Between two pieces of a body; 30 seconds.
    pub body_pause: Duration,
    /// For a whole body; 10 minutes. The greatest ones are whole orgs.
    pub body: Duration,
    /// Between two requests; 75 seconds. Clients give their connections up sooner, most after a minute.
    pub idle: Duration,
    /// For the answers to what was begun when the server is told to stop; 4 seconds, so that it has ended
    /// after 5.
    pub grace: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts {
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(30),
            body_pause: Duration::from_secs(30),
            body: Duration::from_secs(600),
            idle: Duration::from_secs(75),
            grace: Duration::from_secs(4),
        }
    }
}

/// What a connection is waited for.
#[derive(Debug)]
pub struct Pace {
    state: Lock<State>,
    unwanted: Notify,
}

#[derive(Debug)]
struct State {
    /// How many requests are being read or answered.
    busy: usize,
    /// Whether a request came ever.
    served: bool,
    /// Whether a part of the next one is there.
    begun: bool,
    since: Instant,
}

impl Pace {
    fn new() -> Self {
        let state = State { busy: 0, served: false, begun: false, since: Instant::now() };
        Pace { state: Lock::new(state), unwanted: Notify::new() }
    }

    /// A request begins; it is over when what this gives is dropped.
    pub fn begin(self: &Arc<Self>) -> Busy {
        self.state.lock().busy += 1;
        Busy(self.clone())
    }

    /// Bytes came in.
    pub fn received(&self) {
        let mut state = self.state.lock();
        if state.busy == 0 && state.served && !state.begun {
            state.begun = true;
            state.since = Instant::now();
        }
    }

    /// Bytes of an answer went out.
    pub fn sent(&self) {
        let mut state = self.state.lock();
        if state.busy == 0 && state.served {
            state.begun = false;
            state.since = Instant::now();
        }
    }

    /// Since when the client is waited for, and whether for the rest of a head.
    fn waits(&self) -> Option<(Instant, bool)> {
        let state = self.state.lock();
        (state.busy == 0).then_some((state.since, state.begun || !state.served))
    }

    /// Done when the client was waited for longer than it may take.
    pub async fn is_late(&self, head: Duration, idle: Duration) {
        // Looked at now and then, so that requests need not wake anybody.
        let often = head.min(idle) / 4;
        loop {
            sleep(often).await;
            let late =
                |(since, for_head): (Instant, bool)| since.elapsed() >= if for_head { head } else { idle };
            if self.waits().is_some_and(late) {
                return;
            }
        }
    }

    /// Done when another connection needs the room.
    pub async fn is_unwanted(&self) {
        self.unwanted.notified().await;
    }
}

/// A request that is being read or answered.
#[derive(Debug)]
pub struct Busy(Arc<Pace>);

impl Drop for Busy {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        state.busy -= 1;
        state.served = true;
        state.begun = false;
        state.since = Instant::now();
    }
}

/// The connections that are open.
#[derive(Debug)]
pub struct Connections {
    most: usize,
    open: Lock<Open>,
    /// One of them is over.
    freed: Notify,
}

#[derive(Debug, Default)]
struct Open {
    paces: HashMap<u64, Arc<Pace>>,
    count: u64,
}

impl Connections {
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Connections { most: most.max(1), open: Lock::default(), freed: Notify::new() })
    }

    /// Room for a connection. Where there is none, the one that waits for its client longest is closed; where
    /// all are busy, the new one waits.
    pub async fn room(self: &Arc<Self>) -> Place {
        while self.open.lock().paces.len() >= self.most {
            self.make_room(NEW / 2).await;
        }
        let mut open = self.open.lock();
        open.count += 1;
        let place = Place { connections: self.clone(), number: open.count, pace: Arc::new(Pace::new()) };
        open.paces.insert(place.number, place.pace.clone());
        place
    }

    /// Closes the connection that waits for its client longest, if any does, and waits until one is over, but no
    /// longer than this.
    pub async fn make_room(&self, patience: Duration) {
        self.close_oldest();
        let _ = timeout(patience, self.freed.notified()).await;
    }

    /// One that is new is about to send.
    fn close_oldest(&self) {
        let open = self.open.lock();
        let waiting = open.paces.values().filter_map(|pace| Some((pace.waits()?.0, pace)));
        let waiting = waiting.filter(|(since, _)| since.elapsed() >= NEW);
        if let Some((_, pace)) = waiting.min_by_key(|(since, _)| *since) {
            pace.unwanted.notify_one();
        }
    }

    /// Done when all are over.
    pub async fn are_over(&self) {
        while !self.open.lock().paces.is_empty() {
            self.freed.notified().await;
        }
    }
}

/// A connection's place among the others, until it is dropped.
#[derive(Debug)]
pub struct Place {
    connections: Arc<Connections>,
    number: u64,
    pub pace: Arc<Pace>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.open.lock().paces.remove(&self.number);
        self.connections.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: Duration = Duration::from_secs(30);
    const IDLE: Duration = Duration::from_secs(75);

    async fn seconds(seconds: u64) {
        tokio::time::advance(Duration::from_secs(seconds)).await;
    }

    fn is_late(pace: &Pace) -> bool {
        pace.waits().is_some_and(|(since, head)| since.elapsed() >= if head { HEAD } else { IDLE })
    }

    /// Bytes that trickle in do not keep a connection open, and a request in progress does.
    #[tokio::test(start_paused = true)]
    async fn a_head_and_a_pause_have_their_time() {
        let place = Connections::new(9).room().await;
        let pace = &place.pace;
        seconds(20).await;
        pace.received();
        pace.sent();
        seconds(11).await;
        assert!(is_late(pace), "nothing but bytes came since it was opened");
        let busy = pace.begin();
        seconds(1000).await;
        assert!(!is_late(pace));
        drop(busy);
        seconds(70).await;
        assert!(!is_late(pace));
        pace.received();
        seconds(29).await;
        pace.received();
        assert!(!is_late(pace));
        seconds(1).await;
        assert!(is_late(pace), "a head is half there for too long");
        pace.sent();
        assert!(!is_late(pace), "its answer is still on its way");
        pace.is_late(HEAD, IDLE).await;
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_longest_makes_room_and_who_is_busy_stays() {
        let connections = Connections::new(2);
        let (first, second) = (connections.room().await, connections.room().await);
        let busy = first.pace.begin();
        seconds(1).await;
        let give_way = async {
            second.pace.is_unwanted().await;
            drop(second);
        };
        let (third, ()) = tokio::join!(connections.room(), give_way);
        let _third_is_busy = third.pace.begin();
        let finish = async {
            tokio::task::yield_now().await;
            drop((busy, first));
        };
        let (_fourth, ()) = tokio::join!(connections.room(), finish);
    }
}
