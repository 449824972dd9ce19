//! Measurements. `cargo run --profile dist -p oktars-bench` alone lists them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "benchmarks talk to the person who runs them")]

mod client;
mod org;
mod scale;
mod serve;

use std::process::ExitCode;

const USAGE: &str = "\
cargo run --profile dist -p oktars-bench -- scale [USERS ...]   the local org with 1,000 to 1,000,000 users
bench/run                                                  oktars beside other clients of Okta

bench/mirror                                               a whole org read by oktars and by other tools

bench/run and bench/mirror use these:
  serve USERS           a local org with so many users of 2 KB, on a port that the first line tells
  serve-org USERS GROUPS APPS  the same with groups, apps and who belongs to them
  oktars TASK [NUMBER]  one task with oktars, against OKTA_CLIENT_ORGURL with OKTA_CLIENT_TOKEN
  hyper TASK            the same with nothing but hyper and serde_json: the floor";

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
        "serve" => serve::run(rest),
        "serve-org" => org::run(rest),
        "oktars" => client::oktars::run(rest),
        "hyper" => client::hyper::run(rest),
        _ => Err(format!("there is no benchmark `{name}`\n{USAGE}")),
    }
}
