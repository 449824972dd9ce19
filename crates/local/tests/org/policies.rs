//! Policies and their rules: what an org begins with, order, lifecycle, apps, and what passwords must be like.

use crate::client::{Answer, Client};
use serde_json::{Value, json};

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn list(client: &Client, kind: &str) -> Vec<Value> {
    let listed = client.get(&format!("/api/v1/policies?type={kind}")).expect(200).json();
    listed.as_array().expect("a list").clone()
}

fn names(list: &[Value]) -> Vec<(&str, i64)> {
    list.iter().map(|one| (one["name"].as_str().unwrap(), one["priority"].as_i64().unwrap())).collect()
}

fn refused(answer: Answer, status: u16, code: &str, text: &str) {
    let body = answer.expect(status).json();
    assert_eq!(body["errorCode"], code, "{body}");
    assert!(body.to_string().contains(text), "{body}");
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn create(client: &Client, kind: &str, name: &str) -> Value {
    client.post("/api/v1/policies", &json!({ "type": kind, "name": name })).expect(200).json()
}

#[test]
fn an_org_begins_with_default_policies_that_stay() {
    let client = Client::new();
    let cases = [
        ("OKTA_SIGN_ON", "Default Policy", "Default Rule", "SIGN_ON", "00p", "0pr"),
        ("PASSWORD", "Default Policy", "Default Rule", "PASSWORD", "00p", "0pr"),
        ("MFA_ENROLL", "Default Policy", "Default Rule", "MFA_ENROLL", "00p", "0pr"),
        ("IDP_DISCOVERY", "Idp Discovery Policy", "Default Rule", "IDP_DISCOVERY", "00p", "0pr"),
        ("ACCESS_POLICY", "Any two factors", "Catch-all Rule", "ACCESS_POLICY", "rst", "rul"),
        ("PROFILE_ENROLLMENT", "Default Policy", "Catch-all Rule", "PROFILE_ENROLLMENT", "rst", "rul"),
    ];
    for (kind, name, rule_name, rule_type, prefix, rule_prefix) in cases {
        let policies = list(&client, kind);
        assert_eq!(names(&policies), [(name, 1)], "{kind}");
        let policy = &policies[0];
        assert!(id(policy).starts_with(prefix) && policy["system"] == true, "{policy}");
        assert_eq!(policy["_links"]["self"]["hints"]["allow"], json!(["GET", "PUT"]));
        let own = format!("/api/v1/policies/{}", id(policy));
        assert_eq!(&client.get(&own).expect(200).json(), policy);
        refused(client.send("DELETE", &own, &Value::Null), 403, "E0000111", "");
        refused(client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null), 403, "E0000111", "");
        let rules = client.get(&format!("{own}/rules")).expect(200).json();
        let rule = &rules[0];
        assert_eq!((rule["name"].as_str(), rule["type"].as_str()), (Some(rule_name), Some(rule_type)));
        assert!(id(rule).starts_with(rule_prefix) && rule["system"] == true, "{rule}");
        refused(
            client.send("DELETE", &format!("{own}/rules/{}", id(rule)), &Value::Null),
            403,
            "E0000111",
            "",
        );
        let expanded = client.get(&format!("{own}?expand=rules")).expect(200).json();
        assert_eq!(expanded["_embedded"]["rules"], rules);
    }
}

#[test]
fn a_type_is_needed_to_list() {
    let client = Client::new();
    refused(client.get("/api/v1/policies"), 400, "E0000028", "type");
    refused(client.get("/api/v1/policies?type=NONSENSE"), 400, "E0000001", "type");
    assert_eq!(list(&client, "ENTITY_RISK"), [] as [Value; 0]);
}

#[test]
fn policies_are_created_read_changed_and_deleted() {
    let client = Client::new();
    let group =
        id(&client.post("/api/v1/groups", &json!({ "profile": { "name": "Eng" } })).expect(200).json());
    let body = json!({
        "type": "OKTA_SIGN_ON",
        "name": "Engineers",
        "description": "For engineers",
        "conditions": { "people": { "groups": { "include": [group] } } },
    });
    let made = client.post("/api/v1/policies", &body).expect(200).json();
    assert_eq!(
        keys(&made),
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
    assert_eq!((made["status"].as_str(), made["system"].as_bool()), (Some("ACTIVE"), Some(false)));
    assert_eq!(made["conditions"], body["conditions"]);
    assert_eq!(keys(&made["_links"]), ["self", "deactivate", "rules", "mappings"]);
    refused(client.post("/api/v1/policies", &body), 400, "E0000001", "name: Policy name already in use");
    let own = format!("/api/v1/policies/{}", id(&made));
    let mut renamed = body.clone();
    renamed["name"] = json!("Builders");
    let changed = client.send("PUT", &own, &renamed).expect(200).json();
    assert_eq!(
        (changed["name"].as_str(), changed["created"].clone()),
        (Some("Builders"), made["created"].clone())
    );
    client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null).expect(204);
    let inactive = client.get(&own).json();
    assert_eq!(
        (inactive["status"].as_str(), inactive["_links"]["activate"].is_object()),
        (Some("INACTIVE"), true)
    );
    assert_eq!(
        client.get("/api/v1/policies?type=OKTA_SIGN_ON&status=INACTIVE").json().as_array().unwrap().len(),
        1
    );
    assert_eq!(client.get("/api/v1/policies?type=OKTA_SIGN_ON&q=buil").json().as_array().unwrap().len(), 1);
    client.post(&format!("{own}/lifecycle/activate"), &Value::Null).expect(204);
    client.send("DELETE", &own, &Value::Null).expect(204);
    refused(client.get(&own), 404, "E0000007", "(Policy)");
}

#[test]
fn what_makes_no_policy_is_refused() {
    let client = Client::new();
    let cases = [
        (json!({ "name": "x" }), 400, "E0000001", "type: The field cannot be left blank"),
        (json!({ "type": "OKTA_SIGN_ON" }), 400, "E0000001", "name: The field cannot be left blank"),
        (json!({ "type": "NONSENSE", "name": "x" }), 400, "E0000001", "type"),
        (json!({ "type": "IDP_DISCOVERY", "name": "x" }), 400, "E0000001", "one policy"),
        (json!({ "type": "POST_AUTH_SESSION", "name": "x" }), 401, "E0000015", ""),
        (
            json!({ "type": "PASSWORD", "name": "x", "conditions": { "people": { "groups": { "include": ["nope"] } } } }),
            400,
            "E0000001",
            "nope",
        ),
    ];
    for (body, status, code, text) in cases {
        refused(client.post("/api/v1/policies", &body), status, code, text);
    }
    let policy = create(&client, "MFA_ENROLL", "Mine");
    let other = json!({ "type": "PASSWORD", "name": "Mine" });
    refused(
        client.send("PUT", &format!("/api/v1/policies/{}", id(&policy)), &other),
        400,
        "E0000001",
        "type",
    );
}

#[test]
fn the_order_is_kept() {
    let client = Client::new();
    for name in ["a", "b"] {
        create(&client, "PASSWORD", name);
    }
    assert_eq!(names(&list(&client, "PASSWORD")), [("a", 1), ("b", 2), ("Default Policy", 3)]);
    let first = json!({ "type": "PASSWORD", "name": "c", "priority": 1 });
    let first = client.post("/api/v1/policies", &first).expect(200).json();
    assert_eq!(names(&list(&client, "PASSWORD")), [("c", 1), ("a", 2), ("b", 3), ("Default Policy", 4)]);
    let last = json!({ "type": "PASSWORD", "name": "c", "priority": 99 });
    client.send("PUT", &format!("/api/v1/policies/{}", id(&first)), &last).expect(200);
    assert_eq!(names(&list(&client, "PASSWORD")), [("a", 1), ("b", 2), ("c", 3), ("Default Policy", 4)]);
    client.send("DELETE", &format!("/api/v1/policies/{}", id(&first)), &Value::Null).expect(204);
    assert_eq!(names(&list(&client, "PASSWORD")), [("a", 1), ("b", 2), ("Default Policy", 3)]);
    let page = client.get("/api/v1/policies?type=PASSWORD&limit=2").expect(200);
    assert_eq!(page.json().as_array().unwrap().len(), 2);
    let next = page.link("next").expect("more follows").replace("http://localhost", "");
    assert_eq!(names(client.get(&next).json().as_array().unwrap()), [("Default Policy", 3)]);
}

#[test]
fn rules_have_an_order_and_defaults() {
    let client = Client::new();
    let policy = create(&client, "OKTA_SIGN_ON", "Mine");
    let rules = format!("/api/v1/policies/{}/rules", id(&policy));
    assert_eq!(client.get(&rules).expect(200).json(), json!([]));
    let body =
        json!({ "type": "SIGN_ON", "name": "one", "actions": { "signon": { "requireFactor": true } } });
    let made = client.post(&rules, &body).expect(200).json();
    assert_eq!(
        keys(&made),
        [
            "id",
            "status",
            "name",
            "priority",
            "created",
            "lastUpdated",
            "system",
            "conditions",
            "actions",
            "type",
            "_links"
        ]
    );
    assert_eq!(
        keys(&made["conditions"]),
        ["people", "network", "authContext", "risk", "riskScore", "identityProvider"]
    );
    assert_eq!(made["actions"]["signon"]["access"], "ALLOW");
    assert_eq!(made["actions"]["signon"]["requireFactor"], true);
    assert_eq!(made["actions"]["signon"]["session"]["maxSessionIdleMinutes"], 120);
    refused(client.post(&rules, &body), 400, "E0000001", "name: Policy rule name already in use");
    let first = json!({ "type": "SIGN_ON", "name": "two", "priority": 1 });
    client.post(&rules, &first).expect(200);
    let listed = client.get(&rules).json();
    assert_eq!(names(listed.as_array().unwrap()), [("two", 1), ("one", 2)]);
    let cases = [
        (json!({ "type": "SIGN_ON" }), "name"),
        (json!({ "type": "PASSWORD", "name": "x" }), "type"),
        (json!({ "name": "x", "actions": { "signon": { "access": "MAYBE" } } }), "access"),
    ];
    for (body, text) in cases {
        refused(client.post(&rules, &body), 400, "E0000001", text);
    }
    let own = format!("{rules}/{}", id(&made));
    client.post(&format!("{own}/lifecycle/deactivate"), &Value::Null).expect(204);
    assert_eq!(client.get(&own).json()["status"], "INACTIVE");
    client.post(&format!("{own}/lifecycle/activate"), &Value::Null).expect(204);
    let changed =
        client.send("PUT", &own, &json!({ "name": "uno", "actions": { "signon": { "access": "DENY" } } }));
    assert_eq!(changed.expect(200).json()["actions"]["signon"]["access"], "DENY");
    client.send("DELETE", &own, &Value::Null).expect(204);
    refused(client.get(&own), 404, "E0000007", "(PolicyRule)");
    client.get("/api/v1/policies/nope/rules").expect(404);
}

#[test]
fn policies_that_govern_apps_catch_all_and_are_cloned() {
    let client = Client::new();
    let policy = create(&client, "ACCESS_POLICY", "Mine");
    let rules = format!("/api/v1/policies/{}/rules", id(&policy));
    let rule = client.post(&rules, &json!({ "type": "ACCESS_POLICY", "name": "first" })).expect(200).json();
    assert_eq!(rule["priority"], 0);
    let listed = client.get(&rules).json();
    assert_eq!(names(listed.as_array().unwrap()), [("first", 0), ("Catch-all Rule", 99)]);
    let clone =
        client.post(&format!("/api/v1/policies/{}/clone", id(&policy)), &Value::Null).expect(200).json();
    assert_ne!(id(&clone), id(&policy));
    let cloned = client.get(&format!("/api/v1/policies/{}/rules", id(&clone))).json();
    assert_eq!(names(cloned.as_array().unwrap()), [("first", 0), ("Catch-all Rule", 99)]);
    let enrollment = create(&client, "PROFILE_ENROLLMENT", "Mine");
    let rules = format!("/api/v1/policies/{}/rules", id(&enrollment));
    refused(client.post(&rules, &json!({ "name": "x" })), 400, "E0000001", "one rule");
    client.post(&format!("/api/v1/policies/{}/clone", id(&enrollment)), &Value::Null).expect(400);
}

#[test]
fn apps_are_governed_by_the_policy_they_are_assigned_to() {
    let client = Client::new();
    let body = json!({
        "name": "bookmark",
        "label": "Bookmark",
        "signOnMode": "BOOKMARK",
        "settings": { "app": { "requestIntegration": false, "url": "https://example.com" } },
    });
    let app = client.post("/api/v1/apps", &body).expect(200).json();
    let default = id(&list(&client, "ACCESS_POLICY")[0]);
    assert!(app["_links"]["accessPolicy"]["href"].as_str().unwrap().ends_with(&default));
    let own = create(&client, "ACCESS_POLICY", "Mine");
    let assign = |policy: &str| {
        client.send("PUT", &format!("/api/v1/apps/{}/policies/{policy}", id(&app)), &Value::Null)
    };
    assign(&id(&own)).expect(204);
    refused(assign("rstnope"), 404, "E0000007", "(Policy)");
    refused(assign(&id(&create(&client, "PASSWORD", "x"))), 400, "E0000001", "ACCESS_POLICY");
    let policy = format!("/api/v1/policies/{}", id(&own));
    let apps = client.get(&format!("{policy}/app")).expect(200);
    assert_eq!(apps.headers["okta-collection-count"], "1");
    assert_eq!(id(&apps.json()[0]), id(&app));
    let mappings = client.get(&format!("{policy}/mappings")).expect(200).json();
    let mapping = format!("{policy}/mappings/{}", id(&mappings[0]));
    assert_eq!(client.get(&mapping).expect(200).json(), mappings[0]);
    refused(client.post(&format!("{policy}/mappings"), &json!({})), 400, "E0000001", "no longer supported");
    client.send("DELETE", &mapping, &Value::Null).expect(204);
    client.get(&mapping).expect(404);
    assign(&id(&own)).expect(204);
    client.send("DELETE", &policy, &Value::Null).expect(204);
    let app = client.get(&format!("/api/v1/apps/{}", id(&app))).json();
    assert!(app["_links"]["accessPolicy"]["href"].as_str().unwrap().ends_with(&default));
}

fn user(login: &str, password: &str, groups: &[&str]) -> Value {
    json!({
        "profile": { "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" },
        "credentials": { "password": { "value": password } },
        "groupIds": groups,
    })
}

#[test]
fn the_password_policy_of_a_group_governs_its_members() {
    let client = Client::new();
    let group =
        id(&client.post("/api/v1/groups", &json!({ "profile": { "name": "Strict" } })).expect(200).json());
    let body = json!({
        "type": "PASSWORD",
        "name": "Strict",
        "conditions": { "people": { "groups": { "include": [group] } } },
        "settings": { "password": { "complexity": { "minLength": 12, "minSymbol": 1 }, "age": { "historyCount": 1, "minAgeMinutes": 60 } } },
    });
    let policy = client.post("/api/v1/policies", &body).expect(200).json();
    assert_eq!(
        policy["settings"]["password"]["complexity"]["minUpperCase"], 1,
        "what is not said is filled up"
    );
    assert_eq!(policy["settings"]["recovery"]["factors"]["okta_sms"]["status"], "INACTIVE");
    client.post("/api/v1/users", &user("a@example.com", "superPass1", &[])).expect(200);
    let weak = client.post("/api/v1/users", &user("b@example.com", "superPass1", &[&group]));
    refused(
        weak,
        400,
        "E0000001",
        "at least 12 characters, a lowercase letter, an uppercase letter, a number, a symbol",
    );
    let made =
        client.post("/api/v1/users", &user("b@example.com", "superPass123!", &[&group])).expect(200).json();
    let own = format!("/api/v1/users/{}", id(&made));
    let set = json!({ "credentials": { "password": { "value": "superPass1" } } });
    refused(client.post(&own, &set), 400, "E0000001", "a symbol");
    let change = |old: &str, new: &str| {
        let body = json!({ "oldPassword": { "value": old }, "newPassword": { "value": new } });
        client.post(&format!("{own}/credentials/change_password"), &body)
    };
    refused(change("superPass123!", "superPass456!"), 403, "E0000014", "must have elapsed");
    client.org.advance(3600);
    change("superPass123!", "superPass456!").expect(200);
    client.org.advance(3600);
    refused(change("superPass456!", "superPass123!"), 403, "E0000014", "used too recently");
    client.org.advance(3600);
    change("superPass456!", "superPass789!").expect(200);
    client.org.advance(3600);
    change("superPass789!", "superPass123!").expect(200);
    let temporary = client.post(&format!("{own}/lifecycle/expire_password_with_temp_password"), &Value::Null);
    assert!(temporary.expect(200).json()["tempPassword"].as_str().unwrap().len() >= 12);
}

#[test]
fn rules_of_a_password_policy_forbid_what_users_may_do() {
    let client = Client::new();
    let policy = id(&list(&client, "PASSWORD")[0]);
    let rules = format!("/api/v1/policies/{policy}/rules");
    let rule = client.get(&rules).json()[0].clone();
    let actions =
        json!({ "passwordChange": { "access": "DENY" }, "selfServicePasswordReset": { "access": "DENY" } });
    let body = json!({ "name": rule["name"], "actions": actions });
    client.send("PUT", &format!("{rules}/{}", id(&rule)), &body).expect(200);
    let made = client.post("/api/v1/users", &user("a@example.com", "superPass1", &[])).expect(200).json();
    let own = format!("/api/v1/users/{}/credentials", id(&made));
    let change =
        json!({ "oldPassword": { "value": "superPass1" }, "newPassword": { "value": "superPass2" } });
    refused(client.post(&format!("{own}/change_password"), &change), 403, "E0000035", "");
    refused(client.post(&format!("{own}/forgot_password"), &Value::Null), 403, "E0000034", "");
}
