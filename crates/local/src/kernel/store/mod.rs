//! The store: JSON documents by kind and id, relations between them, and indexes over the attributes that
//! are often searched. One transaction a request: a handler that fails leaves nothing behind.
//!
//! Keys are `kind NUL id` for documents and `kind NUL field NUL value NUL id` for index entries. Index values
//! are folded and cut, so an index yields candidates and the document decides.

use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::backends::InMemoryBackend;
use redb::{Database, ReadOnlyTable, ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use serde_json::Value;

use crate::kernel::index;
use crate::kernel::kind::{Kind, Relation};
use crate::kernel::lock::Lock;

mod check;
mod disk;
mod file;
mod removal;

pub use crate::kernel::store::check::{Checked, check};
use crate::kernel::store::disk::Health;
pub use crate::kernel::store::removal::StoreFile;

const DOCUMENTS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("documents");
const INDEX: TableDefinition<'_, &[u8], ()> = TableDefinition::new("index");

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another process holds the file.
    #[error("{0} is in use by another process: stop it, or choose another file")]
    InUse(PathBuf),
    /// An org refuses what it was to hold.
    #[error("the seed cannot be used: {0}")]
    Seed(String),
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is there, and nothing is in it.
    #[error(
        "{0} is empty: it may be a store that was cut off, so no new org is made in it. To have one made, \
         remove the file first; to keep the old one, put a copy of it there"
    )]
    Empty(PathBuf),
    /// The file is a store whose contents were changed by something else.
    #[error(
        "{path} is damaged, and what it holds cannot be trusted: {reason}. Put a copy of it there, or remove it to start with a new org"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file cannot be read as a store.
    #[error("{path} cannot be opened as a local org's store: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the database said.
        reason: String,
    },
}

/// The storage failed underneath: a full disk, a broken file.
#[derive(Debug, thiserror::Error)]
#[error("the store failed: {0}")]
pub struct StoreError(String);

impl StoreError {
    pub(crate) fn new(reason: String) -> Self {
        StoreError(reason)
    }

    /// What failed, without saying that it was the store.
    pub(crate) fn reason(&self) -> &str {
        &self.0
    }
}

impl<E: Into<redb::Error>> From<E> for StoreError {
    fn from(error: E) -> Self {
        StoreError(match error.into() {
            redb::Error::Io(error) => disk::reason(&error),
            redb::Error::PreviousIo => "it failed before, and is opened again".to_owned(),
            redb::Error::Corrupted(reason) => format!("it is damaged: {reason}"),
            other => other.to_string(),
        })
    }
}

impl From<OpenError> for StoreError {
    fn from(error: OpenError) -> Self {
        StoreError(error.to_string())
    }
}

type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Everything that an org holds, at one moment.
#[derive(Clone, Default)]
pub struct Snapshot {
    documents: Vec<(Vec<u8>, Vec<u8>)>,
    index: Vec<Vec<u8>>,
}

/// What it holds is private: password hashes are among it.
impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapshot({} documents)", self.documents.len())
    }
}

pub struct Store {
    /// Nothing while a file that failed could not be opened again.
    database: Lock<Option<Arc<Database>>>,
    file: Option<PathBuf>,
    health: Arc<Health>,
}

impl Store {
    pub fn memory() -> Self {
        let database = Database::builder()
            .create_with_backend(InMemoryBackend::new())
            .expect("a database in memory can be created");
        prepare(&database).expect("a database in memory can be written");
        Store::of(database, None, Arc::default())
    }

    /// Opens the store in this file. A missing file is made.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let health = Arc::<Health>::default();
        let database = file::open(path, &health)?;
        prepare(&database)
            .map_err(|error| OpenError::Unreadable { path: path.to_owned(), reason: error.0 })?;
        health.opened();
        Ok(Store::of(database, Some(path.to_owned()), health))
    }

    fn of(database: Database, file: Option<PathBuf>, health: Arc<Health>) -> Self {
        Store { database: Lock::new(Some(Arc::new(database))), file, health }
    }

    /// The database; after its file failed, one that is opened again, since it would refuse everything forever.
    fn database(&self) -> Result<Arc<Database>> {
        let mut database = self.database.lock();
        if let Some(database) = &*database
            && !self.health.has_failed()
        {
            return Ok(database.clone());
        }
        let path = self.file.as_deref().expect("a database in memory has no file that fails");
        *database = None;
        let again = Arc::new(file::open_again(path, &self.health)?);
        *database = Some(again.clone());
        Ok(again)
    }

    #[cfg(test)]
    pub fn health(&self) -> &Health {
        &self.health
    }

    pub fn read(&self) -> Result<Tx> {
        let read = self.database()?.begin_read()?;
        Ok(Tx::Read { documents: read.open_table(DOCUMENTS)?, index: read.open_table(INDEX)? })
    }

    pub fn write(&self) -> Result<Tx> {
        let write = match self.database()?.begin_write() {
            // The write before it failed while this one waited for its turn.
            Err(_) if self.health.has_failed() => self.database()?.begin_write()?,
            begun => begun?,
        };
        Ok(Tx::Write { write, health: self.health.clone() })
    }

    pub fn snapshot(&self) -> Result<Snapshot> {
        let read = self.database()?.begin_read()?;
        let mut snapshot = Snapshot::default();
        for entry in read.open_table(DOCUMENTS)?.iter()? {
            let (key, value) = entry?;
            snapshot.documents.push((key.value().to_vec(), value.value().to_vec()));
        }
        for entry in read.open_table(INDEX)?.iter()? {
            snapshot.index.push(entry?.0.value().to_vec());
        }
        Ok(snapshot)
    }

    /// Replaces everything by what the snapshot holds.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<()> {
        let tx = self.write()?;
        tx.clear()?;
        let write = tx.writer();
        {
            let mut documents = write.open_table(DOCUMENTS)?;
            for (key, value) in &snapshot.documents {
                documents.insert(key.as_slice(), value.as_slice())?;
            }
            let mut index = write.open_table(INDEX)?;
            for key in &snapshot.index {
                index.insert(key.as_slice(), ())?;
            }
        }
        tx.commit()
    }
}

fn prepare(database: &Database) -> Result<()> {
    let write = database.begin_write()?;
    write.open_table(DOCUMENTS)?;
    write.open_table(INDEX)?;
    Ok(write.commit()?)
}

/// A document as it is stored, which takes a tenth of the memory that its value takes.
pub struct Encoded {
    bytes: Vec<u8>,
    /// What the indexes of its kind hold of it, in their order.
    indexed: Vec<String>,
}

impl Encoded {
    pub fn new(kind: Kind<'_>, document: &Value) -> Self {
        Encoded {
            bytes: serde_json::to_vec(document).expect("a JSON value can be written"),
            indexed: index::fields(kind).iter().map(|field| field.value(document)).collect(),
        }
    }
}

/// One transaction: reads see one state, writes land together or not at all.
#[allow(clippy::large_enum_variant, reason = "there is one a request, and it is not moved about")]
pub enum Tx {
    Read { documents: ReadOnlyTable<&'static [u8], &'static [u8]>, index: ReadOnlyTable<&'static [u8], ()> },
    Write { write: WriteTransaction, health: Arc<Health> },
}

/// What a scan hands over: continue or stop.
pub type Visit = Result<ControlFlow<()>>;

impl Tx {
    pub fn commit(self) -> Result<()> {
        match self {
            Tx::Read { .. } => Ok(()),
            Tx::Write { write, health } => {
                write.commit()?;
                health.wrote();
                Ok(())
            }
        }
    }

    pub fn is_writable(&self) -> bool {
        matches!(self, Tx::Write { .. })
    }

    fn writer(&self) -> &WriteTransaction {
        match self {
            Tx::Write { write, .. } => write,
            Tx::Read { .. } => unreachable!("an operation that writes was given a reading transaction"),
        }
    }

    /// Takes everything out.
    pub fn clear(&self) -> Result<()> {
        let write = self.writer();
        for table in [write.delete_table(DOCUMENTS)?, write.delete_table(INDEX)?] {
            debug_assert!(table, "both tables are always there");
        }
        write.open_table(DOCUMENTS)?;
        write.open_table(INDEX)?;
        Ok(())
    }

    pub fn get_bytes(&self, kind: Kind<'_>, id: &str) -> Result<Option<Vec<u8>>> {
        self.bytes_at(&kind.key(&[id]))
    }

    fn bytes_at(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(match self {
            Tx::Read { documents, .. } => documents.get(key)?.map(|value| value.value().to_vec()),
            Tx::Write { write, .. } => {
                write.open_table(DOCUMENTS)?.get(key)?.map(|value| value.value().to_vec())
            }
        })
    }

    pub fn get(&self, kind: Kind<'_>, id: &str) -> Result<Option<Value>> {
        Ok(self.get_bytes(kind, id)?.map(|bytes| decode(&bytes)))
    }

    pub fn exists(&self, kind: Kind<'_>, id: &str) -> Result<bool> {
        Ok(self.get_bytes(kind, id)?.is_some())
    }

    /// Writes a document and keeps its index entries in step.
    pub fn put(&self, kind: Kind<'_>, id: &str, document: &Value) -> Result<()> {
        let fields = index::fields(kind);
        let old = if fields.is_empty() { None } else { self.get(kind, id)? };
        let write = self.writer();
        let bytes = serde_json::to_vec(document).expect("a JSON value can be written");
        write.open_table(DOCUMENTS)?.insert(kind.key(&[id]).as_slice(), bytes.as_slice())?;
        if fields.is_empty() {
            return Ok(());
        }
        let mut table = write.open_table(INDEX)?;
        for field in fields {
            let new_value = field.value(document);
            let old_value = old.as_ref().map(|old| field.value(old));
            if old_value.as_ref() == Some(&new_value) {
                continue;
            }
            if let Some(old_value) = old_value {
                table.remove(kind.key(&[field.name, &old_value, id]).as_slice())?;
            }
            table.insert(kind.key(&[field.name, &new_value, id]).as_slice(), ())?;
        }
        Ok(())
    }

    /// Writes many new documents at once, in key order, which is several times faster than one by one.
    pub fn put_new(&self, kind: Kind<'_>, documents: &[(String, Encoded)]) -> Result<()> {
        let write = self.writer();
        let mut table = write.open_table(DOCUMENTS)?;
        for (id, document) in documents {
            table.insert(kind.key(&[id]).as_slice(), document.bytes.as_slice())?;
        }
        drop(table);
        let key = |id: &str, (field, value): (&index::Field, &String)| kind.key(&[field.name, value, id]);
        let mut keys: Vec<Vec<u8>> = documents
            .iter()
            .flat_map(|(id, document)| {
                index::fields(kind).iter().zip(&document.indexed).map(move |entry| key(id, entry))
            })
            .collect();
        keys.sort_unstable();
        let mut table = write.open_table(INDEX)?;
        for key in keys {
            table.insert(key.as_slice(), ())?;
        }
        Ok(())
    }

    /// Takes out all documents of a kind.
    pub fn delete_all(&self, kind: Kind<'_>) -> Result<()> {
        let (low, high) = bounds(&kind.key(&[""]), None, false);
        let range = (as_slice(&low), as_slice(&high));
        let write = self.writer();
        write.open_table(DOCUMENTS)?.retain_in::<&[u8], _>(range, |_, _| false)?;
        write.open_table(INDEX)?.retain_in::<&[u8], _>(range, |_, ()| false)?;
        Ok(())
    }

    pub fn delete(&self, kind: Kind<'_>, id: &str) -> Result<bool> {
        let fields = index::fields(kind);
        let write = self.writer();
        if !fields.is_empty()
            && let Some(old) = self.get(kind, id)?
        {
            let mut table = write.open_table(INDEX)?;
            for field in fields {
                table.remove(kind.key(&[field.name, &field.value(&old), id]).as_slice())?;
            }
        }
        Ok(write.open_table(DOCUMENTS)?.remove(kind.key(&[id]).as_slice())?.is_some())
    }

    /// Visits the documents of a kind in the order of their ids, after `after` where it is given.
    pub fn scan(
        &self,
        kind: Kind<'_>,
        after: Option<&str>,
        visit: &mut dyn FnMut(&str, &[u8]) -> Visit,
    ) -> Result<()> {
        self.scan_prefix(&kind.key(&[""]), after, visit)
    }

    fn scan_prefix(
        &self,
        prefix: &[u8],
        after: Option<&str>,
        visit: &mut dyn FnMut(&str, &[u8]) -> Visit,
    ) -> Result<()> {
        let (low, high) = bounds(prefix, after, false);
        let range = (as_slice(&low), as_slice(&high));
        match self {
            Tx::Read { documents, .. } => visit_all(documents, range, prefix.len(), visit),
            Tx::Write { write, .. } => visit_all(&write.open_table(DOCUMENTS)?, range, prefix.len(), visit),
        }
    }

    /// All documents of a kind, in the order of their ids.
    pub fn all(&self, kind: Kind<'_>) -> Result<Vec<(String, Value)>> {
        let mut found = Vec::new();
        self.scan(kind, None, &mut |id, bytes| {
            found.push((id.to_owned(), decode(bytes)));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    /// Relates two objects, readable from both sides: `user` in `group`.
    pub fn link(&self, relation: Relation<'_>, from: &str, to: &str, value: &Value) -> Result<()> {
        let bytes = serde_json::to_vec(value).expect("a JSON value can be written");
        let mut table = self.writer().open_table(DOCUMENTS)?;
        table.insert(relation.key(&[">", from, to]).as_slice(), bytes.as_slice())?;
        table.insert(relation.key(&["<", to, from]).as_slice(), bytes.as_slice())?;
        Ok(())
    }

    pub fn unlink(&self, relation: Relation<'_>, from: &str, to: &str) -> Result<bool> {
        let mut table = self.writer().open_table(DOCUMENTS)?;
        table.remove(relation.key(&["<", to, from]).as_slice())?;
        Ok(table.remove(relation.key(&[">", from, to]).as_slice())?.is_some())
    }

    pub fn linked(&self, relation: Relation<'_>, from: &str, to: &str) -> Result<Option<Value>> {
        Ok(self.bytes_at(&relation.key(&[">", from, to]))?.map(|bytes| decode(&bytes)))
    }

    /// Visits what `from` is related to, in the order of the ids.
    pub fn links(
        &self,
        relation: Relation<'_>,
        from: &str,
        after: Option<&str>,
        visit: &mut dyn FnMut(&str, &[u8]) -> Visit,
    ) -> Result<()> {
        self.scan_prefix(&relation.key(&[">", from, ""]), after, visit)
    }

    /// Visits what is related to `to`, in the order of the ids.
    pub fn links_to(
        &self,
        relation: Relation<'_>,
        to: &str,
        after: Option<&str>,
        visit: &mut dyn FnMut(&str, &[u8]) -> Visit,
    ) -> Result<()> {
        self.scan_prefix(&relation.key(&["<", to, ""]), after, visit)
    }

    /// All pairs of a relation, in the order of the ids they are from.
    pub fn pairs(&self, relation: Relation<'_>) -> Result<Vec<(String, String)>> {
        let mut pairs = Vec::new();
        self.scan_prefix(&relation.key(&[">", ""]), None, &mut |pair, _| {
            pairs.extend(pair.split_once('\0').map(|(from, to)| (from.to_owned(), to.to_owned())));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(pairs)
    }

    /// The ids that `from` is related to.
    pub fn link_ids(&self, relation: Relation<'_>, from: &str) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        self.links(relation, from, None, &mut |id, _| {
            ids.push(id.to_owned());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(ids)
    }

    /// The ids that are related to `to`.
    pub fn link_ids_to(&self, relation: Relation<'_>, to: &str) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        self.links_to(relation, to, None, &mut |id, _| {
            ids.push(id.to_owned());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(ids)
    }

    /// Visits index entries as (folded value, id), in the order of value and id, or backwards.
    pub fn scan_index(
        &self,
        kind: Kind<'_>,
        field: &str,
        range: &index::Range,
        backwards: bool,
        visit: &mut dyn FnMut(&str, &str) -> Visit,
    ) -> Result<()> {
        let prefix = kind.key(&[field, ""]);
        let (low, high) = range.bounds(&prefix);
        let range = (as_slice(&low), as_slice(&high));
        match self {
            Tx::Read { index, .. } => visit_index(index, range, prefix.len(), backwards, visit),
            Tx::Write { write, .. } => {
                visit_index(&write.open_table(INDEX)?, range, prefix.len(), backwards, visit)
            }
        }
    }

    /// The first id whose indexed field has exactly this (unfolded) value.
    pub fn find(&self, kind: Kind<'_>, field: &str, value: &str) -> Result<Option<String>> {
        Ok(self.find_all(kind, field, value, 1)?.pop())
    }

    /// Up to `limit` ids whose indexed field has exactly this (unfolded) value.
    pub fn find_all(&self, kind: Kind<'_>, field: &str, value: &str, limit: usize) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let range = index::Range::exactly(&index::fold(value));
        self.scan_index(kind, field, &range, false, &mut |_, id| {
            found.push(id.to_owned());
            Ok(if found.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(found)
    }

    /// The last id of a kind.
    pub fn last_id(&self, kind: Kind<'_>) -> Result<Option<String>> {
        let prefix = kind.key(&[""]);
        let (low, high) = bounds(&prefix, None, false);
        let range = (as_slice(&low), as_slice(&high));
        let found = match self {
            Tx::Read { documents, .. } => last_key(documents, range)?,
            Tx::Write { write, .. } => last_key(&write.open_table(DOCUMENTS)?, range)?,
        };
        Ok(found.map(|key| String::from_utf8_lossy(&key[prefix.len()..]).into_owned()))
    }
}

type ByteRange<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

fn last_key(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    range: ByteRange<'_>,
) -> Result<Option<Vec<u8>>> {
    Ok(table.range::<&[u8]>(range)?.next_back().transpose()?.map(|(key, _)| key.value().to_vec()))
}

fn visit_all(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    range: ByteRange<'_>,
    prefix: usize,
    visit: &mut dyn FnMut(&str, &[u8]) -> Visit,
) -> Result<()> {
    for entry in table.range::<&[u8]>(range)? {
        let (key, value) = entry?;
        let id = std::str::from_utf8(&key.value()[prefix..]).expect("ids are text");
        if visit(id, value.value())?.is_break() {
            break;
        }
    }
    Ok(())
}

fn visit_index(
    table: &impl ReadableTable<&'static [u8], ()>,
    range: ByteRange<'_>,
    prefix: usize,
    backwards: bool,
    visit: &mut dyn FnMut(&str, &str) -> Visit,
) -> Result<()> {
    let mut entries = table.range::<&[u8]>(range)?;
    while let Some(entry) = if backwards { entries.next_back() } else { entries.next() } {
        let (key, _) = entry?;
        let rest = std::str::from_utf8(&key.value()[prefix..]).expect("index keys are text");
        let (value, id) = rest.split_once('\0').expect("an index key ends with an id");
        if visit(value, id)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Everything that starts with `prefix`, after `prefix + after` where it is given.
fn bounds(prefix: &[u8], after: Option<&str>, inclusive: bool) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let low = match after {
        Some(after) if inclusive => Bound::Included([prefix, after.as_bytes()].concat()),
        Some(after) => Bound::Excluded([prefix, after.as_bytes()].concat()),
        None => Bound::Included(prefix.to_vec()),
    };
    let mut high = prefix.to_vec();
    *high.last_mut().expect("a prefix ends with NUL") = 1;
    (low, Bound::Excluded(high))
}

fn as_slice(bound: &Bound<Vec<u8>>) -> Bound<&[u8]> {
    match bound {
        Bound::Included(bytes) => Bound::Included(bytes),
        Bound::Excluded(bytes) => Bound::Excluded(bytes),
        Bound::Unbounded => Bound::Unbounded,
    }
}

pub fn decode(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("a stored document is JSON")
}
