//! Gives an app a new client secret without a pause: the old one works until you say that all use the new one.
//!
//! `cargo run --package oktars --example rotate_client_secret APP_ID`
#![allow(clippy::print_stdout)]

use std::io;

use oktars::app::{AppSecret, ListAppSecrets, NewAppSecret};
use oktars::{LifecycleStatus, Okta, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let okta = Okta::from_env()?;
    let app = std::env::args().nth(1).expect("the id of an app");
    let new = add_secret(&okta, &app).await?;
    println!("The new secret is {}.", new.client_secret.as_ref().map_or("hidden", |secret| secret.expose()));
    println!("Give it to every instance of the app, then press Enter. The old secrets stop working.");
    io::stdin().read_line(&mut String::new()).expect("a line");
    println!("removed {} old secrets", retire_other_secrets(&okta, &app, &new.id).await?);
    Ok(())
}

/// Adds a secret beside the one in use. Okta keeps two at most, so an inactive one makes room.
pub async fn add_secret(okta: &Okta, app: &str) -> Result<AppSecret> {
    let secrets = okta.app_secrets(app);
    for unused in secrets.list(&ListAppSecrets::new()).all().await? {
        if unused.status == LifecycleStatus::INACTIVE {
            secrets.delete(&unused.id).await?;
        }
    }
    secrets.create(&NewAppSecret::new()).await
}

/// Removes all secrets of an app but this one. Gives how many there were.
pub async fn retire_other_secrets(okta: &Okta, app: &str, keep: &str) -> Result<usize> {
    let secrets = okta.app_secrets(app);
    let mut old = secrets.list(&ListAppSecrets::new()).all().await?;
    old.retain(|secret| secret.id != keep);
    for secret in &old {
        if secret.status == LifecycleStatus::ACTIVE {
            secrets.deactivate(&secret.id).await?;
        }
        secrets.delete(&secret.id).await?;
    }
    Ok(old.len())
}
