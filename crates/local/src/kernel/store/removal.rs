//! Removing the file of an org, which then starts again.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::Database;

use crate::kernel::store::{OpenError, file};

/// With this begins every file of the database.
const MARK: &[u8] = b"redb\x1a\x0a\xa9\x0d\x0a";

/// The file of an org that no other process uses, nor can until this is dropped.
pub struct StoreFile {
    path: PathBuf,
    /// Nothing where the file is too damaged to be opened.
    _database: Option<Database>,
}

/// What it holds is private.
impl std::fmt::Debug for StoreFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl StoreFile {
    /// Takes the file, so that it can be removed. A damaged or an empty one can be taken as well.
    ///
    /// # Errors
    ///
    /// There is no file, another process uses it, or it is something else than the store of an org.
    ///
    /// ```
    /// # let directory = tempfile::tempdir().unwrap();
    /// # let path = directory.path().join("org.redb");
    /// drop(oktars_local::Org::builder().file(&path).build()?);
    /// oktars_local::StoreFile::take(&path)?.remove().unwrap();
    /// assert!(!path.exists());
    /// # Ok::<(), oktars_local::OpenError>(())
    /// ```
    pub fn take(path: &Path) -> Result<Self, OpenError> {
        let is_ours = is_ours(path).map_err(|error| OpenError::unreadable(path, &error))?;
        if !is_ours {
            return Err(OpenError::unreadable(path, &"it is something else"));
        }
        let database = match file::existing(path, &Arc::default(), false) {
            Ok(database) => Some(database),
            Err(error @ OpenError::InUse(_)) => return Err(error),
            Err(_) => None,
        };
        Ok(StoreFile { path: path.to_owned(), _database: database })
    }

    /// Removes the file, with all that the org holds.
    ///
    /// # Errors
    ///
    /// The system does not remove it.
    pub fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Whether nothing else is lost with a file: it is a store, or nothing is in it.
fn is_ours(path: &Path) -> io::Result<bool> {
    if !fs::metadata(path)?.is_file() {
        return Ok(false);
    }
    let mut start = Vec::new();
    File::open(path)?.take(MARK.len() as u64).read_to_end(&mut start)?;
    Ok(start.is_empty() || start == MARK)
}
