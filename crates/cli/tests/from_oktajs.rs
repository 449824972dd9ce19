//! The commands of `docs/from-oktajs.md`: each makes the request that stands beside it.
//!
//! What reads is executed against a local org. What changes something shows its request.

use std::io::Write;
use std::net::SocketAddr;
use std::process::{Command, Output, Stdio};

use oktars::Okta;
use oktars::app::{NewApp, NewAppGroup, NewAppUser};
use oktars::group::NewGroup;
use oktars::user::NewUser;
use oktars_local::{Org, Server};

const DOCUMENT: &str = include_str!("../../../docs/from-oktajs.md");

/// An org on a port, in which the user is in the group, and both have the app.
struct World {
    org: Org,
    url: String,
    ids: Vec<(&'static str, String)>,
    directory: tempfile::TempDir,
}

impl World {
    async fn new() -> oktars::Result<World> {
        let org = Org::in_memory();
        let okta = Okta::over(org.service());
        // The document names a date, which the log keeps for half a year only.
        let clock = serde_json::json!({"set": "2026-02-02T12:00:00Z"});
        okta.post("/_local/clock").body(&clock).empty().await?;

        let new = NewUser::new("tmcgee@example.gov").first_name("Timothy").last_name("McGee");
        let user = okta.users().create(&new.password("superPass1")).await?.id;
        let group = okta.groups().create(&NewGroup::new("Builders")).await?.id;
        let app = okta.apps().create(&NewApp::auto_login("Forum", "https://forum.example.gov")).await?.id;
        okta.groups().add_user(&group, &user).await?;
        okta.app_groups(&app).assign(&NewAppGroup::new(&group)).await?;
        okta.app_users(&app).assign(&NewAppUser::new(&user)).await?;
        let session = okta.sessions().sign_in("tmcgee@example.gov", "superPass1").await?.id;

        let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Server::bind(org.clone(), any_port).expect("a port is free");
        let url = server.url();
        tokio::spawn(server.serve(std::future::pending()));
        let session = session.as_str().to_owned();
        let ids = vec![("USER", user), ("GROUP", group), ("APP", app), ("SESSION", session)];
        Ok(World { org, url, ids, directory: tempfile::tempdir().expect("a directory can be made") })
    }

    /// The command's words, with ids where the document has names in capitals.
    fn arguments(&self, command: &str) -> Vec<String> {
        let with_ids = |word: String| {
            self.ids.iter().fold(word, |word, (name, id)| match word.as_str() {
                whole if whole == *name => id.clone(),
                _ => word
                    .replace(&format!("/{name}"), &format!("/{id}"))
                    .replace(&format!("\"{name}\""), &format!("\"{id}\"")),
            })
        };
        words(command).into_iter().map(with_ids).collect()
    }

    fn run(&self, arguments: &[String], body: &str) -> Output {
        std::fs::write(self.directory.path().join("body.json"), body).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_oktars"))
            .args(arguments)
            .current_dir(&self.directory)
            .env("OKTA_CLIENT_ORGURL", &self.url)
            .env("OKTA_CLIENT_TOKEN", self.org.token())
            .env_remove("OKTARS_ORG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads no password may be over before it is written.
        let changes = arguments.iter().any(|word| word.starts_with("change-"));
        let secrets = if changes { "superPass1\nsuperPass2\n" } else { "superPass2\n" };
        let _ = child.stdin.take().unwrap().write_all(secrets.as_bytes());
        child.wait_with_output().unwrap()
    }

    fn last_number(&self) -> u64 {
        self.org.requests().last().map_or(0, |request| request.number)
    }

    /// Whether the org was asked for more than to be read.
    fn has_changed_since(&self, number: u64) -> bool {
        self.org.requests().iter().any(|request| request.number > number && request.method != "GET")
    }

    /// The first request that the org saw after another one.
    fn seen_after(&self, number: u64) -> String {
        let seen = self.org.requests().into_iter().find(|request| request.number > number);
        let seen = seen.expect("the org was asked");
        let query: Vec<String> = seen.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{} {}{mark}{}", seen.method, seen.path, query.join("&"))
    }

    /// Puts names where ids stand.
    fn with_names(&self, line: &str) -> String {
        self.ids.iter().fold(line.to_owned(), |line, (name, id)| {
            line.replace(id.as_str(), &format!("{{{}}}", name.to_lowercase()))
        })
    }
}

/// The words of a command, as a shell would find them.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in command.chars() {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words
}

/// A command of the table of functions, and the request that stands beside it.
struct Row {
    function: String,
    command: String,
    line: String,
    body: String,
}

fn rows() -> Vec<Row> {
    let (_, section) = DOCUMENT.split_once("\n## Functions\n").expect("the heading is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    section.lines().filter(|line| line.starts_with("| `")).flat_map(rows_of).collect()
}

fn rows_of(line: &str) -> Vec<Row> {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
    let code = |cell: &str| -> Vec<String> {
        cell.split("<br>").map(|piece| piece.trim_matches('`').to_owned()).collect()
    };
    let (commands, requests) = (code(cells[2]), code(cells[3]));
    assert_eq!(commands.len(), requests.len(), "{line}");
    let row = |(command, request): (String, String)| {
        let (line, body) = request
            .split_once(" {")
            .map_or((request.as_str(), String::new()), |(line, body)| (line, format!("{{{body}")));
        Row { function: cells[0].trim_matches('`').to_owned(), command, line: line.to_owned(), body }
    };
    commands.into_iter().zip(requests).map(row).collect()
}

/// Whether method and path are the same, and the command asks for all that the row asks for. It may write
/// out defaults besides.
fn is_the_same(made: &str, line: &str) -> bool {
    let (made, more) = made.split_once('?').unwrap_or((made, ""));
    let (line, asked) = line.split_once('?').unwrap_or((line, ""));
    let more: Vec<&str> = more.split('&').collect();
    made == line && asked.split('&').all(|parameter| parameter.is_empty() || more.contains(&parameter))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_makes_the_request_of_its_row() {
    let world = World::new().await.unwrap();
    let rows = rows();
    assert!(rows.len() >= 48, "{} rows", rows.len());
    let mut differences = Vec::new();
    for Row { function, command, line, body } in rows {
        let mut arguments = world.arguments(&command);
        assert_eq!(arguments.remove(0), "oktars", "{function}");
        let reads = line.starts_with("GET ");
        if !reads {
            arguments.push("--dry-run".to_owned());
        }
        let before = world.last_number();
        let output = tokio::task::block_in_place(|| world.run(&arguments, &body));
        let complaint = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            differences.push(format!("{function}: `{command}` fails: {complaint}"));
            continue;
        }
        let made = if reads {
            world.seen_after(before)
        } else {
            assert!(!world.has_changed_since(before), "{function} was not to be executed");
            let shown = String::from_utf8_lossy(&output.stdout);
            // What has to be deactivated first is shown before.
            let mut requests = shown.lines().filter(|line| line.contains(&world.url));
            requests.next_back().unwrap_or_default().replace(&world.url, "")
        };
        // The id of a session is not shown.
        let made = world.with_names(&made).replace("[redacted]", "{session}");
        if !is_the_same(&made, &line) {
            differences.push(format!("{function}: `{command}` makes {made} instead of {line}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
