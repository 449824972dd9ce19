//! Custom administrator roles, their permissions, resource sets, and who has which for what.

use crate::client::{Answer, Client};
use serde_json::{Value, json};

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn user(client: &Client, login: &str) -> String {
    let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    id(&client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(200).json())
}

fn group(client: &Client, name: &str) -> String {
    id(&client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).expect(200).json())
}

fn role(client: &Client, label: &str) -> Value {
    let body =
        json!({ "label": label, "description": "d", "permissions": ["okta.users.read", "okta.groups.read"] });
    client.post("/api/v1/iam/roles", &body).expect(200).json()
}

fn set(client: &Client, label: &str) -> Value {
    let body = json!({ "label": label, "description": "d", "resources": ["http://localhost/api/v1/users"] });
    client.post("/api/v1/iam/resource-sets", &body).expect(200).json()
}

fn refused(answer: Answer, status: u16, code: &str, text: &str) {
    let body = answer.expect(status).json();
    assert_eq!(body["errorCode"], code, "{body}");
    assert!(body.to_string().contains(text), "{body}");
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn roles_are_found_by_id_and_by_label() {
    let client = Client::new();
    let made = role(&client, "UserReader");
    assert_eq!(
        keys(&made),
        ["id", "label", "description", "created", "lastUpdated", "isCloneable", "_links"]
    );
    assert!(id(&made).starts_with("cr0"));
    for name in [id(&made), "UserReader".to_owned()] {
        assert_eq!(client.get(&format!("/api/v1/iam/roles/{name}")).expect(200).json(), made);
    }
    let listed = client.get("/api/v1/iam/roles").expect(200).json();
    assert_eq!((listed["roles"].clone(), listed["_links"].is_object()), (json!([made]), true));
    let own = format!("/api/v1/iam/roles/{}", id(&made));
    let changed =
        client.send("PUT", &own, &json!({ "label": "Reader", "description": "x" })).expect(200).json();
    assert_eq!(changed["label"], "Reader");
    client.send("DELETE", &own, &Value::Null).expect(204);
    refused(client.get(&own), 404, "E0000007", "(CustomRole)");
}

#[test]
fn what_makes_no_role_is_refused() {
    let client = Client::new();
    role(&client, "Taken");
    let cases = [
        (
            json!({ "description": "d", "permissions": ["okta.users.read"] }),
            "label: The field cannot be left blank",
        ),
        (json!({ "label": "x", "description": "d" }), "permissions"),
        (json!({ "label": "x", "permissions": ["okta.users.nonsense"] }), "okta.users.nonsense"),
        (
            json!({ "label": "Taken", "permissions": ["okta.users.read"] }),
            "label: There is already an admin role with this name.",
        ),
    ];
    for (body, text) in cases {
        refused(client.post("/api/v1/iam/roles", &body), 400, "E0000001", text);
    }
}

#[test]
fn permissions_come_and_go() {
    let client = Client::new();
    let permissions = format!("/api/v1/iam/roles/{}/permissions", id(&role(&client, "R")));
    let labels = || -> Vec<Value> {
        let listed = client.get(&permissions).expect(200).json();
        listed["permissions"].as_array().unwrap().iter().map(|one| one["label"].clone()).collect()
    };
    assert_eq!(labels(), ["okta.groups.read", "okta.users.read"]);
    let conditions = json!({ "include": { "okta:ResourceAttribute/User/Profile": ["city"] } });
    let manage = format!("{permissions}/okta.users.manage");
    client.post(&manage, &json!({ "conditions": conditions })).expect(204);
    let shown = client.get(&manage).expect(200).json();
    assert_eq!(keys(&shown), ["label", "created", "lastUpdated", "conditions", "_links"]);
    assert_eq!(shown["conditions"], conditions);
    let replaced = client.send("PUT", &manage, &json!({})).expect(200).json();
    assert!(replaced["conditions"].is_null());
    let both = json!({ "conditions": { "include": {}, "exclude": {} } });
    client.send("PUT", &manage, &both).expect(400);
    client.post(&format!("{permissions}/okta.users.nonsense"), &Value::Null).expect(400);
    client.send("DELETE", &manage, &Value::Null).expect(204);
    client.get(&manage).expect(404);
    client.send("DELETE", &format!("{permissions}/okta.users.read"), &Value::Null).expect(204);
    client.send("DELETE", &format!("{permissions}/okta.groups.read"), &Value::Null).expect(400);
}

#[test]
fn resource_sets_hold_resources() {
    let client = Client::new();
    let made = set(&client, "People");
    assert_eq!(keys(&made["_links"]), ["self", "resources", "bindings"]);
    let own = "/api/v1/iam/resource-sets/People";
    assert_eq!(client.get(own).expect(200).json(), made);
    assert_eq!(client.get("/api/v1/iam/resource-sets").expect(200).json()["resource-sets"], json!([made]));
    let cases = [
        (json!({ "resources": ["http://localhost/api/v1/users"] }), 400, "label: Label must be specified"),
        (json!({ "label": "x" }), 400, "resources"),
        (json!({ "label": "x", "resources": ["nonsense"] }), 400, "nonsense"),
        (
            json!({ "label": "x", "resources": ["http://localhost/api/v1/groups/00gnope"] }),
            404,
            "(UserGroup)",
        ),
        (json!({ "label": "People", "resources": ["http://localhost/api/v1/users"] }), 400, "already"),
    ];
    for (body, status, text) in cases {
        let answer = client.post("/api/v1/iam/resource-sets", &body).expect(status);
        assert!(answer.text().contains(text), "{}", answer.text());
    }
    let eng = group(&client, "Eng");
    let more = json!({ "additions": [format!("http://localhost/api/v1/groups/{eng}/users")] });
    client.send("PATCH", &format!("{own}/resources"), &more).expect(200);
    let added = json!({ "resourceOrnOrUrl": "orn:okta:idp:00o1:apps" });
    let added = client.post(&format!("{own}/resources"), &added).expect(200).json();
    assert_eq!(keys(&added), ["id", "orn", "created", "lastUpdated", "_links"]);
    let listed = client.get(&format!("{own}/resources")).expect(200).json();
    let urls: Vec<&str> = listed["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| resource["_links"]["self"]["href"].as_str().unwrap())
        .collect();
    assert_eq!(
        urls,
        [
            "http://localhost/api/v1/users".to_owned(),
            format!("http://localhost/api/v1/groups/{eng}/users"),
            "http://localhost/api/v1/apps".to_owned()
        ]
    );
    let one = format!("{own}/resources/{}", id(&added));
    let conditions = json!({ "Exclude": { "okta:ORN": ["orn:okta:idp:00o1:apps:0oa1"] } });
    let changed = client.send("PUT", &one, &json!({ "conditions": conditions })).expect(200).json();
    assert_eq!(client.get(&one).expect(200).json(), changed);
    client.send("DELETE", &one, &Value::Null).expect(204);
    client.get(&one).expect(404);
    client.send("PUT", own, &json!({ "label": "Folk", "description": "d" })).expect(200);
    refused(client.get(own), 404, "E0000007", "(IAMPolicy)");
    client.send("DELETE", "/api/v1/iam/resource-sets/Folk", &Value::Null).expect(204);
}

#[test]
fn an_assignment_and_a_binding_are_the_same_thing() {
    let client = Client::new();
    let (ann, eng) = (user(&client, "ann@example.com"), group(&client, "Eng"));
    let (role, set) = (role(&client, "R"), set(&client, "S"));
    let bindings = format!("/api/v1/iam/resource-sets/{}/bindings", id(&set));
    let body = json!({ "role": role["id"], "members": [format!("http://localhost/api/v1/users/{ann}")] });
    let made = client.post(&bindings, &body).expect(200).json();
    assert_eq!(keys(&made["_links"]), ["self", "bindings", "resource-set"]);
    client.post(&bindings, &body).expect(400);
    let roles = client.get(&format!("/api/v1/users/{ann}/roles")).expect(200).json();
    assert_eq!(
        (roles[0]["type"].as_str(), &roles[0]["role"], &roles[0]["resource-set"]),
        (Some("CUSTOM"), &role["id"], &set["id"])
    );
    assert_eq!(keys(&roles[0]["_links"]), ["assignee", "role", "resource-set", "permissions", "member"]);
    let member = roles[0]["_links"]["member"]["href"].as_str().unwrap().replace("http://localhost", "");
    assert_eq!(client.get(&member).expect(200).json()["id"], roles[0]["id"]);
    let custom = json!({ "type": "CUSTOM", "role": role["id"], "resource-set": set["id"] });
    refused(client.post(&format!("/api/v1/users/{ann}/roles"), &custom), 409, "E0000090", "");
    client.post(&format!("/api/v1/groups/{eng}/roles"), &custom).expect(201);
    let binding = format!("{bindings}/{}", id(&role));
    assert_eq!(keys(&client.get(&binding).expect(200).json()["_links"]), ["self", "members", "resource-set"]);
    let members = client.get(&format!("{binding}/members")).expect(200).json();
    assert_eq!(members["members"].as_array().unwrap().len(), 2);
    assert_eq!(client.get(&bindings).expect(200).json()["roles"][0]["id"], role["id"]);
    let more = json!({ "additions": [format!("http://localhost/api/v1/users/{}", user(&client, "bob@example.com"))] });
    client.send("PATCH", &format!("{binding}/members"), &more).expect(200);
    client.send("DELETE", &member, &Value::Null).expect(204);
    assert_eq!(client.get(&format!("/api/v1/users/{ann}/roles")).json(), json!([]));
    client.send("DELETE", &binding, &Value::Null).expect(204);
    client.get(&binding).expect(404);
    assert_eq!(client.get(&format!("/api/v1/groups/{eng}/roles")).json(), json!([]));
    let nobody = json!({ "role": role["id"], "members": ["http://localhost/api/v1/zones/nzo1"] });
    client.post(&bindings, &nobody).expect(400);
    client.post(&bindings, &json!({ "role": "cr0nope", "members": [] })).expect(404);
}

#[test]
fn clients_have_roles_and_users_who_have_are_listed() {
    let client = Client::new();
    let app = |kind: &str, label: &str| {
        let body = json!({
            "name": "oidc_client", "label": label, "signOnMode": "OPENID_CONNECT",
            "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_basic" } },
            "settings": { "oauthClient": {
                "application_type": kind,
                "grant_types": [if kind == "service" { "client_credentials" } else { "authorization_code" }],
                "response_types": [if kind == "service" { "token" } else { "code" }],
                "redirect_uris": ["https://example.com/cb"],
            } },
        });
        id(&client.post("/api/v1/apps", &body).expect(200).json())
    };
    let roles = format!("/oauth2/v1/clients/{}/roles", app("service", "Robot"));
    let made = client.post(&roles, &json!({ "type": "HELP_DESK_ADMIN" })).expect(201).json();
    assert_eq!(
        (made["assignmentType"].as_str(), id(&made)),
        (Some("CLIENT"), "JBCUYUC7IRCVGS27IFCE2SKO".to_owned())
    );
    assert_eq!(client.get(&roles).expect(200).json(), json!([made]));
    let eng = group(&client, "Eng");
    let targets = format!("{roles}/{}/targets/groups", id(&made));
    client.send("PUT", &format!("{targets}/{eng}"), &Value::Null).expect(204);
    assert_eq!(id(&client.get(&targets).expect(200).json()[0]), eng);
    client.send("DELETE", &format!("{roles}/{}", id(&made)), &Value::Null).expect(204);
    let web = format!("/oauth2/v1/clients/{}/roles", app("web", "Site"));
    refused(client.post(&web, &json!({ "type": "HELP_DESK_ADMIN" })), 400, "E0000227", "");
    client.get("/oauth2/v1/clients/nope/roles").expect(404);
    let ann = user(&client, "ann@example.com");
    client.post(&format!("/api/v1/users/{ann}/roles"), &json!({ "type": "USER_ADMIN" })).expect(201);
    let listed = client.get("/api/v1/iam/assignees/users?limit=1").expect(200).json();
    assert_eq!(listed["value"].as_array().unwrap().len(), 1);
    let next = listed["_links"]["next"]["href"].as_str().unwrap().replace("http://localhost", "");
    let rest = client.get(&next).expect(200).json();
    assert_eq!((id(&rest["value"][0]), rest["_links"]["next"].is_null()), (ann.clone(), true));
    client
        .send(
            "PUT",
            &format!("/api/v1/users/{ann}/roles/KVJUKUS7IFCE2SKO/targets/groups/{eng}"),
            &Value::Null,
        )
        .expect(204);
    let all = client.get(&format!("/api/v1/users/{ann}/roles/USER_ADMIN/targets")).expect(200).json();
    assert!(all[0]["orn"].as_str().unwrap().ends_with(&format!(":groups:{eng}")));
}
