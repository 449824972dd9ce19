//! Bulk runs: many rows of a file, planned, shown, carried out, and continued after a crash.
//!
//! A command reads its file ([`source`]), gives each column a meaning ([`columns`]) and holds each value
//! against the schema ([`schema`]); all before the first change. It reads what the org holds and makes a
//! plan ([`plan`]). [`apply`] carries it out with a [`journal`] on the disk.

pub mod apply;
pub mod bounds;
pub mod cell;
pub mod columns;
pub mod export;
pub mod form;
pub mod groups;
pub mod journal;
pub mod lifecycle;
pub mod lookup;
pub mod matching;
pub mod moving;
pub mod named;
pub mod offboard;
pub mod plan;
pub mod related;
pub mod relation;
pub mod relations;
pub mod results;
pub mod saved;
pub mod schema;
pub mod source;
pub mod status;
pub mod user_refs;
pub mod user_row;
pub mod users;

use std::cell::RefCell;
use std::path::PathBuf;

use encoding_rs::Encoding;
use oktars::limits::Priority;
use oktars::{Call, Okta};

use crate::args::WriteArgs;
use crate::failure::{Exit, Failure, Stop};
use crate::file;
use crate::run::Run;
use crate::safety::{self, Protected, Question};
use columns::{Mapping, Meaning};
use form::Form;
use journal::{Identity, Journal};
use plan::{Entry, Outcome, Plan, Planned, Shown, Verb, grouped};
use saved::Saved;
use source::{Reading, Source};

/// How many failed rows the screen shows.
const FAILURES_SHOWN: usize = 10;
/// Above so many deactivations and deletes, a `y` is typed too easily.
const MANY_TAKEN_AWAY: usize = 10;

pub const IMPORT_HELP: &str = "\
oktars finds columns by name or title, regardless of case and separators: login, firstName, 'First name'. In \
addition to the attributes of the org's schema there are id, status, groupIds, password, recovery question, \
recovery answer and hash.* for passwords \
that come as hashes; credentials and groups are for new users. One column of email addresses is enough: a new user's \
login is the email, and the other way round. A row with an id is about the user with that id. If it has another \
login, the user is renamed. An empty cell leaves an attribute as it is, null clears it; lists are [\"a\",\"b\"] or a; b.

Example:
  oktars users import people.csv --map 'Dept.=department' --dry-run";

/// Options of every command that works through a file
#[derive(Debug, clap::Args)]
pub struct BulkArgs {
    /// The file: CSV, NDJSON, JSON or XLSX, told by its name or its content; `-` is stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Users that the command line names, instead of a file.
    #[arg(skip)]
    names: Option<Vec<String>>,
    /// The form of the file, if neither its name nor its content shows it
    #[arg(long, value_name = "FORM")]
    input_format: Option<source::Form>,
    /// The sheet of a workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The encoding of a text file, such as windows-1252 [default: UTF-8, or UTF-16 with a mark]
    #[arg(long, value_name = "NAME", value_parser = source::encoding)]
    encoding: Option<&'static Encoding>,
    /// The row of a table that names the columns, by the number that a spreadsheet shows [default: the first]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    header_row: Option<u64>,
    /// What a column means: COLUMN=ATTRIBUTE; with nothing behind the =, it is left out; may be repeated, also for
    /// one column that feeds two attributes
    #[arg(long, value_name = "COLUMN=ATTRIBUTE", value_parser = Mapping::parse)]
    map: Vec<Mapping>,
    /// A file (TOML) that says what columns mean, for files that you get regularly: a table [columns] with lines such
    /// as "Dept." = "department". It may also have key, sheet, encoding, header-row and ignore-unknown. Options of
    /// the command line override it
    #[arg(long, value_name = "FILE", value_parser = saved::read)]
    mapping: Option<Saved>,
    /// Leave out the columns that mean nothing to the org
    #[arg(long)]
    ignore_unknown: bool,
    /// The attribute by which every row finds its object: `login`, `id`, or another that no two share. Other names in
    /// the file are ignored [default: the row's id, its login, or its email]
    #[arg(long, value_name = "ATTRIBUTE")]
    key: Option<String>,
    #[command(flatten)]
    run: RunArgs,
}

/// How the rows of a file are planned and carried out
#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// Show the plan and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the requests as curl commands instead of sending them, without secrets
    #[arg(long)]
    curl: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Change even what is protected: the caller, and what the profile lists
    #[arg(long)]
    force: bool,
    /// Do what is valid, even if some rows are not
    #[arg(long)]
    skip_invalid: bool,
    /// Leave out what is protected, instead of refusing the file
    #[arg(long, conflicts_with = "force")]
    skip_protected: bool,
    /// Write what would change for each row to this file, as NDJSON
    #[arg(long, value_name = "FILE")]
    plan_out: Option<PathBuf>,
    /// Write what happened to each row to this file: CSV, XLSX, JSON or NDJSON, as its name says
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
    /// The journal, from which an interrupted run continues [default: beside the file]
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// The most requests at once; the rate limits are kept in any case
    #[arg(long, value_name = "N", default_value_t = AT_ONCE, value_parser = clap::value_parser!(u16).range(1..=200))]
    at_once: u16,
}

/// How many requests are on their way at once, unless something else is said.
const AT_ONCE: u16 = 24;

impl BulkArgs {
    /// For users that the command line names.
    pub fn of_names(names: &[String], write: WriteArgs) -> Self {
        let mut once: Vec<String> = Vec::new();
        for name in names {
            // Ids that differ in case are two, logins are one.
            let is_same = |known: &String| match user_refs::is_id(name, "00u") {
                true => known == name,
                false => known.eq_ignore_ascii_case(name),
            };
            if !once.iter().any(is_same) {
                once.push(name.clone());
            }
        }
        BulkArgs {
            file: PathBuf::new(),
            names: Some(once),
            input_format: None,
            sheet: None,
            encoding: None,
            header_row: None,
            map: Vec::new(),
            mapping: None,
            ignore_unknown: false,
            key: None,
            run: RunArgs {
                dry_run: write.dry_run,
                curl: write.curl,
                yes: write.yes,
                force: write.force,
                skip_invalid: false,
                skip_protected: false,
                plan_out: None,
                results: None,
                journal: None,
                at_once: AT_ONCE,
            },
        }
    }

    /// For a file that the command reads by itself.
    pub fn of_run(file: PathBuf, run: RunArgs) -> Self {
        BulkArgs { file, names: None, run, ..BulkArgs::of_names(&[], WriteArgs::default()) }
    }

    pub fn source(&self) -> Result<Source, Failure> {
        match &self.names {
            Some(names) => Ok(Source::of_names("login", names)),
            None => Source::open(&self.file, &self.reading()),
        }
    }

    fn reading(&self) -> Reading<'_> {
        let saved = self.mapping.as_ref();
        Reading {
            form: self.input_format,
            sheet: self.sheet.as_deref().or(saved.and_then(|saved| saved.sheet.as_deref())),
            encoding: self.encoding.or(saved.and_then(|saved| saved.encoding)),
            header_row: self.header_row.or(saved.and_then(|saved| saved.header_row)),
        }
    }

    pub fn meaning(&self) -> Meaning<'_> {
        let saved = self.mapping.as_ref();
        Meaning {
            mappings: &self.map,
            saved: saved.map_or(&[], |saved| &saved.columns),
            ignore_unknown: self.ignore_unknown || saved.is_some_and(|saved| saved.ignore_unknown),
            key: self.key(),
        }
    }

    /// The attribute by which rows find what they are about, where one is named.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref().or(self.mapping.as_ref().and_then(|saved| saved.key.as_deref()))
    }

    /// What changes the meaning of the file, for the journal.
    fn words(&self) -> String {
        let Reading { sheet, encoding, header_row, .. } = self.reading();
        let saved = self.mapping.as_ref().map(|saved| format!(" {:?}", saved.columns)).unwrap_or_default();
        let key = self.key().map(str::to_owned);
        format!("{key:?} {:?}{saved} {sheet:?} {:?} {header_row:?}", self.map, encoding.map(Encoding::name))
    }

    /// Whether there is nothing to change.
    fn shows_only(&self) -> bool {
        self.run.dry_run || self.run.curl
    }

    /// Refuses the names of files that could not be written later, before anything is done.
    fn check_files(&self) -> Result<(), Failure> {
        if let Some(path) = &self.run.plan_out {
            form::only(path, &[Form::Ndjson])?;
        }
        let Some(path) = &self.run.results else { return Ok(()) };
        form::of_name(path)?;
        if self.shows_only() { Ok(()) } else { file::check_new(path) }
    }
}

/// What is done with the rows of a file.
pub trait Job {
    /// What to do for one row.
    type Work;

    /// The command, as it is written, with what changes its meaning.
    fn command(&self) -> String;

    /// One of what its rows are about, and several.
    fn nouns(&self) -> (&'static str, &'static str);

    fn source(&self) -> &RefCell<Source>;

    /// Plans all rows, and changes nothing.
    async fn plan(&self, run: &mut Run, plan: &mut Plan<Self::Work>) -> Result<(), Stop>;

    /// Plans what is left of a row that was begun, by what the org holds at this moment.
    async fn look(&self, okta: &Okta, row: usize, begun: Verb) -> Result<Planned<Self::Work>, Stop>;

    /// The requests of one row, where nothing has to be looked at once more.
    fn calls(&self, okta: &Okta, entry: &Entry<Self::Work>) -> Result<Vec<Call>, Stop>;

    /// Does one row. Gives the id of what it was done to.
    async fn carry_out(&self, okta: &Okta, entry: &Entry<Self::Work>) -> Result<Option<String>, Stop>;
}

/// Plans, shows, asks, and carries out.
pub async fn carry<J: Job>(run: &mut Run, args: &BulkArgs, job: &J) -> Result<(), Stop> {
    let okta = run.okta()?;
    let identity = {
        let source = job.source().borrow();
        let (sha256, rows) = (source.digest.clone(), source.len());
        // Orgs on this machine have the same address and another file each.
        let store = run.global().local_store.as_ref().map(|store| format!(" {}", store.display()));
        let org = format!("{}{}", okta.org_url(), store.unwrap_or_default());
        Identity { org, command: format!("{} {}", job.command(), args.words()), sha256, rows }
    };
    args.check_files()?;
    let path = args.run.journal.clone().unwrap_or_else(|| Journal::default_path(&args.file, &identity));
    let earlier = if args.shows_only() || args.names.is_some() {
        Default::default()
    } else {
        Journal::read(&path, &identity, args.run.journal.is_some())?
    };
    if !earlier.is_empty() {
        let done = grouped(earlier.done_rows());
        run.note(&format!("continuing an interrupted run: {done} rows are done ({})", path.display()));
    }
    let pause = earlier.pause();
    if !pause.is_zero() {
        run.note(&format!("it used up a limit of the org: waiting {} s", pause.as_secs()));
        let waited = async {
            tokio::time::sleep(pause).await;
            Ok(())
        };
        apply::until_interrupted(waited).await?;
    }
    let shown = Shown { each: run.global().verbose, as_json: run.wants_json() };
    let mut plan = Plan::new(earlier, shown, args.run.plan_out.as_deref(), args.names.is_some())?;
    apply::until_interrupted(job.plan(run, &mut plan)).await?;
    show(run, args, &mut plan)?;
    for note in &plan.notes {
        run.note(note);
    }
    check(args, &plan)?;
    if args.run.curl {
        return show_requests(run, &okta, job, &plan).await;
    }
    if args.run.dry_run {
        return Ok(());
    }
    let ended = if plan.entries.is_empty() {
        None
    } else {
        ask(run, args, job.nouns(), &plan)?;
        // Somebody who waits for an answer goes before a run of minutes.
        let okta = okta.with_priority(Priority::Bulk);
        let mut journal = match args.names {
            Some(_) => Journal::none(),
            None => Journal::open(&path, &identity, &plan.earlier)?,
        };
        apply::apply(run, &okta, job, &mut plan, &mut journal, args.run.at_once.into()).await?
    };
    if let Some(path) = &args.run.results {
        results::write(run, path, &plan)?;
    }
    if let Some(failure) = ended {
        return Err(failure.hint(format!("the same command continues from here: {}", same_command())).into());
    }
    if args.names.is_none() {
        Journal::finish(&path)?;
    }
    conclude(run, args, &plan)
}

/// Refuses a plan of which some rows cannot be carried out, unless the run leaves them out.
fn check<W>(args: &BulkArgs, plan: &Plan<W>) -> Result<(), Stop> {
    if let Some((row, reason)) = plan.refused.first().filter(|_| !args.run.skip_protected) {
        let count = plan.refused.len();
        let all = match count {
            1 => String::new(),
            2 => " (and 1 more row)".to_owned(),
            _ => format!(" (and {} more rows)", grouped(count - 1)),
        };
        let told = match args.names {
            Some(_) => format!("{reason}{}; nothing was changed", all.replace("row", "user")),
            None => format!("{}: {reason}{all}; nothing was changed", plan.rows[*row].place()),
        };
        let hint = match args.names {
            Some(_) => "leave out the protected ones; --force changes them too, if that is what you mean",
            None => "--skip-protected leaves such rows out; --force changes them, if that is what you mean",
        };
        return Err(Failure::new(Exit::Cancelled, told).hint(hint).into());
    }
    let invalid = plan.invalid_rows();
    if let Some(names) = args.names.as_ref().filter(|_| invalid > 0) {
        let told =
            format!("{invalid} of {} users cannot be changed in this way; nothing was changed", names.len());
        return Err(Failure::usage(told).hint("leave them out").into());
    }
    if invalid > 0 && !args.run.skip_invalid {
        return Err(Failure::usage(format!("{} invalid; nothing was changed", rows(invalid)))
            .hint("correct the file, or do the valid rows with --skip-invalid")
            .into());
    }
    Ok(())
}

/// Shows the plan: on stderr where stdout is for something else. A run that is to change something does so
/// even if nobody reads it any more.
fn show<W>(run: &mut Run, args: &BulkArgs, plan: &mut Plan<W>) -> Result<(), Stop> {
    if args.run.curl {
        run.note(&plan.summary());
        return Ok(());
    }
    match plan.show(run) {
        Err(Stop::PipeClosed) if !args.run.dry_run => Ok(()),
        shown => shown,
    }
}

/// Prints the requests of a plan. In those that come after a creation, the login stands for the id.
async fn show_requests<J: Job>(
    run: &mut Run,
    okta: &Okta,
    job: &J,
    plan: &Plan<J::Work>,
) -> Result<(), Stop> {
    for entry in &plan.entries {
        for call in job.calls(okta, entry)? {
            run.print_curl(&call)?;
        }
    }
    Ok(())
}

/// Asks, and has the org's name typed where much is taken away.
fn ask<W>(run: &mut Run, args: &BulkArgs, nouns: (&str, &str), plan: &Plan<W>) -> Result<(), Stop> {
    run.may_write()?;
    let examples: Vec<String> = plan
        .entries
        .iter()
        .take(FAILURES_SHOWN)
        .map(|entry| plan.rows[entry.row].subject.to_string())
        .collect();
    let left_out = [(plan.invalid_rows(), "invalid"), (plan.refused.len(), "protected")];
    let left_out = left_out.into_iter().filter(|(count, _)| *count > 0);
    let left_out: Vec<String> = left_out.map(|(count, what)| format!("{} {what}", rows(count))).collect();
    let left_out = match &left_out[..] {
        [] => String::new(),
        reasons => format!(" ({} and left out)", reasons.join(", ")),
    };
    let question = Question {
        what: &plan.steps(),
        kind: nouns,
        count: plan.entries.len() as u64,
        besides: &left_out,
        examples: &examples,
        typed: plan.destructive > MANY_TAKEN_AWAY,
    };
    let write = WriteArgs { yes: args.run.yes, force: args.run.force, ..WriteArgs::default() };
    safety::confirm(run, write, &question)
}

/// Keeps a run from what is protected, unless it is forced.
pub struct Guard(Option<Protected>);

impl Guard {
    pub async fn new(run: &mut Run, args: &BulkArgs) -> Result<Self, Stop> {
        if args.run.force {
            return Ok(Guard(None));
        }
        let mut protected = run.protected().await?;
        // A file may name a user by id whose login the profile names.
        for name in run.protected_names().to_vec() {
            if let Some(user) = run.look("users", &name).await? {
                protected.list_as_well(&name, &user);
            }
        }
        Ok(Guard(Some(protected)))
    }

    /// Why something with these names is not to be changed, or not to lose anything.
    pub fn reason(&self, is_harmful: bool, names: &[&str]) -> Option<String> {
        let protected = self.0.as_ref()?;
        let reason = |name: &&str| match is_harmful {
            true => protected.reason_of_name(name),
            false => protected.listed_reason_of_name(name),
        };
        names.iter().find_map(reason)
    }
}

/// Why nothing is taken from somebody whose name became another's.
const RENAMED: &str = "the user has another name since the plan was made; nothing was done";

/// What is left to do of a row that was looked at once more.
fn left<W>(planned: Planned<W>) -> Result<Option<(Verb, W)>, Stop> {
    match planned {
        Planned::Same => Ok(None),
        Planned::Change(verb, work, _) => Ok(Some((verb, work))),
        Planned::Invalid(problem) | Planned::Refused(problem) | Planned::Left(problem) => {
            Err(Failure::new(Exit::Failed, problem).into())
        }
    }
}

/// The command line of this run, as a shell takes it.
fn same_command() -> String {
    let words = std::env::args().skip(1).map(|word| shell_word(&word));
    ["oktars".to_owned()].into_iter().chain(words).collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it for one.
pub fn shell_word(word: &str) -> String {
    let is_plain = word.chars().all(|c| c.is_alphanumeric() || "-_./=:@,+".contains(c)) && !word.is_empty();
    if is_plain { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// `1 row is`, `2 rows are`.
fn rows(count: usize) -> String {
    if count == 1 { "1 row is".to_owned() } else { format!("{} rows are", grouped(count)) }
}

/// Says what was done, and what was not.
fn conclude<W>(run: &mut Run, args: &BulkArgs, plan: &Plan<W>) -> Result<(), Stop> {
    let mut counts = std::collections::BTreeMap::new();
    let mut failed = Vec::new();
    for row in &plan.rows {
        match &row.outcome {
            Outcome::Done(verb, _) => *counts.entry(*verb).or_insert(0_usize) += 1,
            Outcome::Failed(error) => failed.push((row, &**error)),
            _ => {}
        }
    }
    let mut parts: Vec<String> =
        counts.iter().map(|(verb, count)| format!("{} {}", verb.past(), grouped(*count))).collect();
    if parts.is_empty() {
        parts.push("nothing to do".to_owned());
    }
    let not_done = [
        ("failed", failed.len()),
        ("invalid", plan.invalid_rows()),
        ("protected", plan.refused.len()),
        ("left", plan.left_rows()),
    ];
    let not_done: Vec<_> = not_done.into_iter().filter(|(_, count)| *count > 0).collect();
    for line in plan::grouped_by_reason(&failed, FAILURES_SHOWN) {
        run.note(&format!("  {line}"));
    }
    parts.extend(not_done.iter().map(|(what, count)| format!("{what} {}", grouped(*count))));
    run.note(&parts.join(", "));
    if not_done.is_empty() {
        return Ok(());
    }
    let hint = match &args.run.results {
        _ if args.names.is_some() => "the same command tries the rest again".to_owned(),
        Some(path) => format!("{} says what happened to each row", path.display()),
        None => "--results FILE records what happened to each row; the same command tries the rest again"
            .to_owned(),
    };
    let told = not_done.iter().map(|(what, count)| match *what {
        "failed" => format!(
            "{} failed",
            if *count == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(*count)) }
        ),
        "left" => format!("{} left as they are", rows(*count)),
        what => format!("{} {what} and left out", rows(*count)),
    });
    Err(Failure::new(Exit::Partial, told.collect::<Vec<_>>().join(", ")).hint(hint).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stays_one_word() {
        let cases = [
            ("00u1", "00u1"),
            ("a b", "'a b'"),
            ("", "''"),
            ("it's $HOME", r"'it'\''s $HOME'"),
            ("--x=1", "--x=1"),
        ];
        for (word, quoted_word) in cases {
            assert_eq!(shell_word(word), quoted_word);
        }
    }
}
