//! Opening a store's file, and making it where it is missing.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, StorageError};

use crate::kernel::store::OpenError;
use crate::kernel::store::disk::{Disk, Health};

/// A memory page cache that is enough for the hot part of a million users.
const CACHE_BYTES: usize = 512 * 1024 * 1024;
/// Files up to this size are read and checked whole whenever they are opened, which takes some twenty
/// milliseconds at most. Greater ones are checked on demand, and after an end that was not clean.
const CHECKED_UP_TO: u64 = 32 * 1024 * 1024;
/// How often to try to open a file again that requests in progress still hold, and how long to wait in between.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(10);

/// Opens the database in this file. A missing file is made.
pub fn open(path: &Path, health: &Arc<Health>) -> Result<Database, OpenError> {
    let size = match fs::metadata(path) {
        Ok(found) if found.is_file() && found.len() == 0 => return Err(OpenError::Empty(path.to_owned())),
        Ok(found) => found.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make(path).map_err(|error| OpenError::unreadable(path, &error))?;
            0
        }
        Err(error) => return Err(OpenError::unreadable(path, &error)),
    };
    existing(path, health, size <= CHECKED_UP_TO)
}

/// Opens the database again after its file failed. The file may still be held by requests in progress.
pub fn open_again(path: &Path, health: &Arc<Health>) -> Result<Database, OpenError> {
    for _ in 1..TRIES {
        match existing(path, health, false) {
            Err(OpenError::InUse(_)) => thread::sleep(PAUSE),
            opened => return opened.inspect(|_| health.opened()),
        }
    }
    existing(path, health, false).inspect(|_| health.opened())
}

/// Opens a database that is there, and checks all of it if the caller wants that.
pub fn existing(path: &Path, health: &Arc<Health>, checked: bool) -> Result<Database, OpenError> {
    let file = OpenOptions::new().read(true).write(true).open(path);
    let file = file.map_err(|error| OpenError::unreadable(path, &error))?;
    database(file, health, checked).map_err(|error| match error {
        DatabaseError::DatabaseAlreadyOpen => OpenError::InUse(path.to_owned()),
        DatabaseError::Storage(StorageError::Corrupted(reason)) => {
            OpenError::Damaged { path: path.to_owned(), reason }
        }
        other => OpenError::unreadable(path, &other),
    })
}

fn database(file: File, health: &Arc<Health>, checked: bool) -> Result<Database, DatabaseError> {
    let disk = Disk::new(FileBackend::new(file)?, health.clone());
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES).set_check_integrity_on_open(checked);
    builder.create_with_backend(disk)
}

impl OpenError {
    pub(super) fn unreadable(path: &Path, reason: &dyn ToString) -> Self {
        OpenError::Unreadable { path: path.to_owned(), reason: reason.to_string() }
    }
}

/// Makes an empty database beside its place and puts it there once it is whole. So a file without
/// contents is never one of ours, whenever the process is killed.
fn make(path: &Path) -> Result<(), DatabaseError> {
    let draft = draft_of(path);
    let made = create_private(&draft)
        .map_err(DatabaseError::from)
        .and_then(|file| database(file, &Arc::default(), false))
        .and_then(Database::close)
        .and_then(|()| Ok(put(&draft, path)?));
    let _ = fs::remove_file(&draft);
    made
}

/// Gives the file its name, unless another process was faster.
fn put(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // Not every file system knows two names of one file.
        Err(_) => fs::rename(draft, path),
        Ok(()) => Ok(()),
    }
}

/// A name that no other process and no other thread takes.
fn draft_of(path: &Path) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}-{number}.new", std::process::id()))
}

/// A store holds password hashes: only its owner may read it.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
