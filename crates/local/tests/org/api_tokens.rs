//! API tokens: what is shown of them, and that a revoked one opens nothing.

use crate::client::Client;
use serde_json::{Value, json};

#[test]
fn the_token_in_use_is_shown_without_its_value() {
    let client = Client::new();
    let listed = client.get("/api/v1/api-tokens").expect(200);
    assert!(!listed.text().contains(client.org.token()), "the value of a token is shown nowhere");
    let token = listed.json()[0].clone();
    assert_eq!(
        (token["clientName"].as_str(), token["tokenWindow"].as_str()),
        (Some("Okta API"), Some("P30D"))
    );
    assert_eq!(token["network"], json!({ "connection": "ANYWHERE" }));
    let id = token["id"].as_str().expect("an id");
    assert!(id.starts_with("00T"), "{id}");
    assert_eq!(client.get(&format!("/api/v1/api-tokens/{id}")).expect(200).json(), token);
    let owner = client.get("/api/v1/users/me").json()["id"].clone();
    assert_eq!(token["userId"], owner);
}

#[test]
fn an_unknown_token_is_a_404() {
    let client = Client::new();
    for (method, path) in [("GET", "00Tnone"), ("DELETE", "00Tnone")] {
        let answer =
            client.send(method, &format!("/api/v1/api-tokens/{path}"), &Value::Null).expect(404).json();
        assert_eq!(answer["errorSummary"], "Not found: Resource not found: 00Tnone (Token)");
    }
}

#[test]
fn a_token_is_limited_to_zones_or_used_anywhere() {
    let client = Client::new();
    let id = client.get("/api/v1/api-tokens").json()[0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/api-tokens/{id}");
    let cases = [
        (json!({ "connection": "ZONE", "include": ["nzo1"] }), 200),
        (json!({ "connection": "ZONE", "exclude": ["nzo1"] }), 200),
        (json!({ "connection": "ANYWHERE" }), 200),
        (json!({ "connection": "ZONE" }), 400),
        (json!({ "connection": "ZONE", "include": ["nzo1"], "exclude": ["nzo2"] }), 400),
        (json!({ "connection": "NOWHERE" }), 400),
    ];
    for (network, status) in cases {
        let answer = client.send("PUT", &path, &json!({ "name": "CI", "network": network })).expect(status);
        if status == 200 {
            assert_eq!(client.get(&path).json()["network"], network);
            assert_eq!(answer.json()["name"], "CI");
        }
    }
}

#[test]
fn a_revoked_token_opens_nothing() {
    for path in ["current", "by its id"] {
        let client = Client::new();
        let id = client.get("/api/v1/api-tokens").json()[0]["id"].as_str().expect("an id").to_owned();
        let name = if path == "current" { path } else { id.as_str() };
        client.send("DELETE", &format!("/api/v1/api-tokens/{name}"), &Value::Null).expect(204);
        let refused = client.get("/api/v1/users").expect(401).json();
        assert_eq!(refused["errorCode"], "E0000011");
    }
}
