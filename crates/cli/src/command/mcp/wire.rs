//! JSON-RPC as the protocol has it on stdio: each message is one line.

use std::collections::VecDeque;
use std::io::{BufRead, Read, Write};

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::failure::Stop;
use crate::run::Run;

pub const NO_JSON: i32 = -32700;
pub const BAD_REQUEST: i32 = -32600;
pub const NO_METHOD: i32 = -32601;
pub const BAD_PARAMS: i32 = -32602;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 4 << 20;

/// What the client wants.
pub struct Request {
    pub id: Value,
    pub method: String,
    pub params: Value,
}

pub enum Message {
    Request(Request),
    /// A note, or an answer to a question.
    Other,
}

/// The lines of the client, in order.
pub struct Wire {
    lines: mpsc::Receiver<String>,
    /// What came while an answer was waited for.
    waiting: VecDeque<Value>,
    asked: u64,
}

impl Wire {
    /// Reads on a thread of its own: one that waits for stdin cannot be interrupted, and must not hold up the end.
    pub fn new() -> Self {
        let (sender, lines) = mpsc::channel(16);
        std::thread::spawn(move || {
            let mut input = std::io::stdin().lock();
            loop {
                let mut line = Vec::new();
                let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut line);
                let ended = !matches!(read, Ok(count) if count > 0);
                // A line that is too long has no end here. What follows of it would be read as other messages.
                let too_long = line.len() as u64 == LONGEST && !line.ends_with(b"\n");
                if ended || too_long {
                    return;
                }
                if sender.blocking_send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    return;
                }
            }
        });
        Wire { lines, waiting: VecDeque::new(), asked: 0 }
    }

    /// The next message, or the answer to one that cannot be read. `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Message, Value>> {
        let message = match self.waiting.pop_front() {
            Some(message) => message,
            None => match self.read().await? {
                Ok(message) => message,
                Err(refusal) => return Some(Err(refusal)),
            },
        };
        Some(sorted(message))
    }

    async fn read(&mut self) -> Option<Result<Value, Value>> {
        loop {
            let line = self.lines.recv().await?;
            if !line.trim().is_empty() {
                let refused = |error| problem(&Value::Null, NO_JSON, &format!("this is not JSON: {error}"));
                return Some(serde_json::from_str(&line).map_err(refused));
            }
        }
    }

    /// Asks the client, and waits for its answer. `None` if it refuses, or ends.
    pub async fn ask(&mut self, run: &mut Run, method: &str, params: Value) -> Result<Option<Value>, Stop> {
        self.asked += 1;
        let id = format!("oktars-{}", self.asked);
        self.write(run, &json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        while let Some(message) = self.read().await {
            match message {
                Err(refusal) => self.write(run, &refusal)?,
                Ok(message) if message["id"] == id.as_str() && message["method"].is_null() => {
                    return Ok(message.get("result").cloned());
                }
                // A client that waits for its person may look whether the server is there.
                Ok(message) if message["method"] == "ping" => {
                    self.write(run, &json!({ "jsonrpc": "2.0", "id": message["id"], "result": {} }))?;
                }
                Ok(message) => self.waiting.push_back(message),
            }
        }
        Ok(None)
    }

    pub fn write(&mut self, run: &mut Run, message: &Value) -> Result<(), Stop> {
        writeln!(run.printer.out(), "{message}")?;
        run.printer.flush()
    }
}

fn sorted(message: Value) -> Result<Message, Value> {
    let id = message["id"].clone();
    match (&message["method"], id.is_null()) {
        (Value::String(method), false) => {
            Ok(Message::Request(Request { id, method: method.clone(), params: message["params"].clone() }))
        }
        (Value::String(_), true) => Ok(Message::Other),
        _ if message.get("result").is_some() || message.get("error").is_some() => Ok(Message::Other),
        _ => Err(problem(&id, BAD_REQUEST, "this is not a request of JSON-RPC 2.0")),
    }
}

pub fn problem(id: &Value, code: i32, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
}
