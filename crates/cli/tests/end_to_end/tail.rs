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

#[test]
fn a_place_that_is_broken_is_told_and_stays() {
    let shell = Shell::new();
    shell.user("a@acme.example");
    shell.ok(&TAIL);
    let position = shell.directory.path().join("position.json");
    let whole = std::fs::read_to_string(&position).unwrap();
    let mut kept: Value = serde_json::from_str(&whole).unwrap();
    let place = kept["position"].as_str().unwrap().to_owned();
    let mut with = |place: &str| {
        kept["position"] = place.into();
        kept.to_string()
    };
    let broken = [
        String::new(),
        "{".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        whole[..whole.len() / 2].to_owned(),
        with(""),
        with("nonsense"),
        with(&place.replace("/api/v1/logs", "/api/v1/users")),
        with("https://evil.example/api/v1/logs"),
    ];
    for text in broken {
        std::fs::write(&position, &text).unwrap();
        let (ran, seen) = shell.seen(|| shell.run(&TAIL));
        assert!(ran.code == 2 && seen.is_empty(), "{text}: {} {seen:?}", ran.err);
        assert!(ran.err.contains("position.json") && ran.err.contains("hint:"), "{text}: {}", ran.err);
        assert_eq!(std::fs::read_to_string(&position).unwrap(), text, "nothing is written over it");
    }
    std::fs::write(&position, whole).unwrap();
    shell.ok(&TAIL);
}

/// A tail that goes on until it is killed.
#[cfg(unix)]
struct Following(std::process::Child);

#[cfg(unix)]
impl Following {
    fn start(shell: &Shell) -> Following {
        let more = ["-f", "--interval", "20ms", "--quiet"];
        let mut command = shell.command(&[&TAIL[..], &more].concat());
        command.env("OKTA_CLIENT_MAXRETRIES", "0");
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::inherit());
        Following(command.spawn().unwrap())
    }

    /// Waits until the file has an event of a user.
    fn until(&mut self, file: &Path, login: &str) {
        while !std::fs::read_to_string(file).unwrap_or_default().contains(login) {
            assert!(self.0.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::yield_now();
        }
    }
}

#[cfg(unix)]
impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Killed a dozen times at whatever it does, also while the org fails, it loses nothing and repeats nothing.
#[cfg(unix)]
#[test]
fn kills_lose_nothing_and_repeat_nothing_also_while_the_org_fails() {
    let shell = Shell::new();
    let file = shell.directory.path().join("events.ndjson");
    for round in 0..12 {
        let mut following = Following::start(&shell);
        for n in 0..10 {
            shell.org.clear_faults();
            shell.org.inject(Fault::status([500, 503][n % 2]).on("GET", "/api/v1/logs").times(1));
            create(&shell, &format!("u{round}-{n}@acme.example"));
        }
        if round % 2 == 0 {
            following.until(&file, &format!("u{round}-9@acme.example"));
        }
    }
    shell.org.clear_faults();
    shell.ok(&TAIL);
    let written = uuids(&file);
    let known: HashSet<String> = written.iter().cloned().collect();
    assert_eq!(known.len(), written.len(), "nothing comes twice");
    assert_eq!(known, all(&shell), "nothing is lost");
}

/// What logrotate does while it is written: by a new name, and by a copy that leaves an empty file.
#[cfg(unix)]
#[test]
fn a_file_may_be_rotated_while_it_is_written() {
    let shell = Shell::new();
    let at = |name: &str| shell.directory.path().join(name);
    let file = at("events.ndjson");
    let mut following = Following::start(&shell);
    create(&shell, "first@acme.example");
    following.until(&file, "first@acme.example");
    std::fs::rename(&file, at("events.1")).unwrap();
    create(&shell, "second@acme.example");
    following.until(&file, "second@acme.example");
    std::fs::copy(&file, at("events.2")).unwrap();
    std::fs::OpenOptions::new().write(true).truncate(true).open(&file).unwrap();
    create(&shell, "third@acme.example");
    following.until(&file, "third@acme.example");
    drop(following);
    shell.ok(&TAIL);
    let pieces = [at("events.1"), at("events.2"), file].map(|path| uuids(&path));
    let written = pieces.concat();
    let known: HashSet<String> = written.iter().cloned().collect();
    assert_eq!(known.len(), written.len(), "nothing comes twice");
    assert_eq!(known, all(&shell), "nothing is lost");
}

/// Makes a user without a command, which would take its time.
#[cfg(unix)]
fn create(shell: &Shell, login: &str) {
    let profile = serde_json::json!({"login": login, "email": login, "firstName": "A", "lastName": "L"});
    let request = http::Request::post(format!("{}/api/v1/users", shell.url))
        .header("authorization", format!("SSWS {}", shell.org.token()))
        .header("content-type", "application/json");
    let body = serde_json::json!({ "profile": profile }).to_string();
    let answer = shell.org.handle(request.body(bytes::Bytes::from(body)).unwrap());
    assert_eq!(answer.status(), 200);
}

#[cfg(unix)]
#[test]
fn following_outlives_a_bad_spell_and_ends_when_told() {
    use crate::shell::start;
    use std::io::{BufRead, BufReader};
    let shell = Shell::new();
    let full_again = jiff::Timestamp::now().as_second().to_string();
    let full = Fault::too_many_requests().with_header("x-rate-limit-reset", &full_again);
    for fault in [Fault::status(503), full, Fault::status(500)] {
        shell.org.inject(fault.on("GET", "/api/v1/logs").times(1));
    }
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
