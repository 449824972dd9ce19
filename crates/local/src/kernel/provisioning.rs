//! Work for the servers of apps. The store keeps what they must be told, with the change that causes it; here is
//! who is woken after the commit, and what was said. A floor above, which knows HTTP and SCIM, does the work.

use std::collections::VecDeque;
use std::sync::mpsc;
use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;

use crate::kernel::lock::Lock;
use crate::kernel::ring::{Ring, Room};
use crate::kernel::state::State;

/// Older exchanges are forgotten.
const MAX_EXCHANGES: usize = 500;
/// Exchanges are forgotten sooner where their bodies take more room than this.
const MAX_BODIES: usize = 8 << 20;
const ROOM: Room = Room { items: MAX_EXCHANGES, bytes: MAX_BODIES };
/// The most that is kept of one body, in bytes.
const MAX_BODY: usize = 64 << 10;

/// The org to which the work belongs. The worker holds it only while it reads or writes: an org can end meanwhile.
pub trait Host: Send + Sync {
    /// Its store, clock and ids.
    fn state(&self) -> &State;
    /// What must go wrong with a request to the server of an app.
    fn trouble(&self, method: &Method, path: &str) -> Option<Trouble>;
}

/// What a test wants to go wrong with a request.
pub struct Trouble {
    pub delay: Duration,
    pub instead: Instead,
}

/// What takes the place of the server.
pub enum Instead {
    /// Nothing: the server is asked, only later.
    Nothing,
    /// This answer, without asking the server.
    Answer(StatusCode, HeaderMap, Bytes),
    /// The connection breaks before the server hears of the request.
    NoRequest,
    /// The server does what it was asked, and its answer is lost.
    NoAnswer,
}

/// How a server of users and groups is reached: a document of the kind `SCIM_SERVER`.
pub type Server = Value;

/// What to do.
pub enum Errand {
    /// Tasks for this app are in the store.
    Wake(String),
    /// Somebody waits for whether this server answers.
    Test { app: String, server: Server, answer: mpsc::Sender<Result<(), String>> },
}

/// Starts a thread that does errands, until no more can come, or until nobody waits for them.
pub type Begin = fn(Weak<dyn Host>, UnboundedReceiver<Errand>, watch::Receiver<bool>) -> Result<(), String>;

/// The way to the worker, and the result of its work.
pub struct Provisioning {
    begin: Begin,
    host: Lock<Option<Weak<dyn Host>>>,
    /// Nothing before there is something to do.
    line: Lock<Option<Line>>,
    pub exchanges: Exchanges,
    /// Passwords that somebody chose just now, by user: the servers of some apps need them, and they are not
    /// kept in the store.
    pub passwords: Lock<VecDeque<(String, String)>>,
}

struct Line {
    errands: UnboundedSender<Errand>,
    given_up: watch::Sender<bool>,
}

impl Provisioning {
    pub fn new(begin: Begin) -> Self {
        let (host, line) = (Lock::default(), Lock::default());
        Provisioning { begin, host, line, exchanges: Exchanges::default(), passwords: Lock::default() }
    }

    /// From now on there is an org to which the work belongs.
    pub fn belongs_to(&self, host: Weak<dyn Host>) {
        *self.host.lock() = Some(host);
    }

    /// Has the tasks of an app done.
    pub fn wake(&self, app_id: &str) {
        if let Err(error) = self.send(Errand::Wake(app_id.to_owned())) {
            tracing::warn!(error, "an app's users are not provisioned");
        }
    }

    /// Waits for whether a server answers as one of users does; an error says what is wrong.
    pub fn test(&self, app: &str, server: &Server) -> Result<(), String> {
        let (answer, answered) = mpsc::channel();
        self.send(Errand::Test { app: app.to_owned(), server: server.clone(), answer })?;
        answered.recv().map_err(|_| "the server could not be asked".to_owned())?
    }

    /// Leaves alone what is under way. Tasks stay in the store for the next start.
    pub fn give_up(&self) {
        if let Some(line) = self.line.lock().take() {
            line.given_up.send_replace(true);
        }
    }

    fn send(&self, errand: Errand) -> Result<(), String> {
        let mut line = self.line.lock();
        let errand = match &*line {
            Some(known) => match known.errands.send(errand) {
                Ok(()) => return Ok(()),
                // A bug ended the thread: another one takes over.
                Err(lost) => lost.0,
            },
            None => errand,
        };
        let fresh = line.insert(self.line()?);
        fresh.errands.send(errand).map_err(|_| "the thread that provisions has ended".to_owned())
    }

    fn line(&self) -> Result<Line, String> {
        let host = self.host.lock().clone().ok_or("the org is not ready")?;
        let (errands, receiver) = unbounded_channel();
        let (given_up, stop) = watch::channel(false);
        (self.begin)(host, receiver, stop)?;
        Ok(Line { errands, given_up })
    }
}

/// A request to the server of an app, and its answer. What is secret is not in it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Its place among all exchanges, from 1.
    pub number: u64,
    /// The id of the app.
    pub app: String,
    /// When it was sent, on the org's clock.
    pub sent: String,
    pub method: String,
    pub url: String,
    pub request_headers: Vec<(String, String)>,
    pub request_body: Value,
    /// Null where no answer came.
    pub status: Option<u16>,
    pub response_headers: Vec<(String, String)>,
    pub response_body: Value,
    /// Why there is no answer.
    pub error: Option<String>,
    /// How long it took.
    pub millis: u64,
}

impl Exchange {
    /// Bodies that are too long are cut, and are texts then.
    fn bounded(mut self) -> (Self, usize) {
        let mut size = 0;
        for body in [&mut self.request_body, &mut self.response_body] {
            let mut text = body.to_string();
            if text.len() > MAX_BODY {
                let end = text.floor_char_boundary(MAX_BODY);
                text.truncate(end);
                *body = Value::String(format!("{text}…"));
            }
            size += text.len();
        }
        (self, size)
    }
}

/// The last exchanges.
#[derive(Default)]
pub struct Exchanges(Lock<Ring<Arc<Exchange>>>);

impl Exchanges {
    pub fn keep(&self, exchange: Exchange) {
        let (exchange, size) = exchange.bounded();
        self.0.lock().keep(ROOM, size, |number| Arc::new(Exchange { number, ..exchange }));
    }

    pub fn list(&self) -> Vec<Arc<Exchange>> {
        self.0.lock().list().map(|(_, exchange)| exchange.clone()).collect()
    }

    pub fn clear(&self) -> usize {
        self.0.lock().clear()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(body: &str) -> Exchange {
        Exchange {
            number: 0,
            app: "0oa1".into(),
            sent: String::new(),
            method: "GET".into(),
            url: String::new(),
            request_headers: Vec::new(),
            request_body: Value::Null,
            status: None,
            response_headers: Vec::new(),
            response_body: Value::String(body.into()),
            error: None,
            millis: 0,
        }
    }

    #[test]
    fn exchanges_are_bounded_in_number_and_in_size() {
        let exchanges = Exchanges::default();
        for _ in 0..MAX_EXCHANGES + 3 {
            exchanges.keep(exchange(""));
        }
        let list = exchanges.list();
        assert_eq!((list.len(), list[0].number), (MAX_EXCHANGES, 4));
        for _ in 0..MAX_BODIES / MAX_BODY + 10 {
            exchanges.keep(exchange(&"é".repeat(MAX_BODY)));
        }
        let list = exchanges.list();
        assert!(list.len() <= MAX_BODIES / MAX_BODY, "{}", list.len());
        assert!(list.iter().all(|kept| kept.response_body.to_string().len() < MAX_BODY + 10));
        assert_eq!(exchanges.clear(), list.len());
        assert_eq!(exchanges.list().len(), 0);
    }
}
