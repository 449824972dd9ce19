//! Event hooks are really called: asked first whether they want it, and then told in order, once more where
//! they fail. The receivers here are sockets of this process.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::client::Client;
use serde_json::{Value, json};

/// How long a test waits for what must come. Nothing is slow here: it is reached only where something is wrong.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request as a receiver got it.
struct Got {
    head: String,
    body: Value,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn events(&self) -> Vec<&str> {
        let events = self.body["data"]["events"].as_array().into_iter().flatten();
        events.filter_map(|event| event["eventType"].as_str()).collect()
    }
}

/// A receiver that answers the challenge and then with these statuses, one after the other, at last with 200.
fn receiver(statuses: &'static [u16]) -> (String, Receiver<Got>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/hook?a=b", listener.local_addr().expect("an address"));
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut statuses = statuses.iter();
        for stream in listener.incoming().flatten() {
            if !answer(stream, &mut statuses, &sender) {
                return;
            }
        }
    });
    (url, receiver)
}

fn answer(mut stream: TcpStream, statuses: &mut std::slice::Iter<'_, u16>, sender: &Sender<Got>) -> bool {
    let got = read(&mut stream);
    let (status, body) = match got.header("x-okta-verification-challenge") {
        Some(challenge) => (200, json!({ "verification": challenge }).to_string()),
        None => (statuses.next().copied().unwrap_or(200), String::new()),
    };
    let text =
        format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    let _ = stream.write_all(text.as_bytes());
    sender.send(got).is_ok()
}

fn read(stream: &mut TcpStream) -> Got {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length").then(|| value.parse().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Got { head: head.to_owned(), body: serde_json::from_str(body).unwrap_or_default() };
            }
        }
        let read = stream.read(&mut part).expect("a request");
        assert!(read > 0, "the request ended early: {text}");
        bytes.extend_from_slice(&part[..read]);
    }
}

fn hook(url: &str, events: &[&str]) -> Value {
    json!({
        "name": format!("Hook {url} {}", events.join(" ")),
        "events": { "type": "EVENT_TYPE", "items": events },
        "channel": {
            "type": "HTTP",
            "version": "1.0.0",
            "config": {
                "uri": url,
                "headers": [{ "key": "X-Other-Header", "value": "other" }],
                "authScheme": { "type": "HEADER", "key": "Authorization", "value": "my-secret" },
            },
        },
    })
}

fn create(client: &Client, hook: &Value) -> String {
    let made = client.post("/api/v1/eventHooks", hook).expect(200).json();
    assert_eq!(made["verificationStatus"], "UNVERIFIED");
    assert_eq!(made["channel"]["config"]["authScheme"], json!({ "type": "HEADER", "key": "Authorization" }));
    format!("/api/v1/eventHooks/{}", made["id"].as_str().expect("an id"))
}

fn verify(client: &Client, hook: &str) -> Value {
    client.post(&format!("{hook}/lifecycle/verify"), &Value::Null).expect(200).json()
}

fn make_group(client: &Client, name: &str) {
    client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).expect(200);
}

#[test]
fn a_hook_is_asked_first_and_told_in_order() {
    let client = Client::new();
    let (url, got) = receiver(&[]);
    let path = create(&client, &hook(&url, &["group.lifecycle.create", "user.lifecycle.create"]));
    make_group(&client, "Before it was verified");
    assert_eq!(verify(&client, &path)["verificationStatus"], "VERIFIED");
    let asked = got.recv_timeout(PATIENCE).expect("the challenge");
    assert!(asked.head.starts_with("GET /hook?a=b HTTP/1.1"), "{}", asked.head);
    assert_eq!(asked.header("authorization"), Some("my-secret"));

    make_group(&client, "One");
    client.post("/api/v1/groups", &json!({ "profile": {} })).expect(400);
    let profile = json!({ "firstName": "A", "lastName": "B", "login": "a@b.test", "email": "a@b.test" });
    client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(200);
    make_group(&client, "Two");
    let wanted = ["group.lifecycle.create", "user.lifecycle.create", "group.lifecycle.create"];
    let names = ["One", "A B", "Two"];
    for (event, name) in wanted.iter().zip(names) {
        let told = got.recv_timeout(PATIENCE).expect("a delivery");
        assert!(told.head.starts_with("POST /hook?a=b HTTP/1.1"), "{}", told.head);
        assert_eq!(told.header("authorization"), Some("my-secret"));
        assert_eq!(told.header("x-other-header"), Some("other"));
        assert_eq!(told.header("content-type"), Some("application/json"));
        assert_eq!(told.events(), [*event], "what failed leaves no event, and other types are not told");
        assert_eq!(told.body["eventType"], "com.okta.event_hook");
        assert_eq!(told.body["source"], format!("http://localhost{path}"));
        assert_eq!(told.body["data"]["events"][0]["target"][0]["displayName"], name);
    }
}

/// What a reading request writes before it reads is certain, and told, even if the request fails.
#[test]
fn a_hook_is_told_of_the_end_of_a_lock_that_a_failing_request_wrote() {
    let client = Client::new();
    let (url, got) = receiver(&[]);
    verify(&client, &create(&client, &hook(&url, &["user.account.unlock"])));
    got.recv_timeout(PATIENCE).expect("the challenge");
    let profile = json!({ "firstName": "A", "lastName": "B", "login": "a@b.test", "email": "a@b.test" });
    let credentials = json!({ "password": { "value": "superPass1" } });
    let user = json!({ "profile": profile, "credentials": credentials });
    client.post("/api/v1/users", &user).expect(200);
    let policies = client.get("/api/v1/policies?type=PASSWORD").expect(200).json();
    let policy = policies.as_array().and_then(|all| all.last()).expect("the default policy").clone();
    let lockout = json!({ "maxAttempts": 1, "autoUnlockMinutes": 10 });
    let body = json!({
        "type": "PASSWORD", "name": policy["name"], "settings": { "password": { "lockout": lockout } },
    });
    let path = format!("/api/v1/policies/{}", policy["id"].as_str().expect("an id"));
    client.send("PUT", &path, &body).expect(200);
    client.post("/api/v1/authn", &json!({ "username": "a@b.test", "password": "wrongPass1" }));
    client.org.advance(11 * 60);
    client.get("/api/v1/users/nobody@b.test").expect(404);
    assert_eq!(got.recv_timeout(PATIENCE).expect("a delivery").events(), ["user.account.unlock"]);
    assert_eq!(client.get("/api/v1/users/a@b.test").expect(200).json()["status"], "ACTIVE");
}

#[test]
fn a_failure_is_tried_once_more_and_a_refusal_is_not() {
    // The first event fails and is tried again; the second fails twice; the third is refused.
    let statuses = &[500, 200, 503, 500, 404, 200];
    let client = Client::new();
    let (url, got) = receiver(statuses);
    let path = create(&client, &hook(&url, &["group.lifecycle.create"]));
    verify(&client, &path);
    got.recv_timeout(PATIENCE).expect("the challenge");
    for name in ["One", "Two", "Three", "Four"] {
        make_group(&client, name);
    }
    for name in ["One", "One", "Two", "Two", "Three", "Four"] {
        let told = got.recv_timeout(PATIENCE).expect("a delivery");
        assert_eq!(told.body["data"]["events"][0]["target"][0]["displayName"], name);
    }
}

#[test]
fn another_url_must_be_verified_anew() {
    let client = Client::new();
    let (url, _got) = receiver(&[]);
    let mut sent = hook(&url, &["group.lifecycle.create"]);
    let path = create(&client, &sent);
    verify(&client, &path);
    sent["description"] = json!("the same URL");
    let replaced = client.send("PUT", &path, &sent).expect(200).json();
    assert_eq!(replaced["verificationStatus"], "VERIFIED");
    sent["channel"]["config"]["uri"] = json!("http://127.0.0.1:9/other");
    let replaced = client.send("PUT", &path, &sent).expect(200).json();
    assert_eq!(replaced["verificationStatus"], "UNVERIFIED");
    assert_eq!(client.get(&path).expect(200).json(), replaced);
}

#[test]
fn only_a_hook_that_is_active_is_told() {
    let client = Client::new();
    let (url, got) = receiver(&[]);
    let path = create(&client, &hook(&url, &["group.lifecycle.create"]));
    verify(&client, &path);
    got.recv_timeout(PATIENCE).expect("the challenge");
    client.send("DELETE", &path, &Value::Null).expect(400);
    client.post(&format!("{path}/lifecycle/deactivate"), &Value::Null).expect(200);
    make_group(&client, "Unheard");
    client.post(&format!("{path}/lifecycle/activate"), &Value::Null).expect(200);
    make_group(&client, "Heard");
    let told = got.recv_timeout(PATIENCE).expect("a delivery");
    assert_eq!(told.body["data"]["events"][0]["target"][0]["displayName"], "Heard");
    client.post(&format!("{path}/lifecycle/deactivate"), &Value::Null).expect(200);
    client.send("DELETE", &path, &Value::Null).expect(204);
}

#[test]
fn a_url_that_does_not_know_of_the_hook_is_not_verified() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let client = Client::new();
    let urls = [
        format!("http://{closed}/"),
        "https://127.0.0.1/".to_owned(),
        "http://192.0.2.1/".to_owned(),
        "http://hooks.example.com/".to_owned(),
    ];
    for url in urls {
        let path = create(&client, &hook(&url, &["group.lifecycle.create"]));
        let refused = client.post(&format!("{path}/lifecycle/verify"), &Value::Null).expect(400).json();
        assert_eq!(refused["errorCode"], "E0000001", "{url}");
        assert_eq!(client.get(&path).json()["verificationStatus"], "UNVERIFIED", "{url}");
    }
    client.post("/api/v1/eventHooks/who1/lifecycle/verify", &Value::Null).expect(404);
}

#[test]
fn a_wrong_answer_to_the_challenge_verifies_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            read(&mut stream);
            let body = r#"{"verification":"something else"}"#;
            let text = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            let _ = stream.write_all(text.as_bytes());
        }
    });
    let client = Client::new();
    let path = create(&client, &hook(&url, &["group.lifecycle.create"]));
    client.post(&format!("{path}/lifecycle/verify"), &Value::Null).expect(400);
}

#[test]
fn a_filter_lets_through_what_its_condition_is_true_of() {
    let client = Client::new();
    let (url, got) = receiver(&[]);
    let mut body = hook(&url, &["group.lifecycle.create", "user.lifecycle.create"]);
    let condition = |event: &str, expression: &str| json!({ "event": event, "condition": { "version": null, "expression": expression } });
    body["events"]["filter"] = json!({
        "type": "EXPRESSION_LANGUAGE",
        "eventFilterMap": [condition(
            "group.lifecycle.create",
            "event.target.?[type eq 'UserGroup' && displayName eq 'Sales'].size() > 0",
        )],
    });
    let path = create(&client, &body);
    verify(&client, &path);
    got.recv_timeout(PATIENCE).expect("the challenge");
    make_group(&client, "IT");
    make_group(&client, "Sales");
    let told = got.recv_timeout(PATIENCE).expect("a delivery");
    assert_eq!(told.body["data"]["events"][0]["target"][0]["displayName"], "Sales");
    let profile = json!({ "firstName": "A", "lastName": "B", "login": "a@b.test", "email": "a@b.test" });
    client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(200);
    let told = got.recv_timeout(PATIENCE).expect("a delivery");
    assert_eq!(told.events(), ["user.lifecycle.create"], "the filter is of the other type of event");

    body["events"]["filter"]["eventFilterMap"] = json!([condition("group.lifecycle.create", "what is this")]);
    client.send("PUT", &path, &body).expect(200);
    make_group(&client, "Another");
    client.post("/api/v1/users?activate=false", &json!({ "profile": { "firstName": "C", "lastName": "D", "login": "c@d.test", "email": "c@d.test" } })).expect(200);
    let told = got.recv_timeout(PATIENCE).expect("a delivery");
    assert_eq!(told.events(), ["user.lifecycle.create"], "what is not understood lets nothing through");
}
