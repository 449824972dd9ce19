//! What a token may do follows from its owner's roles.

use crate::client::{Answer, Client};
use crate::links;
use bytes::Bytes;
use serde_json::{Value, json};

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn user(client: &Client, login: &str) -> String {
    let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    let body = json!({ "profile": profile, "credentials": { "password": { "value": "superPass1" } } });
    id(&client.post("/api/v1/users", &body).expect(200).json())
}

fn group(client: &Client, name: &str) -> String {
    id(&client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).expect(200).json())
}

/// An org with two groups, a person in each, and an app.
struct Scene {
    client: Client,
    east: String,
    west: String,
    ann: String,
    bob: String,
    app: String,
    admin: String,
    token: String,
}

impl Scene {
    fn new() -> Self {
        let client = Client::new();
        let (east, west) = (group(&client, "East"), group(&client, "West"));
        let (ann, bob) = (user(&client, "ann@example.com"), user(&client, "bob@example.com"));
        for (group, user) in [(&east, &ann), (&west, &bob)] {
            client.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), &Value::Null).expect(204);
        }
        let body = json!({
            "name": "bookmark", "label": "Bookmark", "signOnMode": "BOOKMARK",
            "settings": { "app": { "requestIntegration": false, "url": "https://example.com" } },
        });
        let app = id(&client.post("/api/v1/apps", &body).expect(200).json());
        let admin = user(&client, "admin2@example.com");
        let made = client.post("/_local/tokens", &json!({ "user": "admin2@example.com" })).expect(200).json();
        let token = made["token"].as_str().expect("a token").to_owned();
        Scene { client, east, west, ann, bob, app, admin, token }
    }

    fn with_role(role: &Value) -> Self {
        let scene = Scene::new();
        scene.client.post(&format!("/api/v1/users/{}/roles", scene.admin), role).expect(201);
        scene
    }

    fn limited_to(self, assignment: &str, target: &str) -> Self {
        let path = format!("/api/v1/users/{}/roles/{assignment}/targets/{target}", self.admin);
        self.client.send("PUT", &path, &Value::Null).expect(204);
        self
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        let request = http::Request::builder()
            .method(method)
            .uri(format!("http://localhost{path}"))
            .header("authorization", format!("SSWS {}", self.token))
            .header("content-type", "application/json");
        let (parts, body) =
            links::handle(&self.client.org, request.body(body).expect("a request")).into_parts();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// Each request with whether it is allowed.
    fn may(&self, cases: &[(&str, String, Value, bool)]) {
        for (method, path, body, allowed) in cases {
            let answer = self.ask(method, path, body);
            let refused = answer.status == 403 && answer.json()["errorCode"] == "E0000006";
            assert_eq!(!refused, *allowed, "{method} {path}: {} {}", answer.status, answer.text());
        }
    }
}

fn none() -> Value {
    Value::Null
}

fn new_user(login: &str, groups: &[&str]) -> Value {
    let profile = json!({ "login": login, "email": login, "firstName": "New", "lastName": "Lee" });
    json!({ "profile": profile, "groupIds": groups })
}

fn rename(name: &str) -> Value {
    json!({ "profile": { "nickName": name } })
}

#[test]
fn without_a_role_there_is_only_oneself() {
    let scene = Scene::new();
    scene.may(&[
        ("GET", "/api/v1/users/me".into(), none(), true),
        ("GET", "/api/v1/users".into(), none(), false),
        ("GET", format!("/api/v1/users/{}", scene.ann), none(), false),
        ("GET", "/api/v1/groups".into(), none(), false),
        ("POST", "/api/v1/groups".into(), json!({ "profile": { "name": "x" } }), false),
    ]);
}

#[test]
fn a_super_administrator_may_do_everything() {
    let scene = Scene::with_role(&json!({ "type": "SUPER_ADMIN" }));
    scene.may(&[
        ("GET", "/api/v1/users".into(), none(), true),
        ("POST", format!("/api/v1/users/{}/roles", scene.ann), json!({ "type": "APP_ADMIN" }), true),
        ("POST", format!("/api/v1/users/{}/lifecycle/suspend", scene.ann), none(), true),
    ]);
}

#[test]
fn a_read_only_administrator_reads() {
    let scene = Scene::with_role(&json!({ "type": "READ_ONLY_ADMIN" }));
    scene.may(&[
        ("GET", "/api/v1/users".into(), none(), true),
        ("GET", "/api/v1/groups".into(), none(), true),
        ("GET", "/api/v1/apps".into(), none(), true),
        ("GET", "/api/v1/logs".into(), none(), true),
        ("GET", "/api/v1/policies?type=PASSWORD".into(), none(), true),
        ("GET", format!("/api/v1/users/{}/roles", scene.ann), none(), true),
        ("POST", "/api/v1/users".into(), new_user("x@example.com", &[]), false),
        ("POST", format!("/api/v1/users/{}", scene.ann), rename("x"), false),
        ("POST", format!("/api/v1/users/{}/lifecycle/suspend", scene.ann), none(), false),
        ("PUT", format!("/api/v1/groups/{}/users/{}", scene.east, scene.bob), none(), false),
        ("DELETE", format!("/api/v1/apps/{}", scene.app), none(), false),
    ]);
}

#[test]
fn an_organizational_administrator_gives_no_roles() {
    let scene = Scene::with_role(&json!({ "type": "ORG_ADMIN" }));
    scene.may(&[
        ("POST", format!("/api/v1/users/{}", scene.ann), rename("x"), true),
        ("POST", "/api/v1/groups".into(), json!({ "profile": { "name": "x" } }), true),
        ("GET", format!("/api/v1/users/{}/roles", scene.ann), none(), true),
        ("POST", format!("/api/v1/users/{}/roles", scene.ann), json!({ "type": "SUPER_ADMIN" }), false),
        ("POST", "/api/v1/iam/roles".into(), json!({ "label": "x" }), false),
        ("POST", "/api/v1/users/admin@localhost.example/lifecycle/deactivate".into(), none(), false),
    ]);
}

#[test]
fn a_group_administrator_is_limited_to_groups() {
    let scene = Scene::with_role(&json!({ "type": "USER_ADMIN" }));
    let target = format!("groups/{}", scene.east);
    let scene = scene.limited_to("KVJUKUS7IFCE2SKO", &target);
    let (east, west) = (scene.east.as_str(), scene.west.as_str());
    scene.may(&[
        ("POST", format!("/api/v1/users/{}", scene.ann), rename("x"), true),
        ("POST", format!("/api/v1/users/{}", scene.bob), rename("x"), false),
        ("GET", format!("/api/v1/users/{}", scene.bob), none(), false),
        ("POST", "/api/v1/users".into(), new_user("in@example.com", &[east]), true),
        ("POST", "/api/v1/users".into(), new_user("out@example.com", &[west]), false),
        ("POST", "/api/v1/users".into(), new_user("none@example.com", &[]), false),
        ("PUT", format!("/api/v1/groups/{east}/users/{}", scene.bob), none(), true),
        ("PUT", format!("/api/v1/groups/{west}/users/{}", scene.ann), none(), false),
        ("POST", "/api/v1/groups".into(), json!({ "profile": { "name": "x" } }), false),
        ("GET", "/api/v1/apps".into(), none(), false),
    ]);
}

#[test]
fn a_group_membership_administrator_changes_members_only() {
    let scene = Scene::with_role(&json!({ "type": "GROUP_MEMBERSHIP_ADMIN" }));
    scene.may(&[
        ("GET", "/api/v1/users".into(), none(), true),
        ("GET", "/api/v1/groups".into(), none(), true),
        ("PUT", format!("/api/v1/groups/{}/users/{}", scene.west, scene.ann), none(), true),
        ("DELETE", format!("/api/v1/groups/{}/users/{}", scene.west, scene.ann), none(), true),
        ("POST", format!("/api/v1/users/{}", scene.ann), rename("x"), false),
        ("DELETE", format!("/api/v1/groups/{}", scene.west), none(), false),
    ]);
}

#[test]
fn the_help_desk_resets_passwords_and_factors() {
    let scene = Scene::with_role(&json!({ "type": "HELP_DESK_ADMIN" }));
    let target = format!("groups/{}", scene.east);
    let scene = scene.limited_to("JBCUYUC7IRCVGS27IFCE2SKO", &target);
    scene.may(&[
        ("GET", format!("/api/v1/users/{}", scene.ann), none(), true),
        ("POST", format!("/api/v1/users/{}/lifecycle/reset_factors", scene.ann), none(), true),
        ("POST", format!("/api/v1/users/{}/lifecycle/unlock", scene.ann), none(), true),
        (
            "POST",
            format!("/api/v1/users/{}/lifecycle/reset_password?sendEmail=false", scene.ann),
            none(),
            true,
        ),
        ("DELETE", format!("/api/v1/users/{}/sessions", scene.ann), none(), true),
        ("POST", format!("/api/v1/users/{}/lifecycle/reset_factors", scene.bob), none(), false),
        ("POST", format!("/api/v1/users/{}/lifecycle/suspend", scene.ann), none(), false),
        ("POST", format!("/api/v1/users/{}", scene.ann), rename("x"), false),
    ]);
}

#[test]
fn an_application_administrator_is_limited_to_apps() {
    let scene = Scene::with_role(&json!({ "type": "APP_ADMIN" }));
    scene.may(&[
        ("POST", format!("/api/v1/apps/{}/users", scene.app), json!({ "id": scene.ann }), true),
        ("GET", "/api/v1/users".into(), none(), true),
        ("POST", format!("/api/v1/users/{}", scene.ann), rename("x"), false),
    ]);
    let scene = scene.limited_to("IFIFAX2BIRGUSTQ", "catalog/apps/template_swa");
    scene.may(&[
        ("POST", format!("/api/v1/apps/{}/users", scene.app), json!({ "id": scene.bob }), false),
        ("POST", format!("/api/v1/apps/{}/lifecycle/deactivate", scene.app), none(), false),
    ]);
    let scene = scene.limited_to("IFIFAX2BIRGUSTQ", "catalog/apps/bookmark");
    scene.may(&[("POST", format!("/api/v1/apps/{}/lifecycle/deactivate", scene.app), none(), true)]);
}

#[test]
fn a_custom_role_allows_what_it_names_on_what_its_set_holds() {
    let scene = Scene::new();
    let permissions = ["okta.users.lifecycle.suspend", "okta.users.read", "okta.groups.members.manage"];
    let role = json!({ "label": "Suspender", "description": "d", "permissions": permissions });
    let role = scene.client.post("/api/v1/iam/roles", &role).expect(200).json();
    let resources = [
        format!("http://localhost/api/v1/groups/{}/users", scene.east),
        format!("http://localhost/api/v1/groups/{}", scene.east),
    ];
    let set = json!({ "label": "East", "description": "d", "resources": resources });
    let set = scene.client.post("/api/v1/iam/resource-sets", &set).expect(200).json();
    let custom = json!({ "type": "CUSTOM", "role": role["id"], "resource-set": set["id"] });
    scene.client.post(&format!("/api/v1/users/{}/roles", scene.admin), &custom).expect(201);
    scene.may(&[
        ("GET", format!("/api/v1/users/{}", scene.ann), none(), true),
        ("GET", format!("/api/v1/users/{}", scene.bob), none(), false),
        ("POST", format!("/api/v1/users/{}/lifecycle/suspend", scene.ann), none(), true),
        ("POST", format!("/api/v1/users/{}/lifecycle/unsuspend", scene.ann), none(), false),
        ("PUT", format!("/api/v1/groups/{}/users/{}", scene.east, scene.ann), none(), true),
        ("PUT", format!("/api/v1/groups/{}/users/{}", scene.west, scene.ann), none(), false),
        ("GET", "/api/v1/groups".into(), none(), false),
    ]);
    // The role is taken away, and with it the privilege.
    scene.client.send("DELETE", &format!("/api/v1/iam/roles/{}", id(&role)), &none()).expect(204);
    scene.may(&[("GET", format!("/api/v1/users/{}", scene.ann), none(), false)]);
}

/// The ids that a list shows to the administrator.
fn seen(scene: &Scene, path: &str) -> Vec<String> {
    scene.ask("GET", path, &none()).expect(200).json().as_array().expect("a list").iter().map(id).collect()
}

#[test]
fn lists_show_what_the_role_is_for() {
    let scene = Scene::with_role(&json!({ "type": "USER_ADMIN" }));
    assert_eq!(seen(&scene, "/api/v1/users").len(), 4, "an unlimited role sees all");
    let target = format!("groups/{}", scene.east);
    let scene = scene.limited_to("KVJUKUS7IFCE2SKO", &target);
    assert_eq!(seen(&scene, "/api/v1/users"), [scene.ann.as_str()]);
    assert_eq!(seen(&scene, "/api/v1/users?q=Ann"), [scene.ann.as_str()]);
    assert_eq!(seen(&scene, "/api/v1/users?search=status%20eq%20%22ACTIVE%22"), [scene.ann.as_str()]);
    assert_eq!(seen(&scene, "/api/v1/groups"), [scene.east.as_str()]);
    assert_eq!(seen(&scene, "/api/v1/groups?q=West"), [] as [&str; 0]);

    let scene = Scene::with_role(&json!({ "type": "APP_ADMIN" }));
    let scene = scene.limited_to("IFIFAX2BIRGUSTQ", "catalog/apps/template_swa");
    assert_eq!(seen(&scene, "/api/v1/apps"), [] as [&str; 0]);
    assert_eq!(seen(&scene, "/api/v1/users").len(), 4, "an app administrator sees all users");
}

#[test]
fn a_role_of_a_group_counts() {
    let scene = Scene::new();
    let admins = group(&scene.client, "Admins");
    scene
        .client
        .post(&format!("/api/v1/groups/{admins}/roles"), &json!({ "type": "READ_ONLY_ADMIN" }))
        .expect(201);
    scene.may(&[("GET", "/api/v1/users".into(), none(), false)]);
    let join = format!("/api/v1/groups/{admins}/users/{}", scene.admin);
    scene.client.send("PUT", &join, &none()).expect(204);
    scene.may(&[("GET", "/api/v1/users".into(), none(), true)]);
}

#[test]
fn a_token_dies_with_its_owner() {
    let scene = Scene::with_role(&json!({ "type": "SUPER_ADMIN" }));
    scene.client.post(&format!("/api/v1/users/{}/lifecycle/deactivate", scene.admin), &none()).expect(200);
    assert_eq!(scene.ask("GET", "/api/v1/users", &none()).expect(401).json()["errorCode"], "E0000011");
}
