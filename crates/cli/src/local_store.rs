//! The org `local`: a local org in this process, kept in one file.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oktars::Okta;
use oktars_local::{OpenError, Org, Seed};

use crate::failure::{Exit, Failure};
use crate::file;

/// How long to wait for another command that is using the file. Commands are short.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

pub struct Opened {
    pub okta: Okta,
    /// What the reader should know about it.
    pub note: Option<String>,
}

/// Opens the local org, which is made and filled when it is used first.
pub fn open(path: Option<&Path>) -> Result<Opened, Failure> {
    let default = default_path();
    let (path, name) = match path {
        Some(path) if path.exists() => (path.to_owned(), path.display().to_string()),
        Some(path) => (path.to_owned(), NAMED.to_owned()),
        None => default.map(|path| (path.clone(), path.display().to_string()))?,
    };
    file::check_store(&path)?;
    let is_new = !path.exists();
    let org = wait_for(&path, &name)?;
    let note = is_new.then(|| format!("made a local org in {name}"));
    let name = concat!("oktars-cli/", env!("CARGO_PKG_VERSION"));
    let okta = Okta::builder().token(org.token()).user_agent(name).over(org.service());
    let okta = okta.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    Ok(Opened { okta, note })
}

/// What is said of the file where its path was given: that may be anything but a path.
const NAMED: &str = "the file that --local-store or OKTARS_LOCAL_STORE names";

fn wait_for(path: &Path, name: &str) -> Result<Org, Failure> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        std::fs::create_dir_all(directory).map_err(|error| {
            Failure::new(Exit::Failed, format!("the directory of {name} cannot be made: {error}"))
        })?;
    }
    let failed = |error: OpenError| {
        let text = match error {
            OpenError::InUse(_) => {
                format!(
                    "{name} is in use by another oktars command: wait for it, stop it, or choose another file"
                )
            }
            OpenError::Unreadable { reason, .. } => {
                format!("{name} cannot be opened as a local org's store: {reason}")
            }
            other => other.to_string(),
        };
        Failure::new(Exit::Failed, text)
    };
    let start = Instant::now();
    loop {
        match Org::builder().file(path).seed(Seed::Demo).build() {
            Ok(org) => return Ok(org),
            Err(OpenError::InUse(_)) if start.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            Err(error @ OpenError::InUse(_)) => {
                return Err(failed(error).hint(
                    "it may be `oktars --org local logs tail -f` in another terminal. If it is `oktars org serve`, set \
                     OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN to what it printed, and leave --org out",
                ));
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

/// `oktars/local.redb` where this system keeps a user's data.
pub fn default_path() -> Result<PathBuf, Failure> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let below_home = |path: &str| std::env::home_dir().map(|home| home.join(path));
    let data = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        below_home("Library/Application Support")
    } else {
        absolute("XDG_DATA_HOME").or_else(|| below_home(".local/share"))
    };
    let data = data.ok_or_else(|| {
        Failure::usage("it is not known where your data directory is")
            .hint("name a file with --local-store or OKTARS_LOCAL_STORE")
    })?;
    Ok(data.join("oktars").join("local.redb"))
}
