//! Keys of hooks: the public half is shown, and stays what it is.

use crate::client::Client;
use serde_json::{Value, json};

#[test]
fn the_public_half_is_shown() {
    let client = Client::new();
    let made = client.post("/api/v1/hook-keys", &json!({ "name": "K" })).expect(200).json();
    let public = &made["_embedded"];
    assert_eq!((&public["kid"], &public["kty"]), (&made["keyId"], &json!("RSA")));
    assert!(public["n"].as_str().is_some_and(|modulus| modulus.len() > 300));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = client.get(&format!("/api/v1/hook-keys/public/{}", text(&made["keyId"]))).expect(200).json();
    assert_eq!(found, *public);
    let own = format!("/api/v1/hook-keys/{}", text(&made["id"]));
    let renamed = client.send("PUT", &own, &json!({ "name": "L" })).expect(200).json();
    assert_eq!(renamed["_embedded"], *public);
    let again = client.get(&own).expect(200).json();
    assert_eq!((&again["name"], &again["_embedded"]), (&json!("L"), &Value::Null), "it is not shown again");
    let listed = client.get("/api/v1/hook-keys").expect(200).json();
    assert_eq!(listed[0]["_embedded"], Value::Null, "a list shows no keys");
    client.get("/api/v1/hook-keys/public/nope").expect(404);
}
