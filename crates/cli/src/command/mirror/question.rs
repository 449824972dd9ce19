//! Questions of other commands to a mirror.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use oktars_mirror::Reader;
use serde_json::Value;
use serde_json::value::RawValue;

use super::ask::spoken;
use super::{failure, reader};
use crate::failure::{Exit, Failure, Stop};
use crate::output::{Columns, Watch};
use crate::run::Run;

/// The longest that one question may take.
const LONGEST: Duration = Duration::from_secs(120);

/// Documents that are printed at once.
const PAGE: usize = 200;

/// A row of a question for documents.
#[derive(serde::Deserialize)]
struct Document {
    json: Box<RawValue>,
}

/// A mirror that a command asks in place of the org.
pub struct Mirrored {
    pub reader: Reader,
    /// When it was published, by the org's clock.
    pub at: Timestamp,
}

impl Mirrored {
    /// Opens it, and says on stderr how old it is.
    pub fn open(run: &mut Run, path: &Path) -> Result<Self, Stop> {
        let reader = reader(path)?;
        let noted = |name: &str| reader.noted(name).map_err(failure);
        let (org, at) = (noted("org")?.unwrap_or_default(), noted("published_at")?);
        let Some(at) = at.and_then(|at| at.parse::<Timestamp>().ok()) else {
            return Err(Failure::usage("the mirror holds nothing yet")
                .hint("`oktars mirror sync FILE` reads the org")
                .into());
        };
        let age = spoken(Timestamp::now().duration_since(at).as_secs());
        run.note(&format!("from a mirror of {org}, {age} old"));
        Ok(Mirrored { reader, at })
    }

    pub fn rows(&mut self, sql: &str) -> Result<Vec<Value>, Stop> {
        let mut rows = Vec::new();
        let asked = self.reader.ask(sql, LONGEST, &mut |row| {
            rows.push(serde_json::from_str(row.get()).unwrap_or_default());
            Ok(())
        });
        asked.map_err(failure)??;
        Ok(rows)
    }

    /// Prints the documents that a question gives in its column `json`, as they come.
    pub fn print_documents(&mut self, run: &mut Run, sql: &str, columns: &Columns) -> Result<(), Stop> {
        let mut sink = run.sink(columns)?;
        let mut watch = Watch::new(run.global().fields.as_ref(), columns);
        let mut page: Vec<Box<RawValue>> = Vec::new();
        let asked = self.reader.ask(sql, LONGEST, &mut |row| {
            page.push(serde_json::from_str::<Document>(row.get())?.json);
            if page.len() == PAGE {
                watch.look(&page);
                sink.page(&page, &mut run.out())?;
                page.clear();
            }
            Ok(())
        });
        asked.map_err(failure)??;
        watch.look(&page);
        sink.page(&page, &mut run.out())?;
        sink.finish(&mut run.out())?;
        watch.verdict(&[]).map_or(Ok(()), |failure| Err(failure.into()))
    }

    /// Says on stderr which of the kinds that were asked are not whole.
    pub fn tell_gaps(&mut self, run: &mut Run) -> Result<(), Stop> {
        for gap in self.reader.gaps().map_err(failure)? {
            let reason = gap.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            run.note(&format!("note: {} is {}{reason}", gap.kind, gap.state));
        }
        Ok(())
    }

    /// The id of the one that has an id or a name in a column of a kind.
    pub fn id_of(&mut self, kind: &str, column: &str, name: &str) -> Result<String, Stop> {
        let name = literal(name);
        let found = self.rows(&format!(
            "select id, {column} as name from {kind} where id = {name} or lower({column}) = lower({name}) limit 2"
        ))?;
        let one = kind.trim_end_matches('s');
        match &found[..] {
            [only] => Ok(only["id"].as_str().unwrap_or_default().to_owned()),
            [] => Err(Failure::new(Exit::NotFound, format!("the mirror has no {one} of this name")).into()),
            _ => {
                Err(Failure::usage(format!("several {kind} have this name")).hint("name it by its id").into())
            }
        }
    }
}

/// A text as SQL takes it.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
