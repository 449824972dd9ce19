//! What can go wrong with a mirror.

use std::path::PathBuf;

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be done with a mirror.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no file.
    #[error("{} does not exist", .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{} is not a mirror of an org", .0.display())]
    NoMirror(PathBuf),
    /// The file was written by a newer program.
    #[error("{} is a mirror of format {found}, and this program reads formats up to {known}", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that is known.
        known: i64,
    },
    /// The file is damaged.
    #[error("{} is damaged: {what}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The file holds another org.
    #[error("{} is the mirror of {held}, not of {asked}", .path.display())]
    OtherOrg {
        /// The file.
        path: PathBuf,
        /// The org that it holds.
        held: String,
        /// The org that a run reads.
        asked: String,
    },
    /// Another process writes the file.
    #[error("{} is being written by {holder}", .path.display())]
    Held {
        /// The file.
        path: PathBuf,
        /// Who does.
        holder: String,
    },
    /// Nothing is written through a link.
    #[error("{} is a symbolic link, and oktars writes nothing through a link", .0.display())]
    Link(PathBuf),
    /// More is gone than is likely.
    #[error("of {before} {kind}, {gone} are gone: nothing was published")]
    ManyGone {
        /// The kind.
        kind: &'static str,
        /// How many are gone.
        gone: u64,
        /// How many there were.
        before: u64,
    },
    /// There is no kind of this name.
    #[error("there is no kind {0:?}")]
    NoKind(String),
    /// There is no such object.
    #[error("the mirror knows no {kind} {name:?}")]
    NoObject {
        /// The kind.
        kind: String,
        /// What was asked for.
        name: String,
    },
    /// There is no such attribute.
    #[error("no user has an attribute {0:?}")]
    NoAttribute(String),
    /// What was asked is no time.
    #[error("{0:?} is not a time: write it as 2026-11-30, 2026-11-30T12:00:00Z or 7d ago as `7d`")]
    NoTime(String),
    /// A question that may not be asked, or is wrong.
    #[error("the question cannot be answered: {0}")]
    Question(String),
    /// A check whose file is wrong, or that cannot be answered.
    #[error("the check {name} cannot be asked: {what}")]
    Check {
        /// Its name.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// A question that took too long.
    #[error("the question took longer than {0} seconds")]
    TooLong(u64),
    /// No sync was finished yet.
    #[error("no sync of the mirror has finished yet")]
    NothingPublished,
    /// A folder that an export cannot be written to.
    #[error("cannot export to {}: {why}", .path.display())]
    NoExport {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The address of a database, or what belongs to it. It is never a part of the text, since it may hold a password.
    #[error("the database cannot be addressed: {0}")]
    Address(String),
    /// What a database said.
    #[error("the database refused: {0}")]
    Database(String),
    /// The org.
    #[error(transparent)]
    Okta(#[from] oktars::Error),
    /// The file.
    #[error("the mirror cannot be read or written: {0}")]
    Sql(#[from] rusqlite::Error),
    /// The file, before it is opened.
    #[error("{} cannot be opened: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

impl Error {
    /// Whether there is no room for the file to grow.
    pub fn is_full_disk(&self) -> bool {
        let Error::Sql(error) = self else { return false };
        let is_full = error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull);
        let failed = error.sqlite_error().map(|error| error.extended_code);
        // A file that may not grow, and shared memory that finds no room, are told otherwise.
        is_full
            || matches!(failed, Some(rusqlite::ffi::SQLITE_IOERR_WRITE | rusqlite::ffi::SQLITE_IOERR_SHMSIZE))
    }

    /// What to do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Error::Missing(_) => Some("`oktars mirror sync FILE` makes it"),
            Error::NoMirror(_) => {
                Some("name another file; oktars never overwrites a file that is not a mirror")
            }
            Error::Newer { .. } => Some("use the newer oktars that wrote it, or sync into a new file"),
            Error::Damaged { .. } => Some("put a copy of it there, or sync into a new file"),
            Error::OtherOrg { .. } => {
                Some("one file holds one org: name another file, or choose the org with --org")
            }
            Error::Held { .. } => Some("wait until it is done; readers may ask the file meanwhile"),
            Error::Link(_) => Some("name the file that it leads to, or remove the link"),
            Error::NothingPublished => Some("`oktars mirror sync FILE` reads the org"),
            Error::NoExport { .. } => Some("name a new folder, or one that an export of this org made"),
            Error::NoAttribute(_) => Some("`oktars mirror schema FILE users` lists the attributes"),
            Error::ManyGone { .. } => Some(
                "if this is right, `oktars mirror sync FILE --accept-deletions` continues from here; what was read is kept",
            ),
            Error::Sql(_) if self.is_full_disk() => Some(
                "what was published is whole; make room, and the next sync continues where this one stopped",
            ),
            _ => None,
        }
    }
}
