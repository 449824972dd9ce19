//! Groups and their members as a client meets them.

use crate::client::Client;
use serde_json::{Value, json};

fn group(client: &Client, name: &str) -> String {
    let answer = client.post("/api/v1/groups", &json!({ "profile": { "name": name } }));
    id(&answer.expect(200).json())
}

fn user(client: &Client, login: &str) -> String {
    let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    id(&client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(200).json())
}

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn ids(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(id).collect()
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn everyone(client: &Client) -> String {
    id(&client.get("/api/v1/groups?q=Everyone").expect(200).json()[0])
}

#[test]
fn a_group_has_the_members_that_okta_shows() {
    let client = Client::new();
    let answer = client.post("/api/v1/groups", &json!({ "profile": { "name": "Eng" }, "type": "BUILT_IN" }));
    let made = answer.expect(200).json();
    assert_eq!(
        keys(&made),
        ["id", "created", "lastUpdated", "lastMembershipUpdated", "objectClass", "type", "profile", "_links"]
    );
    assert_eq!(made["profile"], json!({ "name": "Eng", "description": null }));
    assert_eq!(made["type"], "OKTA_GROUP");
    let path = format!("/api/v1/groups/{}", id(&made));
    assert_eq!(client.get(&path).expect(200).json(), made);
    let replaced = json!({ "profile": { "name": "Eng 2", "description": "" } });
    assert_eq!(client.send("PUT", &path, &replaced).expect(200).json()["profile"], replaced["profile"]);
    assert_eq!(client.send("DELETE", &path, &Value::Null).expect(204).text(), "");
    assert_eq!(client.get(&path).expect(404).json()["errorCode"], "E0000007");
}

#[test]
fn what_a_group_must_not_be() {
    let client = Client::new();
    let other = group(&client, "Taken");
    let cases = [
        (json!({ "profile": {} }), "E0000001", "name: The field cannot be left blank"),
        (json!({ "profile": { "name": " " } }), "E0000001", "name: The field cannot be left blank"),
        (
            json!({ "profile": { "name": "tAKEN" } }),
            "E0000001",
            "name: An object with this field already exists in the current organization",
        ),
        (
            json!({ "profile": { "name": "x".repeat(256) } }),
            "E0000001",
            "name: String is too long (256 chars), maximum 255",
        ),
        (
            json!({ "profile": { "name": "New", "boop": 1 } }),
            "E0000001",
            "Property name 'boop' is not defined in profile",
        ),
        (json!({ "boop": "bap" }), "E0000003", ""),
        (json!([]), "E0000003", ""),
        (Value::Null, "E0000003", ""),
    ];
    let path = format!("/api/v1/groups/{}", group(&client, "Mine"));
    for (body, code, cause) in cases {
        for (method, path) in [("POST", "/api/v1/groups"), ("PUT", path.as_str())] {
            let answer = client.send(method, path, &body).expect(400).json();
            assert_eq!(answer["errorCode"], code, "{method} {body}");
            assert_eq!(
                answer["errorCauses"][0]["errorSummary"].as_str().unwrap_or_default(),
                cause,
                "{method} {body}"
            );
        }
    }
    let own_name = json!({ "profile": { "name": "TAKEN" } });
    client.send("PUT", &format!("/api/v1/groups/{other}"), &own_name).expect(200);
}

#[test]
fn everyone_holds_everybody_and_cannot_be_changed() {
    let client = Client::new();
    let everyone = everyone(&client);
    let ann = user(&client, "ann@example.com");
    let bob = user(&client, "bob@example.com");
    let members = format!("/api/v1/groups/{everyone}/users");
    assert_eq!(
        ids(&client.get(&members).json())[1..],
        [ann.clone(), bob.clone()],
        "behind the administrator"
    );
    let listed = client.get(&format!("/api/v1/users/{ann}/groups")).expect(200);
    assert_eq!(ids(&listed.json()), std::slice::from_ref(&everyone));
    assert!(listed.link("self").expect("a self link").ends_with("/groups?limit=200"));

    let path = format!("/api/v1/groups/{everyone}");
    let profile = json!({ "profile": { "name": "All" } });
    for (method, path) in [
        ("PUT", path.clone()),
        ("DELETE", path.clone()),
        ("PUT", format!("{members}/{ann}")),
        ("DELETE", format!("{members}/{ann}")),
    ] {
        let answer = client.send(method, &path, &profile).expect(403).json();
        assert_eq!(answer["errorCode"], "E0000006", "{method} {path}");
    }

    client.post(&format!("/api/v1/users/{bob}/lifecycle/deactivate"), &Value::Null).expect(200);
    assert_eq!(ids(&client.get(&members).json())[1..], [ann], "who is deactivated is in no group");
    assert_eq!(ids(&client.get(&format!("/api/v1/users/{bob}/groups")).json()), [""; 0]);
}

#[test]
fn adding_and_removing_members_can_be_repeated() {
    let client = Client::new();
    let eng = group(&client, "Eng");
    let ann = user(&client, "ann@example.com");
    let members = format!("/api/v1/groups/{eng}/users");
    let one = format!("{members}/{ann}");
    for expected in [1, 1] {
        client.send("PUT", &one, &Value::Null).expect(204);
        assert_eq!(ids(&client.get(&members).json()).len(), expected);
    }
    assert_eq!(keys(&client.get(&members).json()[0]["_links"]), ["self"]);
    assert_eq!(ids(&client.get(&format!("/api/v1/users/{ann}/groups")).json()).len(), 2);
    client.send("PUT", &format!("{members}/ann@example.com"), &Value::Null).expect(204);
    for _ in 0..2 {
        client.send("DELETE", &one, &Value::Null).expect(204);
        assert_eq!(client.get(&members).json(), json!([]));
    }
    let cases = [
        (format!("/api/v1/groups/nope/users/{ann}"), "Not found: Resource not found: nope (UserGroup)"),
        (format!("{members}/nope"), "Not found: Resource not found: nope (User)"),
    ];
    for (path, summary) in cases {
        for method in ["PUT", "DELETE"] {
            let answer = client.send(method, &path, &Value::Null).expect(404).json();
            assert_eq!(answer["errorSummary"], summary);
        }
    }
    client.post(&format!("/api/v1/users/{ann}/lifecycle/deactivate"), &Value::Null).expect(200);
    client.send("PUT", &one, &Value::Null).expect(404);
}

#[test]
fn a_deleted_group_leaves_no_membership_behind() {
    let client = Client::new();
    let eng = group(&client, "Eng");
    let ann = user(&client, "ann@example.com");
    client.send("PUT", &format!("/api/v1/groups/{eng}/users/{ann}"), &Value::Null).expect(204);
    client.send("DELETE", &format!("/api/v1/groups/{eng}"), &Value::Null).expect(204);
    assert_eq!(ids(&client.get(&format!("/api/v1/users/{ann}/groups")).json()), [everyone(&client)]);
    client.get(&format!("/api/v1/groups/{eng}/users")).expect(404);
}

#[test]
fn membership_changes_move_the_date_that_tells_of_it() {
    let client = Client::new();
    let eng = group(&client, "Eng");
    let ann = user(&client, "ann@example.com");
    let dates = || {
        let group = client.get(&format!("/api/v1/groups/{eng}")).json();
        (group["lastUpdated"].clone(), group["lastMembershipUpdated"].clone())
    };
    let first = dates();
    client.org.advance(60);
    client.send("PUT", &format!("/api/v1/groups/{eng}/users/{ann}"), &Value::Null).expect(204);
    let second = dates();
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);
    client.org.advance(60);
    client.send("PUT", &format!("/api/v1/groups/{eng}/users/{ann}"), &Value::Null).expect(204);
    assert_eq!(dates(), second, "nothing changed the second time");
}

/// Every page is asked for by the link of the one before.
fn walk(client: &Client, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let answer = client.get(&path).expect(200);
        found.extend(ids(&answer.json()));
        next = answer.link("next").map(|url| url.trim_start_matches("http://localhost").to_owned());
        assert!(found.len() < 1000, "the pages end");
    }
    found
}

#[test]
fn members_come_in_pages() {
    let client = Client::new();
    let eng = group(&client, "Eng");
    let mut all: Vec<String> =
        (0..7).map(|number| user(&client, &format!("u{number}@example.com"))).collect();
    for id in &all {
        client.send("PUT", &format!("/api/v1/groups/{eng}/users/{id}"), &Value::Null).expect(204);
    }
    for limit in [1, 2, 3, 6, 7, 8, 5000] {
        assert_eq!(walk(&client, &format!("/api/v1/groups/{eng}/users?limit={limit}")), all, "{limit}");
    }
    let admin = id(&client.get("/api/v1/users/me").json());
    all.insert(0, admin);
    let everyone = everyone(&client);
    for limit in [1, 3, 8, 9] {
        assert_eq!(walk(&client, &format!("/api/v1/groups/{everyone}/users?limit={limit}")), all, "{limit}");
    }
    let whole = client.get(&format!("/api/v1/groups/{eng}/users"));
    assert!(whole.link("self").expect("a self link").ends_with("users?limit=1000"));
    assert_eq!(whole.link("next"), None);
}

#[test]
fn a_table_of_listings() {
    let client = Client::new();
    for name in ["Sales", "sales east", "Engineering", "Wholesale"] {
        group(&client, name);
    }
    let cases = [
        ("", Ok(6)),
        ("q=sales", Ok(2)),
        ("q=SALES&limit=1", Ok(1)),
        ("q=sale", Ok(2)),
        ("q=zzz", Ok(0)),
        ("q=sales&filter=type+eq+%22APP_GROUP%22", Ok(0)),
        ("filter=type+eq+%22BUILT_IN%22", Ok(2)),
        ("filter=type+eq+%22OKTA_GROUP%22+and+lastUpdated+gt+%222001-01-01T00:00:00.000Z%22", Ok(4)),
        ("filter=type+eq+%22x%22+or+lastMembershipUpdated+lt+%222001-01-01T00:00:00.000Z%22", Ok(0)),
        ("filter=profile.name+eq+%22Sales%22", Err("E0000053")),
        ("filter=type+co+%22OKTA%22", Err("E0000031")),
        ("filter=type+eqq+%22OKTA%22", Err("E0000053")),
        ("search=profile.name+eq+%22SALES%22", Ok(1)),
        ("search=profile.name+sw+%22sales%22", Ok(2)),
        ("search=profile.name+co+%22sale%22", Ok(3)),
        ("search=type+eq+%22okta_group%22&sortBy=profile.name&sortOrder=desc", Ok(4)),
        ("search=profile.description+pr", Ok(2)),
        ("search=type+co+%22OKTA%22", Err("E0000031")),
        ("search=profile.nope+eq+%221%22", Err("E0000031")),
        ("search=type+ne+%22OKTA%22", Err("E0000031")),
        ("search=type+pr&sortBy=profile.nope", Err("E0000031")),
        ("search=type+pr&q=sales", Err("E0000033")),
        ("limit=0", Err("E0000001")),
        ("after=bogus", Err("E0000029")),
    ];
    for (query, expected) in cases {
        let answer = client.get(&format!("/api/v1/groups?{query}"));
        let body = answer.json();
        let found = match answer.status {
            200 => Ok(body.as_array().expect("a list").len()),
            _ => Err(body["errorCode"].as_str().expect("an error code")),
        };
        assert_eq!(found, expected, "{query}: {}", answer.text());
        let has_link = answer.link("self").is_some();
        assert_eq!(has_link, answer.status == 200 && !query.contains("q="), "{query}");
    }
    let by_name = client.get("/api/v1/groups?q=sales").json();
    assert_eq!(by_name[0]["profile"]["name"], "Sales", "the exact name first");
    let sorted = client.get("/api/v1/groups?search=type+eq+%22OKTA_GROUP%22&sortBy=profile.name").json();
    let names: Vec<&str> =
        sorted.as_array().unwrap().iter().map(|group| group["profile"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Engineering", "Sales", "sales east", "Wholesale"]);
    assert_eq!(walk(&client, "/api/v1/groups?limit=2").len(), 6);
}

#[test]
fn statistics_are_embedded_when_asked_for() {
    let client = Client::new();
    let eng = group(&client, "Eng");
    let ann = user(&client, "ann@example.com");
    client.send("PUT", &format!("/api/v1/groups/{eng}/users/{ann}"), &Value::Null).expect(204);
    let listed = client.get("/api/v1/groups?q=Eng&expand=stats").json();
    assert_eq!(listed[0]["_embedded"]["stats"]["usersCount"], 1);
    let all = client.get(&format!("/api/v1/groups/{}?expand=stats", everyone(&client))).json();
    assert_eq!(all["_embedded"]["stats"]["usersCount"], 2);
    assert!(client.get(&format!("/api/v1/groups/{eng}")).json()["_embedded"].is_null());
}
