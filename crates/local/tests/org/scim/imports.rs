//! Imports: all that a server lists, page by page.

use serde_json::{Value, json};

use super::*;

fn rules(scene: &Scene, rules: &Value) {
    let body = json!({ "importRules": { "userCreateAndMatch": rules } });
    scene.send("PUT", &format!("/api/v1/apps/{}/features/INBOUND_PROVISIONING", scene.app), &body, 200);
}

fn import(scene: &Scene) -> Value {
    scene.server.forget();
    scene.send("POST", "/_local/scim/imports", &json!({ "app": scene.app }), 200);
    scene.settle();
    scene.report()["apps"][0]["import"].clone()
}

fn person(number: usize) -> Value {
    let name = format!("p{number:04}@example.com");
    json!({
        "userName": name, "active": true, "name": { "givenName": "P", "familyName": format!("N{number}") },
        "emails": [{ "primary": true, "value": name, "type": "work" }],
    })
}

#[test]
fn an_import_reads_every_page_and_takes_over_what_its_rules_allow() {
    let scene = Scene::connected(&wizard(), &json!({}));
    rules(
        &scene,
        &json!({ "autoConfirmNewUsers": true, "autoConfirmExactMatch": true, "autoActivateNewUsers": true }),
    );
    let known = scene.user("p0007@example.com");
    for number in 0..250 {
        scene.server.kept().put_user(person(number));
    }
    let inactive = json!({ "userName": "off@example.com", "active": false });
    let off = scene.server.kept().put_user(inactive);
    let first = scene.server.kept().users.keys().next().expect("a user").clone();
    let members = json!([{ "value": first }, { "value": off }]);
    scene
        .server
        .kept()
        .groups
        .insert("g".into(), json!({ "id": "g", "displayName": "Team", "members": members }));
    let result = import(&scene);
    let lines = scene.server.lines();
    assert_eq!(lines[..3], [1, 101, 201].map(|start| format!("GET /Users?startIndex={start}&count=100")));
    assert_eq!(lines[3..], ["GET /Groups?startIndex=1&count=100"]);
    let counts = json!({ "scanned": 250, "new": 250, "updated": 0, "unchanged": 0, "removed": 0 });
    assert_eq!(result["users"], counts, "{result}");
    assert_eq!(result["groups"], json!({ "scanned": 1, "new": 1 }));
    let assigned = scene.assigned(&known);
    assert_eq!((&assigned["status"], &assigned["syncState"]), (&json!("ACTIVE"), &json!("SYNCHRONIZED")));
    let groups = scene.send("GET", "/api/v1/groups?q=Team", &Value::Null, 200);
    assert_eq!(groups[0]["type"], "APP_GROUP");
    let users = scene.send("GET", &format!("/api/v1/groups/{}/users", id(&groups[0])), &Value::Null, 200);
    assert_eq!(users.as_array().map(Vec::len), Some(1));

    // A second time, one is another one and one is gone.
    let changed = first;
    scene.server.kept().users.get_mut(&changed).expect("a user")["name"]["givenName"] = json!("Q");
    let gone = assigned["externalId"].as_str().expect("an id").to_owned();
    scene.server.kept().users.remove(&gone);
    let result = import(&scene);
    let counts = json!({ "scanned": 249, "new": 0, "updated": 1, "unchanged": 248, "removed": 1 });
    assert_eq!(result["users"], counts, "{result}");
    scene.send("GET", &format!("/api/v1/apps/{}/users/{known}", scene.app), &Value::Null, 404);

    // Too many gone at once is taken for a mistake of the server.
    scene.server.kept().users.clear();
    let result = import(&scene);
    assert_eq!((&result["safeguard"], &result["users"]["removed"]), (&json!(true), &json!(0)));
}

#[test]
fn without_rules_an_import_lists_who_waits() {
    let scene = Scene::connected(&wizard(), &json!({}));
    scene.user("p0001@example.com");
    scene.server.kept().put_user(person(1));
    scene.server.kept().put_user(person(2));
    let result = import(&scene);
    let statuses: Vec<&Value> =
        result["waiting"].as_array().expect("a list").iter().map(|one| &one["status"]).collect();
    assert_eq!(statuses, ["MATCHED", "IMPORTED"]);
    assert_eq!(result["users"]["new"], 0);
}

/// In Okta's console somebody looks through the results of an import, and decides about one after the other.
#[test]
fn somebody_decides_about_who_waits() {
    let scene = Scene::connected(&wizard(), &json!({}));
    let known = scene.user("p0001@example.com");
    for number in 1..=3 {
        scene.server.kept().put_user(person(number));
    }
    let result = import(&scene);
    let of = |at: usize| result["waiting"][at]["externalId"].clone();
    let decide = |external_id: &Value, confirm: bool, status: u16| {
        let body = json!({ "app": scene.app, "externalId": external_id, "confirm": confirm });
        scene.send("POST", "/_local/scim/imports/decisions", &body, status)
    };
    let waiting = || scene.report()["apps"][0]["import"]["waiting"].as_array().map(Vec::len);
    assert_eq!(decide(&of(0), true, 200)["userName"], "p0001@example.com");
    let assigned = scene.assigned(&known);
    assert_eq!((&assigned["externalId"], &assigned["syncState"]), (&of(0), &json!("SYNCHRONIZED")));
    decide(&of(1), true, 200);
    let made = scene.send("GET", "/api/v1/users/p0002@example.com", &Value::Null, 200);
    assert_eq!(made["profile"]["lastName"], "N2");
    assert_eq!(scene.assigned(&id(&made))["externalId"], of(1));
    decide(&of(2), false, 200);
    scene.send("GET", "/api/v1/users/p0003@example.com", &Value::Null, 404);
    assert_eq!(waiting(), Some(0));
    decide(&of(0), true, 404);
    decide(&json!("unknown"), false, 404);
    let again = import(&scene);
    assert_eq!(again["waiting"][0]["externalId"], of(2), "whom nobody took over is found again");
    assert_eq!(again["waiting"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_list_that_is_wrong_is_told_and_ends() {
    let page = |text: &'static str| {
        Server::playing(move |got, stream| {
            let groups = got.target.contains("/Groups");
            let text = if groups { "{\"totalResults\":0,\"Resources\":[]}" } else { text };
            server::reply(stream, 200, "application/scim+json", text);
        })
    };
    for (text, says) in [
        (r#"{"totalResults":"3","Resources":[]}"#, "integer totalResults"),
        (r#"{"totalResults":3.5,"Resources":[]}"#, "integer totalResults"),
        (r#"{"totalResults":-1,"Resources":[]}"#, "integer totalResults"),
        (r#"{"totalResults":3,"Resources":null}"#, "array Resources"),
        (r#"{"totalResults":3}"#, "array Resources"),
        (r#"{"totalResults":1000000000000,"Resources":[{"id":"1","userName":"a"}]}"#, "more than 1000 pages"),
        ("[]", "array Resources"),
    ] {
        let scene = Scene::of(Client::new(), &wizard(), page(text));
        scene.connect(&json!({ "test": false })).expect(200);
        let result = import(&scene);
        assert!(result["error"].as_str().is_some_and(|error| error.contains(says)), "{text}: {result}");
    }
    let scene = Scene::of(Client::new(), &wizard(), page(r#"{"totalResults":900,"Resources":[]}"#));
    scene.connect(&json!({ "test": false })).expect(200);
    let result = import(&scene);
    assert_eq!((&result["hasGap"], &result["error"]), (&json!(true), &Value::Null));
}
