//! The command line as it is written. What it means is decided in `command`.

use std::ffi::OsString;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::command;
use crate::failure::Stop;
use crate::output::{self, Fields, Format, Output, Zone};
use crate::run::Run;
use crate::usage;

/// Manage an Okta org from a shell
///
/// `auth login` adds an org. OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN name one too. `--org local` is an org on this
/// machine, to try things out. Results go to stdout, everything else to stderr.
#[derive(Debug, Parser)]
#[command(name = "oktars", version, max_term_width = 100, disable_help_subcommand = true, after_help = AFTER)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// The heading of the options that every command has.
pub const GLOBAL: &str = "Global options";

/// The heading of the options of commands that change something.
const CHANGES: &str = "Options for changes";

/// The heading of the options of commands that list.
const LISTS: &str = "Options for lists";

/// The last line of every help.
const MORE: &str =
    "`oktars help options` shows the options of every command, such as --org, --output and --fields.";

const AFTER: &str = "\
Begin with:
  oktars --org local users list --limit 10   an org on this machine, for trials
  oktars auth login                          add an org of your own
  oktars help topics                         exit codes, output, profiles, ...";

pub const EXIT_CODES: &str = "\
Exit codes:
  0   done; also if the reader of a pipe ends early, as head does
  1   failed: Okta refused the values (400), or the object's status does not allow it (403 with another code than
      E0000006, as E0000032 says that a user cannot be unlocked)
  2   usage: the command line, the configuration, the network settings or the input is wrong
  3   not found (404)
  4   not allowed: Okta does not accept the token (401), or the token may not do this (403 E0000006)
  5   try again later: rate limit (429), Okta failing (5xx), or no answer
  6   cancelled: a question answered with no, or a protected or read-only org
  7   of many changes, some were made and some were not; or a part could not be read
  10  checks: one of `oktars check` fails
  70  a bug of oktars
  130 interrupted: Ctrl-C, also at a question; `users import` and its kin go on where they were";

/// Options of every command, which `oktars help options` shows
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = GLOBAL)]
pub struct Global {
    /// The org: the name of a profile, or `local` for an org on this machine [or in OKTARS_ORG]
    #[arg(long, global = true, value_name = "NAME", add = crate::completion::orgs())]
    pub org: Option<String>,

    /// The file of the org `local` [or in OKTARS_LOCAL_STORE; default: a file in your data directory]
    #[arg(long, global = true, value_name = "PATH")]
    pub local_store: Option<PathBuf>,

    /// The form of the results, or a file whose name ends with one: `-o csv`, `-o people.xlsx` [default: table on a
    /// terminal, ndjson in a pipe]
    #[arg(short, long, global = true, value_name = "FORMAT", value_parser = output::OutputParser)]
    pub output: Option<Output>,

    /// Begin CSV with a byte order mark, without which Excel takes UTF-8 for something else
    #[arg(long, global = true)]
    pub bom: bool,

    /// Which fields to print: `status,login=profile.login`
    #[arg(long, global = true, value_name = "FIELDS", value_parser = Fields::parse, add = crate::completion::fields())]
    pub fields: Option<Fields>,

    /// Print what a jq program makes of each result; with -o json, it gets one array with all results
    #[arg(long, global = true, value_name = "PROGRAM", value_parser = output::check_jq)]
    pub jq: Option<String>,

    /// The time zone of dates in tables and CSV [default: as Okta writes them]
    #[arg(long, global = true, value_name = "ZONE")]
    pub time: Option<Zone>,

    /// Whether to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub color: Color,

    /// Show each request on stderr, without secrets
    #[arg(short, long, global = true)]
    pub verbose: bool,

    /// Print on stderr how long each part took
    #[arg(long, global = true)]
    pub timing: bool,

    /// Print only errors on stderr
    #[arg(long, global = true)]
    pub quiet: bool,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set; everywhere if CLICOLOR_FORCE is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add orgs, choose one, and show how you are signed in
    #[command(subcommand)]
    Auth(command::auth::Auth),
    /// Users and their accounts
    #[command(subcommand, alias = "user")]
    Users(command::users::Users),
    /// Groups and their members
    #[command(subcommand, alias = "group")]
    Groups(command::groups::Groups),
    /// Apps, and the users and groups that have them
    #[command(subcommand, alias = "app")]
    Apps(command::apps::Apps),
    /// The System Log: who did what, and when
    #[command(subcommand, alias = "log")]
    Logs(command::logs::Logs),
    /// The whole org in one SQLite file, with its past
    #[command(subcommand)]
    Mirror(command::mirror::Mirror),
    Check(Box<command::check::Check>),
    Review(Box<command::review::Review>),
    Mcp(command::mcp::Mcp),
    #[command(flatten)]
    Resource(command::resource::AnyResource),
    Api(command::api::Api),
    /// Call any operation of Okta's API by its id
    #[command(
        subcommand,
        subcommand_value_name = "OPERATION_ID",
        after_help = "Example:\n  oktars call listPolicies --type OKTA_SIGN_ON"
    )]
    Call(command::call::Call),
    Explain(command::members::Explain),
    /// A local org that behaves as an Okta org does
    #[command(subcommand)]
    Org(command::org::Org),
    /// Receive what an event hook sends
    #[command(subcommand)]
    Hooks(command::hooks::Hooks),
    Completion(command::shell::Completion),
    Man(command::shell::Man),
    Help(command::help::Help),
    /// What `--skeleton` makes of another command.
    #[command(skip)]
    Skeleton(command::skeleton::Skeleton),
}

impl Command {
    /// Whether it ends in its own way at Ctrl-C: a server, and what must say where it was interrupted.
    pub fn ends_itself(&self) -> bool {
        match self {
            Command::Org(_) | Command::Hooks(_) | Command::Logs(command::logs::Logs::Tail(_)) => true,
            Command::Mirror(command::mirror::Mirror::Watch(_)) => true,
            Command::Review(command) => command.ends_itself(),
            Command::Users(command) => command.ends_itself(),
            Command::Groups(command) => command.ends_itself(),
            Command::Apps(command) => command.ends_itself(),
            _ => false,
        }
    }

    /// Whether it writes a database while it reads the org, so that a second thread is worth its start.
    pub fn writes_while_it_reads(&self) -> bool {
        use command::mirror::Mirror;
        matches!(self, Command::Mirror(Mirror::Sync(_) | Mirror::Watch(_)))
    }

    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Command::Auth(command) => command.run(run).await,
            Command::Users(command) => command.run(run).await,
            Command::Groups(command) => command.run(run).await,
            Command::Apps(command) => command.run(run).await,
            Command::Logs(command) => command.run(run).await,
            Command::Mirror(command) => command.run(run).await,
            Command::Check(command) => Box::pin(command.run(run)).await,
            Command::Review(command) => command.run(run).await,
            Command::Mcp(command) => Box::pin(command.run(run)).await,
            Command::Resource(command) => command.run(run).await,
            Command::Api(command) => command.run(run).await,
            Command::Call(command) => command.run(run).await,
            Command::Explain(command) => command.run(run),
            Command::Org(command) => command.run(run).await,
            Command::Hooks(command) => command.run(run).await,
            Command::Completion(command) => command.run(run),
            Command::Man(command) => command.run(run),
            Command::Help(command) => command.run(run),
            Command::Skeleton(command) => command.run(run),
        }
    }
}

/// Options of every command that lists
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = LISTS)]
pub struct ListArgs {
    /// The most items to print, over all pages [default: all]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub limit: Option<NonZeroU64>,
}

fn at_least_one(text: &str) -> Result<NonZeroU64, String> {
    text.parse().map_err(|_| "it is a number, and 1 or more".to_owned())
}

/// Options of every command that changes something
#[derive(Debug, Default, Clone, Copy, clap::Args)]
#[command(next_help_heading = CHANGES)]
pub struct WriteArgs {
    /// Print the request instead of sending it, without secrets
    #[arg(long)]
    pub dry_run: bool,

    /// Print the request as a curl command instead of sending it, without secrets
    #[arg(long)]
    pub curl: bool,

    /// Do not ask before a change that is hard to undo
    #[arg(short, long)]
    pub yes: bool,

    /// Change protected accounts too: your own, Everyone, and those that the profile lists
    #[arg(long)]
    pub force: bool,
}

impl WriteArgs {
    /// Whether nothing is to be changed.
    pub fn shows_only(self) -> bool {
        self.dry_run || self.curl
    }
}

impl Global {
    /// The form of the results, if one was chosen.
    pub fn format(&self) -> Option<Format> {
        self.output.as_ref().map(|output| output.format)
    }

    /// The file that the results go into, if one was named.
    pub fn output_file(&self) -> Option<&Path> {
        self.output.as_ref()?.file.as_deref()
    }

    /// With what the environment says where the command line says nothing. Clap would take a variable for an option
    /// that was typed, and show it in the usage of errors.
    pub fn with_environment(mut self) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        self.org = self.org.or_else(|| Some(set("OKTARS_ORG")?.to_string_lossy().into_owned()));
        self.local_store = self.local_store.or_else(|| set("OKTARS_LOCAL_STORE").map(PathBuf::from));
        self
    }
}

impl Args {
    /// What these arguments say. An error shows no value of them.
    pub fn of(arguments: &[OsString]) -> Result<Self, clap::Error> {
        if let Some((global, skeleton)) = command::skeleton::Skeleton::of(arguments) {
            return Ok(Args { global, command: Command::Skeleton(skeleton) });
        }
        let parsed = command().try_get_matches_from(arguments);
        let args = parsed.and_then(|matches| Args::from_arg_matches(&matches));
        args.map_err(|mut error| {
            usage::advise(&mut error, command());
            hide_values(&mut error);
            error
        })
    }
}

/// The whole command line, with help that shows examples first. What all commands have in common has a page of its own.
pub fn command() -> clap::Command {
    let root = Args::command().mut_args(|argument| match argument.get_help_heading() {
        Some(GLOBAL) => argument.hide_short_help(true).hide_long_help(true),
        _ => argument,
    });
    let root = root.mut_subcommands(with_examples_first);
    let sections = command::sections::text(&root);
    let sections = sections.trim_end();
    root.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{sections}{{after-help}}\n\n{MORE}\n"
    ))
}

/// A command whose help shows examples before options. Those that are made when they are called do so themselves.
pub fn with_examples_first(command: clap::Command) -> clap::Command {
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}{{after-help}}\n\n{{all-args}}\n\n{MORE}\n"
    );
    command.help_template(template).mut_subcommands(with_examples_first)
}

/// Takes what was typed out of an error, apart from names of options and what is similar to a command. Somebody may
/// have typed a secret at a wrong place, and errors end in logs.
pub fn hide_values(error: &mut clap::Error) {
    if let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue)
        && !value.is_empty()
    {
        error.insert(ContextKind::InvalidValue, ContextValue::String("***".to_owned()));
    }
    let hidden = match error.kind() {
        ErrorKind::UnknownArgument => {
            Some(ContextKind::InvalidArg).filter(|kind| !is_option(error.get(*kind)))
        }
        ErrorKind::InvalidSubcommand => {
            let similar = error.get(ContextKind::SuggestedSubcommand);
            let similar = matches!(similar, Some(ContextValue::Strings(names)) if !names.is_empty());
            Some(ContextKind::InvalidSubcommand).filter(|kind| !similar && !is_word(error.get(*kind)))
        }
        _ => None,
    };
    if let Some(kind) = hidden {
        error.insert(kind, ContextValue::String("***".to_owned()));
        error.remove(ContextKind::Suggested);
    }
}

/// Whether it is a word, as commands are.
fn is_word(word: Option<&ContextValue>) -> bool {
    let Some(ContextValue::String(word)) = word else { return false };
    word.len() <= 20 && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
}

/// Whether it looks like the name of an option, as one that is misspelt does.
fn is_option(argument: Option<&ContextValue>) -> bool {
    let Some(ContextValue::String(argument)) = argument else { return false };
    let letter = |letter: char| letter.is_ascii_lowercase() || letter == '-' || letter == '_';
    argument.starts_with('-') && argument.len() <= 40 && argument.chars().all(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The commands, but for the hundreds of `call`.
    fn leaves(command: &clap::Command, found: &mut Vec<clap::Command>) {
        let subcommands = command.get_subcommands().filter(|sub| sub.get_name() != "call");
        subcommands.for_each(|sub| leaves(sub, found));
        if !command.has_subcommands() {
            found.push(command.clone());
        }
    }

    /// What is refused of an argument of a command, as it is shown.
    fn refusal(command: &clap::Command, option: Option<&str>, value: &str) -> Option<String> {
        // One more argument than any command takes.
        let more = option.map_or(vec![value.to_owned(); 4], |option| vec![format!("--{option}={value}")]);
        let mut error =
            command.clone().try_get_matches_from(["oktars".to_owned()].into_iter().chain(more)).err()?;
        hide_values(&mut error);
        Some(error.render().to_string())
    }

    /// Whatever stands behind an option, or at the place of an argument, no error shows it.
    #[test]
    fn no_error_of_the_command_line_shows_a_value() {
        let mut root = Args::command();
        root.build();
        let mut commands = Vec::new();
        leaves(&root, &mut commands);
        let mut refused = 0;
        for command in &commands {
            let options = command.get_arguments().filter(|argument| argument.get_action().takes_values());
            for option in options.map(clap::Arg::get_long) {
                for value in
                    ["s3cretMARKER", "a:=s3cretMARKER", "https://me:s3cretMARKER@x", "/s3cret/MARKER.json"]
                {
                    let Some(shown) = refusal(command, option, value) else { continue };
                    let name = command.get_name();
                    assert!(
                        !shown.contains("s3cret") && !shown.contains("MARKER"),
                        "{name} {option:?}: {shown}"
                    );
                    refused += 1;
                }
            }
        }
        assert!(commands.len() > 200 && refused > 1000, "{} {refused}", commands.len());
    }

    /// An example that is broken across lines cannot be pasted, and text that was wrapped by hand is wrapped twice.
    #[test]
    fn examples_are_whole_and_texts_are_wrapped_once_on_any_terminal() {
        let mut root = Args::command();
        root.build();
        let mut commands = vec![root.clone()];
        leaves(&root, &mut commands);
        for command in &commands {
            let Some(text) = command.get_after_help().map(ToString::to_string) else { continue };
            let name = command.get_name();
            for (n, line) in text.lines().enumerate() {
                let next = text.lines().nth(n + 1).unwrap_or_default();
                if line.starts_with("  ") {
                    assert!(line.chars().count() <= 80, "{name}: {line}");
                } else {
                    let follows = next.is_empty() || next.starts_with("  ");
                    assert!(line.is_empty() || follows, "{name}: wrapped by hand at {line:?}");
                }
            }
        }
    }

    #[test]
    fn the_whole_command_line_fits_together() {
        Args::command().debug_assert();
    }
}
