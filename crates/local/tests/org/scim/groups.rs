//! Groups that are pushed to the server of an app.

use serde_json::{Value, json};

use super::*;

const LOOK: &str = "GET /Groups?filter=displayName%20eq%20%22Eng%22&startIndex=1&count=100";

struct Pushed {
    scene: Scene,
    group: String,
    mapping: String,
    /// The path at the server.
    path: String,
    users: Vec<String>,
}

fn pushed(patch: bool) -> Pushed {
    let scene = Scene::connected(&wizard(), &json!({ "patch": patch }));
    let users: Vec<String> =
        ["a@example.com", "b@example.com"].map(|login| scene.provision(login).0).to_vec();
    let outsider = scene.user("c@example.com");
    let group = id(&scene.send("POST", "/api/v1/groups", &json!({ "profile": { "name": "Eng" } }), 200));
    for user in [&users[0], &outsider] {
        scene.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), &Value::Null, 204);
    }
    scene.server.forget();
    let body = json!({ "sourceGroupId": group, "targetGroupName": "Eng" });
    let mapping =
        id(&scene.send("POST", &format!("/api/v1/apps/{}/group-push/mappings", scene.app), &body, 200));
    scene.settle();
    let path = format!("/Groups/{}", scene.server.kept().groups.keys().next().expect("a group"));
    Pushed { scene, group, mapping, path, users }
}

impl Pushed {
    fn member(&self, user: usize) -> Value {
        let assigned = self.scene.assigned(&self.users[user]);
        json!({ "value": assigned["externalId"], "display": assigned["credentials"]["userName"] })
    }

    fn put(&self, user: usize) {
        self.send(
            "PUT",
            &format!("/api/v1/groups/{}/users/{}", self.group, self.users[user]),
            &Value::Null,
            204,
        );
    }

    fn send(&self, method: &str, path: &str, body: &Value, status: u16) -> Value {
        self.scene.server.forget();
        let answer = self.scene.send(method, path, body, status);
        self.scene.settle();
        answer
    }

    fn mapping(&self) -> String {
        format!("/api/v1/apps/{}/group-push/mappings/{}", self.scene.app, self.mapping)
    }

    /// The operations of the PATCH requests.
    fn operations(&self) -> Vec<Value> {
        let got = self.scene.server.got().into_iter().filter(|got| got.method == "PATCH");
        got.map(|got| got.body["Operations"][0].clone()).collect()
    }
}

#[test]
fn a_group_of_a_wizard_app_is_told_as_a_whole() {
    let pushed = pushed(false);
    let (scene, path) = (&pushed.scene, &pushed.path);
    let both = [format!("GET {path}"), format!("PUT {path}")];
    assert_eq!(scene.server.lines(), [&[LOOK.to_owned(), "POST /Groups".to_owned()][..], &both].concat());
    let expected = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "Eng",
        "members": [pushed.member(0)],
    });
    assert_eq!(scene.server.got()[1].body.to_string(), expected.to_string(), "only whom the server knows");

    pushed.put(1);
    assert_eq!(scene.server.lines(), both);
    assert_eq!(scene.server.got()[1].body["members"], json!([pushed.member(0), pushed.member(1)]));
    let user = format!("/api/v1/groups/{}/users/{}", pushed.group, pushed.users[0]);
    pushed.send("DELETE", &user, &Value::Null, 204);
    assert_eq!(scene.server.got()[1].body["members"], json!([pushed.member(1)]));
    pushed.send(
        "PUT",
        &format!("/api/v1/groups/{}", pushed.group),
        &json!({ "profile": { "name": "Eng2" } }),
        200,
    );
    assert_eq!(scene.server.lines(), both);
    assert_eq!(scene.server.got()[1].body["displayName"], "Eng2");
    let user = format!("/api/v1/apps/{}/users/{}", scene.app, pushed.users[1]);
    pushed.send("DELETE", &user, &Value::Null, 204);
    let last =
        scene.server.got().into_iter().rfind(|got| got.target.contains("/Groups/")).expect("the group");
    assert_eq!(last.body["members"], json!([]));

    let shown = pushed.send("GET", &pushed.mapping(), &Value::Null, 200);
    assert_eq!(shown["status"], "ACTIVE");
    assert!(shown["lastPush"].is_string(), "{shown}");
}

#[test]
fn a_group_of_a_catalogue_app_is_told_change_by_change() {
    let pushed = pushed(true);
    let (scene, path) = (&pushed.scene, &pushed.path);
    assert_eq!(scene.server.lines(), [LOOK.to_owned(), "POST /Groups".into(), format!("PATCH {path}")]);
    assert_eq!(scene.server.got()[1].body["members"], json!([]));
    let gid = path.trim_start_matches("/Groups/");
    let name = |name: &str| json!({ "op": "replace", "value": { "id": gid, "displayName": name } });
    assert_eq!(pushed.operations(), [json!({ "op": "add", "path": "members", "value": [pushed.member(0)] })]);
    pushed.put(1);
    let add = json!({ "op": "add", "path": "members", "value": [pushed.member(1)] });
    assert_eq!(pushed.operations(), [add, name("Eng")]);
    let gone = pushed.member(0)["value"].as_str().expect("an id").to_owned();
    let user = format!("/api/v1/groups/{}/users/{}", pushed.group, pushed.users[0]);
    pushed.send("DELETE", &user, &Value::Null, 204);
    let remove = json!({ "op": "remove", "path": format!("members[value eq \"{gone}\"]") });
    assert_eq!(pushed.operations(), [remove, name("Eng")]);
    pushed.send(
        "PUT",
        &format!("/api/v1/groups/{}", pushed.group),
        &json!({ "profile": { "name": "Eng2" } }),
        200,
    );
    assert_eq!(pushed.operations(), [name("Eng2")]);

    // Switched off, nothing is told; switched on, all is.
    pushed.send("PATCH", &pushed.mapping(), &json!({ "status": "INACTIVE" }), 200);
    pushed.put(0);
    assert_eq!(pushed.operations(), Vec::<Value>::new());
    pushed.send("PATCH", &pushed.mapping(), &json!({ "status": "ACTIVE" }), 200);
    let members = json!([pushed.member(0), pushed.member(1)]);
    assert_eq!(
        pushed.operations(),
        [json!({ "op": "replace", "path": "members", "value": members }), name("Eng2")]
    );
}

#[test]
fn a_mapping_that_goes_leaves_the_group_or_takes_it_along() {
    for (delete, expected) in [(false, 1), (true, 0)] {
        let pushed = pushed(false);
        pushed.send("PATCH", &pushed.mapping(), &json!({ "status": "INACTIVE" }), 200);
        pushed.send("DELETE", &format!("{}?deleteTargetGroup={delete}", pushed.mapping()), &Value::Null, 200);
        assert_eq!(pushed.scene.server.kept().groups.len(), expected);
        let lines = if delete { vec![format!("DELETE {}", pushed.path)] } else { Vec::new() };
        assert_eq!(pushed.scene.server.lines(), lines);
    }
}

#[test]
fn members_come_in_batches_of_a_hundred() {
    let scene = Scene::connected(&wizard(), &json!({ "patch": true }));
    let group = id(&scene.send("POST", "/api/v1/groups", &json!({ "profile": { "name": "Eng" } }), 200));
    for number in 0..115 {
        let user = scene.user(&format!("u{number}@example.com"));
        scene.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), &Value::Null, 204);
    }
    scene.send("PUT", &format!("/api/v1/apps/{}/groups/{group}", scene.app), &json!({}), 200);
    scene.settle();
    scene.server.forget();
    let body = json!({ "sourceGroupId": group, "targetGroupName": "Eng" });
    scene.send("POST", &format!("/api/v1/apps/{}/group-push/mappings", scene.app), &body, 200);
    scene.settle();
    let sizes: Vec<usize> = scene
        .server
        .got()
        .iter()
        .filter_map(|got| got.body["Operations"][0]["value"].as_array().map(Vec::len))
        .collect();
    assert_eq!(sizes, [100, 15]);
}

#[test]
fn a_group_that_the_server_lost_is_told_at_its_mapping() {
    let pushed = pushed(true);
    pushed.scene.server.kept().groups.clear();
    pushed.put(1);
    let shown = pushed.send("GET", &pushed.mapping(), &Value::Null, 200);
    assert_eq!(shown["status"], "ERROR");
    let error = shown["errorSummary"].as_str().expect("a summary");
    assert!(
        error.contains("Not Found. Errors reported by remote server: there is no such resource"),
        "{error}"
    );
}
