//! What else resources that are described ask for: states, what is in use, what a value must be.

use crate::client::{Answer, Client};
use serde_json::{Value, json};

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}"))
}

fn refused(answer: Answer, status: u16, code: &str) {
    let body = answer.expect(status).json();
    assert_eq!(body["errorCode"], code, "{body}");
}

#[test]
fn a_device_goes_through_its_states() {
    let client = Client::new();
    let device = json!({ "kind": "/api/v1/devices", "id": "guo1", "json": { "id": "guo1", "status": "CREATED", "profile": {} } });
    client.post("/_local/documents", &json!({ "documents": [device] })).expect(200);
    let step = |name: &str| client.post(&format!("/api/v1/devices/guo1/lifecycle/{name}"), &Value::Null);
    let delete = || client.send("DELETE", "/api/v1/devices/guo1", &Value::Null);
    // From each state: what is refused, and then the step to the next.
    let walk: [(&[&str], &str); 5] = [
        (&["suspend", "unsuspend", "delete"], "activate"),
        (&["unsuspend", "delete"], "suspend"),
        (&["suspend", "activate", "delete"], "unsuspend"),
        (&["unsuspend", "delete"], "deactivate"),
        (&["suspend", "unsuspend", "deactivate"], "activate"),
    ];
    for (wrong, next) in walk {
        for name in wrong {
            let answer = if *name == "delete" { delete() } else { step(name) };
            refused(answer, 403, "E0000152");
        }
        step(next).expect(204);
    }
    step("deactivate").expect(204);
    delete().expect(204);
}

/// Where a part of a value may be searched for, and where not.
#[test]
fn a_device_is_found_by_a_part_of_few_attributes() {
    let client = Client::new();
    let names = ["displayName", "serialNumber", "imei", "meid", "udid", "sid"];
    let others = ["platform", "registered"];
    for (name, status) in names.iter().map(|name| (name, 200)).chain(others.iter().map(|name| (name, 400))) {
        let search = format!("/api/v1/devices?search=profile.{name}+co+%22x%22");
        assert_eq!(client.get(&search).status, status, "{name}");
    }
}

#[test]
fn settings_are_as_old_as_the_org() {
    let client = Client::new();
    let times = |path: &str| {
        let shown = client.get(path).expect(200).json();
        (shown["created"].clone(), shown["lastUpdated"].clone())
    };
    let everyone = client.get("/api/v1/groups?q=Everyone").expect(200).json()[0]["created"].clone();
    client.org.advance(3600);
    for path in ["/api/v1/org", "/api/v1/threats/configuration"] {
        assert_eq!(times(path), (everyone.clone(), everyone.clone()), "{path}");
    }
}

#[test]
fn a_captcha_that_the_org_asks_for_stays() {
    let client = Client::new();
    let body = json!({ "name": "C", "type": "HCAPTCHA", "siteKey": "k", "secretKey": "s" });
    let made = client.post("/api/v1/captchas", &body).expect(201).json();
    refused(client.post("/api/v1/captchas", &body), 403, "E0000166");
    let own = format!("/api/v1/captchas/{}", id(&made));
    let settings = |captcha: Value, pages: Value| {
        client.send("PUT", "/api/v1/org/captcha", &json!({ "captchaId": captcha, "enabledPages": pages }))
    };
    refused(settings(json!("capnope"), json!(["SIGN_IN"])), 400, "E0000001");
    refused(settings(Value::Null, json!(["SIGN_IN"])), 400, "E0000001");
    settings(made["id"].clone(), json!(["SIGN_IN"])).expect(200);
    refused(client.send("DELETE", &own, &Value::Null), 403, "E0000168");
    settings(Value::Null, json!([])).expect(200);
    client.send("DELETE", &own, &Value::Null).expect(204);
}

#[test]
fn a_translation_without_a_text_is_taken_out() {
    let client = Client::new();
    let body = json!({ "name": "Custom", "type": "SMS_VERIFY_CODE", "template": "${code}", "translations": { "es": "e ${code}", "fr": "f ${code}", "it": "i ${code}" } });
    let made = client.post("/api/v1/templates/sms", &body).expect(200).json();
    let own = format!("/api/v1/templates/sms/{}", id(&made));
    let changes = json!({ "translations": { "es": null, "fr": "", "de": "d ${code}" } });
    let changed = client.post(&own, &changes).expect(200).json();
    assert_eq!(changed["translations"], json!({ "it": "i ${code}", "de": "d ${code}" }));
    assert_eq!(client.get(&own).json(), changed);
}

#[test]
fn an_origin_has_a_scheme_and_a_host() {
    let client = Client::new();
    let origin = |origin: &str| json!({ "name": origin, "origin": origin, "scopes": [{ "type": "CORS" }] });
    for wrong in ["example.com", "not a url", "https://", "://host", "https://two words"] {
        refused(client.post("/api/v1/trustedOrigins", &origin(wrong)), 400, "E0000001");
    }
    for right in ["https://example.com", "http://localhost:8080", "com.example.app://callback"] {
        client.post("/api/v1/trustedOrigins", &origin(right)).expect(200);
    }
}

#[test]
fn one_mail_server_is_enabled() {
    let client = Client::new();
    let server = |alias: &str, enabled: bool| json!({ "alias": alias, "host": "smtp.example.com", "port": 587, "username": "u", "password": "p", "enabled": enabled });
    client.post("/api/v1/email-servers", &server("one", true)).expect(201);
    refused(client.post("/api/v1/email-servers", &server("two", true)), 400, "E0000222");
    client.post("/api/v1/email-servers", &server("two", false)).expect(201);
}

#[test]
fn an_executed_realm_assignment_is_told_of() {
    let client = Client::new();
    let realm = client.post("/api/v1/realms", &json!({ "profile": { "name": "Car Co" } })).expect(200).json();
    let body = json!({
        "name": "Cars", "priority": 1, "conditions": { "profileSourceId": "00o1" },
        "actions": { "assignUserToRealm": { "realmId": realm["id"] } },
    });
    let assignment = client.post("/api/v1/realm-assignments", &body).expect(200).json();
    let path = "/api/v1/realm-assignments/operations";
    let one = client.post(path, &json!({ "assignmentId": assignment["id"] })).expect(201).json();
    assert_eq!((&one["realmId"], &one["realmName"]), (&realm["id"], &json!("Car Co")));
    let configuration = &one["assignmentOperation"]["configuration"];
    assert_eq!((&configuration["id"], &configuration["actions"]), (&assignment["id"], &body["actions"]));
    let all = client.post(path, &json!({ "assignmentId": "ALL" })).expect(201).json();
    assert_eq!(all["assignmentOperation"]["configuration"]["name"], "All Assignments");
    assert_eq!(client.get(path).expect(200).json(), json!([one, all]));
}

#[test]
fn the_org_switches_factors_on_and_off() {
    let client = Client::new();
    let own = "/api/v1/org/factors/okta_sms";
    let factor = client.get(own).expect(200).json();
    assert_eq!(
        (&factor["id"], &factor["provider"], &factor["factorType"], &factor["status"]),
        (&json!("okta_sms"), &json!("OKTA"), &json!("sms"), &json!("ACTIVE"))
    );
    let off = client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null).expect(200).json();
    assert_eq!(off["status"], "INACTIVE");
    assert!(off["_links"]["activate"]["href"].as_str().unwrap().ends_with("/okta_sms/lifecycle/activate"));
    assert_eq!(client.get(own).json(), off);
    assert_eq!(client.post(&format!("{own}/lifecycle/activate"), &Value::Null).expect(200).json(), factor);
    client.get("/api/v1/org/factors/moon").expect(404);
}

#[test]
fn a_yubikey_shows_its_serial_number_and_no_secret() {
    let client = Client::new();
    let path = "/api/v1/org/factors/yubikey_token/tokens";
    let seed = json!({ "serialNumber": "7886622", "publicId": "ccccccijgibu", "privateId": "b74be6169486", "aesKey": "1fcc6d8ce39bf160" });
    let made = client.post(path, &seed).expect(200).json();
    assert_eq!(
        (&made["profile"], &made["status"]),
        (&json!({ "serial": "000007886622" }), &json!("UNASSIGNED"))
    );
    assert!(!made.to_string().contains("1fcc6d8ce39bf160"), "{made}");
    assert_eq!(client.get(&format!("{path}/{}", id(&made))).expect(200).json(), made);
    assert_eq!(client.get(path).expect(200).json(), json!([made]));
}

#[test]
fn the_org_links_to_its_logo() {
    let client = Client::new();
    let org = client.get("/api/v1/org").expect(200).json();
    assert_eq!(org["_links"].get("logo"), Some(&Value::Null), "it is there and null until there is one");
    client.post("/api/v1/org/logo", &json!({})).expect(400);
    let form = [("content-type", "multipart/form-data; boundary=x")];
    let uploaded = client.send_with("POST", "/api/v1/org/logo", &json!("a picture"), &form).expect(201);
    let changed = client.post("/api/v1/org", &json!({ "companyName": "Acme" })).expect(200).json();
    assert_eq!(changed["companyName"], "Acme");
    assert_eq!(changed["_links"]["logo"]["href"], uploaded.headers["location"].to_str().unwrap());
    let replaced = client.send("PUT", "/api/v1/org", &json!({ "companyName": "Other" })).expect(200).json();
    assert_eq!(replaced["_links"]["logo"], changed["_links"]["logo"]);
}

/// A body of another shape than Okta's is refused before anything reads it.
#[test]
fn what_must_be_an_object_or_be_there_is_looked_at_inside_of_members() {
    let client = Client::new();
    let provider = json!({
        "name": "P", "type": "SAML2",
        "protocol": {
            "type": "SAML2",
            "algorithms": { "request": { "signature": { "algorithm": "SHA-256" } } },
            "credentials": { "trust": { "issuer": "i", "kid": "k" } },
        },
        "policy": { "provisioning": { "groups": { "action": "NONE" } }, "subject": { "userNameTemplate": {} } },
    });
    for place in [
        "/protocol/algorithms",
        "/protocol/algorithms/request",
        "/protocol/credentials",
        "/protocol/credentials/trust",
        "/policy/provisioning",
        "/policy/provisioning/groups",
        "/policy/subject/userNameTemplate",
    ] {
        for wrong in [json!("x"), json!(7), json!([]), json!(true)] {
            let mut body = provider.clone();
            *body.pointer_mut(place).unwrap() = wrong;
            refused(client.post("/api/v1/idps", &body), 400, "E0000003");
        }
    }
    client.post("/api/v1/idps", &provider).expect(200);

    let code = json!({ "minTtl": 10, "maxTtl": 60, "defaultTtl": 30, "length": 16, "complexity": { "numbers": true } });
    let tac = |configuration: &Value| json!({ "key": "tac", "name": "Temporary code", "provider": { "type": "tac", "configuration": configuration } });
    let credentials = json!({
        "alias": "A", "host": "smtp.acme.example", "port": 587, "username": "u", "enabled": false,
        "authType": "OAUTH2_CLIENT_CREDENTIALS", "clientId": "c", "clientSecret": "s",
        "tokenEndpoint": "https://acme.example/token", "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
        "scopes": ["mail"],
    });
    let without = |body: &Value, member: &str| {
        let mut body = body.clone();
        body.as_object_mut().unwrap().remove(member);
        body
    };
    for member in ["minTtl", "maxTtl", "defaultTtl", "length", "complexity"] {
        refused(client.post("/api/v1/authenticators", &tac(&without(&code, member))), 400, "E0000001");
    }
    client.post("/api/v1/authenticators", &tac(&code)).expect(200);
    for member in ["clientId", "clientSecret", "tokenEndpoint", "tokenEndpointAuthMethod", "scopes"] {
        refused(client.post("/api/v1/email-servers", &without(&credentials, member)), 400, "E0000001");
    }
    client.post("/api/v1/email-servers", &credentials).expect(201);
}

#[test]
fn roles_and_apps_of_a_path_are_known_ones() {
    let client = Client::new();
    for (path, status) in [
        ("/api/v1/roles/SUPER_ADMIN/subscriptions", 200),
        ("/api/v1/roles/nope/subscriptions", 404),
        ("/api/v1/roles/nope/subscriptions/OKTA_ISSUE", 404),
        ("/api/v1/first-party-app-settings/admin-console", 200),
        ("/api/v1/first-party-app-settings/nope", 404),
    ] {
        client.get(path).expect(status);
    }
}
