//! The user and group schemas, and what they make of a profile.

use crate::client::Client;
use serde_json::{Value, json};

const USER_SCHEMA: &str = "/api/v1/meta/schemas/user/default";

fn define(client: &Client, name: &str, property: Value) -> crate::client::Answer {
    let body = json!({ "definitions": { "custom": { "id": "#custom", "properties": { name: property } } } });
    client.post(USER_SCHEMA, &body)
}

fn create(client: &Client, login: &str, extra: &Value) -> crate::client::Answer {
    let mut profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    for (name, value) in extra.as_object().expect("attributes") {
        profile[name] = value.clone();
    }
    client.post("/api/v1/users?activate=false", &json!({ "profile": profile }))
}

#[test]
fn the_schema_of_a_new_org() {
    let client = Client::new();
    let schema = client.get(USER_SCHEMA).expect(200).json();
    assert_eq!(schema["id"], "http://localhost/meta/schemas/user/default");
    assert_eq!(schema["definitions"]["base"]["properties"].as_object().unwrap().len(), 31);
    assert_eq!(schema["definitions"]["base"]["required"], json!(["login", "firstName", "lastName", "email"]));
    assert_eq!(
        schema["definitions"]["custom"],
        json!({ "id": "#custom", "type": "object", "properties": {} })
    );
    let by_id = schema["_links"]["self"]["href"].as_str().unwrap().trim_start_matches("http://localhost");
    assert_eq!(client.get(by_id).expect(200).json(), schema);
    client.get("/api/v1/meta/schemas/user/nope").expect(404);
    let group = client.get("/api/v1/meta/schemas/group/default").expect(200).json();
    assert_eq!(group["definitions"]["base"]["required"], json!(["name"]));
}

#[test]
fn a_custom_attribute_gets_defaults_and_can_be_removed_again() {
    let client = Client::new();
    let sent = json!({ "title": "Badge", "type": "string", "required": false, "maxLength": 5 });
    let schema = define(&client, "badge", sent).expect(200).json();
    assert_eq!(
        schema["definitions"]["custom"]["properties"]["badge"],
        json!({
            "title": "Badge",
            "type": "string",
            "mutability": "READ_WRITE",
            "scope": "NONE",
            "maxLength": 5,
            "permissions": [{ "principal": "SELF", "action": "READ_ONLY" }],
            "master": { "type": "PROFILE_MASTER" },
        })
    );
    assert_eq!(schema["definitions"]["custom"]["required"], json!([]));
    let ann = create(&client, "ann@example.com", &json!({ "badge": "12" })).expect(200).json();
    assert_eq!(ann["profile"]["badge"], "12");
    let schema = define(&client, "badge", Value::Null).expect(200).json();
    assert_eq!(schema["definitions"]["custom"]["properties"], json!({}));
    let path = format!("/api/v1/users/{}", ann["id"].as_str().unwrap());
    assert!(client.get(&path).json()["profile"]["badge"].is_null(), "its values are gone too");
}

#[test]
fn what_an_attribute_must_not_be() {
    let client = Client::new();
    let string = json!({ "title": "T", "type": "string" });
    let cases = [
        ("1badge", string.clone(), "E0000001"),
        ("bad-ge", string.clone(), "E0000001"),
        ("login", string.clone(), "E0000001"),
        ("x1234567890123456789012345678901234567890123456789012", string, "E0000001"),
        ("badge", json!({ "type": "string" }), "E0000001"),
        ("badge", json!({ "title": "T" }), "E0000001"),
        ("badge", json!({ "title": "T", "type": "text" }), "E0000001"),
        ("badge", json!({ "title": "T", "type": "array" }), "E0000001"),
        ("badge", json!({ "title": "T", "type": "string", "scope": "ALL" }), "E0000001"),
        ("badge", json!({ "title": "T", "type": "string", "mutability": "NEVER" }), "E0000001"),
        ("badge", json!({ "title": "T", "type": "string", "format": "phone" }), "E0000001"),
        ("badge", json!({ "title": "T", "type": "string", "master": { "type": "ME" } }), "E0000001"),
        (
            "badge",
            json!({ "title": "T", "type": "string", "permissions": [{ "principal": "SELF", "action": "EAT" }] }),
            "E0000001",
        ),
        (
            "badge",
            json!({ "title": "T", "type": "string", "permissions": [{ "principal": "ALL", "action": "HIDE" }] }),
            "E0000001",
        ),
        ("badge", json!({ "title": "T", "type": "string", "minLength": 5, "maxLength": 4 }), "E0000001"),
        ("badge", json!({ "title": "T", "type": "integer", "minimum": 5, "maximum": 4 }), "E0000001"),
        (
            "badge",
            json!({ "title": "T", "type": "string", "enum": ["a", "b"], "oneOf": [{ "const": "a", "title": "A" }] }),
            "E0000123",
        ),
    ];
    for (name, property, code) in cases {
        let answer = define(&client, name, property.clone()).expect(400).json();
        assert_eq!(answer["errorCode"], code, "{name} {property}");
    }
    assert_eq!(client.get(USER_SCHEMA).json()["definitions"]["custom"]["properties"], json!({}));
}

#[test]
fn profiles_follow_the_schema() {
    let client = Client::new();
    let attributes = [
        ("size", json!({ "title": "T", "type": "string", "enum": ["S", "M"] })),
        ("level", json!({ "title": "T", "type": "integer", "minimum": 1, "maximum": 9 })),
        ("rate", json!({ "title": "T", "type": "number" })),
        ("boss", json!({ "title": "T", "type": "boolean" })),
        ("tags", json!({ "title": "T", "type": "array", "items": { "type": "string", "enum": ["a", "b"] } })),
        ("badge", json!({ "title": "T", "type": "string", "minLength": 2, "maxLength": 4 })),
        ("site", json!({ "title": "T", "type": "string", "format": "uri" })),
        ("serial", json!({ "title": "T", "type": "string", "unique": "UNIQUE_VALIDATED" })),
    ];
    for (name, property) in attributes {
        define(&client, name, property).expect(200);
    }
    create(&client, "first@example.com", &json!({ "serial": "A1" })).expect(200);
    let cases = [
        (
            json!({ "size": "S", "level": 5, "rate": 1.5, "boss": false, "tags": ["a", "b"], "badge": "äöüß" }),
            "",
        ),
        (json!({ "rate": 3, "tags": [], "serial": "A2", "site": "https://example.com" }), ""),
        (json!({ "badge": null }), ""),
        (json!({ "nope": 1 }), "Property name 'nope' is not defined in profile"),
        (json!({ "size": "XL" }), "size: is not one of the allowed values"),
        (json!({ "level": 10 }), "level: The value is too great, maximum 9"),
        (json!({ "level": 0 }), "level: The value is too small, minimum 1"),
        (
            json!({ "level": 1.5 }),
            "level: Value type mismatch exception: the value must be of the type integer",
        ),
        (
            json!({ "level": "5" }),
            "level: Value type mismatch exception: the value must be of the type integer",
        ),
        (
            json!({ "boss": "true" }),
            "boss: Value type mismatch exception: the value must be of the type boolean",
        ),
        (json!({ "tags": "a" }), "tags: Value type mismatch exception: the value must be of the type array"),
        (json!({ "tags": ["c"] }), "tags: is not one of the allowed values"),
        (json!({ "badge": "x" }), "badge: String is too short (1 chars), minimum 2"),
        (json!({ "badge": "abcde" }), "badge: String is too long (5 chars), maximum 4"),
        (json!({ "site": "nowhere" }), "site: Does not match required pattern"),
        (
            json!({ "serial": "A1" }),
            "serial: An object with this field already exists in the current organization",
        ),
        (json!({ "secondEmail": "x" }), "secondEmail: Does not match required pattern"),
        (json!({ "countryCode": "USA" }), "countryCode: Does not match required pattern"),
        (json!({ "firstName": "x".repeat(51) }), "firstName: String is too long (51 chars), maximum 50"),
        (json!({ "city": "x".repeat(129) }), "city: String is too long (129 chars), maximum 128"),
    ];
    for (number, (extra, cause)) in cases.iter().enumerate() {
        let answer = create(&client, &format!("user{number}@example.com"), extra);
        let body = answer.json();
        if cause.is_empty() {
            assert_eq!(answer.status, 200, "{extra}: {body}");
        } else {
            assert_eq!((answer.status, body["errorCode"].as_str()), (400, Some("E0000001")), "{extra}");
            assert_eq!(body["errorCauses"][0]["errorSummary"], *cause);
        }
    }
    let unknown = create(&client, "late@example.com", &json!({ "nope": 1 })).json();
    assert_eq!(unknown["errorSummary"], "Api validation failed: newUser");
}

#[test]
fn a_required_attribute_is_asked_for_and_names_may_be_left_out() {
    let client = Client::new();
    let badge = json!({ "title": "T", "type": "string", "required": true });
    let schema = define(&client, "badge", badge).expect(200).json();
    assert_eq!(schema["definitions"]["custom"]["required"], json!(["badge"]));
    let answer = create(&client, "ann@example.com", &json!({})).expect(400).json();
    assert_eq!(answer["errorCauses"][0]["errorSummary"], "badge: The field cannot be left blank");

    let base = json!({ "lastName": { "required": false }, "login": { "pattern": "[a-z]+" }, "email": { "required": false } });
    let body = json!({ "definitions": { "base": { "properties": base } } });
    let schema = client.post(USER_SCHEMA, &body).expect(200).json();
    assert_eq!(schema["definitions"]["base"]["required"], json!(["login", "firstName", "email"]));
    let cases = [("annie", 200), ("bobby1", 400), ("Bobby", 400), ("bob", 400)];
    for (login, status) in cases {
        let profile = json!({ "login": login, "email": "a@example.com", "firstName": "Ann", "badge": "1" });
        client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(status);
    }

    let none = json!({ "definitions": { "base": { "properties": { "login": { "pattern": null } } } } });
    let schema = client.post(USER_SCHEMA, &none).expect(200).json();
    assert!(schema["definitions"]["base"]["properties"]["login"].get("pattern").is_none());
    let profile = json!({ "login": "carol", "email": "a@example.com", "firstName": "Ann", "badge": "1" });
    let answer = client.post("/api/v1/users", &json!({ "profile": profile })).expect(400).json();
    let cause = "login: Username must be in the form of an email address";
    assert_eq!(answer["errorCauses"][0]["errorSummary"], cause);
}

#[test]
fn groups_have_custom_attributes_too() {
    let client = Client::new();
    let custom = json!({ "cost": { "title": "Cost", "type": "integer" } });
    let body = json!({ "definitions": { "custom": { "properties": custom } } });
    client.post("/api/v1/meta/schemas/group/default", &body).expect(200);
    let profile = json!({ "name": "Eng", "description": "x", "cost": 7 });
    client.post("/api/v1/groups", &json!({ "profile": profile })).expect(200);
    let found = client.get("/api/v1/groups?search=profile.cost+gt+5").expect(200).json();
    assert_eq!(found[0]["profile"], profile);
    let wrong = json!({ "profile": { "name": "Ops", "cost": "7" } });
    client.post("/api/v1/groups", &wrong).expect(400);
}

#[test]
fn attributes_that_are_fixed_stay_as_they_are() {
    let client = Client::new();
    let fixed = |mutability: &str| json!({ "title": "T", "type": "string", "mutability": mutability });
    define(&client, "badge", fixed("IMMUTABLE")).expect(200);
    define(&client, "grade", fixed("READ_ONLY")).expect(200);
    let graded = create(&client, "bob@example.com", &json!({ "grade": "A" })).expect(403).json();
    assert_eq!(graded["errorCode"], "E0000077");
    let ann = create(&client, "ann@example.com", &json!({})).expect(200).json();
    let path = format!("/api/v1/users/{}", ann["id"].as_str().expect("an id"));
    let cases = [
        (json!({ "badge": "1" }), 200, ""),
        (json!({ "badge": "1", "nickName": "Annie" }), 200, ""),
        (json!({ "badge": "2" }), 403, "Cannot modify the badge attribute because it is immutable."),
        (json!({ "badge": null }), 403, "Cannot modify the badge attribute because it is immutable."),
        (json!({ "grade": "A" }), 403, "Cannot modify the grade attribute because it is read-only."),
    ];
    for (profile, status, summary) in cases {
        let answer = client.post(&path, &json!({ "profile": profile })).expect(status).json();
        assert_eq!(answer["errorSummary"].as_str().unwrap_or_default(), summary, "{profile}");
    }
}

#[test]
fn what_a_directory_masters_is_changed_there() {
    let client = Client::new();
    let own = json!({ "title": "T", "type": "string", "master": { "type": "OKTA" } });
    define(&client, "badge", own).expect(200);
    let profile = json!({ "login": "ann@example.com", "email": "ann@example.com", "firstName": "Ann", "lastName": "Lee" });
    let provider = json!({ "provider": { "type": "ACTIVE_DIRECTORY", "name": "ad.example" } });
    let request = json!({ "profile": profile, "credentials": provider });
    let ann = client.post("/api/v1/users?provider=true", &request).expect(200).json();
    let path = format!("/api/v1/users/{}", ann["id"].as_str().expect("an id"));
    client.post(&path, &json!({ "profile": { "badge": "1", "firstName": "Ann" } })).expect(200);
    let problem = client.post(&path, &json!({ "profile": { "firstName": "Anna" } })).expect(403).json();
    assert_eq!(problem["errorCode"], "E0000023");
}

#[test]
fn a_unique_value_is_free_again_once_nobody_has_it() {
    let client = Client::new();
    let serial = json!({ "title": "T", "type": "string" });
    define(&client, "serial", serial.clone()).expect(200);
    let ann = create(&client, "ann@example.com", &json!({ "serial": "A" })).expect(200).json();
    let mut unique = serial.clone();
    unique["unique"] = json!("UNIQUE_VALIDATED");
    define(&client, "serial", unique.clone()).expect(200);
    let with = |login: &str, serial: &str| create(&client, login, &json!({ "serial": serial }));
    with("bob@example.com", "A").expect(400);
    let ann = format!("/api/v1/users/{}", ann["id"].as_str().expect("an id"));
    let set = |serial: &str| client.post(&ann, &json!({ "profile": { "serial": serial } }));
    set("B").expect(200);
    set("B").expect(200);
    with("bob@example.com", "A").expect(200);
    set("A").expect(400);
    with("cy@example.com", "B").expect(400);
    client.send("DELETE", &ann, &Value::Null).expect(204);
    client.send("DELETE", &ann, &Value::Null).expect(204);
    with("cy@example.com", "B").expect(200);
    // What is written while the attribute is not unique counts when it is again.
    define(&client, "serial", serial).expect(200);
    with("dee@example.com", "C").expect(200);
    define(&client, "serial", unique).expect(200);
    with("eve@example.com", "C").expect(400);
}

#[test]
fn languages_and_times_have_their_forms() {
    let client = Client::new();
    let cases = [
        ("locale", "en_US", true),
        ("locale", "de", true),
        ("locale", "English", false),
        ("locale", "en_", false),
        ("preferredLanguage", "de-CH", true),
        ("preferredLanguage", "en-US,en;q=0.9", true),
        ("preferredLanguage", "?", false),
        ("preferredLanguage", "Mongolian", false),
        ("preferredLanguage", "German", false),
        ("secondEmail", "two@@acme.example", false),
        ("secondEmail", "a@b@acme.example", false),
        ("secondEmail", "\"a@b\"@acme.example", true),
        ("secondEmail", "a..b@acme.example", true),
        ("timezone", "America/Los_Angeles", true),
        ("timezone", "UTC", true),
        ("timezone", "Mars/Olympus_Mons", false),
        ("countryCode", "CH", true),
        ("countryCode", "CHE", false),
    ];
    for (number, (name, value, fits)) in cases.into_iter().enumerate() {
        let login = format!("user{number}@example.com");
        let answer = create(&client, &login, &json!({ name: value }));
        assert_eq!(answer.status, if fits { 200 } else { 400 }, "{name} {value}");
        if !fits {
            let cause = format!("{name}: Does not match required pattern");
            assert_eq!(answer.json()["errorCauses"], json!([{ "errorSummary": cause }]));
        }
    }
}

#[test]
fn no_login_has_two_signs_between_name_and_place() {
    let client = Client::new();
    for login in ["two@@acme.example", "a@b@acme.example", "a b@acme.example", "a@acme..example"] {
        let causes = create(&client, login, &json!({})).expect(400).json()["errorCauses"].to_string();
        assert!(causes.contains("Username must be in the form of an email address"), "{login}: {causes}");
    }
}

/// A pattern that is none was taken, and then each value passed; a large one held up all writes.
#[test]
fn patterns_that_are_none_or_too_large_are_refused() {
    let client = Client::new();
    let path = "/api/v1/meta/schemas/user/default";
    for pattern in ["((", "[a", "(a{1,100}){1,100}", "((a{1,100}){1,100}){1,10}"] {
        for property in [
            json!({ "title": "A", "type": "string", "pattern": pattern }),
            json!({ "title": "A", "type": "array", "items": { "type": "string", "pattern": pattern } }),
        ] {
            let body = json!({ "definitions": { "custom": { "properties": { "a": property } } } });
            let refused = client.post(path, &body).expect(400);
            assert_eq!(refused.json()["errorCode"], "E0000001");
            assert!(refused.text().contains("a.pattern: Invalid pattern"), "{}", refused.text());
        }
        let body =
            json!({ "definitions": { "base": { "properties": { "login": { "pattern": pattern } } } } });
        client.post(path, &body).expect(400);
    }
    let lookahead = json!({ "title": "A", "type": "string", "pattern": "(?=.*\\d).+" });
    let body = json!({ "definitions": { "custom": { "properties": { "a": lookahead } } } });
    client.post(path, &body).expect(200);
}
