//! Custom authorization servers: the default one, their scopes, claims, policies, rules and keys.

use crate::client::{Answer, Client};
use crate::links;
use bytes::Bytes;
use serde_json::{Value, json};

const BASE: &str = "/api/v1/authorizationServers";

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn create(client: &Client, name: &str) -> Value {
    let body = json!({ "name": name, "description": "d", "audiences": ["https://api.example.com"] });
    client.post(BASE, &body).expect(201).json()
}

fn refused(answer: Answer, status: u16, code: &str, text: &str) {
    let body = answer.expect(status).json();
    assert_eq!(body["errorCode"], code, "{body}");
    assert!(body.to_string().contains(text), "{body}");
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn anonymous(client: &Client, path: &str) -> Answer {
    let request =
        http::Request::get(format!("http://localhost{path}")).body(Bytes::new()).expect("a request");
    let (parts, body) = links::handle(&client.org, request).into_parts();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

#[test]
fn an_org_has_the_default_server() {
    let client = Client::new();
    let default = client.get(&format!("{BASE}/default")).expect(200).json();
    assert_eq!(
        (default["audiences"].clone(), default["issuer"].as_str()),
        (json!(["api://default"]), Some("http://localhost/oauth2/default"))
    );
    let policies = client.get(&format!("{BASE}/default/policies")).expect(200).json();
    assert_eq!(policies[0]["conditions"]["clients"]["include"], json!(["ALL_CLIENTS"]));
    let rules = client.get(&format!("{BASE}/default/policies/{}/rules", id(&policies[0]))).expect(200).json();
    assert_eq!(rules[0]["name"], "Default Policy Rule");
    refused(client.send("DELETE", &format!("{BASE}/default"), &Value::Null), 403, "E0000111", "");
}

#[test]
fn servers_are_created_read_changed_and_deleted() {
    let client = Client::new();
    let made = create(&client, "Mine");
    assert_eq!(
        keys(&made),
        [
            "id",
            "name",
            "description",
            "audiences",
            "issuer",
            "issuerMode",
            "status",
            "created",
            "lastUpdated",
            "credentials",
            "default",
            "_links"
        ]
    );
    assert_eq!(keys(&made["credentials"]["signing"]), ["kid", "rotationMode", "lastRotated", "nextRotation"]);
    assert!(id(&made).starts_with("aus"));
    let own = format!("{BASE}/{}", id(&made));
    assert_eq!(client.get(&own).expect(200).json(), made);
    let cases = [
        (json!({ "audiences": ["a"] }), "name: The field cannot be left blank"),
        (json!({ "name": "x" }), "audiences: The field cannot be left blank"),
        (json!({ "name": "x", "audiences": ["a", "b"] }), "audiences"),
        (json!({ "name": "x", "audiences": ["a"], "issuerMode": "MOON" }), "issuerMode"),
        (json!({ "name": "Mine", "audiences": ["a"] }), "already exists"),
    ];
    for (body, text) in cases {
        refused(client.post(BASE, &body), 400, "E0000001", text);
    }
    let changed = json!({ "name": "Ours", "description": "e", "audiences": ["b"] });
    assert_eq!(client.send("PUT", &own, &changed).expect(200).json()["name"], "Ours");
    client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null).expect(204);
    assert_eq!(client.get(&own).json()["status"], "INACTIVE");
    client.post(&format!("{own}/lifecycle/activate"), &Value::Null).expect(204);
    let names = |path: &str| -> Vec<Value> {
        client
            .get(path)
            .expect(200)
            .json()
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].clone())
            .collect()
    };
    assert_eq!(names(BASE), ["Ours", "default"]);
    assert_eq!(names(&format!("{BASE}?q=our")), ["Ours"]);
    let page = client.get(&format!("{BASE}?limit=1")).expect(200);
    assert!(page.link("next").is_some());
    client.send("DELETE", &own, &Value::Null).expect(204);
    refused(client.get(&own), 404, "E0000007", "(AuthorizationServer)");
}

#[test]
fn scopes() {
    let client = Client::new();
    let server = create(&client, "Mine");
    let scopes = format!("{BASE}/{}/scopes", id(&server));
    let listed = client.get(&scopes).expect(200).json();
    let system: Vec<&str> =
        listed.as_array().unwrap().iter().map(|scope| scope["name"].as_str().unwrap()).collect();
    assert_eq!(system[..2], ["openid", "profile"]);
    let made =
        client.post(&scopes, &json!({ "name": "car:drive", "description": "Drive" })).expect(201).json();
    assert_eq!(
        keys(&made),
        [
            "id",
            "name",
            "description",
            "system",
            "metadataPublish",
            "consent",
            "default",
            "optional",
            "_links"
        ]
    );
    assert_eq!(
        (made["consent"].as_str(), made["metadataPublish"].as_str()),
        (Some("IMPLICIT"), Some("NO_CLIENTS"))
    );
    let cases = [
        (json!({}), "name: The field cannot be left blank"),
        (json!({ "name": "car:drive" }), "already exists"),
        (json!({ "name": "two words" }), "name"),
        (json!({ "name": "okta.users.read" }), "okta."),
        (json!({ "name": "x", "consent": "MAYBE" }), "consent"),
    ];
    for (body, text) in cases {
        refused(client.post(&scopes, &body), 400, "E0000001", text);
    }
    let own = format!("{scopes}/{}", id(&made));
    let changed =
        client.send("PUT", &own, &json!({ "name": "car:drive", "consent": "REQUIRED" })).expect(200).json();
    assert_eq!(changed["consent"], "REQUIRED");
    let filter = "filter=name%20eq%20%22car%3Adrive%22";
    assert_eq!(client.get(&format!("{scopes}?{filter}")).expect(200).json().as_array().unwrap().len(), 1);
    assert_eq!(client.get(&format!("{scopes}?q=car")).expect(200).json().as_array().unwrap().len(), 1);
    refused(
        client.send("DELETE", &format!("{scopes}/{}", id(&listed[0])), &Value::Null),
        403,
        "E0000111",
        "",
    );
    client.send("DELETE", &own, &Value::Null).expect(204);
    refused(client.get(&own), 404, "E0000007", "(OAuth2Scope)");
}

#[test]
fn claims() {
    let client = Client::new();
    let server = create(&client, "Mine");
    let claims = format!("{BASE}/{}/claims", id(&server));
    let sub = client.get(&claims).expect(200).json()[0].clone();
    assert_eq!((sub["name"].as_str(), sub["system"].as_bool()), (Some("sub"), Some(true)));
    let body = json!({ "name": "dept", "claimType": "RESOURCE", "valueType": "EXPRESSION", "value": "user.department" });
    let made = client.post(&claims, &body).expect(201).json();
    assert_eq!((made["status"].as_str(), &made["conditions"]), (Some("ACTIVE"), &json!({ "scopes": [] })));
    let with = |name: &str, value: Value| {
        let mut other = body.clone();
        other[name] = value;
        other
    };
    let cases = [
        (with("name", json!("")), "name: The field cannot be left blank"),
        (with("value", Value::Null), "value: The field cannot be left blank"),
        (with("name", json!("iss")), "reserved"),
        (with("claimType", json!("X")), "claimType"),
        (with("valueType", json!("GROUPS")), "group_filter_type"),
        (body.clone(), "already exists"),
    ];
    for (body, text) in cases {
        refused(client.post(&claims, &body), 400, "E0000001", text);
    }
    let groups = json!({ "name": "groups", "claimType": "IDENTITY", "valueType": "GROUPS", "value": "Eng", "group_filter_type": "STARTS_WITH" });
    assert_eq!(client.post(&claims, &groups).expect(201).json()["group_filter_type"], "STARTS_WITH");
    let own = format!("{claims}/{}", id(&made));
    assert_eq!(
        client.send("PUT", &own, &with("value", json!("user.title"))).expect(200).json()["value"],
        "user.title"
    );
    refused(client.send("DELETE", &format!("{claims}/{}", id(&sub)), &Value::Null), 403, "E0000111", "");
    client.send("DELETE", &own, &Value::Null).expect(204);
    refused(client.get(&own), 404, "E0000007", "(OAuth2Claim)");
}

#[test]
fn policies_and_rules_have_an_order() {
    let client = Client::new();
    let server = create(&client, "Mine");
    let policies = format!("{BASE}/{}/policies", id(&server));
    assert_eq!(client.get(&policies).expect(200).json(), json!([]));
    let body = |name: &str| json!({ "type": "OAUTH_AUTHORIZATION_POLICY", "name": name, "description": "d", "conditions": { "clients": { "include": ["ALL_CLIENTS"] } } });
    let first = client.post(&policies, &body("a")).expect(201).json();
    assert_eq!(
        keys(&first),
        [
            "id",
            "status",
            "name",
            "description",
            "priority",
            "system",
            "conditions",
            "created",
            "lastUpdated",
            "type",
            "_links"
        ]
    );
    let mut before = body("b");
    before["priority"] = json!(1);
    client.post(&policies, &before).expect(201);
    let order = |path: &str| -> Vec<Value> {
        client.get(path).json().as_array().unwrap().iter().map(|one| one["name"].clone()).collect()
    };
    assert_eq!(order(&policies), ["b", "a"]);
    refused(client.post(&policies, &body("a")), 400, "E0000001", "already in use");
    let plain = client.post(&policies, &json!({ "name": "x" })).expect(201).json();
    assert_eq!(
        plain["conditions"],
        json!({ "clients": { "include": [] } }),
        "no conditions are for no client"
    );
    client.send("DELETE", &format!("{policies}/{}", id(&plain)), &Value::Null).expect(204);
    let own = format!("{policies}/{}", id(&first));
    client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null).expect(204);
    assert_eq!(client.get(&own).json()["status"], "INACTIVE");
    assert_eq!(client.send("PUT", &own, &body("c")).expect(200).json()["name"], "c");

    let rules = format!("{own}/rules");
    let rule = |name: &str| json!({ "type": "RESOURCE_ACCESS", "name": name, "conditions": { "grantTypes": { "include": ["client_credentials"] } } });
    let made = client.post(&rules, &rule("one")).expect(201).json();
    assert_eq!(made["actions"]["token"]["accessTokenLifetimeMinutes"], 60);
    assert_eq!(keys(&made["conditions"]), ["people", "grantTypes", "scopes"]);
    let mut wrong = rule("two");
    wrong["actions"] = json!({ "token": { "accessTokenLifetimeMinutes": 1 } });
    refused(client.post(&rules, &wrong), 400, "E0000001", "accessTokenLifetimeMinutes");
    refused(client.post(&rules, &json!({ "name": "x" })), 400, "E0000001", "grantTypes");
    refused(client.post(&rules, &rule("one")), 400, "E0000001", "already in use");
    let own_rule = format!("{rules}/{}", id(&made));
    client.post(&format!("{own_rule}/lifecycle/deactivate"), &Value::Null).expect(204);
    assert_eq!(client.get(&own_rule).expect(200).json()["status"], "INACTIVE");
    client.send("DELETE", &own_rule, &Value::Null).expect(204);
    refused(client.get(&own_rule), 404, "E0000007", "(PolicyRule)");
    client.send("DELETE", &own, &Value::Null).expect(204);
    refused(client.get(&own), 404, "E0000007", "(Policy)");
}

#[test]
fn keys_rotate_and_verify() {
    let client = Client::new();
    let server = create(&client, "Mine");
    let path = format!("{BASE}/{}/credentials/keys", id(&server));
    let listed = client.get(&path).expect(200).json();
    let shown = |keys: &Value| -> Vec<(String, String)> {
        let text = |key: &Value, name: &str| key[name].as_str().unwrap().to_owned();
        keys.as_array().unwrap().iter().map(|key| (text(key, "status"), text(key, "kid"))).collect()
    };
    let before = shown(&listed);
    assert_eq!((before[0].0.as_str(), before[1].0.as_str(), before.len()), ("ACTIVE", "NEXT", 2));
    assert_eq!(before[0].1, server["credentials"]["signing"]["kid"].as_str().unwrap());
    assert_ne!(listed[0]["n"], listed[1]["n"]);
    assert_eq!(client.get(&path).json(), listed, "a key stays what it is");
    assert_eq!(client.get(&format!("{path}/{}", before[0].1)).expect(200).json(), listed[0]);
    client.get(&format!("{path}/nope")).expect(404);
    let rotate = format!("{BASE}/{}/credentials/lifecycle/keyRotate", id(&server));
    refused(
        client.post(&rotate, &json!({ "use": "enc" })),
        400,
        "E0000001",
        "Invalid value specified for key 'use' parameter",
    );
    let after = shown(&client.post(&rotate, &json!({ "use": "sig" })).expect(200).json());
    let statuses: Vec<&str> = after.iter().map(|(status, _)| status.as_str()).collect();
    assert_eq!(statuses, ["ACTIVE", "NEXT", "EXPIRED"]);
    assert_eq!((&after[0].1, &after[2].1), (&before[1].1, &before[0].1));
    let metadata =
        anonymous(&client, &format!("/oauth2/{}/.well-known/oauth-authorization-server", id(&server)));
    let metadata = metadata.expect(200).json();
    assert_eq!(metadata["issuer"], server["issuer"]);
    let keys = metadata["jwks_uri"].as_str().unwrap().replace("http://localhost", "");
    assert_eq!(anonymous(&client, &keys).expect(200).json()["keys"].as_array().unwrap().len(), 3);
    let openid = anonymous(&client, "/oauth2/default/.well-known/openid-configuration").expect(200).json();
    assert!(openid["userinfo_endpoint"].is_string());
    client.post(&format!("{BASE}/{}/lifecycle/deactivate", id(&server)), &Value::Null).expect(204);
    anonymous(&client, &keys).expect(404);
}

#[test]
fn servers_trust_each_other_and_have_no_tokens() {
    let client = Client::new();
    let (one, other) = (create(&client, "one"), create(&client, "other"));
    let associated = format!("{BASE}/{}/associatedServers", id(&one));
    let made = client.post(&associated, &json!({ "trusted": [other["id"]] })).expect(200).json();
    assert_eq!(id(&made[0]), id(&other));
    assert_eq!(id(&client.get(&format!("{associated}?trusted=true")).expect(200).json()[0]), id(&other));
    let back = format!("{BASE}/{}/associatedServers?trusted=false", id(&other));
    assert_eq!(id(&client.get(&back).expect(200).json()[0]), id(&one));
    client.post(&associated, &json!({ "trusted": [one["id"]] })).expect(400);
    client.post(&associated, &json!({ "trusted": ["ausnope"] })).expect(404);
    client.send("DELETE", &format!("{associated}/{}", id(&other)), &Value::Null).expect(204);
    assert_eq!(client.get(&associated).json(), json!([]));
    assert_eq!(client.get(&format!("{BASE}/default/clients")).expect(200).json(), json!([]));
    refused(client.get(&format!("{BASE}/default/clients/nope/tokens")), 404, "E0000007", "(PublicClientApp)");
}

#[test]
fn resource_servers_have_keys_for_encryption() {
    let client = Client::new();
    let server = create(&client, "Mine");
    let path = format!("{BASE}/{}/resourceservercredentials/keys", id(&server));
    let key =
        |kid: &str| json!({ "kid": kid, "kty": "RSA", "use": "enc", "e": "AQAB", "n": "A".repeat(342) });
    let one = client.post(&path, &key("one")).expect(201).json();
    assert_eq!((one["status"].as_str(), id(&one).starts_with("apk")), (Some("INACTIVE"), true));
    let mut active = key("two");
    active["status"] = json!("ACTIVE");
    refused(client.post(&path, &active), 400, "E0000001", "Create an 'INACTIVE' key");
    refused(client.post(&path, &key("one")), 400, "E0000001", "unique 'kid'");
    let mut short = key("two");
    short["n"] = json!("AQAB");
    refused(client.post(&path, &short), 400, "E0000001", "2,048");
    let two = client.post(&path, &key("two")).expect(201).json();
    let own = |key: &Value| format!("{path}/{}", id(key));
    client.post(&format!("{}/lifecycle/activate", own(&one)), &Value::Null).expect(200);
    client.post(&format!("{}/lifecycle/activate", own(&two)), &Value::Null).expect(200);
    assert_eq!(client.get(&own(&one)).expect(200).json()["status"], "INACTIVE", "one is active at a time");
    refused(client.send("DELETE", &own(&two), &Value::Null), 400, "E0000001", "cannot be deleted");
    client.post(&format!("{}/lifecycle/deactivate", own(&two)), &Value::Null).expect(200);
    client.send("DELETE", &own(&two), &Value::Null).expect(204);
    assert_eq!(client.get(&path).json().as_array().unwrap().len(), 1);
    for number in 0..4 {
        client.post(&path, &key(&number.to_string())).expect(201);
    }
    refused(client.post(&path, &key("six")), 400, "E0000001", "maximum number of keys allowed (5)");
}

/// A body of another shape than Okta's is refused before anything of it is kept.
#[test]
fn members_of_servers_and_scopes_have_their_types() {
    let client = Client::new();
    let servers = "/api/v1/authorizationServers";
    let cases = [
        ("description", json!({}), "E0000003"),
        ("issuerMode", json!([]), "E0000003"),
        ("credentials", json!("x"), "E0000003"),
        ("credentials", json!({ "signing": "x" }), "E0000003"),
        ("credentials", json!({ "signing": { "rotationMode": "NEVER" } }), "E0000001"),
        ("jwks", json!([]), "E0000003"),
        ("jwks", json!({ "keys": {} }), "E0000003"),
        ("accessTokenEncryptedResponseAlgorithm", json!("ROT13"), "E0000001"),
    ];
    let body = json!({ "name": "S", "audiences": ["api://s"] });
    for (member, value, code) in cases {
        let mut wrong = body.clone();
        wrong[member] = value;
        let answer = client.post(servers, &wrong).expect(400).json();
        assert_eq!(answer["errorCode"], code, "{wrong}");
    }
    let made = client.post(servers, &body).expect(201).json();
    let scopes = format!("{servers}/{}/scopes", made["id"].as_str().unwrap());
    for (member, value) in [
        ("description", json!({})),
        ("displayName", json!(1)),
        ("consent", json!({})),
        ("default", json!("yes")),
    ] {
        let mut wrong = json!({ "name": "read" });
        wrong[member] = value;
        let answer = client.post(&scopes, &wrong).expect(400).json();
        assert_eq!(answer["errorCode"], "E0000003", "{wrong}");
    }
}
