//! Checking a store: the checksums of the file, and whether what it holds fits together.

use std::path::Path;
use std::str;
use std::sync::Arc;

use redb::{Database, ReadableDatabase, ReadableTable, ReadableTableMetadata};
use serde_json::Value;

use crate::kernel::index;
use crate::kernel::kind;
use crate::kernel::store::{DOCUMENTS, INDEX, OpenError, Result, file};

/// So much damage is named; the rest is counted.
const NAMED: usize = 20;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// How many documents the store holds, relations among them.
    pub documents: u64,
    /// What does not fit together, the first of it by name.
    pub damage: Vec<String>,
    /// How much does not fit together.
    pub damaged: u64,
}

impl Checked {
    fn add(&mut self, damage: impl FnOnce() -> String) {
        self.damaged += 1;
        if self.damage.len() < NAMED {
            self.damage.push(damage());
        }
    }
}

/// Checks the store in this file. First come the checksums of all its pages, so that no changed bit of what it
/// holds stays unseen. Then it checks that documents can be read and that indexes and relations belong to them.
///
/// An end that was not clean is mended first, as by any other opening.
///
/// # Errors
///
/// There is no store, another process uses it, or it does not match its checksums ([`OpenError::Damaged`]).
///
/// ```
/// # let directory = tempfile::tempdir().unwrap();
/// # let path = directory.path().join("org.redb");
/// drop(oktars_local::Org::builder().file(&path).build()?);
/// let found = oktars_local::check(&path)?;
/// assert!(found.documents > 0 && found.damage.is_empty());
/// # Ok::<(), oktars_local::OpenError>(())
/// ```
pub fn check(path: &Path) -> Result<Checked, OpenError> {
    let size = std::fs::metadata(path).map(|found| found.len());
    if size.is_ok_and(|size| size == 0) {
        return Err(OpenError::Empty(path.to_owned()));
    }
    let database = file::existing(path, &Arc::default(), true)?;
    Ok(fits(&database)?)
}

/// Whether what the store holds fits together.
fn fits(database: &Database) -> Result<Checked> {
    let read = database.begin_read()?;
    let (documents, index) = (read.open_table(DOCUMENTS)?, read.open_table(INDEX)?);
    let mut found = Checked { documents: documents.len()?, ..Checked::default() };
    let mut expected = 0;
    for entry in documents.iter()? {
        let (name, value) = entry?;
        let (name, value) = (name.value(), value.value());
        let Ok(document) = serde_json::from_slice::<Value>(value) else {
            found.add(|| format!("{} cannot be read", shown(name)));
            continue;
        };
        if let Some(other) = other_side(name)
            && documents.get(other.as_slice())?.is_none_or(|other| other.value() != value)
        {
            found.add(|| format!("{} is not related back", shown(name)));
        }
        for entry in index_entries(name, &document) {
            expected += 1;
            if index.get(entry.as_slice())?.is_none() {
                found.add(|| format!("{} is missing in an index", shown(name)));
            }
        }
    }
    if found.damaged == 0 && index.len()? != expected {
        found.add(|| format!("the indexes have {} entries, for {expected} are documents", count(&index)));
    }
    Ok(found)
}

fn count(index: &impl ReadableTableMetadata) -> u64 {
    index.len().unwrap_or_default()
}

/// A document's name as people read it.
fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\0', " ")
}

/// What stands in the indexes for a document.
fn index_entries(name: &[u8], document: &Value) -> Vec<Vec<u8>> {
    let parts: Vec<&str> = str::from_utf8(name).unwrap_or_default().split('\0').collect();
    let [kind, id] = parts[..] else { return Vec::new() };
    let kind = kind::at(kind);
    let entry = |field: &index::Field| kind.key(&[field.name, &field.value(document), id]);
    index::fields(kind).iter().map(entry).collect()
}

/// A relation stands in the store from both of its sides.
fn other_side(name: &[u8]) -> Option<Vec<u8>> {
    let parts: Vec<&str> = str::from_utf8(name).ok()?.split('\0').collect();
    match parts[..] {
        [relation, ">", from, to] => Some(kind::at(relation).key(&["<", to, from])),
        [relation, "<", to, from] => Some(kind::at(relation).key(&[">", from, to])),
        _ => None,
    }
}
