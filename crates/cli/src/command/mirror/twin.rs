//! The twin: a local org that begins as a mirror is.

use std::path::Path;

use jiff::Timestamp;
use oktars::Secret;
use oktars_local::{Answers, Seed};
use oktars_mirror::Reader;

use super::{failure, reader};
use crate::command::named;
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// What a mirror holds, as the seed of a local org; with other people, if attributes to keep are given. Says what does
/// not become a part of it.
pub fn seed(
    run: &mut Run,
    path: &Path,
    at: Option<Timestamp>,
    password: Option<&Secret>,
    anonymous: Option<&[String]>,
) -> Result<Seed, Stop> {
    if is_answers(path) {
        if at.is_some() || anonymous.is_some() {
            let why =
                format!("{} holds answers and no past, and nobody knows whose texts they are", named(path));
            return Err(Failure::usage(why).hint("--at and --anonymise are for mirrors").into());
        }
        return from_answers(path, password);
    }
    let reader = match at {
        None => reader(path)?,
        Some(time) => Reader::open_at(path, time).map_err(failure)?,
    };
    let mut lines = String::new();
    let mut keep = |line: &str| {
        lines.push_str(line);
        lines.push('\n');
    };
    let answered = match anonymous {
        None => reader.answers(&mut keep),
        Some(attributes) => reader.answers_of_others(attributes, &mut keep),
    };
    let answered = answered.map_err(failure)?;
    let lost = answered.iter().filter(|answered| !carries(answered.operation));
    let lost: Vec<String> = lost.map(|answered| format!("{} {}", answered.objects, answered.kind)).collect();
    if !lost.is_empty() {
        run.note(&format!("note: not carried over: {}", lost.join(", ")));
    }
    let mut lacking = Vec::new();
    for kind in ["users", "groups", "memberships", "apps", "policies"] {
        if !answered.iter().any(|answered| answered.kind == kind) {
            lacking.push(kind);
        }
    }
    if !lacking.is_empty() {
        run.note(&format!("note: the mirror has none of these: {}", lacking.join(", ")));
    }
    let answers = Answers::read(lines.as_bytes()).map_err(|error| Failure::new(Exit::Failed, error))?;
    Ok(Seed::Answers(match password {
        Some(password) => answers.password(password.expose()),
        None => answers,
    }))
}

/// Whether a file has what an org answered, an object in each line.
fn is_answers(path: &Path) -> bool {
    let mut first = [0];
    let read =
        std::fs::File::open(path).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut first));
    read.is_ok() && first == *b"{"
}

fn from_answers(path: &Path, password: Option<&Secret>) -> Result<Seed, Stop> {
    let file =
        std::fs::File::open(path).map_err(|error| Failure::usage(format!("{}: {error}", named(path))))?;
    let answers = Answers::read(std::io::BufReader::new(file));
    let answers = answers.map_err(|error| Failure::usage(format!("{}: {error}", named(path))))?;
    Ok(Seed::Answers(match password {
        Some(password) => answers.password(password.expose()),
        None => answers,
    }))
}

/// The ids of an org and the events of its log are a part of it, in addition to what is kept by operation.
fn carries(operation: &str) -> bool {
    matches!(operation, "listLogEvents") || Answers::carries(operation)
}
