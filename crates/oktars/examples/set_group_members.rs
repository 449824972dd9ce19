//! Makes a group hold exactly these people: adds who is missing and removes who is too many.
//!
//! `cargo run --package oktars --example set_group_members GROUP_ID LOGIN...`
#![allow(clippy::print_stdout)]

use std::collections::HashSet;

use oktars::group::ListGroupUsers;
use oktars::{Okta, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let okta = Okta::from_env()?;
    let mut arguments = std::env::args().skip(1);
    let group = arguments.next().expect("the id of a group, and logins after it");
    let logins: Vec<String> = arguments.collect();
    let change = set_group_members(&okta, &group, &logins).await?;
    println!("added {}, removed {}", change.added.len(), change.removed.len());
    Ok(())
}

/// The ids of the users who came and went.
#[derive(Debug, Default, PartialEq)]
pub struct Change {
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

/// Makes a group hold the users of these logins, and nobody else.
pub async fn set_group_members(okta: &Okta, group: &str, logins: &[String]) -> Result<Change> {
    // Look everybody up first: a login that nobody has must not leave the group half changed.
    let mut wanted = HashSet::new();
    for login in logins {
        wanted.insert(okta.users().get(login).await?.id);
    }
    let members = okta.groups().users(group, &ListGroupUsers::new()).all().await?;
    let present: HashSet<String> = members.into_iter().map(|user| user.id).collect();

    let change = Change {
        added: wanted.difference(&present).cloned().collect(),
        removed: present.difference(&wanted).cloned().collect(),
    };
    for user in &change.added {
        okta.groups().add_user(group, user).await?;
    }
    for user in &change.removed {
        okta.groups().remove_user(group, user).await?;
    }
    Ok(change)
}
