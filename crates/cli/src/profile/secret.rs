//! Where the secret of a profile is kept: the system's keyring, a command such as that of a vault, or a file
//! that nobody else can read.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use oktars::{AccessToken, Credential, Secret};
use serde::Deserialize;

use super::{Profile, directory, no_directory};
use crate::failure::{Exit, Failure};
use crate::file::write_private;
use crate::wait::{Waited, interruptible};

/// How long a keyring may take, which perhaps asks its owner for a password.
const KEYRING_PATIENCE: Duration = Duration::from_secs(20);
/// How long a command may take, which perhaps asks for a second factor.
const COMMAND_PATIENCE: Duration = Duration::from_secs(120);

/// What the keyring calls us.
const SERVICE: &str = "oktars";

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    Keyring,
    File,
    Command,
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Keep::Keyring => "keyring",
            Keep::File => "file",
            Keep::Command => "command",
        })
    }
}

pub fn load(name: &str, profile: &Profile) -> Result<Secret, Failure> {
    match profile.secret {
        Keep::Keyring => from_keyring(name),
        Keep::File => from_file(&file(name)?),
        Keep::Command => {
            let command = profile.token_command.as_deref().ok_or_else(|| {
                Failure::usage(format!(
                    "the profile {name} has its secret from a command, and no token_command"
                ))
            })?;
            output_of(command)
        }
    }
}

pub fn store(name: &str, keep: Keep, secret: &Secret) -> Result<(), Failure> {
    match keep {
        Keep::Command => Ok(()),
        Keep::File => write_private(&file(name)?, secret.expose().as_bytes()),
        Keep::Keyring => {
            let (name, secret) = (name.to_owned(), secret.clone());
            in_keyring(move || keyring::Entry::new(SERVICE, &name)?.set_password(secret.expose()))
        }
    }
}

/// Whether a secret can be kept there, before anybody is asked for one.
pub fn check(keep: Keep) -> Result<(), Failure> {
    match keep {
        Keep::Keyring => in_keyring(|| keyring::Entry::new(SERVICE, SERVICE).map(drop)),
        Keep::File | Keep::Command => Ok(()),
    }
}

/// Whether there was something to forget.
pub fn forget(name: &str, keep: Keep) -> Result<bool, Failure> {
    match keep {
        Keep::Command => Ok(false),
        Keep::File => {
            let path = file(name)?;
            match std::fs::remove_file(&path) {
                Ok(()) => Ok(true),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
                Err(error) => {
                    Err(Failure::new(Exit::Failed, format!("{} cannot be removed: {error}", path.display())))
                }
            }
        }
        Keep::Keyring => {
            let name = name.to_owned();
            in_keyring(move || match keyring::Entry::new(SERVICE, &name)?.delete_credential() {
                Ok(()) => Ok(true),
                Err(keyring::Error::NoEntry) => Ok(false),
                Err(error) => Err(error),
            })
        }
    }
}

fn from_keyring(name: &str) -> Result<Secret, Failure> {
    let account = name.to_owned();
    let found = in_keyring(move || match keyring::Entry::new(SERVICE, &account)?.get_password() {
        Ok(secret) => Ok(Some(Secret::from(secret))),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })?;
    found.ok_or_else(|| {
        Failure::new(Exit::NotAllowed, format!("the keyring has no secret for the profile {name}"))
            .hint(format!("`oktars auth login {name}` stores one"))
    })
}

/// Asks the keyring on a thread of its own: a keyring that hangs does not hang the command.
fn in_keyring<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, keyring::Error> + Send + 'static,
) -> Result<T, Failure> {
    let elsewhere = "keep the secret in a file that only you can read with --insecure-storage, or have a vault's \
                     command print it with --token-command";
    match interruptible(Some(KEYRING_PATIENCE), work) {
        Waited::Done(Ok(done)) => Ok(done),
        Waited::Done(Err(error)) => {
            let why = match (&error, keyring::Entry::store_status()) {
                (keyring::Error::NoDefaultStore, Err(why)) => why.to_string(),
                _ => error.to_string(),
            };
            Err(Failure::new(Exit::Failed, format!("there is no keyring to be used here: {why}"))
                .hint(elsewhere))
        }
        Waited::Interrupted => Err(Failure::new(Exit::Cancelled, "cancelled")),
        Waited::TooLong => Err(Failure::new(
            Exit::Failed,
            format!("the keyring did not answer within {} seconds", KEYRING_PATIENCE.as_secs()),
        )
        .hint(elsewhere)),
    }
}

fn file(name: &str) -> Result<PathBuf, Failure> {
    Ok(directory().ok_or_else(no_directory)?.join("secrets").join(name))
}

fn from_file(path: &Path) -> Result<Secret, Failure> {
    refuse_if_others_may_read(path)?;
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::new(Exit::NotAllowed, format!("the secret in {} cannot be read: {error}", path.display()))
            .hint("`oktars auth login` stores it again")
    })?;
    Ok(Secret::from(text.trim()))
}

fn refuse_if_others_may_read(path: &Path) -> Result<(), Failure> {
    if !others_may_read(path) {
        return Ok(());
    }
    Err(Failure::new(Exit::Cancelled, format!("others may read the secret in {}", path.display()))
        .hint(format!("`chmod 600 {}`, and consider to make a new secret", path.display())))
}

#[cfg(unix)]
pub fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub fn others_may_read(_: &Path) -> bool {
    false
}

/// Access tokens that a command prints, whenever one is needed.
pub fn renewed_by(command: String) -> Credential {
    Credential::callback(move || {
        let command = command.clone();
        async move {
            let printed = tokio::task::spawn_blocking(move || output_of(&command)).await;
            match printed {
                Ok(Ok(secret)) => Ok(AccessToken::new(secret)),
                Ok(Err(failure)) => Err(std::io::Error::other(failure.to_string())),
                Err(error) => Err(std::io::Error::other(error)),
            }
        }
    })
}

/// What a command prints on stdout. It has our stderr and may use the terminal, and none of our stdin.
fn output_of(command: &str) -> Result<Secret, Failure> {
    let failed = |what: String| Failure::new(Exit::NotAllowed, format!("token_command `{command}` {what}"));
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
    shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command);
    let child = shell.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| failed(format!("cannot be run: {error}")))?;
    let mut out = child.stdout.take();
    let read = move || {
        let mut text = String::new();
        let read = out.as_mut().map(|out| std::io::Read::read_to_string(out, &mut text));
        (read.is_some_and(|read| read.is_ok()), Secret::from(text))
    };
    let (readable, text) = match interruptible(Some(COMMAND_PATIENCE), read) {
        Waited::Done(read) => read,
        Waited::Interrupted => {
            let _ = child.kill();
            return Err(Failure::new(Exit::Cancelled, "cancelled"));
        }
        Waited::TooLong => {
            let _ = child.kill();
            return Err(failed(format!("took more than {} seconds", COMMAND_PATIENCE.as_secs())));
        }
    };
    let status = child.wait().map_err(|error| failed(error.to_string()))?;
    if !status.success() {
        return Err(failed(format!("failed: {status}")));
    }
    let secret = text.expose().trim();
    if !readable || secret.is_empty() {
        return Err(failed("printed no text".to_owned()));
    }
    Ok(Secret::from(secret))
}
