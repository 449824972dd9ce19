//! The file under the database, which remembers that it failed: from then on the database refuses everything
//! until it is opened again.

use std::io;
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redb::backends::FileBackend;
use redb::{BackendError, StorageBackend};

/// How it is with a store's file.
#[derive(Debug, Default)]
pub struct Health {
    failed: AtomicBool,
    /// Whether failures are told. Why a file cannot be opened is told by who opens it.
    is_open: AtomicBool,
    told: AtomicBool,
    /// Refuses writes as a full disk does: what is there can be written over, and of that the header is enough.
    #[cfg(test)]
    pub is_full: AtomicBool,
}

impl Health {
    pub fn opened(&self) {
        self.failed.store(false, Ordering::Release);
        self.is_open.store(true, Ordering::Release);
    }

    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    /// A transaction got through.
    pub fn wrote(&self) {
        if self.told.swap(false, Ordering::AcqRel) {
            tracing::error!("the store can be written again");
        }
    }

    fn failed(&self, error: &io::Error) {
        self.failed.store(true, Ordering::Release);
        if self.is_open.load(Ordering::Acquire) && !self.told.swap(true, Ordering::AcqRel) {
            let reason = reason(error);
            tracing::error!("the store cannot be written: {reason}; nothing that was acknowledged is lost");
        }
    }

    #[cfg(test)]
    fn room(&self, offset: u64) -> io::Result<()> {
        match self.is_full.load(Ordering::Acquire) && offset >= 4096 {
            true => Err(io::ErrorKind::StorageFull.into()),
            false => Ok(()),
        }
    }

    #[cfg(not(test))]
    fn room(&self, _: u64) -> io::Result<()> {
        Ok(())
    }
}

/// What is wrong, in words that are the same on all systems.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "there is no space left on the device".to_owned(),
        io::ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        io::ErrorKind::FileTooLarge => "the file would be larger than the system allows".to_owned(),
        _ => error.to_string(),
    }
}

#[derive(Debug)]
pub struct Disk {
    file: FileBackend,
    health: Arc<Health>,
}

impl Disk {
    pub fn new(file: FileBackend, health: Arc<Health>) -> Self {
        Disk { file, health }
    }

    fn noted<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| self.health.failed(error))
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.noted(self.file.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.noted(self.file.read(offset, out))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.noted(self.health.room(len).and_then(|()| self.file.set_len(len)))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.noted(self.file.sync_data())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.noted(self.health.room(offset).and_then(|()| self.file.write(offset, data)))
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}
