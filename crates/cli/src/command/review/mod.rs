//! `oktars review`: who has which access, for those who must say whether it stays.
//!
//! The rows come of a mirror ([`rows`]), each with its [`reviewer`]. They go into a workbook ([`sheet`]), and what
//! reviewers decided there ([`decided`]) is a plan ([`apply`]).

mod apply;
mod choice;
mod decided;
mod given;
mod origin;
mod people;
mod reading;
mod reviewer;
mod row_id;
mod rows;
mod scope;
mod sheet;
mod status;
mod touched;

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use jiff::Timestamp;

use crate::command::mirror;
use crate::command::time::{self, instant};
use crate::failure::{Failure, Stop};
use crate::output::{Columns, Format};
use crate::progress::grouped;
use crate::run::Run;
use choice::{Choice, Chosen, Sample};
use people::People;
use reading::Reading;
use reviewer::Reviewers;
use rows::Row;
use scope::{KINDS, Named, Scope};

const HELP: &str = "Without a workbook, the rows are printed.

Examples:
  oktars review --app CRM -o review.xlsx
  oktars review --admins --mirror acme.db -o admins.xlsx
  oktars review --group Finance --compare last.xlsx -o review.xlsx";

/// Access reviews: a workbook with a sheet for each reviewer, which comes back as a plan
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, after_help = HELP)]
pub struct Review {
    #[command(flatten)]
    make: Make,
    #[command(subcommand)]
    next: Option<Next>,
}

#[derive(Debug, Subcommand)]
enum Next {
    /// Take away what the reviewers decided to revoke
    #[command(after_help = apply::HELP)]
    Apply(Box<apply::Apply>),
    /// Count the decisions in workbooks, by reviewer
    #[command(after_help = "Example:\n  oktars review status review.xlsx")]
    Status(status::Status),
}

/// What is reviewed
#[derive(Debug, clap::Args)]
struct Make {
    #[command(flatten)]
    named: Named,
    /// The mirror that has the org: see `oktars mirror sync`
    /// [default: what OKTARS_MIRROR or the profile names,
    /// else one that is made now and removed afterwards]
    #[arg(long, value_name = "FILE")]
    mirror: Option<PathBuf>,
    /// The attribute of users that names the reviewer, by id, login, employee number or email
    /// [default: managerId, then manager]
    #[arg(long, value_name = "NAME", value_parser = people::attribute)]
    reviewer_attribute: Option<String>,
    /// Only this many rows, at random: 50, or 10%
    #[arg(long, value_name = "N", value_parser = Sample::parse)]
    sample: Option<Sample>,
    /// Pick the same rows again: the number that the first sheet shows
    #[arg(long, value_name = "N", requires = "sample")]
    seed: Option<u64>,
    /// Only access that is new since this time: 90d, or a day
    #[arg(long, value_name = "TIME", value_parser = instant)]
    changed_since: Option<Timestamp>,
    /// Show what was decided in the workbook of an earlier review, what is new, and what is gone
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
}

/// A review, as it goes into a workbook.
struct Reviewed {
    scope: Scope,
    org: String,
    org_id: Option<String>,
    /// When the org was as the rows say, and when they were put together.
    as_of: String,
    made: Timestamp,
    people: People,
    /// Those of which somebody has to decide.
    rows: Vec<Row>,
    reviewers: Reviewers,
    chosen: Chosen,
    has_all_factors: bool,
}

impl Review {
    /// Whether it ends in its own way at Ctrl-C.
    pub fn ends_itself(&self) -> bool {
        matches!(self.next, Some(Next::Apply(_)))
    }

    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self.next {
            None => self.make.run(run).await,
            Some(Next::Apply(command)) => Box::pin(command.run(run)).await,
            Some(Next::Status(command)) => command.run(run),
        }
    }
}

impl Make {
    async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let is_workbook = run.chosen_format() == Some(Format::Xlsx);
        if is_workbook {
            run.check_form(Format::Xlsx)?;
        }
        let before = self.compare.as_deref().map(decided::Decided::read).transpose()?;
        let file = mirror::of_org(run, self.mirror)?;
        let mut reading = Reading::open(run, file.as_deref(), &KINDS, self.changed_since).await?;
        let made = Timestamp::now();
        let people = People::read(&mut reading, self.reviewer_attribute.as_deref())?;
        let scope = self.named.find(&mut reading, &people)?;
        let rows = rows::read(&mut reading, &scope, &people)?;
        let choice = Choice {
            sample: self.sample,
            seed: self.seed.unwrap_or_else(|| made.as_second().unsigned_abs()),
            since: self.changed_since.map(written),
            before,
        };
        let (rows, chosen) = choice.among(rows, &scope, &reading)?;
        let reviewers = Reviewers::of(&rows, &people, &scope, self.reviewer_attribute.as_deref())?;
        let (org, org_id) = reading.org()?;
        let (as_of, has_all_factors) = (reading.as_of.clone(), reading.has_all_factors()?);
        let reviewed =
            Reviewed { scope, org, org_id, as_of, made, people, rows, reviewers, chosen, has_all_factors };
        if is_workbook {
            let bytes = sheet::workbook(&reviewed)?;
            run.raw_out().write_all(&bytes)?;
        } else {
            mirror::print(run, reviewed.items(), &COLUMNS)?;
        }
        reading.tell_gaps(run)?;
        reviewed.tell(run);
        Ok(())
    }
}

const COLUMNS: Columns =
    Columns { table: "login,access,way,since,by,lastUse,marks,reviewer", csv: "name,department,title,id" };

impl Reviewed {
    /// The rows as they are printed.
    fn items(&self) -> impl Iterator<Item = serde_json::Value> {
        self.rows.iter().enumerate().map(|(at, row)| {
            let person = &self.people.all[row.person];
            serde_json::json!({
                "login": person.login, "name": person.name(), "department": person.department, "title": person.title,
                "access": row.access(), "way": row.way(), "since": row.origin.since, "by": row.origin.by,
                "lastUse": row.last_use, "marks": self.marks(at), "reviewer": self.reviewers.login_of(at, &self.people),
                "id": row.id.to_string(),
            })
        })
    }

    /// What a reviewer should know about a row, in words.
    fn marks(&self, at: usize) -> String {
        let row = &self.rows[at];
        let marks = self.people.marks(row.person);
        marks
            .into_iter()
            .chain(self.reviewers.problem_of(at).map(str::to_owned))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// How many people the rows are about.
    fn people_count(&self) -> usize {
        self.rows.iter().map(|row| row.person).collect::<std::collections::HashSet<_>>().len()
    }

    fn tell(&self, run: &mut Run) {
        let without = self.reviewers.without();
        let mut told = format!(
            "{}: {} about {} for {}",
            self.scope.text(),
            counted(self.rows.len(), "row", "rows"),
            counted(self.people_count(), "person", "people"),
            counted(self.reviewers.count(), "reviewer", "reviewers")
        );
        if without > 0 {
            told.push_str(&format!(", {} without a reviewer", counted(without, "row", "rows")));
        }
        run.note(&told);
        for note in self.chosen.notes() {
            run.note(&note);
        }
    }
}

/// `1 row`, `2 rows`.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count as u64), if count == 1 { one } else { several })
}

/// A file of a review that belongs to something else.
fn refused(what: String, hint: &str) -> Stop {
    Failure::usage(what).hint(hint).into()
}

/// A time as sheets show it: to the minute, in UTC.
fn shown(time: &str) -> String {
    time.get(..16).map_or_else(|| time.to_owned(), |start| start.replace('T', " "))
}

fn written(time: Timestamp) -> String {
    time::text(time)
}
