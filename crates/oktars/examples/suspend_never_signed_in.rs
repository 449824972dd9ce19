//! Suspends the people whose account has been active for a month, and who have never signed in.
//!
//! `cargo run --package oktars --example suspend_never_signed_in`
#![allow(clippy::print_stdout)]

use std::time::{Duration, SystemTime};

use oktars::user::{ListUsers, User, UserStatus};
use oktars::{Okta, Result, Timestamp, attr};

const MONTH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

#[tokio::main]
async fn main() -> Result<()> {
    let okta = Okta::from_env()?;
    let month_ago = jiff::Timestamp::try_from(SystemTime::now() - MONTH).expect("a month ago is a time");
    for user in suspend_never_signed_in(&okta, month_ago.into()).await? {
        println!("suspended {}", user.profile.login);
    }
    Ok(())
}

/// Suspends who was activated before this time and has never signed in. Gives the people whom it suspended.
pub async fn suspend_never_signed_in(okta: &Okta, before: Timestamp) -> Result<Vec<User>> {
    let waiting = attr("status").eq(UserStatus::ACTIVE).and(attr("activated").lt(before));
    let mut users = okta.users().list(&ListUsers::new().search(waiting)).all().await?;
    users.retain(|user| user.last_login.is_none());
    for user in &users {
        okta.users().suspend(&user.id).await?;
    }
    Ok(users)
}
