//! Secrets in the system's keyring.

use std::time::Duration;

use keyring::{Entry, Error};
use oktars::Secret;

use crate::failure::{Exit, Failure};
use crate::wait::{Waited, interruptible};

/// How long a keyring may take, which perhaps asks its owner for a password.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the keyring calls us.
const SERVICE: &str = "oktars";

/// What to do without a keyring.
const ELSEWHERE: &str = "keep the secret in a file that only you can read with --insecure-storage, or have a vault's \
                         command print it with --token-command";

pub fn load(name: &str) -> Result<Option<Secret>, Failure> {
    let name = name.to_owned();
    in_keyring(move || match Entry::new(SERVICE, &name)?.get_password() {
        Ok(secret) => Ok(Some(Secret::from(secret))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })
}

pub fn store(name: &str, secret: &Secret) -> Result<(), Failure> {
    let (name, secret) = (name.to_owned(), secret.clone());
    in_keyring(move || Entry::new(SERVICE, &name)?.set_password(secret.expose()))
}

/// Whether there is a keyring to be used.
pub fn check() -> Result<(), Failure> {
    in_keyring(|| Entry::new(SERVICE, SERVICE).map(drop))
}

/// Whether there was something to forget.
pub fn forget(name: &str) -> Result<bool, Failure> {
    let name = name.to_owned();
    in_keyring(move || match Entry::new(SERVICE, &name)?.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(error) => Err(error),
    })
}

/// Asks the keyring on a thread of its own: a keyring that hangs does not hang the command.
fn in_keyring<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    match interruptible(Some(PATIENCE), work) {
        Waited::Done(Ok(done)) => Ok(done),
        Waited::Done(Err(error)) => {
            let why = match (&error, Entry::store_status()) {
                (Error::NoDefaultStore, Err(why)) => why.to_string(),
                _ => error.to_string(),
            };
            Err(Failure::new(Exit::Failed, format!("no keyring can be used here: {why}")).hint(ELSEWHERE))
        }
        Waited::Interrupted => Err(Failure::interrupted("cancelled")),
        Waited::TooLong => Err(Failure::new(
            Exit::Failed,
            format!("the keyring did not answer within {} seconds", PATIENCE.as_secs()),
        )
        .hint(ELSEWHERE)),
    }
}
