//! Measurements. `cargo run --release -p oktars-bench` alone lists them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "benchmarks talk to the person who runs them")]

mod scale;

use std::process::ExitCode;

const USAGE: &str = "\
cargo run --release -p oktars-bench -- scale [USERS ...]   the local org with 1,000 to 1,000,000 users";

/// How a benchmark ends: well, or with a message for the person who ran it.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("bench: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let (name, rest) = arguments.split_first().ok_or(USAGE)?;
    match name.as_str() {
        "scale" => scale::run(rest),
        _ => Err(format!("there is no benchmark `{name}`\n{USAGE}")),
    }
}
