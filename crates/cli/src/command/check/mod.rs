//! `oktars check`: how safe an org is set up, asked of a mirror.

mod ckl;
mod exceptions;
mod explain;
mod sarif;
mod temporary;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Subcommand, ValueEnum};
use jiff::{Timestamp, ZonedDateTime};
use oktars_mirror::Reader;
use oktars_mirror::check::{Check as Known, Finding, Outcome, Severity, State, except};
use serde_json::{Value, json};

use super::mirror;
use super::named;
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

/// The longest that one check may take.
const LONGEST: Duration = Duration::from_secs(120);

/// Check how safely an org is set up
///
/// The checks ask a mirror: the one that --mirror, OKTARS_MIRROR or the profile names. If there is none, oktars reads
/// what they need into a temporary one. A check that cannot be read never passes. The exit code is 10 if a check
/// fails.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "`oktars check list` shows all checks, and `oktars check explain NAME` one of them.

Examples:
  oktars check --mirror acme.db
  oktars check --mirror acme.db --objects -o findings.csv
  oktars check --fail-on high --exceptions accepted.toml --form sarif > okta.sarif"
)]
pub struct Check {
    #[command(subcommand)]
    about: Option<About>,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Subcommand)]
enum About {
    /// List the checks
    #[command(after_help = "Example:\n  oktars check list -o csv")]
    List {
        #[command(flatten)]
        own: Own,
    },
    /// Show what a check is about, why it matters, what to do, and what it asks
    #[command(after_help = "Example:\n  oktars check explain session-idle")]
    Explain {
        /// The name of the check
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        own: Own,
    },
}

/// Checks of your own
#[derive(Debug, clap::Args)]
struct Own {
    /// A folder with files of your own, NAME.sql; one with the name of a shipped check replaces it
    #[arg(long, value_name = "DIR")]
    checks: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Asked {
    /// The file of the mirror [default: what OKTARS_MIRROR or the profile names, else a temporary one]
    #[arg(long, value_name = "FILE")]
    mirror: Option<PathBuf>,
    #[command(flatten)]
    own: Own,
    /// Only these checks
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<String>,
    /// A file (TOML) with what you accept for a while
    #[arg(long, value_name = "FILE")]
    exceptions: Option<PathBuf>,
    /// Exit with 10 only if a check of this severity, or a greater one, fails
    #[arg(long, value_name = "SEVERITY", default_value = "low")]
    fail_on: FailOn,
    /// Exit with 7 if a check cannot be read
    #[arg(long)]
    all_readable: bool,
    /// Print a row for each object that is wrong, instead of one for each check
    #[arg(long, conflicts_with = "form")]
    objects: bool,
    /// Write a form for other programs
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    /// Only those of high severity
    High,
    /// Those of medium and high severity
    Medium,
    /// All
    Low,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// SARIF 2.1.0, as code scanning of GitHub reads it
    Sarif,
    /// A checklist of the DISA STIG, as STIG Viewer 2 reads it
    Ckl,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            FailOn::High => Severity::High,
            FailOn::Medium => Severity::Medium,
            FailOn::Low => Severity::Low,
        }
    }
}

/// What the checks say, and of what.
struct Report {
    /// The org, as the mirror names it.
    org: String,
    /// When the mirror was published.
    at: String,
    outcomes: Vec<Outcome>,
}

impl Check {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self.about {
            Some(About::List { own }) => explain::list(run, &own.all()?),
            Some(About::Explain { name, own }) => explain::explain(run, &own.all()?, &name),
            None => self.asked.run(run).await,
        }
    }
}

impl Own {
    /// The shipped checks and one's own, in the order of their names.
    fn all(&self) -> Result<Vec<Known>, Stop> {
        let mut checks = Known::shipped().map_err(mirror::failure)?;
        if let Some(folder) = &self.checks {
            let own = read_folder(folder)?;
            checks.retain(|check| !own.iter().any(|other| other.name == check.name));
            checks.extend(own);
            checks.sort_by(|one, other| one.name.cmp(&other.name));
        }
        Ok(checks)
    }
}

fn read_folder(folder: &Path) -> Result<Vec<Known>, Stop> {
    let unreadable = |error| Failure::usage(format!("{} cannot be read: {error}", named(folder)));
    let mut checks = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
        let (Some(name), true) = (name, path.extension().is_some_and(|ending| ending == "sql")) else {
            continue;
        };
        let text = String::from_utf8(super::read(&path)?)
            .map_err(|_| Failure::usage(format!("{} is not UTF-8", path.display())))?;
        let check = Known::parse(&name, &text).map_err(mirror::failure)?;
        checks.push(check);
    }
    if checks.is_empty() {
        return Err(Failure::usage(format!("{} has no file NAME.sql", named(folder))).into());
    }
    Ok(checks)
}

impl Asked {
    async fn run(self, run: &mut Run) -> Result<(), Stop> {
        if self.form.is_some() && (run.shapes_output() || run.global().jq.is_some()) {
            return Err(
                Failure::usage("--form writes a form of its own, without -o, --fields and --jq").into()
            );
        }
        let checks = self.chosen()?;
        let exceptions = match &self.exceptions {
            Some(path) => exceptions::read(path, &checks)?,
            None => Vec::new(),
        };
        let mirror = mirror::of_org(run, self.mirror.clone())?;
        // It is removed when it is dropped.
        let (temporary, path) = match mirror {
            Some(path) => (None, path),
            None => {
                let temporary = mirror::Folder::new()?;
                let path = temporary.file();
                temporary::read(run, &path, &checks).await?;
                (Some(temporary), path)
            }
        };
        let mut report = ask(&path, &checks)?;
        drop(temporary);
        let unmatched = except(&mut report.outcomes, &exceptions, ZonedDateTime::now().date());
        for exception in unmatched {
            let (check, object) = (&exception.check, &exception.object);
            run.note(&format!("note: the exception of {object} from {check} matches nothing"));
        }
        report.outcomes.sort_by(|one, other| {
            let by = |outcome: &Outcome| (outcome.state, std::cmp::Reverse(outcome.check.severity));
            by(one).cmp(&by(other)).then_with(|| one.check.name.cmp(&other.check.name))
        });
        self.print(run, &report)?;
        // A file of results is whole, whatever they say.
        run.printer.finish()?;
        run.note(&summary(&report));
        self.verdict(&report)
    }

    /// The checks that are asked.
    fn chosen(&self) -> Result<Vec<Known>, Stop> {
        let mut checks = self.own.all()?;
        for name in &self.only {
            explain::find(&checks, name)?;
        }
        checks.retain(|check| self.only.is_empty() || self.only.contains(&check.name));
        Ok(checks)
    }

    fn print(&self, run: &mut Run, report: &Report) -> Result<(), Stop> {
        match self.form {
            Some(Form::Sarif) => {
                let text = sarif::written(report).to_string();
                return Ok(writeln!(run.out(), "{text}")?);
            }
            Some(Form::Ckl) => return Ok(write!(run.out(), "{}", ckl::written(report))?),
            None => {}
        }
        if self.objects {
            let rows = report.outcomes.iter().flat_map(|outcome| {
                outcome.findings.iter().map(move |finding| with_check(&outcome.check, finding))
            });
            return mirror::print(
                run,
                rows,
                &Columns { table: "severity,check,kind,name,detail", csv: "id,stig" },
            );
        }
        let columns = Columns { table: "check,severity,state,found,title,reason", csv: "stig" };
        mirror::print(run, report.outcomes.iter().map(row), &columns)
    }

    fn verdict(&self, report: &Report) -> Result<(), Stop> {
        let least = self.fail_on.severity();
        let failed = count(report, |outcome| outcome.state == State::Fail && outcome.check.severity >= least);
        if failed > 0 {
            let what = if failed == 1 { "a check fails".to_owned() } else { format!("{failed} checks fail") };
            return Err(Failure::new(Exit::ChecksFailed, what)
                .hint("`oktars check --objects` shows what is wrong, and `oktars check explain NAME` what to do")
                .into());
        }
        let unread = count(report, |outcome| outcome.state == State::NotReadable);
        if self.all_readable && unread > 0 {
            let what = format!("{unread} checks cannot be read, and do not pass");
            return Err(Failure::new(Exit::Partial, what)
                .hint("`oktars mirror status FILE` says what is missing")
                .into());
        }
        Ok(())
    }
}

fn ask(path: &Path, checks: &[Known]) -> Result<Report, Stop> {
    let mut reader = Reader::open(path).map_err(mirror::failure)?;
    reader.prepare_checks().map_err(mirror::failure)?;
    let noted = |name: &str| reader.noted(name).map_err(mirror::failure);
    let (org, at) = (noted("org")?.unwrap_or_default(), noted("published_at")?);
    let Some(at) = at else {
        return Err(Failure::usage("the mirror holds nothing yet")
            .hint("`oktars mirror sync FILE` reads the org")
            .into());
    };
    let outcomes = checks.iter().map(|check| reader.check(check, LONGEST).map_err(mirror::failure));
    Ok(Report { org, at, outcomes: outcomes.collect::<Result<_, _>>()? })
}

fn count(report: &Report, is_counted: impl Fn(&Outcome) -> bool) -> usize {
    report.outcomes.iter().filter(|outcome| is_counted(outcome)).count()
}

fn summary(report: &Report) -> String {
    let states = [State::Fail, State::NotReadable, State::Manual, State::Pass, State::NotApplicable];
    let counts = states.map(|state| (state, count(report, |outcome| outcome.state == state)));
    let counts: Vec<String> =
        counts.iter().filter(|(_, n)| *n > 0).map(|(state, n)| format!("{n} {state}")).collect();
    let age = report.at.parse::<Timestamp>().map(|at| Timestamp::now().duration_since(at).as_secs());
    let age = mirror::spoken(age.unwrap_or_default());
    format!("{}; {} as of {}, {age} ago", counts.join(", "), report.org, report.at)
}

fn row(outcome: &Outcome) -> Value {
    let check = &outcome.check;
    let excepted = outcome.excepted.iter().map(|(finding, reason)| {
        let mut shown = object(finding);
        shown["reason"] = json!(reason);
        shown
    });
    json!({
        "check": check.name,
        "severity": check.severity.name(),
        "state": outcome.state.name(),
        "found": outcome.findings.len(),
        "title": check.title,
        "stig": check.stig.as_ref().map(|stig| &stig.group),
        "reason": outcome.reason,
        "objects": outcome.findings.iter().map(object).collect::<Vec<_>>(),
        "excepted": excepted.collect::<Vec<_>>(),
    })
}

fn object(finding: &Finding) -> Value {
    json!({ "kind": finding.kind, "id": finding.id, "name": finding.name, "detail": finding.detail })
}

fn with_check(check: &Known, finding: &Finding) -> Value {
    let mut shown = object(finding);
    shown["check"] = json!(check.name);
    shown["severity"] = json!(check.severity.name());
    shown["stig"] = json!(check.stig.as_ref().map(|stig| &stig.group));
    shown
}
