//! The file of a mirror: opened, checked and locked.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use crate::error::{Error, Result};
use crate::history;
use crate::kind::own_id;
use crate::tables;

/// What marks a file as a mirror, in its header.
const APPLICATION: i64 = 0x6f6b_746d;
/// The format of the tables.
const FORMAT: i64 = 4;
/// Some seven documents of users fit into a page, so little of it is empty.
const PAGE_SIZE: i64 = 16_384;
/// KiB of pages that a writer keeps in memory: the last step of a run looks at what the steps before wrote.
const CACHE: i64 = 32 << 10;
/// So many statements are kept prepared. Each kind has a few of its own, and pages of many kinds come in turn.
const STATEMENTS: usize = 256;
/// Files up to this size are checked whole whenever they are opened.
const CHECKED: u64 = 64 << 20;

/// A mirror that is open for writing. Only one process has it at a time.
pub struct Mirror {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    /// Where the file as it was lies, if an older format was migrated.
    before: Option<PathBuf>,
    /// Dropped after the connection: to close the file ends the locks that SQLite has on it.
    _held: File,
}

impl Mirror {
    /// Opens a mirror for writing, and makes it if there is none.
    ///
    /// # Errors
    /// The file is something else, is damaged, is of a newer format, or another process writes it.
    pub fn open(path: &Path) -> Result<Self> {
        refuse_links(path)?;
        let held = hold(path)?;
        let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let before = if is_empty(&db) {
            make(&db)?;
            None
        } else {
            migrate(&db, path, check(&db, path)?)?
        };
        tables::renew_views(&db)?;
        db.execute_batch(&format!(
            "pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = off; \
             pragma cache_size = -{CACHE}"
        ))?;
        let mirror = Mirror { db, path: path.to_owned(), before, _held: held };
        mirror.note("holder", &format!("process {}, since {}", std::process::id(), now()))?;
        Ok(mirror)
    }

    /// The copy of the file as it was before, if it had an older format and was migrated.
    pub fn copy_of_before(&self) -> Option<&Path> {
        self.before.as_deref()
    }

    /// A value that the mirror keeps about itself.
    pub(crate) fn noted(&self, name: &str) -> Result<Option<String>> {
        noted(&self.db, name)
    }

    pub(crate) fn note(&self, name: &str, value: &str) -> Result<()> {
        note(&self.db, name, value)
    }
}

impl std::fmt::Debug for Mirror {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mirror").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Opens a mirror to read it, while another process may write it.
///
/// # Errors
/// There is none, or it is damaged or of a newer format.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection> {
    if !path.exists() {
        return Err(Error::Missing(path.to_owned()));
    }
    let db = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    check(&db, path)?;
    Ok(db)
}

pub(crate) fn noted(db: &Connection, name: &str) -> Result<Option<String>> {
    let mut found = db.prepare_cached("select value from mirror where name = ?1")?;
    Ok(found.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn note(db: &Connection, name: &str, value: &str) -> Result<()> {
    let mut put = db.prepare_cached("insert or replace into mirror (name, value) values (?1, ?2)")?;
    put.execute(params![name, value])?;
    Ok(())
}

/// The time as Okta writes it, which sorts as a text.
pub(crate) fn now() -> String {
    written(Timestamp::now())
}

pub(crate) fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// What lies beside a database has its name with one of these behind it.
fn refuse_links(path: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let path = PathBuf::from(name);
        if path.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
            return Err(Error::Link(path));
        }
    }
    Ok(())
}

/// Opens the file for its owner alone, and keeps others from writing it. SQLite gives the files beside it the same
/// rights.
fn hold(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let failed = |error| Error::Io { path: path.to_owned(), error };
    let file = options.open(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Held { path: path.to_owned(), holder: holder(path) }),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

fn holder(path: &Path) -> String {
    let db = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let told = db.and_then(|db| noted(&db, "holder")).ok().flatten();
    told.unwrap_or_else(|| "another process".to_owned())
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| unreadable(path, error))?;
    db.busy_timeout(Duration::from_secs(10))?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    add_functions(&db)?;
    Ok(db)
}

/// Whether nothing is in the file. A process that was killed while it made one leaves pages that do not count.
fn is_empty(db: &Connection) -> bool {
    db.query_row("pragma page_count", [], |row| row.get::<_, i64>(0)).is_ok_and(|pages| pages == 0)
}

/// Makes all that a mirror has, in one transaction: what was begun is no mirror.
fn make(db: &Connection) -> Result<()> {
    db.execute_batch(&format!("pragma page_size = {PAGE_SIZE}; pragma auto_vacuum = incremental"))?;
    let tx = db.unchecked_transaction()?;
    tx.execute_batch(&format!("pragma application_id = {APPLICATION}; pragma user_version = {FORMAT}"))?;
    tables::create(&tx)?;
    tx.commit()?;
    Ok(())
}

/// Brings the tables to the present format, in one transaction. A copy of the file as it was is kept beside it.
fn migrate(db: &Connection, path: &Path, found: i64) -> Result<Option<PathBuf>> {
    if found == FORMAT {
        return Ok(None);
    }
    let copy = copy(db, path, found)?;
    let tx = db.unchecked_transaction()?;
    if found < 2 {
        tx.execute_batch(tables::UNKNOWN_EVENTS)?;
    }
    if found < 4 {
        tables::add_missing(&tx)?;
    }
    tx.execute_batch(&format!("pragma user_version = {FORMAT}"))?;
    tx.commit()?;
    Ok(Some(copy))
}

/// Copies a file, for its owner alone, under a name that is free.
fn copy(db: &Connection, path: &Path, format: i64) -> Result<PathBuf> {
    let name = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".format-{format}"));
        if number > 1 {
            name.push(format!("-{number}"));
        }
        PathBuf::from(name)
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut number = 1;
    let copy = loop {
        let copy = name(number);
        match options.open(&copy) {
            Ok(_) => break copy,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(Error::Io { path: copy, error }),
        }
    };
    db.execute("vacuum into ?1", [copy.to_string_lossy()]).inspect_err(|_| {
        // It is not whole.
        let _ = std::fs::remove_file(&copy);
    })?;
    Ok(copy)
}

/// Says that a file is no mirror, is too new, or is damaged. Gives its format.
fn check(db: &Connection, path: &Path) -> Result<i64> {
    let number = |name: &str| {
        db.query_row(&format!("pragma {name}"), [], |row| row.get::<_, i64>(0))
            .map_err(|error| unreadable(path, error))
    };
    if number("application_id")? != APPLICATION {
        return Err(Error::NoMirror(path.to_owned()));
    }
    let found = number("user_version")?;
    if found > FORMAT {
        return Err(Error::Newer { path: path.to_owned(), found, known: FORMAT });
    }
    let size = path.metadata().map_or(0, |found| found.len());
    if size <= CHECKED {
        check_whole(db, path)?;
    }
    Ok(found)
}

/// Reads all of a file and says where it is damaged.
pub(crate) fn check_whole(db: &Connection, path: &Path) -> Result<()> {
    let found: String = db
        .query_row("pragma quick_check(1)", [], |row| row.get(0))
        .map_err(|error| unreadable(path, error))?;
    match found.as_str() {
        "ok" => Ok(()),
        what => Err(Error::Damaged { path: path.to_owned(), what: what.replace('\n', " ") }),
    }
}

fn unreadable(path: &Path, error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Error::NoMirror(path),
        Some(ErrorCode::DatabaseCorrupt) => Error::Damaged { path, what: error.to_string() },
        _ => Error::Sql(error),
    }
}

/// What the tables are made with, and `json_of`, which gives the text of a document that history keeps packed.
fn add_functions(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("json_of", 1, flags, |context| {
        let packed = context.get_raw(0);
        Ok(match packed.as_blob_or_null() {
            Ok(Some(bytes)) => Some(history::unpacked(bytes)?),
            Ok(None) => None,
            Err(_) => packed.as_str_or_null().ok().flatten().map(str::to_owned),
        })
    })?;
    db.create_scalar_function("packed", 1, flags, |context| {
        let text: Option<String> = context.get(0)?;
        Ok(text.map(|text| history::packed(&text)))
    })?;
    db.create_scalar_function("key_part", 2, flags, |context| {
        let (key, part): (String, usize) = (context.get(0)?, context.get::<i64>(1)? as usize);
        Ok(key.split('/').nth(part).map(str::to_owned))
    })?;
    db.create_scalar_function("own_id", 1, flags, |context| {
        let key: String = context.get(0)?;
        Ok(own_id(&key).to_owned())
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A process may be killed at the moment in which it makes the tables.
    #[test]
    fn a_file_whose_making_was_killed_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        let db = Connection::open(place("begun.db")).unwrap();
        db.execute_batch(
            "pragma cache_size = 1; begin; pragma application_id = 1; create table t (x);
             with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
             insert into t select zeroblob(1000) from n",
        )
        .unwrap();
        std::fs::copy(place("begun.db"), place("m.db")).unwrap();
        std::fs::copy(place("begun.db-journal"), place("m.db-journal")).unwrap();
        assert!(place("m.db").metadata().unwrap().len() > 0, "nothing was written, so nothing is tried");

        let mirror = Mirror::open(&place("m.db")).unwrap();
        assert_eq!(mirror.noted("org").unwrap(), None);
        drop(mirror);
        Mirror::open(&place("m.db")).unwrap();
    }

    /// A view of an earlier version answers, but slowly. Views as they should be are left alone.
    #[test]
    fn views_of_an_earlier_version_are_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.db");
        let schema = |mirror: &Mirror| -> (i64, String) {
            let version = mirror.db.query_row("pragma schema_version", [], |row| row.get(0)).unwrap();
            let view = "select sql from sqlite_master where name = 'groups'";
            (version, mirror.db.query_row(view, [], |row| row.get(0)).unwrap())
        };
        let (made, view) = schema(&Mirror::open(&path).unwrap());
        let mirror = Mirror::open(&path).unwrap();
        assert_eq!(schema(&mirror), (made, view.clone()));
        mirror
            .db
            .execute_batch("drop view groups; create view groups as select key from groups_rows")
            .unwrap();
        drop(mirror);
        assert_eq!(schema(&Mirror::open(&path).unwrap()).1, view);
    }
}
