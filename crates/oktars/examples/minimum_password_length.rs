//! Makes every password policy ask for passwords of at least so many characters.
//!
//! `cargo run --package oktars --example minimum_password_length 14`
#![allow(clippy::print_stdout)]

use oktars::policy::{ListPolicies, Policy, PolicyType};
use oktars::{Okta, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let okta = Okta::from_env()?;
    let length = std::env::args().nth(1).and_then(|text| text.parse().ok()).expect("a number of characters");
    for policy in ask_for_at_least(&okta, length).await? {
        println!("changed {}", policy.name);
    }
    Ok(())
}

/// Raises the minimum length where it is less, and leaves everything else of the policies as it is. Gives the policies
/// that it changed.
pub async fn ask_for_at_least(okta: &Okta, length: i64) -> Result<Vec<Policy>> {
    let mut changed = Vec::new();
    for mut policy in okta.policies().list(&ListPolicies::of(PolicyType::PASSWORD)).all().await? {
        let complexity = &mut policy.settings.password.complexity;
        if complexity.min_length.is_none_or(|least| least < length) {
            complexity.min_length = Some(length);
            changed.push(okta.policies().replace(&policy.id, &policy).await?);
        }
    }
    Ok(changed)
}
