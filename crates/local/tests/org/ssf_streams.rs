//! Streams of security events: one for a client, with what the transmitter adds to what was asked for.

use crate::client::Client;
use serde_json::{Value, json};

const STREAM: &str = "/api/v1/ssf/stream";

fn asked() -> Value {
    json!({
        "delivery": { "method": "urn:ietf:rfc:8935", "endpoint_url": "https://receiver.example/events" },
        "events_requested": [
            "https://schemas.openid.net/secevent/caep/event-type/session-revoked",
            "https://schemas.openid.net/secevent/caep/event-type/other",
        ],
    })
}

#[test]
fn a_stream_is_made_changed_and_taken_away() {
    let client = Client::new();
    assert_eq!(client.get(STREAM).expect(200).json(), json!([]));
    client.get(&format!("{STREAM}/status")).expect(404);
    let made = client.post(STREAM, &asked()).expect(201).json();
    assert_eq!(made["aud"], "https://receiver.example");
    assert_eq!(made["iss"], "http://localhost");
    assert_eq!(made["events_delivered"].as_array().map(Vec::len), Some(1), "what is supported and asked for");
    let again = client.post(STREAM, &asked()).expect(409).json();
    assert_eq!(again["errorCode"], "E0000195");

    let id = made["stream_id"].as_str().unwrap();
    assert_eq!(client.get(STREAM).expect(200).json(), json!([made]));
    assert_eq!(client.get(&format!("{STREAM}?stream_id={id}")).expect(200).json(), made);
    client.get(&format!("{STREAM}?stream_id=escnope")).expect(404);
    let status = client.get(&format!("{STREAM}/status?stream_id={id}")).expect(200).json();
    assert_eq!(status, json!({ "stream_id": id, "status": "enabled" }));

    let other = "https://schemas.openid.net/secevent/caep/event-type/credential-change";
    let patched = client.send("PATCH", STREAM, &json!({ "events_requested": [other] })).expect(200).json();
    assert_eq!((&patched["stream_id"], &patched["delivery"]), (&made["stream_id"], &made["delivery"]));
    assert_eq!(patched["events_delivered"], json!([other]));
    let put = client.send("PUT", STREAM, &made).expect(200).json();
    assert_eq!(put, made, "what was read can be written back");
    client.send("DELETE", STREAM, &Value::Null).expect(204);
    client.send("DELETE", STREAM, &Value::Null).expect(404);
}

#[test]
fn what_cannot_be_delivered_is_refused() {
    let client = Client::new();
    let with = |pointer: &str, value: Value| {
        let mut body = asked();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    for body in [
        json!({}),
        with("/delivery", json!("x")),
        with("/delivery/method", json!("poll")),
        with("/delivery/endpoint_url", json!("ftp://x")),
        with("/events_requested", json!([])),
        with("/events_requested", json!([1])),
    ] {
        let answer = client.post(STREAM, &body).expect(400).json();
        assert_eq!(answer["errorCode"], "E0000001", "{body}");
    }
}

#[test]
fn the_transmitter_tells_everybody_where_it_is() {
    let request = http::Request::get("http://localhost/.well-known/ssf-configuration");
    let answer = Client::new().org.handle(request.body(bytes::Bytes::new()).unwrap());
    let told: Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(told["configuration_endpoint"], "http://localhost/api/v1/ssf/stream");
    assert_eq!(told["issuer"], "http://localhost");
}
