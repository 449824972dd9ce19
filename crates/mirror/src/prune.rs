//! What is old is taken out.

use jiff::Timestamp;

use crate::error::Result;
use crate::file::{Mirror, written};

impl Mirror {
    /// Removes events from before a time. Who used which app last is kept. Gives how many were removed.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn prune_log(&self, before: Timestamp) -> Result<usize> {
        let removed = self.db.execute("delete from log_rows where published < ?1", [written(before)])?;
        self.give_back()?;
        Ok(removed)
    }

    /// Removes versions that ended before a time. Gives how many were removed.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn prune_history(&self, before: Timestamp) -> Result<usize> {
        let removed = self.db.execute("delete from history where valid_to < ?1", [written(before)])?;
        self.give_back()?;
        Ok(removed)
    }

    /// Gives the pages that are free back to the system.
    pub(crate) fn give_back(&self) -> Result<()> {
        let mut free = self.db.prepare("pragma incremental_vacuum")?;
        let mut rows = free.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    }
}
