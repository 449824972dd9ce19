//! User types, linked objects and group owners.

use crate::client::{Answer, Client};
use serde_json::{Value, json};

const TYPES: &str = "/api/v1/meta/types/user";
const LINKS: &str = "/api/v1/meta/schemas/user/linkedObjects";

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn create_user(client: &Client, login: &str, type_id: Option<&str>, extra: &Value) -> Answer {
    let mut profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    for (name, value) in extra.as_object().into_iter().flatten() {
        profile[name] = value.clone();
    }
    let mut body = json!({ "profile": profile });
    if let Some(type_id) = type_id {
        body["type"] = json!({ "id": type_id });
    }
    client.post("/api/v1/users?activate=false", &body)
}

fn user(client: &Client, login: &str) -> String {
    id(&create_user(client, login, None, &Value::Null).expect(200).json())
}

fn path_of(href: &Value) -> String {
    href.as_str().expect("a link").trim_start_matches("http://localhost").to_owned()
}

#[test]
fn a_type_has_a_schema_of_its_own() {
    let client = Client::new();
    let sent = json!({ "name": "robot", "displayName": "Robot", "description": "Not a person" });
    let made = client.post(TYPES, &sent).expect(200).json();
    assert_eq!(
        made.as_object().unwrap().keys().collect::<Vec<_>>(),
        [
            "id",
            "displayName",
            "name",
            "description",
            "createdBy",
            "lastUpdatedBy",
            "created",
            "lastUpdated",
            "default",
            "_links"
        ]
    );
    let schema = path_of(&made["_links"]["schema"]["href"]);
    let serial = json!({ "serial": { "title": "Serial", "type": "string", "required": true } });
    let change = json!({ "definitions": { "custom": { "properties": serial } } });
    let changed = client.post(&schema, &change).expect(200).json();
    assert_eq!(changed["name"], "robot");
    let type_id = id(&made);
    create_user(&client, "r1@example.com", Some(&type_id), &Value::Null).expect(400);
    create_user(&client, "r1@example.com", Some(&type_id), &json!({ "serial": "1" })).expect(200);
    create_user(&client, "ann@example.com", None, &json!({ "serial": "1" })).expect(400);
    create_user(&client, "ann@example.com", Some("otynope"), &Value::Null).expect(404);

    let refused = client.send("DELETE", &format!("{TYPES}/{type_id}"), &Value::Null).expect(403).json();
    assert_eq!(refused["errorCode"], "E0000142", "it has a user");
    for _ in 0..2 {
        client.send("DELETE", "/api/v1/users/r1@example.com", &Value::Null).expect(204);
    }
    client.send("DELETE", &format!("{TYPES}/{type_id}"), &Value::Null).expect(204);
    client.get(&format!("{TYPES}/{type_id}")).expect(404);
    client.get(&schema).expect(404);
}

#[test]
fn the_default_type_and_the_limits() {
    let client = Client::new();
    let default = client.get(&format!("{TYPES}/default")).expect(200).json();
    assert_eq!((default["name"].as_str(), default["default"].as_bool()), (Some("user"), Some(true)));
    client.send("DELETE", &format!("{TYPES}/{}", id(&default)), &Value::Null).expect(403);
    let renamed = json!({ "displayName": "Person" });
    client.post(&format!("{TYPES}/default"), &renamed).expect(200);
    assert_eq!(client.get(TYPES).json().as_array().unwrap().len(), 1);
    assert_eq!(client.get(TYPES).json()[0]["displayName"], "Person");
    let cases = [
        json!({ "displayName": "X" }),
        json!({ "name": "x" }),
        json!({ "name": "1x", "displayName": "X" }),
        json!({ "name": "user", "displayName": "X" }),
    ];
    for body in cases {
        client.post(TYPES, &body).expect(400);
    }
    for number in 1..10 {
        client.post(TYPES, &json!({ "name": format!("t{number}"), "displayName": "T" })).expect(200);
    }
    client.post(TYPES, &json!({ "name": "t10", "displayName": "T" })).expect(400);
    let listed = client.get(TYPES).json();
    assert_eq!(listed.as_array().unwrap().len(), 10);
    let path = format!("{TYPES}/{}", id(&listed[0]));
    let replace = |body: Value| client.send("PUT", &path, &body);
    let name = &listed[0]["name"];
    replace(json!({ "name": name, "displayName": "New" })).expect(400);
    replace(json!({ "name": "other", "displayName": "New", "description": "d" })).expect(400);
    let replaced = replace(json!({ "name": name, "displayName": "New", "description": "d" })).expect(200);
    assert_eq!(replaced.json()["displayName"], "New");
}

fn definition(primary: &str, associated: &str) -> Value {
    let side = |name: &str| json!({ "name": name, "title": name, "description": "d", "type": "USER" });
    json!({ "primary": side(primary), "associated": side(associated) })
}

#[test]
fn linked_objects_are_defined_and_removed() {
    let client = Client::new();
    let made = client.post(LINKS, &definition("manager", "subordinate")).expect(201);
    let made_json = made.json();
    assert_eq!(made_json["_links"]["self"]["href"], format!("http://localhost{LINKS}/manager").as_str());
    for name in ["manager", "subordinate"] {
        assert_eq!(client.get(&format!("{LINKS}/{name}")).expect(200).json(), made_json);
    }
    let listed = client.get(LINKS).expect(200);
    assert_eq!(listed.json(), json!([made_json]));
    assert!(listed.link("self").unwrap().ends_with("?limit=1000"));
    let badge = json!({ "badge": { "title": "Badge", "type": "string" } });
    let schema = json!({ "definitions": { "custom": { "properties": badge } } });
    client.post("/api/v1/meta/schemas/user/default", &schema).expect(200);
    let cases = [
        (definition("manager", "other"), 409, vec!["primary"]),
        (definition("other", "subordinate"), 409, vec!["associated"]),
        (definition("subordinate", "manager"), 409, vec!["primary", "associated"]),
        (definition("same", "same"), 409, vec!["associated"]),
        (definition("badge", "other"), 409, vec!["primary"]),
        (definition("1x", "other"), 400, vec![]),
        (definition("", "other"), 400, vec![]),
    ];
    for (body, status, sides) in cases {
        let problem = client.post(LINKS, &body).expect(status).json();
        let causes = sides.iter().map(|side| {
            let summary = format!("Linked object identifier for {side} is already in use.");
            json!({
                "errorSummary": summary, "reason": "UNIQUE_CONSTRAINT", "locationType": "body",
                "domain": "linkedObjects",
            })
        });
        if status == 409 {
            assert_eq!(problem["errorCauses"], causes.collect::<Value>(), "{body}");
        }
    }
    client.send("DELETE", &format!("{LINKS}/subordinate"), &Value::Null).expect(204);
    let gone = client.get(&format!("{LINKS}/manager")).expect(404).json();
    assert_eq!(gone["errorSummary"], "Not found: Resource not found: manager (LinkedObjectProperty)");
}

#[test]
fn a_user_has_one_manager_and_many_subordinates() {
    let client = Client::new();
    client.post(LINKS, &definition("boss", "report")).expect(201);
    let [ann, bob, cid] =
        ["ann@example.com", "bob@example.com", "cid@example.com"].map(|name| user(&client, name));
    let links = |user: &str, name: &str| {
        let listed = client.get(&format!("/api/v1/users/{user}/linkedObjects/{name}")).expect(200).json();
        let id = |link: &Value| path_of(&link["_links"]["self"]["href"]).replace("/api/v1/users/", "");
        listed.as_array().unwrap().iter().map(id).collect::<Vec<_>>()
    };
    let assign = |user: &str, boss: &str| {
        client.send("PUT", &format!("/api/v1/users/{user}/linkedObjects/boss/{boss}"), &Value::Null)
    };
    assert_eq!(links(&bob, "boss"), [""; 0]);
    assign(&bob, &ann).expect(204);
    assign(&cid, "ann@example.com").expect(204);
    assert_eq!(links(&ann, "report"), [bob.clone(), cid.clone()]);
    assign(&bob, &cid).expect(204);
    assert_eq!((links(&bob, "boss"), links(&ann, "report")), (vec![cid.clone()], vec![cid.clone()]));
    assign(&bob, "nobody").expect(404);
    client.get(&format!("/api/v1/users/{bob}/linkedObjects/nope")).expect(404);
    for _ in 0..2 {
        client.send("DELETE", &format!("/api/v1/users/{bob}/linkedObjects/boss"), &Value::Null).expect(204);
        assert_eq!(links(&bob, "boss"), [""; 0]);
    }
    for _ in 0..2 {
        client.send("DELETE", &format!("/api/v1/users/{cid}"), &Value::Null).expect(204);
    }
    assert_eq!(links(&ann, "report"), [""; 0], "who is deleted reports to nobody");
    assign(&bob, &ann).expect(204);
    client.send("DELETE", &format!("{LINKS}/boss"), &Value::Null).expect(204);
    client.post(LINKS, &definition("boss", "report")).expect(201);
    assert_eq!(links(&bob, "boss"), [""; 0], "the values went with the definition");
}

#[test]
fn groups_have_owners() {
    let client = Client::new();
    let group =
        |name: &str| id(&client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).json());
    let (eng, ops) = (group("Eng"), group("Ops"));
    let ann = user(&client, "ann@example.com");
    let owners = format!("/api/v1/groups/{eng}/owners");
    let made = client.post(&owners, &json!({ "id": ann, "type": "USER" })).expect(201).json();
    assert_eq!(
        made.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["id", "type", "resolved", "originId", "originType", "displayName", "lastUpdated"]
    );
    assert_eq!(made["displayName"], "Ann Lee");
    let again = client.post(&owners, &json!({ "id": ann, "type": "USER" })).expect(400).json();
    assert_eq!(again["errorCauses"][0]["errorSummary"], "Provided owner is already assigned to this group");
    client.post(&owners, &json!({ "id": ops, "type": "GROUP" })).expect(201);
    client.post(&owners, &json!({ "id": "nope", "type": "USER" })).expect(404);
    client.post(&owners, &json!({ "id": ann, "type": "APP" })).expect(400);
    let listed = client.get(&owners).expect(200);
    assert_eq!(listed.json().as_array().unwrap().len(), 2);
    assert_eq!(listed.link("self"), None);
    let users = client.get(&format!("{owners}?search=type+eq+%22USER%22")).expect(200).json();
    assert_eq!(users.as_array().unwrap().iter().map(id).collect::<Vec<_>>(), [ann.as_str()]);
    client.get(&format!("{owners}?search=nope+eq+%22USER%22")).expect(400);
    assert!(client.get(&format!("{owners}?limit=1")).expect(200).link("next").is_some());
    client.send("DELETE", &format!("{owners}/{ann}"), &Value::Null).expect(204);
    client.send("DELETE", &format!("{owners}/{ann}"), &Value::Null).expect(404);
    client.send("DELETE", &format!("/api/v1/groups/{ops}"), &Value::Null).expect(204);
    assert_eq!(client.get(&owners).json(), json!([]));
}
