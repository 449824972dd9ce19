//! The org `local`: a local org in this process, kept in one file.
//!
//! One process at a time can have the file. A command that waits, such as `logs tail -f` or a question, hands it to
//! another command that asks for it. It takes the file back with its next request.

use std::fs::OpenOptions;
use std::future::Future;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use oktars::Okta;
use oktars_local::{OpenError, Org, Seed};
use tower::Service;

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
    let token = org.token().to_owned();
    let shared = Shared::new(org, path, name.clone());
    let note = is_new.then(|| format!("made a local org in {name}"));
    let name = concat!("oktars-cli/", env!("CARGO_PKG_VERSION"));
    let okta = Okta::builder().token(token).user_agent(name).over(shared);
    let okta = okta.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    Ok(Opened { okta, note })
}

/// What to say about the file if its path was given: that may be anything but a path.
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
    let mut wish = None;
    loop {
        match Org::builder().file(path).seed(Seed::Demo).build() {
            Ok(org) => return Ok(org),
            Err(OpenError::InUse(_)) if start.elapsed() < PATIENCE => {
                wish.get_or_insert_with(|| Wish(Wish::path(path))).renew();
                std::thread::sleep(PAUSE);
            }
            Err(error @ OpenError::InUse(_)) => {
                return Err(failed(error).hint(
                    "it may be a long import in another terminal. If it is `oktars org serve`, set OKTA_CLIENT_ORGURL \
                     and OKTA_CLIENT_TOKEN to what it printed, and leave --org out",
                ));
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

/// The org of a file, which another command may have between two requests.
#[derive(Clone)]
struct Shared(Arc<Held>);

struct Held {
    path: PathBuf,
    name: String,
    org: Mutex<Option<Org>>,
}

impl Shared {
    fn new(org: Org, path: PathBuf, name: String) -> Self {
        let held = Arc::new(Held { path, name, org: Mutex::new(Some(org)) });
        let watched = Arc::downgrade(&held);
        // Without it, others wait until this command ends.
        let _ = std::thread::Builder::new().name("local store".into()).spawn(move || hand_on(&watched));
        Shared(held)
    }
}

impl Held {
    fn org(&self) -> io::Result<Org> {
        let mut org = self.org.lock().unwrap_or_else(PoisonError::into_inner);
        if org.is_none() {
            let start = Instant::now();
            while Wish::is_there(&self.path) && start.elapsed() < PATIENCE {
                std::thread::sleep(PAUSE);
            }
            *org = Some(
                wait_for(&self.path, &self.name).map_err(|failure| io::Error::other(failure.to_string()))?,
            );
        }
        org.clone().ok_or_else(|| io::Error::other("no org is open"))
    }
}

/// Closes the file whenever another command wants it, until this command ends.
fn hand_on(held: &Weak<Held>) {
    while let Some(held) = held.upgrade() {
        if Wish::is_there(&held.path) {
            *held.org.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        drop(held);
        std::thread::sleep(PAUSE);
    }
}

impl Service<Request<Bytes>> for Shared {
    type Response = Response<Bytes>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Bytes>>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let held = self.0.clone();
        Box::pin(async move { held.org()?.service().call(request).await })
    }
}

/// A file beside the store that says that a command waits for it.
struct Wish(PathBuf);

/// One that nobody renews belongs to a command that was killed.
const LAPSE: Duration = Duration::from_secs(1);

impl Wish {
    fn path(store: &Path) -> PathBuf {
        let mut name = store.as_os_str().to_owned();
        name.push(".wanted");
        PathBuf::from(name)
    }

    /// Where it cannot be written, this command waits as long without it.
    fn renew(&self) {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let _ = file::open_plain(&self.0, &mut options).and_then(|mut file| file.write_all(b"1"));
    }

    fn is_there(store: &Path) -> bool {
        let changed = std::fs::symlink_metadata(Wish::path(store)).and_then(|data| data.modified());
        changed.is_ok_and(|time| time.elapsed().is_ok_and(|age| age < LAPSE))
    }
}

impl Drop for Wish {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
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
