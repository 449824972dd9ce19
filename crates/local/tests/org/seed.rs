//! What an org holds at first.

use crate::client::Client;
use oktars_local::{Contents, Org, Seed};
use serde_json::{Value, json};

fn org_with(contents: Contents) -> Client {
    Client::of(Org::builder().seed(Seed::Contents(contents)).build().unwrap())
}

fn refusal(contents: Contents) -> String {
    Org::builder().seed(Seed::Contents(contents)).build().expect_err("the seed is wrong").to_string()
}

fn company() -> Contents {
    Contents::new()
        .user_attribute("badge", json!({ "title": "Badge", "type": "string" }))
        .user("ann@acme.example", "Ann", "Lee")
        .user_from(json!({
            "profile": {
                "login": "bob@acme.example", "email": "bob@acme.example", "firstName": "Bob",
                "lastName": "Ray", "badge": "B-7",
            },
            "status": "LOCKED_OUT",
        }))
        .group("Engineering", &["ann@acme.example", "bob@acme.example"])
        .app_from(json!({
            "name": "bookmark", "label": "Wiki", "signOnMode": "BOOKMARK",
            "settings": { "app": { "url": "https://wiki.acme.example" } },
            "users": ["ann@acme.example"], "groups": ["Engineering"],
        }))
}

#[test]
fn people_groups_and_apps_are_there_as_a_client_would_have_made_them() {
    let client = org_with(company());
    let ann = client.get("/api/v1/users/ann@acme.example").json();
    let bob = client.get("/api/v1/users/bob@acme.example").json();
    assert_eq!((&ann["status"], &bob["status"]), (&json!("ACTIVE"), &json!("LOCKED_OUT")));
    assert_eq!(bob["profile"]["badge"], "B-7");
    let groups = client.get(&format!("/api/v1/users/{}/groups", bob["id"].as_str().unwrap())).json();
    let names: Vec<_> = groups.as_array().unwrap().iter().map(|group| &group["profile"]["name"]).collect();
    assert_eq!(names, ["Everyone", "Engineering"]);
    let apps = client.get("/api/v1/apps").json();
    let app = apps[0]["id"].as_str().unwrap();
    let users = client.get(&format!("/api/v1/apps/{app}/users")).json();
    let scopes: Vec<_> = users.as_array().unwrap().iter().map(|user| (&user["id"], &user["scope"])).collect();
    assert_eq!(scopes, [(&ann["id"], &json!("USER")), (&bob["id"], &json!("GROUP"))]);
}

#[test]
fn a_reset_makes_each_kind_of_org_as_it_was_seeded() {
    for seed in [Seed::Empty, Seed::Demo, Seed::Users(3), Seed::Contents(company())] {
        let org = Org::builder().seed(seed.clone()).build().unwrap();
        let client = Client::of(org.clone());
        let logins = || -> Vec<Value> {
            let users = client.get("/api/v1/users?limit=200").json();
            users.as_array().unwrap().iter().map(|user| user["profile"]["login"].clone()).collect()
        };
        let before = logins();
        client.post("/api/v1/groups", &json!({ "profile": { "name": "Gone after the reset" } }));
        org.reset().unwrap();
        assert_eq!(logins(), before, "{seed:?}");
        let groups = client.get("/api/v1/groups?q=Gone").json();
        assert_eq!(groups, json!([]), "{seed:?}");
    }
}

#[test]
fn what_an_org_refuses_is_told_with_its_place() {
    let cases = [
        (Contents::new().user("no address", "A", "B"), "users[0]: POST /users", "login"),
        (Contents::new().user_from(json!("ann")), "users[0]", "not an object"),
        (
            Contents::new().user_from(json!({ "status": "AWAY", "profile": {
            "login": "a@b.example", "email": "a@b.example", "firstName": "A", "lastName": "B" } })),
            "users[0]",
            "AWAY",
        ),
        (Contents::new().group("A", &["nobody@acme.example"]), "groups[0]", "nobody@acme.example"),
        (Contents::new().user_attribute("x", json!({ "type": "colour" })), "userAttributes", "refused"),
    ];
    for (contents, place, reason) in cases {
        let told = refusal(contents);
        assert!(told.contains(place) && told.contains(reason), "{told}");
    }
}

#[test]
fn a_file_says_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("seed.json");
    std::fs::write(&file, serde_json::to_vec(&company()).unwrap()).unwrap();
    assert_eq!(Contents::read(&file).unwrap(), company());
    let users = json!([{ "profile": { "login": "ann@acme.example" } }]);
    std::fs::write(&file, users.to_string()).unwrap();
    assert_eq!(Contents::read(&file).unwrap(), Contents::new().user_from(users[0].clone()));
    std::fs::write(&file, "{\n\"people\": []}").unwrap();
    let told = Contents::read(&file).unwrap_err();
    assert!(told.contains("seed.json") && told.contains("people") && told.contains("line 2"), "{told}");
}
