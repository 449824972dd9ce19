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
