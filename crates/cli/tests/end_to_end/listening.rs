//! `oktars hooks listen`, called by a local org and by others.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr};

use serde_json::{Value, json};

use crate::shell::{Shell, start};

/// A listening command. It is killed when it is dropped.
struct Listening {
    process: Child,
    errors: BufReader<ChildStderr>,
    address: String,
}

impl Listening {
    fn start(shell: &Shell, secret: Option<&str>, more: &[&str]) -> Self {
        let mut command = shell.command(&[&["hooks", "listen"], more].concat());
        command.envs(secret.map(|secret| ("OKTARS_HOOK_SECRET", secret)));
        let mut process = start(command);
        let mut errors = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        errors.read_line(&mut line).unwrap();
        let address =
            line.trim().strip_prefix("listening at http://").and_then(|rest| rest.split(';').next());
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Listening { process, errors, address }
    }

    /// What it answers, status line and all.
    fn call(&self, method: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(stream, "{method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// What it printed until it ended.
    fn rest(mut self) -> (String, String) {
        let (mut out, mut errors) = (String::new(), String::new());
        self.process.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        self.errors.read_to_string(&mut errors).unwrap();
        assert!(self.process.wait().unwrap().success(), "{errors}");
        (out, errors)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const EVENT: &str = r#"{"eventType":"com.okta.event_hook","data":{"events":[{"uuid":"1","eventType":"user.lifecycle.create"}]}}"#;

#[test]
fn only_who_knows_the_secret_is_heard() {
    let shell = Shell::new();
    let listening = Listening::start(&shell, Some("s3cret"), &["--count", "1"]);
    let cases = [
        ("GET", "", "", "400"),
        ("GET", "X-Okta-Verification-Challenge: a \"question\"\r\n", "", "200"),
        ("POST", "", EVENT, "401"),
        ("POST", "Authorization: s3cre\r\n", EVENT, "401"),
        ("POST", "X-Other: s3cret\r\n", EVENT, "401"),
        ("POST", "Authorization: s3cret\r\n", "no JSON", "400"),
        ("PUT", "Authorization: s3cret\r\n", EVENT, "405"),
        ("POST", "Authorization: s3cret\r\n", EVENT, "204"),
    ];
    for (method, headers, body, status) in cases {
        let answer = listening.call(method, headers, body);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{method} {headers}: {answer}");
        if status == "200" {
            assert!(answer.ends_with(r#"{"verification":"a \"question\""}"#), "{answer}");
        }
    }
    let (out, errors) = listening.rest();
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.contains("user.lifecycle.create") && !errors.contains("s3cret"), "{out}{errors}");
}

#[test]
fn without_a_secret_it_must_be_said_that_anybody_may_call() {
    let shell = Shell::new();
    let refused = shell.run(&["hooks", "listen"]);
    assert!(refused.code == 2 && refused.err.contains("--without-secret"), "{}", refused.err);
    std::fs::write(shell.directory.path().join("empty"), "\n").unwrap();
    assert_eq!(shell.run(&["hooks", "listen", "--secret-file", "empty"]).code, 2);
    let open = Listening::start(&shell, None, &["--without-secret", "--count", "1"]);
    assert!(open.call("POST", "", EVENT).starts_with("HTTP/1.1 204"));
    assert_eq!(open.rest().0.lines().count(), 1);
}

/// The local org is Okta here: it verifies the hook, and calls it with its secret.
#[test]
fn an_org_verifies_it_and_its_events_reach_a_command() {
    let shell = Shell::new();
    std::fs::write(shell.directory.path().join("secret"), "s3cret\n").unwrap();
    let exec = "cat >> heard.ndjson; [ ! -e fails ] || exit 3";
    let more = ["--secret-file", "secret", "--header", "X-Hook", "--count", "2", "--exec", exec];
    let listening = Listening::start(&shell, None, &more);
    let hook = json!({ "name": "Ours", "events": { "type": "EVENT_TYPE", "items": ["group.lifecycle.create"] },
        "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": format!("http://{}/", listening.address),
            "authScheme": { "type": "HEADER", "key": "X-Hook", "value": "s3cret" } } } });
    let ran = shell.run_with(&hook.to_string(), &["event-hooks", "create", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let id = serde_json::from_str::<Value>(&ran.out).unwrap()["id"].as_str().unwrap().to_owned();
    let verified = shell.json(&["event-hooks", "verify", &id]);
    assert_eq!(verified["verificationStatus"], "VERIFIED", "{verified}");
    shell.ok(&["groups", "create", "--name", "One"]);
    let heard = shell.directory.path().join("heard.ndjson");
    while std::fs::read_to_string(&heard).unwrap_or_default().lines().count() < 1 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::fs::write(shell.directory.path().join("fails"), "").unwrap();
    shell.ok(&["groups", "create", "--name", "Two"]);
    let (out, errors) = listening.rest();
    let names: Vec<String> = out
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["target"][0]["displayName"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(names, ["One", "Two"]);
    assert_eq!(std::fs::read_to_string(&heard).unwrap().lines().count(), 2);
    assert!(errors.contains("the command failed"), "{errors}");
}
