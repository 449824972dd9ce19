//! Profile mappings: which attribute of a user fills which of an app's user.

use crate::client::{Answer, Client};
use serde_json::{Value, json};

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn refused(answer: Answer, status: u16, code: &str, text: &str) {
    let body = answer.expect(status).json();
    assert_eq!(body["errorCode"], code, "{body}");
    assert!(body.to_string().contains(text), "{body}");
}

fn oidc(client: &Client) -> Value {
    let body = json!({
        "name": "oidc_client", "label": "Site", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_basic" } },
        "settings": { "oauthClient": {
            "application_type": "web",
            "grant_types": ["authorization_code"],
            "response_types": ["code"],
            "redirect_uris": ["https://example.com/cb"],
        } },
    });
    client.post("/api/v1/apps", &body).expect(200).json()
}

#[test]
fn each_app_has_a_mapping_each_way() {
    let client = Client::new();
    let app = oidc(&client);
    let all = client.get("/api/v1/mappings").expect(200).json();
    assert_eq!(all.as_array().unwrap().len(), 2);
    let to_app = client.get(&format!("/api/v1/mappings?targetId={}", id(&app))).expect(200).json();
    assert_eq!((to_app.as_array().unwrap().len(), to_app[0]["source"]["type"].as_str()), (1, Some("user")));
    assert!(to_app[0]["properties"].is_null(), "a list shows none");
    let from_app = client.get(&format!("/api/v1/mappings?sourceId={}", id(&app))).expect(200).json();
    assert_eq!(from_app[0]["target"]["type"], "user");
    let one = client.get(&format!("/api/v1/mappings/{}", id(&to_app[0]))).expect(200).json();
    assert_eq!(
        one["properties"]["given_name"],
        json!({ "expression": "user.firstName", "pushStatus": "PUSH" })
    );
    let page = client.get("/api/v1/mappings?limit=1").expect(200);
    assert_eq!(page.json().as_array().unwrap().len(), 1);
    assert!(page.link("next").is_some());
    refused(client.get("/api/v1/mappings/prmnope"), 404, "E0000007", "(ProfileMapping)");
}

#[test]
fn a_mapping_fills_the_profile_of_an_assignment() {
    let client = Client::new();
    let app = oidc(&client);
    let mapping = client.get(&format!("/api/v1/mappings?targetId={}", id(&app))).json()[0].clone();
    let path = format!("/api/v1/mappings/{}", id(&mapping));
    let body = json!({ "properties": {
        "name": { "expression": "user.firstName + \" \" + user.lastName", "pushStatus": "PUSH" },
        "nickname": { "expression": "String.toUpperCase(user.firstName)" },
        "given_name": { "expression": null, "pushStatus": null },
    } });
    let changed = client.post(&path, &body).expect(200).json();
    assert!(changed["properties"]["given_name"].is_null());
    assert_eq!(changed["properties"]["nickname"]["pushStatus"], "DONT_PUSH");
    assert_eq!(client.get(&path).json(), changed);
    let profile = json!({ "login": "ann@example.com", "email": "ann@example.com", "firstName": "Ann", "lastName": "Lee" });
    let ann = id(&client.post("/api/v1/users", &json!({ "profile": profile })).expect(200).json());
    let assigned =
        client.post(&format!("/api/v1/apps/{}/users", id(&app)), &json!({ "id": ann })).expect(200).json();
    let profile = &assigned["profile"];
    assert_eq!(
        (profile["name"].as_str(), profile["nickname"].as_str(), profile["family_name"].as_str()),
        (Some("Ann Lee"), Some("ANN"), Some("Lee"))
    );
    assert!(profile["given_name"].is_null());
}

#[test]
fn what_cannot_be_mapped_is_refused() {
    let client = Client::new();
    let app = oidc(&client);
    let mapping = client.get(&format!("/api/v1/mappings?targetId={}", id(&app))).json()[0].clone();
    let path = format!("/api/v1/mappings/{}", id(&mapping));
    let cases = [
        (json!({}), "properties"),
        (
            json!({ "properties": { "nonsense": { "expression": "user.title" } } }),
            "Invalid target field nonsense",
        ),
        (json!({ "properties": { "name": { "expression": "user.(" } } }), "Invalid expression"),
        (
            json!({ "properties": { "name": { "expression": "user.shoeSize" } } }),
            "Invalid property shoeSize in expression user.shoeSize",
        ),
        (json!({ "properties": { "name": { "expression": "user.title", "pushStatus": "SHOVE" } } }), "SHOVE"),
    ];
    for (body, text) in cases {
        refused(client.post(&path, &body), 400, "E0000001", text);
    }
    let from_app = client.get(&format!("/api/v1/mappings?sourceId={}", id(&app))).json()[0].clone();
    let path = format!("/api/v1/mappings/{}", id(&from_app));
    let title = json!({ "properties": { "title": { "expression": "appuser.name", "pushStatus": "PUSH" } } });
    client.post(&path, &title).expect(200);
    let unread = json!({ "properties": { "title": { "expression": "appuser.shoeSize" } } });
    refused(client.post(&path, &unread), 400, "E0000001", "Invalid property shoeSize");
    let unknown = json!({ "properties": { "name": { "expression": "appuser.name" } } });
    refused(client.post(&path, &unknown), 400, "E0000001", "Invalid target field name");
}
