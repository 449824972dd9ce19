//! Work for outside: requests that the org makes to others. Resources put it here, and a floor above them, which knows
//! HTTP, takes it.

use std::sync::mpsc;

use bytes::Bytes;
use serde_json::Value;
use tokio::sync::watch;

use crate::kernel::lock::Lock;

/// A request to somebody.
#[derive(Debug, Clone, Default)]
pub struct Call {
    pub uri: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Bytes>,
}

impl Call {
    pub fn to(uri: &str) -> Self {
        Call { uri: uri.to_owned(), ..Call::default() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes it a POST.
    pub fn body(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string().into());
        self
    }
}

/// What to do outside.
pub enum Work {
    /// Somebody waits for what the answer says, or for why there is none.
    Ask(Call, mpsc::Sender<Result<String, String>>),
    Tell(Call),
}

/// Begins to take work in a thread of its own, until the queue ends, or until nobody waits for it any more.
pub type Begin = fn(mpsc::Receiver<Work>, watch::Receiver<bool>) -> Result<(), String>;

/// Work that waits to be done, in its order.
pub struct Queue {
    begin: Begin,
    /// Nothing before there is something to do.
    line: Lock<Option<Line>>,
}

/// Where work goes in.
struct Line {
    work: mpsc::Sender<Work>,
    /// Whether nobody waits for it any more.
    given_up: watch::Sender<bool>,
}

impl Queue {
    pub fn new(begin: Begin) -> Self {
        Queue { begin, line: Lock::default() }
    }

    /// Calls and waits for the answer's body; an error says why there is no answer.
    pub fn ask(&self, call: Call) -> Result<String, String> {
        let (sender, receiver) = mpsc::channel();
        self.send(Work::Ask(call, sender))?;
        receiver.recv().map_err(|_| "it could not be called".to_owned())?
    }

    /// Calls later, after all earlier calls.
    pub fn tell(&self, call: Call) {
        if let Err(error) = self.send(Work::Tell(call)) {
            tracing::warn!(error, "a hook is not called");
        }
    }

    /// Makes none of the calls that wait or are in progress: the code that asked learns that there is no
    /// answer. Later calls are made again.
    pub fn give_up(&self) {
        if let Some(line) = self.line.lock().take() {
            line.given_up.send_replace(true);
        }
    }

    fn send(&self, work: Work) -> Result<(), String> {
        let mut line = self.line.lock();
        let Some(Line { work: sender, .. }) = &*line else { return line.insert(self.line()?).take(work) };
        match sender.send(work) {
            Ok(()) => Ok(()),
            // A bug ended the thread: another one continues.
            Err(mpsc::SendError(work)) => line.insert(self.line()?).take(work),
        }
    }

    fn line(&self) -> Result<Line, String> {
        let (work, receiver) = mpsc::channel();
        let (given_up, stop) = watch::channel(false);
        (self.begin)(receiver, stop)?;
        Ok(Line { work, given_up })
    }
}

impl Line {
    fn take(&self, work: Work) -> Result<(), String> {
        self.work.send(work).map_err(|_| "the thread that calls hooks has ended".to_owned())
    }
}
