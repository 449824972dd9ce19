//! `--org local`, and `org serve`.

#[cfg(unix)]
use std::io::{BufRead, BufReader};
#[cfg(unix)]
use std::net::TcpStream;
use std::path::Path;
#[cfg(unix)]
use std::process::Stdio;
#[cfg(unix)]
use std::time::{Duration, Instant};

use oktars_local::Org;

#[cfg(unix)]
use crate::shell::start;
use crate::shell::{Ran, bare, finish};

fn run(store: &Path, arguments: &[&str]) -> Ran {
    let mut command = bare(arguments);
    command.env("OKTARS_LOCAL_STORE", store).env("OKTARS_ORG", "local");
    finish(command, "")
}

#[test]
fn the_first_use_makes_a_company_and_the_next_finds_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut command = bare(&["--org", "local", "users", "list", "--limit", "100", "-o", "csv"]);
    command.env("XDG_DATA_HOME", directory.path()).env("HOME", directory.path());
    command.env("LOCALAPPDATA", directory.path());
    let first = finish(command, "");
    assert_eq!(first.code, 0, "{}", first.err);
    assert_eq!(first.out.lines().count(), 101, "a heading and a hundred users");
    assert!(first.err.starts_with("made a local org in "), "{}", first.err);
    let path = first.err.trim_start_matches("made a local org in ").trim_end();
    let again = run(Path::new(path), &["users", "list", "--limit", "100", "-o", "csv"]);
    assert_eq!((again.out, again.err.as_str()), (first.out, ""));
}

#[test]
fn what_was_written_is_there_in_the_next_process() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("deep/er/org.redb");
    let created = run(&store, &["groups", "create", "--name", "Zebra", "--fields", "id", "-o", "csv"]);
    let id = created.out.lines().nth(1).unwrap();
    assert!(run(&store, &["groups", "get", id]).out.contains("Zebra"));
}

#[test]
fn a_file_that_is_in_use_or_none_of_ours_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    let org = Org::builder().file(&store).build().unwrap();
    let ran = run(&store, &["users", "list"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("in use") && ran.err.contains("hint:"), "{}", ran.err);
    drop(org);
    assert_eq!(run(&store, &["users", "list"]).code, 0);
    let letter = directory.path().join("letter.txt");
    std::fs::write(&letter, "Dear Ann").unwrap();
    let ran = run(&letter, &["users", "list"]);
    assert!(ran.code == 1 && ran.err.contains("letter.txt"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(letter).unwrap(), "Dear Ann");
}

/// What `org reset` removes comes back as a new company, and nothing else is ever removed.
#[test]
fn a_reset_begins_anew_and_removes_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    let reset = |path: &Path| run(path, &["org", "reset", "--yes"]);
    assert_eq!(reset(&store).code, 0, "there is nothing to remove");
    drop(Org::builder().file(&store).build().unwrap());
    let asked = run(&store, &["org", "reset"]);
    assert!(asked.code != 0 && asked.err.contains("--yes") && store.exists(), "{}", asked.err);
    let held = Org::builder().file(&store).build().unwrap();
    let refused = reset(&store);
    assert!(refused.code == 1 && refused.err.contains("in use") && store.exists(), "{}", refused.err);
    drop(held);
    let done = reset(&store);
    assert!(
        done.code == 0 && done.out.starts_with("removed ") && !store.exists(),
        "{} {}",
        done.out,
        done.err
    );
    assert!(run(&store, &["users", "list", "--limit", "1"]).err.starts_with("made a local org"));
    let mut damaged = std::fs::read(&store).unwrap();
    damaged.truncate(5_000);
    std::fs::write(&store, damaged).unwrap();
    assert_eq!((reset(&store).code, store.exists()), (0, false), "a damaged one can be begun anew");
    let letter = directory.path().join("letter.txt");
    std::fs::write(&letter, "Dear Ann").unwrap();
    for other in [letter.as_path(), directory.path()] {
        let refused = reset(other);
        assert!(refused.code == 1 && other.exists(), "{}", refused.err);
    }
}

/// A variable that keeps a shell from changing anything keeps the local org as well.
#[test]
fn a_reset_heeds_the_read_only_variable() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    drop(Org::builder().file(&store).build().unwrap());
    let mut command = bare(&["org", "reset", "--yes"]);
    command.env("OKTARS_LOCAL_STORE", &store).env("OKTARS_READ_ONLY", "1");
    let refused = finish(command, "");
    assert!(
        refused.code != 0 && refused.err.contains("OKTARS_READ_ONLY") && store.exists(),
        "{}",
        refused.err
    );
}

#[cfg(unix)]
#[test]
fn a_served_org_says_where_it_is_and_ends_when_told() {
    for signal in ["-INT", "-TERM"] {
        let directory = tempfile::tempdir().unwrap();
        let store = directory.path().join("org.redb");
        let mut child = start(bare(&["org", "serve", "--store", store.to_str().unwrap(), "--seed", "3"]));
        let mut ready = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut ready).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
        assert_eq!(ready["ui"], format!("{}/_local/ui", ready["url"].as_str().unwrap()));
        let mut command = bare(&["users", "list", "--fields", "id"]);
        command.env("OKTA_CLIENT_ORGURL", ready["url"].as_str().unwrap());
        command.env("OKTA_CLIENT_TOKEN", ready["token"].as_str().unwrap());
        let listed = finish(command, "");
        assert_eq!((listed.code, listed.out.lines().count()), (0, 4), "{}", listed.err);
        let id = child.id().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
        assert_eq!(run(&store, &["users", "list", "--fields", "id"]).out, listed.out, "it is kept");
    }
}

/// A test runner that was killed cannot stop what it started.
#[cfg(unix)]
#[test]
fn a_served_org_ends_with_a_killed_parent_and_only_if_it_was_asked_to() {
    for (option, ends) in [("--exit-with-parent", true), ("--tls", false)] {
        // The parent is a shell of its own, which waits for the server.
        let directory = tempfile::tempdir().unwrap();
        let script = format!("{} org serve {option} & echo $! > pid; wait", env!("CARGO_BIN_EXE_oktars"));
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script]).current_dir(&directory).stdout(Stdio::piped());
        let mut parent = command.spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(parent.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
        let address = ready["url"].as_str().unwrap().split("://").nth(1).unwrap().to_owned();
        assert!(TcpStream::connect(&address).is_ok(), "it is served");
        parent.kill().unwrap();
        parent.wait().unwrap();
        let patience = Instant::now() + Duration::from_secs(if ends { 10 } else { 1 });
        while TcpStream::connect(&address).is_ok() && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(TcpStream::connect(&address).is_err(), ends, "{option}");
        if !ends {
            let server = std::fs::read_to_string(directory.path().join("pid")).unwrap();
            assert!(std::process::Command::new("kill").arg(server.trim()).status().unwrap().success());
        }
    }
}

/// A command that follows the log has the store open; others get it all the same, and the log goes on.
#[cfg(unix)]
#[test]
fn a_command_that_waits_lets_others_have_the_store() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    let make = |name: &str| run(&store, &["groups", "create", "--name", name]);
    assert_eq!(make("First").code, 0);
    let mut command = bare(&["logs", "tail", "-f", "--since", "1h", "--interval", "1s"]);
    command.env("OKTARS_LOCAL_STORE", &store).env("OKTARS_ORG", "local");
    let mut tail = start(command);
    let mut told = BufReader::new(tail.stdout.take().unwrap()).lines();
    let mut wait_for = |name: &str| {
        let found = told.by_ref().any(|line| line.unwrap().contains(name));
        assert!(found, "the log ended before {name}");
    };
    wait_for("\"First\"");
    for name in ["Owl", "Fox"] {
        let made = make(name);
        assert_eq!(made.code, 0, "{}", made.err);
        wait_for(&format!("\"{name}\""));
    }
    let left = std::fs::read_dir(directory.path()).unwrap().count();
    assert_eq!(left, 1, "nothing but the store is left");
    let id = tail.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(tail.wait().unwrap().code(), Some(0));
}
