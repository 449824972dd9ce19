//! Bundles of entitlements: what they are made of, and how they are shown.

use crate::client::Client;
use serde_json::{Value, json};

const BUNDLES: &str = "/api/v1/iam/governance/bundles";

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

#[test]
fn a_bundle_shows_its_roles_and_what_they_are_for() {
    let client = Client::new();
    let group = client.post("/api/v1/groups", &json!({ "profile": { "name": "West" } })).expect(200).json();
    let entitlements = json!([{ "role": "GROUP_MEMBERSHIP_ADMIN", "targets": [group["id"]] }]);
    let body = json!({ "name": "Group admins", "description": "For groups", "entitlements": entitlements });
    let made = client.post(BUNDLES, &body).expect(200).json();
    assert_eq!((&made["status"], &made["name"]), (&json!("ACTIVE"), &json!("Group admins")));
    assert!(text(&made["id"]).starts_with("0bb"), "{made}");
    assert!(text(&made["orn"]).ends_with(&format!(":bundles:{}", text(&made["id"]))), "{made}");
    let own = format!("{BUNDLES}/{}", text(&made["id"]));
    assert_eq!(client.get(&own).expect(200).json(), made);
    assert_eq!(client.get(BUNDLES).expect(200).json()["bundles"], json!([made]));

    let listed = client.get(&format!("{own}/entitlements")).expect(200).json();
    let one = &listed["entitlements"][0];
    assert_eq!(one["role"], "GROUP_MEMBERSHIP_ADMIN");
    let values = format!("{own}/entitlements/{}/values", text(&one["id"]));
    assert_eq!(one["_links"]["values"]["href"], format!("http://localhost{values}"));
    let value = client.get(&values).expect(200).json()["entitlementValues"][0].clone();
    assert_eq!(value["name"], "West");
    assert!(text(&value["value"]).ends_with(&format!(":groups:{}", text(&group["id"]))), "{value}");
    assert!(text(&value["_links"]["group"]["href"]).ends_with(text(&group["id"])), "{value}");

    // Okta's own examples send one entitlement without a list around it.
    let changed = json!({ "name": "Help desk", "entitlements": { "role": "HELP_DESK_ADMIN" } });
    assert_eq!(client.send("PUT", &own, &changed).expect(200).json()["name"], "Help desk");
    let listed = client.get(&format!("{own}/entitlements")).expect(200).json();
    assert_eq!(listed["entitlements"][0]["role"], "HELP_DESK_ADMIN");
    client.send("DELETE", &own, &Value::Null).expect(204);
    client.get(&own).expect(404);
}

#[test]
fn a_bundle_is_made_of_what_is_there() {
    let client = Client::new();
    let cases = [
        (json!({ "entitlements": [] }), 400),
        (json!({ "name": "B" }), 400),
        (json!({ "name": "B", "entitlements": [{}] }), 400),
        (json!({ "name": "B", "entitlements": [{ "role": "cr0nope" }] }), 404),
        (json!({ "name": "B", "entitlements": [{ "role": "APP_ADMIN", "targets": ["00gnope"] }] }), 404),
        (json!({ "name": "B", "entitlements": [{ "role": "APP_ADMIN", "resourceSets": ["iamnope"] }] }), 404),
    ];
    for (body, status) in cases {
        client.post(BUNDLES, &body).expect(status);
    }
    assert_eq!(client.get(BUNDLES).expect(200).json()["bundles"], json!([]));
}

#[test]
fn opting_in_and_out_has_begun_and_is_done_when_somebody_looks() {
    let client = Client::new();
    let status = || client.get("/api/v1/iam/governance/optIn").expect(200).json()["optInStatus"].clone();
    assert_eq!(status(), "OPTED_OUT");
    for (path, begun, done) in [("optIn", "OPTING_IN", "OPTED_IN"), ("optOut", "OPTING_OUT", "OPTED_OUT")] {
        let answer = client.post(&format!("/api/v1/iam/governance/{path}"), &Value::Null).expect(200).json();
        assert_eq!((&answer["optInStatus"], status()), (&json!(begun), json!(done)));
    }
}
