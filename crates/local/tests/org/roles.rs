//! Administrator roles of users and groups.

use crate::client::Client;
use serde_json::{Value, json};

fn user(client: &Client, login: &str) -> String {
    let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    id(&client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(200).json())
}

fn group(client: &Client, name: &str) -> String {
    id(&client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).expect(200).json())
}

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn types(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|role| role["type"].as_str().expect("a type")).collect()
}

#[test]
fn a_user_gets_roles_and_loses_them() {
    let client = Client::new();
    let roles = format!("/api/v1/users/{}/roles", user(&client, "ann@example.com"));
    assert_eq!(client.get(&roles).expect(200).json(), json!([]));
    let made = client.post(&roles, &json!({ "type": "APP_ADMIN" })).expect(201).json();
    assert_eq!(
        made.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["id", "label", "type", "status", "created", "lastUpdated", "assignmentType", "_links"]
    );
    assert_eq!(
        (made["id"].as_str(), made["assignmentType"].as_str()),
        (Some("IFIFAX2BIRGUSTQ"), Some("USER"))
    );
    let super_admin = client.post(&roles, &json!({ "type": "SUPER_ADMIN" })).expect(201).json();
    assert!(id(&super_admin).starts_with("ra1"));
    assert_eq!(types(&client.get(&roles).json()), ["APP_ADMIN", "SUPER_ADMIN"]);
    let one = format!("{roles}/IFIFAX2BIRGUSTQ");
    assert_eq!(client.get(&one).expect(200).json(), made);
    let again = client.post(&roles, &json!({ "type": "APP_ADMIN" })).expect(409).json();
    assert_eq!(again["errorCode"], "E0000090");
    client.post(&roles, &json!({ "type": "KING" })).expect(400);
    client.post(&roles, &json!({ "type": "CUSTOM", "role": "cr0", "resource-set": "iam" })).expect(404);
    client.send("DELETE", &one, &Value::Null).expect(204);
    let gone = client.send("DELETE", &one, &Value::Null).expect(404).json();
    assert_eq!(gone["errorSummary"], "Not found: Resource not found: IFIFAX2BIRGUSTQ (RoleAssignment)");
}

/// Standard roles that are made of permissions are shown as custom ones are.
#[test]
fn roles_made_of_permissions_show_their_resource_set() {
    let client = Client::new();
    let owner = user(&client, "ann@example.com");
    let roles = format!("/api/v1/users/{owner}/roles");
    let cases = [
        ("ACCESS_CERTIFICATIONS_ADMIN", "ACCESS_CERTIFICATIONS_IAM_POLICY"),
        ("ACCESS_REQUESTS_ADMIN", "ACCESS_CERTIFICATIONS_IAM_POLICY"),
        ("WORKFLOWS_ADMIN", "WORKFLOWS_IAM_POLICY"),
    ];
    for (kind, set) in cases {
        let made = client.post(&roles, &json!({ "type": kind })).expect(201).json();
        let member = id(&made);
        assert!(member.starts_with("irb"), "{made}");
        assert_eq!((&made["role"], &made["resource-set"]), (&json!(kind), &json!(set)));
        let iam = "http://localhost/api/v1/iam";
        let links = json!({
            "assignee": { "href": format!("http://localhost/api/v1/users/{owner}") },
            "role": { "href": format!("{iam}/roles/{kind}") },
            "resource-set": { "href": format!("{iam}/resource-sets/{set}") },
            "permissions": { "href": format!("{iam}/roles/{kind}/permissions") },
            "member": { "href": format!("{iam}/resource-sets/{set}/bindings/{kind}/members/{member}") },
        });
        assert_eq!(made["_links"], links);
        assert_eq!(client.get(&format!("{roles}/{member}")).expect(200).json(), made);
        client.post(&roles, &json!({ "type": kind })).expect(409);
        client.send("DELETE", &format!("{roles}/{member}"), &Value::Null).expect(204);
    }
}

#[test]
fn the_administrator_of_a_new_org_is_one() {
    let client = Client::new();
    assert_eq!(types(&client.get("/api/v1/users/me/roles").expect(200).json()), ["SUPER_ADMIN"]);
}

#[test]
fn a_deactivated_user_has_no_roles() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let roles = format!("/api/v1/users/{ann}/roles");
    client.post(&roles, &json!({ "type": "APP_ADMIN" })).expect(201);
    client.post(&format!("/api/v1/users/{ann}/lifecycle/deactivate"), &Value::Null).expect(200);
    client.send("DELETE", &format!("{roles}/IFIFAX2BIRGUSTQ"), &Value::Null).expect(404);
}

#[test]
fn members_have_the_roles_of_their_groups() {
    let client = Client::new();
    let (ann, eng) = (user(&client, "ann@example.com"), group(&client, "Eng"));
    client.send("PUT", &format!("/api/v1/groups/{eng}/users/{ann}"), &Value::Null).expect(204);
    let made = client.post(&format!("/api/v1/groups/{eng}/roles"), &json!({ "type": "READ_ONLY_ADMIN" }));
    let made = made.expect(201).json();
    assert!(id(&made).starts_with("gra"));
    let listed = client.get(&format!("/api/v1/users/{ann}/roles")).json();
    assert_eq!(listed, json!([made]));
    assert_eq!(listed[0]["assignmentType"], "GROUP");
    let own = format!("/api/v1/users/{ann}/roles/{}", id(&made));
    client.send("DELETE", &own, &Value::Null).expect(404);
    let everyone = id(&client.get("/api/v1/groups?q=Everyone").json()[0]);
    let refused = client.post(&format!("/api/v1/groups/{everyone}/roles"), &json!({ "type": "ORG_ADMIN" }));
    assert_eq!(refused.expect(400).json()["errorCode"], "E0000211");
}

#[test]
fn roles_are_limited_to_groups() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let (east, west) = (group(&client, "East"), group(&client, "West"));
    for holder in [format!("/api/v1/users/{ann}"), format!("/api/v1/groups/{west}")] {
        client.post(&format!("{holder}/roles"), &json!({ "type": "HELP_DESK_ADMIN" })).expect(201);
        let targets = format!("{holder}/roles/JBCUYUC7IRCVGS27IFCE2SKO/targets/groups");
        let empty = client.get(&targets).expect(200);
        assert_eq!(empty.json(), json!([]));
        assert!(empty.link("self").is_some());
        for _ in 0..2 {
            client.send("PUT", &format!("{targets}/{east}"), &Value::Null).expect(204);
        }
        client.send("PUT", &format!("{targets}/{west}"), &Value::Null).expect(204);
        client.send("PUT", &format!("{targets}/nope"), &Value::Null).expect(404);
        let first = client.get(&format!("{targets}?limit=1")).expect(200);
        assert_eq!(first.json().as_array().unwrap().len(), 1);
        assert!(first.link("next").is_some());
        client.send("DELETE", &format!("{targets}/{east}"), &Value::Null).expect(204);
        assert_eq!(id(&client.get(&targets).json()[0]), west);
        client.send("DELETE", &format!("{targets}/{west}"), &Value::Null).expect(400);
        let apps = format!("{holder}/roles/JBCUYUC7IRCVGS27IFCE2SKO/targets/catalog/apps");
        assert_eq!(client.get(&apps).expect(200).json(), json!([]));
        let refused = client.send("PUT", &format!("{apps}/facebook"), &Value::Null).expect(400).json();
        assert_eq!(refused["errorCode"], "E0000091");
    }
    client.send("DELETE", &format!("/api/v1/groups/{west}"), &Value::Null).expect(204);
    let targets = format!("/api/v1/users/{ann}/roles/JBCUYUC7IRCVGS27IFCE2SKO/targets/groups");
    assert_eq!(client.get(&targets).json(), json!([]), "a deleted group is no target");
}

#[test]
fn roles_are_limited_to_apps() {
    let client = Client::new();
    let holder = format!("/api/v1/users/{}", user(&client, "ann@example.com"));
    client.post(&format!("{holder}/roles"), &json!({ "type": "APP_ADMIN" })).expect(201);
    let targets = format!("{holder}/roles/IFIFAX2BIRGUSTQ/targets/catalog/apps");
    client.send("PUT", &format!("{targets}/facebook"), &Value::Null).expect(204);
    client.send("PUT", &format!("{targets}/slack"), &Value::Null).expect(204);
    client.send("PUT", &format!("{targets}/slack/nope"), &Value::Null).expect(404);
    let listed = client.get(&targets).expect(200).json();
    let names: Vec<&Value> = listed.as_array().unwrap().iter().map(|app| &app["name"]).collect();
    assert_eq!(names, ["facebook", "slack"]);
    client.send("DELETE", &format!("{targets}/slack"), &Value::Null).expect(204);
    client.send("DELETE", &format!("{targets}/facebook"), &Value::Null).expect(400);
    client.send("PUT", &targets, &Value::Null).expect(200);
    assert_eq!(client.get(&targets).json(), json!([]), "for all apps again");
}

/// A role is limited to an app or to some instances of it, never to both: what is added last counts.
#[test]
fn an_instance_and_its_app_are_not_targets_together() {
    let client = Client::new();
    let app = |label: &str| {
        let body = json!({
            "name": "bookmark", "label": label, "signOnMode": "BOOKMARK",
            "settings": { "app": { "requestIntegration": false, "url": "https://a.example" } },
        });
        id(&client.post("/api/v1/apps", &body).expect(200).json())
    };
    let (one, other) = (app("One"), app("Other"));
    let holders = [
        format!("/api/v1/users/{}", user(&client, "ann@example.com")),
        format!("/api/v1/groups/{}", group(&client, "Helpers")),
    ];
    for holder in holders {
        let role =
            id(&client.post(&format!("{holder}/roles"), &json!({ "type": "APP_ADMIN" })).expect(201).json());
        let targets = format!("{holder}/roles/{role}/targets/catalog/apps");
        let listed = || -> Vec<String> {
            let listed = client.get(&targets).expect(200).json();
            let shown = |target: &Value| format!("{} {}", target["name"], target["id"]).replace('"', "");
            let mut shown: Vec<String> = listed.as_array().unwrap().iter().map(shown).collect();
            shown.sort();
            shown
        };
        let put = |rest: &str| client.send("PUT", &format!("{targets}/{rest}"), &Value::Null).expect(204);
        let is_whole =
            |listed: &[String]| listed.len() == 1 && !listed[0].contains(&one) && !listed[0].contains(&other);
        put("bookmark");
        assert!(is_whole(&listed()), "{:?}", listed());
        put(&format!("bookmark/{one}"));
        assert!(listed().len() == 1 && listed()[0].contains(&one), "{:?}", listed());
        put(&format!("bookmark/{other}"));
        assert_eq!(listed().len(), 2, "{:?}", listed());
        put("slack");
        assert_eq!(listed().len(), 3, "another app is no matter of this: {:?}", listed());
        put("bookmark");
        assert_eq!(listed().len(), 2, "{:?}", listed());
    }
}
