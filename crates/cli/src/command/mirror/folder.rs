//! A folder for a mirror that is made for one command and removed behind it.

use std::path::PathBuf;

use crate::failure::{Exit, Failure};

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
