//! `oktars org serve` as a process: ready, stopped, killed, and started twice on one file.
#![cfg(unix)]

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

const TOKEN: &str = "00token-of-the-serve-tests-with-42-signs-00";
/// How often the server is killed while it writes.
const KILLS: usize = 20;
const WRITERS: usize = 4;

fn oktars(store: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oktars"));
    command.args(["org", "serve", "--store"]).arg(store).args(more);
    command
        .env("OKTARS_LOCAL_TOKEN", TOKEN)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A server that is ready. It is killed when it is dropped.
struct Server {
    process: Child,
    ready: Value,
}

impl Server {
    fn start(store: &Path, more: &[&str]) -> Self {
        Server::of(oktars(store, more))
    }

    fn of(mut command: Command) -> Self {
        Server::ready(command.spawn().unwrap())
    }

    fn ready(mut process: Child) -> Self {
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let Ok(ready) = serde_json::from_str(&line) else {
            let mut errors = String::new();
            let _ = process.stderr.take().unwrap().read_to_string(&mut errors);
            panic!("the server is not ready: {line}{errors}");
        };
        Server { process, ready }
    }

    fn client(&self) -> Client {
        let address = self.ready["url"].as_str().unwrap().strip_prefix("http://").unwrap();
        let token = self.ready["token"].as_str().unwrap().to_owned();
        Client {
            stream: BufReader::new(TcpStream::connect(address).unwrap()),
            host: address.to_owned(),
            token,
        }
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One connection. Its answers are `None` once the server is gone.
struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    token: String,
}

impl Client {
    fn ask(&mut self, method: &str, path: &str, body: &Value) -> Option<(u16, Value)> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: {}\r\nauthorization: SSWS {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            self.token,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).ok()?;
        let mut line = String::new();
        self.stream.read_line(&mut line).ok()?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            if name == "content-length" {
                length = value.parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).ok()?;
        Some((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
    }
}

/// The example of a seed file in the guide, as a file.
fn guides_seed(directory: &Path) -> std::path::PathBuf {
    let guide =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/local-org.md")).unwrap();
    let (_, after) = guide.split_once("```json\n").unwrap();
    let (example, _) = after.split_once("```").unwrap();
    let file = directory.join("seed.json");
    std::fs::write(&file, example).unwrap();
    file
}

#[test]
fn the_seed_file_of_the_guide_makes_an_org() {
    let directory = tempfile::tempdir().unwrap();
    let seed = guides_seed(directory.path());
    let server = Server::start(&directory.path().join("org"), &["--seed", seed.to_str().unwrap()]);
    let mut client = server.client();
    let (_, ann) = client.ask("GET", "/users/ann@acme.example", &Value::Null).unwrap();
    assert_eq!((&ann["status"], &ann["profile"]["badge"]), (&json!("ACTIVE"), &json!("B-7")));
    let links = format!("/users/{}/appLinks", ann["id"].as_str().unwrap());
    let (_, links) = client.ask("GET", &links, &Value::Null).unwrap();
    assert_eq!(links[0]["label"], "Wiki", "Ann has the app through her group");

    std::fs::write(&seed, r#"{ "groups": [{ "profile": { "name": "A" }, "members": ["nobody"] }] }"#)
        .unwrap();
    let refused =
        oktars(&directory.path().join("other"), &["--seed", seed.to_str().unwrap()]).output().unwrap();
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && told.contains("groups[0]") && told.contains("nobody"), "{told}");
}

/// What a writer was told is done.
#[derive(Default)]
struct Acknowledged {
    /// The title of each user, by login. A title is a number that grows.
    titles: HashMap<String, u64>,
    groups: Vec<String>,
}

/// Creates a user and a group and changes the user, again and again, until the server is gone.
fn write(mut client: Client, name: &str, count: &AtomicUsize) -> Acknowledged {
    let mut done = Acknowledged::default();
    for number in 0.. {
        let login = format!("{name}.{number}@example.com");
        let profile =
            json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee", "title": "0" });
        let Some((status, user)) =
            client.ask("POST", "/users?activate=false", &json!({ "profile": profile }))
        else {
            break;
        };
        assert_eq!(status, 200, "{user}");
        done.titles.insert(login.clone(), 0);
        count.fetch_add(1, Ordering::Relaxed);
        let group = format!("{name} {number}");
        let Some((status, _)) = client.ask("POST", "/groups", &json!({ "profile": { "name": group } }))
        else {
            break;
        };
        assert_eq!(status, 200);
        done.groups.push(group);
        let path = format!("/users/{}", user["id"].as_str().unwrap());
        for title in 1..4 {
            let change = json!({ "profile": { "title": title.to_string() } });
            let Some((status, _)) = client.ask("POST", &path, &change) else { return done };
            assert_eq!(status, 200);
            done.titles.insert(login.clone(), title);
        }
    }
    done
}

fn check(client: &mut Client, done: &Acknowledged) {
    for (login, title) in &done.titles {
        let (status, user) = client.ask("GET", &format!("/users/{login}"), &Value::Null).unwrap();
        assert_eq!(status, 200, "{login} was acknowledged and is lost");
        let found: u64 = user["profile"]["title"].as_str().unwrap().parse().unwrap();
        // One more change may have been written without its answer getting through.
        assert!(
            (*title..=title + 1).contains(&found),
            "{login} has the title {found}, acknowledged is {title}"
        );
    }
    for group in &done.groups {
        let query = form(&format!("profile.name eq \"{group}\""));
        let (_, found) = client.ask("GET", &format!("/groups?search={query}"), &Value::Null).unwrap();
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{group} was acknowledged and is lost: {found}");
    }
}

fn form(text: &str) -> String {
    text.replace(' ', "%20").replace('"', "%22")
}

/// A different moment each time, up to `most`.
fn some_moment(most: u64) -> Duration {
    Duration::from_millis(RandomState::new().hash_one(0) % most)
}

#[test]
fn an_acknowledged_write_survives_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    let mut total = 0;
    let mut server = Server::start(&store, &[]);
    for round in 0..KILLS {
        let count = Arc::new(AtomicUsize::new(0));
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| {
                let client = server.client();
                let count = count.clone();
                std::thread::spawn(move || write(client, &format!("round{round}.writer{number}"), &count))
            })
            .collect();
        // On a busy machine it takes a while until anything is written at all.
        while count.load(Ordering::Relaxed) == 0 && !writers.iter().all(|writer| writer.is_finished()) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(some_moment(200));
        server.kill();
        server = Server::start(&store, &[]);
        let mut client = server.client();
        for writer in writers {
            let done = writer.join().unwrap();
            check(&mut client, &done);
            total += done.titles.len();
        }
    }
    assert!(total > KILLS, "the writers got to write: {total}");
}

#[test]
fn a_store_is_filled_whole_or_not_at_all() {
    let directory = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let store = directory.path().join(format!("{round}.redb"));
        let mut process = oktars(&store, &["--seed", "5000"]).spawn().unwrap();
        std::thread::sleep(some_moment(1000));
        process.kill().unwrap();
        process.wait().unwrap();
        let server = Server::start(&store, &["--seed", "5000"]);
        let path = format!("/users?limit=1&search={}", form("profile.employeeNumber eq \"4999\""));
        let (status, last) = server.client().ask("GET", &path, &Value::Null).unwrap();
        assert_eq!((status, last.as_array().map(Vec::len)), (200, Some(1)), "the last of all users is there");
    }
}

#[test]
fn a_second_process_on_one_file_says_why_it_cannot_start() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    let first = Server::start(&store, &[]);
    let second = oktars(&store, &[]).output().unwrap();
    let errors = String::from_utf8(second.stderr).unwrap();
    assert!(!second.status.success());
    assert!(errors.contains("org.redb is in use by another process"), "{errors}");
    assert!(second.stdout.is_empty(), "nothing says that it is ready");
    let (status, _) = first.client().ask("GET", "/users/me", &Value::Null).unwrap();
    assert_eq!(status, 200, "the first goes on");
}

/// The command line as a client of the server, with what it printed.
fn as_client(server: &Server, certificates: Option<&Path>, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oktars"));
    command.args(arguments).env_clear().env("HOME", "/nonexistent");
    command.env("OKTA_CLIENT_ORGURL", server.ready["url"].as_str().unwrap());
    command.env("OKTA_CLIENT_TOKEN", TOKEN);
    if let Some(path) = certificates {
        command.env("OKTA_CLIENT_CACERTIFICATES", path);
    }
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn it_serves_tls_to_who_trusts_its_authority() {
    let directory = tempfile::tempdir().unwrap();
    let mut server = Server::start(&directory.path().join("org.redb"), &["--tls"]);
    let url = server.ready["url"].as_str().unwrap();
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");
    let authority = Path::new(server.ready["ca"].as_str().unwrap()).to_owned();
    let pem = std::fs::read_to_string(&authority).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----") && !pem.contains("PRIVATE"), "{pem}");

    let (done, text) = as_client(&server, Some(&authority), &["api", "/api/v1/users/me"]);
    assert!(done, "{text}");
    let user: Value = serde_json::from_str(&text).unwrap();
    let link = user["_links"]["self"]["href"].as_str().unwrap();
    assert!(link.starts_with(&format!("{url}/api/v1/users/")), "links are of the scheme in use: {link}");

    let (done, text) = as_client(&server, None, &["--max-retries", "0", "api", "/api/v1/users/me"]);
    assert!(!done, "a certificate of an unknown authority is taken: {text}");
    server.signal("-TERM");
    assert!(server.process.wait().unwrap().success());
    assert!(!authority.exists(), "the temporary file is gone with the server");
}

#[test]
fn the_certificate_stays_where_it_was_put() {
    let directory = tempfile::tempdir().unwrap();
    let authority = directory.path().join("ca.pem");
    let more = ["--tls", "--host", "okta.test", "--ca", authority.to_str().unwrap()];
    let mut server = Server::start(&directory.path().join("org.redb"), &more);
    assert_eq!(server.ready["ca"], authority.to_str().unwrap());
    let port = server.ready["url"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    server.ready["url"] = json!(format!("https://localhost:{port}"));
    let (done, text) = as_client(&server, Some(&authority), &["api", "/api/v1/users/me"]);
    assert!(done, "{text}");
    server.signal("-TERM");
    assert!(server.process.wait().unwrap().success());
    assert!(authority.exists());
}

#[test]
fn a_name_that_is_not_its_own_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let server = Server::start(&directory.path().join("org.redb"), &["--host", "okta.test"]);
    for (host, status) in [("evil.example", 403), ("okta.test", 200), ("localhost:8080", 200)] {
        let mut client = server.client();
        client.host = host.to_owned();
        let (found, _) = client.ask("GET", "/users/me", &Value::Null).unwrap();
        assert_eq!(found, status, "{host}");
    }
}

#[test]
fn it_serves_as_in_a_container() {
    let directory = tempfile::tempdir().unwrap();
    let more = ["--address", "0.0.0.0", "--host", "okta"];
    let mut server = Server::start(&directory.path().join("org.redb"), &more);
    let port = server.ready["url"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    server.ready["url"] = json!(format!("http://127.0.0.1:{port}"));
    let mut client = server.client();
    client.host = format!("okta:{port}");
    assert_eq!(client.ask("GET", "/users/me", &Value::Null).unwrap().0, 200);
}

/// The trap: people who reach the port have the documentation too, and the token that stands there.
#[test]
fn where_other_machines_are_let_in_the_token_is_a_random_one() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    let serve = |more: &[&str]| {
        let mut command = oktars(&store, more);
        command.env_remove("OKTARS_LOCAL_TOKEN");
        let mut server = Server::of(command);
        let port = server.ready["url"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
        server.ready["url"] = json!(format!("http://127.0.0.1:{port}"));
        server
    };
    let status = |server: &Server, token: &str| {
        let mut client = server.client();
        client.token = token.to_owned();
        client.ask("GET", "/users/me", &Value::Null).unwrap().0
    };
    let known = serve(&[]).ready["token"].as_str().unwrap().to_owned();
    let mut tokens = Vec::new();
    for address in ["0.0.0.0", "::"] {
        let mut server = serve(&["--address", address]);
        let token = server.ready["token"].as_str().unwrap().to_owned();
        assert_eq!(status(&server, &token), 200);
        assert_eq!(status(&server, &known), 401, "not even of a store that was made with it");
        server.signal("-TERM");
        server.process.wait().unwrap();
        let mut errors = String::new();
        server.process.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert!(errors.contains("random") && !errors.contains(&token), "{errors}");
        tokens.push(token);
    }
    assert!(tokens[0] != tokens[1] && !tokens.contains(&known), "{tokens:?}");
    let server = serve(&["--address", "0.0.0.0", "--token", "00given"]);
    assert_eq!(server.ready["token"], "00given");
    assert_eq!((status(&server, "00given"), status(&server, &known)), (200, 401));
    drop(server);
    let server = serve(&[]);
    assert_eq!((server.ready["token"].as_str(), status(&server, &known)), (Some(known.as_str()), 200));
}

#[test]
fn it_says_that_it_is_ready_and_ends_well_when_told_to() {
    for signal in ["-INT", "-TERM"] {
        let directory = tempfile::tempdir().unwrap();
        let store = directory.path().join("org.redb");
        let mut server = Server::start(&store, &["--port", "0"]);
        assert_eq!(server.ready["token"], TOKEN);
        assert_eq!(server.ready["store"], store.to_str().unwrap());
        assert!(server.ready["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
        let (status, _) = server.client().ask("GET", "/users/me", &Value::Null).unwrap();
        assert_eq!(status, 200);
        server.signal(signal);
        assert!(server.process.wait().unwrap().success(), "{signal}");
        let mut errors = String::new();
        server.process.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert_eq!(errors, "", "{signal}");
    }
}

/// A server under limits that a shell sets.
fn limited(store: &Path, limits: &str) -> Server {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{limits}; exec \"$0\" org serve --store \"$1\""));
    command.arg(env!("CARGO_BIN_EXE_oktars")).arg(store).env("OKTARS_LOCAL_TOKEN", TOKEN);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Server::ready(command.spawn().unwrap())
}

/// A file that may not grow stands for a full disk, which a test cannot make everywhere.
#[test]
fn a_store_that_cannot_grow_is_told_and_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    drop(Server::start(&store, &[]));
    let blocks = std::fs::metadata(&store).unwrap().len() / 512 + 200;
    let mut server = limited(&store, &format!("trap '' XFSZ; ulimit -f {blocks}"));
    let mut client = server.client();
    let description = "x".repeat(1000);
    let mut kept = Vec::new();
    let refusal = loop {
        let name = format!("group {}", kept.len());
        let group = json!({ "profile": { "name": name, "description": description } });
        let (status, answer) = client.ask("POST", "/groups", &group).unwrap();
        if status != 200 {
            break answer;
        }
        kept.push(answer["id"].as_str().unwrap().to_owned());
    };
    assert!(!kept.is_empty(), "{refusal}");
    assert_eq!(refusal["errorCode"], "E0000009");
    let cause = refusal["errorCauses"][0]["errorSummary"].as_str().unwrap();
    assert!(cause.contains("larger than the system allows"), "{refusal}");
    let (status, _) = client.ask("GET", "/users/me", &Value::Null).unwrap();
    assert_eq!(status, 200, "reads go on");
    let (status, answer) = client.ask("POST", "/groups", &json!({ "profile": { "name": "small" } })).unwrap();
    assert!(status == 200 || answer["errorCode"] == "E0000009", "no restart is needed: {answer}");
    let mut errors = server.process.stderr.take().unwrap();
    server.kill();
    let mut told = String::new();
    errors.read_to_string(&mut told).unwrap();
    assert!(told.starts_with("error: the store cannot be written: "), "{told}");
    assert_eq!(
        told.matches("cannot be written").count(),
        told.matches("again").count() + 1,
        "told once: {told}"
    );

    let server = Server::start(&store, &[]);
    let mut client = server.client();
    for id in kept {
        let (status, _) = client.ask("GET", &format!("/groups/{id}"), &Value::Null).unwrap();
        assert_eq!(status, 200, "{id} was acknowledged and is lost");
    }
}

/// Clients that send half of a request do not use up the files of the process.
#[test]
fn others_are_served_when_files_run_out() {
    let directory = tempfile::tempdir().unwrap();
    let server = limited(&directory.path().join("org.redb"), "ulimit -n 64");
    let address = server.ready["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    let _halves: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = TcpStream::connect(&address).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: ").unwrap();
            stream
        })
        .collect();
    let mut client = server.client();
    client.stream.get_ref().set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    assert_eq!(client.ask("GET", "/users/me", &Value::Null).map(|(status, _)| status), Some(200));
}

#[test]
fn a_check_tells_what_is_whole_and_what_is_damaged() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    let check = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oktars"));
        command.args(["org", "check", "--local-store"]).arg(&store).env_clear().env("HOME", "/nonexistent");
        let output = command.output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        (output.status.code(), out, err)
    };
    let (code, out, err) = check();
    assert!(code == Some(1) && out.is_empty() && err.contains("org.redb"), "there is none: {err}");
    let mut server = Server::start(&store, &[]);
    let user = json!({ "profile": { "login": "rot@a.example", "email": "rot@a.example", "firstName": "A", "lastName": "B" } });
    assert_eq!(server.client().ask("POST", "/users", &user).unwrap().0, 200);
    let (code, _, err) = check();
    assert!(code == Some(1) && err.contains("in use"), "{err}");
    server.signal("-TERM");
    server.process.wait().unwrap();
    let (code, out, err) = check();
    assert!(code == Some(0) && out.starts_with("ok: ") && err.is_empty(), "{out}{err}");

    let mut bytes = std::fs::read(&store).unwrap();
    let login = b"rot@a.example";
    for at in (0..bytes.len() - login.len()).filter(|at| bytes[*at..].starts_with(login)).collect::<Vec<_>>()
    {
        bytes[at] ^= 1;
    }
    std::fs::write(&store, &bytes).unwrap();
    let (code, out, err) = check();
    assert!(code == Some(1) && out.is_empty() && err.contains("is damaged"), "{err}");
    let refused = oktars(&store, &[]).output().unwrap();
    assert!(!refused.status.success() && refused.stdout.is_empty(), "it is not served");
    std::fs::write(&store, "").unwrap();
    let (code, _, err) = check();
    assert!(code == Some(1) && err.contains("remove the file first"), "{err}");
}

/// The whole answer to a POST.
fn raw(server: &Server, path: &str, body: &str) -> String {
    let address = server.ready["url"].as_str().unwrap().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}",
        body.len()
    );
    write!(stream, "{head}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// An app to sign in to stands in the line on stdout, and is the same after a restart.
#[test]
fn an_app_to_begin_with_is_told_and_outlives_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org");
    let apps = ["--app", "web=http://localhost:3000/callback", "--app", "service"];
    let server = Server::start(&store, &apps);
    let told = server.ready["apps"].clone();
    let port = server.ready["url"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    assert_eq!(told[0]["issuer"], format!("http://localhost:{port}/oauth2/default"));
    for name in ["clientId", "clientSecret", "login", "password"] {
        assert!(told[0][name].is_string(), "{name}: {told}");
    }
    assert_eq!(
        (&told[1]["kind"], &told[1]["login"], &told[1]["scope"]),
        (&json!("service"), &Value::Null, &json!("api"))
    );
    let body = json!({ "user": told[0]["login"], "client": told[0]["clientId"], "scopes": ["openid"] });
    let answer = raw(&server, "/_local/sign-in", &body.to_string());
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"access_token\""), "{answer}");
    drop(server);
    let again = Server::start(&store, &apps);
    for name in ["clientId", "clientSecret", "login", "password"] {
        assert_eq!(again.ready["apps"][0][name], told[0][name], "{name}");
    }
}

/// Whoever may reach the address would be signed in.
#[test]
fn nobody_is_signed_in_at_once_from_other_machines() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org");
    let refused =
        oktars(&store, &["--address", "0.0.0.0", "--sign-in-as", "ann@acme.example"]).output().unwrap();
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("--sign-in-as works on loopback addresses"), "{said}");
    for wrong in ["spa", "spa=localhost", "desktop=http://localhost", "service=http://localhost"] {
        let refused = oktars(&store, &["--app", wrong]).output().unwrap();
        assert!(!refused.status.success(), "{wrong}");
    }
}
