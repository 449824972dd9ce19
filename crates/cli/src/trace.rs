//! `--verbose`: what the client says of its attempts, on stderr.

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::printer::Printer;

/// How many attempts ended, and for how many milliseconds the client waited between attempts.
static ATTEMPTS: AtomicU64 = AtomicU64::new(0);
static HELD: AtomicU64 = AtomicU64::new(0);

/// Counts each answer and each wait of the client from now on, and shows them if that is wanted.
pub fn listen(show: bool) {
    let _ = tracing::subscriber::set_global_default(Answers { show });
}

/// How many attempts there were, and how long the client waited between attempts.
pub fn times() -> (u64, Duration) {
    (ATTEMPTS.load(Ordering::Relaxed), Duration::from_millis(HELD.load(Ordering::Relaxed)))
}

/// Prints the client's events and what goes wrong in a local org, and nobody else's. Neither puts a secret into
/// them.
struct Answers {
    show: bool,
}

impl Subscriber for Answers {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let most = if is_of_org(metadata) { Level::ERROR } else { Level::DEBUG };
        let known = is_of_org(metadata) || metadata.target().split("::").next() == Some("oktars");
        metadata.is_event() && known && *metadata.level() <= most
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        if is_of_org(event.metadata()) {
            return Printer::new().note(&format!("error: {}{}", line.message, line.facts));
        }
        match line.seconds {
            Some(seconds) => HELD.fetch_add((seconds * 1000.0) as u64, Ordering::Relaxed),
            None => ATTEMPTS.fetch_add(1, Ordering::Relaxed),
        };
        if self.show {
            Printer::new().note(&format!("< {}{}", line.message, line.facts));
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn is_of_org(metadata: &Metadata<'_>) -> bool {
    metadata.target().split("::").next() == Some("oktars_local")
}

#[derive(Default)]
struct Line {
    message: String,
    facts: String,
    /// How long a wait is.
    seconds: Option<f64>,
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.facts, ", {} {value}", spoken(field));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "seconds" {
            self.seconds = Some(value);
        }
        self.record_debug(field, &value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        } else {
            let _ = write!(self.facts, ", {} {value:?}", spoken(field));
        }
    }
}

fn spoken(field: &Field) -> String {
    field.name().replace('_', " ")
}
