//! Imports that are killed at any moment and gone on with, against an org that is a process of its own.
//!
//! `OKTARS_KILLS_ROWS=100000 cargo test --release -p oktars-cli --test end_to_end killed -- --nocapture` is the
//! same with more rows, under the rate limits that Okta documents for a workforce org, scaled up.
#![cfg(unix)]

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::shell::{Ran, bare, finish, ran, start};

const KILLS: usize = 10;

/// An org in a process of its own. It is killed when it is dropped.
struct Server {
    process: Child,
    ready: Value,
}

impl Server {
    fn start(more: &[&str]) -> Self {
        let mut command = bare(&[&["org", "serve", "--port", "0"], more].concat());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Server { process, ready: serde_json::from_str(&line).unwrap() }
    }

    fn command(&self, directory: &Path, arguments: &[&str]) -> Command {
        let mut command = bare(arguments);
        command.current_dir(directory);
        command.env("OKTA_CLIENT_ORGURL", self.ready["url"].as_str().unwrap());
        command.env("OKTA_CLIENT_TOKEN", self.ready["token"].as_str().unwrap());
        command
    }

    fn run(&self, directory: &Path, arguments: &[&str]) -> Ran {
        finish(self.command(directory, arguments), "")
    }

    fn ok(&self, directory: &Path, arguments: &[&str]) -> String {
        let ran = self.run(directory, arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// Has the org keep limits of this factor, in windows of some seconds.
    fn limit(&self, directory: &Path, factor: &str, seconds: &str) {
        let (mode, window) = (format!("mode={factor}"), format!("window={seconds}"));
        self.ok(directory, &["api", "POST", "/_local/rate-limits", "-F", &mode, "-F", &window]);
    }

    /// How many requests each bucket refused so far.
    fn refused(&self, directory: &Path) -> HashMap<String, u64> {
        let limits: Value =
            serde_json::from_str(&self.ok(directory, &["api", "/_local/rate-limits"])).unwrap();
        serde_json::from_value(limits["refused"].clone()).unwrap()
    }

    /// How often each user was created, as the System Log tells.
    fn creations(&self, directory: &Path) -> HashMap<String, usize> {
        let filter = "eventType eq \"user.lifecycle.create\"";
        let listed =
            self.ok(directory, &["logs", "list", "--filter", filter, "--since", "1d", "-o", "ndjson"]);
        let mut creations = HashMap::new();
        for line in listed.lines() {
            let event: Value = serde_json::from_str(line).unwrap();
            let login = event["target"][0]["alternateId"].as_str().unwrap().to_owned();
            *creations.entry(login).or_default() += 1;
        }
        creations
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A different moment each time, up to `most`.
fn some_moment(most: Duration) -> Duration {
    Duration::from_nanos(RandomState::new().hash_one(0) % most.as_nanos() as u64)
}

fn signal(process: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &process.id().to_string()]).status().unwrap().success());
}

fn login(n: usize) -> String {
    format!("k{n}@acme.example")
}

/// Rows of about 2 KB if they are many, with every kind of end.
fn file(directory: &Path, rows: usize) -> HashMap<String, (String, Value)> {
    let padding = "é".repeat(if rows > 10_000 { 900 } else { 20 });
    let mut text = "login,email,firstName,lastName,postalAddress,title,status\n".to_owned();
    let mut expected = HashMap::new();
    for n in 0..rows {
        let (login, status) = (login(n), ["STAGED", "PROVISIONED", "DEPROVISIONED"][n % 3]);
        let address = format!("{n}, \"{padding}\"\nTown");
        writeln!(text, "{login},{login},Kim,Lee {n},\"{}\",Title {n},{status}", address.replace('"', "\"\""))
            .unwrap();
        let profile = serde_json::json!({
            "login": login, "email": login, "firstName": "Kim", "lastName": format!("Lee {n}"),
            "postalAddress": address, "title": format!("Title {n}"), "mobilePhone": null, "secondEmail": null,
        });
        expected.insert(login, (status.to_owned(), profile));
    }
    std::fs::write(directory.join("people.csv"), text).unwrap();
    expected
}

fn import<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["users", "import", "people.csv", "--yes", "--no-email"], more].concat()
}

/// Kills the import again and again, then lets it end.
fn import_with_kills(server: &Server, directory: &Path, longest: Duration) -> (usize, Ran) {
    for killed in 0..KILLS {
        let mut process = start(server.command(directory, &import(&[])));
        std::thread::sleep(some_moment(longest));
        let ended = process.try_wait().unwrap().is_some();
        let _ = process.kill();
        let ran = ran(process.wait_with_output().unwrap());
        if ended {
            return (killed, ran);
        }
    }
    (KILLS, server.run(directory, &import(&["--results", "results.ndjson"])))
}

fn rows() -> usize {
    std::env::var("OKTARS_KILLS_ROWS").map_or(600, |rows| rows.parse().unwrap())
}

#[test]
fn an_import_that_is_killed_ten_times_does_nothing_twice() {
    let rows = rows();
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let expected = file(directory, rows);
    let large = rows > 10_000;
    let server = Server::start(&[]);
    if large {
        server.limit(directory, "100", "60");
    } else {
        // Half of each is the token's: 300 creations in two seconds.
        server.limit(directory, "1", "2");
    }
    let begin = Instant::now();
    let longest = if large { Duration::from_secs(20) } else { Duration::from_millis(400) };
    let (killed, last) = import_with_kills(&server, directory, longest);
    assert_eq!(last.code, 0, "{}{}", last.out, last.err);
    let took = begin.elapsed();
    let refused = server.refused(directory);
    if large {
        // Each process but the first is told by the journal what those before it have used up. Not so in windows
        // of seconds: where others seem to use them, the client risks refusals so as not to come too late.
        assert!(refused.values().all(|count| *count <= 1), "{refused:?}");
    }
    let again = server.run(directory, &import(&[]));
    assert_eq!(again.out, format!("= same {}\n", grouped(rows)), "{}", again.err);

    server.limit(directory, "1000", "60");
    let creations = server.creations(directory);
    let twice: Vec<_> = creations.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "created twice: {twice:?}");
    assert_eq!(creations.keys().filter(|login| login.starts_with('k')).count(), rows);
    let mut seen = HashSet::new();
    for line in server.ok(directory, &["users", "export"]).lines() {
        let user: Value = serde_json::from_str(line).unwrap();
        let login = user["profile"]["login"].as_str().unwrap();
        let Some((status, profile)) = expected.get(login) else { continue };
        assert_eq!((user["status"].as_str(), &user["profile"]), (Some(status.as_str()), profile), "{login}");
        assert!(seen.insert(login.to_owned()), "{login} is there twice");
    }
    assert_eq!(seen.len(), rows, "all are there");
    let left = std::fs::read_dir(directory)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("journal"));
    assert_eq!(left.count(), 0, "no journal is left");
    #[allow(clippy::print_stdout, reason = "a large run prints its figures")]
    if large {
        println!(
            "{rows} rows, {killed} kills, {:.0} s, ended equal to the file; refused: {:?}",
            took.as_secs_f64(),
            refused
        );
    }
}

fn grouped(number: usize) -> String {
    let digits: Vec<char> = number.to_string().chars().rev().collect();
    let parts: Vec<String> = digits.chunks(3).map(|part| part.iter().collect()).collect();
    parts.join(",").chars().rev().collect()
}

/// Users of a file without statuses are made and then activated, each with a request of its own. Whoever was
/// made by a process that was killed before the second is activated by the next.
#[test]
fn a_user_who_was_made_and_not_yet_activated_is_activated_by_the_next_run() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let rows = "login,email,firstName,lastName\na@acme.example,a@acme.example,Ann,Lee\n";
    std::fs::write(directory.join("people.csv"), rows).unwrap();
    let server = Server::start(&[]);
    let fault =
        ["api", "POST", "/_local/faults", "-f", "method=POST", "-f", "path=/api/v1/users/*/lifecycle/*"];
    server.ok(directory, &[&fault[..], &["-F", "delayMs=60000"]].concat());
    let mut process = start(server.command(directory, &import(&["--journal", "journal"])));
    let is_made = || server.run(directory, &["users", "get", "a@acme.example"]).code == 0;
    while !is_made() && process.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    process.kill().unwrap();
    process.wait().unwrap();
    server.ok(directory, &["api", "DELETE", "/_local/faults"]);
    // What was being written at that moment is no line.
    let journal = directory.join("journal");
    let mut text = std::fs::read_to_string(&journal).unwrap();
    text.push_str("{\"done\":{\"row\":0,\"as\":\"cre");
    std::fs::write(&journal, text).unwrap();
    let ran = server.run(directory, &import(&["--journal", "journal"]));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("created 1"), "{}", ran.err);
    let user: Value =
        serde_json::from_str(&server.ok(directory, &["users", "get", "a@acme.example"])).unwrap();
    assert_eq!(user["status"], "PROVISIONED");
}

/// Rows with ids are found by them, whatever the login is by then.
#[test]
fn people_who_are_renamed_by_a_run_that_is_killed_are_there_once() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let server = Server::start(&["--seed", "200"]);
    let users = |directory: &Path| -> Vec<(String, String)> {
        let listed = server.ok(directory, &["users", "export"]);
        let users = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let mut users: Vec<_> = users
            .map(|user| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                (text(&user["id"]), text(&user["profile"]["login"]))
            })
            .filter(|(_, login)| !login.starts_with("admin"))
            .collect();
        users.sort_unstable();
        users
    };
    let renamed = |login: &str| format!("new.{login}");
    let before = users(directory);
    let mut text = "id,login\n".to_owned();
    for (id, login) in &before {
        writeln!(text, "{id},{}", renamed(login)).unwrap();
    }
    std::fs::write(directory.join("people.csv"), text).unwrap();
    let (_, last) = import_with_kills(&server, directory, Duration::from_millis(400));
    assert_eq!(last.code, 0, "{}{}", last.out, last.err);
    let expected: Vec<_> = before.iter().map(|(id, login)| (id.clone(), renamed(login))).collect();
    assert_eq!(users(directory), expected);
    let again = server.run(directory, &import(&[]));
    assert_eq!(again.out, format!("= same {}\n", before.len()), "{}", again.err);
}

#[test]
fn ctrl_c_leaves_a_journal_and_says_how_to_go_on() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    file(directory, 3000);
    let server = Server::start(&[]);
    // Creating takes so long that the interrupt comes in the middle of it on any machine.
    let slow = [
        "api",
        "POST",
        "/_local/faults",
        "-f",
        "method=POST",
        "-f",
        "path=/api/v1/users",
        "-F",
        "delayMs=100",
    ];
    server.ok(directory, &slow);
    let mut process = start(server.command(directory, &import(&["--journal", "journal"])));
    // Some of it is done once the journal says so.
    let journal = directory.join("journal");
    let is_under_way = || std::fs::read_to_string(&journal).is_ok_and(|text| text.contains("\"done\""));
    while !is_under_way() && process.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&process, "-INT");
    let mut errors = String::new();
    process.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!(process.wait().unwrap().code(), Some(130), "{errors}");
    assert!(errors.contains("oktars users import people.csv --yes --no-email --journal journal"), "{errors}");
    server.ok(directory, &["api", "DELETE", "/_local/faults"]);
    let mode = std::os::unix::fs::PermissionsExt::mode(&journal.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&journal).unwrap();
    assert!(!text.contains("acme.example") && !text.contains("Kim"), "the journal holds nothing of the file");

    let other =
        server.run(directory, &["users", "bulk", "suspend", "people.csv", "--yes", "--journal", "journal"]);
    assert!(other.code == 2 && other.err.contains("users import"), "{}", other.err);
    let rest = server.run(directory, &import(&["--journal", "journal", "--results", "results.ndjson"]));
    assert_eq!(rest.code, 0, "{}", rest.err);
    assert!(rest.err.contains("continuing an interrupted run"), "{}", rest.err);
    let results = std::fs::read_to_string(directory.join("results.ndjson")).unwrap();
    let all_created = results.lines().all(|line| line.contains("\"outcome\":\"created\""));
    assert!(all_created && results.lines().count() == 3000, "what the first run did is told as well");
    assert!(server.creations(directory).values().all(|times| *times == 1));
    assert!(!journal.exists());
}

/// What an org holds of people, without what differs between two orgs.
fn everybody(server: &Server, directory: &Path) -> Vec<(String, String, Value)> {
    let mut users: Vec<_> = server
        .ok(directory, &["users", "export"])
        .lines()
        .map(|line| {
            let user: Value = serde_json::from_str(line).unwrap();
            let login = user["profile"]["login"].as_str().unwrap().to_owned();
            (login, user["status"].as_str().unwrap().to_owned(), user["profile"].clone())
        })
        .collect();
    users.sort_by(|one, other| one.0.cmp(&other.0));
    users
}

#[test]
fn everybody_of_an_org_comes_through_a_file_into_an_empty_one() {
    let rows = rows().max(1000);
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let (full, empty) = (Server::start(&["--seed", &rows.to_string()]), Server::start(&[]));
    for name in ["all.csv", "all.ndjson"] {
        full.ok(directory, &["users", "export", name]);
    }
    let import =
        |name| ["users", "import", name, "--key", "login", "--yes", "--no-email", "--results", "r.csv"];
    let ran = empty.run(directory, &import("all.csv"));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let differ = |(one, other): &(&(String, String, Value), &(String, String, Value))| one != other;
    let (mut before, after) = (everybody(&full, directory), everybody(&empty, directory));
    for (login, status, _) in &mut before {
        // No file has passwords, and without one nobody is active.
        if login.starts_with("user") && status == "ACTIVE" {
            "PROVISIONED".clone_into(status);
        }
    }
    assert_eq!(before.len(), after.len());
    assert!(before.len() >= rows);
    assert_eq!(before.iter().zip(&after).find(differ), None);
    // The other form says the same.
    let again = empty.run(directory, &import("all.ndjson"));
    assert!(again.code == 0 && again.out.starts_with("= same "), "{}{}", again.out, again.err);
}
