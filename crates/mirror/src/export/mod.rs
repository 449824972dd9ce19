//! A mirror in other forms: a folder of Parquet files, and tables in PostgreSQL.
//!
//! `table.rs` says what there is to export, and how a value of SQLite becomes one with a type. `folder.rs` keeps a
//! folder of files up to date, which `parquet_file.rs` writes. `database.rs` keeps the tables of a database up to date.
//! `address.rs` says which database that is, and `tls.rs` how it is reached.

mod table;

#[cfg(feature = "postgres")]
mod address;
#[cfg(feature = "postgres")]
mod database;
#[cfg(feature = "parquet")]
mod folder;
#[cfg(feature = "parquet")]
mod parquet_file;
#[cfg(feature = "postgres")]
mod tls;

#[cfg(feature = "postgres")]
pub use address::Address;

use crate::ask::Reader;
use crate::error::{Error, Result};
use crate::file::noted;

/// What became of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// Its name.
    pub table: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many of them were written by this export.
    pub written: u64,
}

/// Which mirror an export is of, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Source {
    /// The address of the org, and its id where it told one: orgs of one machine have one address.
    org: String,
    org_id: String,
    /// When the mirror was begun: another file of the same org has another time.
    begun: String,
    /// The last run that was published. Events of later runs are not shown yet.
    run: i64,
    /// When that was, by the clock of the org.
    published_at: String,
}

impl Source {
    /// Whether it belongs to another org than an export that is there.
    fn is_other(&self, org: &str, org_id: &str) -> bool {
        let ids = [self.org_id.as_str(), org_id];
        self.org != org || ids[0] != ids[1] && ids.iter().all(|id| !id.is_empty())
    }

    fn of(reader: &Reader) -> Result<Self> {
        let value = |name: &str| noted(&reader.db, name);
        let run = value("published_run")?.and_then(|run| run.parse().ok()).ok_or(Error::NothingPublished)?;
        let begun =
            reader.db.query_row("select coalesce(min(started), '') from run", [], |row| row.get(0))?;
        Ok(Source {
            org: value("org")?.unwrap_or_default(),
            org_id: value("org_id")?.unwrap_or_default(),
            begun,
            run,
            published_at: value("published_at")?.unwrap_or_default(),
        })
    }
}
