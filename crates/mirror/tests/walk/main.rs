//! A mirror beside an org that changes at random: whatever happens in between, it equals one that is read anew.
//!
//! `OKTARS_WALK_STEPS=10000 cargo test --release -p oktars-mirror --test walk` takes more steps, and
//! `OKTARS_WALK_SEED=7` other ones.
#![allow(clippy::print_stderr, reason = "the seed and what was done are told to who looks at a failure")]

mod cases;
mod changes;
mod compared;
mod fresh;
mod lists;
mod weather;

use std::path::Path;

use oktars::Okta;
use oktars_local::{Org, Seed};
use oktars_mirror::{Error, Mirror, Published, SyncOptions};

use crate::changes::Changes;
use crate::compared::assert_equal;
use crate::weather::Weather;

const STEPS: usize = 2_000;
/// How many changes lie between two runs at most.
const BETWEEN: usize = 120;

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

async fn sync(path: &Path, okta: &Okta, full: bool) -> Result<Published, Error> {
    let mut options = SyncOptions::default();
    (options.full, options.accept_deletions) = (full, true);
    Mirror::open(path)?.sync(okta, &options).await
}

/// Walks, and syncs now and then over whatever weather there is. Gives the paths of the mirror and of a fresh one.
async fn walk(directory: &Path, weather: Weather, steps: usize, full_at_end: bool) {
    let seed = number("OKTARS_WALK_SEED", 42);
    eprintln!("seed {seed}, {steps} steps");
    let org = Org::builder().seed(Seed::Demo).build().unwrap();
    let calm = Okta::over(org.service());
    let okta = Okta::over(weather.over(org.service(), seed as u64));
    let path = directory.join("walked.db");
    let mut changes = Changes::new(&calm, seed as u64).await;
    let mut left = steps;
    while left > 0 {
        let published = sync(&path, &okta, false).await;
        if let Err(error) = &published {
            assert!(weather.breaks(), "{error}");
        }
        let next = 1 + changes.below(BETWEEN.min(left));
        for _ in 0..next {
            changes.step().await;
        }
        left -= next.min(left);
    }
    let last = sync(&path, &calm, full_at_end).await.unwrap();
    assert!(!last.is_partial(), "{last:?}");
    let fresh = directory.join("fresh.db");
    sync(&fresh, &calm, true).await.unwrap();
    assert_equal(&path, &fresh);
    eprintln!("{} changes: {:?}", steps, changes.made());
}

/// The log tells of everything, so a run reads only what has changed, and misses nothing.
#[tokio::test]
async fn a_mirror_that_follows_the_log_equals_a_fresh_one() {
    let directory = tempfile::tempdir().unwrap();
    walk(directory.path(), Weather::Calm, number("OKTARS_WALK_STEPS", STEPS), false).await;
}

/// Events may be late, or missing. What they would have told, the sweep finds.
#[tokio::test]
async fn what_the_log_leaves_out_the_sweep_finds() {
    let directory = tempfile::tempdir().unwrap();
    walk(directory.path(), Weather::Forgetful, number("OKTARS_WALK_STEPS", STEPS) / 4, true).await;
}

/// Requests that fail, and answers that break off, make nothing wrong: at most they make it late.
#[tokio::test(start_paused = true)]
async fn a_storm_makes_nothing_wrong() {
    let directory = tempfile::tempdir().unwrap();
    walk(directory.path(), Weather::Storm, number("OKTARS_WALK_STEPS", STEPS) / 4, false).await;
}
