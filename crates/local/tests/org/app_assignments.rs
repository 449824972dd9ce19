//! Who has which application: directly, through groups, and what follows from changes on either side.

use crate::client::Client;
use serde_json::{Value, json};

struct Scene {
    client: Client,
    app: String,
}

impl Scene {
    fn new(app: &Value) -> Self {
        let client = Client::new();
        let app = client.post("/api/v1/apps", app).expect(200).json();
        let app = format!("/api/v1/apps/{}", app["id"].as_str().expect("an id"));
        Scene { client, app }
    }

    fn user(&self, login: &str, activate: bool) -> String {
        let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
        let request = json!({ "profile": profile, "credentials": { "password": { "value": "superPass1" } } });
        let made = self.client.post(&format!("/api/v1/users?activate={activate}"), &request);
        id(&made.expect(200).json())
    }

    fn group(&self, name: &str, members: &[&str]) -> String {
        let made = self.client.post("/api/v1/groups", &json!({ "profile": { "name": name } }));
        let group = id(&made.expect(200).json());
        for user in members {
            self.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), 204);
        }
        group
    }

    fn send(&self, method: &str, path: &str, status: u16) -> Value {
        self.client.send(method, path, &Value::Null).expect(status).json()
    }

    fn assign(&self, user: &str) -> Value {
        self.client.post(&format!("{}/users", self.app), &json!({ "id": user })).expect(200).json()
    }

    fn assign_group(&self, group: &str, body: &Value) -> Value {
        self.client.send("PUT", &format!("{}/groups/{group}", self.app), body).expect(200).json()
    }

    /// The users of the app with their scopes.
    fn scopes(&self) -> Vec<(String, String)> {
        let users = self.send("GET", &format!("{}/users", self.app), 200);
        let scope = |user: &Value| (id(user), user["scope"].as_str().expect("a scope").to_owned());
        users.as_array().expect("a list").iter().map(scope).collect()
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn bookmark() -> Value {
    json!({ "name": "bookmark", "label": "Book", "settings": { "app": { "url": "https://example.com" } } })
}

fn swa(scheme: &str) -> Value {
    json!({
        "name": "template_swa", "label": "Swa", "credentials": { "scheme": scheme },
        "settings": { "app": { "url": "https://x", "buttonField": "b", "usernameField": "u", "passwordField": "p" } },
    })
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(user, scope)| ((*user).to_owned(), (*scope).to_owned())).collect()
}

#[test]
fn an_assignment_has_the_members_that_okta_shows() {
    let scene = Scene::new(&bookmark());
    let user = scene.user("ann@example.com", true);
    let assigned = scene.assign(&user);
    let names: Vec<&str> = assigned.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "id",
            "externalId",
            "created",
            "lastUpdated",
            "scope",
            "status",
            "statusChanged",
            "passwordChanged",
            "syncState",
            "credentials",
            "profile",
            "_links",
        ]
    );
    assert_eq!(assigned["credentials"], json!({ "userName": "ann@example.com" }));
    let path = format!("{}/users/{user}", scene.app);
    assert_eq!(scene.send("GET", &path, 200), assigned);
    let expanded = scene.send("GET", &format!("{path}?expand=user"), 200);
    assert_eq!(expanded["_embedded"]["user"]["id"], assigned["id"]);
    let app = scene.send("GET", &format!("{}?expand=user/{user}", scene.app), 200);
    assert_eq!(app["_embedded"]["user"]["id"], assigned["id"]);
    scene.send("DELETE", &path, 204);
    let gone = scene.send("GET", &path, 404);
    assert_eq!(gone["errorSummary"], format!("Not found: Resource not found: {user} (AppUser)"));
}

#[test]
fn assignments_that_okta_refuses() {
    let scene = Scene::new(&bookmark());
    let user = scene.user("ann@example.com", true);
    let gone = scene.user("gone@example.com", true);
    scene.send("DELETE", &format!("/api/v1/users/{gone}"), 204);
    let cases = [
        (json!({}), 400, "E0000001"),
        (json!({ "id": "00unobody" }), 404, "E0000007"),
        (json!({ "id": gone }), 403, "E0000117"),
        (json!({ "id": user, "scope": "GROUP" }), 400, "E0000001"),
        (json!({ "id": user, "profile": { "shoeSize": 9 } }), 400, "E0000001"),
    ];
    for (request, status, code) in cases {
        let answer = scene.client.post(&format!("{}/users", scene.app), &request);
        assert_eq!(answer.expect(status).json()["errorCode"], code, "{request}");
    }
    assert_eq!(scene.scopes(), []);
}

#[test]
fn credentials_follow_the_scheme() {
    let both = json!({ "credentials": { "userName": "ann", "password": { "value": "pass" } } });
    // app, status, credentials afterwards
    let cases = [
        (swa("EDIT_USERNAME_AND_PASSWORD"), 200, json!({ "userName": "ann", "password": {} })),
        (bookmark(), 200, json!({ "userName": "ann" })),
        (swa("SHARED_USERNAME_AND_PASSWORD"), 400, json!({ "userName": "ann@example.com" })),
    ];
    for (app, status, credentials) in cases {
        let scene = Scene::new(&app);
        let user = scene.user("ann@example.com", true);
        scene.assign(&user);
        let path = format!("{}/users/{user}", scene.app);
        scene.client.post(&path, &both).expect(status);
        assert_eq!(scene.send("GET", &path, 200)["credentials"], credentials, "{app}");
    }
}

#[test]
fn the_name_at_an_app_comes_from_its_template() {
    let cases = [
        ("${source.login}", "Ann.Lee@example.com"),
        ("${source.email}", "Ann@example.com"),
        (r#"${fn:substringBefore(source.login, "@")}"#, "Ann.Lee"),
        (r#"${fn:substringBefore(source.email, "@")}"#, "Ann"),
        ("${fn:toLowerCase(source.email)}", "ann@example.com"),
        ("${source.employeeID}", "7"),
        ("user.firstName", "A"),
        ("${source.lastName}", "L"),
        ("${source.userName}${instance.userSuffix}", "Ann.Lee@example.com"),
    ];
    let client = Client::new();
    let profile = json!({ "login": "Ann.Lee@example.com", "email": "Ann@example.com", "firstName": "A",
                          "lastName": "L", "employeeNumber": "7" });
    let user = client.post("/api/v1/users", &json!({ "profile": profile })).expect(200).json();
    for (template, name) in cases {
        let mut app = bookmark();
        app["credentials"] = json!({ "userNameTemplate": { "template": template, "type": "CUSTOM" } });
        let app = client.post("/api/v1/apps", &app).expect(200).json();
        let users = format!("/api/v1/apps/{}/users", id(&app));
        let assigned = client.post(&users, &json!({ "id": id(&user) })).expect(200).json();
        assert_eq!(assigned["credentials"]["userName"], name, "{template}");
    }
}

#[test]
fn a_staged_user_becomes_an_active_user_of_the_app_with_the_activation() {
    let scene = Scene::new(&bookmark());
    let user = scene.user("ann@example.com", false);
    assert_eq!(scene.assign(&user)["status"], "STAGED");
    scene.send("POST", &format!("/api/v1/users/{user}/lifecycle/activate?sendEmail=false"), 200);
    assert_eq!(scene.send("GET", &format!("{}/users/{user}", scene.app), 200)["status"], "ACTIVE");
}

#[test]
fn members_come_and_go_with_their_groups() {
    let scene = Scene::new(&bookmark());
    let (a, b, c) = (scene.user("a@x.com", true), scene.user("b@x.com", true), scene.user("c@x.com", true));
    let (first, second) = (scene.group("first", &[&a, &b]), scene.group("second", &[&b]));
    scene.assign(&a);
    scene.assign_group(&first, &Value::Null);
    scene.assign_group(&second, &json!({}));
    assert_eq!(scene.scopes(), pairs(&[(&a, "USER"), (&b, "GROUP")]));

    scene.send("PUT", &format!("/api/v1/groups/{first}/users/{c}"), 204);
    assert_eq!(scene.scopes(), pairs(&[(&a, "USER"), (&b, "GROUP"), (&c, "GROUP")]), "a new member");
    scene.send("DELETE", &format!("/api/v1/groups/{first}/users/{b}"), 204);
    assert_eq!(scene.scopes().len(), 3, "the second group still gives the app");
    scene.send("DELETE", &format!("/api/v1/groups/{second}/users/{b}"), 204);
    assert_eq!(scene.scopes(), pairs(&[(&a, "USER"), (&c, "GROUP")]), "no group gives it any more");

    for user in [&a, &c] {
        let refused = scene.send("DELETE", &format!("{}/users/{user}", scene.app), 403);
        assert_eq!(refused["errorCode"], "E0000046", "what a group gives is not taken from one user");
    }
    scene.assign(&c);
    assert_eq!(scene.scopes(), pairs(&[(&a, "USER"), (&c, "USER")]), "assigning again makes it direct");
    scene.send("DELETE", &format!("{}/groups/{first}", scene.app), 204);
    assert_eq!(scene.scopes(), pairs(&[(&a, "USER"), (&c, "USER")]), "the group is taken, the rest stays");
    scene.send("DELETE", &format!("{}/users/{c}", scene.app), 204);
    assert_eq!(scene.scopes(), pairs(&[(&a, "USER")]));
}

/// An app that is switched off is as good as not there to who assigns it.
#[test]
fn an_inactive_app_takes_no_groups() {
    let scene = Scene::new(&bookmark());
    let group = scene.group("g", &[]);
    let path = format!("{}/groups/{group}", scene.app);
    scene.send("POST", &format!("{}/lifecycle/deactivate", scene.app), 200);
    let refused = scene.client.send("PUT", &path, &json!({})).expect(404).json();
    let app = scene.app.rsplit('/').next().expect("an id");
    assert_eq!(refused["errorCode"], "E0000007");
    assert_eq!(refused["errorSummary"], format!("Not found: Resource not found: {app} (AppInstance)"));
    let schema = format!("/api/v1/meta/schemas/apps/{app}/default");
    let attribute = json!({ "definitions": { "custom": { "properties": { "role": { "title": "R", "type": "string" } } } } });
    scene.client.post(&schema, &attribute).expect(404);
    scene.send("POST", &format!("{}/lifecycle/activate", scene.app), 200);
    scene.client.post(&schema, &attribute).expect(200);
    scene.send("PUT", &path, 200);
}

/// Every way to give an app's users a profile looks at the schema of the app.
#[test]
fn a_profile_has_the_attributes_of_the_app_alone() {
    let scene = Scene::new(&bookmark());
    let app = scene.app.rsplit('/').next().expect("an id");
    let role = json!({ "title": "R", "type": "string", "maxLength": 3 });
    let attributes = json!({ "definitions": { "custom": { "properties": { "role": role } } } });
    scene.client.post(&format!("/api/v1/meta/schemas/apps/{app}/default"), &attributes).expect(200);
    let user = scene.user("a@x.com", true);
    let group = scene.group("g", &[&user]);
    let of_group = format!("{}/groups/{group}", scene.app);
    let users = format!("{}/users", scene.app);
    scene.client.send("PUT", &of_group, &json!({ "profile": { "role": "dev" } })).expect(200);
    let bad =
        [json!({ "nope": 1 }), json!({ "role": 5 }), json!({ "role": "long" }), json!({ "role": ["a"] })];
    for profile in bad {
        let whole = json!([{ "op": "replace", "path": "/profile", "value": profile }]);
        let (name, value) = profile.as_object().and_then(|members| members.iter().next()).expect("a member");
        let part = json!([{ "op": "add", "path": format!("/profile/{name}"), "value": value }]);
        let requests = [
            ("PUT", of_group.clone(), json!({ "profile": profile })),
            ("PATCH", of_group.clone(), whole),
            ("PATCH", of_group.clone(), part),
            ("POST", users.clone(), json!({ "id": user, "profile": profile })),
            ("POST", format!("{users}/{user}"), json!({ "profile": profile })),
        ];
        for (method, path, body) in requests {
            let refused = scene.client.send(method, &path, &body).expect(400).json();
            assert_eq!(refused["errorCode"], "E0000001", "{method} {path} {body}");
        }
    }
    assert_eq!(scene.send("GET", &of_group, 200)["profile"], json!({ "role": "dev" }));
    assert_eq!(scene.send("GET", &format!("{users}/{user}"), 200)["profile"]["role"], "dev");
}

#[test]
fn a_deleted_group_takes_its_apps_along() {
    let scene = Scene::new(&bookmark());
    let user = scene.user("a@x.com", true);
    let group = scene.group("g", &[&user]);
    scene.assign_group(&group, &Value::Null);
    assert_eq!(scene.scopes(), pairs(&[(&user, "GROUP")]));
    scene.send("DELETE", &format!("/api/v1/groups/{group}"), 204);
    assert_eq!(scene.scopes(), []);
    assert_eq!(scene.send("GET", &format!("{}/groups", scene.app), 200), json!([]));
}

#[test]
fn everyone_means_new_users_too_and_not_those_who_left() {
    let scene = Scene::new(&bookmark());
    let everyone = id(&scene.send("GET", "/api/v1/groups?q=Everyone", 200)[0]);
    scene.assign_group(&everyone, &Value::Null);
    let before = scene.scopes().len();
    let user = scene.user("new@x.com", true);
    assert_eq!(scene.scopes().len(), before + 1);
    scene.send("POST", &format!("/api/v1/users/{user}/lifecycle/deactivate"), 200);
    assert_eq!(scene.scopes().len(), before);
    scene.send("POST", &format!("/api/v1/users/{user}/lifecycle/activate?sendEmail=false"), 200);
    assert_eq!(scene.scopes().len(), before + 1);
}

#[test]
fn deactivating_a_user_takes_the_apps_until_the_user_comes_back_to_the_groups() {
    let scene = Scene::new(&bookmark());
    let user = scene.user("a@x.com", true);
    let group = scene.group("g", &[&user]);
    scene.assign_group(&group, &Value::Null);
    scene.send("POST", &format!("/api/v1/users/{user}/lifecycle/deactivate"), 200);
    assert_eq!(scene.scopes(), []);
    scene.send("POST", &format!("/api/v1/users/{user}/lifecycle/activate?sendEmail=false"), 200);
    assert_eq!(scene.scopes(), pairs(&[(&user, "GROUP")]), "the group gives it again");
}

#[test]
fn deactivating_a_user_takes_the_apps() {
    let scene = Scene::new(&bookmark());
    let user = scene.user("a@x.com", true);
    scene.assign(&user);
    let links = format!("/api/v1/users/{user}/appLinks");
    let link = &scene.send("GET", &links, 200)[0];
    assert_eq!((&link["label"], &link["appName"]), (&json!("Book"), &json!("bookmark")));
    scene.send("POST", &format!("/api/v1/users/{user}/lifecycle/deactivate"), 200);
    assert_eq!(scene.scopes(), []);
    assert_eq!(scene.send("GET", &links, 200), json!([]));
}

#[test]
fn priorities_count_up_and_can_be_set() {
    let scene = Scene::new(&bookmark());
    let groups: Vec<String> = ["a", "b"].iter().map(|name| scene.group(name, &[])).collect();
    assert_eq!(scene.assign_group(&groups[0], &Value::Null)["priority"], 0);
    assert_eq!(scene.assign_group(&groups[1], &Value::Null)["priority"], 1);
    assert_eq!(
        scene.assign_group(&groups[1], &Value::Null)["priority"],
        1,
        "assigning again changes nothing"
    );
    assert_eq!(scene.assign_group(&groups[1], &json!({ "priority": 7 }))["priority"], 7);
    let path = format!("{}/groups/{}", scene.app, groups[1]);
    scene.client.send("PUT", &path, &json!({ "priority": 101 })).expect(400);
    let app = scene.app.rsplit('/').next().expect("an id");
    let role = json!({ "definitions": { "custom": { "properties": { "role": { "title": "R", "type": "string" } } } } });
    scene.client.post(&format!("/api/v1/meta/schemas/apps/{app}/default"), &role).expect(200);
    let patch = json!([
        { "op": "replace", "path": "/priority", "value": 3 },
        { "op": "add", "path": "/profile/role", "value": "x" },
    ]);
    let patched = scene.client.send("PATCH", &path, &patch).expect(200).json();
    assert_eq!((&patched["priority"], &patched["profile"]), (&json!(3), &json!({ "role": "x" })));
    let wrong = json!([{ "op": "replace", "path": "/id", "value": "x" }]);
    scene.client.send("PATCH", &path, &wrong).expect(400);
    scene.client.send("PATCH", &path, &json!({})).expect(400);
    assert_eq!(scene.send("GET", &path, 200), patched);
}

#[test]
fn groups_of_an_app_and_apps_of_a_group() {
    let scene = Scene::new(&bookmark());
    let others = (0..19).map(|number| format!("gamma {number}"));
    let names = ["alpha".to_owned(), "beta".to_owned()].into_iter().chain(others);
    let groups: Vec<String> = names.map(|name| scene.group(&name, &[])).collect();
    for group in &groups {
        scene.assign_group(group, &Value::Null);
    }
    let page = scene.client.get(&format!("{}/groups", scene.app)).expect(200);
    assert_eq!(page.json().as_array().map(Vec::len), Some(20));
    let one = scene.send("GET", &format!("{}/groups?limit=1", scene.app), 200);
    assert_eq!(one.as_array().map(Vec::len), Some(1), "oktajs asks for one");
    let rest = page.link("next").expect("more follows");
    let rest = scene.send("GET", rest.strip_prefix("http://localhost").expect("this org"), 200);
    assert_eq!(rest.as_array().map(Vec::len), Some(1));
    let found = scene.send("GET", &format!("{}/groups?q=BE&expand=group", scene.app), 200);
    assert_eq!(found[0]["_embedded"]["group"]["profile"]["name"], "beta");
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    let apps = scene.send("GET", &format!("/api/v1/groups/{}/apps", groups[0]), 200);
    assert_eq!(apps[0]["label"], "Book");
    let filtered = format!("/api/v1/apps?filter=group.id+eq+%22{}%22&limit=1", groups[0]);
    assert_eq!(scene.send("GET", &filtered, 200), apps);
    let cases = [
        (format!("{}/groups/00gnobody", scene.app), "UserGroup"),
        ("/api/v1/apps/nothing/groups/00gnobody".to_owned(), "AppInstance"),
    ];
    for (path, kind) in cases {
        let problem = scene.send("PUT", &path, 404);
        assert!(problem["errorSummary"].as_str().expect("text").ends_with(&format!("({kind})")), "{problem}");
    }
}

#[test]
fn users_of_an_app_are_searched_and_paged() {
    let scene = Scene::new(&bookmark());
    for name in ["ann", "anton", "bea"] {
        let user = scene.user(&format!("{name}@x.com"), true);
        scene.assign(&user);
    }
    let found = |query: &str| scene.send("GET", &format!("{}/users?{query}", scene.app), 200);
    assert_eq!(found("q=AN").as_array().map(Vec::len), Some(3), "the first name is Ann for all");
    assert_eq!(found("q=bea").as_array().map(Vec::len), Some(1));
    let first = scene.client.get(&format!("{}/users?limit=2", scene.app)).expect(200);
    let next = first.link("next").expect("a next page");
    let second = scene.client.get(next.trim_start_matches("http://localhost")).expect(200);
    assert_eq!(
        (first.json().as_array().map(Vec::len), second.json().as_array().map(Vec::len)),
        (Some(2), Some(1))
    );
    assert!(second.link("next").is_none());
    assert_eq!(
        found("limit=1000").as_array().map(Vec::len),
        Some(3),
        "more than the maximum means the maximum"
    );
    let login = "user.id+eq+%22";
    let user = id(&found("q=bea")[0]);
    let apps = scene.send("GET", &format!("/api/v1/apps?filter={login}{user}%22&expand=user/{user}"), 200);
    assert_eq!(apps[0]["_embedded"]["user"]["id"], user);
}

#[test]
fn an_oidc_assignment_takes_the_profile_of_the_user() {
    let scene = Scene::new(&json!({
        "name": "oidc_client", "label": "x", "settings": { "oauthClient": {
            "application_type": "browser", "grant_types": ["authorization_code"], "redirect_uris": ["https://x/cb"],
        } },
    }));
    let user = scene.user("ann@example.com", true);
    let profile = &scene.assign(&user)["profile"];
    assert_eq!((&profile["given_name"], &profile["family_name"]), (&json!("Ann"), &json!("Lee")));
    assert_eq!(profile["website"], Value::Null);
    let change = json!({ "profile": { "website": "https://ann.example.com" } });
    let changed = scene.client.post(&format!("{}/users/{user}", scene.app), &change).expect(200).json();
    assert_eq!(changed["profile"]["website"], "https://ann.example.com");
    assert_eq!(changed["profile"]["given_name"], "Ann");
}

#[test]
fn a_stray_blank_before_the_id_is_forgiven() {
    let scene = Scene::new(&bookmark());
    let user = scene.user("a@x.com", true);
    scene.assign(&user);
    let path = scene.app.replace("/apps/", "/apps/%20");
    scene.send("DELETE", &format!("{path}/users/{user}"), 204);
    assert_eq!(scene.scopes(), []);
}

/// An app whose users have a role and a city.
fn with_attributes() -> Scene {
    let scene = Scene::new(&bookmark());
    let attribute = |title: &str| json!({ "title": title, "type": "string" });
    let custom = json!({ "properties": { "role": attribute("Role"), "city": attribute("City") } });
    let schema = scene.app.replace("/api/v1/apps/", "/api/v1/meta/schemas/apps/");
    let request = json!({ "definitions": { "custom": custom } });
    scene.client.post(&format!("{schema}/default"), &request).expect(200);
    scene
}

#[test]
fn the_group_with_the_lowest_priority_number_gives_the_profile() {
    let scene = with_attributes();
    let user = scene.user("ann@example.com", true);
    let staff = scene.group("staff", &[&user]);
    let admins = scene.group("admins", &[&user]);
    let profile = || scene.send("GET", &format!("{}/users/{user}", scene.app), 200)["profile"].clone();
    let patch = |group: &str, path: &str, value: Value| {
        let steps = json!([{ "op": "replace", "path": path, "value": value }]);
        scene.client.send("PATCH", &format!("{}/groups/{group}", scene.app), &steps).expect(200);
    };
    scene.assign_group(&staff, &json!({ "priority": 1, "profile": { "role": "user", "city": "Ulm" } }));
    assert_eq!(profile(), json!({ "role": "user", "city": "Ulm" }));
    scene.assign_group(&admins, &json!({ "priority": 0, "profile": { "role": "admin" } }));
    assert_eq!(profile(), json!({ "role": "admin", "city": "Ulm" }), "each attribute by itself");
    patch(&admins, "/priority", json!(2));
    assert_eq!(profile()["role"], "user");
    patch(&staff, "/profile/role", json!("guest"));
    assert_eq!(profile()["role"], "guest");
    scene.send("DELETE", &format!("/api/v1/groups/{staff}/users/{user}"), 204);
    assert_eq!(profile(), json!({ "role": "admin" }), "what a group gave goes with it");
    scene.send("PUT", &format!("/api/v1/groups/{staff}/users/{user}"), 204);
    assert_eq!(profile(), json!({ "role": "guest", "city": "Ulm" }));
    scene.send("DELETE", &format!("{}/groups/{staff}", scene.app), 204);
    assert_eq!(profile(), json!({ "role": "admin" }));
}

#[test]
fn what_is_set_by_hand_is_no_groups_business() {
    let scene = with_attributes();
    let user = scene.user("ann@example.com", true);
    let path = format!("{}/users/{user}", scene.app);
    let group = scene.group("staff", &[&user]);
    scene.assign_group(&group, &json!({ "profile": { "role": "user", "city": "Ulm" } }));
    scene.client.post(&path, &json!({ "profile": { "city": "Bonn" } })).expect(200);
    scene.assign_group(&group, &json!({ "profile": { "role": "guest", "city": "Kiel" } }));
    let assigned = scene.send("GET", &path, 200);
    assert_eq!(assigned["profile"], json!({ "role": "guest", "city": "Bonn" }));
    scene.client.post(&path, &json!({ "scope": "USER" })).expect(200);
    scene.assign_group(&group, &json!({ "profile": { "role": "owner" } }));
    let assigned = scene.send("GET", &path, 200);
    assert_eq!((&assigned["scope"], &assigned["profile"]["role"]), (&json!("USER"), &json!("guest")));
    assert!(assigned.get("fromGroups").is_none());
}

#[test]
fn a_changed_user_is_carried_on_to_the_apps() {
    let client = json!({
        "name": "oidc_client", "label": "Web", "signOnMode": "OPENID_CONNECT",
        "settings": { "oauthClient": { "application_type": "web", "redirect_uris": ["https://x.example/cb"] } },
    });
    let scene = Scene::new(&client);
    let (ann, bob) = (scene.user("ann@example.com", true), scene.user("bob@example.com", true));
    scene.assign(&ann);
    scene
        .client
        .post(&format!("{}/users", scene.app), &json!({ "id": bob, "credentials": { "userName": "bobby" } }))
        .expect(200);
    let mapping =
        scene.send("GET", &format!("/api/v1/mappings?targetId={}", &scene.app[13..]), 200)[0].clone();
    let kept = json!({ "properties": { "family_name": { "expression": "user.lastName", "pushStatus": "DONT_PUSH" } } });
    scene.client.post(&format!("/api/v1/mappings/{}", id(&mapping)), &kept).expect(200);
    for user in [&ann, &bob] {
        let login = format!("new-{user}@example.com");
        let change = json!({ "profile": { "firstName": "Zoe", "lastName": "New", "login": login } });
        scene.client.post(&format!("/api/v1/users/{user}"), &change).expect(200);
    }
    let assigned = |user: &str| scene.send("GET", &format!("{}/users/{user}", scene.app), 200);
    let profile = &assigned(&ann)["profile"];
    assert_eq!((&profile["given_name"], &profile["family_name"]), (&json!("Zoe"), &json!("Lee")));
    assert_eq!(assigned(&ann)["credentials"]["userName"], format!("new-{ann}@example.com"));
    assert_eq!(assigned(&bob)["credentials"]["userName"], "bobby", "a name of its own stays");
}
