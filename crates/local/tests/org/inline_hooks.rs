//! Inline hooks are called where a client asks for it: this test is the receiver.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::client::Client;
use serde_json::{Value, json};

/// A receiver that answers one request with this, and gives back what it was sent.
fn receiver(answer: &'static str) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a caller");
        let mut got = Vec::new();
        let mut piece = [0; 4096];
        while !String::from_utf8_lossy(&got).contains("\"end\":true}") {
            let length = stream.read(&mut piece).expect("a request");
            assert_ne!(length, 0, "the request was cut");
            got.extend_from_slice(&piece[..length]);
        }
        let length = answer.len();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
        stream.write_all(format!("{head}{answer}").as_bytes()).expect("an answer");
        String::from_utf8(got).expect("text")
    });
    (url, thread)
}

fn hook(client: &Client, uri: &str) -> String {
    let body = json!({
        "name": format!("Hook {uri}"), "type": "com.okta.user.pre-registration", "version": "1.0.3",
        "channel": { "type": "HTTP", "version": "1.0.0", "config": {
            "uri": uri, "method": "POST", "headers": [{ "key": "X-Other", "value": "x" }],
            "authScheme": { "type": "HEADER", "key": "Authorization", "value": "secret" },
        } },
    });
    let made = client.post("/api/v1/inlineHooks", &body).expect(200).json();
    format!("/api/v1/inlineHooks/{}", made["id"].as_str().unwrap())
}

#[test]
fn a_hook_is_called_and_its_answer_given_back() {
    let client = Client::new();
    let said = "{\"commands\":[{\"type\":\"com.okta.action.update\",\"value\":{\"registration\":\"DENY\"}}]}";
    let (url, receiver) = receiver(said);
    let own = hook(&client, &url);
    let payload = json!({ "eventType": "com.okta.user.pre-registration", "end": true });
    let answer = client.post(&format!("{own}/execute"), &payload).expect(200).json();
    assert_eq!(answer["commands"][0]["value"]["registration"], "DENY");
    let got = receiver.join().expect("the receiver ended well").to_lowercase();
    for part in ["post /hook ", "x-other: x", "authorization: secret", "pre-registration"] {
        assert!(got.contains(part), "{part}: {got}");
    }
}

#[test]
fn a_hook_that_is_not_reached_or_switched_off_is_an_error() {
    let client = Client::new();
    let own = hook(&client, "https://example.com/hook");
    let refused = client.post(&format!("{own}/execute"), &json!({})).expect(502).json();
    assert_eq!(refused["errorCode"], "E0000134");
    let (url, receiver) = receiver("no JSON");
    let other = hook(&client, &url);
    client.post(&format!("{other}/execute"), &json!({ "end": true })).expect(502);
    receiver.join().expect("the receiver ended well");
    client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null).expect(200);
    client.post(&format!("{own}/execute"), &json!({})).expect(400);
}
