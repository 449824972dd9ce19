//! A mirror for one run: it holds what the checks read, and is removed behind them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use oktars_mirror::check::Check;

use crate::command::mirror;
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// The log is not read: checks that need it want a mirror that has been there for a while.
const LOG: &str = "log";

/// A folder for its owner alone, which is removed when it is dropped, at Ctrl-C too.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Result<Self, Failure> {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let id = std::process::id();
        // A name that somebody else has made already is left alone.
        for number in 0..100 {
            let path = std::env::temp_dir().join(format!("oktars-{id}-{number}"));
            match builder.create(&path) {
                Ok(()) => return Ok(Folder(path)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(unusable(&error.to_string())),
            }
        }
        Err(unusable("all names are taken"))
    }

    pub fn file(&self) -> PathBuf {
        self.0.join("org.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn unusable(why: &str) -> Failure {
    Failure::new(Exit::Failed, format!("no folder can be made for a temporary mirror: {why}"))
        .hint("name a mirror with --mirror FILE")
}

/// Reads what the checks need.
pub async fn read(run: &mut Run, path: &Path, checks: &[Check]) -> Result<(), Stop> {
    let kinds: BTreeSet<&str> = checks.iter().flat_map(|check| check.reads.iter().copied()).collect();
    let kinds: Vec<String> = kinds.into_iter().filter(|kind| *kind != LOG).map(str::to_owned).collect();
    let org = run.org_label()?;
    run.note(&format!("no mirror is named: reading what the checks need of {org}"));
    // Without a kind that is asked for, all would be read.
    let kinds = if kinds.is_empty() { vec!["org_settings".to_owned()] } else { kinds };
    mirror::read_kinds(run, path, kinds).await
}
