//! `--verbose`: what the client says of its attempts, on stderr.

use std::fmt::{Debug, Write};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::printer::Printer;

/// Shows each answer and each wait of the client from now on.
pub fn show_answers() {
    let _ = tracing::subscriber::set_global_default(Answers);
}

/// Prints the client's events and nobody else's. The client puts no secret into them.
struct Answers;

impl Subscriber for Answers {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let told = metadata.is_event() && *metadata.level() <= Level::DEBUG;
        told && metadata.target().split("::").next() == Some("oktars")
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        Printer::new().note(&format!("< {}{}", line.message, line.facts));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Line {
    message: String,
    facts: String,
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.facts, ", {} {value}", spoken(field));
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
