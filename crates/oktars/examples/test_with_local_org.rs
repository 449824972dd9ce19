//! Tests a function that talks to Okta, without a tenant: against an org that lives in the test.
//!
//! `cargo run --package oktars --example test_with_local_org LOGIN` runs the function against your own org.
#![allow(clippy::print_stdout)]

use oktars::user::UserStatus;
use oktars::{Okta, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let okta = Okta::from_env()?;
    let login = std::env::args().nth(1).expect("a login");
    println!("{}", if offboard(&okta, &login).await? { "gone" } else { "nobody has this login" });
    Ok(())
}

/// Ends the sessions of somebody who leaves, and deactivates the account. Says whether there was one.
pub async fn offboard(okta: &Okta, login: &str) -> Result<bool> {
    let Some(user) = okta.users().find(login).await? else { return Ok(false) };
    okta.users().clear_sessions(&user.id).await?;
    if user.status != UserStatus::DEPROVISIONED {
        okta.users().deactivate(&user.id).await?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use oktars::user::NewUser;
    use oktars_local::{Fault, Org};

    use super::*;

    #[tokio::test]
    async fn who_leaves_is_deactivated() -> Result<()> {
        let okta = Okta::over(Org::in_memory().service());
        let tim = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
        let tim = okta.users().create(&tim).await?;

        assert!(offboard(&okta, "tim@example.gov").await?);
        assert_eq!(okta.users().get(&tim.id).await?.status, UserStatus::DEPROVISIONED);
        assert!(offboard(&okta, "tim@example.gov").await?, "a second run changes nothing");
        assert!(!offboard(&okta, "nobody@example.gov").await?);
        Ok(())
    }

    /// The org is slow, full or broken when the test asks for it. Time that is paused makes the retry quick.
    #[tokio::test(start_paused = true)]
    async fn an_org_that_fails_for_a_moment_is_asked_again() -> Result<()> {
        let org = Org::in_memory();
        let okta = Okta::over(org.service());
        let tim = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
        okta.users().create(&tim).await?;

        org.inject(Fault::status(503).times(1));
        assert!(offboard(&okta, "tim@example.gov").await?);
        Ok(())
    }
}
