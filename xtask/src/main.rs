//! Chores of this repository. `cargo xtask` alone lists them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "chores talk to the person who runs them")]

mod bodies;
mod coverage;
mod dist;
mod generate;
mod house;
mod observed;
mod paging;
mod picture;
mod recording;
mod recordings;
mod repeatable;
mod replay;
mod secrets;
mod shapes;
mod spec;
mod tally;
mod typed;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask coverage [--check]            count what there is of each tag of the API, or check the count
cargo xtask dist [--profile NAME | --binary PATH] [--out FOLDER]
                                          pack the command with all that goes with it
cargo xtask gen [--spec FILE] [--check]   write the catalogue from Okta's OpenAPI description, or check it
cargo xtask house                         check the rules that no compiler checks
cargo xtask house --moved                 write which files of resources still stand elsewhere, after some moved
cargo xtask observed LOCAL LIVE           compare what conformance/run saw of two orgs
cargo xtask picture [BINARY]              draw docs/terminal.svg: a session of the binary under tmux
cargo xtask recordings [FILE] [--verbose] put recorded answers before the SDK
cargo xtask replay [FILE] [--verbose]     replay recorded requests against the local org
cargo xtask secrets [--spec FILE]         hold the catalogue's list of secrets against Okta's OpenAPI description
cargo xtask shapes FILE [--whole]         hold what the local org answered against Okta's OpenAPI description";

/// How a chore ends: well, or with a message for the person who ran it.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let (chore, rest) = arguments.split_first().ok_or(USAGE)?;
    match chore.as_str() {
        "coverage" => {
            let options = Options::parse(rest, &["--check"], &[])?;
            coverage::run(options.flag("--check"))
        }
        "dist" => {
            let options = Options::parse(rest, &[], &["--profile", "--binary", "--out"])?;
            let profile = options.value("--profile").map(|name| name.to_string_lossy().into_owned());
            dist::run(profile.as_deref(), options.value("--binary"), options.value("--out"))
        }
        "gen" => {
            let options = Options::parse(rest, &["--check"], &["--spec"])?;
            generate::run(options.value("--spec"), options.flag("--check"))
        }
        "house" => match Options::parse(rest, &["--moved"], &[])?.flag("--moved") {
            true => house::moved(),
            false => house::run(),
        },
        "picture" => {
            let options = Options::parse(rest, &[], &[])?;
            let built = PathBuf::from("target/release/oktars");
            picture::run(
                &options.positional.first().map_or(built, PathBuf::from),
                Path::new("docs/terminal.svg"),
            )
        }
        "observed" => match Options::parse(rest, &[], &[])?.positional.as_slice() {
            [local, live] => observed::run(Path::new(local), Path::new(live)),
            _ => Err(format!("observed compares two files\n{USAGE}")),
        },
        "recordings" => {
            let options = Options::parse(rest, &["--verbose"], &[])?;
            recordings::run(options.positional.first().map(PathBuf::from), options.flag("--verbose"))
        }
        "replay" => {
            let options = Options::parse(rest, &["--verbose"], &[])?;
            replay::run(options.positional.first().map(PathBuf::from), options.flag("--verbose"))
        }
        "secrets" => {
            let options = Options::parse(rest, &[], &["--spec"])?;
            secrets::run(options.value("--spec"))
        }
        "shapes" => {
            let options = Options::parse(rest, &["--whole"], &[])?;
            let file = options.positional.first().ok_or(USAGE)?;
            shapes::run(Path::new(file), options.flag("--whole"))
        }
        _ => Err(format!("there is no chore `{chore}`\n{USAGE}")),
    }
}

/// The arguments of one chore.
struct Options {
    flags: Vec<String>,
    values: Vec<(String, String)>,
    positional: Vec<String>,
}

impl Options {
    fn parse(arguments: &[String], flags: &[&str], valued: &[&str]) -> Result<Options, String> {
        let mut options = Options { flags: vec![], values: vec![], positional: vec![] };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if flags.contains(&argument.as_str()) {
                options.flags.push(argument.clone());
            } else if valued.contains(&argument.as_str()) {
                let value = rest.next().ok_or_else(|| format!("{argument} needs a value\n{USAGE}"))?;
                options.values.push((argument.clone(), value.clone()));
            } else if argument.starts_with('-') {
                return Err(format!("{argument} is not known here\n{USAGE}"));
            } else {
                options.positional.push(argument.clone());
            }
        }
        Ok(options)
    }

    fn flag(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name)
    }

    fn value(&self, name: &str) -> Option<PathBuf> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| PathBuf::from(value))
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the reference material that may stand next to the repository, where it is there.
fn reference(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/okta").join(name);
    if path.exists() {
        return Some(path);
    }
    note_skipped(&format!("what needs ../shared/okta/{name}"));
    None
}

/// Adds a line to the file of `OKTARS_SKIPPED`, so that a whole run ends with what it did not check.
fn note_skipped(what: &str) {
    let Some(file) = std::env::var_os("OKTARS_SKIPPED") else { return };
    let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
    if let Err(error) = opened.and_then(|mut file| writeln!(file, "{what}")) {
        println!("OKTARS_SKIPPED cannot be written: {error}");
    }
}
