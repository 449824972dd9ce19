//! What holds for every endpoint: media types, paths, methods, limits and links.

use crate::client::Client;
use serde_json::{Value, json};

#[test]
fn json_is_asked_for_and_brought() {
    let client = Client::new();
    let get = |accept: &str| client.send_with("GET", "/api/v1/users/me", &Value::Null, &[("accept", accept)]);
    for accept in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "*/*",
        "application/*",
        "text/html, */*;q=0.8",
        "application/xml, application/json;q=0.5",
        "",
    ] {
        get(accept).expect(200);
    }
    for accept in ["text/html", "application/xml", "application/hal+json", "image/png, text/*"] {
        let answer = get(accept).expect(400).json();
        assert_eq!(answer["errorCode"], "E0000019", "{accept}");
    }
    let post = |kind: &str| {
        let group = json!({ "profile": { "name": kind } });
        client.send_with("POST", "/api/v1/groups", &group, &[("content-type", kind)])
    };
    for kind in ["application/json", "application/json; charset=UTF-8", "APPLICATION/JSON;x=y"] {
        post(kind).expect(200);
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml"] {
        assert_eq!(post(kind).expect(404).json()["errorCode"], "E0000012", "{kind}");
    }
    let nothing = [("content-type", "text/plain")];
    client.send_with("POST", "/api/v1/users/me/lifecycle/suspend", &Value::Null, &nothing).expect(200);
}

#[test]
fn paths_and_methods() {
    let client = Client::new();
    let cases = [
        ("GET", "//api/v1//users?limit=1", 200, ""),
        ("GET", "/api/v1/sessions/", 405, "E0000022"),
        ("GET", "/api/v1/nothing", 404, "E0000008"),
        ("GET", "/nothing", 404, "E0000008"),
        ("PATCH", "/api/v1/users", 405, "E0000022"),
        ("DELETE", "/api/v1/users", 405, "E0000022"),
    ];
    for (method, path, status, code) in cases {
        let answer = client.send(method, path, &Value::Null).expect(status).json();
        if !code.is_empty() {
            assert_eq!(answer["errorCode"], code, "{method} {path}");
            assert_eq!((&answer["errorLink"], &answer["errorCauses"].is_array()), (&json!(code), &true));
            assert!(answer["errorId"].as_str().is_some_and(|id| id.starts_with("oae")), "{answer}");
        }
    }
}

/// Default and greatest limit of each list, and what a limit beyond them does.
#[test]
fn limits_of_lists() {
    let client = Client::new();
    let user = client.get("/api/v1/users/me").expect(200).json()["id"].as_str().unwrap().to_owned();
    let group = client.post("/api/v1/groups", &json!({ "profile": { "name": "g" } })).expect(200).json();
    let group = group["id"].as_str().unwrap();
    let app = client
        .post(
            "/api/v1/apps",
            &json!({
                "name": "bookmark", "label": "B", "signOnMode": "BOOKMARK",
                "settings": { "app": { "requestIntegration": false, "url": "https://a.example" } },
            }),
        )
        .expect(200)
        .json();
    let app = app["id"].as_str().unwrap();
    // Path, default, greatest, whether more is taken for the greatest, and whether -1 is taken.
    let cases = [
        ("users".to_owned(), 200, 200, true, false),
        ("groups".to_owned(), 10_000, 10_000, true, false),
        (format!("groups/{group}/users"), 1000, 1000, true, false),
        (format!("groups/{group}/apps"), 20, 200, true, true),
        ("groups/rules".to_owned(), 50, 200, false, false),
        ("apps".to_owned(), 20, 200, true, true),
        (format!("apps/{app}/users"), 50, 500, false, false),
        (format!("apps/{app}/groups"), 20, 200, false, false),
        (format!("apps/{app}/tokens"), 20, 200, false, false),
        (format!("users/{user}/groups"), 200, 200, true, false),
        ("logs".to_owned(), 100, 1000, true, false),
    ];
    for (path, default, greatest, clamps, minus_one) in cases {
        let list = |query: &str| client.get(&format!("/api/v1/{path}{query}"));
        let own =
            |query: &str| list(query).expect(200).link("self").unwrap_or_else(|| panic!("{path}{query}"));
        let url = format!("http://localhost/api/v1/{path}?limit=");
        assert_eq!(own(""), format!("{url}{default}"));
        assert_eq!(own("?limit=1"), format!("{url}1"));
        let more = format!("?limit={}", greatest + 1);
        match clamps {
            true => assert_eq!(own(&more), format!("{url}{greatest}")),
            false => assert_eq!(list(&more).expect(400).json()["errorCode"], "E0000001", "{path}"),
        }
        match minus_one {
            true => assert_eq!(own("?limit=-1"), format!("{url}{default}")),
            false => assert_eq!(list("?limit=-1").expect(400).json()["errorCode"], "E0000001", "{path}"),
        }
        assert_eq!(list("?limit=x").expect(400).json()["errorCode"], "E0000001", "{path}");
        if path != "logs" {
            list("?limit=0").expect(400);
        }
    }
}
