//! Prints what is new in the System Log since the last run. A file keeps the place.
//!
//! `cargo run --package oktars --example follow_log BOOKMARK_FILE`, for example every minute.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs;
use std::path::Path;

use oktars::Okta;
use oktars::log::{ListLogs, LogEvent};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let okta = Okta::from_env()?;
    let file = std::env::args().nth(1).expect("the file that keeps the place");
    follow_log(&okta, Path::new(&file), |event| {
        println!("{} {}", event.published.as_ref().map_or("", |time| time.as_str()), event.event_type);
    })
    .await
}

/// Shows each event that came after the place in the file, then moves the place on.
///
/// A program that is stopped in between shows some events again. It misses none.
pub async fn follow_log(
    okta: &Okta,
    bookmark: &Path,
    mut show: impl FnMut(LogEvent),
) -> Result<(), Box<dyn Error>> {
    let logs = okta.logs();
    let mut pages = match bookmark.exists() {
        true => logs.resume(&fs::read_to_string(bookmark)?.parse()?).pages(),
        false => logs.list(&ListLogs::new()).pages(),
    };
    while let Some(page) = pages.try_next().await? {
        page.items.into_iter().for_each(&mut show);
        if let Some(position) = pages.position() {
            fs::write(bookmark, position.to_string())?;
        }
    }
    Ok(())
}
