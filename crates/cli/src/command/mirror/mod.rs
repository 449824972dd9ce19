//! `oktars mirror`: a whole org in one SQLite file.

mod access;
mod ask;
mod export;
mod folder;
mod past;
mod question;
pub mod rule_test;
pub mod sync;
pub mod twin;

pub use ask::spoken;
pub use question::{Mirrored, literal};
pub use sync::read_kinds;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Subcommand;
use jiff::Timestamp;
use oktars_mirror::Error;
use serde_json::Value;
use serde_json::value::RawValue;

pub use folder::Folder;

use crate::command::named;
use crate::command::time::instant;
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::run::Run;
use crate::target::Choice;

#[derive(Debug, Subcommand)]
pub enum Mirror {
    /// Bring a file up to date with the org, or make it if there is none
    #[command(after_help = "If a sync was interrupted, this one continues where it stopped.

Examples:
  oktars mirror sync acme.db --dry-run
  oktars mirror sync acme.db --except devices --share 50
  oktars mirror sync acme.db --max-age 1h")]
    Sync(Box<sync::Sync>),
    /// Bring a file up to date again and again, and print what changed as it comes
    #[command(after_help = "Example:\n  oktars mirror watch acme.db --every 5m -o ndjson")]
    Watch(Box<sync::Watch>),
    /// Show what a file holds, how old each part is, and what the token may not read
    #[command(after_help = "Example:\n  oktars mirror status acme.db")]
    Status(File),
    /// Ask a file in SQL; it is only read
    #[command(after_help = "`oktars mirror schema` lists tables and columns.

Examples:
  oktars mirror sql acme.db \"select login from users where status = 'ACTIVE'\"
  oktars mirror sql acme.db \"select * from access where app = 'Payroll'\" -o csv
  oktars mirror sql acme.db \"select count(*) from users\" --at 2026-01-31")]
    Sql(ask::Sql),
    /// List the tables and views of a file with their columns
    #[command(after_help = "Example:\n  oktars mirror schema acme.db users")]
    Schema(ask::Schema),
    /// Show what a table held at a time, or how many rows each table held
    #[command(after_help = "Example:\n  oktars mirror at acme.db 2026-01-31 groups")]
    At(ask::At),
    /// Show what an object was, since when, and who changed it
    #[command(after_help = "Example:\n  oktars mirror history acme.db users ann@acme.example")]
    History(past::History),
    /// Show what changed since a time or between two, or what is different in another file
    #[command(after_help = "Examples:
  oktars mirror diff acme.db 7d
  oktars mirror diff acme.db 2026-01-01 2026-02-01
  oktars mirror diff acme.db preview.db
  oktars mirror diff acme.db preview.db --access")]
    Diff(past::Diff),
    /// Write a file as Parquet files, or as tables in PostgreSQL, and later only what changed
    #[command(
        after_help = "It needs an oktars that was built with `--features parquet` or `--features postgres`. The \
                      password of a database comes from PGPASSWORD, a passfile or a service file.

Examples:
  oktars mirror export acme.db lake --form parquet
  oktars mirror export acme.db postgres://analyst@db.example/warehouse"
    )]
    Export(export::Export),
    /// Remove old events or old versions from a file
    #[command(after_help = "Example:\n  oktars mirror prune acme.db --log 30d")]
    Prune(Prune),
}

/// The file of a mirror
#[derive(Debug, clap::Args)]
pub struct File {
    /// The file [default: what OKTARS_MIRROR names]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Prune {
    #[command(flatten)]
    file: File,
    /// Remove events that are older: 30d, or a day
    #[arg(long, value_name = "TIME", value_parser = instant, required_unless_present = "history")]
    log: Option<Timestamp>,
    /// Remove versions of objects that ended before: 365d, or a day
    #[arg(long, value_name = "TIME", value_parser = instant)]
    history: Option<Timestamp>,
}

impl Mirror {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Mirror::Sync(command) => Box::pin(command.run(run)).await,
            Mirror::Watch(command) => Box::pin(command.run(run)).await,
            Mirror::Status(file) => ask::status(run, &file.path()?),
            Mirror::Sql(command) => command.run(run),
            Mirror::Schema(command) => command.run(run),
            Mirror::At(command) => command.run(run),
            Mirror::History(command) => command.run(run),
            Mirror::Diff(command) => command.run(run),
            Mirror::Export(command) => Box::pin(command.run(run)).await,
            Mirror::Prune(command) => command.run(run),
        }
    }
}

impl Prune {
    fn run(self, run: &mut Run) -> Result<(), Stop> {
        let path = self.file.path()?;
        if !path.exists() {
            return Err(failure(Error::Missing(path)));
        }
        let mirror = sync::open(run, &path)?;
        if let Some(before) = self.log {
            let removed = mirror.prune_log(before).map_err(failure)?;
            run.note(&format!("removed {removed} events"));
        }
        if let Some(before) = self.history {
            let removed = mirror.prune_history(before).map_err(failure)?;
            run.note(&format!("removed {removed} versions"));
        }
        Ok(())
    }
}

impl File {
    fn path(&self) -> Result<PathBuf, Failure> {
        match &self.file {
            Some(path) => Ok(path.clone()),
            None => default_file(),
        }
    }
}

/// The mirror that is asked in place of the org, if one is named: by an option, by OKTARS_MIRROR, or by the profile.
pub fn of_org(run: &Run, named: Option<PathBuf>) -> Result<Option<PathBuf>, Stop> {
    if let Some(path) = named {
        return Ok(Some(path));
    }
    if let Ok(path) = default_file() {
        return Ok(Some(path));
    }
    match Choice::named(run.global().org.as_deref())? {
        Choice::Profile { profile, .. } => Ok(profile.mirror.map(PathBuf::from)),
        Choice::Local | Choice::Config => Ok(None),
    }
}

/// The file where none is named.
fn default_file() -> Result<PathBuf, Failure> {
    let named = std::env::var_os("OKTARS_MIRROR").filter(|name| !name.is_empty()).map(PathBuf::from);
    named.ok_or_else(|| {
        Failure::usage("no mirror is named")
            .hint("name the file, or set OKTARS_MIRROR; `oktars mirror sync FILE` makes one")
    })
}

/// The file and the rest of arguments of which the first may be the file: there are then more than are needed.
fn file_and(mut arguments: Vec<String>, needed: usize) -> Result<(PathBuf, Vec<String>), Failure> {
    if arguments.len() > needed {
        let file = arguments.remove(0);
        return Ok((PathBuf::from(file), arguments));
    }
    Ok((default_file()?, arguments))
}

/// The failure of a command that works on a mirror.
pub fn failure(error: Error) -> Stop {
    let hint = error.hint();
    let exit = match &error {
        Error::Missing(_) | Error::NoObject { .. } => Exit::NotFound,
        Error::ManyGone { .. } | Error::Link(_) => Exit::Cancelled,
        Error::Held { .. } => Exit::TryLater,
        Error::Damaged { .. } | Error::Sql(_) | Error::TooLong(_) | Error::Database(_) => Exit::Failed,
        Error::Okta(_) => Exit::Failed,
        _ => Exit::Usage,
    };
    let text = match error {
        Error::Okta(error) => return error.into(),
        Error::Missing(path) => format!("{} does not exist", named(&path)),
        other => other.to_string(),
    };
    let failure = Failure::new(exit, text);
    match hint {
        Some(hint) => failure.hint(hint).into(),
        None => failure.into(),
    }
}

/// A time that long ago, for options such as `--max-age 1h`.
fn span(text: &str) -> Result<Duration, String> {
    let then = instant(text)?;
    let ago = Timestamp::now().duration_since(then);
    Duration::try_from(ago).map_err(|_| "it is not a length of time: write 30s, 5m, 1h or 7d".to_owned())
}

/// Rows of our own, as they are printed.
fn items(rows: impl IntoIterator<Item = Value>) -> Result<Vec<Box<RawValue>>, Stop> {
    let texts = rows.into_iter().map(|row| RawValue::from_string(row.to_string()));
    texts.collect::<Result<_, _>>().map_err(|error| Failure::new(Exit::Failed, error.to_string()).into())
}

pub fn print(run: &mut Run, rows: impl IntoIterator<Item = Value>, columns: &Columns) -> Result<(), Stop> {
    run.print_items(&items(rows)?, columns)
}

/// Opens a mirror to ask it.
pub fn reader(path: &Path) -> Result<oktars_mirror::Reader, Stop> {
    oktars_mirror::Reader::open(path).map_err(failure)
}
