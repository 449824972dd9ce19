//! What was, and what changed: `history` and `diff`.

use std::io::Write;
use std::path::PathBuf;

use jiff::Timestamp;
use oktars_mirror::{Change, Difference, Reader, Version, compare_orgs, differences, not_compared};
use serde_json::{Value, json};

use super::{access, default_file, failure, file_and, print, reader};
use crate::command::time::instant;
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::printer::visible;
use crate::run::Run;

#[derive(Debug, clap::Args)]
pub struct History {
    /// The file [default: what OKTARS_MIRROR names], the table, and the object by id, login, name or label
    #[arg(value_names = ["FILE", "TABLE", "NAME"], required = true, num_args = 2..=3)]
    arguments: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The file [default: what OKTARS_MIRROR names], and one or two times, or another file
    #[arg(value_names = ["FILE", "TIME"], required = true, num_args = 1..=3)]
    arguments: Vec<String>,
    /// Show instead who gains and who loses which app, in whatever way
    #[arg(long)]
    access: bool,
}

impl History {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let (path, rest) = file_and(self.arguments, 2)?;
        let [table, name] = rest.as_slice() else { return Err(Failure::usage("no object is named").into()) };
        let versions = reader(&path)?.history(table, name).map_err(failure)?;
        let mut rows = Vec::new();
        for (at, version) in versions.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| versions.get(at));
            rows.push(row(version, before));
        }
        if let Some(gone) = versions.last().filter(|last| last.valid_to.is_some()) {
            rows.push(json!({
                "valid_from": gone.valid_to, "valid_to": null, "event": gone.end_event, "actor": gone.end_actor,
                "changed": "gone", "changes": [], "json": null,
            }));
        }
        print(run, rows, &Columns { table: "valid_from,event,actor,changed", csv: "valid_to" })
    }
}

fn row(version: &Version, before: Option<&Version>) -> Value {
    let nothing = Value::Null;
    let json_of = |version: &Version| version.json.clone().unwrap_or_default();
    let changes =
        before.map(|before| differences(&json_of(before), version.json.as_ref().unwrap_or(&nothing)));
    let changed = match &changes {
        None => "first seen".to_owned(),
        Some(changes) => spoken(changes),
    };
    json!({
        "valid_from": version.valid_from, "valid_to": version.valid_to, "event": version.event,
        "actor": version.actor, "changed": changed,
        "changes": changes.unwrap_or_default().iter().map(of_difference).collect::<Vec<_>>(),
        "json": version.json,
    })
}

fn of_difference(difference: &Difference) -> Value {
    json!({ "path": difference.path, "from": difference.from, "to": difference.to })
}

fn spoken(differences: &[Difference]) -> String {
    let each = differences.iter().map(|one| format!("{}: {} -> {}", one.path, one.from, one.to));
    each.collect::<Vec<_>>().join("; ")
}

/// What is compared.
enum Sides {
    Files(PathBuf, PathBuf),
    Times(PathBuf, Timestamp, Timestamp),
}

impl Diff {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        match (self.sides()?, self.access) {
            (Sides::Files(left, right), true) => access::show(run, &mut reader(&left)?, &mut reader(&right)?),
            (Sides::Times(path, from, to), true) => {
                let at = |time| Reader::open_at(&path, time).map_err(failure);
                access::show(run, &mut at(from)?, &mut at(to)?)
            }
            (Sides::Files(left, right), false) => {
                let changes = compare_orgs(&left, &right).map_err(failure)?;
                let names = not_compared(&left, &right).map_err(failure)?;
                if !names.is_empty() {
                    run.note(&format!("note: only one of the files has these: {}", names.join(", ")));
                }
                show(run, &changes)
            }
            (Sides::Times(path, from, to), false) => {
                show(run, &reader(&path)?.changes(from, to).map_err(failure)?)
            }
        }
    }

    fn sides(&self) -> Result<Sides, Stop> {
        let is_time = |text: &&String| instant(text).is_ok();
        let (times, files): (Vec<&String>, Vec<&String>) = self.arguments.iter().partition(is_time);
        let time = |text: &String| instant(text).map_err(Failure::usage);
        match (files.as_slice(), times.as_slice()) {
            ([left, right], []) => Ok(Sides::Files(PathBuf::from(left), PathBuf::from(right))),
            ([] | [_], [from, rest @ ..]) => {
                let path = files.first().map(PathBuf::from).map_or_else(default_file, Ok)?;
                let to = rest.first().map(|text| time(text)).transpose()?.unwrap_or_else(Timestamp::now);
                Ok(Sides::Times(path, time(from)?, to))
            }
            _ => {
                let why = "name a file and one or two times, or two files";
                let hint = "a time is 2026-01-31, or 7d for seven days ago";
                Err(Failure::usage(why).hint(hint).into())
            }
        }
    }
}

/// Prints changes: in lines to people, as records to programs.
pub fn show(run: &mut Run, changes: &[Change]) -> Result<(), Stop> {
    if !run.printer.terminal || run.shapes_output() || run.global().jq.is_some() {
        let columns = Columns { table: "change,kind,name,changed", csv: "" };
        return print(run, changes.iter().map(of_change), &columns);
    }
    for change in changes {
        writeln!(run.printer.out(), "{}", visible(&line(change)))?;
    }
    Ok(())
}

pub fn of_change(change: &Change) -> Value {
    json!({
        "change": change.change, "kind": change.kind, "name": change.name,
        "changed": spoken(&change.differences),
        "changes": change.differences.iter().map(of_difference).collect::<Vec<_>>(),
    })
}

fn line(change: &Change) -> String {
    let sign = match change.change {
        "added" => '+',
        "removed" => '-',
        _ => '~',
    };
    let what = spoken(&change.differences);
    format!("{sign} {} {}  {what}", change.kind, change.name).trim_end().to_owned()
}
