//! A user's factors and password under the names of authenticators.

use crate::client::Client;
use serde_json::{Value, json};

fn user(client: &Client) -> String {
    let profile = json!({ "firstName": "Ann", "lastName": "Lee", "email": "ann@acme.example", "login": "ann@acme.example" });
    let body = json!({ "profile": profile, "credentials": { "password": { "value": "superPass1" } } });
    let made = client.post("/api/v1/users", &body).expect(200).json();
    format!("/api/v1/users/{}", made["id"].as_str().unwrap())
}

fn keys(enrollments: &Value) -> Vec<&str> {
    let all = enrollments.as_array().unwrap().iter();
    all.map(|one| one["key"].as_str().unwrap()).collect()
}

#[test]
fn a_phone_is_enrolled_shown_and_taken_away() {
    let client = Client::new();
    let user = user(&client);
    let enrollments = format!("{user}/authenticator-enrollments");
    assert_eq!(keys(&client.get(&enrollments).expect(200).json()), ["okta_password"]);
    let authenticators = client.get("/api/v1/authenticators").expect(200).json();
    let of = |key: &str| {
        let all = authenticators.as_array().unwrap();
        all.iter().find(|one| one["key"] == key).unwrap()["id"].clone()
    };
    let profile = json!({ "phoneNumber": "+14086673418" });
    let body = |id: Value| json!({ "authenticatorId": id, "profile": profile });
    let phones = format!("{enrollments}/phone");
    client.post(&phones, &body(of("okta_email"))).expect(400);
    client.post(&phones, &body(json!("autnope"))).expect(400);
    client.post(&phones, &json!({ "authenticatorId": of("phone_number") })).expect(400);

    let made = client.post(&phones, &body(of("phone_number"))).expect(200).json();
    assert_eq!((&made["key"], &made["type"]), (&json!("phone_number"), &json!("phone")));
    assert_eq!((&made["status"], &made["name"]), (&json!("ACTIVE"), &json!("Phone")));
    assert_eq!(made["profile"]["phoneNumber"], "+1 XXX-XXX-3418");
    let own = format!("{enrollments}/{}", made["id"].as_str().unwrap());
    assert_eq!(made["_links"]["self"]["href"], format!("http://localhost{own}"));
    assert_eq!(client.get(&own).expect(200).json(), made);
    let whole = client.get(&format!("{own}?discloseIdentifiers=phone")).expect(200).json();
    assert_eq!(whole["profile"], profile);
    let factors = client.get(&format!("{user}/factors")).expect(200).json();
    assert_eq!(factors[0]["id"], made["id"], "it is a factor like any other");
    assert_eq!(keys(&client.get(&enrollments).expect(200).json()), ["okta_password", "phone_number"]);

    client.send("DELETE", &own, &Value::Null).expect(204);
    assert_eq!(client.get(&own).expect(404).json()["errorCode"], "E0000007");
    assert_eq!(client.get(&format!("{user}/factors")).expect(200).json(), json!([]));
}

#[test]
fn a_temporary_code_is_shown_once_and_ends() {
    let client = Client::new();
    let enrollments = format!("{}/authenticator-enrollments", user(&client));
    let configuration = json!({ "minTtl": 10, "maxTtl": 60, "defaultTtl": 30, "length": 12, "complexity": { "numbers": true } });
    let provider = json!({ "type": "tac", "configuration": configuration });
    let body = json!({ "key": "tac", "name": "Temporary Access Code", "provider": provider });
    let authenticator = client.post("/api/v1/authenticators", &body).expect(200).json()["id"].clone();
    let codes = format!("{enrollments}/tac");
    let asked =
        |ttl: Value| json!({ "authenticatorId": authenticator, "profile": { "ttl": ttl, "multiUse": true } });
    client.post(&codes, &json!({ "authenticatorId": "autnope" })).expect(400);
    for wrong in [json!(9), json!(61), json!("long")] {
        client.post(&codes, &asked(wrong)).expect(400);
    }
    let first = client.post(&codes, &asked(json!(10))).expect(200).json();
    let made = client.post(&codes, &asked(json!("11"))).expect(200).json();
    assert_eq!(
        (&made["key"], &made["type"], &made["status"]),
        (&json!("tac"), &json!("tac"), &json!("ACTIVE"))
    );
    assert_eq!(made["profile"]["tac"].as_str().map(str::len), Some(12));
    let own = |made: &Value| format!("{enrollments}/{}", made["id"].as_str().unwrap());
    client.get(&own(&first)).expect(404);
    let read = client.get(&own(&made)).expect(200).json();
    assert_eq!((read.get("profile"), &made["profile"]["multiUse"]), (None, &json!(true)));
    client.post("/_local/clock", &json!({ "advance": 11 * 60 + 1 })).expect(200);
    client.get(&own(&made)).expect(404);
    let last = client.post(&codes, &asked(json!(10))).expect(200).json();
    client.send("DELETE", &own(&last), &Value::Null).expect(204);
    client.get(&own(&last)).expect(404);
}

/// Nobody asked for a role and got it: the org has no such grants.
#[test]
fn a_role_has_no_source_in_governance() {
    let client = Client::new();
    let user = user(&client);
    let role =
        client.post(&format!("{user}/roles"), &json!({ "type": "HELP_DESK_ADMIN" })).expect(201).json();
    let own = format!("{user}/roles/{}/governance", role["id"].as_str().unwrap());
    let listed = client.get(&own).expect(200).json();
    assert_eq!(listed["grants"], json!([]));
    assert_eq!(listed["_links"]["self"]["href"], format!("http://localhost{own}"));
    client.get(&format!("{own}/granope")).expect(404);
    client.get(&format!("{own}/granope/resources")).expect(404);
    client.get(&format!("{user}/roles/nope/governance")).expect(404);
}
