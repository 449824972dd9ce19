//! Questions to a mirror: SQL that reads, and nothing else.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fallible_iterator::FallibleIterator;
use jiff::Timestamp;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, Row, Statement};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::file::{noted, open_to_read, written};
use crate::kinds::KINDS;
use crate::tables;

/// The longest text that a question may make, in bytes. No document of an org is larger.
const LONGEST: i32 = 128 << 20;
/// How many steps of SQLite lie between two looks at the clock.
const STEPS: i32 = 10_000;
/// What reads or writes other files, or loads code.
const NO_FUNCTIONS: [&str; 5] = ["load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"];

/// A mirror that is open to be asked, while another process may write it.
pub struct Reader {
    pub(crate) db: Connection,
    /// The tables and views that were read.
    pub(crate) touched: Arc<Mutex<BTreeSet<String>>>,
}

/// A kind that was asked for and is not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The kind.
    pub kind: String,
    /// `partial`, `not readable` and so on.
    pub state: String,
    /// Why.
    pub reason: Option<String>,
    /// What it takes to read it.
    pub needs: Option<String>,
}

impl Reader {
    /// Opens a mirror as the last run has published it.
    ///
    /// # Errors
    /// There is none, it is damaged, or it is of a newer format.
    pub fn open(path: &Path) -> Result<Self> {
        let db = open_to_read(path)?;
        tables::stand_in_for_missing(&db)?;
        tables::unpack_history(&db)?;
        Ok(Reader { db, touched: Arc::default() })
    }

    /// Opens a mirror as it was at a time.
    ///
    /// # Errors
    /// As [`open`](Reader::open).
    pub fn open_at(path: &Path, time: Timestamp) -> Result<Self> {
        let reader = Reader::open(path)?;
        tables::turn_back(&reader.db, &written(time))?;
        Ok(reader)
    }

    /// Asks a question, and gives each row as a JSON object.
    ///
    /// # Errors
    /// The question is wrong, does more than to read, or takes longer than it may.
    pub fn ask(
        &mut self,
        sql: &str,
        longest: Duration,
        give: &mut dyn FnMut(Box<RawValue>) -> std::io::Result<()>,
    ) -> Result<std::io::Result<()>> {
        self.allow_reading(longest)?;
        let outcome = self.answer(sql, give);
        outcome.map_err(|error| match error {
            Error::Sql(error) => explained(&error, longest),
            other => other,
        })
    }

    fn answer(
        &self,
        sql: &str,
        give: &mut dyn FnMut(Box<RawValue>) -> std::io::Result<()>,
    ) -> Result<std::io::Result<()>> {
        let mut statements = Batch::new(&self.db, sql);
        let Some(mut statement) = statements.next()? else {
            return Err(Error::Question("it is empty".to_owned()));
        };
        if statements.next()?.is_some() {
            return Err(Error::Question("it is more than one statement".to_owned()));
        }
        if statement.column_count() == 0 || !statement.readonly() || statement.is_explain() != 0 {
            return Err(Error::Question(ONLY_READS.to_owned()));
        }
        let names = column_names(&statement);
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Err(error) = give(object(row, &names)?) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    fn allow_reading(&mut self, longest: Duration) -> Result<()> {
        self.db.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
        self.db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        let touched = self.touched.clone();
        self.db.authorizer(Some(move |context: AuthContext<'_>| {
            if let AuthAction::Read { table_name, .. } = context.action {
                touched.lock().unwrap_or_else(PoisonError::into_inner).insert(table_name.to_owned());
            }
            authorized(&context.action)
        }))?;
        let end = Instant::now() + longest;
        self.db.progress_handler(STEPS, Some(move || Instant::now() > end))?;
        Ok(())
    }

    /// The kinds that the questions so far have read and that are not whole.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn gaps(&self) -> Result<Vec<Gap>> {
        let touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_touched = |name: &str| touched.contains(name) || touched.contains(&format!("{name}_rows"));
        Ok(self.all_gaps()?.into_iter().filter(|gap| is_touched(&gap.kind)).collect())
    }

    /// All kinds that are not whole.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn all_gaps(&self) -> Result<Vec<Gap>> {
        let mut found = self.db.prepare(
            "select kind, state, reason, needs from kind_state where state not in ('complete') order by kind",
        )?;
        let gaps = found.query_map([], |row| {
            Ok(Gap { kind: row.get(0)?, state: row.get(1)?, reason: row.get(2)?, needs: row.get(3)? })
        })?;
        Ok(gaps.collect::<rusqlite::Result<_>>()?)
    }

    /// What the mirror says about itself: `org`, `published_at`, `gap` and so on.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn noted(&self, name: &str) -> Result<Option<String>> {
        noted(&self.db, name)
    }

    /// The tables and views that are for questions, with their columns and types.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn schema(&self) -> Result<Vec<(String, String, String)>> {
        let mut names: Vec<String> = KINDS.iter().map(|kind| kind.name.to_owned()).collect();
        names.extend(["log", "app_use", "status", "access", "admins", "stale_users"].map(str::to_owned));
        names.extend(KINDS.iter().map(|kind| format!("{}_history", kind.name)));
        let mut columns = Vec::new();
        for name in names {
            let mut found = self.db.prepare("select name, type from pragma_table_info(?1, 'main')")?;
            let rows = found.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?)))?;
            for row in rows {
                let (column, declared): (String, String) = row?;
                columns.push((name.clone(), column, declared));
            }
        }
        Ok(columns)
    }
}

const ONLY_READS: &str = "it does more than read: a mirror takes a select, and nothing else";

fn authorized(action: &AuthAction<'_>) -> Authorization {
    match action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if !NO_FUNCTIONS.contains(function_name) => {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

/// What a failed question means to who asked it.
fn explained(error: &rusqlite::Error, longest: Duration) -> Error {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => Error::TooLong(longest.as_secs()),
        Some(ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly) => {
            Error::Question(ONLY_READS.to_owned())
        }
        _ => match error {
            rusqlite::Error::SqlInputError { msg, .. } => Error::Question(msg.clone()),
            rusqlite::Error::SqliteFailure(_, Some(message)) => Error::Question(message.clone()),
            other => Error::Question(other.to_string()),
        },
    }
}

/// The names of the columns, each of them once.
fn column_names(statement: &Statement<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in statement.column_names() {
        let mut unique = name.to_owned();
        let mut number = 2;
        while names.contains(&unique) {
            unique = format!("{name}_{number}");
            number += 1;
        }
        names.push(unique);
    }
    names
}

/// A row as a JSON object. What stands in a column `json` is taken as the document that it is.
fn object(row: &Row<'_>, names: &[String]) -> Result<Box<RawValue>> {
    let mut text = String::from("{");
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&Value::from(name.as_str()).to_string());
        text.push(':');
        text.push_str(&json_of(row.get_ref(at)?, name == "json"));
    }
    text.push('}');
    RawValue::from_string(text).map_err(|error| Error::Question(error.to_string()))
}

fn json_of(value: ValueRef<'_>, is_document: bool) -> String {
    match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => Value::from(number).to_string(),
        ValueRef::Text(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            let is_json = is_document && serde_json::from_str::<&RawValue>(&text).is_ok();
            if is_json { text.into_owned() } else { Value::from(text).to_string() }
        }
        ValueRef::Blob(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            Value::from(digits).to_string()
        }
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}
