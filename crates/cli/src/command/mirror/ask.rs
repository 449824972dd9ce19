//! Questions to a mirror: `sql`, `schema`, `at` and `status`.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use oktars_mirror::{KINDS, Reader};
use serde_json::json;
use serde_json::value::RawValue;

use super::{failure, file_and, print, reader};
use crate::command::time::instant;
use crate::failure::{Failure, Stop};
use crate::output::{Columns, Sink};
use crate::run::Run;

/// Rows that are printed at once.
const PAGE: usize = 200;

#[derive(Debug, clap::Args)]
pub struct Sql {
    /// The file [default: what OKTARS_MIRROR names], and the question: a select
    #[arg(value_names = ["FILE", "SQL"], required = true, num_args = 1..=2)]
    arguments: Vec<String>,
    /// Ask the file as it was at this time: 2026-01-31, or 7d for seven days ago
    #[arg(long, value_name = "TIME", value_parser = instant)]
    at: Option<Timestamp>,
    /// The longest that the question may take
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = super::span)]
    timeout: Duration,
}

#[derive(Debug, clap::Args)]
pub struct Schema {
    /// The file [default: what OKTARS_MIRROR names], and a table, if you want only one
    #[arg(value_names = ["FILE", "TABLE"], num_args = 0..=2)]
    arguments: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub struct At {
    /// The file [default: what OKTARS_MIRROR names], the time, and a table, if you want its rows
    #[arg(value_names = ["FILE", "TIME", "TABLE"], required = true, num_args = 1..=3)]
    arguments: Vec<String>,
}

impl Sql {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let (path, mut rest) = file_and(self.arguments, 1)?;
        let sql = rest.pop().unwrap_or_default();
        let mut reader = match self.at {
            None => reader(&path)?,
            Some(time) => Reader::open_at(&path, time).map_err(failure)?,
        };
        ask(run, &mut reader, &sql, self.timeout)
    }
}

/// Asks a question and prints the answer as it comes.
fn ask(run: &mut Run, reader: &mut Reader, sql: &str, timeout: Duration) -> Result<(), Stop> {
    let mut sink = run.sink(&Columns::OF_FIRST_ITEM)?;
    let mut rows: Vec<Box<RawValue>> = Vec::new();
    let asked = reader.ask(sql, timeout, &mut |row| {
        rows.push(row);
        if rows.len() < PAGE { Ok(()) } else { give(run, sink.as_mut(), &mut rows) }
    });
    asked.map_err(failure)??;
    give(run, sink.as_mut(), &mut rows)?;
    sink.finish(&mut run.out())?;
    if reader.noted("published_at").map_err(failure)?.is_none() {
        run.note("note: no sync was finished yet, so the file is empty");
    }
    for gap in reader.gaps().map_err(failure)? {
        let reason = gap.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
        let needs = gap.needs.map(|needs| format!("; it takes {needs}")).unwrap_or_default();
        run.note(&format!("note: {} is {}{reason}{needs}", gap.kind, gap.state));
    }
    Ok(())
}

fn give(run: &mut Run, sink: &mut dyn Sink, rows: &mut Vec<Box<RawValue>>) -> std::io::Result<()> {
    sink.page(rows, &mut run.out())?;
    rows.clear();
    Ok(())
}

impl Schema {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let is_file = |name: &String| Path::new(name).exists() || name.contains(['.', '/']);
        let begins_with_file = self.arguments.first().is_some_and(is_file);
        let (path, rest) = file_and(self.arguments, usize::from(!begins_with_file))?;
        let columns = reader(&path)?.schema().map_err(failure)?;
        let wanted = rest.first();
        let rows = columns.into_iter().filter(|(table, ..)| wanted.is_none_or(|wanted| wanted == table));
        let rows: Vec<_> = rows
            .map(|(table, column, declared)| json!({ "table": table, "column": column, "type": declared.to_lowercase() }))
            .collect();
        if rows.is_empty() {
            return Err(Failure::usage("there is no such table")
                .hint("without a table, all of them are listed")
                .into());
        }
        print(run, rows, &Columns { table: "table,column,type", csv: "" })
    }
}

impl At {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let begins_with_time = self.arguments.first().is_some_and(|first| instant(first).is_ok());
        let needed = if begins_with_time { self.arguments.len() } else { 0 };
        let (path, rest) = file_and(self.arguments, needed)?;
        let mut rest = rest.into_iter();
        let time = rest.next().ok_or_else(|| Failure::usage("no time is named"))?;
        let time = instant(&time).map_err(|error| Failure::usage(format!("{time:?}: {error}")))?;
        let mut reader = Reader::open_at(&path, time).map_err(failure)?;
        let sql = match rest.next() {
            Some(table) => format!("select * from \"{}\"", table.replace('"', "\"\"")),
            None => {
                let counts = KINDS.iter().map(|kind| {
                    format!("select '{0}' as \"table\", count(*) as \"rows\" from {0}_rows", kind.name)
                });
                counts.collect::<Vec<_>>().join(" union all ")
            }
        };
        ask(run, &mut reader, &sql, Duration::from_secs(600))
    }
}

const STATUS: Columns = Columns { table: "kind,state,rows,read_at,reason,needs,left_out", csv: "" };

/// What a file holds.
pub fn status(run: &mut Run, path: &Path) -> Result<(), Stop> {
    let mut reader = reader(path)?;
    let mut rows = Vec::new();
    let longest = Duration::from_secs(60);
    let asked = reader.ask("select * from status order by kind", longest, &mut |row| {
        rows.push(row);
        Ok(())
    });
    asked.map_err(failure)??;
    run.print_items(&rows, &STATUS)?;
    let noted = |name: &str| reader.noted(name).map_err(failure);
    let org = noted("org")?.unwrap_or_else(|| "no org yet".to_owned());
    match noted("published_at")? {
        Some(at) => {
            let here = noted("synced_at")?.unwrap_or_else(|| at.clone());
            let age = here.parse::<Timestamp>().map(|at| Timestamp::now().duration_since(at).as_secs());
            run.note(&format!("{org}, as of {at}, {} ago", spoken(age.unwrap_or_default())));
        }
        None => run.note(&format!("{org}, and no sync was finished yet")),
    }
    if let Some(gap) = noted("gap")? {
        run.note(&format!("the history has a gap: {gap}, which is longer than Okta keeps its log"));
    }
    Ok(())
}

/// A length of time, as people say it.
pub fn spoken(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{} s", seconds.max(0)),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}
