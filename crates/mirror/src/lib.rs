//! A whole Okta org in one SQLite file, with its past.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use oktars::Okta;
//! use oktars_mirror::{Mirror, SyncOptions};
//!
//! // `Okta::from_env()?` for your own org; this one lives in the same process.
//! let okta = Okta::over(oktars_local::Org::in_memory().service());
//! # let directory = tempfile::tempdir()?;
//! # let path = directory.path().join("org.db");
//! let mirror = Mirror::open(&path)?;
//! let published = mirror.sync(&okta, &SyncOptions::default()).await?;
//! assert!(published.is_full && !published.is_partial());
//! # Ok(()) }
//! ```
//!
//! - [`KINDS`] is the table of kinds: how each is read, what names an object, and its columns.
//! - [`Reader`] asks the file in SQL, and tells what objects were and what changed.
//! - With the features `parquet` and `postgres`, a mirror becomes a folder of Parquet files, or tables in PostgreSQL.
//! - [`Mirror::sync`] reads what is new and publishes it in one transaction. A run that was interrupted continues.
#![deny(missing_docs)]

mod anonymise;
mod answers;
mod ask;
mod carry;
pub mod check;
mod error;
#[cfg(any(feature = "parquet", feature = "postgres"))]
pub mod export;
mod feed;
mod file;
mod fresh;
mod history;
mod item;
mod kind;
mod kinds;
mod last;
mod left_out;
mod list;
mod past;
mod plan;
mod prune;
mod publish;
mod reading;
mod settings;
mod split;
mod stage;
mod sync;
mod tables;
mod winners;

pub use anonymise::Anonymiser;
pub use answers::Answered;
pub use ask::{Gap, Reader};
pub use error::{Error, Result};
pub use feed::Log;
pub use file::Mirror;
pub use kind::{Again, Below, Kind, Lists};
pub use kinds::{KINDS, kind};
pub use past::{Change, Difference, Version, compare_orgs, differences, not_compared};
pub use plan::{Plan, PlannedBucket, plan};
pub use publish::{Published, PublishedKind, Touched};
pub use settings::Settings;
pub use sync::{Counts, SyncOptions};
