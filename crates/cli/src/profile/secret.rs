//! Where the secret of a profile is kept: the system's keyring, a command such as that of a vault, or a file
//! that nobody else can read.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use oktars::Secret;
use oktars::credential::{AccessToken, Credential};
use serde::Deserialize;

use super::{Profile, directory, keyring, no_directory};
use crate::failure::{Exit, Failure};
use crate::file::{read_small, write_private};
use crate::wait::{Waited, interruptible};

/// How long a command may take, which perhaps asks for a second factor.
const COMMAND_PATIENCE: Duration = Duration::from_secs(120);

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
            output_of(name, command)
        }
    }
}

pub fn store(name: &str, keep: Keep, secret: &Secret) -> Result<(), Failure> {
    match keep {
        Keep::Command => Ok(()),
        Keep::File => write_private(&file(name)?, secret.expose().as_bytes()),
        Keep::Keyring => keyring::store(name, secret),
    }
}

/// Whether a secret can be kept there, before anybody is asked for one.
pub fn check(keep: Keep) -> Result<(), Failure> {
    match keep {
        Keep::Keyring => keyring::check(),
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
        Keep::Keyring => keyring::forget(name),
    }
}

fn from_keyring(name: &str) -> Result<Secret, Failure> {
    keyring::load(name)?.ok_or_else(|| {
        Failure::new(Exit::NotAllowed, format!("the keyring has no secret for the profile {name}"))
            .hint(format!("`oktars auth login {name}` stores one"))
    })
}

fn file(name: &str) -> Result<PathBuf, Failure> {
    Ok(directory().ok_or_else(no_directory)?.join("secrets").join(name))
}

fn from_file(path: &Path) -> Result<Secret, Failure> {
    refuse_if_others_may_read(path)?;
    let text = read_small(path).map_err(|error| {
        Failure::new(Exit::NotAllowed, format!("the secret in {} cannot be read: {error}", path.display()))
            .hint("`oktars auth login` stores it again")
    })?;
    Ok(Secret::from(text.trim()))
}

fn refuse_if_others_may_read(path: &Path) -> Result<(), Failure> {
    if !others_may_read(path) {
        return Ok(());
    }
    Err(Failure::new(
        Exit::Cancelled,
        format!("other people may be able to read the secret in {}", path.display()),
    )
    .hint(format!("`chmod 600 {}`, and consider a new secret", path.display())))
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
pub fn renewed_by(name: String, command: String) -> Credential {
    Credential::callback(move || {
        let (name, command) = (name.clone(), command.clone());
        async move {
            let printed = tokio::task::spawn_blocking(move || output_of(&name, &command)).await;
            match printed {
                Ok(Ok(secret)) => Ok(AccessToken::new(secret)),
                Ok(Err(failure)) => Err(std::io::Error::other(failure.to_string())),
                Err(error) => Err(std::io::Error::other(error)),
            }
        }
    })
}

/// What the command of a profile prints on stdout. It has our stderr and may use the terminal, but not our stdin.
fn output_of(name: &str, command: &str) -> Result<Secret, Failure> {
    // Not the command itself: secrets have been seen in such.
    let failed = |what: String| {
        Failure::new(Exit::NotAllowed, format!("the token_command of the profile {name} {what}"))
    };
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
            return Err(Failure::interrupted("cancelled"));
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
