//! Sets an attribute of many users, some at a time, with half of the rate limits: the rest is for others.
//!
//! `cargo run --package oktars --example spread_calls ATTRIBUTE VALUE`
#![allow(clippy::print_stdout)]

use std::time::Duration;

use futures_util::TryStreamExt;
use oktars::limits::Priority;
use oktars::user::{ListUsers, UserPatch};
use oktars::{Builder, Okta, Result};

/// How many calls wait or run at the same time.
const AT_A_TIME: usize = 20;
/// A job of many calls takes as long as it takes.
const PATIENCE: Duration = Duration::from_secs(6 * 60 * 60);

#[tokio::main]
async fn main() -> Result<()> {
    let okta = Builder::from_env()?.max_share(0.5).build()?;
    let mut arguments = std::env::args().skip(1);
    let (attribute, value) = arguments.next().zip(arguments.next()).expect("an attribute and its value");
    println!("changed {} users", set_everywhere(&okta, &attribute, &value).await?);
    Ok(())
}

/// Sets an attribute of all users who have another value. Gives how many those were.
pub async fn set_everywhere(okta: &Okta, attribute: &str, value: &str) -> Result<usize> {
    // Bulk calls let all other calls of this program go first.
    let okta = okta.with_priority(Priority::Bulk).with_deadline(PATIENCE);
    let patch = UserPatch::new().set(attribute, value);
    let users = okta.users().list(&ListUsers::new());
    let others = users.try_filter(|user| std::future::ready(user.profile.text(attribute) != Some(value)));
    let changes = others.map_ok(|user| okta.users().update(&user.id, &patch).send());
    changes.try_buffer_unordered(AT_A_TIME).try_fold(0, |count, _| async move { Ok(count + 1) }).await
}
