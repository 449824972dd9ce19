//! Syncs that are killed at any moment, and go on: in the end the mirror equals one that was never killed.
//!
//! `OKTARS_MIRROR_KILLS=200 cargo test --release -p oktars-cli --test end_to_end mirror_kills` kills more often.
#![cfg(unix)]

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use serde_json::json;

use crate::shell::{Shell, finish, start};

const KILLS: u64 = 25;

fn some_moment(most: Duration) -> Duration {
    Duration::from_nanos(RandomState::new().hash_one(0) % most.as_nanos() as u64)
}

/// What a mirror holds, in one text.
fn contents(shell: &Shell, file: &str) -> String {
    let questions = [
        "select id, json from users order by id",
        "select id, json from groups order by id",
        "select group_id, user_id from memberships order by 1, 2",
        "select app_id, user_id, json from app_users order by 1, 2",
        "select id, json from policies order by id",
    ];
    questions.iter().map(|question| shell.ok(&["mirror", "sql", file, question])).collect()
}

#[test]
fn a_sync_that_is_killed_goes_on_where_it_was() {
    let kills =
        std::env::var("OKTARS_MIRROR_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let shell = Shell::with_users(900);
    for number in 0..12 {
        let group = shell.json(&["groups", "create", "--name", &format!("Group {number}")]);
        let ids = shell.ok(&["users", "list", "--limit", "15", "--jq", ".id"]);
        for id in ids.lines().skip(number) {
            let id = id.trim_matches('"');
            shell.ok(&["api", "PUT", &format!("groups/{}/users/{id}", group["id"].as_str().unwrap())]);
        }
    }
    let mut killed = 0;
    for round in 0..kills {
        // Now and then the org changes, so that there is something to read.
        if round % 5 == 0 {
            shell.user(&format!("new{round}@acme.example"));
        }
        let mut process = start(shell.command(&["mirror", "sync", "m.db", "--full"]));
        std::thread::sleep(some_moment(Duration::from_millis(1_500)));
        killed += u64::from(process.try_wait().unwrap().is_none());
        let _ = process.kill();
        let _ = process.wait_with_output();
        if let Ok(readable) = std::fs::metadata(shell.directory.path().join("m.db"))
            && readable.len() > 0
        {
            let asked =
                finish(shell.command(&["mirror", "sql", "m.db", "select count(*) as n from users"]), "");
            let whole = asked.code != 0 || !asked.out.contains(":0}") || round < 3;
            assert!(whole || asked.out.contains("\"n\":0"), "{}{}", asked.out, asked.err);
        }
    }
    assert!(killed > 0, "no run was under way");
    shell.ok(&["mirror", "sync", "m.db"]);
    shell.ok(&["mirror", "sync", "fresh.db", "--full"]);
    assert_eq!(contents(&shell, "m.db"), contents(&shell, "fresh.db"), "after {killed} kills");
}

/// A run that was interrupted sends again only what was in flight.
#[test]
fn what_was_read_is_not_read_again() {
    let shell = Shell::with_users(900);
    shell.ok(&["mirror", "sync", "whole.db"]);
    let (_, whole) = shell.seen(|| shell.ok(&["mirror", "sync", "again.db"]));
    let fault = json!({ "method": "GET", "path": "/api/v1/zones", "status": 401, "times": 1 });
    let ran = shell.run_with(&fault.to_string(), &["api", "POST", "/_local/faults", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (broken, first) = shell.seen(|| shell.run(&["mirror", "sync", "m.db"]));
    assert_eq!(broken.code, 4, "the token died: {}", broken.err);
    let (_, second) = shell.seen(|| shell.ok(&["mirror", "sync", "m.db"]));
    let all = first.len() + second.len();
    assert!(
        all <= whole.len() + 12,
        "{} and {} requests instead of {}",
        first.len(),
        second.len(),
        whole.len()
    );
}
