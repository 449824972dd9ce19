//! The `oktars` command: an Okta org from a shell.

mod args;
mod bulk;
mod command;
mod completion;
mod failure;
mod file;
mod local_store;
mod output;
mod printer;
mod profile;
mod progress;
mod run;
mod safety;
mod target;
mod trace;
mod wait;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Instant;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser};

use crate::args::{Args, Command};
use crate::command::shell::VARIABLE;
use crate::failure::{Exit, Failure, Stop};
use crate::printer::Printer;
use crate::run::Run;

/// Worth a fifth of the time of a long listing. Huge pages, which its feature turns off, double the memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What reads and runs a jq program does so on the stack, and systems give a process between one and eight MiB of
/// it. This is only reserved; what is not needed costs nothing.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    match std::thread::Builder::new().stack_size(STACK).spawn(work).map(|thread| thread.join()) {
        Ok(Ok(code)) => code,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(_) => work(),
    }
}

fn work() -> ExitCode {
    let started = Instant::now();
    let json = wants_json(std::env::args_os().skip(1));
    failure::report_bugs(json);
    clap_complete::CompleteEnv::with_factory(Args::command).var(VARIABLE).complete();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(mut error) => {
            // Help, the version, or what is wrong with the arguments.
            keep_best_suggestions(&mut error);
            suggest_synonym(&mut error);
            args::hide_values(&mut error);
            if error.use_stderr() && json {
                printer::last_json(&of_usage(&error).json(None));
            } else {
                let _ = error.print();
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Usage as u8));
        }
    };
    let mut run = Run::new(args.global, Printer::new());
    let outcome = block_on(until_cancelled(&mut run, args.command));
    let outcome = outcome.and_then(|()| run.printer.flush());
    run.tell_times(started);
    match outcome {
        // The reader has seen enough.
        Ok(()) | Err(Stop::PipeClosed) => ExitCode::SUCCESS,
        Err(Stop::Failed(failure)) => {
            run.report(&failure);
            ExitCode::from(failure.exit as u8)
        }
    }
}

/// Of hundreds of operations, dozens are similar to a misspelt one. The most similar stand last.
fn keep_best_suggestions(error: &mut clap::Error) {
    const MOST: usize = 3;
    if let Some(ContextValue::Strings(names)) = error.get(ContextKind::SuggestedSubcommand) {
        let best = names.iter().rev().take(MOST).cloned().collect();
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(best));
    }
}

/// Verbs that mean the same elsewhere.
const SYNONYMS: [&[&str]; 7] = [
    &["list", "ls"],
    &["get", "show", "view", "describe"],
    &["create", "add", "new", "assign", "subscribe"],
    &["update", "edit", "set", "modify", "patch"],
    &["delete", "remove", "rm", "revoke", "unassign", "unsubscribe"],
    &["activate", "enable"],
    &["deactivate", "disable"],
];

/// Names the verb that a command has for one that it lacks; what looks similar may mean something else.
fn suggest_synonym(error: &mut clap::Error) {
    let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidSubcommand) else { return };
    let Some(meant) = SYNONYMS.iter().find(|verbs| verbs.contains(&unknown.as_str())) else { return };
    let mut root = Args::command();
    root.build();
    let command = std::env::args()
        .skip(1)
        .take_while(|word| word != unknown)
        .fold(&root, |command, word| command.find_subcommand(word).unwrap_or(command));
    let names = command.get_subcommands().map(clap::Command::get_name).filter(|name| meant.contains(name));
    let names: Vec<String> = names.map(str::to_owned).collect();
    if !names.is_empty() {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(names));
    }
}

/// Whether arguments that cannot be understood as a whole ask for JSON all the same.
fn wants_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let arguments: Vec<String> =
        arguments.map(|argument| argument.to_string_lossy().into_owned()).take_while(|a| a != "--").collect();
    let form = arguments.iter().enumerate().find_map(|(n, argument)| match argument.as_str() {
        "-o" | "--output" => arguments.get(n + 1).map(String::as_str),
        _ => argument
            .strip_prefix("--output=")
            .or_else(|| argument.strip_prefix("-o").map(|form| form.trim_start_matches('='))),
    });
    matches!(form, Some("json" | "ndjson"))
}

/// What is wrong with the arguments, and what to do: the first line of what would be shown, and its tips.
fn of_usage(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let first = paragraphs.next().unwrap_or_default().trim_start_matches("error: ");
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let hints: Vec<String> = paragraphs
        .filter(|paragraph| !paragraph.starts_with("For more information"))
        .map(|paragraph| lines(paragraph.trim_start_matches("tip: ")))
        .collect();
    let failure = Failure::usage(lines(first));
    if hints.is_empty() { failure } else { failure.hint(hints.join("; ")) }
}

/// One thread is enough, and costs the least to start.
fn block_on(work: impl Future<Output = Result<(), Stop>>) -> Result<(), Stop> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure::new(Exit::Failed, format!("cannot start: {error}")))?.block_on(work)
}

async fn until_cancelled(run: &mut Run, command: Command) -> Result<(), Stop> {
    if command.ends_itself() {
        return command.run(run).await;
    }
    tokio::select! {
        outcome = command.run(run) => outcome,
        Ok(()) = tokio::signal::ctrl_c() => Err(Failure::new(Exit::Cancelled, "cancelled").into()),
    }
}
