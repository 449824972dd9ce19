//! The command line as it is written. What it means is decided in `command`.

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand, ValueEnum};

use crate::command;
use crate::failure::Stop;
use crate::output::{self, Fields, Format, Zone};
use crate::run::Run;

/// Manage an Okta org from a shell
///
/// The org is the one that `auth login` made known, or the one that OKTA_CLIENT_ORGURL and
/// OKTA_CLIENT_TOKEN name, or with `--org local` one that is kept on this machine, for trying things out.
/// Results go to stdout, everything else to stderr.
#[derive(Debug, Parser)]
#[command(name = "oktars", version, max_term_width = 100, disable_help_subcommand = true, after_help = AFTER)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Begin with:
  oktars --org local users list --limit 10     an org on this machine, to try things out
  oktars auth login                            an org of your own
  oktars help topics                           exit codes, output, profiles, safety, ...";

pub const EXIT_CODES: &str = "\
Exit codes:
  0   done; also when the reader of a pipe has seen enough
  1   failed
  2   usage: the command line, the configuration or the input is wrong
  3   not found
  4   not allowed: the token is not accepted, or may not do this
  5   rate limited, Okta failing, or no answer: try again later
  6   refused or cancelled
  7   of many changes, some were made and some were not
  70  a bug of oktars";

/// Options of every command
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The org: a profile's name, or `local` for one on this machine
    #[arg(long, global = true, value_name = "NAME", env = "OKTARS_ORG", hide_env_values = true, add = crate::completion::orgs())]
    pub org: Option<String>,

    /// The file that keeps the org `local`, instead of one in your data directory
    #[arg(long, global = true, value_name = "PATH", env = "OKTARS_LOCAL_STORE", hide_env_values = true)]
    pub local_store: Option<PathBuf>,

    /// The form of the results [default: table on a terminal, ndjson in a pipe]
    #[arg(short, long, global = true, value_name = "FORMAT")]
    pub output: Option<Format>,

    /// Begin CSV with a byte order mark, without which Excel takes UTF-8 for something else
    #[arg(long, global = true)]
    pub bom: bool,

    /// Which fields to print: `status,login=profile.login`
    #[arg(long, global = true, value_name = "FIELDS", value_parser = Fields::parse, add = crate::completion::fields())]
    pub fields: Option<Fields>,

    /// Print what a jq program makes of each result, or with -o json of the array of all
    #[arg(long, global = true, value_name = "PROGRAM", value_parser = output::check_jq)]
    pub jq: Option<String>,

    /// Show dates of tables and CSV in this zone [default: as Okta writes them]
    #[arg(long, global = true, value_name = "ZONE")]
    pub time: Option<Zone>,

    /// Whether to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub color: Color,

    /// Show each request on stderr, without secrets
    #[arg(short, long, global = true)]
    pub verbose: bool,

    /// Say on stderr where the time went
    #[arg(long, global = true)]
    pub timing: bool,

    /// Say nothing on stderr but errors
    #[arg(long, global = true)]
    pub quiet: bool,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set; anywhere, if CLICOLOR_FORCE is
    Auto,
    /// Anywhere
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The orgs that you work with, and how they let you in
    #[command(subcommand)]
    Auth(command::auth::Auth),
    /// People and their accounts
    #[command(subcommand, alias = "user")]
    Users(command::users::Users),
    /// Groups and who is in them
    #[command(subcommand, alias = "group")]
    Groups(command::groups::Groups),
    /// Applications and who uses them
    #[command(subcommand, alias = "app")]
    Apps(command::apps::Apps),
    /// The System Log: who did what, and when
    #[command(subcommand, alias = "log")]
    Logs(command::logs::Logs),
    /// The whole org in one SQLite file, with its past
    #[command(subcommand)]
    Mirror(command::mirror::Mirror),
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
    /// A local org that behaves as an Okta org does
    #[command(subcommand)]
    Org(command::org::Org),
    Completion(command::shell::Completion),
    Man(command::shell::Man),
    Help(command::help::Help),
}

impl Command {
    /// Whether it ends in its own way at Ctrl-C: a server, and what must say where it was interrupted.
    pub fn ends_itself(&self) -> bool {
        match self {
            Command::Org(_) | Command::Logs(command::logs::Logs::Tail(_)) => true,
            Command::Users(command) => command.ends_itself(),
            Command::Groups(command) => command.ends_itself(),
            Command::Apps(command) => command.ends_itself(),
            _ => false,
        }
    }

    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Command::Auth(command) => command.run(run).await,
            Command::Users(command) => command.run(run).await,
            Command::Groups(command) => command.run(run).await,
            Command::Apps(command) => command.run(run).await,
            Command::Logs(command) => command.run(run).await,
            Command::Mirror(command) => command.run(run).await,
            Command::Resource(command) => command.run(run).await,
            Command::Api(command) => command.run(run).await,
            Command::Call(command) => command.run(run).await,
            Command::Org(command) => command.run(run).await,
            Command::Completion(command) => command.run(run),
            Command::Man(command) => command.run(run),
            Command::Help(command) => command.run(run),
        }
    }
}

/// Options of every command that lists
#[derive(Debug, Default, clap::Args)]
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
pub struct WriteArgs {
    /// Print the request instead of sending it, without secrets
    #[arg(long)]
    pub dry_run: bool,

    /// Print the request as a curl command instead of sending it, without secrets
    #[arg(long)]
    pub curl: bool,

    /// Do not ask before what is not easily undone
    #[arg(short, long)]
    pub yes: bool,

    /// Change even what is protected: the caller, Everyone, and what the profile lists
    #[arg(long)]
    pub force: bool,
}

impl WriteArgs {
    /// Whether nothing is to be changed.
    pub fn shows_only(self) -> bool {
        self.dry_run || self.curl
    }
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
    use clap::CommandFactory;

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

    #[test]
    fn the_whole_command_line_fits_together() {
        Args::command().debug_assert();
    }
}
