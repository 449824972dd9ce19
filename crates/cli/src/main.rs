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
mod reading;
mod run;
mod safety;
mod target;
mod trace;
mod usage;
mod wait;
mod waiting;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Instant;

use clap::CommandFactory;
use tokio::runtime::{Builder, Runtime};

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
    let json = usage::wants_json(std::env::args_os().skip(1));
    failure::report_bugs(json);
    clap_complete::CompleteEnv::with_factory(Args::command).var(VARIABLE).complete();
    let args = match parsed() {
        Ok(args) => args,
        Err(error) => return refused(&error, json),
    };
    let printer = match args.global.output_file().map_or_else(|| Ok(Printer::new()), Printer::into_file) {
        Ok(printer) => printer,
        Err(failure) => {
            Printer::new().error(&failure.text(None));
            return ExitCode::from(failure.exit as u8);
        }
    };
    let mut run = Run::new(args.global.with_environment(), printer);
    let runtime = runtime(args.command.writes_while_it_reads());
    let outcome = runtime.and_then(|runtime| runtime.block_on(until_cancelled(&mut run, args.command)));
    let outcome = outcome.and_then(|()| run.printer.finish());
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

fn parsed() -> Result<Args, clap::Error> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    Args::of(&arguments).or_else(|error| match usage::asked_for_help(&error, &arguments) {
        Some(moved) => Args::of(&moved),
        None => Err(error),
    })
}

/// Shows the help, the version, or what is wrong with the arguments.
fn refused(error: &clap::Error, json: bool) -> ExitCode {
    if error.use_stderr() && json {
        printer::last_json(&usage::failure(error).json(None));
    } else {
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Usage as u8))
}

/// One thread is enough, and costs the least to start. Another one receives, where this one has much else to do.
fn runtime(two_threads: bool) -> Result<Runtime, Stop> {
    let mut builder = if two_threads { Builder::new_multi_thread() } else { Builder::new_current_thread() };
    let runtime = builder.worker_threads(1).enable_all().build();
    runtime.map_err(|error| Failure::new(Exit::Failed, format!("cannot start: {error}")).into())
}

async fn until_cancelled(run: &mut Run, command: Command) -> Result<(), Stop> {
    if command.ends_itself() {
        return command.run(run).await;
    }
    let interrupt = wait::interrupt()?;
    tokio::select! {
        outcome = command.run(run) => match outcome {
            Ok(()) => Ok(()),
            Err(stop) => Err(command::explain::explained(run, stop).await),
        },
        () = interrupt => Err(Failure::interrupted("cancelled").into()),
    }
}
