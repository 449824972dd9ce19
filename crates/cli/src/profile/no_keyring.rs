//! In place of `keyring.rs` where oktars is built without the feature `keyring`.

use oktars::Secret;

use crate::failure::{Exit, Failure};

pub fn load(_: &str) -> Result<Option<Secret>, Failure> {
    Err(absent())
}

pub fn store(_: &str, _: &Secret) -> Result<(), Failure> {
    Err(absent())
}

pub fn check() -> Result<(), Failure> {
    Err(absent())
}

pub fn forget(_: &str) -> Result<bool, Failure> {
    Err(absent())
}

fn absent() -> Failure {
    Failure::new(Exit::Failed, "this oktars was built without the system's keyring").hint(
        "keep the secret in a file that only you can read with --insecure-storage, have a vault's command print it \
         with --token-command, or build oktars with `--features keyring`",
    )
}
