//! Network zones: their addresses must be addresses.

use crate::client::Client;
use serde_json::{Value, json};

fn zone(list: &str, kind: &str, value: &str) -> Value {
    json!({ "type": "IP", "name": "Z", list: [{ "type": kind, "value": value }] })
}

#[test]
fn an_address_is_checked() {
    let client = Client::new();
    let wrong = [
        ("gateways", "CIDR", "no address"),
        ("gateways", "CIDR", "192.0.2.0/33"),
        ("gateways", "RANGE", "192.0.2.9-192.0.2.1"),
        ("proxies", "RANGE", ""),
        ("proxies", "NAME", "192.0.2.1"),
    ];
    for (list, kind, value) in wrong {
        let body = client.post("/api/v1/zones", &zone(list, kind, value)).expect(400).json();
        assert_eq!(body["errorSummary"], format!("Api validation failed: {list}"), "{kind} {value}");
    }
    let made = client.post("/api/v1/zones", &zone("gateways", "CIDR", "192.0.2.0/24")).expect(200).json();
    let own = format!("/api/v1/zones/{}", made["id"].as_str().unwrap());
    client.send("PUT", &own, &zone("gateways", "CIDR", "300.0.2.0/24")).expect(400);
    assert_eq!(client.get(&own).json()["gateways"], made["gateways"]);
    client.send("PUT", &own, &zone("gateways", "RANGE", "192.0.2.1-192.0.2.9")).expect(200);
}

#[test]
fn a_zone_says_where_it_is() {
    let client = Client::new();
    let nowhere = [
        json!({ "type": "IP", "name": "Z" }),
        json!({ "type": "IP", "name": "Z", "gateways": [], "proxies": null }),
        json!({ "type": "DYNAMIC", "name": "Z" }),
        json!({ "type": "DYNAMIC_V2", "name": "Z", "usage": "BLOCKLIST" }),
    ];
    for body in nowhere {
        client.post("/api/v1/zones", &body).expect(400);
    }
    client.post("/api/v1/zones", &json!({ "type": "DYNAMIC", "name": "Z", "proxyType": "Tor" })).expect(200);
}
