//! The journal of a bulk run: what it is about to do, and what it has done. With it, another run can continue
//! where this one ended, even by a crash.
//!
//! A row is noted as begun, and the note is on the disk, before its first request is sent. Where a row was
//! begun and is not noted as done, the next run looks at the org first. The journal holds numbers of rows,
//! ids and a hash of the file, and nothing of what the file holds.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::plan::{Outcome, Verb};
use crate::failure::{Exit, Failure};
use crate::file;

/// No first line of a journal is longer.
const LONGEST_IDENTITY: u64 = 1 << 20;
/// Okta's limits are those of a minute.
const LONGEST_WINDOW: i64 = 60;

/// What a run is about. A run continues the journal of another only if all of it is the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    pub org: String,
    pub command: String,
    pub sha256: String,
    pub rows: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Journal(Identity),
    Begin {
        row: usize,
        #[serde(rename = "as")]
        verb: String,
    },
    Done {
        row: usize,
        #[serde(rename = "as")]
        verb: String,
        id: Option<String>,
    },
    /// A limit of the org is used up until then, in seconds since 1970.
    Pause {
        until: i64,
    },
}

/// What an earlier run has begun and done, by rows.
#[derive(Debug, Default)]
pub struct Earlier {
    begun: HashMap<usize, Verb>,
    done: HashMap<usize, Outcome>,
    pause: i64,
}

impl Earlier {
    /// For how long to send nothing, since the run used up a limit of the org.
    pub fn pause(&self) -> Duration {
        let left = self.pause - jiff::Timestamp::now().as_second();
        // The clocks of the org and of this machine may differ.
        Duration::from_secs(left.clamp(0, LONGEST_WINDOW) as u64)
    }

    pub fn done(&self, row: usize) -> Option<Outcome> {
        self.done.get(&row).cloned()
    }

    /// What was begun for a row that is not done.
    pub fn begun(&self, row: usize) -> Option<Verb> {
        self.begun.get(&row).copied()
    }

    pub fn done_rows(&self) -> usize {
        self.done.len()
    }

    pub fn is_empty(&self) -> bool {
        self.begun.is_empty() && self.done.is_empty()
    }
}

pub struct Journal {
    /// Nowhere, where the run is about a few words of the command line.
    file: Option<File>,
    path: PathBuf,
}

impl Journal {
    /// Where the journal of a run is unless it is named: beside the file.
    pub fn default_path(file: &Path, identity: &Identity) -> PathBuf {
        let digest = Sha256::digest(format!("{}\n{}", identity.org, identity.command));
        let mark: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let name = match file.file_name() {
            Some(name) if file != Path::new("-") => name.to_string_lossy().into_owned(),
            _ => "stdin".to_owned(),
        };
        file.with_file_name(format!("{name}.{mark}.oktars-journal"))
    }

    /// What the journal of an earlier run says, if it was a run of the same.
    ///
    /// Of another run, `strict` decides: an error, or nothing.
    pub fn read(path: &Path, identity: &Identity, strict: bool) -> Result<Earlier, Failure> {
        let file = match file::open_plain(path, OpenOptions::new().read(true)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Earlier::default()),
            Err(error) => return Err(unusable(path, &error)),
        };
        let mut lines = BufReader::new(file);
        match whose(&mut lines, path)? {
            None => return Ok(Earlier::default()),
            Some(other) if other == *identity => {}
            Some(_) if !strict => return Ok(Earlier::default()),
            Some(other) => return Err(of_another_run(path, identity, &other)),
        }
        let mut earlier = Earlier::default();
        for line in lines.lines() {
            let line = line.map_err(|error| unusable(path, &error))?;
            // A line that was cut off while it was written says nothing.
            let Ok(line) = serde_json::from_str::<Line>(&line) else { continue };
            earlier.take(line, identity.rows);
        }
        Ok(earlier)
    }

    /// One that notes nothing: what is left to do, the org itself tells.
    pub fn none() -> Self {
        Journal { file: None, path: PathBuf::new() }
    }

    /// Opens the journal to write on, or makes one.
    pub fn open(path: &Path, identity: &Identity, earlier: &Earlier) -> Result<Self, Failure> {
        let failed = |error: &io::Error| unusable(path, error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = file::open_plain(path, &mut options).map_err(|error| failed(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let text = format!("another run is using the journal {}", path.display());
                return Err(Failure::new(Exit::Failed, text).hint("wait until it has ended"));
            }
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
        // Perhaps it is not what was read before.
        whose(&mut BufReader::new(&file), path)?;
        let mut journal = Journal { file: Some(file), path: path.to_owned() };
        journal.start(identity, earlier).map_err(|error| failed(&error))?;
        Ok(journal)
    }

    fn start(&mut self, identity: &Identity, earlier: &Earlier) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        if earlier.is_empty() || file.metadata()?.len() == 0 {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            self.write(&[Line::Journal(identity.clone())])?;
            sync_directory(&self.path)?;
        } else {
            file.seek(SeekFrom::End(0))?;
            // Whatever was cut off is not to be joined with what comes now.
            file.write_all(b"\n")?;
        }
        self.to_disk()
    }

    fn to_disk(&self) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), File::sync_data)
    }

    /// Notes what is about to be done. When this returns, the notes are on the disk.
    pub fn begin(&mut self, rows: impl Iterator<Item = (usize, Verb)>) -> Result<(), Failure> {
        let lines: Vec<Line> =
            rows.map(|(row, verb)| Line::Begin { row, verb: verb.past().to_owned() }).collect();
        let noted = self.write(&lines).and_then(|()| self.to_disk());
        noted.map_err(|error| unusable(&self.path, &error))
    }

    /// Notes what is done. It is on the disk with the next [`Journal::begin`], or at the end.
    pub fn done(&mut self, row: usize, verb: Verb, id: Option<&str>) -> Result<(), Failure> {
        let line = Line::Done { row, verb: verb.past().to_owned(), id: id.map(str::to_owned) };
        self.write(&[line]).map_err(|error| unusable(&self.path, &error))
    }

    /// Notes that a limit is used up, for a run that continues before that is over: it cannot know otherwise
    /// before it is refused.
    pub fn pause(&mut self, until: i64) -> Result<(), Failure> {
        self.write(&[Line::Pause { until }]).map_err(|error| unusable(&self.path, &error))
    }

    pub fn sync(&mut self) -> Result<(), Failure> {
        self.to_disk().map_err(|error| unusable(&self.path, &error))
    }

    /// Ends the run: there is nothing to continue.
    pub fn finish(path: &Path) -> Result<(), Failure> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unusable(path, &error)),
            _ => Ok(()),
        }
    }

    fn write(&mut self, lines: &[Line]) -> io::Result<()> {
        let mut text = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut text, line)?;
            text.push(b'\n');
        }
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(&text))
    }
}

impl Earlier {
    /// Beyond the rows of the file, numbers mean nothing to another run.
    fn take(&mut self, line: Line, rows: usize) {
        match line {
            Line::Begin { row, .. } | Line::Done { row, .. } if row >= rows => {}
            Line::Begin { row, verb } => {
                if let Some(verb) = Verb::of_past(&verb).filter(|_| !self.done.contains_key(&row)) {
                    self.begun.insert(row, verb);
                }
            }
            Line::Done { row, verb, id } => {
                if let Some(verb) = Verb::of_past(&verb) {
                    self.begun.remove(&row);
                    self.done.insert(row, Outcome::Done(verb, id.map(Into::into)));
                }
            }
            Line::Pause { until } => self.pause = until,
            Line::Journal(_) => {}
        }
    }
}

/// The run that a journal is of; `None` where the file is empty. What is no journal is not to be written on.
fn whose(file: &mut impl BufRead, path: &Path) -> Result<Option<Identity>, Failure> {
    let mut first = Vec::new();
    file.take(LONGEST_IDENTITY).read_until(b'\n', &mut first).map_err(|error| unusable(path, &error))?;
    match serde_json::from_slice::<Line>(&first) {
        Ok(Line::Journal(identity)) => Ok(Some(identity)),
        _ if first.is_empty() => Ok(None),
        _ => Err(Failure::usage(format!("{} is not a journal of oktars", path.display()))
            .hint("name another place for it with --journal PATH; this file is left as it is")),
    }
}

fn of_another_run(path: &Path, wanted: &Identity, other: &Identity) -> Failure {
    let what = if other.org != wanted.org {
        format!("the org {}", other.org)
    } else if other.command != wanted.command {
        format!("`{}`", other.command)
    } else {
        "another content of the file".to_owned()
    };
    Failure::usage(format!("the journal {} belongs to a run with {what}", path.display()))
        .hint("name another with --journal, or remove it to start over")
}

fn unusable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Failed, format!("the journal {} cannot be used: {error}", path.display()))
        .hint("name another place for it with --journal PATH")
}

/// Makes sure that a new file is found after a crash of the system.
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    if cfg!(unix) { File::open(directory.unwrap_or(Path::new(".")))?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> Identity {
        Identity {
            org: "https://acme.okta.com".to_owned(),
            command: "users import".to_owned(),
            sha256: "abc".to_owned(),
            rows: 9,
        }
    }

    #[test]
    fn a_run_goes_on_where_another_ended() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal");
        let mut journal = Journal::open(&path, &identity(), &Earlier::default()).unwrap();
        journal.begin([(0, Verb::Create), (1, Verb::Update), (2, Verb::Create)].into_iter()).unwrap();
        journal.done(1, Verb::Update, Some("00u1")).unwrap();
        drop(journal);
        // The write of a line was cut off by a crash.
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"done\":{\"row\":2,\"as\":\"cre").unwrap();
        let earlier = Journal::read(&path, &identity(), true).unwrap();
        assert_eq!(
            (earlier.begun(0), earlier.begun(1), earlier.begun(2)),
            (Some(Verb::Create), None, Some(Verb::Create))
        );
        assert_eq!(earlier.done(1), Some(Outcome::Done(Verb::Update, Some("00u1".into()))));
        let mut journal = Journal::open(&path, &identity(), &earlier).unwrap();
        journal.done(2, Verb::Create, None).unwrap();
        let earlier = Journal::read(&path, &identity(), true).unwrap();
        assert_eq!((earlier.begun(2), earlier.done_rows()), (None, 2), "what came later is read");
        drop(journal);
        Journal::finish(&path).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn the_journal_of_another_run_is_not_used() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal");
        let mut journal = Journal::open(&path, &identity(), &Earlier::default()).unwrap();
        journal.begin([(0, Verb::Create)].into_iter()).unwrap();
        let others = [
            (
                Identity { org: "https://b.okta.com".to_owned(), ..identity() },
                "the org https://acme.okta.com",
            ),
            (Identity { command: "users bulk delete".to_owned(), ..identity() }, "`users import`"),
            (Identity { sha256: "x".to_owned(), ..identity() }, "another content"),
        ];
        for (other, message) in others {
            let error = Journal::read(&path, &other, true).unwrap_err().text(None);
            assert!(error.contains(message), "{error}");
            assert!(Journal::read(&path, &other, false).unwrap().is_empty());
        }
        let second = Journal::open(&path, &identity(), &Earlier::default()).err().unwrap();
        assert!(second.text(None).contains("another run is using"));
    }

    #[test]
    fn a_run_waits_for_the_limit_that_another_used_up() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal");
        let now = jiff::Timestamp::now().as_second();
        for (until, least, most) in [(now - 5, 0, 0), (now + 30, 20, 30), (now + 9999, 60, 60)] {
            let mut journal = Journal::open(&path, &identity(), &Earlier::default()).unwrap();
            journal.begin([(0, Verb::Create)].into_iter()).unwrap();
            journal.pause(until).unwrap();
            let pause = Journal::read(&path, &identity(), true).unwrap().pause().as_secs();
            assert!((least..=most).contains(&pause), "{pause} s until {until}");
        }
    }

    /// Only a file of no length is empty; a first line without text is not.
    #[test]
    fn what_is_no_journal_is_left_as_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal");
        let contents: [&[u8]; 7] = [
            b"\nimportant\n",
            b"\n",
            b" ",
            b"important",
            b"{}\n",
            b"\xff\xfe\n",
            b"{\"done\":{\"row\":1}}\n",
        ];
        for content in contents {
            std::fs::write(&path, content).unwrap();
            for strict in [true, false] {
                let error = Journal::read(&path, &identity(), strict).unwrap_err().text(None);
                assert!(error.contains("is not a journal of oktars"), "{error}");
            }
            // It may have been put there after the look.
            let error = Journal::open(&path, &identity(), &Earlier::default()).err().unwrap().text(None);
            assert!(error.contains("is not a journal of oktars"), "{error}");
            assert_eq!(std::fs::read(&path).unwrap(), content);
        }
        std::fs::write(&path, "").unwrap();
        assert!(Journal::read(&path, &identity(), true).unwrap().is_empty());
        Journal::open(&path, &identity(), &Earlier::default()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_no_journal_even_if_it_leads_to_one() {
        let directory = tempfile::tempdir().unwrap();
        let (journal, link) = (directory.path().join("journal"), directory.path().join("link"));
        drop(Journal::open(&journal, &identity(), &Earlier::default()).unwrap());
        std::os::unix::fs::symlink(&journal, &link).unwrap();
        let read = Journal::read(&link, &identity(), false).unwrap_err().text(None);
        let opened = Journal::open(&link, &identity(), &Earlier::default()).err().unwrap().text(None);
        for error in [read, opened] {
            assert!(error.contains("symbolic link to") && error.contains("--journal"), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal");
        Journal::open(&path, &identity(), &Earlier::default()).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
