//! Files that the command writes. They are opened here and nowhere else. And small files that it reads.
//!
//! Nothing is written through a symbolic link: where others may write, one of them may have placed it, and what
//! it leads to would be lost. A new file comes under its name when it is whole, in the place of one that was
//! there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Exit, Failure};

/// A file in the making. One that is not kept is gone.
pub struct NewFile {
    file: File,
    path: PathBuf,
    /// What it is called until it is whole. A device or a pipe has no such name and is written to at once.
    part: Option<PathBuf>,
}

/// The text of a file that is small by its nature: settings, or a secret.
pub fn read_small(path: &Path) -> io::Result<String> {
    const LARGEST: u64 = 1 << 20;
    let mut text = String::new();
    File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 1 MiB"));
    }
    Ok(text)
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone, as it holds what people's accounts hold.
    Owner,
    /// The people that the umask allows.
    Anybody,
}

/// What is at a path to which something will be written.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    Free,
    File,
    /// A device, a pipe, or a link of the system to one, such as `/dev/stdout`.
    Stream,
}

impl NewFile {
    pub fn create(path: &Path, readers: Readers) -> Result<Self, Failure> {
        let made = || {
            if place(path)? == Place::Stream {
                return Ok(NewFile { file: open_stream(path)?, path: path.to_owned(), part: None });
            }
            let part = part_of(path);
            // Of an earlier process of this number, or a trap: a link is removed and not followed.
            let _ = fs::remove_file(&part);
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            let file = readable_by(&mut options, readers).open(&part)?;
            Ok(NewFile { file, path: path.to_owned(), part: Some(part) })
        };
        made().map_err(|error| refused(path, &error))
    }

    /// Gives it its name, and says so where a file was there under that name.
    pub fn keep_and_tell(self, tell: impl FnOnce(&str)) -> Result<(), Failure> {
        let replaced = (self.part.is_some() && self.path.is_file()).then(|| self.path.display().to_string());
        self.keep()?;
        if let Some(path) = replaced {
            tell(&format!("note: replaced the {path} that was there"));
        }
        Ok(())
    }

    /// Another handle of it, for a writer that owns its file.
    pub fn handle(&self) -> Result<File, Failure> {
        self.file.try_clone().map_err(|error| unwritable(&self.path, &error))
    }

    /// Gives it its name. What was there under that name is replaced.
    pub fn keep(mut self) -> Result<(), Failure> {
        let Some(part) = self.part.take() else { return Ok(()) };
        let kept = self.file.sync_all().and_then(|()| fs::rename(&part, &self.path));
        kept.map_err(|error| {
            let _ = fs::remove_file(&part);
            unwritable(&self.path, &error)
        })
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            let _ = fs::remove_file(part);
        }
    }
}

/// Writes a file, whole or not at all.
pub fn write(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), Failure> {
    let mut file = NewFile::create(path, readers)?;
    file.write_all(bytes).map_err(|error| unwritable(path, &error))?;
    file.keep()
}

/// Writes a file that only its owner can read, whole or not at all, and makes the directory that it is in.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(parent) = path.parent() {
        private_directory(parent).map_err(|error| unwritable(path, &error))?;
    }
    write(path, bytes, Readers::Owner)
}

/// Refuses what no new file can be made of later, before anything else is done.
pub fn check_new(path: &Path) -> Result<(), Failure> {
    let is_stream = place(path).map_err(|error| refused(path, &error))? == Place::Stream;
    if is_stream { Ok(()) } else { NewFile::create(path, Readers::Owner).map(drop) }
}

/// Refuses what is not written to, such as a link.
pub fn check(path: &Path) -> Result<(), Failure> {
    place(path).map(drop).map_err(|error| refused(path, &error))
}

/// Opens a file that grows. The umask decides who may read a new one.
pub fn append(path: &Path) -> io::Result<File> {
    match place(path)? {
        Place::Stream => open_stream(path),
        Place::Free | Place::File => unfollowed(OpenOptions::new().append(true).create(true)).open(path),
    }
}

/// Opens a file to continue it, with options that say how: no link, no device and no pipe. A new one is for its
/// owner alone.
pub fn open_plain(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    // A pipe would be waited for.
    if place(path)? == Place::Stream {
        return Err(no_plain_file());
    }
    let file = unfollowed(readable_by(options, Readers::Owner)).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(no_plain_file()) }
}

/// Refuses to make a store where a link leads to nothing yet. What is a store already may be elsewhere.
pub fn check_store(path: &Path) -> Result<(), Failure> {
    let is_store = fs::metadata(path).is_ok_and(|found| found.len() > 0);
    if is_store { Ok(()) } else { check(path) }
}

/// The failure of a command that named a file that cannot be written.
fn refused(path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::usage(format!("{} cannot be written: {error}", path.display()));
    let is_link = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
    if is_link { failure.hint("name the file that it leads to, or remove the link") } else { failure }
}

/// The failure of writing, as on a disk that is full.
pub fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Failed, format!("{} cannot be written: {error}", path.display()))
}

fn no_plain_file() -> io::Error {
    io::Error::other("it is not a regular file")
}

fn place(path: &Path) -> io::Result<Place> {
    // Elsewhere it is stdin or stdout, and nobody means a file of that name.
    if path == Path::new("-") {
        return Err(io::Error::other(
            "`-` is not a file here; /dev/stdout is stdout, ./- a file of that name",
        ));
    }
    let found = match path.symlink_metadata() {
        Ok(found) => found.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Place::Free),
        Err(error) => return Err(error),
    };
    match found {
        _ if found.is_symlink() && is_of_the_system(path) => Ok(Place::Stream),
        _ if found.is_symlink() => Err(io::Error::other(format!(
            "it is a symbolic link{}, and oktars writes nothing through a link",
            fs::read_link(path).map(|target| format!(" to {}", target.display())).unwrap_or_default()
        ))),
        _ if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        _ if found.is_file() => Ok(Place::File),
        _ => Ok(Place::Stream),
    }
}

/// Whether only the system places links there: `/dev/stdout`, or `/dev/fd/63` for what a shell reads.
fn is_of_the_system(path: &Path) -> bool {
    let directory = path.parent().and_then(|directory| directory.canonicalize().ok());
    directory.is_some_and(|directory| directory == Path::new("/dev") || directory.starts_with("/proc"))
}

/// What a shell has opened for us keeps what is in it.
fn open_stream(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true);
    if is_of_the_system(path) { options.open(path) } else { unfollowed(&mut options).open(path) }
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

#[cfg(unix)]
fn unfollowed(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NOFOLLOW)
}

#[cfg(unix)]
fn readable_by(options: &mut OpenOptions, readers: Readers) -> &mut OpenOptions {
    let mode = if readers == Readers::Owner { 0o600 } else { 0o666 };
    std::os::unix::fs::OpenOptionsExt::mode(options, mode)
}

#[cfg(unix)]
fn private_directory(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn unfollowed(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(not(unix))]
fn readable_by(options: &mut OpenOptions, _: Readers) -> &mut OpenOptions {
    options
}

#[cfg(not(unix))]
fn private_directory(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    type Way = (&'static str, fn(&Path) -> Result<(), String>);

    /// Every way in which a file is opened for writing.
    const WAYS: [Way; 5] = [
        ("new", |path| {
            NewFile::create(path, Readers::Owner).and_then(NewFile::keep).map_err(|error| error.text(None))
        }),
        ("whole", |path| write(path, b"new", Readers::Anybody).map_err(|error| error.text(None))),
        ("private", |path| write_private(path, b"new").map_err(|error| error.text(None))),
        ("append", |path| {
            append(path).and_then(|mut file| file.write_all(b"new")).map_err(|error| error.to_string())
        }),
        ("plain", |path| {
            let mut options = OpenOptions::new();
            open_plain(path, options.write(true).create(true).truncate(true))
                .map(drop)
                .map_err(|error| error.to_string())
        }),
    ];

    #[test]
    fn no_way_leads_through_a_link() {
        let directory = tempfile::tempdir().unwrap();
        let (target, link) = (directory.path().join("important"), directory.path().join("link"));
        for content in [Some("\nimportant\n"), Some(""), None] {
            if let Some(content) = content {
                fs::write(&target, content).unwrap();
            }
            symlink(&target, &link).unwrap();
            for (name, way) in WAYS {
                let error = way(&link).unwrap_err();
                assert!(error.contains("symbolic link") && error.contains("important"), "{name}: {error}");
                assert_eq!(fs::read_to_string(&target).ok().as_deref(), content, "{name}");
                assert!(link.is_symlink(), "{name}: the link is left alone");
            }
            let _ = fs::remove_file(&target);
            fs::remove_file(&link).unwrap();
        }
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0, "nothing is left behind");
    }

    #[test]
    fn a_link_under_the_name_of_the_part_is_no_way_either() {
        let directory = tempfile::tempdir().unwrap();
        let (target, path) = (directory.path().join("important"), directory.path().join("new"));
        fs::write(&target, "important").unwrap();
        symlink(&target, part_of(&path)).unwrap();
        write(&path, b"new", Readers::Owner).unwrap();
        assert_eq!(fs::read_to_string(target).unwrap(), "important");
        assert_eq!(fs::read_to_string(path).unwrap(), "new");
    }

    #[test]
    fn what_was_there_is_replaced_and_not_written_into() {
        let directory = tempfile::tempdir().unwrap();
        let (important, path) = (directory.path().join("important"), directory.path().join("new"));
        fs::write(&important, "important").unwrap();
        fs::hard_link(&important, &path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        write(&path, b"new", Readers::Owner).unwrap();
        assert_eq!(fs::read_to_string(important).unwrap(), "important");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_is_not_kept_leaves_what_was_there() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new");
        fs::write(&path, "old").unwrap();
        let mut file = NewFile::create(&path, Readers::Owner).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn devices_are_written_to_and_directories_are_not() {
        let directory = tempfile::tempdir().unwrap();
        write(Path::new("/dev/null"), b"x", Readers::Owner).unwrap();
        append(Path::new("/dev/null")).unwrap();
        assert!(!Path::new("/dev/null").metadata().unwrap().is_file());
        for (name, way) in WAYS {
            assert!(way(directory.path()).is_err(), "{name}");
        }
        let error = open_plain(Path::new("/dev/null"), OpenOptions::new().write(true)).unwrap_err();
        assert!(error.to_string().contains("not a regular file"), "{error}");
    }
}
