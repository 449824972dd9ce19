//! `logs tail`: nothing is lost and nothing comes twice, through restarts, rotation and torn lines.

use std::collections::HashSet;
use std::path::Path;

use oktars_local::Fault;
use serde_json::Value;

use crate::shell::Shell;

fn uuids(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let event =
        |line: &str| serde_json::from_str::<Value>(line).unwrap()["uuid"].as_str().unwrap().to_owned();
    text.lines().map(event).collect()
}

const TAIL: [&str; 8] =
    ["logs", "tail", "--since", "1h", "--to", "events.ndjson", "--checkpoint", "position.json"];

/// All that the log has.
fn all(shell: &Shell) -> HashSet<String> {
    let listed = shell.ok(&["logs", "list", "--since", "1h", "--jq", ".uuid"]);
    listed.lines().map(str::to_owned).collect()
}

#[test]
fn it_goes_on_where_it_was() {
    let shell = Shell::new();
    let file = shell.directory.path().join("events.ndjson");
    for n in 0..3 {
        shell.user(&format!("u{n}@acme.example"));
        shell.ok(&TAIL);
    }
    shell.ok(&TAIL);
    let written = uuids(&file);
    let known: HashSet<String> = written.iter().cloned().collect();
    assert_eq!(known.len(), written.len(), "nothing comes twice");
    assert!(!known.is_empty() && known == all(&shell), "nothing is lost");
}

#[test]
fn a_crash_between_writing_and_noting_repeats_nothing_and_a_torn_line_is_written_again() {
    let shell = Shell::new();
    let (file, position) =
        (shell.directory.path().join("events.ndjson"), shell.directory.path().join("position.json"));
    shell.user("a@acme.example");
    shell.ok(&TAIL);
    let early = std::fs::read(&position).unwrap();
    shell.user("b@acme.example");
    shell.ok(&TAIL);
    let whole = uuids(&file);
    // As if it was killed before the new place was written down, in the middle of the last line.
    std::fs::write(&position, early).unwrap();
    let text = std::fs::read(&file).unwrap();
    std::fs::write(&file, &text[..text.len() - 40]).unwrap();
    shell.ok(&TAIL);
    assert_eq!(uuids(&file), whole);
}

#[test]
fn a_file_that_is_moved_away_is_made_anew() {
    let shell = Shell::new();
    let (file, moved) =
        (shell.directory.path().join("events.ndjson"), shell.directory.path().join("events.1.ndjson"));
    shell.user("a@acme.example");
    shell.ok(&TAIL);
    std::fs::rename(&file, &moved).unwrap();
    shell.user("b@acme.example");
    shell.ok(&TAIL);
    let (old, new) = (uuids(&moved), uuids(&file));
    assert!(!old.is_empty() && !new.is_empty() && old.iter().all(|uuid| !new.contains(uuid)));
    let both: HashSet<String> = old.into_iter().chain(new).collect();
    assert_eq!(both, all(&shell));
}

#[test]
fn a_place_of_another_query_is_refused() {
    let shell = Shell::new();
    shell.user("a@acme.example");
    shell.ok(&TAIL);
    let ran = shell.run(&[&TAIL[..], &["--where", "outcome.result=FAILURE"]].concat());
    assert!(ran.code == 2 && ran.err.contains("another filter"), "{}", ran.err);
    std::fs::write(shell.directory.path().join("position.json"), "{").unwrap();
    assert_eq!(shell.run(&TAIL).code, 2);
}

#[cfg(unix)]
#[test]
fn following_outlives_a_bad_spell_and_ends_when_told() {
    use crate::shell::start;
    use std::io::{BufRead, BufReader};
    let shell = Shell::new();
    shell.org.inject(Fault::status(503).on("GET", "/api/v1/logs").times(1));
    let arguments = ["logs", "tail", "-f", "--since", "1h", "--interval", "50ms", "--jq", ".eventType"];
    let mut child = start(shell.command(&arguments));
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    shell.user("a@acme.example");
    let found = lines.by_ref().map_while(Result::ok).any(|line| line == "user.lifecycle.create");
    assert!(found, "an event that happened later was printed");
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
