//! Small things of an org: consents, domains that were failed over, and bounced mails.

use crate::client::Client;
use serde_json::{Value, json};

#[test]
fn consent_to_aerial_is_given_once_and_taken_back() {
    let client = Client::new();
    let aerial = "/api/v1/org/privacy/aerial";
    let account = json!({ "accountId": "0200bs" });
    let missing = client.get(aerial).expect(404).json();
    assert_eq!(missing["errorSummary"], "Not found: Resource not found: grant (String)");
    client.post(&format!("{aerial}/grant"), &json!({})).expect(400);
    let given = client.post(&format!("{aerial}/grant"), &account).expect(200).json();
    assert_eq!(given["accountId"], "0200bs");
    assert_eq!(client.get(aerial).expect(200).json(), given);
    let twice = client.post(&format!("{aerial}/grant"), &account).expect(400).json();
    let cause = "The org already has a consent grant added to Aerial.";
    assert_eq!(twice["errorCauses"][0]["errorSummary"], cause);
    client.post(&format!("{aerial}/revoke"), &json!({ "accountId": "other" })).expect(400);
    client.post(&format!("{aerial}/revoke"), &account).expect(200);
    client.get(aerial).expect(404);
}

#[test]
fn no_domain_was_failed_over() {
    let client = Client::new();
    let status = client.get("/api/v1/dr/status").expect(200).json();
    assert_eq!(status, json!({ "status": [{ "domain": "localhost", "isFailedOver": false }] }));
    assert_eq!(client.get("/api/v1/dr/status/localhost").expect(200).json(), status);
    client.get("/api/v1/dr/status/other.example").expect(400);
}

#[test]
fn addresses_are_taken_off_the_list_of_bounces_where_somebody_has_them() {
    let client = Client::new();
    let own = client.get("/api/v1/users/me").json()["profile"]["email"].clone();
    let body = json!({ "emailAddresses": [own, "nobody@acme.example", "name@two@acme.example"] });
    let answer = client.post("/api/v1/org/email/bounces/remove-list", &body).expect(200).json();
    let errors = answer["errors"].as_array().unwrap();
    let wrong: Vec<&Value> = errors.iter().map(|one| &one["emailAddress"]).collect();
    assert_eq!(wrong, ["nobody@acme.example", "name@two@acme.example"]);
}

#[test]
fn a_test_of_a_telephony_provider_is_in_the_outbox() {
    let client = Client::new();
    let settings = json!({ "sms": { "twilioPhoneNumber": "+1234567890" } });
    let provider = json!({ "providerName": "TWILIO", "providerSid": "s", "providerAuthToken": "t", "providerSettings": settings });
    let made = client.post("/api/v1/telephony-providers", &provider).expect(201).json();
    let test = format!("/api/v1/telephony-providers/{}/test", made["id"].as_str().unwrap());
    let body =
        |factor: &str| json!({ "factor": factor, "phoneNumber": "+15551234567", "countryCodeIso2": "US" });
    client.post(&test, &body("FAX")).expect(400);
    client.post(&test, &body("SMS")).expect(204);
    let sent: Vec<_> = client.org.outbox().into_iter().map(|mail| (mail.kind, mail.to)).collect();
    assert_eq!(sent, [("sms".to_owned(), "+15551234567".to_owned())]);
    client.post("/api/v1/telephony-providers/octnope/test", &body("SMS")).expect(404);
}

#[test]
fn members_of_an_identity_source_s_group_are_told_by_its_own_ids() {
    let client = Client::new();
    let groups = "/api/v1/identity-sources/0oa1/groups";
    let group = json!({ "externalId": "WEST", "profile": { "displayName": "West" } });
    let id = client.post(groups, &group).expect(200).json()["id"].as_str().unwrap().to_owned();
    let members = format!("{groups}/WEST/membership");
    client.post(&members, &json!({})).expect(400);
    client.post(&members, &json!({ "memberExternalId": "x".repeat(256) })).expect(400);
    for member in ["B", "A", "A"] {
        client.post(&members, &json!({ "memberExternalId": member })).expect(204);
    }
    let both = json!({ "memberExternalIds": ["A", "B"] });
    assert_eq!(client.get(&members).expect(200).json(), both);
    assert_eq!(
        client.get(&format!("{groups}/{id}/membership")).expect(200).json(),
        both,
        "by Okta's id, too"
    );
    client.send("DELETE", &format!("{members}/A"), &Value::Null).expect(204);
    client.send("DELETE", &format!("{members}/A"), &Value::Null).expect(404);
    client.get(&format!("{groups}/EAST/membership")).expect(404);
}
