//! Calls operations of Okta's API by their names. Every operation can be called so, whether it has a typed method or
//! not, with the same rate limits, retries and errors.
//!
//! `cargo run --package oktars --example any_operation PERCENT`
#![allow(clippy::print_stdout)]

use oktars::{Okta, Result, op};
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<()> {
    let okta = Okta::from_env()?;
    let percent = std::env::args().nth(1).and_then(|text| text.parse().ok()).expect("a percentage");
    println!("Okta warns at {} percent of a rate limit", warn_at(&okta, percent).await?);
    Ok(())
}

/// Has Okta warn administrators when this part of a rate limit is used, or earlier. Gives when it warns now.
pub async fn warn_at(okta: &Okta, percent: u64) -> Result<u64> {
    let setting: Value = okta.call(op::GET_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD).json().await?;
    match setting["warningThreshold"].as_u64() {
        Some(now) if now <= percent => Ok(now),
        _ => {
            let setting = json!({ "warningThreshold": percent });
            okta.call(op::REPLACE_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD).body(&setting).empty().await?;
            Ok(percent)
        }
    }
}
