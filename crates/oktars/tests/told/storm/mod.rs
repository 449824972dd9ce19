//! Calls and listings under random faults: nothing is lost, done twice, late, or told to strangers.
//!
//! `OKTARS_STORM_SEEDS=1000 cargo test -p oktars --test told storm` goes through a thousand storms; without it
//! there are a few. `OKTARS_STORM_FIRST=42` begins with that seed.

mod chance;
mod claim;
mod task;
mod world;

use std::io::Write;
use std::time::Duration;

use crate::captured::Log;
use claim::Said;
use futures_util::future::join_all;
use oktars::Okta;
use task::{Report, Task};
use tracing::Level;
use world::World;

/// How many storms there are unless said otherwise.
const SEEDS: u64 = 6;
/// How many calls and listings there are in a storm.
const TASKS: usize = 120;
/// Nothing of it is felt: the clock of the tests leaps to what is waited for.
const STUCK: Duration = Duration::from_secs(24 * 60 * 60);

/// What came of all storms.
#[derive(Debug, Default)]
struct Sum {
    storms: u64,
    tasks: usize,
    failed: usize,
    faults: u64,
    listings: usize,
    complete: usize,
    done: usize,
    maybe: usize,
    not_done: usize,
}

impl Sum {
    fn add(&mut self, report: &Report) {
        self.tasks += 1;
        self.failed += usize::from(report.failed);
        self.listings += usize::from(report.listed.is_some());
        self.complete += usize::from(report.listed == Some(true));
        let said = |wanted| usize::from(report.claim.as_ref().is_some_and(|claim| claim.said == wanted));
        self.done += said(Said::Done);
        self.maybe += said(Said::Maybe);
        self.not_done += said(Said::NotDone);
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

#[test]
fn the_storm() {
    let asked = number("OKTARS_STORM_SEEDS");
    let first = number("OKTARS_STORM_FIRST").unwrap_or_default();
    let mut sum = Sum::default();
    for seed in first..first + asked.unwrap_or(SEEDS) {
        if asked.is_some() && seed.is_multiple_of(50) {
            writeln!(std::io::stderr(), "storm {seed}").unwrap();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(storm(seed, &mut sum));
    }
    if asked.is_some() {
        writeln!(std::io::stderr(), "{sum:#?}").unwrap();
    }
    // One storm may happen to be mild.
    if sum.storms < SEEDS {
        return;
    }
    // Storms in which nothing happens, or nothing works, show nothing.
    let many = |part: usize, whole: usize| part * 20 > whole;
    assert!(sum.faults > sum.storms * 20, "{sum:?}");
    assert!(many(sum.failed, sum.tasks) && many(sum.tasks - sum.failed, sum.tasks), "{sum:?}");
    assert!(many(sum.complete, sum.listings), "{sum:?}");
    assert!(sum.done > sum.maybe && sum.maybe > 0 && sum.not_done > 0, "{sum:?}");
}

async fn storm(seed: u64, sum: &mut Sum) {
    let log = Log::up_to(Level::TRACE);
    let _guard = tracing::subscriber::set_default(log.clone());
    let world = World::new(seed);
    let deadlines = [Duration::from_secs(180), Duration::from_secs(60), Duration::from_secs(4)];
    let clients = deadlines.map(|deadline| world.okta(Okta::builder().deadline(deadline)));
    let tasks = (0..TASKS).map(|number| {
        let which = number % 3;
        Task { world: &world, okta: &clients[which], deadline: deadlines[which], number }
    });
    let tasks: Vec<Task<'_>> = tasks.collect();
    let all = join_all(tasks.iter().map(Task::run));
    let reports = tokio::time::timeout(STUCK, all).await.unwrap_or_else(|_| panic!("storm {seed} hangs"));
    sum.storms += 1;
    sum.faults += world.played();
    reports.iter().for_each(|report| sum.add(report));

    world.clear();
    let lies: Vec<String> = reports.iter().filter_map(|report| report.claim.as_ref()?.lie(&world)).collect();
    assert!(lies.is_empty(), "storm {seed}: {lies:#?}");
    let text = log.text();
    assert!(!text.is_empty() && world.secret_in(&text).is_none(), "storm {seed} tells a secret");
    // What the clients were told of limits holds until their windows are over.
    tokio::time::sleep(Duration::from_secs(150)).await;
    for okta in &clients {
        let after = okta.users().get("nobody@storm.example").await.unwrap_err();
        assert!(after.is_not_found(), "storm {seed} is over, and yet: {after}");
    }
}
