//! What others need stays, and what is one of its kind stays one.

use crate::client::{Answer, Client};
use serde_json::{Value, json};

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}"))
}

fn refused(answer: Answer, code: &str) {
    let body = answer.expect(400).json();
    assert_eq!(body["errorCode"], code, "{body}");
}

fn delete(client: &Client, path: &str) -> Answer {
    client.send("DELETE", path, &Value::Null)
}

#[test]
fn a_zone_is_deleted_when_it_is_off_and_no_rule_names_it() {
    let client = Client::new();
    let body =
        json!({ "type": "IP", "name": "Z", "gateways": [{ "type": "CIDR", "value": "192.0.2.0/24" }] });
    let zone = client.post("/api/v1/zones", &body).expect(200).json();
    let own = format!("/api/v1/zones/{}", id(&zone));
    let policy = client.post("/api/v1/policies", &json!({ "type": "OKTA_SIGN_ON", "name": "P" })).json();
    let rules = format!("/api/v1/policies/{}/rules", id(&policy));
    let rule = json!({
        "type": "SIGN_ON", "name": "R",
        "conditions": { "network": { "connection": "ZONE", "include": [zone["id"]] } },
        "actions": { "signon": { "access": "ALLOW" } },
    });
    let rule = client.post(&rules, &rule).expect(200).json();
    refused(delete(&client, &own), "E0000001");
    client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null).expect(200);
    refused(delete(&client, &own), "E0000001");
    delete(&client, &format!("{rules}/{}", id(&rule))).expect(204);
    client.post(&format!("{own}/lifecycle/activate"), &Value::Null).expect(200);
    refused(delete(&client, &own), "E0000001");
    client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null).expect(200);
    delete(&client, &own).expect(204);
}

#[test]
fn what_others_name_is_not_deleted() {
    let client = Client::new();
    let check = json!({
        "name": "Firewall", "variableName": "macOSFirewall", "platform": "MACOS", "type": "CUSTOM",
        "mappingType": "CHECKBOX", "query": "SELECT global_state FROM alf;",
    });
    let assurance = json!({
        "name": "Laptops", "platform": "MACOS",
        "devicePostureChecks": { "include": [{ "variableName": "macOSFirewall", "value": "true" }] },
    });
    let realm = json!({ "profile": { "name": "Car Co" } });
    let hook = |key: &Value| {
        json!({
            "name": "h", "type": "com.okta.oauth2.tokens.transform", "version": "1.0.0",
            "channel": {
                "type": "OAUTH", "version": "1.0.0",
                "config": { "uri": "https://acme.example", "authType": "private_key_jwt", "clientId": "c", "hookKeyId": key["id"] },
            },
        })
    };
    let user = |realm: &Value| {
        let profile = json!({ "firstName": "A", "lastName": "B", "email": "a@acme.example", "login": "a@acme.example" });
        json!({ "realmId": realm["id"], "profile": profile })
    };
    type Needs<'a> = &'a dyn Fn(&Value) -> Value;
    let cases: [(&str, Value, &str, Needs<'_>, &str); 3] = [
        (
            "/api/v1/device-posture-checks",
            check,
            "/api/v1/device-assurances",
            &|_| assurance.clone(),
            "E0000001",
        ),
        ("/api/v1/realms", realm, "/api/v1/users", &user, "E0000178"),
        ("/api/v1/hook-keys", json!({ "name": "K" }), "/api/v1/inlineHooks", &hook, "E0000001"),
    ];
    for (path, body, others, needs, code) in cases {
        let made = client.post(path, &body).expect(200).json();
        let own = format!("{path}/{}", id(&made));
        let other = client.post(others, &needs(&made)).expect(200).json();
        let other = format!("{others}/{}", id(&other));
        refused(delete(&client, &own), code);
        client.post(&format!("{other}/lifecycle/deactivate"), &Value::Null);
        delete(&client, &other).expect(204);
        delete(&client, &own).expect(204);
    }
}

#[test]
fn one_telephony_provider_is_the_primary_one() {
    let client = Client::new();
    let providers = "/api/v1/telephony-providers";
    let make = |name: &str| {
        let body = json!({ "providerName": name, "providerSid": "s", "providerAuthToken": "t" });
        client.post(providers, &body).expect(201).json()
    };
    let (first, second) = (make("TWILIO"), make("TELESIGN"));
    assert_eq!((&first["isPrimaryProvider"], &second["isPrimaryProvider"]), (&json!(true), &json!(false)));
    let own = |provider: &Value| format!("{providers}/{}", id(provider));
    refused(client.post(&format!("{}/lifecycle/deactivate", own(&first)), &Value::Null), "E0000001");
    client.post(&format!("{}/setAsPrimary", own(&second)), &Value::Null).expect(200);
    assert_eq!(client.get(&own(&first)).json()["isPrimaryProvider"], false);
    refused(delete(&client, &own(&first)), "E0000001");
    client.post(&format!("{}/lifecycle/deactivate", own(&first)), &Value::Null).expect(200);
    delete(&client, &own(&first)).expect(204);
}

#[test]
fn an_api_service_begins_with_the_secret_that_it_was_made_with() {
    let client = Client::new();
    let body = json!({ "type": "my_app_cie", "grantedScopes": ["okta.logs.read"] });
    let made = client.post("/integrations/api/v1/api-services", &body).expect(201).json();
    let secrets = format!("/integrations/api/v1/api-services/{}/credentials/secrets", id(&made));
    let listed = client.get(&secrets).expect(200).json();
    assert_eq!(
        (&listed[0]["client_secret"], &listed[0]["status"]),
        (&made["clientSecret"], &json!("ACTIVE"))
    );
    client.post(&secrets, &Value::Null).expect(201);
    assert_eq!(client.get(&secrets).json().as_array().map(Vec::len), Some(2));
}

#[test]
fn two_push_providers_have_two_names() {
    let client = Client::new();
    let body = json!({ "name": "Apple", "providerType": "APNS", "configuration": { "keyId": "K" } });
    client.post("/api/v1/push-providers", &body).expect(200);
    refused(client.post("/api/v1/push-providers", &body), "E0000001");
}

#[test]
fn a_hook_with_another_channel_is_verified_anew() {
    let client = Client::new();
    let hook = |uri: &str, header: &str| {
        json!({
            "name": "Members",
            "events": { "type": "EVENT_TYPE", "items": ["group.user_membership.add"] },
            "channel": {
                "type": "HTTP", "version": "1.0.0",
                "config": { "uri": uri, "headers": [{ "key": "X-Other", "value": header }] },
            },
        })
    };
    let uri = "https://acme.example/hook";
    let mut made = client.post("/api/v1/eventHooks", &hook(uri, "a")).expect(200).json();
    let own = format!("/api/v1/eventHooks/{}", id(&made));
    for (uri, header, kept) in
        [(uri, "a", true), (uri, "b", false), ("https://acme.example/other", "b", false)]
    {
        made["verificationStatus"] = json!("VERIFIED");
        let document = json!({ "kind": "/api/v1/eventHooks", "id": made["id"], "json": made });
        client.post("/_local/documents", &json!({ "documents": [document] })).expect(200);
        made = client.send("PUT", &own, &hook(uri, header)).expect(200).json();
        let expected = if kept { "VERIFIED" } else { "UNVERIFIED" };
        assert_eq!(made["verificationStatus"], expected, "{uri} {header}");
    }
}

#[test]
fn the_certificate_of_a_security_key_is_read() {
    let client = Client::new();
    let body = json!({ "key": "webauthn", "name": "Security Key" });
    let authenticator = client.post("/api/v1/authenticators", &body).expect(200).json();
    let models = format!("/api/v1/authenticators/{}/aaguids", id(&authenticator));
    let app = json!({ "name": "bookmark", "label": "B", "signOnMode": "BOOKMARK", "settings": { "app": { "url": "https://acme.example" } } });
    let app = client.post("/api/v1/apps", &app).expect(200).json();
    let generate = format!("/api/v1/apps/{}/credentials/keys/generate?validityYears=2", id(&app));
    let key = client.post(&generate, &Value::Null).expect(201).json();
    let model = |certificate: Value| {
        json!({
            "aaguid": "cb69481e-8ff7-4039-93ec-0a2729a154a8", "name": "Ours",
            "attestationRootCertificates": [certificate],
        })
    };
    let made = client.post(&models, &model(json!({ "x5c": key["x5c"][0] }))).expect(200).json();
    let shown = &made["attestationRootCertificates"][0];
    assert_eq!(shown["x5t#S256"], key["x5t#S256"]);
    assert!(shown["exp"].is_string() && shown["iss"].is_string(), "{shown}");
    let own = format!("{models}/{}", made["aaguid"].as_str().unwrap());
    assert_eq!(client.get(&own).expect(200).json(), made);
    refused(client.send("PUT", &own, &model(json!("x"))), "E0000003");
    let put = client.send("PUT", &own, &model(json!({ "x5c": "no certificate" }))).expect(200).json();
    assert_eq!(put["attestationRootCertificates"], json!([{ "x5c": "no certificate" }]));
}
