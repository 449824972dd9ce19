//! The life of a user at the server of an app.

use serde_json::{Value, json};

use super::*;

const LOOK: &str = "GET /Users?filter=userName%20eq%20%22ada%40example.com%22&startIndex=1&count=100";

/// The words of the requests stand in the order in which Okta says them.
#[test]
fn a_user_of_a_wizard_app_is_looked_up_created_changed_and_switched_off_and_on() {
    let scene = Scene::connected(&wizard(), &json!({}));
    let user = scene.user("ada@example.com");
    let at_once = scene.assign(&user);
    assert_eq!((&at_once["status"], &at_once["externalId"]), (&json!("STAGED"), &Value::Null));
    scene.settle();
    assert_eq!(scene.server.lines(), [LOOK, "POST /Users"]);
    let made = &scene.server.got()[1];
    let password = made.body["password"].as_str().expect("a password").to_owned();
    assert_eq!(password.len(), 8, "one that nobody knows");
    // As a text: the order of the members counts.
    let expected = format!(
        "{{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"ada@example.com\",\
         \"name\":{{\"givenName\":\"Ada\",\"familyName\":\"Example\"}},\
         \"emails\":[{{\"primary\":true,\"value\":\"ada@example.com\",\"type\":\"work\"}}],\
         \"externalId\":\"{user}\",\"groups\":[],\"password\":\"{password}\",\"active\":true}}"
    );
    assert_eq!(made.body.to_string(), expected);
    for (name, value) in [
        ("user-agent", "Okta SCIM Client 1.0.0"),
        ("accept", "application/scim+json"),
        ("accept-charset", "utf-8"),
        ("content-type", "application/scim+json; charset=utf-8"),
        ("authorization", "Bearer s3cr3t-token"),
    ] {
        assert_eq!(made.header(name), Some(value), "{name}");
    }
    assert_eq!(scene.server.got()[0].header("content-type"), None, "only with a body");

    let assigned = scene.assigned(&user);
    let server_id = id(&scene.server.user("ada@example.com"));
    assert_eq!(assigned["externalId"], server_id.as_str());
    assert_eq!(
        (&assigned["status"], &assigned["syncState"]),
        (&json!("PROVISIONED"), &json!("SYNCHRONIZED"))
    );
    assert!(assigned["lastSync"].is_string(), "{assigned}");

    // What the org knows nothing of goes back as it came, and what was cleared is gone.
    scene.server.kept().users.get_mut(&server_id).expect("the user")["shoeSize"] = json!(42);
    scene.server.forget();
    let change = json!({ "profile": { "firstName": "Augusta", "department": "Engines" } });
    scene.send("POST", &format!("/api/v1/users/{user}"), &change, 200);
    scene.settle();
    let one = format!("/Users/{server_id}");
    assert_eq!(scene.server.lines(), [format!("GET {one}"), format!("PUT {one}")]);
    let kept = scene.server.user("ada@example.com");
    assert_eq!(kept["name"]["givenName"], "Augusta");
    assert_eq!(kept["shoeSize"], 42);
    assert_eq!(kept["meta"]["resourceType"], "User");
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    assert_eq!(kept[enterprise], json!({ "department": "Engines" }));
    assert!(kept["schemas"].as_array().expect("schemas").contains(&json!(enterprise)));
    scene.send("POST", &format!("/api/v1/users/{user}"), &json!({ "profile": { "department": null } }), 200);
    scene.settle();
    assert!(scene.server.user("ada@example.com").get(enterprise).is_none());

    scene.server.forget();
    scene.unassign(&user);
    assert_eq!(scene.server.lines(), [format!("GET {one}"), format!("PUT {one}")]);
    let kept = scene.server.user("ada@example.com");
    assert_eq!((&kept["active"], &kept["shoeSize"]), (&json!(false), &json!(42)));

    scene.server.forget();
    scene.assign(&user);
    scene.settle();
    assert_eq!(scene.server.lines(), [LOOK.to_owned(), format!("GET {one}"), format!("PUT {one}")]);
    assert_eq!(scene.server.user("ada@example.com")["active"], true);
    assert_eq!(scene.assigned(&user)["externalId"], server_id.as_str());

    scene.server.forget();
    scene.send("POST", &format!("/api/v1/users/{user}/lifecycle/deactivate"), &Value::Null, 200);
    scene.settle();
    assert_eq!(scene.server.user("ada@example.com")["active"], false);
    assert!(scene.server.lines().iter().all(|line| !line.starts_with("DELETE")));
    let events = scene.events();
    for event in [
        "application.provision.user.push",
        "application.user_membership.provision",
        "application.provision.user.push_profile",
        "application.provision.user.deactivate",
        "application.user_membership.deprovision",
        "application.provision.user.verify_exists",
    ] {
        assert!(events.iter().any(|known| known == event), "{event} is missing in {events:?}");
    }
}

/// The connection is the one of Okta's API, with the settings of its features.
#[test]
fn a_user_of_a_catalogue_app_is_switched_off_and_on_with_patch() {
    let server = Server::keeping();
    let scene = Scene::of(Client::new(), &catalogue(), server);
    let connection = json!({
        "baseUrl": scene.server.url(), "profile": { "authScheme": "TOKEN", "token": TOKEN },
    });
    let path = format!("/api/v1/apps/{}/connections/default", scene.app);
    scene.send("POST", &format!("{path}?activate=true"), &connection, 200);
    let (early, assigned) = scene.provision("early@example.com");
    assert_eq!(assigned["syncState"], "DISABLED", "nothing is on yet");
    let on = json!({ "status": "ENABLED" });
    let features = json!({
        "create": { "lifecycleCreate": on }, "update": { "profile": on, "lifecycleDeactivate": on },
    });
    scene.send("PUT", &format!("/api/v1/apps/{}/features/USER_PROVISIONING", scene.app), &features, 200);
    assert_eq!(scene.server.lines(), Vec::<String>::new());

    let (user, assigned) = scene.provision("ada@example.com");
    assert_eq!(scene.server.lines(), [LOOK, "POST /Users"]);
    let one = format!("/Users/{}", assigned["externalId"].as_str().expect("an id"));
    scene.server.forget();
    scene.unassign(&user);
    assert_eq!(scene.server.lines(), [format!("PATCH {one}")]);
    let body = &scene.server.got()[0].body;
    let expected = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\
                    \"Operations\":[{\"op\":\"replace\",\"value\":{\"active\":false}}]}";
    assert_eq!(body.to_string(), expected);

    scene.server.forget();
    scene.assign(&user);
    scene.settle();
    let lines = [LOOK.to_owned(), format!("GET {one}"), format!("PUT {one}"), format!("PATCH {one}")];
    assert_eq!(scene.server.lines(), lines);
    assert_eq!(scene.server.user("ada@example.com")["active"], true);

    scene.server.forget();
    scene.unassign(&early);
    assert_eq!(scene.server.lines(), Vec::<String>::new(), "who was never told of is not taken back");
}

#[test]
fn whoever_has_the_app_through_a_group_is_provisioned_and_a_staged_user_with_the_activation() {
    let scene = Scene::connected(&wizard(), &json!({}));
    let profile =
        json!({ "login": "b@example.com", "email": "b@example.com", "firstName": "B", "lastName": "C" });
    let staged = id(&scene.send("POST", "/api/v1/users?activate=false", &json!({ "profile": profile }), 200));
    let active = scene.user("ada@example.com");
    let group = id(&scene.send("POST", "/api/v1/groups", &json!({ "profile": { "name": "G" } }), 200));
    for user in [&staged, &active] {
        scene.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), &Value::Null, 204);
    }
    scene.send("PUT", &format!("/api/v1/apps/{}/groups/{group}", scene.app), &json!({}), 200);
    scene.settle();
    assert_eq!(scene.server.kept().users.len(), 1);
    let path = format!("/api/v1/users/{staged}/lifecycle/activate?sendEmail=false");
    scene.send("POST", &path, &Value::Null, 200);
    scene.settle();
    assert_eq!(scene.server.kept().users.len(), 2);
    assert_eq!(scene.assigned(&staged)["syncState"], "SYNCHRONIZED");
    scene.send("DELETE", &format!("/api/v1/groups/{group}/users/{active}"), &Value::Null, 204);
    scene.settle();
    assert_eq!(scene.server.user("ada@example.com")["active"], false);
}

#[test]
fn a_password_is_told_only_where_its_sync_is_on() {
    for (patch, sync) in [(false, true), (true, true), (false, false)] {
        let scene = Scene::connected(&wizard(), &json!({ "patch": patch, "syncPassword": sync }));
        let (user, _) = scene.provision("ada@example.com");
        scene.server.forget();
        let body = json!({ "credentials": { "password": { "value": "another-Pass1" } } });
        scene.send("POST", &format!("/api/v1/users/{user}"), &body, 200);
        scene.settle();
        let told: Vec<Value> =
            scene.server.got().iter().filter(|got| got.method != "GET").map(|got| got.body.clone()).collect();
        match (sync, patch) {
            (false, _) => assert_eq!(told, Vec::<Value>::new()),
            (true, true) => {
                assert_eq!(
                    told[0]["Operations"],
                    json!([{ "op": "replace", "value": { "password": "another-Pass1" } }])
                );
            }
            (true, false) => assert_eq!(told[0]["password"], "another-Pass1"),
        }
        let shown = scene.report().to_string();
        assert!(!shown.contains("another-Pass1") && !shown.contains(TOKEN), "{shown}");
    }
}

fn sent_password(scene: &Scene) -> String {
    let got = scene.server.got();
    let sent = got.iter().find_map(|got| got.body["password"].as_str()).expect("a password was sent");
    sent.to_owned()
}

/// A server that repeats what it was sent shows neither the token nor a password.
#[test]
fn every_exchange_is_shown_without_its_secrets() {
    for (authentication, expected) in [
        (json!({ "authentication": "bearer" }), "Bearer s3cr3t-token"),
        (json!({ "authentication": "header" }), "s3cr3t-token"),
        (
            json!({ "authentication": "basic", "username": "okta", "password": "s3cr3t-token" }),
            "Basic b2t0YTpzM2NyM3QtdG9rZW4=",
        ),
    ] {
        let server = Server::playing(|got, stream| {
            if got.method == "GET" {
                return server::reply(stream, 404, "application/scim+json", "{}");
            }
            let told = format!(
                "{{\"detail\":\"{} {}\",\"x\":{}}}",
                got.header("authorization").unwrap_or("-"),
                got.body["password"].as_str().unwrap_or("-"),
                got.body
            );
            server::reply(stream, 400, "application/scim+json", &told);
        });
        let scene = Scene::of(Client::new(), &wizard(), server);
        let mut connection = authentication.clone();
        connection["test"] = json!(false);
        scene.connect(&connection).expect(200);
        scene.provision("ada@example.com");
        let sent = &scene.server.got()[0];
        assert_eq!(sent.header("authorization"), Some(expected));
        let report = scene.report();
        assert_eq!(report["exchanges"][1]["status"], 400);
        let password = sent_password(&scene);
        assert!(!report.to_string().contains(&password), "{report}");
        assert!(
            !report.to_string().contains("s3cr3t") && !report.to_string().contains("b2t0YTpz"),
            "{report}"
        );
        let log = scene.send("GET", "/api/v1/logs", &Value::Null, 200).to_string();
        assert!(!log.contains("s3cr3t") && !log.contains("b2t0YTpz"), "{log}");
    }
}

#[test]
fn what_is_on_decides_what_is_told() {
    let create_off = Scene::connected(&wizard(), &json!({ "create": false }));
    let (_, assigned) = create_off.provision("ada@example.com");
    assert_eq!(assigned["syncState"], "ERROR");
    assert!(create_off.error().ends_with("failed: Matching user not found"), "{}", create_off.error());

    let deactivate_off = Scene::connected(&wizard(), &json!({ "deactivate": false, "update": false }));
    let (user, _) = deactivate_off.provision("ada@example.com");
    deactivate_off.server.forget();
    deactivate_off.send(
        "POST",
        &format!("/api/v1/users/{user}"),
        &json!({ "profile": { "firstName": "X" } }),
        200,
    );
    deactivate_off.unassign(&user);
    assert_eq!(deactivate_off.server.lines(), Vec::<String>::new());
}

/// What the org was not told cannot be lost with it: the task is in the store.
#[test]
fn a_task_outlives_the_org() {
    let directory = tempfile::tempdir().expect("a folder");
    let file = directory.path().join("org.redb");
    let open = || Client::of(oktars_local::Org::builder().file(&file).build().expect("an org"));
    let scene = Scene::of(open(), &wizard(), Server::keeping());
    scene.connect(&json!({})).expect(200);
    let fault = json!({ "path": "/_local/scim/**", "status": 429, "headers": { "Retry-After": "3600" } });
    scene.send("POST", "/_local/faults", &fault, 200);
    let user = scene.user("ada@example.com");
    scene.assign(&user);
    wait_until(
        || scene.report()["exchanges"].as_array().is_some_and(|all| all.len() > 1),
        || scene.report().to_string(),
    );
    let Scene { client, server, app } = scene;
    drop(client);
    // The file is free once the line has let go of the org.
    let begun = Instant::now();
    let client = loop {
        match oktars_local::Org::builder().file(&file).build() {
            Ok(org) => break Client::of(org),
            Err(error) => assert!(begun.elapsed() < PATIENCE, "{error}"),
        }
    };
    let scene = Scene { client, server, app };
    scene.settle();
    assert_eq!(scene.assigned(&user)["syncState"], "SYNCHRONIZED");
}

#[test]
fn a_connection_that_makes_no_sense_is_refused_before_anything_is_sent() {
    let scene = Scene::of(Client::new(), &wizard(), Server::keeping());
    for (more, says) in [
        (json!({ "baseUrl": "https://scim.example.com" }), "this machine"),
        (json!({ "baseUrl": "http://169.254.169.254/latest" }), "this machine"),
        (json!({ "baseUrl": "http://localhost.example.com/" }), "this machine"),
        (json!({ "baseUrl": "" }), "this machine"),
        (json!({ "token": "a b" }), "token"),
        (json!({ "token": null }), "token"),
        (json!({ "token": "a\nb" }), "token"),
        (json!({ "authentication": "basic" }), "username"),
        (json!({ "timeoutMs": 0 }), "timeoutMs"),
        (json!({ "timeoutMs": 70_000 }), "timeoutMs"),
        (json!({ "nonsense": 1 }), "nonsense"),
    ] {
        let refused = scene.connect(&more).expect(400).json();
        assert!(refused["error"].as_str().is_some_and(|error| error.contains(says)), "{more}: {refused}");
    }
    scene.connect(&json!({ "app": "0oanone" })).expect(404);
    assert_eq!(scene.server.lines(), Vec::<String>::new());
    scene.connect(&json!({})).expect(200);
    assert_eq!(scene.server.lines(), ["GET /Users?startIndex=1&count=2"]);
    let app = scene.send("GET", &format!("/api/v1/apps/{}", scene.app), &Value::Null, 200);
    assert!(
        app["features"].as_array().is_some_and(|features| features.contains(&json!("PUSH_NEW_USERS"))),
        "{app}"
    );
}
